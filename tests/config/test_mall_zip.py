"""A mall as a ZIP file: exactly the same when it comes back, and no trap when it comes from elsewhere."""

import io
import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from config.bootstrap import ROOT
from config.mall import check, read_document
from config.mall_mistakes import Document
from config.mall_zip import LARGEST_FILE, MOST_FILES, WrongZip, is_mall_zip, pack, unpack

BANYUWANGI = ROOT / "config" / "malls" / "banyuwangi"


@pytest.fixture(scope="module")
def mall() -> Document:
    return read_document(BANYUWANGI)


def a_zip(files: Mapping[str, bytes | str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return made.getvalue()


def test_the_folder_of_a_packed_mall_is_fine_and_says_the_same(mall: Document, tmp_path: Path) -> None:
    logo = (BANYUWANGI / "logo.svg").read_bytes()
    packed = pack(mall, {"logo.svg": logo}, about="# Mall\n")
    with zipfile.ZipFile(io.BytesIO(packed)) as folder:
        assert sorted(folder.namelist()) == ["README.md", "logo.svg", "mall.toml", "services.toml"]
        folder.extractall(tmp_path)
    assert check(tmp_path) == []
    back = unpack(packed)
    assert (back.reading.mistakes, back.document, back.files["logo.svg"]) == ([], mall, logo)
    assert pack(back.document, {"logo.svg": logo}, about="# Mall\n") == packed


def test_a_folder_inside_a_folder_is_found_and_what_lies_beside_it_is_left(mall: Document) -> None:
    inner = zipfile.ZipFile(io.BytesIO(pack(mall, {}, about="")))
    nested = {f"my mall/{name}": inner.read(name) for name in inner.namelist()}
    assert unpack(a_zip({**nested, "__MACOSX/mall.txt": b"x"})).document == mall


def test_a_mistake_inside_is_told_with_its_file() -> None:
    reading = unpack(a_zip({"mall.toml": '[mall]\ninclude = ["../../etc/passwd", "b.toml"]'})).reading
    assert [each.file for each in reading.mistakes] == ["mall.toml", "mall.toml"]


def a_link() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        entry = zipfile.ZipInfo("mall.toml")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        packed.writestr(entry, "/etc/passwd")
    return made.getvalue()


def a_broken() -> bytes:
    whole = bytearray(a_zip({"mall.toml": b"[mall]\n" * 400}))
    whole[40:60] = b"\xff" * 20
    return bytes(whole)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 and no more",
        a_zip({"readme.txt": "no mall"}),
        a_zip({"../mall.toml": "x"}),
        a_zip({"/mall.toml": "x"}),
        a_zip({"mall.toml": "", "a\\..\\b": "x"}),
        a_zip({"mall.toml": "", "C:x": "x"}),
        a_zip({"mall.toml": "", "big": b"\0" * (LARGEST_FILE + 1)}),
        a_zip({"mall.toml": "", **{f"f{number}": b"\0" * (6 * 1024 * 1024) for number in range(3)}}),
        a_zip({"mall.toml": "", **{f"f{number}": "" for number in range(MOST_FILES)}}),
        a_link(),
        a_broken(),
    ],
    ids=range(12),
)
def test_a_trap_is_refused(content: bytes) -> None:
    with pytest.raises(WrongZip):
        unpack(content)


def test_a_spreadsheet_is_no_mall(mall: Document) -> None:
    assert is_mall_zip(pack(mall, {}, about=""))
    assert not is_mall_zip(a_zip({"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"}))
    assert not is_mall_zip(b"kode;nama")


DAMAGED = {zipfile.ZIP_LZMA: "lzma", zipfile.ZIP_BZIP2: "bzip2"}


@pytest.mark.parametrize("method", DAMAGED, ids=DAMAGED.values())
def test_damage_is_told_whatever_packed_it(method: int) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as packed:
        packed.writestr("mall.toml", bytes(range(256)) * 20)
    content = bytearray(made.getvalue())
    content[60:100] = bytes(sign ^ 0x5A for sign in content[60:100])
    with pytest.raises(WrongZip):
        unpack(bytes(content))


def test_a_zip_of_another_age_is_no_mall() -> None:
    content = bytearray(a_zip({"mall.toml": ""}))
    content[content.rindex(b"PK\x01\x02") + 6] = 255  # the version that is needed to unpack it
    assert not is_mall_zip(bytes(content))


@pytest.mark.parametrize("name", ["mall.toml/x", "n" * 300, "/".join(["d" * 100] * 60)])
def test_a_name_that_no_disk_takes_is_refused(name: str) -> None:
    with pytest.raises(WrongZip):
        unpack(a_zip({"mall.toml": "", name: "x"}))


@pytest.mark.parametrize(
    "text", ["a" + ".a" * 30_000 + "=1", "[a" + " . a" * 30_000 + "]", "x={a" + ".a" * 30_000 + "=1}",
             "a=" + "[" * 3_000 + "]" * 3_000],
    ids=["key", "table", "inline", "lists"],
)  # fmt: skip
def test_what_lies_too_deep_is_named_and_not_read_for_minutes(text: str) -> None:
    assert [each.code for each in unpack(a_zip({"mall.toml": text})).reading.mistakes] == ["too_deep"]
