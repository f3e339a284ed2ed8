"""A line to another Antrean server: one request, one JSON answer, and nobody waits for it long."""

import http.client
import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

REFUSED = 400
SERVER_TROUBLE = 500
LONGEST_ANSWER = 4 * 1024 * 1024


class LineDown(Exception):
    """Nobody answered in time, or not as a server of ours does; whether it heard is not known."""


@dataclass(frozen=True, slots=True)
class Said:
    """An answer, whatever its status, with the headers as `http.client` has them."""

    status: int
    document: Any
    headers: http.client.HTTPMessage

    @property
    def is_fine(self) -> bool:
        return self.status < REFUSED


def ask(
    url: str,
    method: str,
    path: str,
    *,
    token: str,
    seconds: float,
    body: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Said:
    """Asks the API of the server at `url`; every wait takes at most so many seconds. Raises LineDown.

    A server in trouble (5xx) did not answer: it may have done what was asked, or not.
    """
    parts = urlsplit(url)
    content = None if body is None else json.dumps(body).encode()
    sent = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", **(headers or {})}
    connection = _connection(parts.scheme, parts.hostname or "", parts.port, seconds)
    try:
        connection.request(method, f"{parts.path.rstrip('/')}/api/v1{path}", body=content, headers=sent)
        answer = connection.getresponse()
        data = answer.read(LONGEST_ANSWER)
        document = json.loads(data or b"{}")
    except (OSError, http.client.HTTPException, ValueError) as trouble:
        raise LineDown(str(trouble) or type(trouble).__name__) from trouble
    finally:
        connection.close()
    if answer.status >= SERVER_TROUBLE or not isinstance(document, dict):
        raise LineDown(f"{answer.status} {answer.reason}")
    return Said(answer.status, document, answer.headers)


def _connection(scheme: str, host: str, port: int | None, seconds: float) -> http.client.HTTPConnection:
    if scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=seconds, context=context)
    return http.client.HTTPConnection(host, port, timeout=seconds)
