"""What an office does with its voice: words, recordings, and hearing both before the hall does."""

import wave
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import Refused
from app.domain.mall import Mall, NumberSpeech
from app.domain.voicing import NoRecording, OfficeWord, WordPart, WrongRecording, WrongWord, office_word
from config.bootstrap import ROOT
from displays.announce import utterances
from displays.voice.engines import voice_engines
from displays.voice.lexicon import load_lexicons
from displays.voice.office import VoiceOffice
from displays.voice.pack import VoicePack
from displays.voice.recordings import Recordings
from displays.voice.repertoire import repertoire
from displays.voice.studio import Studio
from displays.voice.words import Lexicons
from tests.displays.recording import tone

WRITTEN = load_lexicons(ROOT / "config" / "voice")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[VoiceOffice]:
    lexicons = Lexicons(WRITTEN)
    engines = voice_engines(lexicons=lexicons, packs=tmp_path / "voice")
    studio = Studio(tmp_path / "clips", engines, chime=tone())
    studio.start()
    yield VoiceOffice(studio, lexicons, engines, folder=tmp_path / "voice")
    studio.stop()


def tried(office: VoiceOffice, **more: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "language": "id", "number": "A-007", "counter_name": "Loket 3", "style": NumberSpeech.DIGITS,
        "recall": False, "short": False, "text": None, "word": None,
    }  # fmt: skip
    return office.try_out(**{**usual, **more})


def a_word(said: str, *, word: str = "loket", part: WordPart = WordPart.NAME) -> OfficeWord:
    return office_word(language="id", part=part, word=word, said=said)


def clip(office: VoiceOffice, told: dict[str, Any]) -> bytes:
    path = office.studio.path(told["clip"].rpartition("/")[2])
    assert path is not None
    return path.read_bytes()


def test_a_word_is_heard_before_it_is_kept_and_holds_with_the_next_call_after(office: VoiceOffice) -> None:
    word = a_word("konter")
    assert tried(office)["text"].endswith("loket tiga")
    assert tried(office, word=word)["text"].endswith("konter tiga")
    assert tried(office)["text"].endswith("loket tiga")
    office.keep_words([word])
    assert tried(office)["text"].endswith("konter tiga")
    office.keep_words([])
    assert tried(office)["text"].endswith("loket tiga")


def test_the_sound_of_a_word_is_shown_and_heard(office: VoiceOffice) -> None:
    plain = tried(office, text="loket")
    other = tried(office, text="loket", word=a_word("[[l'Oket]]", part=WordPart.SOUND))
    assert plain["text"] == other["text"] == "loket"
    assert plain["engine"] == "espeak"
    assert plain["ipa"] != other["ipa"]
    assert clip(office, plain) != clip(office, other)


def test_both_languages_and_both_ways_of_reading_numbers_can_be_heard(office: VoiceOffice) -> None:
    texts = [
        tried(office, language=language, style=style, short=True)["text"]
        for language, style in product(("id", "en"), NumberSpeech)
    ]
    assert texts == [
        "A, nol nol tujuh, loket tiga", "A, tujuh, loket tiga",
        "A, zero zero seven, counter three", "A, seven, counter three",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("part", "word", "said"),
    [
        (WordPart.NAME, "", "loket"), (WordPart.NAME, "loket", ""), (WordPart.NAME, "loket", "[[l'oket]]"),
        (WordPart.NAME, "a/b", "loket"), (WordPart.SOUND, "dua kata", "dua"),
        (WordPart.SOUND, "loket", "[[l"), (WordPart.SOUND, "loket", "<speak>"),
    ],
)  # fmt: skip
def test_what_can_be_no_word_is_refused(part: WordPart, word: str, said: str) -> None:
    with pytest.raises(WrongWord):
        a_word(said, word=word, part=part)


def test_a_word_is_kept_in_small_letters_and_on_one_line() -> None:
    assert a_word(" Loket  Utama ", word=" LOKET\nUtama ") == OfficeWord(
        "id", WordPart.NAME, "loket utama", "Loket Utama"
    )


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("style", NumberSpeech)
def test_whoever_records_the_list_is_heard_in_every_call(
    tmp_path: Path, banyuwangi: Mall, language: str, style: NumberSpeech
) -> None:
    mall = replace(banyuwangi, rules=replace(banyuwangi.rules, number_speech=style))
    phrases = repertoire(WRITTEN[language], mall)
    own = Recordings(tmp_path, language)
    own.keep(phrases[0].words, tone(0.1), speaker="Sri")
    sound = own.found(phrases[0].words)
    for phrase in phrases[1:]:
        own.path(phrase.words).hardlink_to(sound)
    pack = VoicePack.load(own.folder)
    prefixes = [service.prefix for agency in mall.agencies for service in agency.services]
    for site in mall.sites:
        for at, counter in enumerate(site.counters):
            name = f"{site.zones[0].name} {counter.name}" if len(site.zones) > 1 else counter.name
            for value, recall, short in product((1 + at, 999 - at), (False, True), (False, True)):
                (call,) = utterances(
                    number=f"{prefixes[at % len(prefixes)]}-{value:03d}", counter_name=name, recall=recall,
                    languages=[language], style=style, lexicons=WRITTEN, short=short,
                )  # fmt: skip
                assert pack.missing(call) == (), call.text


