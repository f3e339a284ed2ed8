"""When staff are called to a printer or into the hall, and when that is over: a pure look at what is so."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from app.domain.printing import WORKING, PrinterState


class Subject(StrEnum):
    """What an alarm is about."""

    PRINTER = "printer"
    QUEUE = "queue"  # of an agency
    COUNTER = "counter"
    DISPLAY = "display"


class AlarmKind(StrEnum):
    """What is wrong; at most one alarm of a kind is open at each printer, queue, counter or display."""

    NEAR_END = "near_end"  # the roll should be changed soon: once for every roll
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    FAULT = "fault"  # the cutter or another part needs hands
    UNREACHABLE = "unreachable"
    MUTE = "mute"  # connected, but it answers nothing, or only that it is off line
    AGENT_LOST = "agent_lost"  # no word of the print agent that serves it
    NEEDS_STAFF = "needs_staff"  # a paper was given up while its visitor still waits
    OLDEST_JOB = "oldest_job"  # a paper waits too long, whatever the reason
    WAIT_NORM = "wait_norm"  # somebody waits longer than the mall thinks bearable
    UNATTENDED = "unattended"  # somebody waits for a service whose counters, or helpers, have all gone
    SERVICE_NORM = "service_norm"  # a visit takes much longer than its service should
    IDLE_WITH_QUEUE = "idle_with_queue"  # an open counter calls nobody although somebody waits
    DISPLAY_LOST = "display_lost"
    SOUND_BLOCKED = "sound_blocked"  # a display that should be heard plays nothing

    @property
    def subject(self) -> Subject:
        return _SUBJECTS.get(self, Subject.PRINTER)


_SUBJECTS = MappingProxyType(
    {
        AlarmKind.WAIT_NORM: Subject.QUEUE,
        AlarmKind.UNATTENDED: Subject.QUEUE,
        AlarmKind.SERVICE_NORM: Subject.COUNTER,
        AlarmKind.IDLE_WITH_QUEUE: Subject.COUNTER,
        AlarmKind.DISPLAY_LOST: Subject.DISPLAY,
        AlarmKind.SOUND_BLOCKED: Subject.DISPLAY,
    }
)
HALL_KINDS = frozenset(_SUBJECTS)
PRINTER_KINDS = frozenset(AlarmKind) - HALL_KINDS

# How long a state lasts before it is an alarm: a cover is open whenever a roll is changed.
_STATES = MappingProxyType(
    {
        PrinterState.NEAR_END: (AlarmKind.NEAR_END, 0.0),
        PrinterState.PAPER_OUT: (AlarmKind.PAPER_OUT, 0.0),
        PrinterState.COVER_OPEN: (AlarmKind.COVER_OPEN, 20.0),
        PrinterState.ERROR: (AlarmKind.FAULT, 0.0),
        PrinterState.OFFLINE: (AlarmKind.MUTE, 30.0),
        PrinterState.UNREACHABLE: (AlarmKind.UNREACHABLE, 15.0),
        PrinterState.MUTE: (AlarmKind.MUTE, 30.0),
    }
)
_STOPS = frozenset(kind for state, (kind, _) in _STATES.items() if state not in WORKING)
AGENT_LOST_SECONDS = 30.0
OLDEST_JOB_SECONDS = 10.0
QUIET_SECONDS = 10.0  # an alarm ends only after its cause has been away for so long
CLOCK_SECONDS = 60.0  # by which the clocks of two servers may differ


@dataclass(frozen=True, slots=True)
class Seen:
    """All that is known of one printer; `state` None: nothing that this version understands.

    `stopped_since` is None while it works, else when it last did, whatever it said meanwhile.
    `oldest_job` is since when the paper that waits longest is here, `failed` the numbers whose
    paper was given up although their visitors may still wait for it, each with how often it was.
    """

    printer: str
    state: PrinterState | None = None
    since: datetime | None = None
    seen_at: datetime | None = None
    stopped_since: datetime | None = None
    oldest_job: datetime | None = None
    failed: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """An open alarm; `quiet_since` is when its cause went away, None while that lasts.

    `covers` are the failures that it told of when it last rang.
    """

    detail: str = ""
    quiet_since: datetime | None = None
    covers: Mapping[str, int] = field(default_factory=dict)


class Change(StrEnum):
    """What becomes of an alarm."""

    RAISE = "raise"
    RENEW = "renew"  # something new joined it, so that an acknowledgement no longer covers it
    REST = "rest"  # its cause went away just now
    STIR = "stir"  # its cause came back before the alarm had ended
    CLEAR = "clear"


class Turn(NamedTuple):
    kind: AlarmKind
    change: Change
    since: datetime
    detail: str
    covers: Mapping[str, int] | None = None


class Cause(NamedTuple):
    """Something wrong `since` then, which is an alarm once it has lasted for `seconds`."""

    since: datetime
    seconds: float
    detail: str = ""
    failed: Mapping[str, int] | None = None


def judge(
    seen: Seen, standing: Mapping[AlarmKind, Standing], *, now: datetime, watching_since: datetime
) -> tuple[Turn, ...]:
    """What changes among the alarms of one printer; most of the time nothing.

    `watching_since` is when somebody began to look: silence before that is nobody's.
    """
    is_told = not standing.keys().isdisjoint(_STOPS)
    causes = dict(_causes(seen, now=now, watching_since=watching_since, is_told=is_told))
    return tuple(_verdicts(seen, causes, standing, now=now))


def judge_causes(
    causes: Mapping[AlarmKind, Cause], standing: Mapping[AlarmKind, Standing], *, now: datetime
) -> tuple[Turn, ...]:
    """What changes among the alarms of a queue, counter or display, by what is wrong with it now."""
    return tuple(_verdicts(Seen(""), causes, standing, now=now))


def _causes(
    seen: Seen, *, now: datetime, watching_since: datetime, is_told: bool
) -> Iterator[tuple[AlarmKind, Cause]]:
    """What is wrong at this moment, whether or not it has lasted long enough.

    Of a printer that stands still, `is_told` says whether staff are called already. If not, the
    time counts since it last worked: else one that goes from one trouble to the next and back,
    never for long in the same, would call nobody.
    """
    if seen.state is not None and seen.state in _STATES:
        kind, seconds = _STATES[seen.state]
        since = seen.since if is_told else seen.stopped_since or seen.since
        yield kind, Cause(since or now, seconds, seen.state)
    words = [
        moment
        for moment in (seen.seen_at, watching_since)
        if moment is not None and lasted(moment, now) < float("inf")
    ]
    heard = min(now, max(words, default=now))
    if lasted(heard, now) >= AGENT_LOST_SECONDS:
        yield AlarmKind.AGENT_LOST, Cause(heard, AGENT_LOST_SECONDS)
    if seen.failed:
        yield AlarmKind.NEEDS_STAFF, Cause(now, 0.0, ", ".join(seen.failed), seen.failed)
    if seen.oldest_job is not None and lasted(seen.oldest_job, now) >= OLDEST_JOB_SECONDS:
        yield AlarmKind.OLDEST_JOB, Cause(seen.oldest_job, OLDEST_JOB_SECONDS)


def _verdicts(
    seen: Seen, causes: Mapping[AlarmKind, Cause], standing: Mapping[AlarmKind, Standing], *, now: datetime
) -> Iterator[Turn]:
    for kind, cause in causes.items():
        alarm = standing.get(kind)
        if alarm is None:
            if lasted(cause.since, now) >= cause.seconds:
                yield Turn(kind, Change.RAISE, min(cause.since, now), cause.detail, cause.failed)
        elif _is_news(cause.failed or {}, alarm.covers):
            yield Turn(kind, Change.RENEW, now, cause.detail, cause.failed)
        elif alarm.quiet_since is not None:
            yield Turn(kind, Change.STIR, now, alarm.detail)
    for kind, alarm in standing.items():
        if kind in causes or _is_same_roll(kind, alarm, seen.state):
            continue
        if alarm.quiet_since is None or alarm.quiet_since > now:
            yield Turn(kind, Change.REST, now, alarm.detail)
        elif now - alarm.quiet_since >= timedelta(seconds=QUIET_SECONDS):
            yield Turn(kind, Change.CLEAR, now, alarm.detail)


def _is_same_roll(kind: AlarmKind, alarm: Standing, state: PrinterState | None) -> bool:
    """A roll that runs low stays so, whatever else happens, until the printer says that it is well.

    One that is used up stays so until the printer works again, as it says nothing of paper while its
    cover is open or nobody reaches it.
    """
    if kind is AlarmKind.NEAR_END:
        return state not in (None, PrinterState.READY)
    is_over = alarm.quiet_since is not None
    return kind is AlarmKind.PAPER_OUT and not is_over and state is not None and state not in WORKING


def lasted(since: datetime, now: datetime) -> float:
    """Seconds. What seems to begin a little later than now has just begun, by the clock of another
    server or after this look began; what begins much later was noted before the clock was set back.
    """
    seconds = (now - since).total_seconds()
    if seconds >= 0:
        return seconds
    return 0.0 if -seconds <= CLOCK_SECONDS else float("inf")


def _is_news(failed: Mapping[str, int], covers: Mapping[str, int]) -> bool:
    """Whether a number failed that the alarm did not tell of, or one failed once more."""
    return any(times > covers.get(number, 0) for number, times in failed.items())
