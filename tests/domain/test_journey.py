"""The stops of a visit: the next one that somebody serves, and what follows."""

from app.domain.journey import Stop, as_data, onward, stops_from

STOPS = (Stop("ktp"), Stop("paspor", "3"), Stop("kk"))


def test_the_next_stop_is_the_first_that_somebody_serves() -> None:
    assert onward(STOPS, lambda _: True) == (Stop("ktp"), STOPS[1:])
    assert onward(STOPS, lambda stop: stop.service == "kk") == (Stop("kk"), ())


def test_a_journey_ends_where_nothing_follows() -> None:
    assert onward((), lambda _: True) == (None, ())
    assert onward(STOPS, lambda _: False) == (None, ())


def test_stops_are_kept_as_they_are() -> None:
    assert stops_from(as_data(STOPS)) == STOPS
