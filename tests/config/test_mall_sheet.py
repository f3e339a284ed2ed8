"""A mall's services in a spreadsheet: what is read, what is refused, and by which cell it is named."""

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from app.domain.sheet import Sheet, SheetUnreadable, cell_name
from app.operations.sheet_reading import read_mall_file
from app.sheets import LARGEST_FILE, LARGEST_UNPACKED, csv_text, read_sheets, workbook
from config import mall as mall_files
from config.bootstrap import ROOT
from config.mall_sheet import SheetReading, read_mall
from config.mall_sheet_template import alone, template
from config.words import Words

WORDS = Words.load(ROOT / "config" / "words")
HEADS = ("Kode instansi", "Nama instansi", "Kode layanan", "Nama layanan", "Menit di loket")
SITE = {"code": "PHW", "name": "MPP", "address": "Jl. 1", "zone": [{"code": "Z1", "name": "Lantai 1"}]}
EMPTY: dict[str, Any] = {
    "mall": {"code": "phw", "name": "MPP", "timezone": "Asia/Makassar"},
    "hours": {"mon": "08:00-15:00"},
    "agency": [],
    "site": [SITE],
}


@pytest.fixture(scope="module")
def banyuwangi_document() -> dict[str, Any]:
    return mall_files.read_document(ROOT / "config" / "malls" / "banyuwangi")


def read(*rows: tuple[Any, ...], heads: tuple[str, ...] = HEADS, sheet: str = "Layanan") -> SheetReading:
    return read_mall(read_sheets(workbook([Sheet(sheet, (heads, *rows))])), EMPTY, WORDS)


def told(reading: SheetReading, language: str = "id") -> list[tuple[str, str, str]]:
    return [(each.sheet, each.cell, each.sentence(WORDS, language)) for each in reading.mistakes]


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_mall_written_and_read_again_is_the_same(
    banyuwangi_document: dict[str, Any], language: str
) -> None:
    bare = {**banyuwangi_document, "agency": []}
    bare["site"] = [{**site, "counter": []} for site in banyuwangi_document["site"]]
    book = read_sheets(workbook(template(WORDS, language, banyuwangi_document)))
    for before in (banyuwangi_document, bare):
        reading = read_mall(book, before, WORDS, replace=True)
        assert reading.mistakes == ()
        assert reading.document == banyuwangi_document


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_csv_file_brings_agencies_and_services(banyuwangi_document: dict[str, Any], language: str) -> None:
    table = csv_text(alone(WORDS, language, banyuwangi_document))
    assert read_mall(read_sheets(table, "a.csv"), banyuwangi_document, WORDS).document == banyuwangi_document


