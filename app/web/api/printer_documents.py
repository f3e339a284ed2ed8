"""The shapes of alarms, printers and papers, as staff see them."""

from app.domain.alarms import AlarmKind
from app.web.api.documents import Answered


class AlarmDocument(Answered):
    """What staff are called to; `detail` names the numbers of needs_staff, else the printer's state."""

    id: int
    site: str
    printer: str
    kind: AlarmKind
    since: str
    cleared_at: str | None
    acknowledged_at: str | None
    acknowledged_by: str | None
    detail: str


class AlarmList(Answered):
    alarms: list[AlarmDocument]
