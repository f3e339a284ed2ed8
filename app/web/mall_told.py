"""Plans for the mall as their readers are told them: changes, conflicts and mistakes in sentences."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.operations.mall_saving import Plan
from app.queries.revisions import Document, Revision, Saved
from config.mall_changes import KEYED, Change, Move, Path, value_at
from config.mall_naming import choice_name, key_name, table_name
from config.words import Words

LONGEST_VALUE = 80  # characters of a value inside a sentence


@dataclass(frozen=True, slots=True)
class MallTold:
    """Says everything in one language, for documents of before and after."""

    words: Words
    language: str

    def changes(self, changes: Iterable[Change], before: Document, after: Document) -> list[dict[str, Any]]:
        return [self._change(change, before, after) for change in changes]

    def conflicts(self, plan: Plan) -> list[dict[str, Any]]:
        return [
            {
                "path": list(each.path),
                "base": each.base,
                "theirs": each.theirs,
                "mine": each.mine,
                "sentence": self._say("conflict", place=self._whole_place(plan.newest.document, each.path)),
            }
            for each in plan.conflicts
        ]

    def mistakes(self, plan: Plan) -> list[dict[str, Any]]:
        found = [self._mistake(path, code, self._say(code)) for path, code in plan.astray]
        for path in plan.taken:
            sentence = self._say("archive_instead", place=self.place(plan.newest.document, path))
            found.append(self._mistake(path, "archive_instead", sentence))
        for each in plan.mistakes:
            place = self._whole_place(plan.document, each.path)
            found.append(self._mistake(each.path, each.code, each.sentence(self.language), place=place))
        return found

    def place(self, document: Document, path: Path) -> str:
        """The names on the way to a table: "MPP Banyuwangi / Loket 5"; "" for the whole mall."""
        names, here = [], 0
        while here < len(path) and path[here] in KEYED:
            row = value_at(document, path[: here + 2])
            known = row if isinstance(row, dict) else {}
            code = path[here + 1] if here + 1 < len(path) else ""
            names.append(str(known.get("short_name") or known.get("name") or code))
            here += 2
        return " / ".join(names)

    def _whole_place(self, document: Document, path: Path) -> str:
        """The place with the names of the keys that follow its table; entries of a list by number, from 1."""
        table = _table(path)
        names, owner = [], table[-2] if table else ""
        for step in path[len(table) :]:
            if step.isdecimal():
                names.append(str(int(step) + 1))
                continue
            names.append(self._key(owner, step))
            owner = step
        return ": ".join(part for part in (self.place(document, table), *names) if part)

    def _key(self, owner: str, key: str) -> str:
        """The name of a key of a table or of what it holds; itself where it is one of people's own making."""
        known = self.words.sentences[self.language]
        wanted = (key_name(known, owner, key), table_name(key), choice_name(known, "languages", key))
        return next((known[name] for name in wanted if name is not None and name in known), key)

    def _mistake(self, path: Path, code: str, sentence: str, *, place: str = "") -> dict[str, Any]:
        where = {"path": list(path), "place": place, "sheet": None, "cell": None}
        return {**where, "code": code, "sentence": sentence}

    def _change(self, change: Change, before: Document, after: Document) -> dict[str, Any]:
        old, new = value_at(before, change.path), value_at(after, change.path)
        kind = _kind(change, old, new)
        told = {"path": list(change.path), "kind": kind, "before": old, "after": new}
        if isinstance(change, Move):
            told |= {"before": None, "after": change.before}
        return {**told, "sentence": self._sentence(change, kind, (before, old), (after, new))}

    def _sentence(
        self, change: Change, kind: str, was: tuple[Document, Any], is_now: tuple[Document, Any]
    ) -> str:
        """`was` and `is_now` are the whole document and what stands in it at the place that is changed."""
        path, (before, old), (after, new) = change.path, was, is_now
        blanks = {"place": self._whole_place(before if new is None else after, path)}
        if isinstance(change, Move):
            if change.before is None:
                return self._say("moved_last", **blanks)
            return self._say("moved", **blanks, next=self.place(after, (*path[:-1], change.before)))
        if path[-1] == "archived" and path != _table(path):
            place = self.place(after, _table(path))
            return self._say("archived" if new is True else "brought_back", place=place)
        if kind != "set" and _is_plain(old if new is None else new):
            kind = "cleared" if new is None else "given"
        return self._say(kind, **blanks, before=self._short(old, path[-1]), after=self._short(new, path[-1]))

    def _short(self, value: Any, key: str) -> str:
        """The value of a key inside a sentence, cut where it would be one by itself."""
        known = self.words.sentences[self.language]
        if isinstance(value, bool):
            return self.words.say(self.language, f"mall_sheet.{'yes' if value else 'no'}")
        if isinstance(value, list):
            value = ", ".join(self._short(entry, key) for entry in value)
        elif isinstance(value, dict):
            entries = ((self._key(key, inner), self._short(entry, inner)) for inner, entry in value.items())
            value = ", ".join(f"{name} {entry}" for name, entry in entries)
        choice = choice_name(known, key, value) if isinstance(value, str) else None
        text = known[choice] if choice else str(value)
        return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"

    def _say(self, key: str, **blanks: str) -> str:
        return self.words.say(self.language, f"mall_changes.{key}", **blanks)


def head(saved: Saved, names: dict[str, str]) -> dict[str, Any]:
    """The RevisionHead of the API; `names` are of people, by author."""
    return {
        "revision": saved.id,
        "saved_at": saved.at.isoformat() if saved.id else None,
        "author": saved.author,
        "author_name": names.get(saved.author, saved.author),
        "comment": saved.comment,
        "kind": saved.kind,
        "base": saved.base,
    }


def whole(revision: Revision, names: dict[str, str]) -> dict[str, Any]:
    """The RevisionDocument of the API."""
    files = dict(revision.saved.files)
    return {**head(revision.saved, names), "document": revision.document, "files": files}


def _table(path: Path) -> Path:
    """The part of a path that leads to a table with a name of its own."""
    here = 0
    while here + 1 < len(path) and path[here] in KEYED:
        here += 2
    return path[:here]


def _kind(change: Change, old: Any, new: Any) -> str:
    if isinstance(change, Move):
        return "moved"
    if old is None:
        return "added"
    return "removed" if new is None else "set"


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | int | float)
