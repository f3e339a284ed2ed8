"""A supervisor steers the hall: switches, counters that help, notices; each ends by itself."""

from datetime import datetime

import pytest

from app.domain.errors import CapacityFull, CounterBusy, NobodyWaiting, ServicePaused, UnknownService
from app.domain.mall import Text
from app.domain.switching import Setting
from app.operations import calling, counters, helping
from app.operations.notices import end_notice, post_notice
from app.operations.staff import add_staff
from app.operations.switching import set_service
from app.queries.counters import hall_queue
from app.queries.floor import floor
from app.queries.notices import notice_document
from app.queries.tickets import position_of
from app.store.transaction import Transaction
from tests.factories import LINKS, MAIN, moment
from tests.hall import Hall, row_counts


def switch(hall: Hall, setting: Setting, service: str = "ktp", *, minutes: int | None = None) -> None:
    hall.database.write(
        MAIN,
        lambda tx: set_service(
            tx, hall.mall, service, setting, reason="uji", minutes=minutes, actor="staff:sri", now=hall.now
        ),
    )


def helps(hall: Hall, counter: str, code: str, *, minutes: int = 30) -> None:
    hall.clerk(counter, helping.help_elsewhere, code=code, minutes=minutes)


def kinds(hall: Hall) -> list[str]:
    return [fact.split()[0] for fact in hall.facts()]


def test_a_paused_service_gives_no_number_until_its_time_is_over(hall: Hall) -> None:
    switch(hall, Setting.PAUSED, minutes=20)
    with pytest.raises(ServicePaused):
        hall.issue()
    assert hall.issue("kk").ticket.number == "A-001"
    hall.later(minutes=20)
    hall.issue()
    hall.tidy()

    assert kinds(hall).count("service_normal") == 1


def test_the_same_switch_again_changes_nothing(hall: Hall) -> None:
    switch(hall, Setting.PAUSED)
    before = row_counts(hall.database)
    switch(hall, Setting.PAUSED)

    assert row_counts(hall.database) == before


def test_a_forced_service_gives_numbers_on_a_sunday(hall: Hall) -> None:
    hall.now = moment("2026-11-29 10:00")
    switch(hall, Setting.FORCED)

    assert hall.issue().ticket.number == "A-001"


def test_a_switch_of_what_is_not_there_is_refused(hall: Hall) -> None:
    with pytest.raises(UnknownService):
        switch(hall, Setting.PAUSED, "paspor-kilat")


def test_in_a_rush_numbers_are_given_as_far_as_those_who_are_there_can_serve(hall: Hall) -> None:
    hall.open("1")
    switch(hall, Setting.SURGE)
    for _ in range(7):
        hall.issue()

    with pytest.raises(CapacityFull) as refusal:
        hall.issue()  # seventy minutes wait already, and the norm is sixty
    assert refusal.value.decision.next_opening == moment("2026-11-23 08:40")
    hall.open("2")
    assert hall.issue().ticket.number == "A-008"


def test_a_counter_that_helps_calls_visitors_of_the_other_service_and_its_own_first_come(hall: Hall) -> None:
    passport = hall.ticket("paspor")
    hall.ticket("ktp")
    hall.open("1")
    helps(hall, "1", "IMIGRASI")

    assert hall.call("1").id == passport.id


def test_a_counter_with_a_visitor_helps_nobody_else(hall: Hall) -> None:
    hall.ticket()
    hall.open("1")
    hall.call("1")

    with pytest.raises(CounterBusy):
        helps(hall, "1", "paspor")


def test_a_counter_can_only_help_with_what_the_site_offers(hall: Hall) -> None:
    hall.open("1")
    with pytest.raises(UnknownService):
        helps(hall, "1", "BPJS")


def test_help_ends_by_itself_but_not_before_its_visitor_is_served(hall: Hall) -> None:
    hall.ticket("paspor")
    hall.ticket("paspor")
    hall.open("1")
    helps(hall, "1", "paspor", minutes=15)
    hall.call("1")
    hall.later(minutes=16)
    hall.tidy()
    assert "help_ended" not in kinds(hall)
    hall.finish("1")
    hall.tidy()

    assert kinds(hall)[-1] == "help_ended"
    with pytest.raises(NobodyWaiting):
        hall.call("1")


def test_a_helper_sees_the_queue_it_joined_and_makes_its_wait_shorter(hall: Hall) -> None:
    hall.open("1", "3")
    for _ in range(3):
        hall.ticket("paspor")
    alone = hall.issue("kk").position
    helps(hall, "1", "paspor")
    with hall.database.read() as connection:
        site = hall.mall.site[MAIN]
        queue = hall_queue(connection, hall.mall, site, now=hall.now, counters=site.counters)
    document = queue.document(site.counter["1"], links=LINKS)

    assert document["waiting"] == 4
    assert [joined["code"] for joined in document["counter"]["helping"]] == ["paspor"]
    assert hall.issue("kk").position.ahead > alone.ahead


