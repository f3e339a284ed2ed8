"""What people call things instead: the list of the kiosk's search, app/web/kiosk/static/synonyms.js."""

import json
import re
import unicodedata
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).parents[1] / "kiosk" / "static" / "synonyms.js"
ENTRY = re.compile(r'^  \{ names: (\[[^\]]*\]), also: ("[^"]*") \},$', re.MULTILINE)


def spelt_plainly(text: str) -> str:
    """Lower case without accents; hyphens stay inside words."""
    letters = unicodedata.normalize("NFD", text.lower())
    letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(word.strip("-") for word in re.sub(r"[^a-z0-9-]+", " ", letters).split())


@lru_cache(maxsize=1)
def synonyms() -> tuple[tuple[tuple[str, ...], str], ...]:
    """(names, also): every name that contains one of the names is also called by the words of the other."""
    return tuple(
        (tuple(json.loads(names)), json.loads(also))
        for names, also in ENTRY.findall(FILE.read_text(encoding="utf-8"))
    )


def also_called(name: str) -> str:
    """The words that people type for it; "" for none."""
    line = spelt_plainly(name)
    parts = " ".join(part for word in line.split() if "-" in word for part in word.split("-"))
    padded = f" {line} {parts} "
    return " ".join(also for names, also in synonyms() if any(f" {one} " in padded for one in names))
