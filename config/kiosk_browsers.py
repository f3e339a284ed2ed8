"""The browsers that a screen can run in: where they are found, and how each is told to fill the screen.

Standard library only, as a kiosk's computer has nothing but Python.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

# By the name of the program, those that need least first; Firefox has no switch for sound but a preference.
LINUX = (
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "microsoft-edge-stable",
    "microsoft-edge",
    "firefox-esr",
    "firefox",
)
WINDOWS = (
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
    "Mozilla Firefox/firefox.exe",
)
MAC = (
    "Chromium.app/Contents/MacOS/Chromium",
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "Firefox.app/Contents/MacOS/firefox",
)
# Nothing that asks, nothing that hides the page: a kiosk has no keyboard to answer with.
CHROMIUM = (
    "--start-fullscreen",
    "--no-first-run",
    "--no-default-browser-check",
    "--noerrdialogs",
    "--disable-session-crashed-bubble",
    "--hide-crash-restore-bubble",
    "--disable-features=Translate",
    "--disable-pinch",
    "--overscroll-history-navigation=0",
    "--password-store=basic",
    "--autoplay-policy=no-user-gesture-required",  # the chime and the voice of a display
)
FIREFOX_PREFERENCES = """\
user_pref("media.autoplay.default", 0);
user_pref("media.autoplay.blocking_policy", 0);
user_pref("browser.sessionstore.resume_from_crash", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("browser.aboutwelcome.enabled", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("toolkit.startup.max_resumed_crashes", -1);
user_pref("apz.allow_zooming", false);
"""


@dataclass(frozen=True)
class Browser:
    """A program, and the folder in which it keeps what it remembers, the screen's permission among it."""

    program: Path
    profile: Path

    @property
    def is_firefox(self) -> bool:
        return "firefox" in self.program.name.lower()

    @property
    def is_edge(self) -> bool:
        return "edge" in self.program.name.lower()

    def command(self, address: str) -> list[str]:
        """What opens the address over the whole screen."""
        if self.is_firefox:
            return [str(self.program), "--kiosk", "--profile", str(self.profile), address]
        words = [str(self.program), *CHROMIUM, f"--user-data-dir={self.profile}"]
        # The kiosk mode of Edge forgets everything when it ends, the screen's permission among it.
        return [*words, f"--app={address}"] if self.is_edge else [*words, "--kiosk", address]


def profile_of(program: Path, kind: str, *, home: Path, platform: str) -> Path:
    """A folder of its own for each kind of screen; a browser from a snap may write in the snap's alone."""
    if platform == "win32":
        return home / "AppData" / "Local" / "Antrean" / kind
    if is_snap(program):
        return home / "snap" / program.name / "common" / f"antrean-{kind}"
    return home / ".local" / "share" / "antrean" / kind


def is_snap(program: Path) -> bool:
    """Whether Ubuntu's snaps hold it: /snap/bin/chromium is a link to the program snap itself."""
    return program.is_relative_to("/snap") or program.resolve().name == "snap"


def browsers(*, home: Path, platform: str, path: str | None = None) -> Iterator[Path]:
    """The browsers that are here, the likeliest first; `path` is where programs are looked for on Linux."""
    if platform == "win32":
        yield from _existing((*_program_files(home), home / "AppData" / "Local"), WINDOWS)
    elif platform == "darwin":
        yield from _existing((Path("/Applications"), home / "Applications"), MAC)
    else:
        for name in LINUX:
            found = shutil.which(name, path=path)
            if found is not None:
                yield Path(found)


def _program_files(home: Path) -> Sequence[Path]:
    drive = f"{home.drive}/" if home.drive else "/"
    return tuple(Path(drive, name) for name in ("Program Files", "Program Files (x86)"))


def _existing(folders: Sequence[Path], programs: Sequence[str]) -> Iterator[Path]:
    for program in programs:
        yield from (folder / program for folder in folders if (folder / program).is_file())
