"""Everything the administrator's page may have to name has its words in both languages."""

import pytest

from app.audience import ROLES
from app.domain.counter import CounterState
from app.domain.events import Kind
from app.domain.printing import PrinterState
from app.domain.ticket import ACTIVE
from config.bootstrap import ROOT
from config.words import Words

WORDS = Words.load(ROOT / "config" / "words")
ACTORS = ("system", "visitor", "phone", "stranger", "console", "command_line", "first_run")
NAMES = (
    *(f"fact_{kind}" for kind in Kind),
    *(f"printer_{state}" for state in PrinterState),
    *(f"desk_{state}" for state in (*CounterState, *sorted(ACTIVE))),
    *(f"role_{role}" for role in ROLES),
    *(f"actor_{actor}" for actor in ACTORS),
)


@pytest.mark.parametrize("language", WORDS.languages)
@pytest.mark.parametrize("name", NAMES)
def test_it_has_a_name(language: str, name: str) -> None:
    assert name in WORDS.section(language, "admin")
