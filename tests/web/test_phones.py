"""Which phones follow which ticket, and what counts as news to them."""

from app.web.visitor.phones import Phones


def ticket(number: int = 7, **changes: object) -> dict[str, object]:
    return {"site": "BWI", "id": number, "agency": "A", "ahead": 3, **changes}


def test_the_same_ticket_twice_is_no_news() -> None:
    phones = Phones()
    phones.join("p1", site="BWI", ticket=7, agency="A")
    assert phones.is_news(ticket())
    assert not phones.is_news(ticket())
    assert phones.is_news(ticket(ahead=2))


def test_a_newcomer_makes_the_next_look_count_as_news() -> None:
    phones = Phones()
    phones.join("p1", site="BWI", ticket=7, agency="A")
    assert phones.is_news(ticket())
    phones.join("p2", site="BWI", ticket=7, agency="A")
    assert phones.is_news(ticket())


def test_a_ticket_that_nobody_follows_is_never_told() -> None:
    phones = Phones()
    phones.join("p1", site="BWI", ticket=7, agency="A")
    phones.leave("p1")
    phones.leave("p1")
    assert not phones.is_news(ticket())
    assert phones.followed("BWI") == set()


def test_a_ticket_is_followed_until_its_last_phone_leaves() -> None:
    phones = Phones()
    phones.join("p1", site="BWI", ticket=7, agency="A")
    phones.join("p2", site="BWI", ticket=7, agency="A")
    phones.join("p3", site="RGJ", ticket=8, agency="A")
    phones.leave("p1")
    assert phones.followed("BWI") == {7}
    assert phones.followed("RGJ") == {8}


def test_the_followers_of_an_agency_move_with_their_ticket() -> None:
    phones = Phones()
    phones.join("p1", site="BWI", ticket=7, agency="A")
    phones.join("p2", site="BWI", ticket=8, agency="B")
    assert phones.followed("BWI", {"B"}) == {8}
    phones.is_news(ticket(7, agency="B"))
    assert phones.followed("BWI", {"B"}) == {7, 8}
