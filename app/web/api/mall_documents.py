"""The shapes of the mall as a document: what is asked of it, and what a preview or a revision tells."""

from typing import Annotated, Any, Literal

from pydantic import Field

from app.web.api.documents import Answered, Asked

MOST_CHANGES = 20_000  # every key of the services of a large mall, pasted at once
Step = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]
Comment = Annotated[str, Field(max_length=300, pattern=r"^[^\x00]*$")]
Number = Annotated[int, Field(ge=0, lt=2**63)]


class ChangeWish(Asked):
    """Sets the key at `path`, adds or replaces the table there, takes it away (null), or moves it.

    `path` is made of keys and codes: ["site", "BWI", "counter", "5", "name"]. With `before`, the code of
    another table of the same list or null for its end, the table is moved and `value` is not looked at.
    """

    path: Annotated[list[Step], Field(min_length=1, max_length=8)]
    value: Any = None
    before: Step | None = None


class PreviewWish(Asked):
    """`base` is the revision that the asker looked at."""

    base: Number
    changes: Annotated[list[ChangeWish], Field(max_length=MOST_CHANGES)] = Field([])


class SaveWish(PreviewWish):
    comment: Comment = ""


class RestoreWish(Asked):
    base: Number
    comment: Comment = ""


class RevisionHead(Answered):
    """Who saved the mall, when and why; `base` is the revision looked at, or the one restored."""

    revision: int
    saved_at: str | None
    author: str
    author_name: str
    comment: str
    kind: str
    base: int | None


class RevisionDocument(RevisionHead):
    document: dict[str, Any]
    files: dict[str, str]


class MallDocument(RevisionDocument):
    """The mall in force; `advice` is what may be thought over, in sentences."""

    advice: list[str]


class RevisionList(Answered):
    timezone: str
    revisions: list[RevisionHead]


class MistakeDocument(Answered):
    """What is wrong at `path`, which `place` names ("" where the sentence does); of a spreadsheet `sheet` and
    `cell` say where it stands there.
    """

    path: list[str]
    place: str = ""
    code: str
    sentence: str
    sheet: str | None = None
    cell: str | None = None


class ChangeDocument(Answered):
    """`before` and `after` are null for what was not there, or is no more."""

    path: list[str]
    kind: Literal["added", "removed", "set", "moved"]
    before: Any
    after: Any
    sentence: str


class EffectDocument(Answered):
    level: Literal["note", "warning", "danger"]
    sentence: str


class ConflictDocument(Answered):
    """Two people gave one place different values."""

    path: list[str]
    base: Any
    theirs: Any
    mine: Any
    sentence: str


class Comparison(Answered):
    before: int
    after: int
    changes: list[ChangeDocument]


class PreviewDocument(Answered):
    """What saving would come to. `document` is null while there is a mistake or a conflict.

    `revision` is the newest one, `merged` what others saved since the base.
    """

    revision: int
    document: dict[str, Any] | None
    mistakes: list[MistakeDocument]
    changes: list[ChangeDocument]
    effects: list[EffectDocument]
    conflicts: list[ConflictDocument]
    merged: list[RevisionHead]


class SavedDocument(Answered):
    """The new revision, or the newest where nothing was to change; `merged` were saved since the base."""

    revision: int
    merged: list[RevisionHead]
