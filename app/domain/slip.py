"""What is said on one paper ticket, before any printer decides how it looks."""

from dataclasses import dataclass, field, fields
from typing import Any


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

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Slip":
        """What a newer server adds is left out: an agent elsewhere may be older."""
        known = {name: data[name] for name in _FIELDS if name in data}
        return cls(**{**known, "extra": tuple(data.get("extra", ()))})


_FIELDS = tuple(each.name for each in fields(Slip))
