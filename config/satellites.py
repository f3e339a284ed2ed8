"""The satellites of a hub: a file in the data folder, for the tokens in it, that its owner alone may read."""

import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.keeping import Keeping
from app.domain.mall import Mall
from config.private_file import private_folder, write_private
from config.settings import Settings, SettingsError, is_web_address

FILE = "satellites.toml"
KEYS = ("site", "url", "token")


@dataclass(frozen=True, slots=True)
class Satellite:
    """A site that another server keeps: its address, without a slash at the end, and its token for us."""

    site: str
    url: str
    token: str = field(repr=False)


def satellites_file(settings: Settings) -> Path:
    return settings.data / FILE


def load_satellites(settings: Settings) -> tuple[Satellite, ...]:
    """Those of this installation; raises SettingsError with the file and what is wrong in it."""
    path = satellites_file(settings)
    if not path.exists():
        return ()
    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise SettingsError(f"{path}: {problem}.") from problem
    entries = told.pop("satellite", [])
    if told or not isinstance(entries, list):
        raise SettingsError(f"{path} holds [[satellite]] tables with site, url and token, and nothing else.")
    found = tuple(_satellite(path, place, entry) for place, entry in enumerate(entries, 1))
    codes = [each.site for each in found]
    if len(set(codes)) < len(codes):
        raise SettingsError(f"{path} names a site twice; one server keeps it.")
    return found


def save_satellites(settings: Settings, satellites: Iterable[Satellite]) -> None:
    tables = [
        "".join(["[[satellite]]\n", *(f"{key} = {_quoted(getattr(each, key))}\n" for key in KEYS)])
        for each in satellites
    ]
    private_folder(settings.data)
    write_private(satellites_file(settings), "\n".join(tables))


def keeping_of(settings: Settings) -> Keeping:
    """Raises SettingsError where this server and a satellite are both told to keep a site."""
    own = frozenset(settings.sites) or None
    far = frozenset(each.site for each in load_satellites(settings))
    if both := sorted(far & (own or frozenset())):
        file = satellites_file(settings)
        raise SettingsError(f"ANTREAN_SITES and {file} both name {both[0]}; one server keeps it.")
    return Keeping(own, far, settings.hub)


def must_know_sites(settings: Settings, mall: Mall) -> None:
    """Raises SettingsError for a site that is told to be kept, here or by a satellite, and is not there."""
    far = [each.site for each in load_satellites(settings)]
    for where, codes in (("ANTREAN_SITES", settings.sites), (str(satellites_file(settings)), far)):
        for code in codes:
            if code not in mall.site:
                known = ", ".join(mall.site)
                raise SettingsError(f"{where} names the site {code}; the mall has {known}.")


def _satellite(path: Path, place: int, entry: object) -> Satellite:
    where = f"{path}, satellite {place}"
    if not isinstance(entry, dict) or set(entry) != set(KEYS):
        raise SettingsError(f"{where}: needs site, url and token, and nothing else.")
    if not all(isinstance(value, str) and value.strip() for value in entry.values()):
        raise SettingsError(f"{where}: site, url and token are texts that are not empty.")
    if not is_web_address(entry["url"]):
        raise SettingsError(f"{where}: url must look like http://10.8.0.2:8080, not {entry['url']!r}.")
    return Satellite(entry["site"], entry["url"].rstrip("/"), entry["token"].strip())


def _quoted(text: str) -> str:
    """JSON's quotes are TOML's."""
    return json.dumps(text)
