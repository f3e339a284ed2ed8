"""Guards what we build on: locked with hashes, young enough, fetched and never committed."""

import json
import re
import shutil
import subprocess
from importlib import metadata
from pathlib import Path

import pytest
from packaging.version import Version

from config import registry
from tests.architecture.sources import ROOMS, ROOT

LOCKS = ("requirements.lock", "requirements-test.lock", "requirements-pip.lock", "requirements-emupos.lock")
YOUNGEST_KNOWN_FLAW = {
    "eventlet": "0.40.3",
    "python-engineio": "4.13.3",
    "python-socketio": "5.16.4",
    "werkzeug": "3.1.6",
}
THIRD_PARTY = re.compile(
    r"(^|/)(vendor|node_modules|wheelhouse|\.venv)/|\.(min\.js|woff2?|ttf|otf|whl|tgz|map)$", re.IGNORECASE
)
LARGEST_BYTES = 1_000_000


def locked(name: str) -> dict[str, str]:
    text = (ROOT / name).read_text("utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)==([^\s;]+)", text, re.MULTILINE))


def tracked() -> list[Path]:
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("not a git clone, or git is not installed: nothing can be tracked here")
    command = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [Path(name) for name in listed.split("\0") if name]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_its_hashes(lock: str) -> None:
    entries = re.split(r"^(?=\S+==)", (ROOT / lock).read_text("utf-8"), flags=re.MULTILINE)
    packages = [entry for entry in entries if "==" in entry]
    assert packages
    assert all("--hash=sha256:" in entry for entry in packages)


@pytest.mark.parametrize("lock", [*LOCKS, "package-lock.json", "package.json"])
def test_a_lock_names_no_host(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert "://" not in text
    assert "--index-url" not in text
    assert '"resolved"' not in text


def test_the_tests_run_on_the_packages_that_offices_get() -> None:
    runtime, test = locked("requirements.lock"), locked("requirements-test.lock")
    assert runtime.items() <= test.items()


@pytest.mark.parametrize(("name", "flawless"), YOUNGEST_KNOWN_FLAW.items())
def test_no_version_with_a_known_flaw_is_locked(name: str, flawless: str) -> None:
    assert Version(locked("requirements.lock")[name]) >= Version(flawless)


@pytest.mark.parametrize(("name", "version"), locked("requirements.lock").items())
def test_what_is_installed_is_what_is_locked(name: str, version: str) -> None:
    try:
        installed = metadata.version(name)
    except metadata.PackageNotFoundError:
        line = next(
            line for line in (ROOT / "requirements.lock").read_text().splitlines() if line.startswith(name)
        )
        assert ";" in line, f"{name} is locked for every platform but not installed"
        return
    assert installed == version


def test_every_browser_package_is_pinned_by_digest() -> None:
    entries = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    assert all(entry["integrity"].startswith("sha512-") for name, entry in entries.items() if name)
    assert {"socket.io-client", "@fontsource/plus-jakarta-sans"} <= registry.packages().keys()


def test_every_vendor_address_names_the_locked_version() -> None:
    known = {f"{package.name}-{package.version}" for package in registry.packages().values()}
    for room in ROOMS:
        for path in (ROOT / room).rglob("*"):
            if path.suffix in (".css", ".js", ".html") and "vendor" not in path.parts:
                used = re.findall(r"vendor/((?:@[\w.-]+/)?[\w.-]+-\d[\w.]*)/", path.read_text("utf-8"))
                assert set(used) <= known, path


def test_no_third_party_code_is_tracked() -> None:
    assert [path for path in tracked() if THIRD_PARTY.search(path.as_posix())] == []


def test_no_large_file_is_tracked() -> None:
    present = [path for path in tracked() if (ROOT / path).is_file()]
    assert [path for path in present if (ROOT / path).stat().st_size > LARGEST_BYTES] == []
