"""The chime is soft at both ends, loud enough in between and short."""

import io
import wave
from array import array
from itertools import pairwise

import pytest

from displays.voice.chime import bell, chime


@pytest.fixture(scope="module")
def samples() -> array:
    with wave.open(io.BytesIO(chime()), "rb") as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, 22050)
        return array("h", sound.readframes(sound.getnframes()))


def test_it_lasts_a_little_more_than_a_second(samples: array) -> None:
    assert 1.1 <= len(samples) / 22050 <= 1.3


def test_its_peak_stays_three_decibels_below_the_limit(samples: array) -> None:
    assert 0.70 <= max(abs(sample) for sample in samples) / 32767 <= 0.71


def test_it_neither_starts_nor_ends_with_a_click(samples: array) -> None:
    assert max(abs(sample) for sample in (*samples[:4], *samples[-60:])) < 400
    steps = [abs(after - before) for before, after in pairwise(samples)]
    assert max(steps) < 8000


def test_it_does_not_hang_to_one_side(samples: array) -> None:
    assert abs(sum(samples) / len(samples)) < 50


def test_the_bell_is_one_note_of_half_a_second() -> None:
    with wave.open(io.BytesIO(bell()), "rb") as sound:
        tones = array("h", sound.readframes(sound.getnframes()))
    assert 0.4 <= len(tones) / 22050 <= 0.5
    assert max(abs(tone) for tone in tones[-60:]) < 400
    assert 0.70 <= max(abs(tone) for tone in tones) / 32767 <= 0.71
