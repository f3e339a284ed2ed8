"""A mall's folder on disk: mall.toml with the files it includes, read and written."""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from config.mall_complaints import Complaint
from config.mall_mistakes import ITSELF, Document, Flaw, Mistake, Steps

SERVICES = "services.toml"
BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
# No table of a mall lies deeper than a few keys; reading a.a.a... costs the square of its length.
DEEP_KEY = re.compile(r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){20}""")


@dataclass(slots=True)
class Reading:
    """What a folder says: one merged document, the file of each table, what could not be read."""

    document: Document = field(default_factory=dict)
    origins: dict[Steps, str] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

    def refuse(self, file: str, code: str, *, table: str = "", key: str = "", **blanks: object) -> None:
        """Notes what is wrong; `code` and `blanks` as in Complaint."""
        self.mistakes.append(Mistake(file=file, table=table, key=key, told=Complaint(code, blanks)))


def read(folder: Path) -> Reading:
    """Merge mall.toml and its includes; dates become "YYYY-MM-DD", `include` is used up."""
    reading = Reading()
    _merge(reading, ITSELF, _tables(reading, folder, ITSELF))
    settings = reading.document.get("mall")
    names = settings.pop("include", []) if isinstance(settings, dict) else []
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        reading.refuse(ITSELF, "unlike_names", table="[mall]", key="include")
        names = []
    for place, name in enumerate(names):
        refused = _refused_file(folder, name) or ("included" if name in names[:place] else "")
        if refused:
            reading.refuse(ITSELF, refused, table="[mall]", key="include", named=name)
        else:
            _merge(reading, name, _tables(reading, folder, name))
    return reading


def logo_flaws(folder: Path, document: Document) -> Iterator[Flaw]:
    """A logo may be missing, as from a folder without its pictures, but must not reach out of the folder."""
    settings = document.get("mall")
    logo = settings.get("logo") if isinstance(settings, dict) else None
    if isinstance(logo, str) and not _is_inside(folder, logo):
        yield Flaw(("mall", "logo"), Complaint("outside", {"named": logo}))


def _is_inside(folder: Path, name: str) -> bool:
    return "\0" not in name and (folder / name).resolve().is_relative_to(folder.resolve())


def _refused_file(folder: Path, name: str) -> str:
    """Why a file named in mall.toml may not be included; "" when it may."""
    if not _is_inside(folder, name):
        return "outside"
    if name == ITSELF or not (folder / name).is_file():
        return "no_file"
    return ""


def _tables(reading: Reading, folder: Path, name: str) -> Document:
    try:
        text = (folder / name).read_text(encoding="utf-8")
        if DEEP_KEY.search(text):
            raise RecursionError
        return {key: _plain(table) for key, table in tomllib.loads(text).items()}
    except FileNotFoundError:
        reading.refuse(name, "file_missing", folder=folder)
    except OSError as trouble:
        reading.refuse(name, "file_unreadable", why=trouble.strerror)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as mistake:
        reading.refuse(name, "not_toml", why=mistake)
    except RecursionError:
        reading.refuse(name, "too_deep")
    return {}


def _plain(value: Any) -> Any:
    """The value with dates as text, so that a document can be kept as JSON."""
    if isinstance(value, dict):
        return {key: _plain(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_plain(entry) for entry in value]
    return value.isoformat() if isinstance(value, date) else value


def _merge(reading: Reading, file: str, tables: Document) -> None:
    for key, table in tables.items():
        known = reading.document.get(key)
        if key == "mall" and file != ITSELF:
            reading.refuse(file, "not_itself", table="[mall]")
        elif key not in reading.document:
            reading.document[key] = table
            reading.origins[key,] = file
        elif isinstance(known, list) and isinstance(table, list):
            for place in range(len(known), len(known) + len(table)):
                reading.origins[key, place] = file
            known.extend(table)
        else:
            reading.refuse(file, "already_in", key=key, other=reading.origins[key,])


def write(document: Document, folder: Path) -> None:
    """Write mall.toml, and the agencies to services.toml; each file changes at once or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    rest = {key: table for key, table in document.items() if key != "agency"}
    rest["mall"] = {**document["mall"], "include": [SERVICES]}
    _replace(folder / SERVICES, "\n".join(_lines({"agency": document["agency"]}, ())))
    _replace(folder / ITSELF, "\n".join(_lines(rest, ())))


def _replace(file: Path, text: str) -> None:
    part = file.with_name(f"{file.name}.part")
    part.write_text(f"{text.strip()}\n", encoding="utf-8")
    part.replace(file)


def _lines(table: Document, names: tuple[str, ...]) -> Iterator[str]:
    """A table's own keys, then the tables inside it."""
    inner = {key: value for key, value in table.items() if _is_table(names, key, value)}
    for key, value in table.items():
        if key not in inner:
            yield f"{_key(key)} = {_literal(value)}"
    for key, value in inner.items():
        path = (*names, key)
        for one in value if isinstance(value, list) else [value]:
            yield ""
            yield f"[[{'.'.join(path)}]]" if isinstance(value, list) else f"[{'.'.join(path)}]"
            yield from _lines(one, path)


def _is_table(names: tuple[str, ...], key: str, value: Any) -> bool:
    if isinstance(value, dict):
        return not names or key == "hours" or names == ("words",)
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _key(key: str) -> str:
    """The key as TOML wants it: in quotes where it has a dot of its own, as those of [words.id] do."""
    return key if BARE_KEY.fullmatch(key) else _literal(key)


def _literal(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {_literal(entry)}' for key, entry in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(_literal(entry) for entry in value)}]"
    return json.dumps(value, ensure_ascii=False)  # TOML writes these as JSON does
