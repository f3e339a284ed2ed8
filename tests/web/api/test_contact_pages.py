"""Addresses on the pages of visitors: left by a form, veiled on the page, deleted, and copied on request."""

import re
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.channels.hook import GatewayChannel
from app.channels.mail import MailChannel
from app.domain.delivering import Channel, Gateway, MailServer
from app.domain.mall import Holiday
from app.domain.switching import Setting
from app.operations.switching import set_service
from app.store.tables import contact, delivery, reply
from tests.factories import MAIN, moment
from tests.web.api.caller import Api

SITI = "siti@example.org"
SLOTS = f"/{MAIN}/layanan/ktp/waktu"
NINE = "2026-11-24T09:00:00+07:00"
MAIL = MailChannel(MailServer("localhost", 1, "none", "antrean@mpp.example.go.id"))
GATEWAY = GatewayChannel(Gateway("https://gateway.example.org", "a secret of both"))


@pytest.fixture
def api(api: Api) -> Api:
    api.mall = replace(
        api.mall, rules=replace(api.mall.rules, bookings=True, remote_tickets=True, capacity_check=False)
    )
    api.server.context.channels.update({Channel.MAIL: MAIL, Channel.WEBHOOK: GATEWAY})  # type: ignore[attr-defined]
    return api


def client(api: Api) -> FlaskClient:
    return api.app.test_client(use_cookies=False)


def post(api: Api, path: str, **fields: str) -> TestResponse:
    return client(api).post(path, data=fields)


def key_of(api: Api, path: str) -> str:
    found = re.search(r'name="key" value="([0-9a-f]{32})"', client(api).get(path).text)
    assert found
    return found[1]


def book(api: Api, said: str = SITI) -> TestResponse:
    return post(api, f"/{MAIN}/layanan/ktp/book", key=key_of(api, SLOTS), starts_at=NINE, contact=said)


def booked(api: Api, said: str = SITI) -> str:
    answer = book(api, said)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def kept(api: Api) -> list[Any]:
    with api.database.read() as connection:
        return list(connection.execute(select(contact)))


def owed(api: Api) -> list[str]:
    with api.database.read() as connection:
        return [row.subject for row in connection.execute(select(delivery).order_by(delivery.c.id))]


def test_a_booking_form_says_what_the_address_is_for_and_may_stay_empty(api: Api) -> None:
    page = client(api).get(SLOTS).text
    assert "E-mail atau nomor HP" in page
    assert "Hanya untuk memberi kabar tentang kunjungan ini." in page
    booked(api, "")
    assert kept(api) == []


def test_an_address_in_the_form_is_kept_and_told(api: Api) -> None:
    page = client(api).get(booked(api)).text
    assert "s***@example.org" in page
    assert SITI not in page
    assert "Rabu 25 November 2026" in page
    assert owed(api) == ["booking_made"]


def test_an_address_stands_in_no_reply_that_is_kept(api: Api) -> None:
    booked(api)
    with api.database.read() as connection:
        assert "siti" not in repr(connection.execute(select(reply)).all())


def test_a_wrong_address_books_nothing_and_is_said(api: Api) -> None:
    answer = book(api, "siti")
    assert answer.status_code == 422
    assert "Ini bukan alamat e-mail atau nomor HP." in answer.text
    assert 'value="siti"' in answer.text
    assert NINE in answer.text
    assert kept(api) == []
    assert owed(api) == []


def test_a_form_that_is_sent_twice_leaves_one_address(api: Api) -> None:
    key = key_of(api, SLOTS)
    for _ in range(2):
        post(api, f"/{MAIN}/layanan/ktp/book", key=key, starts_at=NINE, contact=SITI)
    assert len(kept(api)) == 1
    assert owed(api) == ["booking_made"]


