"""Which version of the screens this server hands out, so that one still showing an older page is known."""

from functools import cache
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDERS = ("app/web", "displays")
MADE_OF = frozenset({".css", ".html", ".js"})
LETTERS = 8


@cache
def edition() -> str:
    """Eight hex digits, the same on every server of a version; fetched libraries are not counted."""
    digest = sha256()
    for path in sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*")):
        if path.suffix in MADE_OF and "vendor" not in path.parts:
            digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:LETTERS]
