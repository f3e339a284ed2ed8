"""Rules that work against what they are meant for are told of, and never refused."""

from dataclasses import replace
from typing import Any

import pytest

from app.domain.mall import Display, Mall, Printer, Rules, Transport
from app.domain.ordering import Ratio
from config.mall import advice
from tests.factories import a_mall, main_site


def with_site(**changes: Any) -> Mall:
    mall = a_mall()
    return replace(mall, sites=(replace(mall.sites[0], **changes),))


def test_the_usual_rules_need_no_advice() -> None:
    assert advice(a_mall()) == []


def test_advice_is_told_in_the_language_of_who_reads_it() -> None:
    (told,) = advice(a_mall(rules=Rules(priority_ratio=Ratio(1, 2))), "id")
    assert told.startswith('[rules] priority_ratio = "1:2": merugikan pengunjung prioritas')


def test_an_agency_that_no_counter_serves_is_told() -> None:
    (told,) = advice(with_site(counters=main_site().counters[:2]))
    assert told == "[[site]] main: no counter serves Imigrasi; visitors can take no number for them here"


def test_a_zone_that_no_display_shows_is_told() -> None:
    assert advice(with_site(displays=()))[0].endswith("the calls of zone Z1 are shown on no display")


@pytest.mark.parametrize(
    ("transport", "profile", "told"),
    [
        (Transport.TCP, "epson-82", "epson-82 is not known; there are epson-80, epson-58"),
        (Transport.CUPS, "epson-80", "nothing comes back over CUPS; choose clone-80-mute, clone-58-mute"),
    ],
)
def test_a_printer_that_would_not_be_served_is_told(transport: Transport, profile: str, told: str) -> None:
    (said,) = advice(with_site(printers=(Printer("P1", transport, "192.0.2.7", profile),)))
    assert told in said


def test_a_ratio_says_when_it_turns_against_priority_visitors() -> None:
    (told,) = advice(a_mall(rules=Rules(priority_ratio=Ratio(1, 2))))

    assert told.startswith(
        '[rules] priority_ratio = "1:2": turns against priority visitors as soon as more than 33%'
    )


def test_a_longest_wait_says_what_others_lose() -> None:
    (told,) = advice(a_mall(rules=Rules(priority_max_wait_minutes=45)))
    assert "any time later" in told

    both = advice(a_mall(rules=Rules(priority_max_wait_minutes=20)))
    assert "no longer than the head start" in both[1]


def test_two_loudspeakers_of_a_zone_say_which_of_them_speaks() -> None:
    first = Display(code="TV1", name="Layar", zones=("Z1",), speaker=True)
    silent = Display(code="TV2", name="Layar", zones=("Z1",))
    second = Display(code="TV3", name="Layar", zones=("Z1", "Z2"), speaker=True)
    mall = a_mall()
    site = replace(mall.sites[0], displays=(first, silent, second))

    (told,) = advice(replace(mall, sites=(site,)))
    assert told.endswith(
        "TV3 speaker: says nothing of zone Z1, whose calls TV1 says; so that one voice is "
        "heard there at a time"
    )
