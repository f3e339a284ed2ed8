"""Forms are drawn from what the server says of every key, in both languages."""

from typing import Any

from tests.web.api.caller import Api


def tables(api: Api) -> dict[str, dict[str, Any]]:
    answer = api.ask("GET", "/api/v1/mall/fields", role="admin")
    return {table["table"]: table for table in answer.get_json()["tables"]}


def test_a_table_says_what_it_is_and_where_it_stands(api: Api) -> None:
    counter = tables(api)["counter"]
    assert (counter["list"], counter["keyed"], counter["inside"]) == (True, "code", "site")
    assert counter["label"] == {"id": "Loket", "en": "Counters"}


def test_a_key_says_what_may_stand_there(api: Api) -> None:
    zone = next(key for key in tables(api)["counter"]["keys"] if key["key"] == "zone")
    assert (zone["kind"], zone["of"], zone["required"], zone["all"]) == ("code", ["zone"], True, False)
    assert zone["help"]["id"].startswith("Zona tempat loket berada")


def test_choices_have_names_in_both_languages(api: Api) -> None:
    profile = next(key for key in tables(api)["printer"]["keys"] if key["key"] == "profile")
    assert profile["choices"][0] == {
        "value": "epson-80",
        "label": {"id": "Epson, kertas 80 mm", "en": "Epson, paper of 80 mm"},
    }
