"""What whoever keeps the system going asks the API for."""

from dataclasses import replace
from typing import Any

from app.backup.folder import Purpose, new_path
from app.backup.taking import take_backup


def upkeep(checked: Any) -> None:
    """`checked` asks and holds each answer against its description; backups are made beside it."""
    api, ask = checked.api, checked.ask
    settings = replace(api.server.context.settings, database=api.database.url)
    kept = new_path(settings, Purpose.DAILY, now=api.now)
    take_backup(settings, kept, kind=Purpose.DAILY, now=api.now)
    ask("POST", "/backups", role="admin", body={})
    api.server.context.keeper.stop()
    ask("POST", f"/backups/{kept.name}/drill", role="admin", body={})
    ask("POST", f"/backups/{kept.name}/pass", role="admin", body={})
    assert ask("GET", "/backups", role="admin")["backups"][0]["rows"] > 0
    ask("GET", "/health", role="admin")
    ask("GET", "/facts?site=main&number=A-001", role="admin")
    ask("GET", "/facts?site=-", role="admin")
    ask("GET", "/facts.csv?site=main", role="admin")
    ask("GET", "/log?text=x", role="admin")
