"""Settings from the environment and a .env file: the one place of the project that reads os.environ."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

from config import outgoing
from config.outgoing import Outgoing

ENGINES = ("eventlet", "threading")
LOGS = ("text", "json")
LEVELS = ("debug", "info", "warning", "error")
MOST_PROXIES = 9
DATABASES = ("sqlite", "postgresql+psycopg")

NAMES = frozenset(
    f"ANTREAN_{name}"
    for name in (
        "BACKUPS", "DATA", "DATABASE", "DEMO", "ENGINE", "FACADE", "HOST", "HUB", "LANGUAGE", "LOG", "MALL",
        "NO_BOOTSTRAP", "ORIGINS", "PORT", "PROXIES", "PUBLIC_URL", "SECRET_FILE", "SITES", "UPDATES",
        *outgoing.NAMES,
    )
)  # fmt: skip
NOTHING_GOES_OUT = Outgoing()
LANGUAGES = ("id", "en")  # of the console


class SettingsError(SystemExit):
    """A variable has a value that cannot be used: uncaught, its sentence ends the program with status 1."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """How this installation runs; `load` fills it, the command line may replace single fields.

    `port` 0 takes a free one. Empty `origins` means that the server computes them from `public_url` and its
    own addresses. `public_url` is what QR codes point to, without a slash at the end. Forwarded headers are
    believed from the last `proxies` proxies before the server, and from nobody where there are none.
    With `facade` the server also speaks the protocol of BPJS Antrean at /antrean.
    Backups lie in the folder `backups`, else in one of that name in `data`. `updates` is an address that says
    which version is the newest; without it nobody is asked.
    Empty `sites` means every site that no satellite keeps; `hub` is where visitors find those of others.
    """

    data: Path = Path("var")
    database: str | None = None
    mall: Path | None = None
    host: str = "0.0.0.0"
    port: int = 8080
    engine: str = "eventlet"
    origins: tuple[str, ...] = ()
    public_url: str | None = None
    proxies: int = 0
    sites: tuple[str, ...] = ()
    hub: str | None = None
    secret_file: Path | None = None
    backups: Path | None = None
    updates: str | None = None
    outgoing: Outgoing = NOTHING_GOES_OUT
    log: str = "text"
    log_level: str = "warning"
    demo: bool = False
    facade: bool = False

    @property
    def database_url(self) -> str:
        """The SQLAlchemy address of the database: a file in `data` unless told otherwise."""
        return self.database or f"sqlite:///{(self.data / 'antrean.db').resolve().as_posix()}"

    @property
    def secret_path(self) -> Path:
        """The file of the installation's own keys, made at the first run."""
        return self.secret_file or self.data / "secret.key"

    @property
    def log_folder(self) -> Path:
        """Where the server keeps its log, in a few files that make room for each other."""
        return self.data / "log"

    def for_child(self) -> dict[str, str]:
        """The environment of a child process of ours that works on the same data and prepares nothing."""
        ours = {"DATA": str(self.data), "DATABASE": self.database_url, "NO_BOOTSTRAP": "1"}
        if self.backups is not None:
            ours["BACKUPS"] = str(self.backups)
        if self.secret_file is not None:
            ours["SECRET_FILE"] = str(self.secret_file)
        return {**os.environ, **{f"ANTREAN_{name}": value for name, value in ours.items()}}

    @classmethod
    def load(cls, environ: Mapping[str, str] = os.environ, dotenv: Path = Path(".env")) -> "Settings":
        """The environment first, then the .env file, then the defaults; an empty value counts as absent."""
        told = {**_read(dotenv), **{name: value for name, value in environ.items() if value.strip()}}
        for name in told:
            if name.startswith("ANTREAN_") and name not in NAMES:
                _refuse(name, "is not a setting of Antrean; is it misspelt?")
        level, log = _log(told.get("ANTREAN_LOG", ""))
        return cls(
            data=Path(told.get("ANTREAN_DATA", "var")),
            database=database_address(told.get("ANTREAN_DATABASE")),
            mall=_path(told.get("ANTREAN_MALL")),
            host=told.get("ANTREAN_HOST", "0.0.0.0").strip(),
            port=_port(told.get("ANTREAN_PORT", "8080")),
            engine=_one_of("ANTREAN_ENGINE", told.get("ANTREAN_ENGINE", "eventlet"), ENGINES),
            origins=_origins(told.get("ANTREAN_ORIGINS", "")),
            public_url=_public_url(told.get("ANTREAN_PUBLIC_URL")),
            proxies=_proxies(told.get("ANTREAN_PROXIES", "0")),
            sites=tuple(told.get("ANTREAN_SITES", "").replace(",", " ").split()),
            hub=_public_url(told.get("ANTREAN_HUB"), "ANTREAN_HUB"),
            secret_file=_path(told.get("ANTREAN_SECRET_FILE")),
            backups=_path(told.get("ANTREAN_BACKUPS")),
            updates=_public_url(told.get("ANTREAN_UPDATES"), "ANTREAN_UPDATES"),
            outgoing=outgoing.outgoing(told, _refuse),
            log=log,
            log_level=level,
            demo=_one_of("ANTREAN_DEMO", told.get("ANTREAN_DEMO", "0"), ("0", "1")) == "1",
            facade=_one_of("ANTREAN_FACADE", told.get("ANTREAN_FACADE", "0"), ("0", "1")) == "1",
        )


