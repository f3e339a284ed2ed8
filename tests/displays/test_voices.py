"""One voice a zone, whoever comes and goes: a call is said by one display, a voice that is away relieved."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.domain.mall import Display, Site
from displays.voices import Voices
from tests.factories import MORNING, a_mall


def a_site(*displays: tuple[str, str]) -> Site:
    """Loudspeakers: code and zones, as ("TV1", "Z1 Z2")."""
    made = [
        Display(code=code, name=code, zones=tuple(zones.split()), speaker=True) for code, zones in displays
    ]
    return replace(a_mall().sites[0], displays=tuple(made))


HALL = a_site(("TV1", "Z1"), ("TV2", "Z1 Z2"))


def call(name: str, *zones: str) -> dict[str, Any]:
    return {"id": name, "zones": list(zones) or ["Z1"]}


class Watch:
    """Voices of one site on a clock that the test moves."""

    def __init__(self, site: Site = HALL) -> None:
        self.now: datetime = MORNING
        self.site = site
        self.voices = Voices(lambda: self.now)

    def passes(self, seconds: float) -> "Watch":
        self.now += timedelta(seconds=seconds)
        return self

    def came(self, *codes: str) -> "Watch":
        for code in codes:
            self.voices.came(self.site.code, code)
        return self

    def went(self, code: str) -> "Watch":
        self.voices.went(self.site.code, code)
        return self

    def is_blocked(self, code: str, *, blocked: bool = True) -> "Watch":
        self.voices.note_blocked(self.site.code, code, blocked=blocked)
        return self

    def of(self, told: Mapping[str, Any]) -> list[str]:
        return self.voices.of(self.site, told)

    def passed_on(self) -> dict[str, list[str]]:
        passed = self.voices.passed_on(self.site)
        return {code: [each["id"] for each in calls] for code, calls in passed.items()}


def test_the_first_of_the_list_is_the_voice_whoever_comes_first_after_a_start() -> None:
    watch = Watch().came("TV2")
    assert watch.of(call("1")) == ["TV1"]
    assert watch.came("TV1").of(call("2")) == ["TV1"]


def test_one_that_is_away_for_half_a_minute_is_relieved_and_one_that_reloads_is_not() -> None:
    watch = Watch().came("TV1", "TV2").went("TV1").passes(29)
    assert watch.of(call("1")) == ["TV1"]
    assert watch.passes(2).of(call("2")) == ["TV2"]
    assert watch.voices.speaks(HALL, "TV2") == ["Z1", "Z2"]
    assert watch.voices.speaks(HALL, "TV1") == []


def test_nobody_relieves_where_nobody_else_is_there() -> None:
    watch = Watch().came("TV1").went("TV1").passes(90)
    assert watch.of(call("1")) == ["TV1"]
    assert watch.passed_on() == {}


def test_what_the_other_could_not_hear_is_passed_on_once() -> None:
    watch = Watch().came("TV1", "TV2")
    watch.of(call("before"))
    watch.went("TV1").passes(10)
    watch.of(call("unheard"))
    assert watch.passed_on() == {}
    assert watch.passes(21).passed_on() == {"TV2": ["unheard"]}
    assert watch.passed_on() == {}
    assert watch.came("TV1").of(call("unheard")) == ["TV2"]  # as its snapshot says, too


def test_one_that_comes_back_in_time_says_itself_what_it_missed() -> None:
    watch = Watch().came("TV1", "TV2").went("TV1").passes(10)
    watch.of(call("missed"))
    watch.passes(15).came("TV1").passes(60)
    assert watch.passed_on() == {}
    assert watch.of(call("missed")) == ["TV1"]


def test_what_is_too_old_to_be_said_is_passed_on_to_nobody() -> None:
    watch = Watch().came("TV1").went("TV1")
    watch.of(call("old"))
    assert watch.passes(61).came("TV2").passed_on() == {}


def test_who_was_relieved_is_the_voice_again_once_the_zone_has_been_quiet() -> None:
    watch = Watch().came("TV1", "TV2").went("TV1").passes(31)
    watch.of(call("1"))
    watch.came("TV1").passes(59)
    assert watch.of(call("2")) == ["TV2"]
    assert watch.passes(61).of(call("3")) == ["TV1"]


def test_a_call_of_two_zones_is_said_once_by_a_display_that_hangs_in_both() -> None:
    watch = Watch(a_site(("TV1", "Z1 Z2"), ("TV3", "Z3"))).came("TV1", "TV3")
    assert watch.of(call("1", "Z1", "Z2")) == ["TV1"]
    assert watch.of(call("2", "Z2", "Z3")) == ["TV1", "TV3"]
    assert watch.of({"id": "3", "zones": []}) == ["TV1", "TV3"]
    assert watch.of(call("4", "Z9")) == []


def test_a_second_screen_of_a_display_keeps_it_there() -> None:
    watch = Watch().came("TV1", "TV1", "TV2").went("TV1").passes(90)
    assert watch.of(call("1")) == ["TV1"]


def test_one_that_plays_nothing_for_half_a_minute_is_relieved_until_it_is_touched() -> None:
    watch = Watch().came("TV1", "TV2").is_blocked("TV1").passes(29)
    assert watch.of(call("1")) == ["TV1"]
    assert watch.is_blocked("TV1").passes(2).of(call("2")) == ["TV2"]
    assert watch.passed_on() == {}  # it shows the first one, and says it when it is touched in time
    assert watch.passes(61).of(call("3")) == ["TV2"]
    assert watch.is_blocked("TV1", blocked=False).of(call("4")) == ["TV2"]
    assert watch.passes(61).of(call("5")) == ["TV1"]


def test_where_no_other_is_heard_the_one_that_plays_nothing_stays_the_voice() -> None:
    watch = Watch().came("TV1", "TV2").is_blocked("TV1").is_blocked("TV2").passes(90)
    assert watch.of(call("1")) == ["TV1"]
    watch = Watch().came("TV1").is_blocked("TV1").passes(90)
    assert watch.of(call("1")) == ["TV1"]


def test_one_that_comes_back_after_it_played_nothing_counts_as_heard() -> None:
    watch = Watch().came("TV1", "TV2").is_blocked("TV1").went("TV1").came("TV1").passes(90)
    assert watch.of(call("1")) == ["TV1"]


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("touch"), st.sampled_from(["TV1", "TV2"])),
        st.tuples(st.just("toggle"), st.sampled_from(["TV1", "TV2"])),
        st.tuples(st.just("passes"), st.integers(1, 45)),
        st.tuples(st.just("call"), st.just("")),
    ),
    max_size=40,
)


@given(steps=STEPS)
def test_no_call_is_ever_given_to_two_displays_and_none_heard_is_passed_on(
    steps: list[tuple[str, str | int]],
) -> None:
    watch, here, heard, blocked = Watch(), set[str](), dict[str, set[str]](), set[str]()
    for number, (step, what) in enumerate(steps):
        if step == "toggle":
            code = str(what)
            (watch.went if code in here else watch.came)(code)
            here ^= {code}
        elif step == "passes":
            watch.passes(int(what))
        elif step == "touch":
            blocked ^= {str(what)}
            watch.is_blocked(str(what), blocked=what in blocked)
        else:
            heard[str(number)] = set(watch.of(call(str(number)))) & here
        for code, names in watch.passed_on().items():
            assert code in here
            for name in names:
                assert heard[name] == set()
                heard[name] = {code}
        assert all(len(voices) <= 1 for voices in heard.values())
        assert sorted(watch.voices.speaks(HALL, "TV1") + watch.voices.speaks(HALL, "TV2")) == ["Z1", "Z2"]
