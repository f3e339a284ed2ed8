"""Sentences put together from the office's own recordings."""

import re
import wave
from itertools import product
from pathlib import Path

import pytest

from app.domain.mall import NumberSpeech
from displays.announce import Utterance, utterances
from displays.voice.engines import chime_of, voice_engines
from displays.voice.lexicon import load_lexicons
from displays.voice.pack import PackRefused, VoicePack
from displays.voice.packs import VoicePacks

ROOT = Path(__file__).parents[2]
LEXICONS = load_lexicons(ROOT / "config" / "voice")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

RATE = 8000
WORDS = ("nomor-antrean", "silakan-menuju", "loket", "nol", "tujuh", "tiga", "A", "silakan")


def record(path: Path, *, milliseconds: int = 100, level: int = 1, rate: int = RATE) -> None:
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(level.to_bytes(2, "little") * (rate * milliseconds // 1000))


def folder_with(folder: Path, *words: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pack.toml").write_text('language = "id"\nspeaker = "Bu Sri"\ncomma_ms = 200\nword_ms = 10\n')
    for level, word in enumerate(words, 1):
        record(folder / f"{word}.wav", level=level)
    return folder


def say(text: str, language: str = "id") -> Utterance:
    return Utterance(language=language, text=text, spoken=text)


CALL = say("Nomor antrean, A, nol nol tujuh, silakan menuju, loket tiga")


def test_a_call_is_put_together_with_pauses(tmp_path: Path) -> None:
    pack = VoicePack.load(folder_with(tmp_path / "sri", *WORDS))
    pack.write(CALL, tmp_path / "call.wav")
    with wave.open(str(tmp_path / "call.wav"), "rb") as sound:
        frames = sound.readframes(sound.getnframes())
    runs: list[tuple[int, int]] = []  # level, milliseconds
    for place in range(0, len(frames), 2):
        level = int.from_bytes(frames[place : place + 2], "little")
        if runs and runs[-1][0] == level:
            runs[-1] = (level, runs[-1][1] + 1)
        else:
            runs.append((level, 1))
    heard = [(level, samples * 1000 // RATE) for level, samples in runs]
    assert heard == [
        (1, 100), (0, 200), (7, 100), (0, 200), (4, 100), (0, 10), (4, 100), (0, 10), (5, 100),
        (0, 200), (2, 100), (0, 200), (3, 100), (0, 10), (6, 100),
    ]  # fmt: skip


def test_the_list_in_the_manual_is_all_an_office_has_to_record(tmp_path: Path) -> None:
    (listed,) = re.findall(
        r"```text\n(.*?)```", (ROOT / "displays/voice/README.md").read_text("utf-8"), re.DOTALL
    )
    pack = VoicePack.load(folder_with(tmp_path / "sri", *listed.split()))
    for value in range(1, 1000, 7):
        for style, kind in product(NumberSpeech, range(4)):
            (call,) = utterances(
                number=f"{LETTERS[value % 26]}-{value:03d}", counter_name=f"Loket {value % 80 + 1}",
                recall=kind < 2, short=kind % 2 == 0, languages=["id"], style=style, lexicons=LEXICONS,
            )  # fmt: skip
            assert pack.missing(call) == ()


def test_a_sentence_with_a_missing_word_is_left_to_the_next_voice(tmp_path: Path) -> None:
    pack = VoicePack.load(folder_with(tmp_path / "sri", *WORDS))
    assert pack.voice_of(CALL)
    unknown = say("Nomor antrean, B, nol enam")
    assert pack.voice_of(unknown) is None
    assert pack.missing(unknown) == ("b", "enam")


def test_a_pack_speaks_only_its_language(tmp_path: Path) -> None:
    pack = VoicePack.load(folder_with(tmp_path / "sri", *WORDS))
    assert pack.voice_of(say("A, nol", "en")) is None


def test_a_new_recording_makes_new_clips(tmp_path: Path) -> None:
    folder = folder_with(tmp_path / "sri", *WORDS)
    before = VoicePack.load(folder).voice_of(CALL)
    record(folder / "nol.wav", milliseconds=150)
    assert VoicePack.load(folder).voice_of(CALL) != before


def test_recordings_must_match_each_other(tmp_path: Path) -> None:
    folder = folder_with(tmp_path / "sri", *WORDS)
    record(folder / "tujuh.wav", rate=16000)
    with pytest.raises(PackRefused, match=r"tujuh\.wav: recorded differently"):
        VoicePack.load(folder)


@pytest.mark.parametrize(
    ("manifest", "complaint"),
    [("", "language"), ("language = ", "Invalid value"), ('language = "id"', "speaker")],
)
def test_a_wrong_manifest_is_named(tmp_path: Path, manifest: str, complaint: str) -> None:
    folder = folder_with(tmp_path / "sri", *WORDS)
    (folder / "pack.toml").write_text(manifest)
    with pytest.raises(PackRefused, match=rf"pack\.toml: .*{complaint}"):
        VoicePack.load(folder)


def test_a_recording_that_is_no_sound_is_named(tmp_path: Path) -> None:
    folder = folder_with(tmp_path / "sri", *WORDS)
    (folder / "nol.wav").write_bytes(b"ID3")
    with pytest.raises(PackRefused, match=r"nol\.wav"):
        VoicePack.load(folder)


def test_the_office_speaks_first_and_a_broken_pack_is_left_out(tmp_path: Path) -> None:
    folder_with(tmp_path / "sri", *WORDS)
    (folder_with(tmp_path / "broken", "nol") / "pack.toml").write_text("")
    recorded = voice_engines(lexicons={}, packs=tmp_path)[0]
    assert isinstance(recorded, VoicePacks)
    assert [pack.speaker for pack in recorded.packs] == ["Bu Sri"]
    assert len(recorded.troubles) == 1
    assert "broken" in recorded.troubles[0]


def test_the_office_may_bring_its_own_chime(tmp_path: Path) -> None:
    assert chime_of(tmp_path)[:4] == b"RIFF"
    record(tmp_path / "chime.wav")
    assert chime_of(tmp_path) == (tmp_path / "chime.wav").read_bytes()
