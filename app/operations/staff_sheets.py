"""Adding many people at once out of a spreadsheet: all of them, or nobody."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from app.domain.mall import Mall
from app.domain.sheet import Sheet
from app.domain.staff import Role
from app.domain.staff_sheet import COLUMNS, StaffReading, Vocabulary, bare, read_staff
from app.operations.staff import add_staff
from app.queries.staff import people
from app.store.transaction import Transaction
from config.words import Words


def vocabulary(words: Words) -> Vocabulary:
    """What columns and roles are called in any language of the system, and in the API."""
    told = [
        (bare(words.say(language, f"staff_sheet.column_{column}")), column)
        for language in words.languages
        for column in COLUMNS
    ]
    named = [
        (bare(words.say(language, f"admin.staff_{role}")), role)
        for language in words.languages
        for role in Role
    ]
    return Vocabulary(
        headers={**{column: column for column in COLUMNS}, **dict(told)},
        roles={**{role.value: role for role in Role}, **dict(named)},
    )


def add_people(
    tx: Transaction,
    mall: Mall,
    sheets: Sequence[Sheet],
    words: Words,
    *,
    hashes: Mapping[str, str],
    actor: str,
    now: datetime,
) -> tuple[StaffReading, Mapping[str, int]]:
    """Adds everybody of the sheets with a temporary password; returns the ids by user name.

    `hashes` are those of the passwords by user name. With a mistake, a name that somebody else
    was given meanwhile say, nobody is added.
    """
    taken = {each.username for each in people(tx.connection)}
    reading = read_staff(sheets, mall, taken, vocabulary(words))
    if reading.mistakes:
        return reading, {}
    made = {
        each.username: add_staff(
            tx,
            mall,
            username=each.username,
            name=each.name,
            grants=each.grants,
            password_hash=hashes[each.username],
            temporary=True,
            actor=actor,
            now=now,
        )
        for each in reading.people
    }
    return reading, made
