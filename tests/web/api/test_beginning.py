"""The guided first set-up over HTTP: what is asked, what is refused, and when it is too late."""

from base64 import b64encode
from typing import Any
from urllib.parse import urlencode

import pytest

from app.domain.staff import Grant, Role
from app.sheets import read_sheets, workbook
from config import mall as mall_files
from config.bootstrap import ROOT
from config.mall_sheet_rows import COLUMNS
from tests.factories import MAIN
from tests.web.api.caller import Api, SignedIn

ANSWERS: dict[str, Any] = {
    "beginning": "catalogue",
    "name": "MPP Kabupaten Pohuwato",
    "address": "Jl. Contoh 1, Marisa",
    "timezone": "Asia/Makassar",
    "hours": {"mon": "08:00-15:00"},
    "zones": ["Lantai 1", "Lantai 2"],
    "agencies": [{"code": "A", "counters": 2}, {"code": "E", "zone": 1}],
    "kiosk": "Anjungan pintu masuk",
    "printer": "192.168.1.50:9100",
}
EMPTY = [
    {"code": "A", "short_name": "Dukcapil", "services": ["Perekaman KTP-el; 12", "Kartu keluarga"]},
]


def chief(api: Api) -> SignedIn:
    return api.session(Grant(Role.ADMINISTRATOR))


def ask(api: Api, what: str, **changes: Any) -> Any:
    return api.ask("POST", f"/api/v1/setup/{what}", session=chief(api), body={**ANSWERS, **changes})


def test_answers_make_a_whole_mall(api: Api) -> None:
    seen = ask(api, "preview").get_json()
    assert seen["mistakes"] == []
    mall = mall_files.from_document(seen["document"])
    (site,) = mall.sites
    assert (mall.code, site.code, mall.timezone) == ("mpp-kabupaten-pohuwato", "POH", "Asia/Makassar")
    assert [(each.code, each.zone, each.services) for each in site.counters] == [
        ("1", "Z1", ("A",)),
        ("2", "Z1", ("A",)),
        ("3", "Z2", ("E",)),
    ]
    assert [display.zones for display in site.displays] == [("Z1",), ("Z2",)]
    assert site.kiosk["K1"].printer == "P1"
    assert site.printer["P1"].address == "192.168.1.50:9100"
    assert "Banyuwangi" not in " ".join(agency.name for agency in mall.agencies)


@pytest.mark.parametrize(
    ("name", "land", "court"),
    [
        ("MPP Kabupaten Gorontalo Utara (contoh)", "Kabupaten Gorontalo Utara", "Gorontalo Utara"),
        ("MPP Kota Palu", "Kota Palu", "Palu"),
        ("Mal Pelayanan Publik Lima Puluh Kota", "Kabupaten Lima Puluh Kota", "Lima Puluh Kota"),
        ("MPP", "Kabupaten Banyuwangi", "Banyuwangi"),
    ],
)
def test_the_catalogue_is_named_after_the_place_of_the_mall(
    api: Api, name: str, land: str, court: str
) -> None:
    asked = api.ask("GET", f"/api/v1/setup?{urlencode({'name': name})}", session=chief(api)).get_json()
    offered = [each["name"] for each in asked["catalogue"]]
    assert {f"Kantor Pertanahan {land}", f"Pengadilan Negeri {court}"} <= set(offered)
    agencies = [{"code": each["code"]} for each in asked["catalogue"]]
    seen = ask(api, "preview", name=name, agencies=agencies).get_json()
    assert [agency["name"] for agency in seen["document"]["agency"]] == offered


def test_the_review_points_out_what_is_of_another_province(api: Api) -> None:
    def advice(**changes: Any) -> list[str]:
        return list(ask(api, "preview?lang=en", **changes).get_json()["advice"])

    bank = next(code for code, name in offered_names(api).items() if name.startswith("Bank Jatim"))
    seen = advice(agencies=[{"code": "A"}, {"code": bank}])
    assert [sentence for sentence in seen if "East Java: Bank Jatim Cabang Pohuwato." in sentence]
    assert not [sentence for sentence in advice() if "East Java" in sentence]
    assert [sentence for sentence in advice() if "copied from the catalogue" in sentence]
    assert advice(beginning="empty", agencies=EMPTY) == []


