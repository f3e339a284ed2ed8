"""Which pages may send to this server: those of its own addresses, or those that were named."""

import logging
import socket
from collections.abc import Collection
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from config.settings import Settings

MOST_TOLD = 20
DEFAULT_PORTS = {"http": 80, "https": 443}

log = logging.getLogger(__name__)


class Origins:
    """`named` are origins that may always send; a page that we served ourselves may, where it came from
    one of our `own_names` or from any number of an address.

    A name that is not ours may point at us all the same: its owner decides that, and could have
    visitors' browsers speak with this server. A number can be given to nobody else.
    """

    def __init__(self, named: Collection[str], *, own_names: Collection[str]) -> None:
        self._named = frozenset(named)
        self._own_names = frozenset(name.lower() for name in own_names if name)
        self._told: set[str] = set()

    def admit(self, origin: str | None, host: str) -> bool:
        """Whether a page of `origin` may send a request that came to `host` ("10.0.0.5:8080")."""
        if origin is None:
            return False
        if origin in self._named or self._is_own(origin, host):
            return True
        self._tell(origin)
        return False

    def admit_socket(self, origin: str | None, environ: Any) -> bool:
        """The same for the live link, as its server asks."""
        return self.admit(origin, str(environ.get("HTTP_HOST", "")))

    def _is_own(self, origin: str, host: str) -> bool:
        if not self._own_names or origin.partition("://")[2] != host:
            return False
        name = _host_name(host)
        return name in self._own_names or _is_number(name)

    def _tell(self, origin: str) -> None:
        if origin not in self._told and len(self._told) < MOST_TOLD:
            self._told.add(origin)
            log.warning(
                "a page of %.100s was refused; if it is one of ours, name its address in "
                "ANTREAN_PUBLIC_URL or ANTREAN_ORIGINS",
                origin,
            )


def origins_of(settings: Settings) -> Origins:
    """Those of ANTREAN_ORIGINS and no others; without it the public address and this machine's own."""
    if settings.origins:
        return Origins(settings.origins, own_names=())
    machine = socket.gethostname()
    short = machine.partition(".")[0]
    named = {_origin(settings.public_url)} if settings.public_url else set()
    return Origins(named, own_names=("localhost", settings.host, machine, short, f"{short}.local"))


def _origin(url: str) -> str:
    """The origin of an address as browsers write it: lower case, no usual port, no path."""
    parts = urlsplit(url)
    name = parts.hostname or ""
    name = f"[{name}]" if ":" in name else name
    port = "" if parts.port in (None, DEFAULT_PORTS.get(parts.scheme)) else f":{parts.port}"
    return f"{parts.scheme}://{name}{port}"


def _host_name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _is_number(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
