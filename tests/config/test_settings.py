"""Settings come from the environment and .env, and a wrong one is named."""

from pathlib import Path

import pytest

from config.settings import Settings, SettingsError, console_language

NOWHERE = Path("no-such-file")


def load(**environ: str) -> Settings:
    return Settings.load({f"ANTREAN_{name}": value for name, value in environ.items()}, NOWHERE)


def test_nothing_told_means_a_small_office() -> None:
    settings = load()
    assert (settings.host, settings.port, settings.engine, settings.log) == (
        "0.0.0.0",
        8080,
        "eventlet",
        "text",
    )
    assert settings.data == Path("var")
    assert not settings.demo


def test_the_database_is_a_file_among_the_data(tmp_path: Path) -> None:
    assert load(DATA=str(tmp_path)).database_url == f"sqlite:///{tmp_path}/antrean.db"


def test_the_keys_lie_among_the_data(tmp_path: Path) -> None:
    assert load(DATA=str(tmp_path)).secret_path == tmp_path / "secret.key"
    assert load(SECRET_FILE="/run/keys/antrean").secret_path == Path("/run/keys/antrean")


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_is_spoken_to_with_psycopg(scheme: str) -> None:
    assert load(DATABASE=f"{scheme}://mpp@db/antrean").database_url == "postgresql+psycopg://mpp@db/antrean"


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text(
        "# office\nexport ANTREAN_PORT=81\nANTREAN_HOST='10.0.0.5'\n\nCOMPOSE_PROJECT_NAME=mpp\n"
    )
    settings = Settings.load({"ANTREAN_PORT": "82"}, dotenv)
    assert (settings.host, settings.port) == ("10.0.0.5", 82)


def test_an_empty_value_counts_as_absent(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("ANTREAN_PORT=\nANTREAN_MALL=malls/banyuwangi\n")
    settings = Settings.load({"ANTREAN_MALL": ""}, dotenv)
    assert (settings.port, settings.mall) == (8080, Path("malls/banyuwangi"))


def test_a_line_that_is_no_setting_is_pointed_at(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("ANTREAN_PORT=80\nANTREAN_HOST\n")
    with pytest.raises(SettingsError, match="line 2"):
        Settings.load({}, dotenv)


def test_a_file_from_an_editor_of_windows_counts_from_its_first_line(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("ANTREAN_PORT=81\r\nANTREAN_HOST=127.0.0.1\r\n", encoding="utf-8-sig")
    settings = Settings.load({}, dotenv)
    assert (settings.port, settings.host) == (81, "127.0.0.1")


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("ANTREAN_PORT=81", encoding="utf-16")
    with pytest.raises(SettingsError, match="no text in UTF-8"):
        Settings.load({}, dotenv)


def test_origins_are_a_list() -> None:
    settings = load(ORIGINS="https://antrean.example.go.id, http://10.0.0.5:8080")
    assert settings.origins == ("https://antrean.example.go.id", "http://10.0.0.5:8080")


def test_a_public_address_ends_without_a_slash() -> None:
    assert load(PUBLIC_URL="https://antrean.example.go.id/").public_url == "https://antrean.example.go.id"


@pytest.mark.parametrize(
    ("value", "level", "form"),
    [
        ("", "warning", "text"),
        ("Info", "info", "text"),
        ("json", "warning", "json"),
        ("json, error", "error", "json"),
    ],
)
def test_the_log_has_a_level_and_a_form(value: str, level: str, form: str) -> None:
    settings = load(LOG=value)
    assert (settings.log_level, settings.log) == (level, form)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("ENGINE", "gevent"),
        ("LOG", "xml"),
        ("LOG", "loud"),
        ("LOG", "debug info"),
        ("DEMO", "yes please"),
        ("DATABASE", "mysql://root:secret@db/antrean"),
        ("DATABASE", "antrean.db"),
        ("ORIGINS", "*"),
        ("ORIGINS", "https://*.example.go.id"),
        ("ORIGINS", "antrean.example.go.id"),
        ("ORIGINS", "https://antrean.example.go.id/kiosk"),
        ("PUBLIC_URL", "antrean.example.go.id"),
        ("PROXIES", "yes"),
        ("PROXIES", "-1"),
        ("PROT", "8080"),
    ],
)
def test_an_unusable_value_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"ANTREAN_{name} "):
        load(**{name: value})


def test_a_refusal_does_not_repeat_a_password() -> None:
    with pytest.raises(SettingsError) as refused:
        load(DATABASE="mysql://root:secret@db/antrean")
    assert "secret" not in str(refused.value)


def test_a_child_works_on_the_same_data(tmp_path: Path) -> None:
    settings = load(DATA=str(tmp_path), DATABASE="postgres://mpp@db/antrean")
    again = Settings.load(settings.for_child(), NOWHERE)
    assert (again.data, again.database_url) == (tmp_path, "postgresql+psycopg://mpp@db/antrean")


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "en"),
        ({"LANG": "id_ID.UTF-8"}, "id"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "id_ID.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "id_ID.UTF-8", "ANTREAN_LANGUAGE": "en"}, "en"),
        ({"ANTREAN_LANGUAGE": "ID "}, "id"),
    ],
)
def test_the_console_speaks_as_told_or_as_the_system(environ: dict[str, str], language: str) -> None:
    assert console_language(environ, NOWHERE) == language


def test_the_language_of_the_console_may_stand_in_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("ANTREAN_LANGUAGE=id")
    assert console_language({}, tmp_path / ".env") == "id"


def test_a_language_that_we_do_not_speak_is_refused() -> None:
    with pytest.raises(SettingsError, match="ANTREAN_LANGUAGE must be id or en"):
        console_language({"ANTREAN_LANGUAGE": "jv"}, NOWHERE)
