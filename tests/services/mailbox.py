"""A small mail server for tests: real sockets, STARTTLS, signing in, and what it took is kept in a list."""

import socketserver
import ssl
import threading
from base64 import b64decode
from collections.abc import Callable
from email import message_from_bytes
from email.message import Message
from email.policy import default
from pathlib import Path
from typing import Any, Self


class Mailbox:
    """`refuse` may answer a recipient in the server's stead, with a line such as "550 no such user"."""

    def __init__(
        self,
        *,
        certificate: Path | None = None,
        tls: bool = False,
        account: tuple[str, str] | None = None,
        refuse: Callable[[str], str | None] = lambda _recipient: None,
        farewell: str = "221 bye",
    ) -> None:
        self.farewell = farewell
        self.letters: list[Message] = []
        self.recipients: list[str] = []
        self.secured: list[bool] = []  # whether each letter came by a line nobody could read
        self.arrived = threading.Semaphore(0)
        self.account = account
        self.refuse = refuse
        self.context: ssl.SSLContext | None = None
        if certificate is not None:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(certificate)
        self.tls = tls
        mailbox = self

        class Handler(_Conversation):
            box = mailbox

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Conversation(socketserver.BaseRequestHandler):
    """RFC 5321, as much of it as a client needs."""

    box: Mailbox

    def handle(self) -> None:
        self.secure = False
        self.known = self.box.account is None
        if self.box.tls:
            self._secure()
        self.file = self.request.makefile("rb")
        self.say("220 localhost ready")
        while line := self.file.readline():
            verb, _, rest = line.decode().strip().partition(" ")
            if verb.upper() == "QUIT":
                self.say(self.box.farewell)
                return
            getattr(self, f"on_{verb.lower()}", self.on_other)(rest)

    def finish(self) -> None:
        self.request.close()

    def say(self, *lines: str) -> None:
        self.request.sendall("".join(f"{line}\r\n" for line in lines).encode())

    def on_ehlo(self, _rest: str) -> None:
        able = ["250-localhost"]
        if self.box.context and not self.secure:
            able.append("250-STARTTLS")
        self.say(*able, "250-AUTH PLAIN", "250 8BITMIME")

    def on_starttls(self, _rest: str) -> None:
        self.say("220 go ahead")
        self._secure()
        self.file = self.request.makefile("rb")

    def on_auth(self, rest: str) -> None:
        _, user, password = b64decode(rest.removeprefix("PLAIN ")).decode().split("\0")
        self.known = (user, password) == self.box.account
        self.say("235 welcome" if self.known else "535 not you")

    def on_mail(self, _rest: str) -> None:
        self.say("250 ok" if self.known else "530 who are you")

    def on_rcpt(self, rest: str) -> None:
        recipient = rest.removeprefix("TO:<").rstrip(">")
        refusal = self.box.refuse(recipient)
        if refusal is None:
            self.recipient = recipient
        self.say(refusal or "250 ok")

    def on_data(self, _rest: str) -> None:
        self.say("354 go on")
        lines = []
        while (line := self.file.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        self.box.letters.append(message_from_bytes(b"".join(lines), policy=default))
        self.box.recipients.append(self.recipient)
        self.box.secured.append(self.secure)
        self.say("250 taken")
        self.box.arrived.release()

    def on_rset(self, _rest: str) -> None:
        self.say("250 ok")

    def on_other(self, _rest: str) -> None:
        self.say("502 what")

    def _secure(self) -> None:
        assert self.box.context is not None
        secured: Any = self.box.context.wrap_socket(self.request, server_side=True)
        self.request, self.secure = secured, True
