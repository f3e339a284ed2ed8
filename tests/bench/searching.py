"""How long a kiosk looks for services at each key press, beside a bare search for text.

python -m tests.bench.searching
"""

import sys
from pathlib import Path

from tests.services.node import run_node


def main() -> int:
    done = run_node("--no-warnings", Path(__file__).with_suffix(".mjs"))
    print(done.stdout, end="")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
