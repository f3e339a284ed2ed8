"""Writes the reference from the code: `python3 run.py reference`.

docs/reference/mall.md comes from the schema and its words, events.md from the kinds of facts, commands.md
from the command line. A test compares them with what stands there.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from app.cli import parser_of
from app.domain.events import Kind
from config import development
from config.bootstrap import ROOT
from config.mall_naming import choice_name, key_help, table_help, table_name
from config.mall_shape import FieldKind, KeyShape, TableShape, shape
from config.words import shipped_words

FOLDER = ROOT / "docs" / "reference"
MADE = "Made from the code by `python3 run.py reference`, and held to it by a test: change the code instead."
SAY = shipped_words().sentences["en"]
_KINDS: Mapping[FieldKind, str] = {
    FieldKind.TEXT: "text, one line",
    FieldKind.NUMBER: "number",
    FieldKind.BOOL: "`true` or `false`",
    FieldKind.CHOICE: "one of",
    FieldKind.CODE: "code",
    FieldKind.CODES: "list of codes",
    FieldKind.HOURS: '`"08:00-15:00"`, or `""` for closed',
    FieldKind.WEEK: "table of hours, a key a day as in `[hours]`",
    FieldKind.TIME: 'time, `"11:30"`',
    FieldKind.DATE: "date, `2026-08-17`",
    FieldKind.DAYS: "list of days",
    FieldKind.LANGUAGES: "list of languages",
    FieldKind.BILINGUAL: '`{ id = "...", en = "..." }`',
    FieldKind.LINES: "list of lines of text",
    FieldKind.NUMBERS: "list of numbers",
    FieldKind.RATIO: 'ratio, `"1:2"`',
    FieldKind.COLOUR: 'colour, `"#0b5d4f"`',
    FieldKind.FILE: "file name",
    FieldKind.SENTENCES: "table of sentences by their keys in `config/words`",
}


def mall() -> str:
    """Every table of a mall with its keys."""
    return _page("The mall", _MALL, _tables())


_MALL = """\
A mall is one document: `mall.toml` with the files it includes, or a revision as the API tells it. Tables
that are written `[[...]]` stand once for each thing; those of a site follow their `[[site]]`, services
their `[[agency]]`. What is left out has its usual value. `python3 run.py mall check DIR` tells every
mistake, `GET /api/v1/mall/fields` the same shape to programs, and `POST /api/v1/mall/preview` what a
change would come to."""


def _tables() -> Iterator[str]:
    for table in shape():
        yield f"## {_head(table)}"
        yield f"{SAY[table_name(table.table)]}. {SAY[table_help(table.table)]}"
        rows = [
            f"| `{key.key}` | {_value(key)} | {_usual(key)} | {_meaning(table, key)} |" for key in table.keys
        ]
        yield "\n".join(["| key | value | usual | meaning |", "|---|---|---|---|", *rows])


def _head(table: TableShape) -> str:
    name = f"{table.inside}.{table.table}" if table.inside else table.table
    return f"`[[{name}]]`" if table.many else f"`[{name}]`"


def _value(key: KeyShape) -> str:
    said = _KINDS[key.kind]
    if key.of:
        said += f" of {' or '.join(f'`[[{each}]]`' for each in key.of)}"
    if key.everything:
        said = f'`"all"`, or {said}'
    if key.kind is FieldKind.CHOICE:
        said += f" {', '.join(_choice(key, value) for value in key.choices)}"
    elif key.choices and key.kind in (FieldKind.TEXT, FieldKind.CODE):
        said += f", such as {', '.join(f'`{value}`' for value in key.choices)}"
    elif key.choices:
        said += f": {', '.join(f'`{value}`' for value in key.choices)}"
    return said + _limits(key)


def _choice(key: KeyShape, value: str) -> str:
    name = choice_name(SAY, key.key, value)
    return f"`{value}` ({SAY[name]})" if name else f"`{value}`"


def _limits(key: KeyShape) -> str:
    said = ", whole" if key.whole else ""
    if key.low is not None:
        said += f", {'above' if key.above else 'from'} {key.low:g}"
    if key.high is not None:
        said += f" to {key.high:g}"
    return said + (
        f", at most {key.longest} characters" if key.longest and key.kind is FieldKind.TEXT else ""
    )


def _usual(key: KeyShape) -> str:
    if key.required:
        return "**required**"
    if key.default in (None, []):
        return ""
    if isinstance(key.default, bool):
        return f"`{str(key.default).lower()}`"
    if isinstance(key.default, list):
        return f"`{json.dumps(key.default)}`"
    return f'`"{key.default}"`' if isinstance(key.default, str) else f"`{key.default:g}`"


def _meaning(table: TableShape, key: KeyShape) -> str:
    return SAY[key_help(SAY, table.table, key.key)]


def events() -> str:
    """Every kind of fact, as the administrator's pages tell it."""
    rows = [f"| `{kind.value}` | {SAY[f'admin.fact_{kind.value}']} |" for kind in Kind]
    return _page("The facts of the journal", _EVENTS, ["\n".join(["| kind | told as |", "|---|---|", *rows])])


