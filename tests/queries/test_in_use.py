"""What numbers name of the mall stays known, however it was learnt."""

from sqlalchemy import insert

from app.queries import in_use as rules
from app.queries.in_use import Used, in_use, used
from app.store.tables import installation
from tests.hall import Hall


def asked(hall: Hall, known: Used = rules.NOTHING) -> Used:
    with hall.database.read() as connection:
        return used(connection, known)


def test_numbers_name_their_place_agency_service_and_the_counter_that_called_them(hall: Hall) -> None:
    hall.open("1")
    hall.ticket("ktp")
    assert (asked(hall).services, asked(hall).counters) == ({"ktp"}, frozenset())
    hall.call()
    found = asked(hall)
    assert (found.sites, found.agencies, found.counters) == ({hall.site}, {"DUKCAPIL"}, {(hall.site, "1")})
    paths = [("site", hall.site, "counter", "1"), ("site", hall.site, "counter", "2"), ("agency", "DUKCAPIL")]
    with hall.database.read() as connection:
        assert in_use(connection, paths) == {paths[0], paths[2]}


def test_what_was_known_before_is_completed_by_what_came_since(hall: Hall) -> None:
    hall.open("1")
    hall.ticket("ktp")
    before = asked(hall)
    hall.call()
    assert asked(hall, before) == asked(hall)
    old = Used(frozenset({"OLD"}), ticket=before.ticket + rules.STILL_MOVING, booking=before.booking)
    assert asked(hall, old).sites == {"OLD"}  # the numbers of long ago are not read again


def test_a_demonstration_binds_nobody(hall: Hall) -> None:
    hall.ticket("ktp")
    row = {"id": 1, "secret_hash": bytes(32), "demo": True}
    hall.database.write("", lambda tx: tx.execute(insert(installation).values(row)))
    with hall.database.read() as connection:
        assert in_use(connection, [("agency", "DUKCAPIL")]) == frozenset()
