"""The oracle of the hall finds what is wrong: a history that was tampered with is not believed."""

import pytest

from tests.faults.hall_history import Call, Note, Witness, wrongs

CALLS = [Call(f"{n}-1", f"A-00{n} Loket {n}", ("Z1",), at=float(n), fact=n) for n in (1, 2, 3)]
CLIPS = {f"{n}.wav": f"{n}-1" for n in (1, 2, 3, 9)}


def lit(number: int) -> Note:
    return Note(0, "lit", f"A-00{number} Loket {number}")


def told(number: int) -> list[Note]:
    return [
        Note(0, "ended", "chime.wav"),
        Note(0, "ended", f"{number}.wav"),
        Note(0, "ended", f"{number}.wav"),
    ]


SEEN = [Note(0, "began"), lit(1), lit(2), lit(3)]
WELL = [*SEEN, *told(1), *told(2), *told(3)]


def witness(*notes: Note, **more: object) -> Witness:
    return Witness("TV", ("Z1",), speaks=True, notes=notes, **more)  # type: ignore[arg-type]


def test_a_hall_that_did_well_is_believed() -> None:
    assert wrongs(CALLS, witness(*WELL), CLIPS) == []


def test_calls_of_another_floor_are_another_displays_business() -> None:
    far = Call("7-1", "C-007 Loket 40", ("Z2",), at=2.5, fact=9)
    assert wrongs([*CALLS, far], witness(*WELL), CLIPS) == []


def test_a_call_that_was_too_old_after_a_cut_is_not_missed() -> None:
    notes = [note for note in WELL if note != lit(2) and note.what != "2.wav"]
    assert wrongs(CALLS, witness(*notes, too_old={"2-1"}), CLIPS) == []


def test_a_sentence_that_a_restart_broke_off_does_not_count() -> None:
    broken = [*SEEN, *told(1), Note(0, "ended", "chime.wav"), Note(0, "began"), *told(2), *told(3)]
    assert wrongs(CALLS, witness(*broken), CLIPS) == []


@pytest.mark.parametrize(("restart", "is_wrong"), [(60.5, True), (61.5, False)])
def test_a_restart_ends_only_what_was_too_old_by_then(restart: float, is_wrong: bool) -> None:
    notes = [*SEEN, Note(restart, "began"), *told(2), *told(3)]
    found = wrongs(CALLS, witness(*notes), CLIPS)
    assert found == (["TV: 1-1 (A-001 Loket 1) was said 0 times instead of 1"] if is_wrong else [])


@pytest.mark.parametrize(
    ("notes", "more", "wrong"),
    [
        ([note for note in WELL if note != lit(2)], {}, "2-1 (A-002 Loket 2) was never lit"),
        ([*WELL, lit(9)], {}, "A-009 Loket 9 was lit and is no call of this display"),
        ([*SEEN, *told(1), *told(3)], {}, "2-1 (A-002 Loket 2) was said 0 times instead of 1"),
        ([*WELL, *told(3)], {}, "3-1 (A-003 Loket 3) was said 2 times instead of 1"),
        ([*SEEN, *told(1), *told(3), *told(2)], {}, "3-1 was said before 2-1, which was called earlier"),
        ([*WELL, *told(9)], {}, "9-1 was said and is no call of this display"),
        (WELL, {"too_old": {"3-1"}}, "3-1 (A-003 Loket 3) was said 1 times instead of 0"),
    ],
)  # fmt: skip
def test_what_went_wrong_is_named(notes: list[Note], more: dict[str, object], wrong: str) -> None:
    assert f"TV: {wrong}" in wrongs(CALLS, witness(*notes, **more), CLIPS)
