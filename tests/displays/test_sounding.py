"""How loud a display speaks, when it is quiet, and that each zone has one voice."""

from dataclasses import replace

from app.domain.mall import Display, Quiet, Site, Span
from displays.sounding import sounding
from displays.voices import Voices
from tests.factories import MORNING, a_mall

VOICES = Voices(lambda: MORNING)


def display(code: str, *zones: str, speaker: bool = True, volume: int = 100) -> Display:
    return Display(code=code, name="Layar", zones=zones, speaker=speaker, volume=volume)


def a_site(*displays: Display, quiet: tuple[Quiet, ...] = ()) -> Site:
    return replace(a_mall().sites[0], displays=displays, quiet=quiet)


def test_a_display_is_told_its_volume_and_the_quiet_hours_of_its_site() -> None:
    tv = display("TV1", "Z1", volume=40)
    told = sounding(
        a_site(tv, quiet=(Quiet(Span(690, 780), frozenset({4, 0})), Quiet(Span(1080, 1440)))), tv, VOICES
    )
    assert told["volume"] == 40
    assert told["quiet"] == [
        {"from": "11:30", "to": "13:00", "days": [1, 5]},
        {"from": "18:00", "to": "24:00", "days": None},
    ]


def test_each_zone_has_one_voice_the_first_loudspeaker_of_the_list() -> None:
    near, both, silent = display("TV1", "Z1"), display("TV2", "Z1", "Z2"), display("TV3", "Z3", speaker=False)
    site = a_site(near, both, silent, display("TV4", "Z2"))
    assert [sounding(site, one, VOICES)["speaks"] for one in site.displays] == [["Z1"], ["Z2"], None, []]


def test_a_screen_that_the_mall_does_not_know_sounds_as_usual() -> None:
    usual = {"volume": 100, "quiet": [], "speaks": None, "code": None, "relieved": False}
    assert sounding(a_site(), None, VOICES) == usual
