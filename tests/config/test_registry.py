"""Packages come from the configured registry, and only the file that the lock names is put in place."""

import base64
import hashlib
import io
import tarfile
import threading
from collections.abc import Iterator
from functools import partial
from http.server import HTTPServer, SimpleHTTPRequestHandler
from pathlib import Path

import pytest

from config import registry
from config.registry import DownloadFailed, Package

CONTENT = {
    "dist/wire.js": b"export {}",
    "dist/wire.js.map": b"{}",
    "LICENSE": b"MIT",
    "../../evil.js": b"evil",
}


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    folder = tmp_path / "shelf"
    folder.mkdir()
    return folder


@pytest.fixture
def address(shelf: Path) -> Iterator[str]:
    """A registry of the test's own, answering over HTTP with the files on the shelf."""
    server = HTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(shelf)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def packed(folder: Path) -> tuple[Path, Package]:
    archive = folder / "wire-1.2.3.tgz"
    with tarfile.open(archive, "w:gz") as tar:
        for name, content in CONTENT.items():
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    package = Package(
        "@mpp/wire", "1.2.3", f"sha512-{digest}", for_tests=True, files=("LICENSE", "dist/*.js", "*evil*")
    )
    return archive, package


def test_only_the_wanted_files_are_unpacked(tmp_path: Path) -> None:
    archive, package = packed(tmp_path)
    registry.unpack(archive, package, tmp_path / "vendor" / "wire")
    unpacked = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert unpacked == {"wire-1.2.3.tgz", "vendor/wire/LICENSE", "vendor/wire/dist/wire.js"}


def test_an_archive_that_the_lock_does_not_name_is_not_opened(tmp_path: Path) -> None:
    archive, package = packed(tmp_path)
    archive.write_bytes(archive.read_bytes() + b"more")
    with pytest.raises(DownloadFailed, match="is not the file that the lock names"):
        registry.unpack(archive, package, tmp_path / "vendor")
    assert not (tmp_path / "vendor").exists()


def test_a_download_is_put_in_place_when_its_digest_is_right(
    tmp_path: Path, shelf: Path, address: str
) -> None:
    (shelf / "file").write_bytes(b"right")
    digest = hashlib.sha256(b"right").hexdigest()
    assert registry.download(f"{address}/file", tmp_path / "got", "sha256", digest).read_bytes() == b"right"


def test_a_download_with_another_digest_is_never_put_in_place(
    tmp_path: Path, shelf: Path, address: str
) -> None:
    (shelf / "file").write_bytes(b"wrong")
    with pytest.raises(DownloadFailed, match="got is not the file"):
        registry.download(f"{address}/file", tmp_path / "got", "sha256", hashlib.sha256(b"right").hexdigest())
    assert not (tmp_path / "got").exists()


def test_a_missing_file_is_told_without_the_address(tmp_path: Path, address: str) -> None:
    with pytest.raises(DownloadFailed) as failed:
        registry.download(f"{address}/file", tmp_path / "got", "sha256", "0" * 64)
    assert str(failed.value) == "got could not be downloaded (the registry answered 404)"


def test_addresses_are_taken_out_of_what_pip_says() -> None:
    said = "Looking in indexes: https://office:secret@packages.example/simple, then file:///mnt/wheels"
    assert registry.without_addresses(said) == "Looking in indexes: (registry) then (registry)"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("npm_config_registry", "NPM_CONFIG_REGISTRY", "NPM_CONFIG_USERCONFIG"):
        monkeypatch.delenv(name, raising=False)
    for name in ("PIP_INDEX_URL", "PIP_CONFIG_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    return tmp_path


def test_the_users_npmrc_names_the_registry(home: Path) -> None:
    (home / ".npmrc").write_text("audit=false\nregistry = https://npm.office.example/\n")
    assert registry.npm_registry() == "https://npm.office.example"


def test_the_environment_wins_over_npmrc(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / ".npmrc").write_text("registry=https://npm.office.example/\n")
    monkeypatch.setenv("npm_config_registry", "https://npm.other.example/")
    assert registry.npm_registry() == "https://npm.other.example"


def test_pips_configuration_names_the_index(home: Path) -> None:
    (home / ".config" / "pip").mkdir(parents=True)
    (home / ".config" / "pip" / "pip.conf").write_text(
        "[global]\nindex-url = https://pypi.office.example/simple/\n"
    )
    assert registry.python_index() == "https://pypi.office.example/simple"


def test_the_environment_wins_over_pips_configuration(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "https://pypi.other.example/simple")
    assert registry.python_index() == "https://pypi.other.example/simple"


def test_a_wheel_is_taken_from_the_index_only_with_its_digest(
    tmp_path: Path, shelf: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, _ = registry.locked_wheel("emupos")
    (shelf / "emupos").mkdir()
    (shelf / "emupos" / "index.html").write_text(f'<a href="../{name}#sha256={"0" * 64}">{name}</a>')
    monkeypatch.setenv("PIP_INDEX_URL", address)
    monkeypatch.setattr(registry, "WHEELHOUSE", tmp_path)
    with pytest.raises(DownloadFailed, match=f"does not have {name}"):
        registry.fetch_wheel("emupos", tmp_path)
