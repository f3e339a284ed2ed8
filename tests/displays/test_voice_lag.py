"""How long a call waits for its voice on a busy day, with the real lengths of real clips; no time passes."""

import json
import random
import wave
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles
from typing import Any

import pytest

from app.domain.mall import NumberSpeech
from displays.voice.chime import bell, chime
from displays.voice.engines import voice_engines
from displays.voice.lexicon import load_lexicons
from displays.voice.speech import speech
from displays.voice.studio import BELL, CHIME, Studio
from tests.services.node import run_node

LEXICONS = load_lexicons(Path(__file__).parents[2] / "config" / "voice")
DAY = Path(__file__).with_name("voice_lag.mjs")
VARIETY = 12  # different sentences, with their real lengths
HOURS = 8
CALLS_A_MINUTE = 12
CUT_OFF = 60.0  # seconds; after a cut of the line a display says younger calls only

SOUNDS = {"chime": f"/displays/voice/{CHIME}", "bell": f"/displays/voice/{BELL}"}

Call = dict[str, Any]


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    folder = tmp_path_factory.mktemp("voice")
    engines = voice_engines(lexicons=LEXICONS, packs=folder)
    studio = Studio(folder / "clips", engines, chime=chime(), bell=bell())
    studio.start()
    yield studio
    studio.stop()


class Sentences:
    """Calls of every length that a number may have, one in six a recall, with their clips' seconds."""

    def __init__(self, studio: Studio, *, style: str, counter: str) -> None:
        self.seconds = {SOUNDS[name]: seconds(studio, SOUNDS[name]) for name in SOUNDS}
        self.calls: list[Call] = []
        for turn in range(VARIETY):
            number = 1 + turn * 83
            call = {
                form: speech(
                    number=f"{'HU' if turn % 2 else 'W'}-{number:03d}", counter_name=counter,
                    recall=turn % 6 == 0, languages=["id", "en"], style=NumberSpeech(style),
                    lexicons=LEXICONS, studio=studio, short=form == "short",
                )
                for form in ("speech", "short")
            }  # fmt: skip
            clips = [clip for form in call.values() for one in form for clip in one["clips"]]
            self.seconds |= {clip: seconds(studio, clip) for clip in clips}
            self.calls.append(call)


def seconds(studio: Studio, clip: str) -> float:
    path = studio.path(clip.rpartition("/")[2])
    assert path is not None
    with wave.open(str(path), "rb") as sound:
        return sound.getnframes() / sound.getframerate()


def said(sentences: Sentences, folder: Path, times: list[float]) -> list[Call]:
    """Each call with its `lag` in seconds, the form in which it was said, and how often."""
    calls = [{"id": str(turn), "at": at, **sentences.calls[turn % VARIETY]} for turn, at in enumerate(times)]
    file = folder / "calls.json"
    file.write_text(json.dumps({"sounds": SOUNDS, "seconds": sentences.seconds, "calls": calls}))
    done = run_node(DAY, file)
    assert done.returncode == 0, done.stdout
    voice = json.loads(done.stdout)
    assert [one["id"] for one in voice] == [call["id"] for call in calls]  # each, once, in order
    return [{**one, "lag": one["began"] - at} for one, at in zip(voice, times, strict=True)]


def visitors(seed: int) -> list[float]:
    """When calls come, at random, twelve a minute for eight hours."""
    chance = random.Random(seed)
    times, now = [], 0.0
    while now < HOURS * 3600:
        now += chance.expovariate(CALLS_A_MINUTE / 60)
        times.append(now)
    return times


@pytest.fixture(scope="module")
def usual(studio: Studio) -> Sentences:
    return Sentences(studio, style="digits", counter="Loket 12")


@pytest.fixture(scope="module")
def longest(studio: Studio) -> Sentences:
    """Every number in words, every counter on another floor."""
    return Sentences(studio, style="words", counter="Lantai 3 Loket 52")


def forms(calls: list[Call]) -> list[str]:
    return [call["form"] for call in calls]


def test_a_calm_hall_hears_every_call_in_full_and_twice(usual: Sentences, tmp_path: Path) -> None:
    calls = said(usual, tmp_path, [turn * 30.0 for turn in range(20)])
    assert {(call["form"], call["rounds"], round(call["lag"])) for call in calls} == {("full", 2, 0)}


def test_a_day_of_twelve_calls_a_minute_is_said_within_a_minute(usual: Sentences, tmp_path: Path) -> None:
    lags = [call["lag"] for call in said(usual, tmp_path, visitors(20))]
    assert len(lags) > 5500
    assert quantiles(lags, n=20)[-1] < 40  # 31 s with the espeak-ng that is locked
    assert max(lags) < 75


def test_the_longest_calls_all_day_do_not_pile_up_either(longest: Sentences, tmp_path: Path) -> None:
    lags = [call["lag"] for call in said(longest, tmp_path, visitors(21))]
    assert quantiles(lags, n=20)[-1] < 90
    last_hour = lags[-len(lags) // HOURS :]
    assert sum(last_hour) / len(last_hour) < 60


def test_twelve_calls_at_once_are_all_said_within_the_minute(usual: Sentences, tmp_path: Path) -> None:
    calls = said(usual, tmp_path, [turn * 0.04 for turn in range(12)])
    assert max(call["lag"] for call in calls) < CUT_OFF
    assert forms(calls)[1] == "shortest"
    assert {call["rounds"] for call in calls} == {1}


def test_after_the_crowd_calls_are_said_in_full_again(usual: Sentences, tmp_path: Path) -> None:
    crowd = [turn * 0.04 for turn in range(12)]
    calls = said(usual, tmp_path, [*crowd, 120.0, 160.0])
    assert [(call["form"], call["rounds"]) for call in calls[-2:]] == [("full", 2), ("full", 2)]
