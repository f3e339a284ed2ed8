"""The bootstrap knows what is installed, and run.py speaks to Pythons that are too old."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from config import bootstrap, development

ROOT = Path(__file__).parents[2]


def test_each_lock_has_a_fingerprint_of_its_own() -> None:
    assert bootstrap.fingerprint(bootstrap.RUNTIME) != bootstrap.fingerprint(bootstrap.TEST)


@pytest.mark.parametrize(
    ("command", "lock"),
    [("", "requirements.lock"), ("serve", "requirements.lock"), ("test", "requirements-test.lock")],
)
def test_only_developers_commands_install_the_tools(command: str, lock: str) -> None:
    assert bootstrap.lock_for(command) == lock


@pytest.mark.parametrize("name", ["run.py", "config/__init__.py", "config/bootstrap.py"])
def test_the_first_lines_can_be_read_by_an_old_python(name: str) -> None:
    ast.parse((ROOT / name).read_text("utf-8"), feature_version=(3, 8))


def test_deciding_loads_neither_sockets_nor_tls() -> None:
    asked = (
        "import sys, config.bootstrap, config.settings; print(sorted({'ssl', 'flask'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_bundle_takes_no_further_words() -> None:
    assert development.COMMANDS["bundle"](["everything"]) == 2
