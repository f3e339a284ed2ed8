"""Restores argv[3] into folder argv[1] and database argv[2], or upgrades that (argv[3] "upgrade"), and dies
by SIGKILL before its statement number argv[4].
"""

import os
import signal
import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from app.backup.restoring import restore
from app.store.migrating import migrate
from config.settings import Settings


def main(folder: str, url: str, deed: str, last: int) -> None:
    statements = count(1)

    @event.listens_for(Engine, "before_cursor_execute")
    def _die(*_: Any) -> None:
        if next(statements) == last:
            os.kill(os.getpid(), signal.SIGKILL)

    if deed == "upgrade":
        migrate(url)
    else:
        restore(Settings(data=Path(folder), database=url or None), Path(deed), now=datetime.now(UTC))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
