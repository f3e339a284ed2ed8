"""What is said on one paper ticket, before any printer decides how it looks."""

import json
from dataclasses import dataclass, field, fields
from hashlib import sha256
from typing import Any

IDENTITY_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Slip:
    """The words of a ticket, already in the visitor's language; a renderer adds only layout.

    `url` becomes the QR code. `number_label` says over the number what it is, "" where the mall's own
    language is spoken. `attempt_mark` is "" for the first paper, else the whole mark ("CETAK ULANG 2").
    """

    mall: str
    agency: str
    number: str
    service: str
    issued: str
    ahead: str
    place: str
    bring: str
    url: str
    scan: str
    footer: str
    priority: str = ""
    number_label: str = ""
    attempt_mark: str = ""
    extra: tuple[str, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in _FIELDS} | {"extra": list(self.extra)}

    @property
    def identity(self) -> str:
        """The same for the same words and for no others, 32 hex digits; a ticket's address is random.

        Empty words do not count: a version that knows of more words finds the same.
        """
        words = {name: value for name, value in self.as_json().items() if value}
        return sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()[:IDENTITY_LENGTH]

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Slip":
        """What a newer server adds is left out: an agent elsewhere may be older."""
        known = {name: data[name] for name in _FIELDS if name in data}
        return cls(**{**known, "extra": tuple(data.get("extra", ()))})


@dataclass(frozen=True, slots=True)
class Paper:
    """A slip as it comes out of a printer: a PNG, what it says, its length, and the bytes it took."""

    picture: bytes
    text: str
    mm: int
    size: int


_FIELDS = tuple(each.name for each in fields(Slip))
