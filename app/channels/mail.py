"""E-mail, handed to the office's own server."""

import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime

from app.domain.delivering import Declined, MailServer, Message, Outcome, Retry, Sent

SECONDS = 5.0  # for each answer
WHOLE_SECONDS = 40.0  # for all of them: less than the lease of a message
CUT_SECONDS = 1.0
READY = 220


@dataclass(frozen=True, slots=True)
class MailChannel:
    server: MailServer

    def send(self, message: Message) -> Outcome:
        """One mail to one person. What the server says of an address stays out of every reason."""
        context = ssl.create_default_context()
        link = self._link(context)
        with _limited(link):
            try:
                self._sign_in(link, context)
                link.send_message(letter_of(message, sender=self.server.sender))
            except (smtplib.SMTPException, OSError) as trouble:
                return _judged(trouble)
            finally:
                _leave(link)
        return Sent()

    def _link(self, context: ssl.SSLContext) -> smtplib.SMTP:
        """Not connected yet."""
        host = self.server.sender.rpartition("@")[2]
        if self.server.security == "tls":
            return smtplib.SMTP_SSL(local_hostname=host, timeout=SECONDS, context=context)
        return smtplib.SMTP(local_hostname=host, timeout=SECONDS)

    def _sign_in(self, link: smtplib.SMTP, context: ssl.SSLContext) -> None:
        server = self.server
        link._host = server.host  # type: ignore[attr-defined]  # whom the certificate must name
        code, _ = link.connect(server.host, server.port)
        if code != READY:
            raise smtplib.SMTPConnectError(code, "not ready")
        if server.security == "starttls":
            link.starttls(context=context)
        if server.user is not None:
            link.login(server.user, server.password or "")


@contextmanager
def _limited(link: smtplib.SMTP) -> Iterator[None]:
    """A server that says a letter now and then keeps every single wait short, and the whole of it endless."""
    done = threading.Event()

    def cut() -> None:
        late = WHOLE_SECONDS
        while not done.wait(late):
            late = CUT_SECONDS  # again and again: encryption makes the connection another one
            with suppress(OSError, AttributeError):
                link.sock.shutdown(socket.SHUT_RDWR)  # type: ignore[union-attr]

    threading.Thread(target=cut, name="limit of a mail", daemon=True).start()
    try:
        yield
    finally:
        done.set()


def _leave(link: smtplib.SMTP) -> None:
    """However the server takes leave, it has the mail, or has said why not."""
    with suppress(smtplib.SMTPException, OSError):
        link.quit()
    link.close()


def letter_of(message: Message, *, sender: str) -> EmailMessage:
    """Plain text; the Message-ID is made of the key, by which a mail sent twice is shown once."""
    letter = EmailMessage()
    letter["From"] = sender
    letter["To"] = message.address
    letter["Subject"] = message.title
    letter["Date"] = format_datetime(message.sent_at)
    letter["Message-ID"] = f"<{message.key}@{sender.rpartition('@')[2]}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter["Content-Language"] = message.language
    letter.set_content(message.text)
    return letter


def _judged(trouble: Exception) -> Outcome:
    """Codes of 500 and more are for good (RFC 5321 4.2.1), unless they are about us and not the mail."""
    if isinstance(trouble, smtplib.SMTPRecipientsRefused):
        return _refused("the address", max(code for code, _ in trouble.recipients.values()))
    if isinstance(trouble, smtplib.SMTPAuthenticationError):
        return Retry(f"the mail server did not let us in ({trouble.smtp_code})")
    if isinstance(trouble, smtplib.SMTPDataError):
        return _refused("the mail", trouble.smtp_code)
    if isinstance(trouble, smtplib.SMTPResponseException):
        return Retry(f"the mail server refused us ({trouble.smtp_code})")
    if isinstance(trouble, ssl.SSLCertVerificationError):
        return Retry("the certificate of the mail server is not trusted")
    return Retry(f"the mail server did not answer ({type(trouble).__name__})")


def _refused(what: str, code: int) -> Outcome:
    reason = f"the mail server refused {what} ({code})"
    return Declined(reason) if code >= 500 else Retry(reason)
