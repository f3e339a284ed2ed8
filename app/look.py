"""How the mall looks on every screen: its colours, its logo and its own words, as they were last saved."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from flask_socketio import SocketIO

from app.domain.colours import Theme, theme
from app.domain.events import Event, Kind
from app.domain.mall import Mall
from app.queries.logo import Logo, newest_logo
from app.store.database import Database, StoreUnavailable

HASH_LETTERS = 12
BLOCKS = (
    ("day", ":root", ""),
    ("night", ':root:not([data-theme="light"])', "(prefers-color-scheme: dark)"),
    ("night", '[data-theme="dark"]', ""),
    ("more", '[data-contrast="more"]', ""),
)
DOORS = ("/display", "/kiosk", "/counter", "/visitor", "/board")


@dataclass(frozen=True, slots=True)
class Look:
    """`style` and `logo_address` name their content, so that browsers may keep it; `words` its own words."""

    css: str
    style: str
    logo: Logo | None
    logo_address: str | None
    words: str

    def told(self) -> dict[str, Any]:
        return {"style": self.style, "logo": self.logo_address, "words": self.words}


class Looks:
    """The look of now, worked out once for every mall that is saved."""

    def __init__(self, database: Database, mall_now: Callable[[], Mall]) -> None:
        self._database = database
        self._mall_now = mall_now
        self._known: tuple[Mall, Look] | None = None

    def now(self) -> Look:
        """While the database is away, a mall of which the logo was not read yet is shown without it."""
        mall, known = self._mall_now(), self._known
        if known is not None and known[0] is mall:
            return known[1]
        try:
            look = _made(mall, self._logo() if mall.logo else None)
        except StoreUnavailable:
            return _made(mall, None)
        self._known = mall, look
        return look

    def _logo(self) -> Logo | None:
        with self._database.read() as connection:
            return newest_logo(connection)


def _made(mall: Mall, logo: Logo | None) -> Look:
    css = style_sheet(theme(mall.look.primary, mall.look.accent))
    own = {language: dict(sentences) for language, sentences in mall.own_words.items()}
    return Look(
        css=css,
        style=f"/look.css?v={_hash(css)}",
        logo=logo,
        logo_address=f"/logo?v={logo.sha256[:HASH_LETTERS]}" if logo else None,
        words=_hash(json.dumps(own, sort_keys=True)),
    )


def style_sheet(colours: Theme) -> str:
    """What stands after tokens.css and sets its roles anew; a comment alone where the mall chose nothing."""
    roles: Mapping[str, Mapping[str, str]] = {
        "day": colours.day,
        "night": colours.night,
        "more": {**colours.more, "focus": "var(--ink-950)"} if colours.more else {},
    }
    blocks = [_block(selector, roles[time], media) for time, selector, media in BLOCKS if roles[time]]
    return "\n".join(blocks) or "/* The colours of the system. */\n"


class LookTeller:
    """Tells every open screen at once that the mall looks, or speaks, otherwise."""

    def __init__(self, socketio: SocketIO, looks: Looks) -> None:
        self._socketio = socketio
        self._looks = looks
        self._told: dict[str, Any] | None = None

    def tell(self, _cursor: int, event: Event) -> None:
        """A mall of several sites changes by as many facts, and the look by one."""
        if event.kind is not Kind.MALL_CHANGED:
            return
        told = self._looks.now().told()
        if told == self._told:
            return
        self._told = told
        for door in DOORS:
            self._socketio.emit("look", told, namespace=door)

    def settle(self, _site: str, _cursor: int) -> None:
        """Nothing to sum up."""


def _block(selector: str, roles: Mapping[str, str], media: str) -> str:
    lines = "".join(f"  --{role}: {colour};\n" for role, colour in roles.items())
    block = f"{selector} {{\n{lines}}}\n"
    return f"@media {media} {{\n{block}}}\n" if media else block


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:HASH_LETTERS]
