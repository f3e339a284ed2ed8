"""A file that an administrator sends, read as a mall: what it says, and what in it cannot be used."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import g

from app.context import Context
from app.domain.mall_refusals import BadMall, WrongMallFile
from app.media.logos import logo_type
from app.operations.mall_saving import Wish
from app.operations.sheet_reading import FileReading, read_holiday_file, read_mall_file
from app.queries.revisions import Document, MallFile, Revision
from config.mall_changes import differences
from config.mall_mistakes import Mistake, step
from config.mall_zip import WrongZip, is_mall_zip, unpack

HOLIDAYS = "holidays"


@dataclass(frozen=True, slots=True)
class Brought:
    """The document that a file makes of the base, with its files; with mistakes nothing is saved."""

    document: Document
    mistakes: list[dict[str, Any]]
    files: Mapping[str, MallFile] = field(default_factory=dict)

    def wish(self, base: Revision, *, author: str, comment: str) -> Wish:
        """To have it in place of `base`; of its files those stay that it still names, if it is that mall."""
        is_same = _setting(self.document, "code") == _setting(base.document, "code")
        logo = _setting(self.document, "logo") if is_same else None
        gone = {name: None for name in base.saved.files if name != logo}
        changes = () if self.mistakes else tuple(differences(base.document, self.document))
        return Wish(base.id, changes, author, comment, "import", gone)

    def refusal(self, mistakes: list[dict[str, Any]]) -> BadMall:
        error = BadMall()
        error.members = {"mistakes": mistakes}
        return error


def bring(
    context: Context, content: bytes, name: str, base: Document, *, what: str, replace: bool
) -> Brought:
    """Whatever kind of file it is; raises WrongMallFile and WrongLogo."""
    if what == HOLIDAYS:
        days: FileReading = context.engine.offload(
            lambda: read_holiday_file(content, name, base, replace=replace)
        )
        return _of_sheet(context, days)
    if context.engine.offload(lambda: is_mall_zip(content)):
        return _of_folder(context, content)
    if content.startswith(b"PK") and not name.lower().endswith(".xlsx"):
        raise WrongMallFile
    services: FileReading = context.engine.offload(
        lambda: read_mall_file(content, name, base, context.words, replace=replace)
    )  # seconds for a large file, in which clerks go on calling
    return _of_sheet(context, services)


def _of_folder(context: Context, content: bytes) -> Brought:
    try:
        unpacked = context.engine.offload(lambda: unpack(content))
    except WrongZip:
        raise WrongMallFile from None
    mistakes = [_told(each) for each in unpacked.reading.mistakes]
    logo = _setting(unpacked.document, "logo") if not mistakes else None
    held = unpacked.files.get(logo) if isinstance(logo, str) else None
    if held is None:
        return Brought(unpacked.document, mistakes)
    kind = context.engine.offload(lambda: logo_type(held))
    return Brought(unpacked.document, mistakes, {str(logo): MallFile("", kind, held)})


def _setting(document: Document, key: str) -> Any:
    """What [mall] says; None where it is no table at all, as a file may have it."""
    return step(step(document, "mall"), key)


def _of_sheet(context: Context, reading: FileReading) -> Brought:
    told = [
        {
            "path": list(each.path),
            "code": each.code,
            "sentence": each.sentence(context.words, g.language),
            "sheet": each.sheet or None,
            "cell": each.cell or None,
        }
        for each in reading.mistakes
    ]
    return Brought(reading.document, told)


def _told(mistake: Mistake) -> dict[str, Any]:
    """A file of the folder that cannot be read at all; what it says is looked at later."""
    return {
        "path": list(mistake.path),
        "code": mistake.code,
        "sentence": mistake.line(g.language),
        "sheet": mistake.file,
        "cell": None,
    }
