"""`run.py kiosk`: makes this computer a kiosk or a display, now, or whenever it is switched on.

Standard library only: the computer behind a screen needs nothing but Python and a browser.
"""

from __future__ import annotations

import argparse
import getpass
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from config import kiosk_files
from config.kiosk_browsers import FIREFOX_PREFERENCES, Browser, browsers, profile_of

if sys.platform != "win32":
    import pwd

KINDS = ("kiosk", "display")
NO_BROWSER = (
    "No browser was found. Install Chromium (Debian: sudo apt install chromium, Ubuntu: sudo snap install "
    "chromium), or name one with --browser."
)


class Unusable(Exception):
    """What was asked for cannot be done here; its text says what to do."""


@dataclass(frozen=True)
class Plan:
    """Files to write, and the commands that go with them; `say` and `gone` are what is left for a person.

    `reload` is run whenever the files have changed, `start` after that, `stop` before they are taken away.
    """

    files: Mapping[Path, str]
    say: str
    gone: str = ""
    reload: Sequence[Sequence[str]] = ()
    start: Sequence[Sequence[str]] = ()
    stop: Sequence[Sequence[str]] = ()


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """For the list of `run.py --help`; the work needs no environment and begins in main()."""
    _describe(commands.add_parser("kiosk", help="make this computer a kiosk or a display"))


def main(arguments: list[str]) -> int:
    """Makes this computer a kiosk or a display."""
    parser = argparse.ArgumentParser(
        prog="run.py kiosk", description="Make this computer a kiosk or a display: now, or at every start."
    )
    _describe(parser)
    asked = parser.parse_args(arguments)
    try:
        return _work(asked)
    except (Unusable, OSError) as refused:
        print(refused, file=sys.stderr)
        return 1


def _describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--url", help="the server's address, http://antrean.local:8080 say")
    parser.add_argument("--kind", choices=KINDS, default="kiosk", help="what this screen is")
    parser.add_argument("--browser", type=Path, help="the browser's program, where it is not found by itself")
    parser.add_argument("--install", action="store_true", help="open it at every start of this computer")
    parser.add_argument("--remove", action="store_true", help="take away what --install wrote")
    parser.add_argument(
        "--cage", action="store_true", help="with --install: on a Linux computer without a desktop"
    )
    parser.add_argument(
        "--user", help="with --cage: who the screen runs as, never root; the one who asks otherwise"
    )
    parser.add_argument("--print", action="store_true", help="only say what would be done")


def _work(asked: argparse.Namespace) -> int:
    platform, user = sys.platform, _cage_user(asked)
    home = _home(user) if user else Path.home()
    if asked.remove:  # whatever became of the browser and of the address
        plan = planned(asked.kind, [], home=home, platform=platform, cage_user=user)
        return _tell(plan, removing=True) if asked.print else _remove(plan)
    if asked.url is None:
        raise Unusable("--url is missing: the server's address, --url http://antrean.local:8080 say.")
    address = screen_address(asked.url, asked.kind)
    program = asked.browser or next(browsers(home=home, platform=platform), None)
    if program is None:
        raise Unusable(NO_BROWSER)
    if not program.is_file():
        raise Unusable(f"There is no program {program}.")
    browser = Browser(program, profile_of(program, asked.kind, home=home, platform=platform))
    command = browser.command(address)
    if not asked.install:
        return _show(command) if asked.print else _open(browser, command, platform=platform)
    plan = planned(asked.kind, command, home=home, platform=platform, cage_user=user)
    return _tell(plan, removing=False) if asked.print else _install(browser, plan, owner=user)


