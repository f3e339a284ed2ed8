#!/usr/bin/env python3
"""A partner's program in plain Python: numbers and bookings for citizens, and what became of them.

    export ANTREAN_URL=https://antrean.example.go.id ANTREAN_TOKEN=...   # from /admin/partners
    python3 partner.py services BWI paspor      # what is offered, whether it is open, how long it takes
    python3 partner.py take BWI A01             # a number for today; prints its page and when to come
    python3 partner.py book BWI A01             # the first free time of the coming days
    python3 partner.py follow BWI               # every fact of the queue, from now on
    python3 partner.py listen 9000              # a hook that checks signatures (ANTREAN_HOOK_SECRET)

Copy it, and change it as you like. It shows the four things that a partner has to get right: a key for
every deed, the same one again after a lost answer; waiting when told to; a cursor kept beside what was
done with the facts; a signature checked before a word of the message is believed.
"""

import hmac
import json
import os
import sys
import time
import urllib.error
import urllib.request
import uuid
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PATIENCE = 15  # seconds for an answer
TRIES = 5
OLDEST = 300  # seconds: an older message to the hook may be somebody's copy


class Refused(Exception):
    """The server said no, in a sentence; `code` is stable."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        super().__init__(problem.get("detail", ""))
        self.status = status
        self.code = problem.get("code", "")


class Antrean:
    """One server and the key of one partner."""

    def __init__(self, url: str, token: str, *, language: str = "id") -> None:
        self.url = url.rstrip("/")
        self.token = token
        self.language = language

    def services(self, site: str) -> list[dict[str, Any]]:
        """Every service of a site with its agency, whether it is open and how many wait."""
        agencies: list[dict[str, Any]] = self.ask("GET", f"/sites/{site}")["agencies"]
        return [{**each, "agency": agency["name"]} for agency in agencies for each in agency["services"]]

    def take(self, site: str, service: str, *, key: str | None = None) -> dict[str, Any]:
        """A number for today for somebody who is not at the site."""
        return self.ask("POST", f"/sites/{site}/remote-tickets", {"service": service}, key=key or new_key())

    def slots(self, site: str, service: str) -> list[dict[str, Any]]:
        """The times that may be booked now."""
        days = self.ask("GET", f"/sites/{site}/services/{service}/slots")["days"]
        return [slot for day in days for slot in day["slots"] if slot["open"]]

    def book(self, site: str, service: str, starts_at: str, *, key: str | None = None) -> dict[str, Any]:
        wish = {"service": service, "starts_at": starts_at}
        return self.ask("POST", f"/sites/{site}/bookings", wish, key=key or new_key())

    def ticket(self, token: str) -> dict[str, Any]:
        """How many are ahead, and whether the number is called."""
        return self.ask("GET", f"/tickets/{token}")

    def cancel(self, token: str) -> dict[str, Any]:
        return self.ask("DELETE", f"/tickets/{token}")

    def newest(self, site: str) -> int:
        """The cursor after the last fact: whoever is not interested in the past begins there."""
        cursor = 0
        while (page := self.facts(site, cursor))["cursor"] != cursor:
            cursor = page["cursor"]
        return cursor

    def facts(self, site: str, cursor: int) -> dict[str, Any]:
        """A page: the `facts` after `cursor`, and the `cursor` after these. Keep it with what they led to.

        At the end the cursor stays as it was.
        """
        return self.ask("GET", f"/journal?site={site}&after={cursor}&limit=500")

    def ask(self, method: str, path: str, body: Any = None, *, key: str | None = None) -> dict[str, Any]:
        """One deed. A lost answer is asked for again under the same key, so that it happens once."""
        headers = {"Authorization": f"Bearer {self.token}", "Accept-Language": self.language}
        if key:
            headers["Idempotency-Key"] = key
        if body is not None:
            headers["Content-Type"] = "application/json"
        content = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            f"{self.url}/api/v1{path}", data=content, headers=headers, method=method
        )
        for attempt in range(TRIES):
            try:
                with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                    return dict(json.load(answer))
            except urllib.error.HTTPError as refusal:
                with refusal:
                    slow_down = refusal.headers.get("Retry-After")
                    if refusal.code not in (429, 503) or attempt + 1 == TRIES:
                        raise Refused(refusal.code, problem_of(refusal)) from None
                time.sleep(min(float(slow_down or 2**attempt), 60))
            except OSError:
                if attempt + 1 == TRIES:
                    raise
                time.sleep(2**attempt)
        raise AssertionError("not reached")


def problem_of(refusal: urllib.error.HTTPError) -> dict[str, Any]:
    try:
        return dict(json.load(refusal))
    except ValueError:  # something between us and the server answered
        return {"detail": refusal.reason}


def new_key() -> str:
    """One for every deed; keep it until the deed is answered."""
    return uuid.uuid4().hex


def is_genuine(signature: str, body: bytes, secret: str, *, now: float) -> bool:
    """Whether the server signed this message with our secret, and did so a moment ago."""
    parts = dict(part.partition("=")[::2] for part in signature.split(","))
    moment = parts.get("t", "")
    if not moment.isdecimal() or abs(now - int(moment)) > OLDEST:
        return False
    expected = hmac.digest(secret.encode(), moment.encode() + b"." + body, sha256).hex()
    return hmac.compare_digest(expected, parts.get("v1", ""))


def hook(port: int, secret: str) -> ThreadingHTTPServer:
    """A server that prints each genuine message once, however often it comes."""
    known: set[str] = set()  # a real program keeps these in its database, for a day or more

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if not is_genuine(self.headers.get("Antrean-Signature", ""), body, secret, now=time.time()):
                return self.send_error(403)
            key = self.headers.get("Idempotency-Key", "")
            if key not in known:
                known.add(key)
                print(body.decode(), flush=True)
            self.send_response(204)
            return self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Silent."""

    return ThreadingHTTPServer(("", port), Handler)


def main(words: list[str]) -> int:
    match words:
        case ["listen", port]:
            hook(int(port), os.environ["ANTREAN_HOOK_SECRET"]).serve_forever()
            return 0
        case [deed, site, *rest]:
            antrean = Antrean(os.environ["ANTREAN_URL"], os.environ["ANTREAN_TOKEN"])
            try:
                return do(antrean, deed, site, rest)
            except Refused as refusal:
                print(f"{refusal.code}: {refusal}", file=sys.stderr)
                return 1
        case _:
            print(__doc__)
            return 2


def do(antrean: Antrean, deed: str, site: str, rest: list[str]) -> int:
    match deed, rest:
        case "services", _:
            show(antrean.services(site), rest)
        case "take", [service]:
            ticket = antrean.take(site, service)
            print(ticket["number"], ticket["url"], ticket["arrival"]["promised_at"])
        case "book", [service]:
            booking = antrean.book(site, service, antrean.slots(site, service)[0]["starts_at"])
            print(booking["code"], booking["url"], booking["starts_at"])
        case "follow", []:
            follow(antrean, site)
        case _:
            print(__doc__)
            return 2
    return 0


def show(services: list[dict[str, Any]], words: list[str]) -> None:
    for each in services:
        if all(word.lower() in each["name"].lower() for word in words):
            print(each["code"], each["name"], each["waiting"], "open" if each["open"] else "closed")


def follow(antrean: Antrean, site: str) -> None:
    """For ever; a hook is told sooner, and asks nothing."""
    cursor = antrean.newest(site)
    while True:
        page = antrean.facts(site, cursor)
        for fact in page["facts"]:
            print(json.dumps(fact), flush=True)
        if page["cursor"] == cursor:
            time.sleep(5)
        cursor = page["cursor"]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
