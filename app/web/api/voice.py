"""How the voice of the lobby says words, and the recordings by which an office lends it its own."""

import base64
import binascii
import threading
from typing import Any

from flask import Blueprint, jsonify, request

from app.audience import audience
from app.context import Context
from app.domain.pairing import plain_name
from app.domain.staff import Permission
from app.domain.voicing import NoRecording, WordPart, WrongRecording, WrongWord, office_word, plain_word
from app.operations.voicing import drop_word, set_word
from app.queries.voicing import office_words
from app.store.transaction import Transaction
from app.web.api.description import describe
from app.web.api.requests import body
from app.web.api.voice_documents import (
    RecordingDocument,
    RecordingWish,
    SpeakerWish,
    TrialDocument,
    TrialWish,
    VoiceDocument,
    WordWish,
)
from app.web.auth import enter_everywhere

LARGEST_RECORDING = 512 * 1024  # bytes of a request


def routes(blueprint: Blueprint, context: Context) -> None:
    """Adds the routes under /voice."""
    _word_routes(blueprint, context)
    _recording_routes(blueprint, context)


def _document(context: Context) -> Any:
    told = context.voice_office.document(context.mall)
    return jsonify(now=context.clock().isoformat(), timezone=context.mall.timezone, **told)


def _word_routes(blueprint: Blueprint, context: Context) -> None:
    office = context.voice_office
    reading = threading.Lock()  # whoever began to read earlier may not put older words back

    @blueprint.get("/voice")
    @audience("admin", staff=Permission.MANAGE_DEVICES)
    @describe(
        "Who speaks, every word of the lexicons, and what is recorded", tag="voice", answer=VoiceDocument
    )
    def read_voice() -> Any:
        enter_everywhere()
        return _document(context)

    @blueprint.put("/voice/words")
    @audience("admin", staff=Permission.MANAGE_DEVICES)
    @describe(
        "Set how the voice says a word; the next call is said so",
        tag="voice",
        body=WordWish,
        answer=VoiceDocument,
        refusals=("unknown_language", "wrong_word"),
    )
    def put_word() -> Any:
        actor, wish, now = enter_everywhere().actor, body(WordWish), context.clock()
        office.lexicon(wish.language)

        def deed(tx: Transaction) -> None:
            if wish.said is None:
                word = plain_word(wish.part, wish.word)
                drop_word(tx, language=wish.language, part=wish.part, word=word, actor=actor, now=now)
            else:
                set_word(tx, _word(wish), actor=actor, now=now)

        context.database.write("", deed)
        with reading, context.database.read() as connection:
            office.keep_words(office_words(connection))
        return _document(context)

    @blueprint.post("/voice/trial")
    @audience("admin", staff=Permission.MANAGE_DEVICES)
    @describe(
        "Hear a call, or a word, before anybody else does; nothing is kept and nothing sounds in the hall",
        tag="voice",
        body=TrialWish,
        answer=TrialDocument,
        refusals=("unknown_language", "wrong_word"),
    )
    def hear() -> Any:
        enter_everywhere()
        wish = body(TrialWish)
        told = office.try_out(
            language=wish.language,
            number=wish.number,
            counter_name=wish.counter,
            style=wish.style or context.mall.rules.number_speech,
            recall=wish.recall,
            short=wish.short,
            text=wish.text,
            word=_word(wish.word) if wish.word else None,
        )
        return jsonify(told)


def _word(wish: WordWish) -> Any:
    if wish.said is None:
        raise WrongWord
    return office_word(language=wish.language, part=WordPart(wish.part), word=wish.word, said=wish.said)


def _recording_routes(blueprint: Blueprint, context: Context) -> None:
    office = context.voice_office

    @blueprint.put("/voice/recordings")
    @audience("admin", staff=Permission.MANAGE_DEVICES)
    @describe(
        "Keep the recording of a phrase that a call may need; it is used from the next sentence on",
        tag="voice",
        body=RecordingWish,
        answer=VoiceDocument,
        refusals=("unknown_language", "no_recording", "wrong_recording"),
    )
    def put_recording() -> Any:
        enter_everywhere()
        request.max_content_length = LARGEST_RECORDING
        wish = body(RecordingWish)
        if not office.wants(context.mall, wish.language, wish.phrase):
            raise NoRecording
        try:
            sound = base64.b64decode(wish.sound, validate=True)
        except binascii.Error:
            raise WrongRecording from None
        office.keep_recording(wish.language, wish.phrase, sound, speaker=plain_name(wish.speaker) or "-")
        return _document(context)

    @blueprint.put("/voice/speaker")
    @audience("admin", staff=Permission.MANAGE_DEVICES)
    @describe(
        "Say whose voice the recordings of a language are",
        tag="voice",
        body=SpeakerWish,
        answer=VoiceDocument,
        refusals=("unknown_language",),
    )
    def put_speaker() -> Any:
        enter_everywhere()
        wish = body(SpeakerWish)
        office.name_speaker(wish.language, plain_name(wish.speaker) or "-")
        return _document(context)

    @blueprint.get("/voice/recordings/<language>/<phrase>")
    @audience("admin", staff=Permission.MANAGE_DEVICES)
    @describe(
        "The recording of a phrase",
        tag="voice",
        answer=RecordingDocument,
        refusals=("unknown_language", "no_recording"),
    )
    def read_recording(language: str, phrase: str) -> Any:
        enter_everywhere()
        return jsonify(sound=base64.b64encode(office.recording(language, phrase)).decode())

    @blueprint.delete("/voice/recordings/<language>/<phrase>")
    @audience("admin", staff=Permission.MANAGE_DEVICES)
    @describe(
        "Throw a recording away; its sentences are left to the next voice",
        tag="voice",
        answer=VoiceDocument,
        refusals=("unknown_language", "no_recording"),
    )
    def delete_recording(language: str, phrase: str) -> Any:
        enter_everywhere()
        office.drop_recording(language, phrase)
        return _document(context)
