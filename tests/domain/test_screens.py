"""What a screen says of itself is taken as far as it makes sense, and never more of it than can be kept."""

from typing import Any

import pytest

from app.domain.screens import Sound, read_report

TOLD = {
    "version": "3fa2c1d0",
    "sound": "ok",
    "width": 1920,
    "height": 1080,
    "engine": "Chromium 79",
    "rows": 5,
}


def test_a_whole_report_is_taken_as_it_is() -> None:
    report = read_report(TOLD)
    assert report is not None
    assert (report.version, report.sound, report.engine) == ("3fa2c1d0", Sound.OK, "Chromium 79")
    assert (report.width, report.height, report.rows) == (1920, 1080, 5)


@pytest.mark.parametrize("told", [None, [], "ok", {}, {"sound": "loud"}, {"sound": ["ok"]}, {"sound": None}])
def test_what_does_not_say_how_the_sound_is_is_no_report(told: Any) -> None:
    assert read_report(told) is None


@pytest.mark.parametrize("number", [0, -1, 40_000, 1.5, True, "1920", None])
def test_a_size_that_none_can_be_is_not_taken(number: Any) -> None:
    report = read_report({**TOLD, "width": number})
    assert report is not None
    assert (report.width, report.height) == (None, 1080)


def test_a_strangers_words_become_one_short_line() -> None:
    report = read_report({**TOLD, "engine": "a\n\u202eb" * 100, "version": "9" * 100})
    assert report is not None
    assert report.engine.isprintable()
    assert (len(report.engine) <= 40, len(report.version)) == (True, 16)
