"""Before a mall is saved its administrator reads what that would do to those who are in it."""

import os
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.domain.mall import Archive, Holiday, Hours, Mall, Rules, Site, Span
from app.domain.mall_effect import Effect, EffectLevel
from app.operations.bookings import BookingWish, book
from app.operations.tokens import create_token
from app.queries.mall_effects import effects, sentence
from config.bootstrap import ROOT
from tests.factories import LINKS, moment, with_service
from tests.hall import WORDS, Hall, row_counts


def told(hall: Hall, after: Mall) -> list[Effect]:
    with hall.database.read() as connection:
        return effects(connection, hall.mall, after, now=hall.now)


def codes(hall: Hall, after: Mall) -> list[str]:
    return [effect.code for effect in told(hall, after)]


def with_site(mall: Mall, **changes: Any) -> Mall:
    first, *others = mall.sites
    return replace(mall, sites=(replace(first, **changes), *others))


def without_counters(mall: Mall, *gone: str) -> Mall:
    site: Site = mall.sites[0]
    kept = tuple(each for each in site.counters if each.code not in gone)
    old = tuple(each for each in site.counters if each.code in gone)
    return with_site(mall, counters=kept, archive=Archive(counters=old))


def archived(mall: Mall, agency: str) -> Mall:
    agencies = (replace(each, archived=each.archived or each.code == agency) for each in mall.agencies)
    return replace(mall, agencies=tuple(agencies))


def pair(hall: Hall, role: str, code: str) -> None:
    hall.database.write(
        "",
        lambda tx: create_token(
            tx, role=role, site=hall.site, code=code, name=code, now=hall.now, random=os.urandom
        ),
    )


def test_the_same_mall_has_no_effects_on_a_full_hall(hall: Hall) -> None:
    hall.open("1")
    hall.ticket("ktp")
    hall.call()
    pair(hall, "kiosk", "K1")
    assert told(hall, hall.mall) == []


def test_an_empty_hall_has_nothing_to_lose(hall: Hall) -> None:
    assert told(hall, archived(without_counters(hall.mall, "1"), "DUKCAPIL")) == []


def test_people_whom_no_counter_would_call_are_the_gravest(hall: Hall) -> None:
    hall.ticket("ktp")
    hall.ticket("ktp")
    (effect,) = told(hall, archived(hall.mall, "DUKCAPIL"))
    assert effect.level is EffectLevel.DANGER
    assert sentence(effect, WORDS, "en") == (
        "Identity card at Mal Utama: 2 waiting, and no counter would call them any more."
    )
    assert sentence(effect, WORDS, "id").startswith("2 orang antre untuk Layanan ktp di Mal Utama")


def test_several_services_of_an_agency_are_told_as_one(hall: Hall) -> None:
    hall.ticket("ktp")
    hall.ticket("kk")
    (effect,) = told(hall, archived(hall.mall, "DUKCAPIL"))
    assert (effect.blanks["count"], effect.code) == (2, "stranded")
    assert "Dukcapil" in sentence(effect, WORDS, "en")


def test_people_whom_other_counters_call_are_told_with_these(hall: Hall) -> None:
    hall.ticket("ktp")
    (effect,) = told(hall, without_counters(hall.mall, "1"))
    assert (effect.level, effect.blanks["counters"]) == (EffectLevel.WARNING, "Loket 2")


def test_an_archived_service_is_served_to_the_last_who_waits(hall: Hall) -> None:
    hall.ticket("ktp")
    assert codes(hall, with_service(hall.mall, "ktp", archived=True)) == ["ending"]
    assert codes(hall, with_service(hall.mall, "kk", archived=True)) == []


def test_a_counter_is_told_by_what_happens_there(hall: Hall) -> None:
    hall.open("1", "2")
    number = hall.ticket("ktp").number
    hall.call("1")
    gone = told(hall, without_counters(hall.mall, "1", "2", "3"))
    assert {effect.code for effect in gone} == {"stranded", "counter_serves", "counter_open"}
    (busy,) = (effect for effect in gone if effect.code == "counter_serves")
    assert busy.blanks["number"] == number
    assert gone[-1].level is EffectLevel.WARNING


