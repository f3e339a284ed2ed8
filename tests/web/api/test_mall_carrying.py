"""The mall carried out of one server and into another: folder, spreadsheet, holidays, logo."""

import io
import zipfile
from typing import Any

import pytest
from werkzeug.test import TestResponse

from app.operations.mall_saving import save_whole
from config.bootstrap import ROOT
from config.mall import read_document
from config.mall_zip import pack
from tests.media.test_logos import a_png, svg
from tests.web.api.caller import Api
from tests.web.api.test_mall import change, counter, mall, put
from tests.web.api.test_media import MARK, form

BANYUWANGI = ROOT / "config" / "malls" / "banyuwangi"


def send(api: Api, content: bytes, query: str = "", *, name: str = "mall.zip") -> TestResponse:
    headers = {"Content-Type": f"multipart/form-data; boundary={MARK}"}
    path = f"/api/v1/mall/import?{query}"
    return api.ask("POST", path, role="admin", body=form(content, name=name), headers=headers)


def export(api: Api, query: str = "") -> bytes:
    answer = api.ask("GET", f"/api/v1/mall/export?{query}", role="admin")
    assert answer.mimetype == "application/zip"
    return answer.get_data()


def give_logo(api: Api, content: bytes) -> TestResponse:
    return api.ask("PUT", "/api/v1/mall/logo", role="admin", body=content)


