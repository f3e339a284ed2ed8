"""The sentences in which changes of a mall are told: every list has a first entry, every key its name."""

from typing import Any

import pytest

from tests.factories import MAIN
from tests.web.api.caller import Api
from tests.web.api.test_mall import preview, put

BREAK = {"days": ["fri"], "from": "11:30", "to": "13:00", "reason": {"id": "salat Jumat", "en": "prayer"}}
PARTS = 'last last\n"" ""'


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        (["layout", "hall"], {"areas": PARTS}, "Tata letak layar: baru"),
        (["site", MAIN, "quiet"], [{"from": "18:00", "to": "20:00"}], ": Waktu hening: baru"),
        (["holiday", "2031-01-01"], {"name": "Tahun Baru"}, "Tahun Baru: baru"),
    ],
)
def test_the_first_entry_of_a_list_is_told(api: Api, path: list[str], value: Any, sentence: str) -> None:
    (told,) = preview(api, 0, put(path, value))["changes"]
    assert told["sentence"].endswith(sentence)


@pytest.mark.parametrize(
    ("language", "days", "reason"),
    [
        (
            "id",
            "Waktu istirahat: 1: Hari: Jumat menjadi Senin",
            "Waktu istirahat: 1: Alasan: Inggris",
        ),
        ("en", "Breaks: 1: Days: Friday becomes Monday", "Breaks: 1: Reason: English"),
    ],
)
def test_keys_and_days_in_a_list_are_named_as_people_name_them(
    api: Api, language: str, days: str, reason: str
) -> None:
    saved = api.ask(
        "POST",
        "/api/v1/mall/changes",
        role="admin",
        body={"base": 0, "changes": [put(["break"], [BREAK])]},
        key="first",
    )
    other = {**BREAK, "days": ["mon"], "reason": {"id": "salat Jumat", "en": "Friday prayer"}}
    header = {"Accept-Language": language}
    told = preview(api, saved.get_json()["revision"], put(["break"], [other]), headers=header)["changes"]
    sentences = [each["sentence"] for each in told]
    assert days in sentences
    assert any(sentence.startswith(reason) for sentence in sentences)


def test_a_mistake_names_its_place_where_it_is_read_without_its_field(api: Api) -> None:
    wrong = put(["rules", "cutoff_minutes"], "x"), put(["site", MAIN, "counter", "1", "zone"], "nowhere")
    mistakes = preview(api, 0, *wrong)["mistakes"]
    places = {tuple(each["path"]): each["place"] for each in mistakes}
    assert places["rules", "cutoff_minutes"] == "Aturan antrean: Nomor terakhir sebelum tutup (menit)"
    assert places["site", MAIN, "counter", "1", "zone"].endswith("Loket 1: Zona")
