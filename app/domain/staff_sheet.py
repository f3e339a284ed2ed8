"""People to be added, read out of a spreadsheet with a row for each role, and every cell that is wrong."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from app.domain.mall import Mall
from app.domain.sheet import Cell, Sheet, cell_name, plain
from app.domain.staff import LONGEST_NAME, Grant, Role, is_username, plain_username

COLUMNS = ("username", "name", "role", "site", "agencies")
NEEDED = ("username", "role")
MOST_PEOPLE = 200
MOST_SHOWN = 40  # letters of what somebody wrote


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What headers and roles are called, in whichever language, by their bare() form."""

    headers: Mapping[str, str]
    roles: Mapping[str, Role]


@dataclass(frozen=True, slots=True)
class CellMistake:
    """`code` names the sentence in [staff_sheet], whose blanks are `blanks`; `cell` "" is the whole file."""

    cell: str
    code: str
    blanks: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody to be added; `cell` is where the user name stands first."""

    cell: str
    username: str
    name: str
    grants: tuple[Grant, ...]


@dataclass(frozen=True, slots=True)
class StaffReading:
    """With mistakes nobody of them may be added."""

    people: tuple[NewPerson, ...] = ()
    mistakes: tuple[CellMistake, ...] = ()


class WrongCell(Exception):
    """What one cell says cannot be meant."""

    def __init__(self, column: str, code: str, **blanks: object) -> None:
        super().__init__(code)
        self.column, self.code, self.blanks = column, code, blanks


def bare(text: str) -> str:
    """A name without what people write now so, now so: "Nama Pengguna " is "namapengguna"."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def read_staff(
    sheets: Iterable[Sheet], mall: Mall, taken: Collection[str], words: Vocabulary
) -> StaffReading:
    """Reads the first sheet that has a column of user names; `taken` are those of the people here."""
    for sheet in sheets:
        header = sheet.rows[0] if sheet.rows else ()
        known = ((at, cell) for at, cell in enumerate(header) if _is_known(cell, words))
        columns = {words.headers[bare(plain(cell))]: at for at, cell in known}
        if "username" in columns:
            unknown = _unknown_headers(header, words, columns)
            return unknown or _Reader(mall, taken, words, columns).read(sheet)
    return StaffReading(mistakes=(CellMistake("A1", "no_columns"),))


def _is_known(cell: Cell, words: Vocabulary) -> bool:
    return bare(plain(cell)) in words.headers


def _unknown_headers(
    header: tuple[Cell, ...], words: Vocabulary, columns: Mapping[str, int]
) -> StaffReading | None:
    """A column that is not understood is refused: a slip in "agencies" would give all of them."""
    strange = [
        CellMistake(cell_name(0, at), "column_unknown", {"value": plain(cell)[:MOST_SHOWN]})
        for at, cell in enumerate(header)
        if plain(cell) and (not _is_known(cell, words) or columns[words.headers[bare(plain(cell))]] != at)
    ]
    missing = [CellMistake("A1", f"column_missing_{name}") for name in NEEDED if name not in columns]
    return StaffReading(mistakes=(*strange, *missing)) if strange or missing else None


class _Reader:
    """Reads the rows below the headers, one after the other."""

    def __init__(
        self, mall: Mall, taken: Collection[str], words: Vocabulary, columns: Mapping[str, int]
    ) -> None:
        self._mall, self._taken, self._words, self._columns = mall, taken, words, columns
        self._sites = {bare(name): each.code for each in mall.sites for name in (each.name, each.code)}
        living = [agency for agency in mall.agencies if not agency.archived]
        self._agencies = {
            bare(name): each.code for each in living for name in (each.name, each.short_name, each.code)
        }
        self._people: dict[str, NewPerson] = {}
        self._mistakes: list[CellMistake] = []

    def read(self, sheet: Sheet) -> StaffReading:
        for place, row in enumerate(sheet.rows[1:], start=1):
            if any(plain(cell) for cell in row):
                self._read_row(place, row)
        if not self._people and not self._mistakes:
            self._mistakes.append(CellMistake("A2", "nobody"))
        if len(self._people) > MOST_PEOPLE:
            self._mistakes.append(CellMistake("", "too_many", {"most": MOST_PEOPLE}))
        return StaffReading(tuple(self._people.values()), tuple(self._mistakes))

    def _read_row(self, place: int, row: tuple[Cell, ...]) -> None:
        """Every wrong cell of the row is told, not the first alone."""
        texts = {name: plain(row[at]) if at < len(row) else "" for name, at in self._columns.items()}
        found: dict[str, object] = {}
        for column, read in (
            ("username", self._username), ("name", self._name), ("role", self._role),
            ("site", self._site), ("agencies", self._some_agencies),
        ):  # fmt: skip
            try:
                found[column] = read(texts.get(column, ""))
            except WrongCell as wrong:
                self._refuse(place, wrong)
        if len(found) == len(COLUMNS):
            try:
                self._add(place, found)
            except WrongCell as wrong:
                self._refuse(place, wrong)

    def _refuse(self, place: int, wrong: WrongCell) -> None:
        cell = cell_name(place, self._columns.get(wrong.column, 0))
        self._mistakes.append(CellMistake(cell, wrong.code, wrong.blanks))

    def _username(self, text: str) -> str:
        username = plain_username(text)
        if not username:
            raise WrongCell("username", "username_missing")
        if not is_username(username):
            raise WrongCell("username", "username_wrong", value=text[:MOST_SHOWN])
        if username in self._taken:
            raise WrongCell("username", "username_taken", value=username)
        return username

    def _name(self, text: str) -> str:
        if len(text) > LONGEST_NAME:
            raise WrongCell("name", "name_long", most=LONGEST_NAME)
        return text

    def _role(self, text: str) -> Role:
        role = self._words.roles.get(bare(text))
        if role is None:
            raise WrongCell("role", "role_unknown", value=text[:MOST_SHOWN])
        return role

    def _site(self, text: str) -> str | None:
        if text and bare(text) not in self._sites:
            codes = ", ".join(self._mall.site)
            raise WrongCell("site", "site_unknown", value=text[:MOST_SHOWN], codes=codes)
        return self._sites[bare(text)] if text else None

    def _some_agencies(self, text: str) -> frozenset[str] | None:
        named = [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
        for part in named:
            if bare(part) not in self._agencies:
                raise WrongCell("agencies", "agency_unknown", value=part[:MOST_SHOWN])
        return frozenset(self._agencies[bare(part)] for part in named) or None

    def _add(self, place: int, found: Mapping[str, object]) -> None:
        username, name = str(found["username"]), str(found["name"])
        role, site, agencies = found["role"], found["site"], found["agencies"]
        grant = Grant(role, site, agencies)  # type: ignore[arg-type]
        if role is Role.ADMINISTRATOR and (site, agencies) != (None, None):
            raise WrongCell("site" if site else "agencies", "administrator_everywhere")
        known = self._people.get(username)
        if known is None:
            cell = cell_name(place, self._columns["username"])
            self._people[username] = NewPerson(cell, username, name or username, (grant,))
            return
        if name and known.name not in (name, username):
            raise WrongCell("name", "name_differs", value=known.name)
        if grant in known.grants:
            raise WrongCell("role", "role_twice", cell=known.cell)
        self._people[username] = replace(known, name=name or known.name, grants=(*known.grants, grant))