def edited(packed: bytes, file: str, old: str, new: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as before, zipfile.ZipFile(made, "w") as after:
        for name in before.namelist():
            text = before.read(name)
            after.writestr(name, text.replace(old.encode(), new.encode()) if name == file else text)
    return made.getvalue()


def keep(api: Api, document: Any) -> None:
    api.database.write(
        "",
        lambda tx: save_whole(
            tx, document, author="test", comment="", kind="first", owns=api.database.owns, now=api.now
        ),
    )


def test_banyuwangi_comes_out_and_in_again_exactly(api_on_each: Api) -> None:
    api = api_on_each
    keep(api, read_document(BANYUWANGI))
    assert give_logo(api, (BANYUWANGI / "logo.svg").read_bytes()).get_json()["revision"] == 2
    packed, before = export(api), mall(api)
    change(api, 2, put(["site", "BWI", "counter", "5", "name"], "Loket Lima"), put(["mall", "logo"], None))
    assert send(api, packed, "mode=save&comment=kembali").get_json()["revision"] == 4
    now = mall(api)
    assert (now["document"], now["files"]) == (before["document"], before["files"])
    assert (now["author"], now["comment"]) == ("admin:1", "kembali")
    assert export(api, "revision=2") == packed


def test_a_preview_of_a_folder_says_what_differs_and_saves_nothing(api: Api) -> None:
    packed = edited(export(api), "mall.toml", 'name = "Loket 1"', 'name = "Loket Satu"')
    said = send(api, packed).get_json()
    assert {each["path"][-1] for each in said["changes"]} == {"name"}
    assert said["mistakes"] == []
    assert mall(api)["revision"] == 0


def test_a_folder_with_a_mistake_is_refused_whole(api: Api) -> None:
    packed = edited(export(api), "mall.toml", 'zone = "Z1"', 'zone = "Z9"')
    refused = send(api, packed, "mode=save")
    assert (refused.status_code, refused.get_json()["code"]) == (422, "bad_mall")
    assert refused.get_json()["mistakes"]
    broken = send(api, edited(export(api), "services.toml", "[[agency]]", "[agency"), "mode=save")
    assert broken.get_json()["mistakes"][0]["sheet"] == "services.toml"
    assert mall(api)["revision"] == 0


def test_what_numbers_name_cannot_be_left_out_of_a_folder_and_the_rest_can(api: Api) -> None:
    keep(api, mall(api)["document"])
    api.take("ktp")
    document = mall(api)["document"]
    for path in (["agency", "DUKCAPIL"], ["agency", "IMIGRASI"]):
        assert path[1] in {agency["code"] for agency in document["agency"]}
    without = {
        **document,
        "agency": [agency for agency in document["agency"] if agency["code"] != "DUKCAPIL"],
        "site": [{**site, "counter": []} for site in document["site"]],
    }
    refused = send(api, pack(without, {}, about=""), "mode=save").get_json()
    assert {tuple(each["path"]) for each in refused["mistakes"] if each["code"] == "archive_instead"} == {
        ("agency", "DUKCAPIL"),
        ("agency", "DUKCAPIL", "service", "ktp"),
    }


@pytest.mark.parametrize("settings", [b"mall = 3\n", b'mall = "logo"\n', b"[[mall]]\n", b"agency = 1\n"])
def test_a_folder_whose_tables_are_none_is_refused_by_their_places(api: Api, settings: bytes) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("mall.toml", settings)
    refused = send(api, made.getvalue(), "mode=save")
    assert (refused.status_code, refused.get_json()["code"]) == (422, "bad_mall")
    assert ["mall"] in [each["path"][:1] for each in refused.get_json()["mistakes"]]


def test_another_mall_that_comes_without_its_logo_does_not_wear_the_one_before(api: Api) -> None:
    give_logo(api, a_png())
    packed = export(api)
    bare = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as whole, zipfile.ZipFile(bare, "w") as less:
        for name in whole.namelist():
            if name != "logo.png":
                less.writestr(name, whole.read(name))
    assert send(api, bare.getvalue(), "mode=save").status_code == 200
    assert list(mall(api)["files"]) == ["logo.png"]
    other = edited(bare.getvalue(), "mall.toml", f'code = "{api.mall.code}"', 'code = "lain"')
    assert send(api, other, "mode=save").status_code == 200
    assert mall(api)["files"] == {}


def test_a_list_of_holidays_is_put_in(api: Api) -> None:
    ics = (
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20270101\r\n"
        b"SUMMARY:Tahun Baru\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    assert send(api, ics, "mode=save&what=holidays", name="libur.ics").status_code == 200
    assert {"date": "2027-01-01", "name": "Tahun Baru"} in mall(api)["document"]["holiday"]


def test_a_spreadsheet_with_a_wrong_cell_is_named_and_nothing_is_saved(api: Api) -> None:
    head = b"kode instansi;nama instansi;kode layanan;nama layanan;menit di loket\n"
    sheet = head + b"QX;Dinas Q;QX-01;Surat;banyak\n"
    refused = send(api, sheet, "mode=save", name="layanan.csv")
    assert refused.status_code == 422
    (mistake,) = refused.get_json()["mistakes"]
    assert mistake["cell"] == "E2"
    assert mall(api)["revision"] == 0


@pytest.mark.parametrize("content", [b"PK\x03\x04 and no more", b""])
def test_what_is_no_file_of_a_mall_is_refused(api: Api, content: bytes) -> None:
    refused = send(api, content, "mode=save")
    assert (refused.status_code, refused.get_json()["code"]) == (422, "wrong_mall_file")


def test_a_logo_is_a_revision_and_a_new_one_takes_its_place(api: Api) -> None:
    assert api.ask("GET", "/api/v1/mall/logo", role="admin").get_json()["code"] == "no_logo"
    give_logo(api, a_png())
    shown = api.ask("GET", "/api/v1/mall/logo", role="admin")
    assert (shown.mimetype, shown.get_data()) == ("image/png", a_png())
    drawing = svg('<path d="M0 0h1"/>')
    assert give_logo(api, drawing).get_json()["revision"] == 2
    assert list(mall(api)["files"]) == ["logo.svg"]
    other = svg('<path d="M0 0h2"/>')
    assert give_logo(api, other).get_json()["revision"] == 3
    assert api.ask("GET", "/api/v1/mall/logo", role="admin").get_data() == other
    wish = {"base": 3}
    api.ask("POST", "/api/v1/mall/revisions/1/restore", role="admin", body=wish, key="back")
    assert api.ask("GET", "/api/v1/mall/logo", role="admin").get_data() == a_png()


def test_a_logo_that_could_do_more_than_be_seen_is_refused(api: Api) -> None:
    refused = give_logo(api, svg("<script>alert(1)</script>"))
    assert (refused.status_code, refused.get_json()["code"]) == (422, "wrong_logo")
    assert mall(api)["revision"] == 0


def test_a_counter_of_an_import_is_what_the_file_says(api: Api) -> None:
    packed = edited(export(api), "mall.toml", 'name = "Loket 1"', 'name = "Loket Satu"')
    assert send(api, packed, "mode=save&base=0").status_code == 200
    assert counter(api)["name"] == "Loket Satu"
