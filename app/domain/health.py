"""What a check found: how bad it is, and which sentence says so and what to do about it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Level(StrEnum):
    """From all well to what keeps visitors from their numbers, or will."""

    GOOD = "good"
    NOTE = "note"  # worth knowing; nothing has to be done
    WARNING = "warning"  # should be seen to this week
    DANGER = "danger"  # should be seen to now


ORDER = tuple(Level)
FAILS = frozenset({Level.DANGER})  # of which a command says no


@dataclass(frozen=True, slots=True)
class Finding:
    """`check` is what was looked at, `key` the sentence of [health], `blanks` what stands in it."""

    check: str
    level: Level
    key: str
    blanks: Mapping[str, object] = field(default_factory=dict)


def worst(findings: Iterable[Finding]) -> Level:
    return max((each.level for each in findings), key=ORDER.index, default=Level.GOOD)
