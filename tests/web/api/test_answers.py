"""Every answer has the shape that the OpenAPI document promises; a day at the API from tap to journal."""

from tests.factories import MAIN
from tests.store.facts import unknown_fact
from tests.web.api.asked_from_afar import a_booking, a_letter, from_afar
from tests.web.api.asked_in_the_hall import a_day
from tests.web.api.asked_of_devices import a_display, a_film, a_pairing, a_probe, a_voice
from tests.web.api.asked_of_the_office import a_beginning, a_clerk, a_document, a_partner
from tests.web.api.caller import Api
from tests.web.api.checked import Checked, described_routes
from tests.web.api.upkeep import upkeep

# In an order in which each finds what it needs.
ASKED = (
    a_beginning, a_day, a_pairing, a_display, a_voice, a_film, a_probe, a_clerk, from_afar, a_booking,
    a_partner, a_letter, a_document, upkeep,
)  # fmt: skip


def test_every_answer_is_as_described_and_no_route_is_left_out(api_on_each: Api) -> None:
    checked = Checked(api_on_each)
    for asked in ASKED:
        asked(checked)

    assert described_routes(api_on_each) - checked.asked == set()


def test_a_new_ticket_tells_the_visitor_everything(api: Api) -> None:
    api.take()
    ticket = api.take("kk", priority="elderly", language="en").get_json()

    assert (ticket["number"], ticket["service"], ticket["agency"]) == ("A-002", "kk", "DUKCAPIL")
    assert (ticket["state"], ticket["priority"], ticket["language"]) == ("waiting", "elderly", "en")
    assert ticket["url"] == f"https://antrean.example.go.id/t/{ticket['token']}"
    assert ticket["print"] == {"state": "queued", "printer": "P1", "place": None}
    assert ticket["ahead"] == 0  # the head start of twenty minutes
    assert ticket["estimate"]["low"] < ticket["estimate"]["high"]


def test_a_kiosk_is_shown_only_what_it_offers(api: Api) -> None:
    def offered(code: str) -> list[str]:
        token = api.token("kiosk", code=code)
        agencies = api.ask("GET", f"/api/v1/sites/{MAIN}", token=token).get_json()["agencies"]
        return [service["code"] for agency in agencies for service in agency["services"]]

    assert offered("K1") == ["ktp", "kk", "paspor", "visa"]
    assert offered("K2") == ["ktp", "kk"]


def test_what_is_left_of_a_quota_is_public(api: Api) -> None:
    api.take("paspor")
    agencies = api.ask("GET", f"/api/v1/sites/{MAIN}").get_json()["agencies"]
    left = {service["code"]: service["quota_left"] for agency in agencies for service in agency["services"]}

    assert left == {"ktp": None, "kk": None, "paspor": 2, "visa": None}


def test_staff_never_see_the_secret_address_of_a_ticket(api: Api) -> None:
    token = api.take().get_json()["token"]
    api.take()
    api.clerk("1", "open")
    called = api.clerk("1", "call-next")
    counter = api.ask("GET", f"/api/v1/counters/1?site={MAIN}", role="counter")
    journal = api.ask("GET", f"/api/v1/journal?site={MAIN}", role="partner")
    board = api.ask("GET", f"/api/v1/sites/{MAIN}/board", role="display")

    for answer in (called, counter, journal, board):
        assert token not in answer.get_data(as_text=True)
    assert called.get_json()["ticket"]["token"] is called.get_json()["ticket"]["url"] is None


def test_a_hub_reads_facts_that_this_version_does_not_know(api: Api) -> None:
    api.database.write(MAIN, lambda tx: unknown_fact(tx, "ticket_beamed"))
    facts = api.ask("GET", f"/api/v1/journal?site={MAIN}", role="partner").get_json()["facts"]

    assert [fact["kind"] for fact in facts] == ["ticket_beamed"]


def test_the_journal_is_read_page_by_page(api: Api) -> None:
    for _ in range(5):
        api.take()
    kinds, cursor = [], 0
    while True:
        path = f"/api/v1/journal?site={MAIN}&after={cursor}&limit=2"
        page = api.ask("GET", path, role="partner").get_json()
        if not page["facts"]:
            break
        kinds += [fact["kind"] for fact in page["facts"]]
        cursor = page["cursor"]

    assert kinds == ["ticket_issued"] * 5
