"""A counter's work of today: every visit it finished, also those that went on, and none taken back."""

from sqlalchemy.engine import make_url

from app.operations import calling
from app.operations.undoing import undo
from app.queries.counters import hall_queue
from app.queries.finished import FINISHED
from app.queries.floor import floor
from app.store.database import Database
from tests.factories import LINKS, MAIN, MORNING, a_mall, moment
from tests.hall import Hall


def served(hall: Hall, counter: str = "1") -> int:
    """As the clerk's own screen says it, and the supervisor's."""
    site = hall.mall.site[MAIN]
    with hall.database.read() as connection:
        queue = hall_queue(connection, hall.mall, site, now=hall.now, counters=site.counters)
        mine = queue.document(site.counter[counter], links=LINKS)["served_today"]
        zones = floor(connection, hall.mall, site, now=hall.now)["zones"]
    desks = [desk for zone in zones for desk in zone["counters"]]
    assert mine == next(desk["served_today"] for desk in desks if desk["code"] == counter)
    return int(mine)


def test_a_visit_counts_where_it_was_finished_also_when_it_went_on(hall: Hall) -> None:
    hall.open("1", "3")
    hall.issue("ktp", then=("paspor",))
    hall.call("1")
    hall.finish("1")
    assert (served(hall, "1"), served(hall, "3")) == (1, 0)
    hall.call("3")
    hall.finish("3")

    assert (served(hall, "1"), served(hall, "3")) == (1, 1)
    hall.later(days=1)
    assert served(hall, "1") == 0


def test_what_was_taken_back_does_not_count(hall: Hall) -> None:
    hall.open("1")
    hall.ticket()
    hall.call()
    hall.finish()
    hall.clerk("1", undo)
    assert served(hall) == 0
    hall.clerk("1", calling.recall)
    hall.clerk("1", undo)
    hall.finish()

    assert served(hall) == 1


def test_it_is_counted_from_the_index_of_finished_visits(sqlite_url: str) -> None:
    bound = FINISHED.params(site=MAIN, since=MORNING)
    dialect = make_url(sqlite_url).get_dialect()()
    statement = bound.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
    database = Database(sqlite_url)
    with database.read() as connection:
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}")]
    database.close()
    assert sum("ix_journal_finish (site=? AND at>?)" in step for step in plan) == 2
    assert sum("COVERING INDEX ix_journal_finish" in step for step in plan) == 1


def test_what_is_taken_back_after_midnight_owes_the_new_day_nothing(hall: Hall) -> None:
    hall.mall = a_mall().open_around_the_clock()
    hall.now = moment("2026-11-23 23:50")
    hall.open("1")
    hall.ticket()
    hall.call()
    hall.now = moment("2026-11-23 23:59:57")
    hall.finish()
    hall.later(seconds=5)
    hall.clerk("1", undo)

    assert served(hall) == 0
