"""A computer made a kiosk or a display by one command: which browser, how, and what starts it again."""

import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from config.bootstrap import ROOT
from config.kiosk_browsers import CHROMIUM, Browser, browsers, profile_of
from config.kiosk_files import on_bare_linux, on_desktop, on_windows
from config.kiosk_pc import Unusable, main, planned, screen_address

ADDRESS = "https://antrean.example.go.id/kiosk#token=a%20b$c"


def a_program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, in which whatever is installed ends."""
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("url", "kind", "address"),
    [
        ("http://10.0.0.5:8080", "kiosk", "http://10.0.0.5:8080/kiosk"),
        ("http://10.0.0.5:8080/", "display", "http://10.0.0.5:8080/display"),
        ("https://mpp.example/antrean", "kiosk", "https://mpp.example/antrean/kiosk"),
        ("https://mpp.example/kiosk", "kiosk", "https://mpp.example/kiosk"),
        ("http://[::1]:80/kiosk#token=x", "kiosk", "http://[::1]:80/kiosk#token=x"),
    ],
)
def test_the_servers_address_leads_to_the_screens_page(url: str, kind: str, address: str) -> None:
    assert screen_address(url, kind) == address


@pytest.mark.parametrize("url", ["antrean.local", "ftp://antrean", "http://", "10.0.0.5:8080"])
def test_what_is_no_address_is_told(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Unusable, match="begins with http"):
        screen_address(url, "kiosk")
    assert main(["--url", url, "--print"]) == 1
    assert "is no address" in capsys.readouterr().err


def test_chromium_is_taken_before_firefox(tmp_path: Path) -> None:
    for name in ("firefox", "google-chrome"):
        a_program(tmp_path / name)
    found = browsers(home=tmp_path, platform="linux", path=str(tmp_path))
    assert [each.name for each in found] == ["google-chrome", "firefox"]


def test_what_windows_has_is_found_where_windows_keeps_it(tmp_path: Path) -> None:
    own = a_program(tmp_path / "AppData" / "Local" / "Google" / "Chrome" / "Application" / "chrome.exe")
    assert own in list(browsers(home=tmp_path, platform="win32"))


def test_a_screen_may_sound_and_is_asked_nothing(tmp_path: Path) -> None:
    chromium = Browser(tmp_path / "chromium", tmp_path / "profile").command(ADDRESS)
    assert chromium[-2:] == ["--kiosk", ADDRESS]
    assert {"--start-fullscreen", "--autoplay-policy=no-user-gesture-required", "--noerrdialogs"} <= set(
        chromium
    )
    assert f"--user-data-dir={tmp_path / 'profile'}" in chromium
    edge = Browser(tmp_path / "msedge.exe", tmp_path).command(ADDRESS)
    assert (edge[-1], "--kiosk" in edge) == (f"--app={ADDRESS}", False), "which would forget its permission"
    firefox = Browser(tmp_path / "firefox-esr", tmp_path / "profile").command(ADDRESS)
    assert firefox[1:] == ["--kiosk", "--profile", str(tmp_path / "profile"), ADDRESS]


def test_each_kind_of_screen_remembers_its_own_permission(tmp_path: Path) -> None:
    kiosk, display = (
        profile_of(Path("/usr/bin/chromium"), kind, home=tmp_path, platform="linux")
        for kind in ("kiosk", "display")
    )
    assert kiosk != display
    snap = profile_of(Path("/snap/bin/chromium"), "kiosk", home=tmp_path, platform="linux")
    assert snap == tmp_path / "snap" / "chromium" / "common" / "antrean-kiosk"


def test_what_is_installed_starts_again_and_means_what_was_said(tmp_path: Path) -> None:
    command = ["/usr/bin/chromium", "--user-data-dir=/home/a b", ADDRESS]
    unit, entry = on_desktop("kiosk", command, home=tmp_path).values()
    assert "Restart=always" in unit
    assert "ExecStart=/usr/bin/chromium '--user-data-dir=/home/a b'" in unit
    assert "#token=a%%20b$$c" in unit
    assert "systemctl --user start antrean-kiosk.service" in entry
    ((path, text),) = on_windows("display", command, home=tmp_path).items()
    assert (path.parent.name, path.name) == ("Startup", "antrean-display.cmd")
    assert (
        f'start "" /wait "/usr/bin/chromium" "--user-data-dir=/home/a b" "{ADDRESS}"'.replace("%", "%%")
        in text
    )
    assert text.count("\r\n") == text.count("\n")


@pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze: sudo apt install systemd"
)
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    program = str(a_program(tmp_path / "chromium"))
    command = [program, *CHROMIUM, ADDRESS]
    files = {**on_desktop("kiosk", command, home=tmp_path), **on_bare_linux("display", command, user="root")}
    units = [tmp_path / path.name for path in files if path.suffix == ".service"]
    for path, text in files.items():
        (tmp_path / path.name).write_text(text.replace("/usr/bin/cage", program), encoding="utf-8")
    for unit in units:
        done = subprocess.run(
            ["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, ""), unit


def test_other_systems_are_told_what_they_can_do(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="opens the screen now"):
        planned("kiosk", ["x"], home=tmp_path, platform="darwin", cage_user=None)


def test_a_plan_can_be_read_before_anything_is_done(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program = str(a_program(home / "chromium"))
    asked = ["--url", "http://10.0.0.5:8080", "--browser", program]
    assert main([*asked, "--print"]) == 0
    assert capsys.readouterr().out.endswith("http://10.0.0.5:8080/kiosk\n")
    assert main([*asked, "--install", "--kind", "display", "--print"]) == 0
    assert "would write" in capsys.readouterr().out
    assert not (home / ".config").exists()


def test_a_screen_without_a_desktop_writes_in_the_home_of_its_own_user(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--url", "http://10.0.0.5:8080", "--browser", str(a_program(home / "chromium")), "--install"]
    somebody = next(each for each in pwd.getpwall() if each.pw_uid)
    assert main([*asked, "--cage", "--user", somebody.pw_name, "--print"]) == 0
    told = capsys.readouterr().out
    assert f"User={somebody.pw_name}" in told
    assert f"--user-data-dir={Path(somebody.pw_dir, '.local')}" in told
    assert str(home / ".local") not in told


@pytest.mark.parametrize(("user", "told"), [("no-such-user", "sudo useradd"), ("root", "as root")])
def test_a_user_whom_no_browser_can_be_is_refused(
    user: str, told: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--url", "http://10.0.0.5:8080", "--browser", str(a_program(home / "chromium")), "--install"]
    assert main([*asked, "--cage", "--user", user, "--print"]) == 1
    assert told in capsys.readouterr().err


def test_it_is_installed_and_taken_away_again(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program = str(a_program(home / "firefox"))
    asked = ["--url", "http://10.0.0.5:8080", "--browser", program]
    assert main([*asked, "--install"]) == 0
    unit = home / ".config" / "systemd" / "user" / "antrean-kiosk.service"
    assert "http://10.0.0.5:8080/kiosk" in unit.read_text("utf-8")
    assert "media.autoplay.default" in (home / ".local/share/antrean/kiosk/user.js").read_text("utf-8")
    assert main([*asked, "--install", "--kind", "display"]) == 0
    Path(program).unlink()
    assert main(["--remove"]) == 0, "without an address, and when the browser is gone"
    assert not unit.exists()
    assert unit.with_name("antrean-display.service").exists()
    capsys.readouterr()
    assert main(["--remove"]) == 0
    assert capsys.readouterr().out == "Nothing of it is here.\n"


def test_what_runs_is_stopped_before_it_is_taken_away(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    somebody = next(each.pw_name for each in pwd.getpwall() if each.pw_uid)
    assert main(["--remove", "--cage", "--user", somebody, "--print"]) == 0
    told = capsys.readouterr().out
    assert told.index("disable --now antrean-kiosk.service") < told.index("daemon-reload")


def test_an_address_that_is_missing_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--install"]) == 1
    assert "--url is missing" in capsys.readouterr().err


def test_windows_neither_sleeps_nor_goes_dark(tmp_path: Path) -> None:
    plan = planned("kiosk", ["x"], home=tmp_path, platform="win32", cage_user=None)
    assert [command[2] for command in plan.start] == ["monitor-timeout-ac", "standby-timeout-ac"]


def test_a_computer_with_nothing_but_python_opens_its_screen(tmp_path: Path) -> None:
    """The browser takes the place of the command, so that its end is the command's."""
    said = tmp_path / "said"
    program = a_program(tmp_path / "chromium")
    program.write_text(f'#!/bin/sh\necho "$@" > {said}\nexit 7\n', encoding="utf-8")
    words = [
        sys.executable,
        "-S",
        "-E",
        "run.py",
        "kiosk",
        "--url",
        "http://10.0.0.5",
        "--browser",
        str(program),
    ]
    environment = {"PATH": os.defpath, "HOME": str(tmp_path)}
    done = subprocess.run(words, cwd=ROOT, env=environment, check=False, timeout=60)
    assert done.returncode == 7
    assert said.read_text("utf-8").split()[-1] == "http://10.0.0.5/kiosk"