def test_an_open_counter_that_gets_other_work_is_noted(hall: Hall) -> None:
    hall.open("3")
    site = hall.mall.sites[0]
    counters = tuple(
        replace(each, services=("DUKCAPIL",)) if each.code == "3" else each for each in site.counters
    )
    assert codes(hall, with_site(hall.mall, counters=counters)) == ["counter_changes"]


def test_paired_screens_whose_place_goes_are_told(hall: Hall) -> None:
    pair(hall, "kiosk", "K1")
    pair(hall, "display", "TV1")
    after = with_site(hall.mall, kiosks=(), displays=())
    assert [effect.blanks["device"] for effect in told(hall, after)] == ["Anjungan 1", "Layar 1"]
    moved = replace(hall.mall, sites=hall.mall.sites[1:], archived_sites=hall.mall.sites[:1])
    (effect,) = told(hall, moved)
    assert (effect.code, effect.blanks["count"]) == ("devices_end", 2)


def test_slips_that_are_not_out_and_printers_that_move_are_told(hall: Hall) -> None:
    hall.issue("ktp", kiosk="K1")
    gone = with_site(
        hall.mall, printers=(), kiosks=tuple(replace(k, printer=None) for k in hall.mall.sites[0].kiosks)
    )
    assert codes(hall, gone) == ["papers_move"]
    printers = tuple(replace(each, address="192.0.2.4:9100") for each in hall.mall.sites[0].printers)
    assert codes(hall, with_site(hall.mall, printers=printers)) == ["printer_changes"]


def test_hours_that_close_over_peoples_heads_are_told(hall: Hall) -> None:
    hall.ticket("ktp")
    early = Hours((Span(6 * 60, 8 * 60),) * 7)
    assert codes(hall, replace(hall.mall, hours=early)) == ["closed_now"]
    today = Holiday(date(2026, 11, 23), "Libur")
    assert codes(hall, replace(hall.mall, holidays=(today,))) == ["closed_now"]


def test_bookings_that_fall_on_a_new_holiday_are_told_with_their_day(hall: Hall) -> None:
    hall.mall = replace(hall.mall, rules=replace(hall.mall.rules, bookings=True))
    wish = BookingWish("ktp", moment("2026-11-24 09:00"), None, "id", "phone")
    hall.database.write(
        hall.site,
        lambda tx: book(tx, hall.mall, wish, phone=None, now=hall.now, links=LINKS, random=os.urandom),
    )
    (effect,) = told(hall, replace(hall.mall, holidays=(Holiday(date(2026, 11, 24), "Libur"),)))
    assert effect.level is EffectLevel.DANGER
    assert "Identity card at Mal Utama: booked times that could not be kept any more: 1," in sentence(
        effect, WORDS, "en"
    )
    assert "Selasa 24 November 2026" in sentence(effect, WORDS, "id")
    assert codes(hall, replace(hall.mall, rules=Rules())) == ["bookings_end"]


def test_a_quota_that_is_used_up_already_is_told(hall: Hall) -> None:
    hall.ticket("ktp")
    hall.ticket("ktp")
    assert codes(hall, with_service(hall.mall, "ktp", quota=2)) == ["quota_used"]
    assert codes(hall, with_service(hall.mall, "ktp", quota=3)) == []


def test_another_prefix_begins_a_series_of_its_own(hall: Hall) -> None:
    hall.ticket("ktp")
    (effect,) = told(hall, with_service(hall.mall, "ktp", prefix="Z"))
    assert (effect.code, effect.blanks["new"]) == ("prefix_changes", "Z")


@pytest.mark.parametrize(("waiting", "code"), [(0, "timezone"), (1, "timezone_queued")])
def test_another_time_zone_is_graver_while_people_wait(hall: Hall, waiting: int, code: str) -> None:
    for _ in range(waiting):
        hall.ticket("ktp")
    assert code in codes(hall, replace(hall.mall, timezone="Asia/Makassar"))


def test_looking_changes_nothing(hall: Hall) -> None:
    hall.ticket("ktp")
    before = row_counts(hall.database)
    told(hall, archived(hall.mall, "DUKCAPIL"))
    assert row_counts(hall.database) == before


def test_every_effect_has_its_sentence_and_every_sentence_its_effect() -> None:
    source = (ROOT / "app/queries/mall_effects.py").read_text(encoding="utf-8")
    known = [key.partition(".")[2] for key in WORDS.sentences["id"] if key.startswith("mall_effects.")]
    assert [code for code in known if f'"{code}"' not in source] == []
