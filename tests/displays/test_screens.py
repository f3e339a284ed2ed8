"""Two screens with one display's link: the hall hears one of them."""

from app.domain.screens import Sound
from displays.screens import Screens

TV = ("BWI", "TV1")


def opened(*links: str) -> Screens:
    screens = Screens()
    for link in links:
        screens.came(TV, link)
    screens.changes(TV)
    return screens


def test_one_screen_alone_is_told_nothing() -> None:
    screens = Screens()
    screens.came(TV, "a")
    assert screens.changes(TV) == {}
    for sound in Sound:
        screens.says(TV, "a", sound)
        assert screens.changes(TV) == {}


def test_the_newest_speaks_and_the_older_one_again_when_that_is_closed() -> None:
    screens = opened("a")
    screens.came(TV, "b")
    assert screens.changes(TV) == {"a": True}
    assert screens.changes(TV) == {}
    screens.came(("BWI", "TV2"), "c")
    assert screens.changes(("BWI", "TV2")) == {}
    screens.went(TV, "b")
    assert screens.changes(TV) == {"a": False}


def test_a_newer_one_that_cannot_be_heard_leaves_the_older_one_its_voice() -> None:
    screens = opened("television", "laptop")
    screens.says(TV, "television", Sound.OK)
    screens.says(TV, "laptop", Sound.BLOCKED)
    assert screens.changes(TV) == {"television": False, "laptop": True}
    assert not screens.is_blocked(TV)
    assert screens.says(TV, "laptop", Sound.OK) is Sound.BLOCKED
    assert screens.changes(TV) == {"television": True, "laptop": False}


def test_a_display_is_blocked_when_none_of_its_screens_plays_anything() -> None:
    screens = opened("a", "b")
    assert not screens.is_blocked(TV)
    screens.says(TV, "a", Sound.BLOCKED)
    assert not screens.is_blocked(TV)
    screens.says(TV, "b", Sound.BLOCKED)
    assert screens.is_blocked(TV)
    screens.went(TV, "a")
    screens.went(TV, "b")
    assert not screens.is_blocked(TV)
