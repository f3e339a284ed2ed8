"""What a display receives with a call: sentences, the chime once, and addresses that answer."""

import wave
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.mall import NumberSpeech
from displays.voice.chime import chime
from displays.voice.engines import voice_engines
from displays.voice.lexicon import load_lexicons
from displays.voice.speech import Speech, speech
from displays.voice.studio import Studio

LEXICONS = load_lexicons(Path(__file__).parents[2] / "config" / "voice")


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    folder = tmp_path_factory.mktemp("voice")
    studio = Studio(folder / "clips", voice_engines(lexicons=LEXICONS, packs=folder), chime=chime())
    studio.start()
    yield studio
    studio.stop()


def call(
    studio: Studio,
    number: str = "A-007",
    *,
    languages: tuple[str, ...] = ("id", "en"),
    short: bool = False,
) -> list[Speech]:
    return speech(
        number=number, counter_name="Loket 3", recall=False, languages=languages,
        style=NumberSpeech.DIGITS, lexicons=LEXICONS, studio=studio, short=short,
    )  # fmt: skip


def test_the_chime_opens_the_first_language_only(studio: Studio) -> None:
    first, second = call(studio)
    assert (first["language"], second["language"]) == ("id", "en")
    assert first["clips"][0] == "/displays/voice/chime.wav"
    assert (len(first["clips"]), len(second["clips"])) == (2, 1)
    assert first["text"] == "Nomor antrean, A, nol nol tujuh, silakan menuju, loket tiga"


def test_every_address_leads_to_a_sound(studio: Studio) -> None:
    for item in call(studio):
        for address in item["clips"]:
            assert seconds(studio, address) > 1


def test_the_short_form_is_another_shorter_sound_without_a_chime(studio: Studio) -> None:
    for full, short in zip(call(studio), call(studio, short=True), strict=True):
        (clip,) = short["clips"]
        assert short["language"] == full["language"]
        assert seconds(studio, clip) < 0.8 * seconds(studio, full["clips"][-1])
    assert call(studio, short=True)[0]["text"] == "A, nol nol tujuh, loket tiga"


def seconds(studio: Studio, address: str) -> float:
    path = studio.path(address.removeprefix("/displays/voice/"))
    assert path is not None
    with wave.open(str(path), "rb") as sound:
        return sound.getnframes() / sound.getframerate()


def test_the_addresses_are_known_before_anything_is_spoken(tmp_path: Path) -> None:
    idle = Studio(tmp_path / "clips", voice_engines(lexicons=LEXICONS, packs=tmp_path), chime=chime())
    assert [len(item["clips"]) for item in call(idle)] == [2, 1]
    assert list(tmp_path.iterdir()) == []


def test_a_display_without_a_voice_language_hears_nothing(studio: Studio) -> None:
    assert call(studio, languages=()) == []


def test_without_engines_the_chime_and_the_text_remain(tmp_path: Path) -> None:
    alone = Studio(tmp_path / "clips", (), chime=chime())
    first, second = call(alone)
    assert first["clips"] == ["/displays/voice/chime.wav"]
    assert second["clips"] == []
    assert second["text"].startswith("Number A")
