"""A post to another machine's address: short, to where it may go, and wherever it leads not followed."""

import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

CONNECT_SECONDS = 5.0  # also for every word of the answer
WHOLE_SECONDS = 12.0  # however slowly the other side talks
# Addresses of the second kind carry one of the first, which may be anywhere.
_CARRIERS = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")))


class Unreachable(Exception):
    """Nobody answered, or not in time; the text is for an administrator, and holds no address."""


class NotAllowed(Exception):
    """This address is none that a server of ours may speak to."""


def post(url: str, body: bytes, headers: Mapping[str, str], *, local: bool = False) -> int:
    """The status of the answer, whose content nobody reads. Raises Unreachable and NotAllowed.

    Only https to public addresses, so that nobody can have this server ask its own neighbours for
    something, unless the operator has allowed `local` ones, and http with them.
    """
    parts = urlsplit(url)
    if parts.scheme not in (("https", "http") if local else ("https",)) or not parts.hostname:
        raise NotAllowed("only https addresses may be written to")
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise NotAllowed("the port of the address is none") from None
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = _Connection(parts.hostname, port, secure=parts.scheme == "https", local=local)
    try:
        with _limited(connection):
            connection.request("POST", path, body=body, headers=dict(headers))
            return connection.getresponse().status
    except ssl.SSLCertVerificationError:
        raise Unreachable("its certificate is not trusted") from None
    except TimeoutError:
        raise Unreachable("no answer in time") from None
    except (OSError, HTTPException, ValueError) as trouble:  # ValueError: a socket closed by the deadline
        raise Unreachable(f"no connection ({type(trouble).__name__})") from None
    finally:
        connection.close()


class _Connection(HTTPConnection):
    """Connects to the very address that was looked at, so that no second answer of the DNS counts."""

    def __init__(self, host: str, port: int, *, secure: bool, local: bool) -> None:
        super().__init__(host, port, timeout=CONNECT_SECONDS)
        self._secure = secure
        self._local = local
        self._over = False

    def connect(self) -> None:
        address = _address(self.host, self.port, local=self._local)
        self._hold(socket.create_connection((address, self.port), CONNECT_SECONDS))
        if self._secure:
            context = ssl.create_default_context()
            wrapped = context.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
            self._hold(wrapped)
            wrapped.do_handshake()

    def cut(self) -> None:
        """From another thread: whatever is waited for, or begins to be, is over."""
        self._over = True
        if self.sock is not None:
            self.sock.shutdown(socket.SHUT_RDWR)

    def _hold(self, link: socket.socket) -> None:
        """From now on this is what a cut meets; a cut that met the one before is heeded here."""
        self.sock = link
        if self._over:
            raise TimeoutError


def _address(host: str, port: int, *, local: bool) -> str:
    """The first address of a host. Raises NotAllowed if any of them is not public."""
    found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found:
        raise OSError("the name has no address")
    if not local and not all(map(is_public, found)):
        raise NotAllowed("private addresses may not be written to")
    return found[0]


def is_public(address: str) -> bool:
    """Whether it is an address of the internet, and hides no other one."""
    known = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(known, ipaddress.IPv6Address):
        if known.ipv4_mapped is not None:
            return is_public(str(known.ipv4_mapped))
        if any(known in carrier for carrier in _CARRIERS):
            return False
    return known.is_global and not known.is_multicast and not known.is_reserved


@contextmanager
def _limited(connection: _Connection) -> Iterator[None]:
    timer = threading.Timer(WHOLE_SECONDS, _cut, [connection])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _cut(connection: _Connection) -> None:
    try:
        connection.cut()
    except OSError:
        return  # it ended by itself at this moment