def offered_names(api: Api) -> dict[str, str]:
    asked = api.ask("GET", "/api/v1/setup", session=chief(api)).get_json()
    return {each["code"]: each["name"] for each in asked["catalogue"]}


def test_a_line_of_services_keeps_what_is_no_number_of_minutes(api: Api) -> None:
    lines = ["Surat A; rangkap dua", "Surat B; C; 5 menit", "Surat D;", "; 10"]
    agencies = [{"code": "A", "short_name": "Dinas", "services": lines}]
    seen = ask(api, "preview", beginning="empty", agencies=agencies).get_json()
    said = [(each["name"], each["minutes"]) for each in seen["document"]["agency"][0]["service"]]
    assert said == [("Surat A; rangkap dua", 10), ("Surat B; C", 5), ("Surat D", 10)]


def test_a_mall_may_be_written_from_nothing(api: Api) -> None:
    seen = ask(api, "preview", beginning="empty", agencies=EMPTY, printer="", kiosk="").get_json()
    (agency,) = seen["document"]["agency"]
    assert agency["service"] == [
        {"code": "A01", "name": "Perekaman KTP-el", "minutes": 12},
        {"code": "A02", "name": "Kartu keluarga", "minutes": 10},
    ]
    assert {"printer", "kiosk"}.isdisjoint(seen["document"]["site"][0])


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"name": ""}, ["mall", "name"]),
        ({"address": ""}, ["site", "MPP", "address"]),
        ({"hours": {"mon": "pagi"}}, ["hours", "mon"]),
        ({"primary": "hijau"}, ["look", "primary"]),
        ({"agencies": []}, ["agency"]),
        (
            {"beginning": "empty", "agencies": [{"code": "I", "short_name": "Imigrasi"}]},
            ["agency", "I", "code"],
        ),
        ({"beginning": "empty", "agencies": [{"code": "", "short_name": "Dinas"}]}, ["agency", "0", "code"]),
    ],
)
def test_each_mistake_says_where_it_stands(api: Api, changes: dict[str, Any], path: list[str]) -> None:
    seen = ask(api, "preview", **changes).get_json()
    assert seen["document"] is None
    places = [each["path"] for each in seen["mistakes"]]
    assert path in places or ["site", "POH", *path[2:]] in places
    assert all(each["sentence"] for each in seen["mistakes"])


@pytest.mark.parametrize("known", [[{}], [{"code": 7}], [{"code": "A", "service": "x"}], [{"code": ["A"]}]])
def test_what_is_no_agency_is_refused_and_breaks_nothing(api: Api, known: list[Any]) -> None:
    seen = ask(api, "preview", beginning="sheet", known=known)
    assert seen.status_code == 200
    assert seen.get_json()["mistakes"]


def test_saving_refuses_what_a_preview_refuses(api: Api) -> None:
    refused = ask(api, "mall", address="")
    assert refused.status_code == 422
    assert refused.get_json()["mistakes"]
    assert api.ask("GET", "/api/v1/setup", session=chief(api)).get_json()["fresh"]


def test_a_mall_is_begun_once_more_until_the_first_number(api_on_each: Api) -> None:
    api = api_on_each
    assert api.ask("GET", "/api/v1/setup", session=chief(api)).get_json()["fresh"]
    assert ask(api, "mall").get_json() == {"revision": 1, "site": "POH"}
    assert not api.ask("GET", "/api/v1/setup", session=chief(api)).get_json()["fresh"]
    assert ask(api, "mall", address="Jl. Lain 2").get_json()["revision"] == 2
    assert api.ask("GET", "/api/v1/setup", session=chief(api)).get_json()["open"]

    assert api.take().status_code == 201
    assert not api.ask("GET", "/api/v1/setup", session=chief(api)).get_json()["open"]
    late = ask(api, "mall")
    assert (late.status_code, late.get_json()["code"]) == (409, "setup_over")


