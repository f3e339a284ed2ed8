"""How often each refusal was said since the server started: what monitoring sees of those who only try."""

import threading
from collections import Counter
from collections.abc import Mapping

from flask import Flask, Response, g

FIRST_ERROR, FIRST_FAILURE = 400, 500
COUNTS = "antrean_refusals"


class Refusals:
    """By the code of the refusal, or the status where no code was said; one for each server process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()

    def note(self, response: Response) -> Response:
        if FIRST_ERROR <= response.status_code < FIRST_FAILURE:
            with self._lock:
                self._counts[g.get("refused") or str(response.status_code)] += 1
        return response

    def counts(self) -> Mapping[str, int]:
        with self._lock:
            return dict(self._counts)


def install(app: Flask) -> None:
    """Counts what every answer of this server refuses, on pages and to programs."""
    app.extensions[COUNTS] = refusals = Refusals()
    app.after_request(refusals.note)


def say_refused(code: str) -> None:
    """This request is refused: why, for the count."""
    g.refused = code
