"""The voice that an office brings: proved with a stand-in for Piper, as no model is ours to ship."""

import os
import stat
import sys
import wave
from pathlib import Path

import pytest

from displays.announce import Utterance
from displays.voice.engine import EngineFailed
from displays.voice.engines import voice_engines
from displays.voice.piper import Piper, piper_models

# Not Piper: it understands the two options by which Piper is told what to do, and writes
# as many samples as the sentence has letters.
STAND_IN = """#!{python}
import sys, time, wave
options = dict(zip(sys.argv[1::2], sys.argv[2::2]))
text = sys.stdin.readline().strip()
assert options["--model"].endswith(".onnx"), options
if "diam" in text:
    sys.exit("piper: no voice")
if "lama" in text:
    time.sleep(60)
with wave.open(options["--output_file"], "wb") as sound:
    sound.setparams((1, 2, 22050, 0, "NONE", ""))
    sound.writeframes(bytes(2 * len(text)))
"""


def say(text: str, language: str = "id") -> Utterance:
    return Utterance(language=language, text=text, spoken=f"[[{text}]]")


def stand_in(folder: Path) -> Path:
    command = folder / "piper"
    command.write_text(STAND_IN.format(python=sys.executable))
    command.chmod(command.stat().st_mode | stat.S_IXUSR)
    return command


def a_model(folder: Path, name: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.onnx.json").write_text("{}")
    (folder / f"{name}.onnx").write_bytes(b"model")
    return folder / f"{name}.onnx"


def test_a_model_is_known_by_its_language_and_only_with_its_description(tmp_path: Path) -> None:
    indonesian, english = a_model(tmp_path, "id_ID-sri-medium"), a_model(tmp_path, "en.gb")
    a_model(tmp_path, "id_ID-tono-low")
    (tmp_path / "jv_ID-half.onnx").write_bytes(b"model")
    assert piper_models(tmp_path) == {"id": indonesian, "en": english}
    assert piper_models(tmp_path / "nothing") == {}


def test_a_sentence_is_said_as_it_is_written(tmp_path: Path) -> None:
    piper = Piper([str(stand_in(tmp_path))], {"id": a_model(tmp_path, "id_ID-sri")})
    piper.write(say("Nomor antrean,\nA"), tmp_path / "clip.wav.1.part")
    with wave.open(str(tmp_path / "clip.wav.1.part"), "rb") as sound:
        assert sound.getnframes() == len("Nomor antrean, A")
    assert piper.voice_of(say("A", "en")) is None


def test_a_new_model_makes_new_clips(tmp_path: Path) -> None:
    model = a_model(tmp_path, "id_ID-sri")
    before = Piper(["piper"], {"id": model}).voice_of(say("A"))
    model.write_bytes(b"a better model")
    assert Piper(["piper"], {"id": model}).voice_of(say("A")) not in (before, None)


@pytest.mark.parametrize(("text", "why"), [("diam", "no voice"), ("lama", "took longer than 0.3 s")])
def test_a_voice_that_fails_twice_rests(tmp_path: Path, text: str, why: str) -> None:
    piper = Piper([str(stand_in(tmp_path))], {"id": a_model(tmp_path, "id_ID-sri")}, patience=0.3)
    for _ in range(2):
        assert piper.voice_of(say("A")) is not None
        with pytest.raises(EngineFailed, match=why):
            piper.write(say(text), tmp_path / "clip.part")
    assert piper.voice_of(say("A")) is None


def test_piper_that_is_gone_is_named(tmp_path: Path) -> None:
    piper = Piper([str(tmp_path / "piper")], {"id": a_model(tmp_path, "id_ID-sri")})
    with pytest.raises(EngineFailed, match="piper: "):
        piper.write(say("A"), tmp_path / "clip.part")


def test_piper_speaks_after_recordings_and_before_espeak(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_model(tmp_path / "piper", "id_ID-sri")
    (tmp_path / "bin").mkdir()
    stand_in(tmp_path / "bin")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    kinds = [type(engine).__name__ for engine in voice_engines(lexicons={}, packs=tmp_path)]
    assert kinds[:2] == ["VoicePacks", "Piper"]
