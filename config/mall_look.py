"""Whether the colours of a mall can do their work: a called number must stand out on every screen."""

from collections.abc import Iterator

from app.domain.colours import COLOUR, Level, theme
from config.mall_complaints import Complaint
from config.mall_mistakes import Document, Flaw


def look_flaws(document: Document) -> Iterator[Flaw]:
    """A colour that the screens would not wear; what is no colour at all is the schema's affair."""
    look = document.get("look")
    colours = [look.get(name) if isinstance(look, dict) else None for name in ("primary", "accent")]
    primary, accent = (
        colour if isinstance(colour, str) and COLOUR.match(colour) else None for colour in colours
    )
    for verdict in theme(primary, accent).verdicts:
        if verdict.level is Level.REFUSED:
            yield Flaw(("look", verdict.of), Complaint(f"colour_{verdict.code}"))
