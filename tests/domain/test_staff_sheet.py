"""People out of a spreadsheet: what people write is understood, and what is wrong is named by its cell."""

from collections.abc import Collection

import pytest

from app.domain.sheet import Sheet
from app.domain.staff import Grant, Role
from app.domain.staff_sheet import MOST_PEOPLE, StaffReading, Vocabulary, bare, read_staff
from tests.factories import MAIN, a_mall

HEADERS = ("Nama pengguna", "Nama", "Peran", "Lokasi", "Instansi")
WORDS = Vocabulary(
    headers={
        "namapengguna": "username",
        "nama": "name",
        "peran": "role",
        "lokasi": "site",
        "instansi": "agencies",
    },
    roles={"petugasloket": Role.CLERK, "clerk": Role.CLERK, "pengelola": Role.ADMINISTRATOR},
)


def read(
    *rows: tuple[object, ...], headers: tuple[object, ...] = HEADERS, taken: Collection[str] = ()
) -> StaffReading:
    sheet = Sheet("Petugas", (headers, *rows))  # type: ignore[arg-type]
    return read_staff([Sheet("Bantuan", (("", "Isi lembar"),)), sheet], a_mall(), taken, WORDS)


def test_a_row_is_a_person_with_a_role() -> None:
    reading = read(("Siti.Rahayu ", "Siti Rahayu", "petugas  loket", "Mal Utama", "Dukcapil; imigrasi"))
    (siti,) = reading.people
    assert (siti.username, siti.name, siti.cell, reading.mistakes) == ("siti.rahayu", "Siti Rahayu", "A2", ())
    assert siti.grants == (Grant(Role.CLERK, MAIN, frozenset({"DUKCAPIL", "IMIGRASI"})),)


def test_what_is_empty_means_everywhere_and_the_user_name() -> None:
    (budi,) = read(("budi", "", "Clerk", "", "")).people
    assert (budi.name, budi.grants) == ("budi", (Grant(Role.CLERK),))


def test_further_rows_of_a_name_are_further_roles_and_empty_rows_are_nothing() -> None:
    reading = read(
        ("budi", "", "Clerk", MAIN), ("", None, " "), ("budi", "Budi", "Pengelola"), ("ani", "", "Clerk")
    )
    assert [each.username for each in reading.people] == ["budi", "ani"]
    assert (reading.people[0].name, len(reading.people[0].grants)) == ("Budi", 2)


def test_columns_may_change_places_and_those_not_needed_may_go() -> None:
    reading = read(("Clerk", "budi"), headers=("PERAN", "nama-pengguna"))
    assert (reading.people[0].username, reading.people[0].cell) == ("budi", "B2")


@pytest.mark.parametrize(
    ("row", "cell", "code"),
    [
        (("", "Budi", "Clerk"), "A2", "username_missing"),
        (("bu di", "Budi", "Clerk"), "A2", "username_wrong"),
        (("taken", "Budi", "Clerk"), "A2", "username_taken"),
        (("budi", "B" * 81, "Clerk"), "B2", "name_long"),
        (("budi", "Budi", "Kasir"), "C2", "role_unknown"),
        (("budi", "Budi", ""), "C2", "role_unknown"),
        (("budi", "Budi", "Clerk", "nowhere"), "D2", "site_unknown"),
        (("budi", "Budi", "Clerk", MAIN, "dukcapil, zzz"), "E2", "agency_unknown"),
        (("budi", "Budi", "Pengelola", MAIN), "D2", "administrator_everywhere"),
        (("budi", "Budi", "Pengelola", "", "dukcapil"), "E2", "administrator_everywhere"),
    ],
)
def test_a_wrong_cell_is_named(row: tuple[object, ...], cell: str, code: str) -> None:
    reading = read(row, taken={"taken"})
    assert [(each.cell, each.code) for each in reading.mistakes] == [(cell, code)]


def test_every_wrong_cell_is_told_at_once() -> None:
    reading = read(("b c", "", "x", "y", "z"), ("ok", "", "Clerk"), ("d e", "", "Clerk"))
    assert [each.cell for each in reading.mistakes] == ["A2", "C2", "D2", "E2", "A4"]


def test_a_person_written_twice_is_told() -> None:
    again = read(("budi", "Budi", "Clerk", MAIN), ("budi", "", "clerk", MAIN))
    other = read(("budi", "Budi", "Clerk", MAIN), ("budi", "Bambang", "Clerk"))
    assert [(each.cell, each.code) for each in again.mistakes] == [("C3", "role_twice")]
    assert [(each.cell, each.code) for each in other.mistakes] == [("B3", "name_differs")]


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        (("Nama", "Peran"), [("A1", "no_columns")]),
        ((), [("A1", "no_columns")]),
        (("Nama pengguna", "Instasi", "Peran"), [("B1", "column_unknown")]),
        (("Nama pengguna", "Peran", "Peran"), [("B1", "column_unknown")]),
        (("Nama pengguna", "Nama"), [("A1", "column_missing_role")]),
    ],
)
def test_columns_that_are_not_understood_are_refused(
    headers: tuple[str, ...], told: list[tuple[str, str]]
) -> None:
    reading = read(("budi", "Clerk", "Clerk"), headers=headers)
    assert ([(each.cell, each.code) for each in reading.mistakes], reading.people) == (told, ())


def test_a_sheet_of_nobody_and_one_of_too_many_are_told() -> None:
    assert [each.code for each in read().mistakes] == ["nobody"]
    many = read(*((f"p{number}", "", "Clerk") for number in range(MOST_PEOPLE + 1)))
    assert [each.code for each in many.mistakes] == ["too_many"]


def test_a_header_is_known_however_it_is_written() -> None:
    assert bare(" Nama-Pengguna ") == "namapengguna"
