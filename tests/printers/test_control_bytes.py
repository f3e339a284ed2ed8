"""What a person types can never command a printer: control bytes in any name are blanks on paper."""

from dataclasses import fields

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.slip import Slip
from printers.emulator.buffer import Buffer
from printers.emulator.commands import Commands
from printers.emulator.mechanism import AT_ONCE, Mechanism
from printers.profiles import PROFILES, Profile
from printers.ticket import render
from tests.printers.pieces import a_slip

CONTROLS = "".join(map(chr, (*range(0x20), *range(0x7F, 0xA0))))
COMMANDS = (
    "\x1b@",
    "\x1dVB\x00",
    "\x1dV\x01",
    "\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08",
    "\x1d(k\x03\x001Q0",
)
TYPED = tuple(name for name in (field.name for field in fields(Slip)) if name not in ("extra", "url"))

names = st.lists(
    st.one_of(
        st.text(alphabet=CONTROLS, min_size=1, max_size=4),
        st.sampled_from(COMMANDS),
        st.text(alphabet="ABCdef 0123-", min_size=1, max_size=8),
    ),
    min_size=1,
    max_size=6,
).map("".join)
profiles = st.sampled_from(list(PROFILES.values()))


def cleaned(text: str) -> str:
    """The same name, typed by somebody who has no control characters."""
    return "".join(" " if sign in CONTROLS else sign for sign in text)


@given(name=names, where=st.sampled_from(TYPED), profile=profiles)
@settings(max_examples=300, deadline=None)
def test_a_name_full_of_control_bytes_prints_as_its_letters(name: str, where: str, profile: Profile) -> None:
    assert render(a_slip(**{where: name}), profile) == render(a_slip(**{where: cleaned(name)}), profile)


@given(lines=st.lists(names, min_size=1, max_size=4), profile=profiles)
@settings(max_examples=60, deadline=None)
def test_further_lines_are_cleaned_as_well(lines: list[str], profile: Profile) -> None:
    dirty, clean = tuple(lines), tuple(map(cleaned, lines))
    assert render(a_slip(extra=dirty), profile) == render(a_slip(extra=clean), profile)


@given(address=names, profile=profiles)
@settings(max_examples=60, deadline=None)
def test_an_address_is_stripped_of_them(address: str, profile: Profile) -> None:
    kept = "".join(sign for sign in address if sign not in CONTROLS)
    assert render(a_slip(url=address), profile) == render(a_slip(url=kept), profile)


@given(slip=st.builds(Slip, **dict.fromkeys(TYPED, names), url=names), profile=profiles)
@settings(max_examples=25, deadline=None)
def test_a_printer_cuts_once_and_says_nothing(slip: Slip, profile: Profile) -> None:
    said: list[bytes] = []
    buffer = Buffer()
    mechanism = Mechanism(profile, buffer, pace=AT_ONCE)
    commands = Commands(
        buffer, mechanism, profile, answer=said.append, watch_status=lambda on: said.append(bytes([on]))
    )
    buffer.put(render(slip, profile))
    while len(buffer):
        commands.do_one()
    assert len(mechanism.slips) == 1
    assert mechanism.coming is None
    assert said == []