def test_a_recording_is_used_as_soon_as_it_completes_a_sentence(office: VoiceOffice) -> None:
    words = ("nomor antrean", "silakan menuju", "loket", "a", "nol", "tujuh")
    for word in words:
        office.keep_recording("id", word, tone(0.2), speaker="Bu Sri")
        assert tried(office)["engine"] == "espeak"
    before = tried(office)
    office.keep_recording("id", "tiga", tone(0.2, hertz=500), speaker="Bu Sri")
    after = tried(office)
    assert (after["engine"], after["clip"] == before["clip"]) == ("pack", False)
    with wave.open(BytesIO(clip(office, after))) as sound:
        assert sound.getnframes() / sound.getframerate() > 8 * 0.2  # eight words of 0.2 s, and the pauses
    office.drop_recording("id", "tiga")
    assert (tried(office)["engine"], tried(office)["clip"]) == ("espeak", before["clip"])


def test_what_is_to_be_recorded_says_what_is_missing(office: VoiceOffice, banyuwangi: Mall) -> None:
    office.keep_recording("id", "nol", tone(), speaker="Bu Sri")
    office.keep_recording("id", "meja bundar", tone(), speaker="Bu Sri")
    spoken = office.document(banyuwangi)["languages"][0]
    assert (spoken["language"], spoken["speaker"]) == ("id", "Bu Sri")
    assert [each["words"] for each in spoken["phrases"] if each["recorded"]] == ["nol"]
    assert {"group": "letter", "words": "a", "recorded": False, "covered": False} in spoken["phrases"]
    assert spoken["others"] == ["meja bundar"]
    assert spoken["engines"][0] == "pack"


@pytest.mark.parametrize(
    "sound",
    [b"", b"RIFF", tone(rate=16000), tone(channels=2), tone(0.05), tone(7), tone(level=0.001), tone()[:-900]],
    ids=["nothing", "no file", "rate", "stereo", "short", "long", "silent", "cut off"],
)
def test_what_is_no_recording_changes_nothing(office: VoiceOffice, tmp_path: Path, sound: bytes) -> None:
    office.keep_recording("id", "nol", tone(), speaker="Bu Sri")
    with pytest.raises(WrongRecording):
        office.keep_recording("id", "nol", sound, speaker="Bu Sri")
    assert office.recording("id", "nol") == tone()
    assert sorted(path.name for path in (tmp_path / "voice" / "id").iterdir()) == ["nol.wav", "pack.toml"]


def test_two_who_record_one_word_at_once_leave_one_whole_recording(tmp_path: Path) -> None:
    own, sounds = Recordings(tmp_path, "id"), [tone(0.2 + 0.1 * each) for each in range(4)]
    own.name("Bu Sri")
    with ThreadPoolExecutor(len(sounds)) as desks:
        for _ in range(20):
            list(desks.map(partial(own.keep, "nol", speaker="Bu Sri"), sounds))
            assert own.found("nol").read_bytes() in sounds
    assert sorted(path.name for path in own.folder.iterdir()) == ["nol.wav", "pack.toml"]


@pytest.mark.parametrize("phrase", ["../geheim", "a/b", "", "NOL", "a\x00", ".", "nol-satu.wav"])
def test_no_phrase_leads_out_of_the_folder(office: VoiceOffice, phrase: str) -> None:
    with pytest.raises(NoRecording):
        office.keep_recording("id", phrase, tone(), speaker="Bu Sri")
    with pytest.raises(Refused):
        office.recording("id", phrase)


def test_the_silences_that_somebody_set_by_hand_stay(office: VoiceOffice, tmp_path: Path) -> None:
    office.keep_recording("id", "nol", tone(), speaker='Sri "Bu" Wahyuni')
    manifest = tmp_path / "voice" / "id" / "pack.toml"
    manifest.write_text(manifest.read_text() + "comma_ms = 150\n")
    office.name_speaker("id", "Tono")
    assert VoicePack.load(manifest.parent).speaker == "Tono"
    assert "comma_ms = 150" in manifest.read_text()