def console_language(environ: Mapping[str, str] = os.environ, dotenv: Path = Path(".env")) -> str:
    """What the console speaks: as told, else as the system does if that is one of ours, else English."""
    told = environ.get("ANTREAN_LANGUAGE", "").strip() or _read(dotenv).get("ANTREAN_LANGUAGE", "")
    if told:
        return _one_of("ANTREAN_LANGUAGE", told, LANGUAGES)
    spoken = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environ.get(name))), "")
    return "id" if spoken.partition("_")[0] == "id" else "en"


def _read(dotenv: Path) -> dict[str, str]:
    """NAME=value lines; `export`, comments and quotes around the value are understood.

    So is the mark that editors of Windows put before the first letter: its line would count for nothing.
    """
    if not dotenv.is_file():
        return {}
    found: dict[str, str] = {}
    try:
        text = dotenv.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise SettingsError(f"{dotenv} is no text in UTF-8. Save it anew with that encoding.") from None
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip().removeprefix("export ").lstrip()
        if not line or line.startswith("#"):
            continue
        name, equals, value = line.partition("=")
        if not equals:
            raise SettingsError(f"{dotenv}, line {number}: expected NAME=value.")
        value = value.strip()
        if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
        if value:
            found[name.strip()] = value
    return found


def _refuse(name: str, why: str) -> NoReturn:
    raise SettingsError(f"{name} {why}")


def _path(value: str | None) -> Path | None:
    return Path(value) if value else None


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> str:
    chosen = value.strip().lower()
    if chosen not in allowed:
        _refuse(name, f"must be {' or '.join(allowed)}, not {value!r}.")
    return chosen


def _log(value: str) -> tuple[str, str]:
    """The level and the form of the log: "info", "json", or both as in "info json"."""
    words = value.lower().replace(",", " ").split()
    levels, forms = [word for word in words if word in LEVELS], [word for word in words if word in LOGS]
    if len(levels) + len(forms) < len(words) or len(levels) > 1 or len(forms) > 1:
        _refuse("ANTREAN_LOG", f"must be one of {', '.join(LEVELS)}, and text or json, not {value!r}.")
    return (levels or ["warning"])[0], (forms or ["text"])[0]


def _port(value: str) -> int:
    if not value.strip().isdecimal() or int(value) > 65535:
        _refuse("ANTREAN_PORT", f"must be a number from 0 to 65535, not {value!r}.")
    return int(value)


def _proxies(value: str) -> int:
    if not value.strip().isdecimal() or int(value) > MOST_PROXIES:
        _refuse("ANTREAN_PROXIES", f"must be how many proxies stand before the server, not {value!r}.")
    return int(value)


def database_address(value: str | None, name: str = "ANTREAN_DATABASE") -> str | None:
    """The address in SQLAlchemy's form. It may hold a password, so that a refusal does not repeat it."""
    if value is None:
        return None
    scheme, separator, rest = value.strip().partition("://")
    if scheme in ("postgresql", "postgres"):
        scheme = "postgresql+psycopg"
    if not separator or scheme not in DATABASES or not rest:
        _refuse(name, "must begin with sqlite:/// or postgresql+psycopg://.")
    return f"{scheme}://{rest}"


def _origins(value: str) -> tuple[str, ...]:
    origins = tuple(origin for origin in value.replace(",", " ").split() if origin)
    for origin in origins:
        if "*" in origin:
            _refuse(
                "ANTREAN_ORIGINS",
                "must list each address; '*' would let any page on the web speak for a screen.",
            )
        if origin.count("/") != 2 or not is_web_address(origin):
            _refuse(
                "ANTREAN_ORIGINS", f"lists {origin!r}; an origin looks like https://antrean.example.go.id."
            )
    return origins


def _public_url(value: str | None, name: str = "ANTREAN_PUBLIC_URL") -> str | None:
    if value is None:
        return None
    if not is_web_address(value.strip()):
        _refuse(name, f"must look like https://antrean.example.go.id, not {value!r}.")
    return value.strip().rstrip("/")


def is_web_address(value: str) -> bool:
    parts = urlsplit(value)
    return (
        parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.query and not parts.fragment
    )
