"""The shapes of backups, as an administrator sees them."""

from app.web.api.documents import Answered


class DrillDocument(Answered):
    """How bringing a backup back went; `why` is the sentence of its refusal, "" when all was well."""

    at: str
    fine: bool
    seconds: float
    numbers: int
    why: str


class BackupDocument(Answered):
    """A backup in the folder; `rows` and `version`, of the database, are null where it cannot be read."""

    name: str
    purpose: str
    made_at: str
    size: int
    rows: int | None
    version: str | None
    mall: str | None
    missing: list[str]
    drill: DrillDocument | None


class TroubleDocument(Answered):
    """What failed last: `deed` is backup or drill."""

    deed: str
    at: str
    why: str


class BackupList(Answered):
    """The newest first. `at` is the daily one's local time, null for never; `running` what is under way."""

    now: str
    timezone: str
    demo: bool
    folder: str
    free: int
    at: str | None
    kept: int
    running: str
    trouble: TroubleDocument | None
    backups: list[BackupDocument]


class BackupPass(Answered):
    """Where the file may be fetched for a minute, by whoever knows the address."""

    url: str
