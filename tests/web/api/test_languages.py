"""Both languages everywhere: by ?lang=, by the browser's wish, else the mall's first."""

import pytest

from tests.factories import MAIN, moment
from tests.web.api.caller import Api

INDONESIAN = {"Accept-Language": "id-ID,id;q=0.9,en;q=0.8"}
ENGLISH = {"Accept-Language": "en-GB,en;q=0.9"}
JAVANESE = {"Accept-Language": "jv"}


@pytest.mark.parametrize(
    ("query", "headers", "spoken"),
    [
        ("", {}, "id"),
        ("", INDONESIAN, "id"),
        ("", ENGLISH, "en"),
        ("", JAVANESE, "id"),
        ("?lang=en", INDONESIAN, "en"),
        ("?lang=id", ENGLISH, "id"),
        ("?lang=jv", ENGLISH, "en"),
        ("", {"Cookie": "antrean_language=en", **INDONESIAN}, "en"),
    ],
)
def test_a_refusal_is_told_in_the_language_asked_for(
    api: Api, query: str, headers: dict[str, str], spoken: str
) -> None:
    answer = api.ask("GET", f"/api/v1/tickets/ABC{query}", headers=headers).get_json()
    sentences = {
        language: api.ask("GET", f"/api/v1/tickets/ABC?lang={language}").get_json()["detail"]
        for language in ("id", "en")
    }

    assert answer["detail"] == sentences[spoken]


def test_why_a_service_is_closed_is_told_in_both_and_in_the_language_asked_for(api: Api) -> None:
    api.now = moment("2026-11-27 12:00")
    path = f"/api/v1/sites/{MAIN}"
    indonesian = api.ask("GET", path).get_json()["agencies"][0]
    english = api.ask("GET", f"{path}?lang=en").get_json()["agencies"][0]

    assert "salat Jumat" in indonesian["reason"]
    assert "Friday prayer, until 13:00" in english["reason"]
    assert (indonesian["reason_id"], indonesian["reason_en"]) == (english["reason_id"], english["reason_en"])
    assert indonesian["services"][0]["reason"] == indonesian["reason_id"]
    assert indonesian["services"][0]["code_reason"] == "break"
    assert indonesian["next_opening"] == "2026-11-27T13:00:00+07:00"


def test_the_ticket_speaks_the_language_in_which_it_was_taken(api: Api) -> None:
    def language(**how: object) -> str:
        return api.ask(
            "POST",
            f"/api/v1/sites/{MAIN}/tickets{how.get('query', '')}",
            role="kiosk",
            body={"service": "ktp", **({"language": how["body"]} if "body" in how else {})},
            key=str(how),
            headers=how.get("headers", {}),
        ).get_json()["language"]

    assert language() == "id"
    assert language(headers=ENGLISH) == "en"
    assert language(query="?lang=en") == "en"
    assert language(query="?lang=en", body="id") == "id"


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_words_of_a_screen_come_in_its_language(api: Api, language: str) -> None:
    words = api.ask("GET", f"/words/{language}/kiosk.json")

    assert words.status_code == 200
    assert words.get_json()
    assert api.ask("GET", f"/words/{language}/moon.json").status_code == 404
    assert api.ask("GET", "/words/jv/kiosk.json").status_code == 404
