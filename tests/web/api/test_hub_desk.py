"""The desk of a village office at a hub: numbers and times at a site that a satellite keeps, each once."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from app.domain.arriving import presence_code
from app.domain.staff import Grant, Role
from app.queries.made import tickets_made
from app.store.journal import since
from tests.factories import BRANCH, LINKS
from tests.services.databases import Databases
from tests.web.api.caller import SignedIn
from tests.web.api.hub_house import House, a_house, fine

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
TAKE = f"POST /api/v1/sites/{BRANCH}/remote-tickets"
BOOK = f"POST /api/v1/sites/{BRANCH}/bookings"
AGAIN = re.compile(rf'action="(/desa/{BRANCH}/tanya/\d+)"')


@pytest.fixture
def house(sqlite_url: str, sqlite_databases: Databases, tmp_path: Path) -> Iterator[House]:
    yield from a_hub(sqlite_url, sqlite_databases, tmp_path)


@pytest.fixture
def any_house(database_url: str, sqlite_databases: Databases, tmp_path: Path) -> Iterator[House]:
    """The hub on each database in turn."""
    yield from a_hub(database_url, sqlite_databases, tmp_path)


def a_hub(url: str, databases: Databases, folder: Path) -> Iterator[House]:
    (folder / "there").mkdir()
    with a_house(folder, url, databases.fresh(folder / "there")) as house:
        house.pull()
        yield house


class Desk:
    """Somebody of a village office, signed in at the hub."""

    def __init__(self, house: House) -> None:
        self._api = house.here
        self._session = SignedIn(house.here.session(Grant(Role.VILLAGE, None)).secret, None)

    def look(self, path: str) -> TestResponse:
        return self._api.ask("GET", path, session=self._session)

    def page(self, path: str = "/desa") -> str:
        return fine(self.look(path)).get_data(as_text=True)

    def form(self, name: str, service: str = "ktp") -> dict[str, str]:
        part = self.page(f"/desa/{BRANCH}/{service}").split(f'id="{name}"')[1].split("</form>")[0]
        return dict(re.findall(r'name="(csrf|key)" value="([0-9a-f]+)"', part))

    def send(self, path: str, said: dict[str, str]) -> TestResponse:
        body = "&".join(f"{name}={value.replace('+', '%2B')}" for name, value in said.items())
        return self._api.ask("POST", path, session=self._session, body=body.encode(), headers=FORM)

    def take(self, said: dict[str, str] | None = None) -> TestResponse:
        return self.send(f"/desa/{BRANCH}/ktp/nomor", said or self.form("take"))

    def slots(self) -> list[str]:
        return re.findall(r'<option value="(\d[^"]+)"', self.page(f"/desa/{BRANCH}/ktp"))

    def book(self, slot: str) -> TestResponse:
        return self.send(f"/desa/{BRANCH}/ktp/reservasi", {**self.form("book"), "starts_at": slot})

    def ask_again(self) -> TestResponse:
        page = self.page()
        found = AGAIN.search(page)
        assert found is not None, page
        return self.send(found[1], self.form("take"))


@pytest.fixture
def desk(house: House) -> Desk:
    return Desk(house)


def slip(answer: TestResponse) -> str:
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.headers["Location"])


def given_there(house: House) -> list[tuple[str, str]]:
    """The numbers of the branch and who took them, as its own journal says."""
    with house.there.database.read() as connection:
        facts = since(connection, BRANCH, 0)
    return [(fact.data["number"], fact.actor) for fact in facts if fact.kind == "ticket_issued"]


def address(desk: Desk, house: House) -> str:
    """Of the number given last, as the code on its slip carries it; a desk is shown it nowhere else."""
    with house.there.database.read() as connection:
        day = house.there.now.date()
        last = tickets_made(connection, site=BRANCH, day=day, origin=given_there(house)[-1][1])[0]
    return LINKS.token(last.nonce)


def test_each_citizen_of_a_desk_gets_a_number_of_the_satellite(house: House, desk: Desk) -> None:
    slips = [slip(desk.take()) for _ in range(4)]
    assert len(set(slips)) == 4
    given = given_there(house)
    assert [number for number, _ in given] == ["A-001", "A-002", "A-003", "A-004"]
    assert {actor.partition(":")[0] for _, actor in given} == {"hub"}
    assert [f'number-figures">00{n}<' in desk.page(way) for n, way in enumerate(slips, 1)] == [True] * 4
    today = desk.page()
    assert all(f'href="{way}"' in today for way in slips)


def test_the_slip_says_when_to_come_and_carries_a_code_of_the_hub(house: House, desk: Desk) -> None:
    way = slip(desk.take())
    page = desk.page(way)
    assert "Datang sekitar pukul" in page
    assert re.search(r"/[tT]/\w{26}", page) is None
    assert fine(desk.look(f"{way}/qr.svg")).mimetype == "image/svg+xml"
    shown = fine(house.here.ask("GET", f"/api/v1/tickets/{address(desk, house)}")).get_json()
    assert shown["number"] == "A-001"
    assert shown["url"].startswith(f"{LINKS.public_url}/t/")


def test_the_citizen_checks_in_and_gives_up_by_the_code_on_the_slip(house: House, desk: Desk) -> None:
    desk.take()
    way = f"/api/v1/tickets/{address(desk, house)}"
    code = presence_code(LINKS.secret, BRANCH, house.there.now)
    assert (
        fine(house.here.ask("POST", f"{way}/check-in", body={"code": code})).get_json()["state"] == "waiting"
    )
    house.pull()
    assert "menunggu" in desk.page()
    fine(house.here.ask("DELETE", way))
    house.pull()
    assert "dibatalkan" in desk.page()


def test_a_form_sent_twice_takes_one_number_of_the_satellite(house: House, desk: Desk) -> None:
    said = desk.form("take")
    assert slip(desk.take(said)) == slip(desk.take(said))
    assert len(given_there(house)) == 1


def test_a_lost_answer_comes_with_the_next_press_of_the_same_form(house: House, desk: Desk) -> None:
    said = desk.form("take")
    house.line.lose_answer_to(TAKE)
    lost = desk.take(said)
    assert lost.status_code == 503
    assert said["key"] in lost.get_data(as_text=True)
    assert 'number-figures">001<' in desk.page(slip(desk.take(said)))
    assert len(given_there(house)) == 1
    assert "tanya" not in desk.page()


def test_the_next_citizen_does_not_get_the_number_of_a_lost_answer(any_house: House) -> None:
    """Nor does the one before lose it: it is asked for again by hand, and comes with its slip."""
    house, desk = any_house, Desk(any_house)
    house.line.lose_answer_to(TAKE)
    desk.take()
    assert "Ada permintaan untuk lokasi ini yang belum terjawab" in desk.page(f"/desa/{BRANCH}/ktp")
    assert 'number-figures">002<' in desk.page(slip(desk.take()))
    assert 'number-figures">001<' in desk.page(slip(desk.ask_again()))
    assert len(given_there(house)) == 2
    assert "tanya" not in desk.page()


def test_what_is_not_answered_again_stays_to_be_asked_for(house: House, desk: Desk) -> None:
    house.line.lose_answer_to(TAKE)
    desk.take()
    house.line.lose_answer_to(TAKE)
    refused = desk.ask_again()
    assert refused.status_code == 503
    assert 'role="alert"' in refused.get_data(as_text=True)
    assert slip(desk.ask_again()).startswith(f"/desa/{BRANCH}/nomor/")
    assert len(given_there(house)) == 1


def test_a_time_is_booked_at_the_satellite_and_changed_at_the_hub(house: House, desk: Desk) -> None:
    slot = desk.slots()[-1]
    way = slip(desk.book(slot))
    code = re.search(r'slip-code">(\w{5})-(\w{5})<', desk.page(way))
    assert code is not None
    assert fine(desk.look(f"{way}/qr.svg")).mimetype == "image/svg+xml"
    booking = f"/api/v1/bookings/{code[1]}{code[2]}"
    assert (
        fine(house.here.ask("GET", booking)).get_json()["url"] == f"{LINKS.public_url}/b/{code[1]}{code[2]}"
    )
    assert fine(house.there.ask("GET", booking)).get_json()["state"] == "booked"
    assert f"{code[1]}-{code[2]}" in desk.page()
    fine(house.here.ask("DELETE", booking))
    assert "dibatalkan" in desk.page()


def test_one_desk_books_the_same_service_for_many_citizens(desk: Desk) -> None:
    slots = desk.slots()[-4:]
    assert len({slip(desk.book(slot)) for slot in slots}) == 4


def test_a_booking_whose_answer_was_lost_is_asked_for_again(house: House, desk: Desk) -> None:
    slot = desk.slots()[-1]
    house.line.lose_answer_to(BOOK)
    assert desk.book(slot).status_code == 503
    assert slip(desk.ask_again()).startswith(f"/desa/{BRANCH}/reservasi/")
    assert desk.page().count("/reservasi/") == 1


def test_a_booking_that_became_a_number_is_told_as_both(any_house: House) -> None:
    house, desk = any_house, Desk(any_house)
    way = slip(desk.book(desk.slots()[0]))
    code = re.search(r'slip-code">(\w{5})-(\w{5})<', desk.page(way))
    assert code is not None
    presence = presence_code(LINKS.secret, BRANCH, house.there.now)
    body = {"presence": presence}
    fine(house.here.ask("POST", f"/api/v1/bookings/{code[1]}{code[2]}/check-in", body=body))
    today = desk.page()
    assert "sudah tiba" in today
    assert "A-001" in today


def test_without_a_line_a_desk_is_refused_with_a_sentence_and_keeps_what_it_gave(
    house: House, desk: Desk
) -> None:
    way, said = slip(desk.take()), desk.form("take")
    house.cut()
    house.here.now += timedelta(minutes=5)
    house.pull()
    page = desk.page(f"/desa/{BRANCH}/ktp")
    assert "Sambungan ke Pasar sedang terputus" in page
    assert "nomor dan waktu tidak dapat diambil dari sini" in page
    assert "Ambil nomor</button>" not in page
    refused = desk.take(said | {"key": "0" * 32})
    assert refused.status_code == 503
    assert "Sambungan ke lokasi ini sedang terputus" in refused.get_data(as_text=True)
    assert 'number-figures">001<' in desk.page(way)
    assert len(given_there(house)) == 1
    assert "tanya" not in desk.page()


def test_a_line_that_was_cut_a_moment_ago_is_no_lack_of_times(house: House, desk: Desk) -> None:
    house.cut()
    house.pull()
    page = desk.page(f"/desa/{BRANCH}/ktp")
    assert page.count("nomor dan waktu tidak dapat diambil dari sini") == 2
    assert "Belum ada waktu yang dapat dipesan" not in page


def test_the_satellite_says_no_to_a_desk_in_its_own_words(house: House, desk: Desk) -> None:
    said = desk.form("take")
    house.there.now += timedelta(hours=12)
    refused = desk.take(said)
    assert refused.status_code == 409
    assert 'role="alert"' in refused.get_data(as_text=True)
    assert said["key"] not in refused.get_data(as_text=True)
    assert "tanya" not in desk.page()


def test_no_desk_sees_what_another_one_got(house: House, desk: Desk) -> None:
    other = Desk(house)
    way = slip(desk.take())
    house.line.lose_answer_to(TAKE)
    desk.take()
    again = AGAIN.search(desk.page())
    assert again is not None
    assert way not in other.page()
    assert other.look(way).status_code == 404
    assert other.look(f"{way}/qr.svg").status_code == 404
    assert other.send(again[1], other.form("take")).status_code == 404


def test_a_desk_of_the_satellite_is_not_taken_for_one_of_the_hub(house: House, desk: Desk) -> None:
    """Both count their staff from one; the facts of the satellite name its own."""
    session = SignedIn(house.there.session(Grant(Role.VILLAGE, None)).secret, None)
    page = house.there.ask("GET", f"/desa/{BRANCH}/ktp", session=session).get_data(as_text=True)
    part = page.split('id="take"')[1].split("</form>")[0]
    said = "&".join(f"{a}={b}" for a, b in re.findall(r'name="(csrf|key)" value="([0-9a-f]+)"', part))
    way = f"/desa/{BRANCH}/ktp/nomor"
    slip(house.there.ask("POST", way, session=session, body=said.encode(), headers=FORM))
    house.pull()
    assert "/nomor/" not in desk.page()


def test_the_satellite_offers_its_desks_no_site_that_it_knows_nothing_of(house: House) -> None:
    session = SignedIn(house.there.session(Grant(Role.VILLAGE, None)).secret, None)
    page = house.there.ask("GET", "/desa", session=session).get_data(as_text=True)
    assert re.findall(r'href="/desa/(\w+)"', page) == [BRANCH]
