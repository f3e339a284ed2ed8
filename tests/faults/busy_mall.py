"""A mall for crowds: one series, twenty counters that all serve it, never closed, never full."""

from dataclasses import replace

from app.domain.mall import ALWAYS, Counter, Mall, Rules
from tests.factories import a_mall, main_site

COUNTERS = tuple(str(number) for number in range(1, 21))


def busy_mall() -> Mall:
    counters = tuple(Counter(code, f"Loket {code}", "Z1", ("DUKCAPIL",)) for code in COUNTERS)
    return replace(
        a_mall(),
        hours=ALWAYS,
        breaks=(),
        holidays=(),
        sites=(main_site(counters=counters),),
        rules=Rules(capacity_check=False),
    )
