"""The national list of holidays, in every form in which an office gets it as a file."""

import json

import pytest

from app.domain.sheet import Sheet
from app.operations.sheet_reading import read_holiday_file
from app.sheets import workbook
from config.holiday_files import MOST_MISTAKES

INDEPENDENCE = {"date": "2027-08-17", "name": "Hari Kemerdekaan"}
CALENDAR = """BEGIN:VCALENDAR\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20270817\r
DTEND;VALUE=DATE:20270818\r
SUMMARY:Hari \r
 Kemerdekaan\r
END:VEVENT\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20270310\r
DTEND;VALUE=DATE:20270312\r
SUMMARY:Idul Fitri\\, 1448 H\r
END:VEVENT\r
END:VCALENDAR\r
"""


def days(content: bytes, *known: dict[str, str]) -> list[dict[str, str]]:
    reading = read_holiday_file(content, "libur", {"holiday": list(known)})
    assert reading.mistakes == ()
    return list(reading.document["holiday"])


def test_a_calendar_tells_each_day_of_a_feast() -> None:
    assert days(CALENDAR.encode()) == [
        {"date": "2027-03-10", "name": "Idul Fitri, 1448 H"},
        {"date": "2027-03-11", "name": "Idul Fitri, 1448 H"},
        INDEPENDENCE,
    ]


@pytest.mark.parametrize(
    "document",
    [
        [{"holiday_date": "2027-08-17", "holiday_name": "Hari Kemerdekaan", "is_national_holiday": True}],
        {"holidays": [{"date": "2027-08-17", "name": "Independence", "localName": "Hari Kemerdekaan"}]},
        {"2027-08-17": {"summary": "Hari Kemerdekaan"}},
        {"2027-08-17": "Hari Kemerdekaan"},
        [{"tanggal": "17 Agustus 2027", "keterangan": "Hari Kemerdekaan"}],
    ],
)
def test_json_may_have_any_of_the_usual_shapes(document: object) -> None:
    assert days(json.dumps(document).encode()) == [INDEPENDENCE]


@pytest.mark.parametrize(
    "table",
    [
        "Tanggal;Hari libur\n17/08/2027;Hari Kemerdekaan\n",
        "No,Hari,Tanggal,Keterangan\n1,Selasa,17 Agustus 2027,Hari Kemerdekaan\n",
        "2027-08-17,Hari Kemerdekaan",
        "17/08/27;Hari Kemerdekaan\n",
        "17-Agu-27;Hari Kemerdekaan\n",
        "17 August 2027;Hari Kemerdekaan\n",
        "No;Tanggal;Libur\n1;46616;Hari Kemerdekaan\n",
    ],
)
def test_a_table_needs_a_date_and_a_name(table: str) -> None:
    assert days(table.encode()) == [INDEPENDENCE]


def test_a_day_that_is_only_observed_is_no_holiday() -> None:
    observed = "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20270421\nSUMMARY:Hari Kartini\nDESCRIPTION:{}\nEND:VEVENT\n"
    for told in ("Observance\\nTo hide observances, go to Settings", "Perayaan"):
        calendar = CALENDAR.replace("END:VCALENDAR", observed.format(told) + "END:VCALENDAR")
        assert len(days(calendar.encode())) == 3


def test_a_known_day_keeps_its_name_and_others_come_in_order() -> None:
    mine = {"date": "2027-08-17", "name": "Tujuh belasan"}
    assert days(CALENDAR.encode(), mine)[-1] == mine


def test_an_excel_file_is_a_table_too() -> None:
    assert days(workbook([Sheet("2027", (("Tanggal", "Nama"), ("2027-08-17", "Hari Kemerdekaan")))])) == [
        INDEPENDENCE
    ]


@pytest.mark.parametrize(
    ("content", "code", "cell"),
    [
        (b"2027-08-17,Kemerdekaan\n2027-02-30,Keliru\n", "bad_date", "A2"),
        (b"2027-08-17,\n", "no_holiday_name", "A1"),
        (b"2027-08-17,Kemerdekaan\n17/8/202,Keliru\n", "bad_date", "A2"),
        (b"2027-08-17,Kemerdekaan\n12 Rajab 1448,Keliru\n", "bad_date", "A2"),
        (b"halo dunia", "no_holidays", ""),
        (b"[1, 2", "unreadable", ""),
        (b"PK\x03\x04", "unreadable", ""),
    ],
)
def test_what_cannot_be_read_is_named(content: bytes, code: str, cell: str) -> None:
    reading = read_holiday_file(content, "libur.csv", {})
    assert [(each.code, each.cell) for each in reading.mistakes] == [(code, cell)]


def test_of_a_file_of_nothing_but_mistakes_the_first_are_told() -> None:
    reading = read_holiday_file(b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\n" * 50_000, "libur.ics", {})
    assert {each.code for each in reading.mistakes} == {"bad_date"}
    assert len(reading.mistakes) == MOST_MISTAKES
