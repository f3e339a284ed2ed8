"""The satellites of a hub stand in a file of their own; a wrong one is named, and a site has one keeper."""

from pathlib import Path

import pytest

from config.satellites import Satellite, keeping_of, load_satellites, must_know_sites, save_satellites
from config.settings import Settings, SettingsError
from tests.factories import BRANCH, MAIN, a_mall

MARKET = Satellite(BRANCH, "http://10.8.0.2:8080", 'se"cret')


def settings_in(folder: Path, **told: object) -> Settings:
    return Settings(data=folder, **told)  # type: ignore[arg-type]


def written(folder: Path, text: str) -> Settings:
    (folder / "satellites.toml").write_text(text)
    return settings_in(folder)


def test_what_is_saved_is_read_again_by_its_owner_alone(tmp_path: Path) -> None:
    settings = settings_in(tmp_path / "data")
    save_satellites(settings, [MARKET])
    assert load_satellites(settings) == (MARKET,)
    assert (tmp_path / "data" / "satellites.toml").stat().st_mode & 0o777 == 0o600
    assert "cret" not in repr(MARKET)


def test_a_server_keeps_every_site_unless_told_otherwise(tmp_path: Path) -> None:
    alone = keeping_of(settings_in(tmp_path))
    assert (alone.owns(MAIN), alone.owns(BRANCH)) == (True, True)


def test_a_hub_keeps_what_no_satellite_keeps(tmp_path: Path) -> None:
    save_satellites(settings_in(tmp_path), [MARKET])
    hub = keeping_of(settings_in(tmp_path))
    assert (hub.owns(MAIN), hub.owns(BRANCH), hub.pictures(BRANCH), hub.shows(BRANCH)) == (
        True, False, True, True,
    )  # fmt: skip


def test_a_satellite_keeps_its_own_site_and_knows_no_other(tmp_path: Path) -> None:
    satellite = keeping_of(settings_in(tmp_path, sites=(BRANCH,)))
    assert (satellite.owns(BRANCH), satellite.owns(""), satellite.shows(MAIN)) == (True, True, False)


def test_a_site_has_one_keeper(tmp_path: Path) -> None:
    save_satellites(settings_in(tmp_path), [MARKET])
    with pytest.raises(SettingsError, match="both name branch"):
        keeping_of(settings_in(tmp_path, sites=(MAIN, BRANCH)))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[satellite]\n", "satellites.toml"),
        ('hub = "x"\n', "nothing else"),
        ('[[satellite]]\nsite = "branch"\n', "satellite 1: needs site, url and token"),
        ('[[satellite]]\nsite = "branch"\nurl = "10.8.0.2"\ntoken = "x"\n', "must look like http"),
        ('[[satellite]]\nsite = "branch"\nurl = ""\ntoken = "x"\n', "not empty"),
        ('[[satellite]]\nsite = "b"\nurl = "http://a"\ntoken = "x"\n' * 2, "names a site twice"),
    ],
)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        load_satellites(written(tmp_path, text))


def test_a_site_that_the_mall_has_not_is_named(tmp_path: Path) -> None:
    must_know_sites(settings_in(tmp_path, sites=(BRANCH,)), a_mall())
    with pytest.raises(SettingsError, match="ANTREAN_SITES names the site pasar; the mall has main, branch"):
        must_know_sites(settings_in(tmp_path, sites=("pasar",)), a_mall())
