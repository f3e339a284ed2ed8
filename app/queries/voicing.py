"""The words of the voice that the office has set."""

from sqlalchemy import Connection, select

from app.domain.voicing import OfficeWord, WordPart
from app.store.tables import voice_word as table

_WORDS = select(table).order_by(table.c.language, table.c.part, table.c.word)


def office_words(connection: Connection) -> tuple[OfficeWord, ...]:
    """All of them, in the order of the alphabet."""
    return tuple(
        OfficeWord(row.language, WordPart(row.part), row.word, row.said) for row in connection.execute(_WORDS)
    )