def screen_address(url: str, kind: str) -> str:
    """The page of the screen at a server's address; a key in it (#token=...) stays. Raises Unusable."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Unusable(f"--url: {url} is no address. It begins with http:// or https://.")
    folder = parts.path.rstrip("/")
    path = folder if folder.endswith(f"/{kind}") else f"{folder}/{kind}"
    return urlunsplit((parts.scheme, parts.netloc, path, parts.query, parts.fragment))


def planned(kind: str, command: Sequence[str], *, home: Path, platform: str, cage_user: str | None) -> Plan:
    """What has to be done for a start at every switching on. Raises Unusable where we know no way."""
    unit = kiosk_files.UNIT.format(kind=kind)
    if platform == "win32":
        return Plan(
            kiosk_files.on_windows(kind, command, home=home),
            "It opens when this user signs in. Let Windows sign in by itself (netplwiz).",
            gone="What is open ends when this user signs out.",
            start=[("powercfg", "/change", f"{what}-timeout-ac", "0") for what in ("monitor", "standby")],
        )
    if not platform.startswith("linux"):
        raise Unusable("--install knows Linux and Windows. Without it, this command opens the screen now.")
    if cage_user is not None:
        return Plan(
            kiosk_files.on_bare_linux(kind, command, user=cage_user),
            f"See it with: systemctl status {unit}",
            reload=[("systemctl", "daemon-reload")],
            start=[("systemctl", "enable", "--now", unit)],
            stop=[("systemctl", "disable", "--now", unit)],
        )
    return Plan(
        kiosk_files.on_desktop(kind, command, home=home),
        "It opens when this user signs in. Let the desktop sign in by itself, without a screen lock.",
        reload=[("systemctl", "--user", "daemon-reload")],
        stop=[("systemctl", "--user", "stop", unit)],
    )


def _cage_user(asked: argparse.Namespace) -> str | None:
    if asked.user and not asked.cage:
        raise Unusable("--user goes with --cage.")
    return (asked.user or getpass.getuser()) if asked.cage else None


def _home(user: str) -> Path:
    """Where the browser of this user may write, whoever asks. Raises Unusable."""
    if sys.platform == "win32":
        raise Unusable("--cage is for a Linux computer without a desktop.")
    try:
        known = pwd.getpwnam(user)
    except KeyError:
        raise Unusable(f"There is no user {user}. First: sudo useradd --create-home {user}") from None
    if known.pw_uid == 0:
        raise Unusable("No browser runs as root. Name another user: --cage --user kiosk")
    return Path(known.pw_dir)


def _open(browser: Browser, command: Sequence[str], *, platform: str) -> int:
    """The browser takes our place, so that whatever started us stops the browser."""
    _make_profile(browser)
    sys.stdout.flush()
    if platform != "win32":
        os.execv(command[0], list(command))  # noqa: S606  (a browser of this computer, arguments as a list)
    return subprocess.call(command)


def _install(browser: Browser, plan: Plan, *, owner: str | None) -> int:
    made = _make_profile(browser)
    if owner:
        for path in made:
            shutil.chown(path, owner, pwd.getpwnam(owner).pw_gid)  # root asks, and a browser is somebody else
    for path, text in plan.files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
        print(f"written: {path}")
    _do(*plan.reload, *plan.start)
    print(plan.say)
    return 0


def _remove(plan: Plan) -> int:
    there = [path for path in plan.files if path.exists()]
    if not there:
        print("Nothing of it is here.")
        return 0
    _do(*plan.stop)
    for path in there:
        path.unlink(missing_ok=True)
        print(f"taken away: {path}")
    _do(*plan.reload)
    if plan.gone:
        print(plan.gone)
    return 0


def _do(*commands: Sequence[str]) -> None:
    for command in commands:
        if not _run(command):
            print(f"not done: {_line(command)}; do it by hand.", file=sys.stderr)


def _run(command: Sequence[str]) -> bool:
    try:
        return subprocess.call(command) == 0
    except OSError:
        return False


def _make_profile(browser: Browser) -> list[Path]:
    """Returns the profile with what is new of its way and in it."""
    made = [folder for folder in browser.profile.parents if not folder.exists()]
    browser.profile.mkdir(parents=True, exist_ok=True)
    made.append(browser.profile)
    if browser.is_firefox:
        preferences = browser.profile / "user.js"
        preferences.write_text(FIREFOX_PREFERENCES, encoding="utf-8")
        made.append(preferences)
    return made


def _tell(plan: Plan, *, removing: bool) -> int:
    for path, text in plan.files.items():
        print(f"--- would take away: {path}" if removing else f"--- would write: {path}\n{text}")
    for command in (*plan.stop, *plan.reload) if removing else (*plan.reload, *plan.start):
        print(f"--- would run: {_line(command)}")
    return 0


def _show(command: Sequence[str]) -> int:
    print(_line(command))
    return 0


def _line(command: Sequence[str]) -> str:
    """As the console of this system reads it."""
    return subprocess.list2cmdline(command) if sys.platform == "win32" else shlex.join(command)
