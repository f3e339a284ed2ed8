"""What printers answer, sorted and understood."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.printing import PrinterState
from printers.status import CLEARED, PROCESSED, Ear, Status


def heard(*packets: bytes) -> Ear:
    ear = Ear()
    for packet in packets:
        ear.hear(packet)
    return ear


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ("12 12 12 12", PrinterState.READY),
        ("12 12 12 1e", PrinterState.NEAR_END),
        ("1a 32 12 7e", PrinterState.PAPER_OUT),
        ("1a 16 12 12", PrinterState.COVER_OPEN),
        ("1a 12 12 12", PrinterState.OFFLINE),
        ("1a 52 1a 12", PrinterState.ERROR),
        ("1a 52 32 12", PrinterState.ERROR),
        ("1a 36 12 7e", PrinterState.COVER_OPEN),
    ],
)
def test_four_answers_name_the_state(answers: str, state: PrinterState) -> None:
    status = heard(bytes.fromhex(answers)).status()

    assert status is not None
    assert status.state is state


def test_three_answers_are_no_status() -> None:
    assert heard(b"\x12\x12\x12").status() is None


def test_the_newest_of_two_statuses_counts() -> None:
    ear = heard(bytes.fromhex("1a 32 12 7e 12 12 12 12"))

    assert ear.status() == Status(0x12, 0x12, 0x12, 0x12)
    assert ear.status() is None


@pytest.mark.parametrize("late", [b"", b"\x1a"])
def test_a_torn_answer_shifts_no_later_one(late: bytes) -> None:
    """Shifted, an open cover looks like a roll that is nearly at its end."""
    open_cover = bytes.fromhex("1a 16 12 12")
    ear = heard(open_cover[1:])
    seen = []
    for came in (late + open_cover, open_cover, open_cover):
        ear.asked()
        ear.hear(came)
        seen.append(ear.status())

    assert seen[0] is None
    assert seen[-1] == Status(*open_cover)
    assert set(seen) == {None, Status(*open_cover)}


def test_answers_of_every_kind_are_told_apart() -> None:
    ear = heard(
        b"\x12\x12"
        + PROCESSED
        + b"ab12\x00"
        + b"\x10\x00\x0c\x00"
        + b"\x12\x12"
        + CLEARED
        + b"\x00"
        + b"\x00"
    )

    assert ear.status() == Status(0x12, 0x12, 0x12, 0x12)
    assert ear.blocks == [PROCESSED + b"ab12", CLEARED]
    assert ear.fences == 1


def test_letters_that_are_nothing_but_zeros_are_no_answers_to_fences() -> None:
    ear = heard(PROCESSED + bytes(4), b"\x00", b"\x12" * 4)

    assert ear.fences == 0
    assert ear.blocks == [PROCESSED + bytes(4)]
    assert ear.status() is not None


@given(cuts=st.lists(st.integers(0, 20), max_size=6))
def test_answers_torn_over_packets_are_put_together(cuts: list[int]) -> None:
    stream = b"\x12\x12" + PROCESSED + b"ab12\x00" + b"\x10\x00\x0c\x00" + b"\x12\x12" + b"\x03"
    edges = [0, *sorted(cuts), len(stream)]
    ear = heard(*(stream[start:end] for start, end in pairwise(edges)))

    assert ear.status() == Status(0x12, 0x12, 0x12, 0x12)
    assert ear.blocks == [PROCESSED + b"ab12"]
    assert ear.fences == 1