def test_an_address_may_be_left_later_and_deleted(api: Api) -> None:
    page = booked(api, "")
    left = post(api, f"{page}/contact", contact="0812 3456 7890")
    assert (left.status_code, left.headers["Location"]) == (303, f"{page}#contact")
    assert "+62***890" in client(api).get(page).text
    post(api, f"{page}/contact/delete", id=str(kept(api)[0].id))
    assert kept(api) == []


def test_what_is_refused_is_said_on_the_page(api: Api) -> None:
    page = booked(api, "")
    answer = post(api, f"{page}/contact", contact="nobody")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert "Ini bukan alamat e-mail atau nomor HP." in answer.text


@pytest.mark.parametrize("said", ["", "x", "-1", "9" * 30])
def test_nobody_deletes_what_is_not_theirs(api: Api, said: str) -> None:
    page = booked(api)
    other = post(api, f"{page}/contact/delete", id=said)
    assert other.status_code == 404
    assert len(kept(api)) == 1


def test_the_holder_takes_all_of_it_along(api: Api) -> None:
    answer = post(api, f"{booked(api)}/contact/export")
    (mine,) = answer.get_json()["contacts"]
    assert (mine["address"], mine["channel"]) == (SITI, "mail")
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_number_from_afar_is_followed_too(api: Api) -> None:
    form = f"/{MAIN}/layanan/ktp"
    answer = post(api, f"{form}/take", key=key_of(api, form), contact="081234567890")
    assert answer.status_code == 303, answer.text
    page = answer.headers["Location"]
    assert "+62***890" in client(api).get(page).text
    assert owed(api) == ["ticket_taken"]
    post(api, f"{page}/contact/delete", id=str(kept(api)[0].id))
    assert kept(api) == []


def test_an_unknown_page_keeps_nothing(api: Api) -> None:
    assert post(api, "/t/NOSUCHTICKET/contact", contact=SITI).status_code == 404
    assert post(api, "/b/ZZZZZZZZZZ/contact", contact=SITI).status_code == 404


def test_an_office_without_channels_asks_for_nothing(api: Api) -> None:
    api.server.context.channels.clear()  # type: ignore[attr-defined]
    assert 'name="contact"' not in client(api).get(SLOTS).text
    assert 'id="contact"' not in client(api).get(booked(api, "")).text
    assert book(api, SITI).status_code in (409, 422)


def test_a_browsers_pushes_are_taken_by_secure_pages_alone(api: Api) -> None:
    page = booked(api, "")
    assert 'data-action="' in client(api).get(page).text
    assert post(api, f"{page}/contact", subscription="{}").status_code == 422
    del api.server.context.channels[Channel.PUSH]  # type: ignore[attr-defined]
    assert 'data-action="' not in client(api).get(page).text
    assert post(api, f"{page}/contact", subscription="{}").status_code == 409


def test_whoever_leaves_too_many_is_slowed_down(api: Api) -> None:
    page = booked(api, "")
    answers = [post(api, f"{page}/contact", contact=SITI).status_code for _ in range(31)]
    assert answers == [303] * 30 + [429]


def test_a_booking_says_that_its_day_is_closed_now(api: Api) -> None:
    page = booked(api, "")
    assert 'id="closed"' not in client(api).get(page).text
    holiday = Holiday(moment("2026-11-24 09:00").date(), "Hari Guru")
    api.mall = replace(api.mall, holidays=(holiday,))
    told = client(api).get(page).text
    assert (
        "Layanan ini tutup pada hari reservasi Anda (Hari Guru). Pindahkan ke hari lain, atau batalkan."
        in told
    )


def test_a_booking_says_that_its_service_is_paused(api: Api) -> None:
    page = booked(api, "")
    api.now = moment("2026-11-24 08:00")
    api.database.write(
        MAIN,
        lambda tx: set_service(
            tx, api.mall, "ktp", Setting.PAUSED, reason="server pusat", minutes=90, actor="a", now=api.now
        ),
    )
    told = client(api).get(page).text
    assert "dihentikan sementara (server pusat). Diperkirakan buka lagi pukul 09.30." in told
