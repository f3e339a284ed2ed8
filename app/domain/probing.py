"""A look at what a printer can do, asked for by an administrator: how it ends, and when it is given up."""

from datetime import datetime
from enum import StrEnum

from app.domain.alarms import lasted

TAKE_UP_SECONDS = 30.0  # for an agent to take it up, which it does between two papers
ANSWER_SECONDS = 60.0  # for the agent to tell what it found; it asks for some ten seconds at most


class ProbeEnd(StrEnum):
    """What came of it."""

    FOUND = "found"  # everything was asked; the findings say what was answered
    ONE_WAY = "one_way"  # nothing comes back over this connection: nothing could be asked
    UNREACHABLE = "unreachable"  # no line could be opened
    BROKEN = "broken"  # the line broke in between: what was heard until then proves nothing
    UNTAKEN = "untaken"  # no agent took it up in time
    LOST = "lost"  # an agent took it up and never told what it found


def overdue(asked_at: datetime, started_at: datetime | None, *, now: datetime) -> ProbeEnd | None:
    """How an open probe ends for nobody's answer; None while it may still be answered."""
    if started_at is None:
        return ProbeEnd.UNTAKEN if lasted(asked_at, now) >= TAKE_UP_SECONDS else None
    return ProbeEnd.LOST if lasted(started_at, now) >= ANSWER_SECONDS else None
