"""The page of a site is worked out once for everybody, and never shows what has changed since."""

from dataclasses import replace
from datetime import timedelta

from app.web.visitor.glances import MOST_SECONDS, Glances
from tests.factories import MAIN, with_service
from tests.web.api.caller import Api


def page(api: Api, find: str = "") -> str:
    return api.ask("GET", f"/{MAIN}?find={find}").get_data(as_text=True)


def test_a_number_that_is_given_is_on_the_page_at_once(api: Api) -> None:
    before = page(api)
    assert api.take().status_code == 201

    assert page(api) != before
    assert page(api) == page(api)


def test_while_nothing_happens_it_is_worked_out_once(api: Api) -> None:
    glances, site = Glances(api.server.context), api.mall.site[MAIN]
    with api.database.read() as connection:
        first = glances.of(connection, api.mall, site)
        again = glances.of(connection, api.mall, site)
        api.now += timedelta(seconds=MOST_SECONDS)
        later = glances.of(connection, api.mall, site)

    assert again is first
    assert later["now"] > first["now"]


def test_a_mall_that_was_saved_anew_counts_at_once(api: Api) -> None:
    assert "Perekaman baru" not in page(api, "perekaman")
    api.mall = with_service(api.mall, "ktp", name="Perekaman baru")

    assert "Perekaman baru" in page(api, "perekaman")


def test_what_only_the_clock_changes_is_on_the_page(api: Api) -> None:
    open_now = page(api)
    api.now = api.now.replace(hour=16)

    assert page(api) != open_now
    api.mall = replace(api.mall, name="Mal Baru")
    assert "Mal Baru" in page(api)
