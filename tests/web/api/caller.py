"""A server of the small mall and whoever calls it: a token for every role, one line a request."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import Flask
from werkzeug.test import TestResponse

from app.cookie import NAME, csrf_of
from app.domain.links import digest
from app.domain.pairing import poll_key
from app.domain.staff import Grant
from app.engine import threads
from app.factory import build
from app.operations.passwords import Passwords
from app.operations.sessions import Caller, open_session
from app.operations.setup import new_setup_code
from app.operations.staff import add_staff
from app.operations.tokens import create_token, revoke_token
from app.store.database import Database
from app.watchman import Watchman
from config.settings import Settings
from tests.factories import LINKS, MAIN, MORNING, a_mall

CODES = {"kiosk": "K1", "display": "TV1"}
EVERYWHERE = frozenset({"agent", "partner", "hub", "admin"})


PASSWORD = "kuda lumping menari"
HERE = Caller("127.0.0.1", "Chromium")


@dataclass(frozen=True)
class SignedIn:
    """A browser in which somebody is signed in; `csrf` is what its pages know."""

    secret: str
    csrf: str | None

    @property
    def headers(self) -> dict[str, str]:
        cookie = {"Cookie": f"{NAME}={self.secret}"}
        return cookie if self.csrf is None else {**cookie, "X-CSRF-Token": self.csrf}


class Device:
    """A device that has no token yet; its secret stays with it."""

    def __init__(self, role: str, *, name: str = "pc-01") -> None:
        self.secret = os.urandom(32).hex()
        self.key = poll_key(self.secret)
        hashes = {"secret_hash": digest(self.secret).hex(), "key_hash": digest(self.key).hex()}
        self.wish = {"role": role, "name": name, **hashes}


class Api:
    """`now` and `mall` may be changed by the test at any time."""

    def __init__(self, database: Database, data: Path, **settings: Any) -> None:
        self.database = database
        self.now: datetime = MORNING
        self.mall = a_mall()
        server = build(
            Settings(data=data, public_url=LINKS.public_url, **settings),
            mall_now=lambda: self.mall,
            engine=threads(),
            secret=LINKS.secret,
            database=database,
            clock=lambda: self.now,
        )
        self.server = server
        self.app: Flask = server.app
        self.sightings = server.context.sightings
        self.watchman = Watchman(database, mall_now=lambda: self.mall, clock=lambda: self.now)
        self._client = self.app.test_client(use_cookies=False)
        self._tokens: dict[tuple[str, str | None, str | None], str] = {}

    def token(self, role: str, *, site: str | None = MAIN, code: str | None = None) -> str:
        """A living token; screens stand at a site, agents, partners and administrators are for all."""
        code = code or CODES.get(role)
        place = (role, None if role in EVERYWHERE and site == MAIN else site, code)
        if place not in self._tokens:
            self._tokens[place] = self.new_token(*place)[1]
        return self._tokens[place]

    def new_token(self, role: str, site: str | None, code: str | None) -> tuple[int, str]:
        return self.database.write(
            "",
            lambda tx: create_token(
                tx, role=role, site=site, code=code, name=role, now=self.now, random=os.urandom
            ),
        )

    def setup_code(self) -> str:
        """The code on the console of a server without staff."""
        code = self.database.write("", lambda tx: new_setup_code(tx, now=self.now, random=os.urandom))
        assert code is not None
        return code

    def person(self, username: str, *grants: Grant, temporary: bool = False) -> int:
        """A member of staff whose password is PASSWORD."""
        hashed = Passwords(threads().offload).hashed(PASSWORD, username=username)
        return self._add(username, grants, hashed, temporary=temporary)

    def session(self, *grants: Grant, username: str | None = None) -> SignedIn:
        """Somebody with these grants who is signed in, and whose password nobody needs."""
        name = username or f"p{uuid4().hex[:8]}"
        return self.signed_in(self._add(name, grants, "", temporary=False))

    def signed_in(self, staff_id: int) -> SignedIn:
        """One more session of a person."""
        secret = self.database.write(
            "", lambda tx: open_session(tx, staff_id, HERE, now=self.now, random=os.urandom)
        )
        return SignedIn(secret, csrf_of(secret))

    def _add(self, username: str, grants: tuple[Grant, ...], hashed: str, *, temporary: bool) -> int:
        return self.database.write(
            "",
            lambda tx: add_staff(
                tx,
                self.mall,
                username=username,
                name=username.title(),
                grants=grants,
                password_hash=hashed,
                temporary=temporary,
                actor="test",
                now=self.now,
            ),
        )

    def revoke(self, token_id: int) -> None:
        self.database.write("", lambda tx: revoke_token(tx, token_id, now=self.now))

    def ask(
        self,
        method: str,
        path: str,
        *,
        role: str | None = None,
        token: str | None = None,
        session: SignedIn | None = None,
        body: Any = None,
        key: str | None = None,
        headers: Mapping[str, str] | None = None,
        address: str = "127.0.0.1",
    ) -> TestResponse:
        """`body` goes as JSON unless it is bytes; `path` begins at the root."""
        secret = token or (self.token(role) if role else None)
        sent = {
            **({"Authorization": f"Bearer {secret}"} if secret else {}),
            **(session.headers if session else {}),
            **({"Idempotency-Key": key} if key is not None else {}),
            **(headers or {}),
        }
        content = {"data": body} if isinstance(body, bytes | None) else {"json": body}
        place = {"REMOTE_ADDR": address}
        return self._client.open(
            path, method=method, headers=sent, buffered=True, environ_overrides=place, **content
        )

    def take(self, service: str = "ktp", *, key: str | None = None, **more: Any) -> TestResponse:
        """A visitor at kiosk K1."""
        wish = {"service": service, **more}
        path = f"/api/v1/sites/{MAIN}/tickets"
        return self.ask("POST", path, role="kiosk", body=wish, key=key or uuid4().hex)

    def clerk(self, counter: str, deed: str, *, key: str | None = None, **body: Any) -> TestResponse:
        path = f"/api/v1/counters/{counter}/{deed}?site={MAIN}"
        return self.ask("POST", path, role="counter", body=body, key=key or uuid4().hex)
