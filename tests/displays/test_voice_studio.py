"""The studio names clips at once, makes each once, keeps the wanted ones and never blocks its caller."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from displays.announce import Utterance
from displays.voice.engine import EngineFailed
from displays.voice.studio import Studio
from tests.journeys.patience import until

SOUND = b"RIFF" + bytes(996)
ROOT = Path(__file__).parents[2]


class Recorder:
    """A voice that writes 1,000 bytes a sentence, remembers what it said and waits when it is held."""

    def __init__(self, *, fails: bool = False, languages: tuple[str, ...] = ("id", "en")) -> None:
        self.said: list[str] = []
        self.free = threading.Event()
        self.free.set()
        self.speaking = threading.Event()
        self._fails = fails
        self._languages = languages

    def voice_of(self, utterance: Utterance) -> str | None:
        return "recorder" if utterance.language in self._languages else None

    def write(self, utterance: Utterance, path: Path) -> None:
        self.speaking.set()
        assert self.free.wait(60)
        self.said.append(utterance.text)
        path.write_bytes(SOUND[:500] if self._fails else SOUND)
        if self._fails:
            raise EngineFailed("hoarse")

    def close(self) -> None:
        self.free.set()


def say(text: str, language: str = "id") -> Utterance:
    return Utterance(language=language, text=text, spoken=text)


Open = Callable[..., Studio]


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Open]:
    """Opens started studios and stops them in the end."""
    opened: list[Studio] = []

    def open_studio(*engines: Recorder, limit: int = 1_000_000) -> Studio:
        studio = Studio(tmp_path / "clips", engines, chime=b"chime", limit=limit)
        studio.start()
        opened.append(studio)
        return studio

    yield open_studio
    for one in opened:
        one.stop()


def test_what_somebody_waits_for_is_made_before_what_may_be_wanted(studio: Open) -> None:
    recorder = Recorder()
    recorder.free.clear()
    open_studio = studio(recorder)
    open_studio.clip(say("sekarang"))
    assert recorder.speaking.wait(60)
    names = [open_studio.later(say(text)) for text in ("satu", "dua", "tiga")]
    assert open_studio.path(str(names[2]), wait=0) is None
    recorder.free.set()
    for name in names:
        assert open_studio.path(str(name)) is not None
    assert recorder.said == ["sekarang", "tiga", "satu", "dua"]


def test_the_bell_is_kept_beside_the_chime(tmp_path: Path) -> None:
    studio = Studio(tmp_path, (), chime=b"chime", bell=b"bell")
    studio.start()
    studio.stop()
    assert [path.read_bytes() for path in (studio.path("chime.wav"), studio.path("bell.wav")) if path] == [
        b"chime",
        b"bell",
    ]


def test_a_clip_is_named_before_it_is_made(studio: Open) -> None:
    recorder = Recorder()
    recorder.free.clear()
    open_studio = studio(recorder)
    name = open_studio.clip(say("satu"))
    assert name is not None
    assert len(name) == len("0" * 32 + ".wav")
    assert open_studio.path(name, wait=0.01) is None
    recorder.free.set()
    path = open_studio.path(name)
    assert path is not None
    assert path.read_bytes() == SOUND


def test_a_sentence_is_made_once(studio: Open) -> None:
    recorder = Recorder()
    open_studio = studio(recorder)
    names = {open_studio.clip(say("satu")) for _ in range(5)}
    (name,) = names
    assert open_studio.path(name)
    open_studio.clip(say("satu"))
    last = open_studio.clip(say("dua"))
    assert open_studio.path(last)
    assert recorder.said == ["satu", "dua"]


def test_clips_outlive_the_server(studio: Open) -> None:
    first = studio(Recorder())
    name = first.clip(say("satu"))
    assert first.path(name)
    first.stop()
    recorder = Recorder()
    second = studio(recorder)
    assert second.clip(say("satu")) == name
    assert second.path(name)
    assert recorder.said == []


def test_a_call_is_made_before_what_is_only_prepared(studio: Open) -> None:
    recorder = Recorder()
    recorder.free.clear()
    open_studio = studio(recorder)
    open_studio.warm([say("nol")])
    assert recorder.speaking.wait(60)
    open_studio.warm([say("satu"), say("dua"), say("tiga")])
    open_studio.clip(say("tiga"))
    open_studio.clip(say("empat"))
    recorder.free.set()
    until(lambda: len(recorder.said) > 4)
    assert recorder.said == ["nol", "tiga", "empat", "satu", "dua"]


def test_what_a_display_asks_for_is_made_before_other_calls(studio: Open) -> None:
    recorder = Recorder()
    recorder.free.clear()
    open_studio = studio(recorder)
    open_studio.clip(say("nol"))
    assert recorder.speaking.wait(60)
    names = [str(open_studio.clip(say(text))) for text in ("satu", "dua", "tiga", "empat")]
    for asked in (names[2], names[1], names[2]):
        assert open_studio.path(asked, wait=0) is None
    recorder.free.set()
    until(lambda: len(recorder.said) > 4)
    assert recorder.said == ["nol", "tiga", "dua", "satu", "empat"]


def test_the_next_voice_speaks_when_the_first_fails(studio: Open) -> None:
    recorder = Recorder()
    open_studio = studio(Recorder(fails=True), recorder)
    path = open_studio.path(open_studio.clip(say("satu")))
    assert path is not None
    assert path.read_bytes() == SOUND


def test_a_failed_clip_leaves_nothing_and_is_tried_again(studio: Open, tmp_path: Path) -> None:
    hoarse = Recorder(fails=True)
    open_studio = studio(hoarse)
    for _ in range(2):
        assert open_studio.path(open_studio.clip(say("satu"))) is None
    assert hoarse.said == ["satu", "satu"]
    assert [path.name for path in (tmp_path / "clips").iterdir()] == ["chime.wav"]


def test_without_a_voice_the_chime_is_alone(studio: Open) -> None:
    open_studio = studio()
    assert open_studio.clip(say("satu")) is None
    chime = open_studio.path("chime.wav")
    assert chime is not None
    assert chime.read_bytes() == b"chime"


@pytest.mark.parametrize("name", ["../secret.wav", "0" * 32 + ".wav", "x.wav", "", "chime.wav.1.part"])
def test_an_unknown_clip_is_not_found_at_once(studio: Open, name: str) -> None:
    assert studio(Recorder()).path(name) is None


def test_the_least_wanted_clips_make_room(studio: Open, tmp_path: Path) -> None:
    open_studio = studio(Recorder(), limit=5_000)
    names = []
    for age, text in enumerate(("satu", "dua", "tiga", "empat", "lima")):
        name = open_studio.clip(say(text))
        assert name is not None
        assert open_studio.path(name)
        os.utime(tmp_path / "clips" / name, (1_000_000 + age, 1_000_000 + age))
        names.append(name)
    open_studio.clip(say("satu"))  # wanted again
    last = open_studio.clip(say("enam"))
    assert last is not None
    assert open_studio.path(last)
    kept = {path.name for path in (tmp_path / "clips").glob("*.wav")} - {"chime.wav"}
    assert kept == {names[0], names[3], names[4], last}


def test_leftovers_of_a_crash_are_cleared(studio: Open, tmp_path: Path) -> None:
    clips = tmp_path / "clips"
    clips.mkdir()
    empty = clips / ("0" * 32 + ".wav")
    empty.touch()
    old, fresh = clips / "a.1.part", clips / "b.2.part"
    old.touch()
    fresh.touch()
    os.utime(old, (1_000_000, 1_000_000))
    studio(Recorder())
    assert {path.name for path in clips.iterdir()} == {"b.2.part", "chime.wav"}


def test_stopping_lets_nobody_wait(studio: Open) -> None:
    recorder = Recorder()
    recorder.free.clear()
    open_studio = studio(recorder)
    first, second = open_studio.clip(say("satu")), open_studio.clip(say("dua"))
    assert first
    assert second
    answers: list[Path | None] = []
    waiting = threading.Thread(target=lambda: answers.append(open_studio.path(second)))
    waiting.start()
    assert recorder.speaking.wait(60)
    open_studio.stop()
    waiting.join(5)
    assert not waiting.is_alive()


IN_A_GREEN_PROCESS = """
import warnings
warnings.simplefilter("ignore")
import eventlet
eventlet.monkey_patch()
import sys, threading, time
from pathlib import Path
from app.domain.mall import NumberSpeech
from displays.voice.engines import voice_engines
from displays.voice.espeak import Espeak
from displays.voice.lexicon import load_lexicons
from displays.voice.speech import speech
from displays.voice.studio import Studio
from tests.journeys.patience import until

