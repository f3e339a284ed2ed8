"""Finds or fetches every real service before the tests start, with a line for each."""

import sys
from collections.abc import Callable

from config import registry
from tests.services import chromium, emupos, node, old_chromium, postgres, register, zbar

SERVICES: dict[str, Callable[[], str]] = {
    "PostgreSQL": lambda: str(postgres.find_programs()),
    "node": lambda: str(node.find_node()),
    "axe-core": lambda: registry.fetch(registry.packages()["axe-core"]).name,
    "zbar": lambda: zbar.provide().name,
    "emupos": lambda: emupos.provide().name,
    "Chromium": lambda: chromium.version(chromium.provide_chromium()),
    "Chromium 64": lambda: old_chromium.provide(64).origin,
    "Chromium 79": lambda: old_chromium.provide(79).origin,
}


def main() -> int:
    """0 when everything is there, or when this platform may do without."""
    absent = 0
    for name, provide in SERVICES.items():
        try:
            print(f"services: {name}: {provide()}", flush=True)
        except (register.Missing, registry.DownloadFailed) as problem:
            absent += 1
            print(f"services: {name}: MISSING. {problem}", flush=True)
    return 1 if absent and register.REQUIRED else 0


if __name__ == "__main__":
    sys.exit(main())
