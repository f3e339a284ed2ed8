"""Where messages leave the house, from the environment: a mail server, a gateway for telephones."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from app.domain.delivering import Gateway, MailServer

# How the address of a mail server begins -> how it is spoken to, and its usual port.
SCHEMES = {"smtp": ("starttls", 587), "smtps": ("tls", 465), "smtp+plain": ("none", 25)}
NAMES = ("GATEWAY", "GATEWAY_SECRET", "LOCAL_HOOKS", "MAIL", "MAIL_FROM")
SHORTEST_SECRET = 16

Refuse = Callable[[str, str], object]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is None is not offered to visitors. `local`: the own network may be written to as well."""

    mail: MailServer | None = None
    gateway: Gateway | None = None
    local: bool = False


def outgoing(told: Mapping[str, str], refuse: Refuse) -> Outgoing:
    """`refuse(name, why)` raises. Addresses may hold passwords, so that no refusal repeats one."""
    local = told.get("ANTREAN_LOCAL_HOOKS", "0").strip()
    if local not in ("0", "1"):
        refuse("ANTREAN_LOCAL_HOOKS", f"must be 0 or 1, not {local!r}.")
    return Outgoing(_mail(told, refuse), _gateway(told, refuse, local=local == "1"), local == "1")


def _mail(told: Mapping[str, str], refuse: Refuse) -> MailServer | None:
    address, sender = told.get("ANTREAN_MAIL", "").strip(), told.get("ANTREAN_MAIL_FROM", "").strip()
    if not address:
        return None
    parts = urlsplit(address)
    try:
        port = parts.port
    except ValueError:
        port = 0
    if parts.scheme not in SCHEMES or not parts.hostname or port == 0 or parts.path not in ("", "/"):
        refuse("ANTREAN_MAIL", "must look like smtp://user:password@mail.example.go.id:587 (or smtps://).")
    name, at, host = sender.rpartition("@")
    if not (name and at and "." in host and sender.isascii() and sender.isprintable() and " " not in sender):
        refuse("ANTREAN_MAIL_FROM", "must be the e-mail address that messages come from.")
    security, usual = SCHEMES[parts.scheme]
    user = unquote(parts.username) if parts.username else None
    password = unquote(parts.password) if parts.password else None
    return MailServer(parts.hostname or "", port or usual, security, sender, user, password)


def _gateway(told: Mapping[str, str], refuse: Refuse, *, local: bool) -> Gateway | None:
    url, secret = told.get("ANTREAN_GATEWAY", "").strip(), told.get("ANTREAN_GATEWAY_SECRET", "").strip()
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in ("https", "http") or not parts.hostname:
        refuse("ANTREAN_GATEWAY", "must be the https address of a gateway that sends texts to telephones.")
    if parts.scheme == "http" and not local:
        refuse("ANTREAN_GATEWAY", "may be http only in the office's own network: set ANTREAN_LOCAL_HOOKS=1.")
    if len(secret) < SHORTEST_SECRET:
        refuse("ANTREAN_GATEWAY_SECRET", f"must be a secret of at least {SHORTEST_SECRET} signs.")
    return Gateway(url, secret)