folder = Path(sys.argv[1])
lexicons = load_lexicons(Path("config/voice"))
hung = Espeak({"id": lexicons["id"].voice}, child=[sys.executable, "-c", "input()"], patience=1.0)
voices = voice_engines(lexicons=lexicons, packs=folder / "packs")
studio = Studio(folder / "clips", [hung, *voices], chime=b"RIFF")
studio.start()
beats, busy = [], True

def beat():
    while busy:
        beats.append(time.monotonic())
        time.sleep(0.005)

heart = threading.Thread(target=beat)
heart.start()
for number in range(1, 4):
    said = speech(number=f"A-{number:03d}", counter_name="Loket 3", recall=False, languages=["id", "en"],
                  style=NumberSpeech.DIGITS, lexicons=lexicons, studio=studio)
    for item in said:
        for clip in item["clips"]:
            path = studio.path(clip.rsplit("/", 1)[1])
            assert path is not None and path.stat().st_size, clip
busy = False
heart.join()
longest = max(after - before for before, after in zip(beats, beats[1:]))
studio.stop()
print(len(list((folder / "clips").glob("*.wav"))), len(beats) > 20, longest < 0.7)
"""


def test_it_works_beside_green_threads_and_does_not_hold_them_up(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", IN_A_GREEN_PROCESS, str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.stdout.split() == ["7", "True", "True"], done.stderr