@pytest.mark.parametrize("parted", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_csv_file_may_come_from_any_program(parted: str, encoding: str) -> None:
    text = "\r\n".join(parted.join(row) for row in (HEADS, ("A", "Dinas é", "", "Layanan satu", "10")))
    agency = read_mall(read_sheets(text.encode(encoding)), EMPTY, WORDS).document["agency"][0]
    assert agency["name"] == "Dinas é"
    assert agency["service"] == [{"code": "A01", "name": "Layanan satu", "minutes": 10}]


@pytest.mark.parametrize(
    "text",
    [
        "Daftar layanan, MPP Pohuwato\n\n{heads}\nA;Dinas;;Satu, dua, tiga, empat, lima;10\n",
        "sep=;\n{heads}\nA;Dinas;;Satu, dua, tiga, empat, lima;10\n",
        '{heads}\n"A";"Dinas";"";"Satu, dua, tiga, empat, lima";"10"\n',
    ],
)
def test_a_title_and_commas_in_names_do_not_part_the_cells(text: str) -> None:
    reading = read_mall(read_sheets(text.format(heads=";".join(HEADS)).encode()), EMPTY, WORDS)
    assert reading.mistakes == ()
    assert reading.document["agency"][0]["service"][0]["name"] == "Satu, dua, tiga, empat, lima"


@pytest.mark.parametrize("rows", ['A,Dinas,,"Satu,10\nA,,,"Dua",5\nA,,,Tiga,5\n', 'A,Dinas,,"Satu,10\n'])
def test_a_quotation_mark_that_nobody_closed_swallows_no_rows(rows: str) -> None:
    (mistake,) = read_mall_file(f"{','.join(HEADS)}\n{rows}".encode(), "", EMPTY, WORDS).mistakes
    assert mistake.sentence(WORDS, "en").startswith("Row 2: a quotation mark")


def test_an_example_that_nobody_changed_is_read_without_a_mistake() -> None:
    for language in WORDS.languages:
        reading = read_mall(read_sheets(workbook(template(WORDS, language))), EMPTY, WORDS)
        assert reading.mistakes == ()
        assert [agency["code"] for agency in reading.document["agency"]] == ["A"]


def test_a_broken_cell_is_named_in_both_languages() -> None:
    reading = read(("A", "Dinas", "A01", "Satu", 10), ("A", "", "A02", "Dua", "sepuluh"))
    assert told(reading) == [("Layanan", "E3", "Harus bilangan bulat dari 1 sampai 480, bukan sepuluh.")]
    assert told(reading, "en") == [
        ("Layanan", "E3", "Must be a whole number from 1 to 480, not sepuluh."),
    ]


@pytest.mark.parametrize(
    ("row", "cell", "code"),
    [
        (("", "Dinas", "A01", "Satu", 10), "A2", "empty"),
        (("A", "", "A01", "Satu", 10), "A2", "unknown_agency"),
        (("A B", "Dinas", "A01", "Satu", 10), "A2", "bad_code"),
        (("A", "Dinas", "A 01", "Satu", 10), "C2", "bad_code"),
        (("A", "Dinas", "A01", "", 10), "D2", "empty"),
        (("A", "Dinas", "A01", "Satu", ""), "E2", "empty"),
        (("A", "Dinas", "A01", "Satu", 0), "E2", "bad_number"),
        (("A", "Dinas", "A01", "Satu", 2.5), "E2", "bad_number"),
        (("A", "Dinas", "A01", "Satu", "9" * 5000), "E2", "bad_number"),
        (("I", "Dinas", "I01", "Satu", 10), "A2", "mall"),
    ],
)
def test_each_mistake_has_its_cell(row: tuple[Any, ...], cell: str, code: str) -> None:
    (mistake,) = read(row).mistakes
    assert (mistake.sheet, mistake.cell, mistake.code) == ("Layanan", cell, code)
    for language in WORDS.languages:
        assert mistake.sentence(WORDS, language)


def test_a_code_used_twice_names_both_cells() -> None:
    reading = read(("A", "Dinas", "A01", "Satu", 10), ("A", "Dinas", "A01", "Dua", 10))
    assert told(reading) == [("Layanan", "C3", "Kode A01 sudah dipakai di sel C2. Beri kode lain.")]


def test_what_the_sheet_has_no_column_for_stays() -> None:
    service = {"code": "A01", "name": "Lama", "minutes": 5, "quota": 3, "requirements": ["KK"]}
    agency = {"code": "A", "name": "Dinas", "short_name": "D", "service": [service]}
    before = {**EMPTY, "agency": [agency]}
    rows = Sheet("", (HEADS, ("A", "", "A01", "Baru", "")))
    (after,) = read_mall([rows], before, WORDS).document["agency"]
    assert after["service"] == [{**service, "name": "Baru"}]
    assert service["name"] == "Lama"


def test_a_service_without_a_code_is_found_again_by_its_name() -> None:
    once = read(("A", "Dinas", "", "Satu", 10), ("A", "", "", "Dua", 5))
    rows = Sheet("", (HEADS, ("A", "", "", "Dua", 7), ("A", "", "", "Tiga", 8)))
    again = read_mall([rows], once.document, WORDS)
    codes = [(each["code"], each["minutes"]) for each in again.document["agency"][0]["service"]]
    assert codes == [("A01", 10), ("A02", 7), ("A03", 8)]


def test_counters_find_their_site_and_zone() -> None:
    counters = Sheet("Loket", (("Kode loket", "Nama loket", "Melayani"), (1, "Loket 1", "A")))
    services = Sheet("Layanan", (HEADS, ("A", "Dinas", "", "Satu", 10)))
    reading = read_mall([counters, services], EMPTY, WORDS)
    assert reading.mistakes == ()
    assert reading.document["site"][0]["counter"] == [
        {"code": "1", "name": "Loket 1", "zone": "Z1", "services": ["A"]}
    ]
    assert "counter" not in SITE


def test_a_counter_that_is_known_stays_where_it_is() -> None:
    zones = [{"code": "Z1", "name": "Lantai 1"}, {"code": "Z2", "name": "Lantai 2"}]
    counter = {"code": "1", "name": "Loket Satu", "zone": "Z2", "services": ["A"], "prefers": ["A"]}
    before = {**EMPTY, "site": [{**SITE, "zone": zones, "counter": [counter]}]}
    heads = ("Kode loket", "Nama loket", "Zona", "Melayani")
    for row in ((1, "", "", "A"), (1, "Loket Satu", "Z2", "A")):
        services = Sheet("Layanan", (HEADS, ("A", "Dinas", "", "Satu", 10)))
        reading = read_mall([Sheet("Loket", (heads, row)), services], before, WORDS)
        assert reading.mistakes == ()
        assert reading.document["site"][0]["counter"] == [counter]


def test_columns_that_are_ignored_are_as_if_they_were_not_there() -> None:
    heads = ("Kode lokasi", "Kode loket", "Nama loket", "Zona", "Melayani")
    counters = Sheet("Loket", (heads, ("LAIN", 1, "Loket 1", "Lantai 1", "A")))
    sheets = [counters, Sheet("Layanan", (HEADS, ("A", "Dinas", "", "Satu", 10)))]
    assert read_mall(sheets, EMPTY, WORDS).mistakes
    reading = read_mall(sheets, EMPTY, WORDS, ignored=("site", "zone"))
    assert reading.mistakes == ()
    assert reading.document["site"][0]["counter"][0]["zone"] == "Z1"


def test_a_counter_that_serves_nobody_known_is_refused_by_its_cell() -> None:
    counters = Sheet("Loket", (("Kode loket", "Nama loket", "Melayani"), (1, "Loket 1", "B")))
    (mistake,) = read_mall(
        [counters, Sheet("Layanan", (HEADS, ("A", "Dinas", "", "Satu", 10)))], EMPTY, WORDS
    ).mistakes
    assert (mistake.sheet, mistake.cell) == ("Loket", "C2")


def test_a_file_without_known_headers_says_which_are_wanted() -> None:
    (mistake,) = read(("x",), heads=("Foo", "Bar")).mistakes
    assert mistake.code == "no_table"
    assert "Nama layanan" in mistake.sentence(WORDS, "id")


def test_what_would_begin_a_formula_is_written_and_read_as_text() -> None:
    evil = ("A", "=HYPERLINK(1)", "", "+cmd|' /C calc'!A0", 10)
    sheet = Sheet("Layanan", (HEADS, evil))
    assert b"<f>" not in zipfile.ZipFile(BytesIO(workbook([sheet]))).read("xl/worksheets/sheet1.xml")
    assert "'=HYPERLINK" in csv_text(sheet).decode("utf-8-sig")
    for content in (workbook([sheet]), csv_text(sheet)):
        (agency,) = read_mall(read_sheets(content), EMPTY, WORDS).document["agency"]
        assert (agency["name"], agency["service"][0]["name"]) == (evil[1], evil[3])


def test_a_formula_of_the_office_counts_as_what_it_shows(tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(HEADS)
    page.append(("A", "Dinas", "A01", "Satu", "=5+5"))
    book.save(tmp_path / "a.xlsx")  # a program that never computed it shows nothing there
    (mistake,) = read_mall(read_sheets((tmp_path / "a.xlsx").read_bytes()), EMPTY, WORDS).mistakes
    assert (mistake.cell, mistake.code) == ("E2", "empty")


def test_the_error_of_a_formula_is_no_name() -> None:
    (mistake,) = read(("A", "Dinas", "A01", "#REF!", 10)).mistakes
    assert (mistake.cell, mistake.code) == ("D2", "empty")


def test_services_of_a_whole_province_are_read_as_well() -> None:
    """Each without a code, all at one agency, and once more over what there is by then."""
    rows = [("A", "Dinas", "", f"Layanan {number}", 10) for number in range(4_900)]
    once = read_mall([Sheet("", (HEADS, *rows))], EMPTY, WORDS)
    again = read_mall([Sheet("", (HEADS, *rows))], once.document, WORDS)
    codes = [each["code"] for each in again.document["agency"][0]["service"]]
    assert (codes[0], codes[99], codes[-1], len(set(codes))) == ("A01", "A100", "A4900", 4_900)
    assert again.document == once.document


def bomb() -> bytes:
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", b" " * (LARGEST_UNPACKED + 1))
    return kept.getvalue()


def with_entities() -> bytes:
    kept, plain = BytesIO(), zipfile.ZipFile(BytesIO(workbook([Sheet("a", (HEADS,))])))
    with zipfile.ZipFile(kept, "w") as parts:
        for name in plain.namelist():
            text = plain.read(name)
            parts.writestr(
                name, b'<!DOCTYPE a [<!ENTITY b "c">]>' + text if name.endswith("t1.xml") else text
            )
    return kept.getvalue()


def in_row(row: int, column: str = "A") -> bytes:
    """A workbook whose last row says that it is the `row`th."""
    kept, plain = BytesIO(), zipfile.ZipFile(BytesIO(workbook([Sheet("a", (HEADS,))])))
    more = f'<row r="{row}"><c r="{column}{row}"><v>1</v></c></row></sheetData>'.encode()
    with zipfile.ZipFile(kept, "w") as parts:
        for name in plain.namelist():
            parts.writestr(name, plain.read(name).replace(b"</sheetData>", more))
    return kept.getvalue()


def test_what_stands_far_out_to_the_right_is_no_part_of_the_table() -> None:
    (sheet,) = read_sheets(in_row(3, "XFD"))
    assert sheet.rows == (HEADS,)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04broken", "unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_excel"),
        (b"\x00\x01\x02", "unreadable"),
        (b"x" * (LARGEST_FILE + 1), "too_large"),
        (bomb(), "unpacks_too_large"),
        (with_entities(), "unreadable"),
        (b"a,b\n" * 5_001, "too_many_rows"),
        (in_row(5_001), "too_many_rows"),
        (in_row(10**18), "too_many_rows"),
    ],
    ids=["broken", "xls", "bytes", "large", "bomb", "entities", "rows", "far", "without end"],
)
def test_a_file_that_is_none_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(SheetUnreadable) as refused:
        read_sheets(content)
    assert refused.value.code == code
    assert WORDS.say("en", f"mall_sheet.{code}", **refused.value.blanks)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400).map(lambda tail: b"PK\x03\x04" + tail) | st.binary(max_size=400))
def test_whatever_bytes_come_are_read_or_refused(content: bytes) -> None:
    mistakes = read_mall_file(content, "", EMPTY, WORDS).mistakes
    assert all(each.sentence(WORDS, "id") for each in mistakes)


def test_cells_are_named_as_on_the_screen() -> None:
    assert [cell_name(16, 2), cell_name(0, 26), cell_name(0, 701), cell_name(0, 702)] == [
        "C17", "AA1", "ZZ1", "AAA1",
    ]  # fmt: skip
