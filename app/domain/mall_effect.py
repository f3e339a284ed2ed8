"""What saving a changed mall would do to those who are in it now."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.mall import Text

Blanks = dict[str, str | int | Text | date]


class EffectLevel(StrEnum):
    """How much it matters, the gravest first."""

    DANGER = "danger"  # somebody would be left standing
    WARNING = "warning"  # somebody should be told, or something looked at
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Effect:
    """`code` names the sentence in [mall_effects]; a blank may be a name in both languages, or a day."""

    level: EffectLevel
    code: str
    blanks: Blanks
