"""A separate program that speaks through espeak-ng: one JSON request a line in, one JSON answer a line out.

It is a program of its own because espeak-ng is GPL-3 and native code: neither its licence nor its crash
reaches the server. It needs the standard library and either the package `espeakng_loader` or the command
`espeak-ng`.

Requests: {"do": "write", "text", "voice", "rate", "pitch", "path"} and {"do": "ipa", "text", "voice"}.
Answers: {"ok": true} with "ipa" where asked, or {"error": sentence}. The first line out is {"way": ...}.
"""

from __future__ import annotations  # array[int] is no type at run time

import ctypes
import importlib
import json
import os
import shutil
import signal
import subprocess
import sys
import wave
from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

SYNCHRONOUS = 2  # espeak_AUDIO_OUTPUT: samples come through the callback, nothing is played
RATE, PITCH = 1, 3  # espeak_PARAMETER
UTF8, PHONEMES = 1, 0x100  # flags of espeak_Synth; PHONEMES makes it understand [[...]]
IPA = 2  # phoneme mode of espeak_TextToPhonemes
PEAK = 0.84 * 32767  # 1.5 dB below full scale
SILENCE = 160  # samples below this are trimmed from both ends
MARGIN = 0.03  # seconds kept around the sentence
COMMAND_SECONDS = 4  # less than the server waits for this program


class Speaker(Protocol):
    way: str

    def samples(self, request: dict[str, Any]) -> tuple[int, array[int]]:
        """Samples a second, and the samples of the sentence."""

    def ipa(self, request: dict[str, Any]) -> str:
        """The sentence in the phonetic alphabet, as it will be spoken."""


