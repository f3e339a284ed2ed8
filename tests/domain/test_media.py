"""The rules of the playlist: an entry that could never be shown is none; names are only labels."""

from datetime import date

import pytest

from app.domain.media import PlaylistItem, is_sound_item, plain_media_name

DISPLAYS = ("TV1", "TV2")


@pytest.mark.parametrize(
    "item",
    [
        PlaylistItem(1),
        PlaylistItem(1, displays=("TV2",), weekdays=(1, 7), seconds=1),
        PlaylistItem(1, from_day=date(2026, 11, 23), to_day=date(2026, 11, 23)),
        PlaylistItem(1, from_minute=0, to_minute=1440),
        PlaylistItem(1, from_minute=1439),
    ],
)
def test_what_can_be_shown_is_sound(item: PlaylistItem) -> None:
    assert is_sound_item(item, displays=DISPLAYS)


@pytest.mark.parametrize(
    "item",
    [
        PlaylistItem(1, displays=()),
        PlaylistItem(1, displays=("TV1", "TV9")),
        PlaylistItem(1, weekdays=()),
        PlaylistItem(1, weekdays=(0,)),
        PlaylistItem(1, seconds=0),
        PlaylistItem(1, from_day=date(2026, 11, 24), to_day=date(2026, 11, 23)),
        PlaylistItem(1, from_minute=600, to_minute=600),
        PlaylistItem(1, from_minute=1440),
        PlaylistItem(1, to_minute=0),
    ],
)
def test_what_could_never_be_shown_is_not(item: PlaylistItem) -> None:
    assert not is_sound_item(item, displays=DISPLAYS)


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("C:\\Film\\profil mal.mp4", "profil mal.mp4"),
        ("../../etc/passwd", "passwd"),
        ("  a\u202egpj.exe\0\n  b ", "agpj.exe b"),
        ("x" * 500, "x" * 120),
        ("\u200b", ""),
    ],
)
def test_a_name_is_shown_without_what_it_could_hide(sent: str, shown: str) -> None:
    assert plain_media_name(sent) == shown
