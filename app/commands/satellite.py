"""`run.py satellite`: the sites that other servers keep, named, looked at and forgotten."""

import argparse
import sys
from datetime import UTC, datetime

from app.commands.ground import migrated, saved_mall
from app.commands.refusal import Refusal
from app.domain.mall import Mall
from app.domain.opening import service_day
from app.engine import Engine
from app.operations.picturing import forget
from app.queries.pictures import Picture, gave_numbers, pictures
from app.satellite_visit import mistakes
from config.satellites import Satellite, keeping_of, load_satellites, save_satellites
from config.settings import Settings


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("satellite", help="sites that other servers keep, for a hub")
    kinds = parser.add_subparsers(required=True, metavar="what")
    add = kinds.add_parser("add", help="pull a site from its server; the token is read from standard input")
    add.add_argument("site")
    add.add_argument("url", help="such as http://10.8.0.2:8080")
    add.set_defaults(command=_add)
    remove = kinds.add_parser("remove", help="ask that server no more; its picture of the site goes")
    remove.add_argument("site")
    remove.set_defaults(command=_remove)
    again = kinds.add_parser("again", help="forget what is known of the site, and pull all of it anew")
    again.add_argument("site")
    again.set_defaults(command=_again)
    kinds.add_parser("check", help="ask every satellite, and say what is wrong").set_defaults(command=_check)


def _add(asked: argparse.Namespace, settings: Settings, _: Engine) -> int:
    mall = saved_mall(settings)
    _must_be_there(mall, asked.site)
    _must_not_be_at_work(mall, asked.site, settings)
    if asked.site in settings.sites:
        raise Refusal(f"ANTREAN_SITES says that this server keeps {asked.site} itself.")
    token = sys.stdin.readline().strip()
    if not token:
        raise Refusal("No token came. On the satellite: run.py token create --role hub --site " + asked.site)
    others = [each for each in load_satellites(settings) if each.site != asked.site]
    satellite = Satellite(asked.site, asked.url.rstrip("/"), token)
    save_satellites(settings, [*others, satellite])
    load_satellites(settings)  # what was written must be readable
    print(f"{asked.site} is pulled from {satellite.url}, once the server is started again.")
    return _said_of(satellite, settings, mall)


def _remove(asked: argparse.Namespace, settings: Settings, _: Engine) -> int:
    satellite = _known(settings, asked.site)
    _forget(settings, satellite)
    others = [each for each in load_satellites(settings) if each != satellite]
    save_satellites(settings, others)
    print(f"{asked.site} is no satellite's any more. Without ANTREAN_SITES this server keeps it from now on.")
    return 0


def _again(asked: argparse.Namespace, settings: Settings, _: Engine) -> int:
    _forget(settings, _known(settings, asked.site))
    print(
        f"All that was known of {asked.site} is forgotten; the server pulls its journal from the beginning."
    )
    return 0


def _forget(settings: Settings, satellite: Satellite) -> None:
    migrated(settings).write_picture(satellite.site, forget)


def _check(_: argparse.Namespace, settings: Settings, __: Engine) -> int:
    satellites = load_satellites(settings)
    if not satellites:
        print("This server has no satellites.")
        return 0
    mall = saved_mall(settings)
    with migrated(settings).read() as connection:
        known = pictures(connection)
    wrong = 0
    for satellite in satellites:
        _must_be_there(mall, satellite.site)
        print(_pulled(satellite, known.get(satellite.site)))
        wrong += _said_of(satellite, settings, mall)
    return min(wrong, 1)


def _said_of(satellite: Satellite, settings: Settings, mall: Mall) -> int:
    """Asks the satellite and prints what it says; 1 where something is wrong."""
    keeping = keeping_of(settings)
    own = [site.code for site in mall.sites if keeping.owns(site.code)]
    found = mistakes(satellite, own=own, now=datetime.now(UTC))
    for mistake in found or [f"answers, and keeps {satellite.site}"]:
        print(f"  {satellite.url} {mistake}")
    return min(len(found), 1)


def _pulled(satellite: Satellite, picture: Picture | None) -> str:
    if picture is None or picture.as_of is None:
        return f"{satellite.site}: nothing was pulled yet"
    as_of = f"{satellite.site}: everything until {picture.as_of.astimezone():%Y-%m-%d %H:%M:%S}"
    if picture.trouble is None or picture.since is None:
        return as_of
    return f"{as_of}; {picture.trouble} since {picture.since.astimezone():%Y-%m-%d %H:%M:%S}"


def _known(settings: Settings, site: str) -> Satellite:
    for each in load_satellites(settings):
        if each.site == site:
            return each
    raise Refusal(f"{site} is not among this server's satellites.")


def _must_not_be_at_work(mall: Mall, site: str, settings: Settings) -> None:
    """One day's numbers of a site come from one server: two of them would give the same ones."""
    if any(each.site == site for each in load_satellites(settings)):
        return
    day = service_day(mall, datetime.now(UTC))
    with migrated(settings).read() as connection:
        if gave_numbers(connection, site, day=day):
            raise Refusal(
                f"This server gave numbers at {site} today. Hand the site over when its day is over: "
                "tomorrow, before the first number."
            )


def _must_be_there(mall: Mall, site: str) -> None:
    if site not in mall.site:
        raise Refusal(f"The mall has no site {site}; there are: {', '.join(mall.site)}.")