_EVENTS = """\
`GET /api/v1/journal?site=BWI&after=0&limit=500` answers facts of one site in the order in which they were
committed: `{id, site, at, kind, actor, ticket, counter, data}`. `id` is the cursor: ask again with the
last one as `after`. `data` of every fact of a ticket has `number`, `service`, `agency`, and `counter`
where there is one; of every fact that moves it also `to` and `changed`. No token and no address of a
visitor is ever in it. Partners get the same facts, signed, by their hook. A kind that you do not know
comes from a newer version: pass over it."""


def commands() -> str:
    """Every command of run.py with its words and options."""
    parts = [text for group in _groups(parser_of("")) for text in _group(group, "run.py")]
    lines = [f"- `run.py {name}`: {_first_line(deed)}" for name, deed in development.COMMANDS.items()]
    return _page("Commands", _COMMANDS, [*parts, "## For those who change the code", "\n".join(lines)])


_COMMANDS = """\
Every command stands behind `python3 run.py`. Exit status 0 is fine, 1 refused with a sentence on stderr,
2 wrong usage. Settings come from the environment, see [settings](settings.md). What is written in
capitals is yours to fill in; what stands in brackets may be left out."""


def _groups(parser: argparse.ArgumentParser) -> list[Any]:
    """What holds further commands; argparse tells of it in no other way."""
    return [action for action in parser._actions if isinstance(action.choices, dict)]


def _group(group: Any, before: str) -> Iterator[str]:
    helps = {each.dest: each.help or "" for each in group._get_subactions()}
    for word, parser in group.choices.items():
        yield from _told(f"{before} {word}", parser, helps.get(word, ""))


def _told(name: str, parser: argparse.ArgumentParser, what: str) -> Iterator[str]:
    """A command, then those that follow it: `mall`, then `mall check`."""
    groups = _groups(parser)
    own = [action for action in parser._actions if action not in groups and action.dest != "help"]
    rows = [f"- `{_word(action).strip('[]')}`: {action.help}" for action in own if action.help]
    yield f"## `{' '.join([name, *map(_word, own)])}`"
    yield "\n".join([f"{what[:1].upper()}{what[1:]}.", *([""] if rows else []), *rows])
    for group in groups:
        yield from _group(group, name)


def _word(action: argparse.Action) -> str:
    value = action.metavar or action.dest.upper()
    if not action.option_strings:
        return f"[{value}]" if action.nargs == "?" else str(value)
    word = action.option_strings[-1] if action.nargs == 0 else f"{action.option_strings[-1]} {value}"
    return word if action.required else f"[{word}]"


def _first_line(deed: Callable[..., object]) -> str:
    return (deed.__doc__ or "").strip().splitlines()[0]


def _page(title: str, intro: str, parts: Iterator[str] | list[str]) -> str:
    return "\n\n".join([f"# {title}", intro, f"*{MADE}*", *parts]) + "\n"


PAGES: Mapping[str, Callable[[], str]] = {"mall.md": mall, "events.md": events, "commands.md": commands}


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), encoding="utf-8")
        print(f"{os.fspath(FOLDER / name)}: written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