def test_a_helper_keeps_a_service_open_whose_own_counter_has_closed(hall: Hall) -> None:
    hall.open("1", "3")
    helps(hall, "1", "paspor")
    hall.clerk("3", counters.close_counter, reason="")

    assert hall.issue("paspor").ticket.number == "P-001"


def test_a_notice_stands_until_its_time_is_over_or_another_takes_its_place(hall: Hall) -> None:
    def post(text: str, minutes: int | None = None) -> None:
        words = Text(text, text)
        hall.database.write(
            MAIN, lambda tx: post_notice(tx, words, minutes=minutes, actor="staff:sri", now=hall.now)
        )

    def shown() -> str | None:
        with hall.database.read() as connection:
            notice = notice_document(connection, site=MAIN)
        return notice["id"] if notice else None

    post("satu")
    post("dua", minutes=10)
    assert shown() == "dua"
    hall.later(minutes=10)
    hall.tidy()
    assert shown() is None
    assert not hall.database.write(MAIN, lambda tx: end_notice(tx, actor="staff:sri", now=hall.now))
    assert kinds(hall) == ["notice_posted", "notice_posted", "notice_ended"]


def test_the_hall_shows_who_serves_whom_since_when_and_what_was_decided(hall: Hall) -> None:
    hall.ticket()
    hall.ticket()
    hall.open("1")
    hall.call("1")
    hall.clerk("1", calling.serve)
    switch(hall, Setting.PAUSED, "paspor")
    hall.later(minutes=12)
    with hall.database.read() as connection:
        seen = floor(connection, hall.mall, hall.mall.site[MAIN], now=hall.now)
    desk = seen["zones"][0]["counters"][0]

    assert (desk["number"], desk["minutes_here"], desk["actor"]) == ("A-001", 12, "counter:1")
    assert (seen["queues"][0]["waiting"], seen["queues"][0]["longest_wait"]) == (1, 12)
    assert [(each["service"], each["setting"]) for each in seen["switches"]] == [("paspor", "paused")]
    assert (seen["totals"]["issued"], seen["totals"]["serving"]) == (2, 1)
    assert desk["agency_codes"] == ["DUKCAPIL"]
    assert seen["facts"][0]["kind"] == "service_paused"


def test_the_hall_calls_those_by_name_who_have_one(hall: Hall) -> None:
    hall.database.write("", lambda tx: _siti(tx, now=hall.now))
    hall.open("1")
    words = Text("Air", "Water")
    hall.database.write(
        MAIN, lambda tx: post_notice(tx, words, minutes=None, actor="staff:siti", now=hall.now)
    )
    with hall.database.read() as connection:
        seen = floor(connection, hall.mall, hall.mall.site[MAIN], now=hall.now)

    assert seen["zones"][0]["counters"][0]["actor"] == "counter:1"
    assert seen["names"] == {"staff:siti": "Siti Aminah"}


def _siti(tx: Transaction, *, now: datetime) -> int:
    return add_staff(
        tx,
        None,
        username="siti",
        name="Siti Aminah",
        grants=(),
        password_hash="",
        temporary=False,
        actor="test",
        now=now,
    )


def test_help_promises_no_more_than_its_own_time(hall: Hall) -> None:
    hall.open("1", "2")
    helps(hall, "1", "visa", minutes=30)  # nobody else serves it, and each takes ten minutes
    for _ in range(3):
        hall.issue("visa")
    with pytest.raises(CapacityFull):
        hall.issue("visa")
    hall.issue("kk")  # its own visitors it serves all day

    helps(hall, "1", "visa", minutes=60)
    hall.issue("visa")


def test_whoever_waits_is_told_when_the_last_help_ends_and_when_there_is_some_again(hall: Hall) -> None:
    hall.open("1", "2")
    helps(hall, "1", "visa", minutes=30)
    visitor = hall.issue("visa", kiosk=None).ticket
    hall.later(minutes=31)
    told = len(hall.facts())
    hall.tidy()

    assert [fact.split()[0] for fact in hall.facts()[told:]] == ["help_ended", "service_unattended"]
    with hall.database.read() as connection:
        assert position_of(connection, hall.mall, hall.look(visitor)).deserted
    helps(hall, "1", "visa")
    assert kinds(hall)[-2:] == ["help_began", "service_attended"]
    with hall.database.read() as connection:
        assert not position_of(connection, hall.mall, hall.look(visitor)).deserted


def test_help_that_ends_with_nobody_waiting_alarms_nobody(hall: Hall) -> None:
    hall.open("1")
    helps(hall, "1", "visa")
    hall.clerk("1", helping.end_help)

    assert kinds(hall)[-1] == "help_ended"


def test_help_hides_a_closing_until_it_ends(hall: Hall) -> None:
    hall.open("1", "3")
    helps(hall, "1", "IMIGRASI")
    hall.ticket("paspor")
    hall.clerk("3", counters.close_counter, reason="")
    assert kinds(hall)[-1] == "counter_closed"

    hall.clerk("1", helping.end_help)
    assert kinds(hall)[-2:] == ["help_ended", "service_unattended"]
