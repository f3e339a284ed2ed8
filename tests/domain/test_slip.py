"""The words of a paper: they survive the spool unchanged."""

import json
from dataclasses import fields

from hypothesis import given
from hypothesis import strategies as st

from app.domain.slip import Slip

OBLIGATORY = [field.name for field in fields(Slip) if field.name not in ("priority", "attempt_mark", "extra")]
words = st.text(max_size=30)


@st.composite
def slips(draw: st.DrawFn) -> Slip:
    said = {name: draw(words) for name in OBLIGATORY}
    return Slip(
        **said, priority=draw(words), attempt_mark=draw(words), extra=tuple(draw(st.lists(words, max_size=3)))
    )


@given(slip=slips())
def test_a_slip_comes_out_of_the_spool_as_it_went_in(slip: Slip) -> None:
    assert Slip.from_json(json.loads(json.dumps(slip.as_json()))) == slip


def test_the_first_paper_carries_no_mark() -> None:
    slip = Slip(**dict.fromkeys(OBLIGATORY, ""))

    assert slip.attempt_mark == ""
    assert slip.extra == ()


@given(slip=slips(), other=slips())
def test_other_words_are_another_slip_and_the_same_words_the_same(slip: Slip, other: Slip) -> None:
    assert (slip.identity == other.identity) == (slip == other)
    assert Slip.from_json(json.loads(json.dumps(slip.as_json()))).identity == slip.identity
