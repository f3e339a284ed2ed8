"""A demonstration becomes an office: its links die, its numbers stay, and it never is one again."""

import pytest

from tests.conftest import Serve
from tests.journeys.office import Office
from tests.journeys.patience import until

pytestmark = pytest.mark.slow

ME = "/api/v1/me"


def test_a_demonstration_ends_for_good_and_keeps_its_numbers(serve: Serve, sqlite_url: str) -> None:
    server = serve(database=sqlite_url, options=("--demo", "--no-agent"))
    office = Office(server)
    ticket = office.take_number("G01")
    links = server.links()

    done = server.command("demo", "end")

    assert done.returncode == 0, done.stderr
    assert f"{len(links)} tokens are revoked" in done.stdout
    until(
        lambda: {server.request("GET", "/api/v1/me", token=link["token"]).status for link in links} == {401}
    )
    for command in (("links",), ("demo", "end")):
        refused = server.command(*command)
        assert (refused.returncode, refused.stdout) == (1, "")

    server.stop()
    server.options = ("--no-agent",)
    server.start()
    assert office.ticket(ticket["token"])["number"] == ticket["number"]
    admin = server.token("admin")
    assert office.get("/me", admin)["demo"] is False
    facts = office.get("/admin/devices", admin)["facts"]
    assert {(fact["kind"], fact["actor"]) for fact in facts} == {("device_revoked", "command line")}