class VoiceProperties(ctypes.Structure):
    """espeak_VOICE of speak_lib.h."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_char_p),
        ("identifier", ctypes.c_char_p),
        ("kind", ctypes.c_ubyte * 4),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    )


class Library:
    """espeak-ng inside this program, from the package espeakng_loader."""

    way = "library"

    def __init__(self) -> None:
        loader = importlib.import_module("espeakng_loader")  # here, as only this way of speaking needs it
        self._lib = ctypes.CDLL(loader.get_library_path())
        self._lib.espeak_Initialize.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_int]
        self._lib.espeak_Synth.argtypes = [
            ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int,
            ctypes.c_uint, ctypes.c_uint, ctypes.c_void_p, ctypes.c_void_p,
        ]  # fmt: skip
        self._lib.espeak_TextToPhonemes.argtypes = [
            ctypes.POINTER(ctypes.c_void_p),
            ctypes.c_int,
            ctypes.c_int,
        ]
        self._lib.espeak_TextToPhonemes.restype = ctypes.c_char_p
        data = os.fsencode(loader.get_data_path())
        self._rate = self._lib.espeak_Initialize(SYNCHRONOUS, 0, data, 0)
        if self._rate <= 0:
            raise OSError("espeak-ng does not start with its own data")
        self._sound = bytearray()
        hear = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
        self._callback = hear(self._hear)  # kept: the library holds only the address
        self._lib.espeak_SetSynthCallback(self._callback)

    def _hear(self, samples: int | None, count: int, _events: int | None) -> int:
        if samples and count > 0:
            self._sound += ctypes.string_at(samples, 2 * count)
        return 0

    def samples(self, request: dict[str, Any]) -> tuple[int, array[int]]:
        self._sound.clear()
        self._choose(request["voice"])
        self._lib.espeak_SetParameter(RATE, request["rate"], 0)
        self._lib.espeak_SetParameter(PITCH, request["pitch"], 0)
        text = request["text"].encode()
        if self._lib.espeak_Synth(text, len(text) + 1, 0, 1, 0, UTF8 | PHONEMES, None, None):
            raise OSError("espeak-ng refused the sentence")
        return self._rate, array("h", bytes(self._sound))

    def ipa(self, request: dict[str, Any]) -> str:
        self._choose(request["voice"])
        self._lib.espeak_Synth(b"", 1, 0, 1, 0, UTF8 | PHONEMES, None, None)  # [[...]] stays understood
        text = ctypes.create_string_buffer(request["text"].encode())
        rest = ctypes.c_void_p(ctypes.addressof(text))
        clauses: list[str] = []
        while rest.value:
            clauses.append(self._lib.espeak_TextToPhonemes(ctypes.byref(rest), UTF8, IPA).decode())
        return " ".join(clauses)

    def _choose(self, voice: str) -> None:
        by_language = VoiceProperties(languages=voice.encode())
        if self._lib.espeak_SetVoiceByName(voice.encode()) and self._lib.espeak_SetVoiceByProperties(
            ctypes.byref(by_language)
        ):
            raise OSError(f"espeak-ng has no voice {voice}")


class Command:
    """The espeak-ng that the computer has installed, one run a sentence."""

    way = "command"

    def __init__(self) -> None:
        self._program = shutil.which("espeak-ng") or ""
        if not self._program:
            raise OSError("no espeak-ng on this computer")

    def samples(self, request: dict[str, Any]) -> tuple[int, array[int]]:
        # Into a file: what --stdout writes has a header with a wrong length.
        path = Path(request["path"] + ".raw")
        try:
            self._run(request, "-s", str(request["rate"]), "-p", str(request["pitch"]), "-w", str(path))
            with wave.open(str(path), "rb") as sound:
                return sound.getframerate(), array("h", sound.readframes(sound.getnframes()))
        finally:
            path.unlink(missing_ok=True)

    def ipa(self, request: dict[str, Any]) -> str:
        return " ".join(self._run(request, "-q", "--ipa").split())

    def _run(self, request: dict[str, Any], *options: str) -> str:
        done = subprocess.run(
            [self._program, "-b", "1", "-v", request["voice"], *options, "--stdin"],
            input=request["text"].encode(),
            capture_output=True,
            check=False,
            timeout=COMMAND_SECONDS,
        )
        if done.returncode:
            raise OSError(done.stderr.decode(errors="replace").strip() or "espeak-ng failed")
        return str(done.stdout, "utf-8")


def levelled(samples: array[int], rate: int) -> array[int]:
    """Without the silence at both ends, and as loud as it can be without clipping."""
    first = next((place for place, sample in enumerate(samples) if abs(sample) > SILENCE), None)
    if first is None:
        raise OSError("espeak-ng said nothing")
    last = next(place for place in range(len(samples) - 1, -1, -1) if abs(samples[place]) > SILENCE)
    margin = round(MARGIN * rate)
    kept = samples[max(0, first - margin) : last + margin]
    highest, lowest = max(kept), min(kept)
    gain = PEAK / max(highest, -lowest)
    return array("h", [int(sample * gain) for sample in kept])


def answer(speaker: Speaker, request: dict[str, Any]) -> dict[str, Any]:
    if request["do"] == "ipa":
        return {"ok": True, "ipa": speaker.ipa(request)}
    rate, samples = speaker.samples(request)
    with Path(request["path"]).open("wb") as file, wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(levelled(samples, rate).tobytes())
    return {"ok": True}


def open_speaker(ways: Sequence[str]) -> Speaker:
    """The first of the ways that works here; raises OSError when none does."""
    if "library" in ways:
        try:
            return Library()
        except (ImportError, OSError, RuntimeError, AttributeError):
            if "command" not in ways:
                raise
    return Command()


def main(ways: Sequence[str]) -> int:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which closes our input
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # nothing the library prints may look like an answer
    try:
        speaker = open_speaker(ways)
    except OSError as error:
        print(json.dumps({"error": str(error)}), file=answers, flush=True)
        return 1
    print(json.dumps({"way": speaker.way}), file=answers, flush=True)
    for line in sys.stdin:
        try:
            said = answer(speaker, json.loads(line))
        except (OSError, subprocess.SubprocessError, wave.Error) as error:
            said = {"error": str(error)}
        print(json.dumps(said), file=answers, flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:] or ["library", "command"]))