def test_the_logo_comes_with_the_same_revision(api: Api) -> None:
    mark = (ROOT / "config" / "malls" / "banyuwangi" / "logo.svg").read_bytes()
    assert ask(api, "mall", logo=b64encode(mark).decode()).get_json()["revision"] == 1
    kept = api.ask("GET", "/api/v1/mall/logo", session=chief(api))
    assert (kept.data, kept.content_type.partition(";")[0]) == (mark, "image/svg+xml")
    assert ask(api, "mall").get_json()["revision"] == 2
    assert api.ask("GET", "/api/v1/mall/logo", session=chief(api)).status_code == 404


@pytest.mark.parametrize("logo", ["!", "YWJj", b64encode(b"<svg><script/></svg>").decode()])
def test_a_logo_that_is_none_is_refused_and_nothing_is_saved(api: Api, logo: str) -> None:
    for what in ("preview", "mall"):
        refused = ask(api, what, logo=logo)
        assert (refused.status_code, refused.get_json()["code"]) == (422, "wrong_logo")
    assert api.ask("GET", "/api/v1/setup", session=chief(api)).get_json()["fresh"]


def test_a_spreadsheet_tells_its_agencies_and_how_many_counters_they_have(api: Api) -> None:
    session = chief(api)
    blank = api.ask("GET", "/api/v1/mall/template.xlsx?lang=en", session=session).data
    names = [sheet.name for sheet in read_sheets(blank)]
    assert names == ["Agencies", "Services", "Counters", "Help"]
    sheets = list(read_sheets(blank))
    assert len(sheets[0].rows[0]) == len(COLUMNS["agencies"])
    counters = sheets[2].__class__(
        "Counters",
        (sheets[2].rows[0], ("LAIN", "1", "Loket 1", "Lantai 2", "A"), ("", "2", "Loket 2", "", "A")),
    )
    filled = workbook([sheets[0], sheets[1], counters])
    seen = api.ask("POST", "/api/v1/setup/sheet", session=session, body=filled).get_json()
    assert seen["mistakes"] == []
    assert seen["counters"] == {"A": 2}
    made = ask(api, "preview", beginning="sheet", known=seen["agencies"], agencies=[{"code": "A"}]).get_json()
    assert made["mistakes"] == []
    assert [service["code"] for service in made["document"]["agency"][0]["service"]] == ["A01"]


def test_a_broken_cell_of_a_spreadsheet_is_named(api: Api) -> None:
    table = b"Kode instansi;Nama instansi;Nama layanan;Menit di loket\nA;Dinas;Satu;sepuluh\n"
    seen = api.ask("POST", "/api/v1/setup/sheet?lang=id", session=chief(api), body=table).get_json()
    (mistake,) = seen["mistakes"]
    assert mistake["cell"] == "D2"
    assert mistake["sentence"] == "Harus bilangan bulat dari 1 sampai 480, bukan sepuluh."


def test_what_the_mall_has_can_be_had_as_a_table(api: Api) -> None:
    path = "/api/v1/mall/template.csv?filled=1&lang=id"
    assert "DUKCAPIL" in api.ask("GET", path, session=chief(api)).data.decode("utf-8-sig")
    assert ask(api, "mall").status_code == 200
    table = api.ask("GET", path, session=chief(api)).data
    assert table.decode("utf-8-sig").startswith("Kode instansi,Nama instansi,")
    assert "Dispendukcapil" in table.decode("utf-8-sig")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_else_sets_up(api: Api, role: Role) -> None:
    someone = api.session(Grant(role, MAIN))
    for method, path in (("GET", ""), ("POST", "/preview"), ("POST", "/mall"), ("POST", "/sheet")):
        assert api.ask(method, f"/api/v1/setup{path}", session=someone, body={}).status_code == 403
