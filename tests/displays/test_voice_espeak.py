"""The synthetic voice with a real espeak-ng: how it sounds, and how the server survives its failures."""

import shutil
import sys
import time
import wave
from array import array
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.mall import NumberSpeech
from displays.announce import Utterance, utterances
from displays.voice.engine import EngineFailed
from displays.voice.espeak import CHILD, Espeak, espeak_found
from displays.voice.lexicon import load_lexicons

LEXICONS = load_lexicons(Path(__file__).parents[2] / "config" / "voice")
VOICES = {language: lexicon.voice for language, lexicon in LEXICONS.items()}

WAYS = [
    "library",
    pytest.param(
        "command",
        marks=pytest.mark.skipif(
            shutil.which("espeak-ng") is None, reason="no espeak-ng command: apt-get install espeak-ng"
        ),
    ),
]

IPA = """
loket lˈokɛt
empat əmpˈat
enam ənˈam
sebelas səbəlˈas
belas bəlˈas
antrean antreˈan
apotek apotˈɛk
nol nˈɔl
meja mˈedʒa
gerai ɡərˈaɪ
konter kˈontər
tujuh tˈudʒuh
sembilan səmbˈilan
sepuluh səpˈuluh
seratus sərˈatus
menuju mənˈudʒu
panggilan paŋɡˈilan
A ˈa
B bˈe
C tʃˈe
E ˈe
J dʒˈe
S ˈɛs
Y jˈe
Z zˈɛt
"""


def sentence(language: str, text: str) -> Utterance:
    return Utterance(language=language, text=text, spoken=LEXICONS[language].pronounced(text))


def call(language: str, number: str = "A-007") -> Utterance:
    (utterance,) = utterances(
        number=number, counter_name="Loket 3", recall=False,
        languages=[language], style=NumberSpeech.DIGITS, lexicons=LEXICONS,
    )  # fmt: skip
    return utterance


@pytest.fixture(scope="module", params=WAYS)
def espeak(request: pytest.FixtureRequest) -> Iterator[Espeak]:
    engine = Espeak(VOICES, child=[*CHILD, request.param])
    yield engine
    engine.close()


def test_espeak_is_found_where_the_package_is_installed() -> None:
    assert espeak_found()


@pytest.mark.parametrize("row", IPA.strip().splitlines())
def test_indonesian_words_sound_right(espeak: Espeak, row: str) -> None:
    word, ipa = row.split()
    assert espeak.ipa(sentence("id", word)) == ipa


def test_every_letter_has_its_own_sound(espeak: Espeak) -> None:
    for language in ("id", "en"):
        sounds = {espeak.ipa(sentence(language, letter)) for letter in LEXICONS[language].letters}
        assert len(sounds) == 26


@pytest.mark.parametrize(("language", "shortest", "longest"), [("id", 3.5, 6.5), ("en", 2.5, 5.5)])
def test_a_call_is_heard(
    espeak: Espeak, tmp_path: Path, language: str, shortest: float, longest: float
) -> None:
    path = tmp_path / "call.wav"
    espeak.write(call(language), path)
    with wave.open(str(path), "rb") as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, 22050)
        samples = array("h", sound.readframes(sound.getnframes()))
    assert shortest < len(samples) / 22050 < longest
    assert 0.80 < max(abs(sample) for sample in samples) / 32767 < 0.90  # loud, not clipped
    loudness = (sum(sample * sample for sample in samples) / len(samples)) ** 0.5 / 32767
    assert loudness > 0.03
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_that_cannot_be_written_is_said(espeak: Espeak, tmp_path: Path) -> None:
    with pytest.raises(EngineFailed, match="No such file"):
        espeak.write(call("id"), tmp_path / "missing" / "call.wav")
    espeak.write(call("id"), tmp_path / "call.wav")


def test_a_language_without_a_voice_is_not_spoken() -> None:
    assert Espeak(VOICES).voice_of(Utterance("jv", "Sugeng rawuh", "Sugeng rawuh")) is None


HANGS_ONCE = """
import json, pathlib, sys, time
first = not pathlib.Path(sys.argv[1]).exists()
pathlib.Path(sys.argv[1]).touch()
print(json.dumps({"way": "test"}), flush=True)
for line in sys.stdin:
    if first:
        time.sleep(60)
    pathlib.Path(json.loads(line)["path"]).write_bytes(b"sound")
    print(json.dumps({"ok": True}), flush=True)
"""


def test_a_hung_child_is_killed_and_the_next_sentence_has_a_new_one(tmp_path: Path) -> None:
    child = [sys.executable, "-c", HANGS_ONCE, str(tmp_path / "started")]
    engine = Espeak(VOICES, child=child, patience=0.5)
    began = time.monotonic()
    with pytest.raises(EngineFailed, match=r"ended after 0\.5 s"):
        engine.write(call("id"), tmp_path / "call.wav")
    assert time.monotonic() - began < 30  # the child sleeps twice as long
    engine.write(call("id"), tmp_path / "call.wav")
    assert (tmp_path / "call.wav").read_bytes() == b"sound"
    engine.close()


def test_a_child_that_dies_between_two_sentences_is_replaced(tmp_path: Path) -> None:
    engine = Espeak(VOICES)
    engine.write(call("id"), tmp_path / "first.wav")
    engine._process.kill()
    engine._process.wait()
    with pytest.raises(EngineFailed):
        engine.write(call("id"), tmp_path / "second.wav")
    engine.write(call("id"), tmp_path / "second.wav")
    engine.close()
    assert (tmp_path / "second.wav").stat().st_size > 100_000


@pytest.mark.parametrize("child", [[sys.executable, "-c", "raise SystemExit(3)"], ["/nonexistent/espeak"]])
def test_a_child_that_never_works_leaves_the_chime_alone(tmp_path: Path, child: list[str]) -> None:
    engine = Espeak(VOICES, child=child)
    for _ in range(2):
        assert engine.voice_of(call("id"))
        with pytest.raises(EngineFailed):
            engine.write(call("id"), tmp_path / "call.wav")
    assert engine.voice_of(call("id")) is None
