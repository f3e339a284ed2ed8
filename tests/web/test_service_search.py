"""Finding one of 370 services by the words of a visitor, and the hours that a service's page tells."""

from typing import Any

import pytest

from app.domain.mall import Break, Hours, Mall, Span, Text
from app.web.visitor.hours import week
from app.web.visitor.search import MOST_FOUND, found
from app.web.visitor.synonyms import FILE, synonyms
from tests.factories import FRIDAY_PRAYER, WEEK

Document = dict[str, Any]


@pytest.fixture(scope="module")
def agencies(banyuwangi: Mall) -> list[Document]:
    """What the search looks through, of the real mall."""
    return [
        {
            "code": agency.code,
            "name": agency.name,
            "short_name": agency.short_name,
            "services": [
                {"code": service.code, "name": service.name, "name_en": service.named("en")}
                for service in agency.services
            ],
        }
        for agency in banyuwangi.agencies
    ]


def names(agencies: list[Document], asked: str) -> list[str]:
    return [service["name"] for _, service in found(agencies, asked)]


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        ("paspor", "Paspor"),
        ("PASPOR", "Paspor"),
        ("paspot", "Paspor"),
        ("mau bikin SIM", "SIM"),
        ("e-ktp", "KTP"),
        ("ktp-el", "KTP"),
        ("ktpel", "KTP"),
        ("skc", "SKCK"),
        ("passport", "Paspor"),
    ],
)
def test_a_visitor_finds_the_service_by_its_name_a_slip_or_its_english_name(
    agencies: list[Document], asked: str, word: str
) -> None:
    assert word.casefold() in names(agencies, asked)[0].casefold()


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        ("kartu tanda penduduk", "KTP"),
        ("kartu keluarga", "KK"),
        ("akte lahir", "Akta Kelahiran"),
        ("surat kelakuan baik", "SKCK"),
        ("kartu kuning", "AK-1"),
        ("imb", "PBG"),
        ("umroh", "Umrah"),
        ("balik nama motor", "BBNKB"),
        ("cairkan jht", "JHT"),
    ],
)
def test_a_visitor_finds_the_service_by_what_people_call_it(
    agencies: list[Document], asked: str, word: str
) -> None:
    assert word.casefold() in " ".join(names(agencies, asked)[:3]).casefold()


def test_an_agency_is_found_by_its_common_name(agencies: list[Document]) -> None:
    assert {agency["short_name"] for agency, _ in found(agencies, "dukcapil")} == {"Dispendukcapil"}


def test_every_line_of_the_list_of_the_kiosk_is_read() -> None:
    lines = FILE.read_text(encoding="utf-8").partition("export const ALSO = [")[2].partition("];")[0]
    assert len(synonyms()) == len(lines.strip().splitlines()) > 50


def test_services_are_found_by_their_own_names(agencies: list[Document]) -> None:
    for agency in agencies:
        for service in agency["services"][::6]:
            assert service["name"] in names(agencies, service["name"]), service["name"]


def test_words_that_hit_nothing_find_nothing(agencies: list[Document]) -> None:
    assert names(agencies, "zzqqxx") == []
    assert names(agencies, "") == []
    assert names(agencies, "mau bikin") == []


def test_no_search_gives_a_list_without_end(agencies: list[Document]) -> None:
    assert len(names(agencies, "a")) <= MOST_FOUND
    assert len(names(agencies, "a " * 5_000)) <= MOST_FOUND


def test_days_with_the_same_hours_stand_in_one_line() -> None:
    lines = week(WEEK, (FRIDAY_PRAYER,))
    assert [(line.first, line.last) for line in lines] == [(0, 3), (4, 4), (5, 5), (6, 6)]
    assert lines[1].pauses == (FRIDAY_PRAYER,)
    assert lines[-1].span is None


def test_a_break_outside_of_the_hours_is_not_told() -> None:
    evening = Break(frozenset(range(7)), Span(18 * 60, 19 * 60), Text("magrib", "sunset prayer"))
    assert all(line.pauses == () for line in week(WEEK, (evening,)))
    assert len(week(Hours(days=(Span(480, 900),) * 7), ())) == 1
