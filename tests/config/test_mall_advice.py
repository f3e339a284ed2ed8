"""Rules that work against what they are meant for are told of, and never refused."""

from dataclasses import replace

from app.domain.mall import Display, Rules
from app.domain.ordering import Ratio
from config.mall import advice
from tests.factories import a_mall


def test_the_usual_rules_need_no_advice() -> None:
    assert advice(a_mall()) == []


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
