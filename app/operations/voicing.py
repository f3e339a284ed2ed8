"""The office sets how the voice says a word, or takes that back."""

from datetime import datetime

from sqlalchemy import delete, insert

from app.domain.events import Kind
from app.domain.voicing import OfficeWord, WordPart
from app.store.journal import record
from app.store.tables import voice_word as table
from app.store.transaction import Transaction


def set_word(tx: Transaction, word: OfficeWord, *, actor: str, now: datetime) -> None:
    """From now on the voice says it so."""
    _forget(tx, word.language, word.part, word.word)
    row = {"language": word.language, "part": word.part.value, "word": word.word, "said": word.said}
    tx.execute(insert(table).values(**row, changed_at=now, actor=actor))
    record(tx, Kind.VOICE_WORD_SET, at=now, actor=actor, data=row)


def drop_word(
    tx: Transaction, *, language: str, part: WordPart, word: str, actor: str, now: datetime
) -> None:
    """The voice says it again as config/voice has it, if it has it at all."""
    _forget(tx, language, part, word)
    row = {"language": language, "part": part.value, "word": word, "said": None}
    record(tx, Kind.VOICE_WORD_SET, at=now, actor=actor, data=row)


def _forget(tx: Transaction, language: str, part: WordPart, word: str) -> None:
    kept = (table.c.language == language, table.c.part == part.value, table.c.word == word)
    tx.execute(delete(table).where(*kept))
