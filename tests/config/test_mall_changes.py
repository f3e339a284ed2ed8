"""Changes of a mall's document: what differs is found, and made again, to the last key and in order."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.bootstrap import ROOT
from config.mall import read_document
from config.mall_changes import BadChange, Change, Move, Put, apply, differences, value_at
from config.mall_merging import Conflict, merge, taken_away
from config.mall_mistakes import Document

COUNTER = ("site", "BWI", "counter")
QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def mall() -> Document:
    return read_document(ROOT / "config" / "malls" / "banyuwangi")


def codes(document: Document, *path: str) -> list[str]:
    return [row["code"] for row in value_at(document, path)]


def test_a_key_is_set_deep_inside_and_the_document_before_stays_as_it_was(mall: Document) -> None:
    before = deepcopy(mall)
    after = apply(mall, [Put((*COUNTER, "5", "name"), "Loket Lima")])
    assert value_at(after, (*COUNTER, "5", "name")) == "Loket Lima"
    assert differences(mall, after) == [Put((*COUNTER, "5", "name"), "Loket Lima")]
    assert mall == before


def test_a_table_is_added_by_its_code_replaced_and_taken_away(mall: Document) -> None:
    added = apply(mall, [Put((*COUNTER, "80"), {"name": "Loket 80", "zone": "Z1", "services": ["A"]})])
    assert value_at(added, (*COUNTER, "80"))["code"] == "80"
    assert codes(added, *COUNTER)[-1] == "80"
    assert apply(added, [Put((*COUNTER, "80"), None)]) == mall


def test_a_list_that_was_not_there_is_made_and_nothing_else_is(mall: Document) -> None:
    quiet = apply(mall, [Put(("site", "RGJ", "quiet", "0"), {"from": "11:45", "to": "12:15"})])
    assert value_at(quiet, ("site", "RGJ", "quiet")) == [{"from": "11:45", "to": "12:15"}]
    assert apply(mall, [Put(("site", "RGJ", "quiet", "0"), None)]) == mall
    assert apply(mall, [Put(("words", "id", "kiosk.greeting"), None)]) == mall


def test_a_table_moves_before_another_one_or_to_the_end(mall: Document) -> None:
    moved = apply(mall, [Move((*COUNTER, "3"), "1"), Move((*COUNTER, "1"), None)])
    assert codes(moved, *COUNTER)[:2] == ["3", "2"]
    assert codes(moved, *COUNTER)[-1] == "1"


def test_few_moves_tell_of_a_new_order(mall: Document) -> None:
    one = apply(mall, [Move((*COUNTER, "40"), "2")])
    assert differences(mall, one) == [Move((*COUNTER, "40"), "2")]


def test_what_is_nothing_is_not_written(mall: Document) -> None:
    after = apply(mall, [Put(("agency", "A", "service", "A01", "quota"), None), Put(("mall", "logo"), None)])
    assert "logo" not in after["mall"]
    assert "prefix" not in value_at(apply(mall, [Put(("agency", "Q1"), {"prefix": None})]), ("agency", "Q1"))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (Put((), 1), "bad_path"),
        (Put(("mall", "name", "id"), "x"), "bad_path"),
        (Put((*COUNTER, "999", "name"), "x"), "nothing_there"),
        (Put(("break", "7"), {}), "nothing_there"),
        (Put(("break", "one"), {}), "nothing_there"),
        (Put((*COUNTER, "5"), "x"), "not_a_table"),
        (Put((*COUNTER, "5", "services", "0"), "B"), "bad_path"),
        (Move((*COUNTER, "999"), None), "nothing_there"),
        (Move((*COUNTER, "1"), "999"), "nothing_there"),
        (Move(("mall", "name"), None), "bad_path"),
        (Move(("break", "0"), None), "bad_path"),
    ],
)
def test_a_change_that_leads_nowhere_is_refused_with_its_path(
    mall: Document, change: Change, code: str
) -> None:
    with pytest.raises(BadChange) as refused:
        apply(mall, [change])
    assert refused.value.code == code


def test_one_and_true_are_not_the_same_thing(mall: Document) -> None:
    one = apply(mall, [Put(("rules", "cutoff_minutes"), 1)])
    assert differences(one, apply(one, [Put(("rules", "cutoff_minutes"), True)])) != []


VALUES = st.one_of(st.none(), st.integers(0, 3), st.booleans(), st.sampled_from(["", "x", "Loket"]))
ROWS = st.lists(
    st.fixed_dictionaries({"code": st.sampled_from("ABCDE")}, optional={"name": VALUES, "archived": VALUES}),
    max_size=5,
    unique_by=lambda row: str(row["code"]),
)
DOCUMENTS: st.SearchStrategy[Document] = st.fixed_dictionaries(
    {"agency": ROWS, "mall": st.dictionaries(st.sampled_from(["name", "logo"]), st.text(max_size=3))},
    optional={
        "holiday": st.lists(
            st.fixed_dictionaries({"date": st.sampled_from(["2026-01-01", "2026-05-01"]), "name": VALUES}),
            max_size=2,
        ),
        "break": st.lists(st.dictionaries(st.sampled_from(["from", "to"]), VALUES), max_size=3),
        "site": st.lists(
            st.fixed_dictionaries({"code": st.just("BWI")}, optional={"zone": ROWS, "counter": ROWS}),
            max_size=1,
        ),
    },
)


def plain(document: Any) -> Any:
    """As it is kept: without what is nothing."""
    if isinstance(document, dict):
        return {key: plain(value) for key, value in document.items() if value is not None}
    return [plain(value) for value in document] if isinstance(document, list) else document


@QUICK
@given(DOCUMENTS.map(plain), DOCUMENTS.map(plain))
def test_the_differences_make_the_one_document_of_the_other(before: Document, after: Document) -> None:
    changes = differences(before, after)
    assert apply(before, changes) == after
    assert (changes == []) == (before == after) or before == after


@QUICK
@given(DOCUMENTS.map(plain), DOCUMENTS.map(plain), DOCUMENTS.map(plain))
def test_nothing_that_either_of_two_people_did_is_lost_unsaid(
    base: Document, theirs: Document, mine: Document
) -> None:
    merged = merge(base, theirs, differences(base, mine))
    if merged.conflicts:
        assert merged.document == theirs
        return
    for wish in (differences(base, theirs), differences(base, mine)):
        for change in wish:
            if isinstance(change, Put):
                kept = value_at(merged.document, change.path)
                assert kept == change.value or _grew(kept, change.value), change


def _grew(kept: Any, value: Any) -> bool:
    """A table that one added and nobody else touched stays; a list is longer by what the other added."""
    return isinstance(kept, list) and isinstance(value, list) and all(row in kept for row in value)


def test_changes_at_different_places_are_both_kept(mall: Document) -> None:
    theirs = apply(mall, [Put((*COUNTER, "5", "name"), "Loket Lima"), Put(("hours", "sat"), "")])
    merged = merge(mall, theirs, [Put((*COUNTER, "5", "zone"), "Z2"), Put(("hours", "fri"), "08:00-11:00")])
    assert merged.conflicts == ()
    assert value_at(merged.document, (*COUNTER, "5")) == {
        "code": "5", "name": "Loket Lima", "zone": "Z2", "services": ["A"],
    }  # fmt: skip
    assert value_at(merged.document, ("hours", "sat")) == ""


def test_one_place_changed_by_two_is_shown_with_all_three_values(mall: Document) -> None:
    place = (*COUNTER, "5", "name")
    merged = merge(mall, apply(mall, [Put(place, "Lima")]), [Put(place, "Five")])
    assert merged.conflicts == (Conflict(place, "Loket 5", "Lima", "Five"),)


def test_two_who_want_the_same_are_no_conflict(mall: Document) -> None:
    place = (*COUNTER, "5", "name")
    merged = merge(mall, apply(mall, [Put(place, "Lima")]), [Put(place, "Lima")])
    assert (merged.conflicts, merged.changes) == ((), ())


def test_a_table_taken_away_that_another_one_edits_is_a_conflict_both_ways(mall: Document) -> None:
    holiday = ("holiday", "2026-08-17")
    away, edited = Put(holiday, None), Put((*holiday, "name"), "Hari Merdeka")
    for theirs, mine in ((away, edited), (edited, away)):
        merged = merge(mall, apply(mall, [theirs]), [mine])
        assert [conflict.path for conflict in merged.conflicts] == [holiday]


def test_breaks_have_no_names_so_that_two_who_change_them_must_choose(mall: Document) -> None:
    theirs = apply(mall, [Put(("break", "0", "to"), "13:15")])
    merged = merge(mall, theirs, [Put(("break", "0", "from"), "11:15")])
    assert [conflict.path for conflict in merged.conflicts] == [("break",)]


def test_two_orders_of_one_list_are_a_conflict_and_an_order_beside_a_new_table_is_none(
    mall: Document,
) -> None:
    theirs = apply(mall, [Move((*COUNTER, "1"), None)])
    other = merge(mall, theirs, [Move((*COUNTER, "2"), None)])
    assert [conflict.path for conflict in other.conflicts] == [COUNTER]
    new = {"name": "Loket 80", "zone": "Z1", "services": ["A"]}
    beside = merge(mall, theirs, [Put((*COUNTER, "80"), new)])
    assert codes(beside.document, *COUNTER)[-2:] == ["1", "80"]


def test_what_tickets_carry_is_missed_when_it_is_taken_away(mall: Document) -> None:
    after = apply(mall, [Put((*COUNTER, "5"), None), Put(("holiday", "2026-08-17"), None)])
    assert taken_away(mall, after) == [(*COUNTER, "5")]
    service = value_at(mall, ("agency", "A", "service"))[0]
    here = ("agency", "A", "service", service["code"])
    moved = apply(mall, [Put(here, None), Put(("agency", "B", *here[2:]), service)])
    assert taken_away(mall, moved) == []
    assert taken_away(mall, apply(mall, [Put(here, None)])) == [here]
