"""The files and pages for whoever installs it: read by the programs they are for, and true of the code."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]

from app.cli import COMMANDS
from app.domain.media import LARGEST_FILE
from config import development
from config.bootstrap import ROOT
from config.settings import NAMES

DEPLOY = ROOT / "docs" / "deploy"
PAGES = (ROOT / "docs" / "install.md", ROOT / "docs" / "quickstart.md", DEPLOY / "README.md")
UNITS = ("antrean.service", "antrean-agent.service")
OF_COMPOSE = {"ANTREAN_NAME", "ANTREAN_DATABASE_PASSWORD"}  # filled in before our program is told anything
OF_UNITS = {"ANTREAN_SERVER"}
MEGABYTE = 1_000_000  # as Caddy counts
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")  # folders that nginx would make elsewhere


def program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not here: sudo apt install {name}")
    return found


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("name", UNITS)
def test_systemd_understands_a_unit(name: str, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not here: sudo apt install systemd")
    unit = tmp_path / name
    text = (DEPLOY / name).read_text("utf-8")
    unit.write_text(text.replace("/opt/antrean/.venv/bin/python", "/bin/sh"), encoding="utf-8")
    done = run("systemd-analyze", "verify", unit)
    assert (done.returncode, done.stderr) == (0, "")


def test_nginx_understands_its_file(tmp_path: Path) -> None:
    nginx = program("nginx")
    made = run(
        "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=antrean",
        "-keyout", tmp_path / "tls.key", "-out", tmp_path / "tls.crt",
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    site = (DEPLOY / "nginx.conf").read_text("utf-8").replace("/etc/antrean/", f"{tmp_path}/")
    (tmp_path / "site.conf").write_text(site, encoding="utf-8")
    folders = " ".join(f"{each}_temp_path {tmp_path}/{each};" for each in TEMPORARY)
    own = f"pid {tmp_path}/pid; error_log {tmp_path}/log;"
    whole = f"{own} events {{}} http {{ {folders} access_log off; include {tmp_path}/site.conf; }}"
    (tmp_path / "nginx.conf").write_text(whole, encoding="utf-8")
    done = run(nginx, "-t", "-p", tmp_path, "-c", tmp_path / "nginx.conf")
    assert done.returncode == 0, done.stderr


def test_caddy_understands_its_file() -> None:
    done = run(program("caddy"), "validate", "--config", DEPLOY / "Caddyfile", "--adapter", "caddyfile")
    assert done.returncode == 0, done.stderr


def test_the_proxies_let_the_largest_film_through() -> None:
    nginx = re.search(r"client_max_body_size\s+(\d+)m;", (DEPLOY / "nginx.conf").read_text("utf-8"))
    caddy = re.search(r"max_size (\d+)MB", (DEPLOY / "Caddyfile").read_text("utf-8"))
    assert nginx is not None
    assert caddy is not None
    assert int(nginx[1]) * 1024 * 1024 > LARGEST_FILE
    assert int(caddy[1]) * MEGABYTE > LARGEST_FILE


def test_the_containers_wait_for_one_another_and_keep_what_matters() -> None:
    composed = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    services = composed["services"]
    assert services["server"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert services["web"]["depends_on"] == {"server": {"condition": "service_healthy"}}
    kept = {each.split(":")[0] for service in services.values() for each in service["volumes"]}
    assert kept == set(composed["volumes"])
    build = services["server"]["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).resolve().is_file()


def test_the_file_with_the_password_is_in_no_image() -> None:
    """It lies beside compose.yaml, within what is copied into the image."""
    left_out = (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").split()
    assert {"**/.env", "var", ".git"} <= set(left_out)


def test_every_setting_in_them_is_one_that_the_code_knows() -> None:
    told = {
        path: re.findall(r"ANTREAN_[A-Z_]+", path.read_text("utf-8")) for path in (*PAGES, *DEPLOY.iterdir())
    }
    strange = {
        name: path.name
        for path, names in told.items()
        for name in names
        if name not in NAMES | OF_COMPOSE | OF_UNITS
    }
    assert strange == {}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_command_and_link_of_a_page_is_there(path: Path) -> None:
    text = path.read_text("utf-8")
    known = {*COMMANDS, *development.COMMANDS}
    assert set(re.findall(r"run\.py ([a-z]+)", text)) <= known
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)]+)\)", text)]
    assert [link for link in links if "://" not in link and not (path.parent / link).exists()] == []
