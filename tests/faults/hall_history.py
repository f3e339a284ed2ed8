"""The oracle of the hall: whether what displays showed and said is what the journal says was called.

A display's history is what its page noted while it ran, oldest first: "began" (the browser was started),
"lit" (a call stood on the colour of calls) and "ended" (a clip was played to its end).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

OPENINGS = ("chime.wav", "bell.wav")
STILL_SAID = 60.0  # seconds after a call


@dataclass(frozen=True)
class Call:
    """One call of the journal; `at` in seconds since 1970, `fact` its place in the journal."""

    id: str
    face: str  # what is to be read: "A-007 Loket 3", behind a recall "again"
    zones: tuple[str, ...]
    at: float
    fact: int


@dataclass(frozen=True)
class Note:
    """One line of a history; `at` in seconds since 1970."""

    at: float
    kind: str
    what: str = ""


@dataclass(frozen=True)
class Witness:
    """A display and what it noted. `too_old` are calls that it was away for longer than they may be said."""

    name: str
    zones: tuple[str, ...]
    speaks: bool
    notes: Sequence[Note]
    too_old: Collection[str] = field(default_factory=frozenset)


def wrongs(calls: Sequence[Call], witness: Witness, clips: Mapping[str, str]) -> list[str]:
    """Every sentence is something that must not happen; `clips` says whose sentence a clip is."""
    own = [call for call in calls if not call.zones or not set(call.zones).isdisjoint(witness.zones)]
    found = [*_sight(own, witness)]
    if witness.speaks:
        found += _voice(own, witness, clips)
    return [f"{witness.name}: {wrong}" for wrong in found]


def _sight(own: Sequence[Call], witness: Witness) -> Iterator[str]:
    seen = {note.what for note in witness.notes if note.kind == "lit"}
    for call in own:
        if call.face not in seen and call.id not in witness.too_old:
            yield f"{call.id} ({call.face}) was never lit"
    for face in sorted(seen - {call.face for call in own}):
        yield f"{face} was lit and is no call of this display"


def _voice(own: Sequence[Call], witness: Witness, clips: Mapping[str, str]) -> Iterator[str]:
    spoken = said(witness.notes, clips)
    known = {call.id: call for call in own}
    for call in own:
        times = spoken.count(call.id)
        wanted = 0 if call.id in witness.too_old else 1
        if times != wanted and not (times == 0 and _is_outdated(call, witness)):
            yield f"{call.id} ({call.face}) was said {times} times instead of {wanted}"
    for stranger in sorted(set(spoken) - set(known)):
        yield f"{stranger} was said and is no call of this display"
    for one, other in pairwise([known[call] for call in spoken if call in known]):
        if one.at > other.at and one.fact > other.fact:
            yield f"{one.id} was said before {other.id}, which was called earlier"


def _is_outdated(call: Call, witness: Witness) -> bool:
    """It was too old to be said when the display was switched on again."""
    return any(note.kind == "began" and note.at > call.at + STILL_SAID for note in witness.notes)


def said(notes: Sequence[Note], clips: Mapping[str, str]) -> list[str]:
    """The calls whose first sentence was heard to its end, each time that it followed its chime or bell."""
    spoken: list[str] = []
    heard = [note for note in notes if note.kind in ("ended", "began")]
    for opening, sentence in pairwise(heard):
        is_opened = opening.kind == "ended" and opening.what in OPENINGS
        if is_opened and sentence.kind == "ended" and sentence.what not in OPENINGS:
            spoken.append(clips.get(sentence.what, sentence.what))
    return spoken
