"""The logo of the mall as last saved: a small picture that screens and tickets show."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from app.store.tables import mall_file, revision

_NEWEST = select(revision.c.document, revision.c.files).order_by(revision.c.id.desc()).limit(1)


@dataclass(frozen=True, slots=True)
class Logo:
    """`type` is the media type that its bytes were found to have, e.g. "image/png"."""

    sha256: str
    type: str
    content: bytes


def newest_logo(connection: Connection) -> Logo | None:
    """None where the mall has no logo, or its file is not kept here."""
    newest = connection.execute(_NEWEST).one_or_none()
    name = newest.document.get("mall", {}).get("logo") if newest else None
    sha256 = (newest.files or {}).get(name) if newest and name else None
    if sha256 is None:
        return None
    row = connection.execute(select(mall_file).where(mall_file.c.sha256 == sha256)).one_or_none()
    return Logo(row.sha256, row.type, row.content) if row else None
