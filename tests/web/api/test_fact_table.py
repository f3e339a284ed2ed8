"""What was found in the journal, taken home as a table: the same facts, in words, and nothing that runs."""

import csv
import io
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from app.domain.events import Kind
from app.domain.staff import Grant, Role
from app.queries.journal_search import Wanted
from app.store.journal import record
from app.store.transaction import Transaction
from app.web.api.fact_table import COLUMNS, FactTable, Found, csv_pieces
from config.bootstrap import ROOT
from config.words import Words
from tests.factories import BRANCH, MAIN, MORNING, a_mall
from tests.web.api.caller import Api

WORDS = Words.load(ROOT / "config" / "words")
PATH = f"/api/v1/facts.csv?site={MAIN}"


def rows(answer: TestResponse) -> list[dict[str, str]]:
    """The rows of the answer by the names of their columns, whatever these are called."""
    assert answer.status_code == 200, answer.get_json()
    assert answer.data.startswith(b"\xef\xbb\xbf")
    _headers, *told = csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline=""))
    return [dict(zip(COLUMNS, row, strict=True)) for row in told]


def test_what_was_found_is_a_table_of_names_and_sentences(api_on_each: Api) -> None:
    api = api_on_each
    api.take()
    api.clerk("1", "open")
    api.clerk("1", "call-next")
    answer = api.ask("GET", f"{PATH}&number=a1&kind=ticket_called", role="admin")
    (called,) = rows(answer)

    assert (called["number"], called["counter"], called["kind"]) == ("A-001", "Loket 1", "ticket_called")
    assert called["fact"] == "A-001 dipanggil ke Loket 1"
    assert (called["service"], called["agency"]) == ("Layanan ktp", "Dukcapil")
    assert (called["time"], called["site"]) == ("2026-11-23T08:30:00+07:00", MAIN)
    assert called["person"]
    assert answer.content_type == "text/csv; charset=utf-8"
    assert f'filename="antrean-journal-{MAIN}-2026-11-23.csv"' in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("language", "first"), [("id", "Waktu,Lokasi,Kejadian"), ("en", "Time,Site,What happened")]
)
def test_its_headers_speak_the_language_of_who_asks(api: Api, language: str, first: str) -> None:
    answer = api.ask("GET", PATH, role="admin", headers={"Accept-Language": language})
    assert answer.data.decode("utf-8-sig").startswith(first)


def test_it_has_all_that_match_and_the_search_shows_only_the_newest(api: Api) -> None:
    def tell(tx: Transaction) -> None:
        for number in range(60):
            record(tx, Kind.NOTICE_ENDED, at=api.now, actor="system", data={"number": number})

    api.database.write(MAIN, tell)
    shown = api.ask("GET", f"/api/v1/facts?site={MAIN}", role="admin").get_json()
    carried = rows(api.ask("GET", PATH, role="admin"))

    assert (len(shown["facts"]), len(carried)) == (50, 60)
    assert [each["number"] for each in carried] == [str(number) for number in reversed(range(60))]


def test_what_would_begin_a_formula_is_told_as_text(api: Api) -> None:
    evil = {"name": '=HYPERLINK("http://example.org")', "role": "kiosk", "number": "+1"}
    api.database.write(MAIN, lambda tx: record(tx, Kind.MEDIA_ADDED, at=api.now, actor="@SUM(1)", data=evil))
    (told,) = rows(api.ask("GET", PATH, role="admin"))
    assert (told["number"], told["person"]) == ("'+1", "'@SUM(1)")
    assert told["fact"].startswith("'=HYPERLINK")


def test_it_holds_no_address_and_no_note(api: Api) -> None:
    private = {"address": "10.9.8.7", "note": "minta kursi roda", "username": "siti"}
    api.database.write(
        "", lambda tx: record(tx, Kind.SIGN_IN_FAILED, at=api.now, actor="stranger", data=private)
    )
    answer = api.ask("GET", "/api/v1/facts.csv?site=-", role="admin")
    (told,) = (each for each in rows(answer) if each["kind"] == "sign_in_failed")
    assert told["person"] == "orang yang belum masuk"
    assert b"10.9.8.7" not in answer.data
    assert b"kursi" not in answer.data


def test_who_may_search_here_may_take_it_home_and_nobody_else(api: Api) -> None:
    here, there = (api.session(Grant(Role.SUPERVISOR, site)) for site in (MAIN, BRANCH))
    assert api.ask("GET", PATH, session=here).status_code == 200
    assert api.ask("GET", PATH, session=there).status_code == 403
    assert api.ask("GET", "/api/v1/facts.csv?site=-", session=here).status_code == 403
    assert api.ask("GET", PATH, role="kiosk").status_code == 403
    assert api.ask("GET", PATH).status_code == 401
    assert api.ask("GET", f"{PATH}&day=kemarin", role="admin").status_code == 422
    assert api.ask("GET", "/api/v1/facts.csv?site=nowhere", role="admin").status_code == 404


def test_another_day_is_another_table(api: Api) -> None:
    api.take()
    friday = (api.now - timedelta(days=3)).date().isoformat()
    assert rows(api.ask("GET", f"{PATH}&day={friday}", role="admin")) == []
    assert len(rows(api.ask("GET", PATH, role="admin"))) > 0


def a_table() -> FactTable:
    mall = a_mall()
    return FactTable(WORDS, "en", mall, mall.site[MAIN])


def a_fact(number: int, *, kind: str = "notice_ended") -> dict[str, Any]:
    told = {"id": number, "at": "2026-11-23T01:00:00+00:00", "kind": kind, "actor": "system"}
    return {**told, "actor_name": None, "counter": None, "counter_name": None, "data": {}}


def test_a_table_without_end_ends_and_says_so() -> None:
    asked: list[int | None] = []

    def page(wanted: Wanted) -> Found:
        asked.append(wanted.before)
        last = wanted.before or 100
        return [a_fact(last - 1), a_fact(last - 2)], last - 2

    pieces = csv_pieces(a_table(), page, Wanted(MORNING.date()), most=3)
    told = b"".join(pieces).decode("utf-8-sig").splitlines()
    assert asked == [None, 98]
    assert len(told) == 1 + 4 + 1
    assert "newest 4 facts" in told[-1]


@pytest.mark.parametrize("language", WORDS.languages)
def test_every_kind_has_a_sentence_without_a_blank(language: str) -> None:
    table = replace(a_table(), language=language)
    for kind in (*Kind, "ticket_beamed"):
        sentence = str(table.row(a_fact(1, kind=kind))[COLUMNS.index("fact")])
        assert sentence, kind
        assert not re.search(r"[{}]", sentence), kind
