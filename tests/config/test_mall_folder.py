"""A mall's folder: mall.toml with its includes, read with care and written back."""

from pathlib import Path

import pytest

from config.mall import MallError, check, load, read_document, write

MALL = """
[mall]
code = "demo"
name = "Mal Contoh"
timezone = "Asia/Jakarta"
include = ["services.toml"]

[hours]
mon = "08:00-15:00"

[[holiday]]
date = 2026-08-17
name = "Hari Kemerdekaan"

[[site]]
code = "MAIN"
name = "Gedung"
address = "Jl. Contoh 1"
"""

SERVICES = """
[[agency]]
code = "A"
name = "Dinas"
short_name = "Dinas"

[[agency.service]]
code = "A01"
name = "KTP-el"
minutes = 10
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "mall"
    folder.mkdir()
    put(folder, "mall.toml", MALL)
    put(folder, "services.toml", SERVICES)
    return folder


def put(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


def complaints(folder: Path) -> list[str]:
    found = [str(mistake) for mistake in check(folder)]
    with pytest.raises(MallError) as refused:
        load(folder)
    assert str(refused.value).splitlines() == found
    return found


def test_a_good_folder_has_no_mistakes_and_loads(folder: Path) -> None:
    assert check(folder) == []
    assert load(folder).service["A01"].minutes == 10


def test_the_document_has_its_includes_merged_and_its_dates_as_text(folder: Path) -> None:
    document = read_document(folder)
    assert "include" not in document["mall"]
    assert document["agency"][0]["service"][0]["code"] == "A01"
    assert document["holiday"] == [{"date": "2026-08-17", "name": "Hari Kemerdekaan"}]


def test_agencies_of_several_files_follow_each_other(folder: Path) -> None:
    put(folder, "mall.toml", MALL.replace('"services.toml"', '"services.toml", "more.toml"'))
    put(folder, "more.toml", SERVICES.replace('"A', '"B'))
    assert [agency.code for agency in load(folder).agencies] == ["A", "B"]


def test_a_mistake_names_the_file_it_is_in(folder: Path) -> None:
    put(folder, "mall.toml", MALL.replace('"Gedung"', "3"))
    put(folder, "services.toml", SERVICES.replace("10", "-10"))
    assert complaints(folder) == [
        "mall.toml: [[site]] MAIN name must be text in quotes, not 3",
        "services.toml: [[agency]] A / [[agency.service]] A01 minutes must be more than 0, not -10",
    ]


def test_a_missing_mall_is_one_mistake(tmp_path: Path) -> None:
    assert complaints(tmp_path) == [f"mall.toml: is missing in the folder {tmp_path}"]


def test_bad_toml_is_told_with_its_line(folder: Path) -> None:
    put(folder, "services.toml", "[[agency]]\ncode = A\n")
    assert complaints(folder) == ["services.toml: is not valid TOML: Invalid value (at line 2, column 8)"]


def test_while_a_file_cannot_be_read_the_other_files_are_still_checked(folder: Path) -> None:
    put(folder, "mall.toml", MALL.replace('"Gedung"', "3"))
    put(folder, "services.toml", "[[agency")
    found = complaints(folder)
    assert found[0].startswith("services.toml: is not valid TOML")
    assert found[1:] == ["mall.toml: [[site]] MAIN name must be text in quotes, not 3"]


@pytest.mark.parametrize(
    ("include", "told"),
    [
        (
            '["../secret.toml"]',
            "names ../secret.toml, which lies outside the mall's folder: copy it into the",
        ),
        ('["/etc/passwd"]', "names /etc/passwd, which lies outside the mall's folder"),
        ('["link.toml"]', "names link.toml, which lies outside the mall's folder"),
        ('["absent.toml"]', "names absent.toml, which is not a file beside mall.toml"),
        ('["mall.toml"]', "names mall.toml, which is not a file beside mall.toml"),
        ('["services.toml", "services.toml"]', "names services.toml, which is included already"),
        ('"services.toml"', "must be a list of file names"),
    ],
)
def test_an_include_stays_inside_the_folder(folder: Path, include: str, told: str) -> None:
    put(folder.parent, "secret.toml", SERVICES)
    (folder / "link.toml").symlink_to(folder.parent / "secret.toml")
    put(folder, "mall.toml", MALL.replace('["services.toml"]', include))
    assert complaints(folder)[0].startswith(f"mall.toml: [mall] include {told}")


def test_only_mall_toml_describes_the_mall_itself(folder: Path) -> None:
    put(folder, "services.toml", f'[mall]\ncode = "other"\n{SERVICES}')
    assert complaints(folder) == ["services.toml: [mall] belongs into mall.toml"]


def test_a_table_stands_in_one_file_only(folder: Path) -> None:
    put(folder, "services.toml", f'[hours]\nmon = ""\n{SERVICES}')
    assert complaints(folder) == ["services.toml: hours is already in mall.toml: keep one of them"]


def test_a_logo_stays_inside_the_folder(folder: Path) -> None:
    put(folder, "mall.toml", MALL.replace("[hours]", 'logo = "../logo.svg"\n[hours]'))
    assert complaints(folder)[0].startswith("mall.toml: [mall] logo names ../logo.svg, which lies outside")


def test_what_is_written_is_read_back(folder: Path, tmp_path: Path) -> None:
    document = read_document(folder)
    write(document, tmp_path / "new" / "copy")
    assert read_document(tmp_path / "new" / "copy") == document
    assert sorted(file.name for file in (tmp_path / "new" / "copy").iterdir()) == [
        "mall.toml",
        "services.toml",
    ]
