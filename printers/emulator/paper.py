"""A job drawn on paper at once: what an emulated printer makes of the bytes, without a wire or a wait."""

from dataclasses import dataclass

from printers.emulator.buffer import Buffer, Emptied
from printers.emulator.commands import Commands
from printers.emulator.mechanism import AT_ONCE, Mechanism
from printers.emulator.roll import png
from printers.profiles import Profile


@dataclass(frozen=True, slots=True)
class Drawn:
    """The paper as a picture (PNG, one dot a pixel), what it says, and its length."""

    picture: bytes
    text: str
    mm: float


def drawn(job: bytes, profile: Profile) -> Drawn:
    """The first paper that `job` cuts; raises ValueError where it cuts none."""
    buffer = _Given()
    mechanism = Mechanism(profile, buffer, pace=AT_ONCE)
    commands = Commands(buffer, mechanism, profile, answer=lambda _: None, watch_status=lambda _: None)
    buffer.put(job)
    while commands.do_one() and len(buffer):
        pass
    if not mechanism.slips:
        raise ValueError("the job cuts no paper")
    slip = mechanism.slips[0]
    return Drawn(png(slip.pieces, paper_dots=mechanism.paper_dots), slip.text, slip.mm)


class _Given(Buffer):
    """Bytes that are all there; a command that wants more than there are is lost."""

    def take(self) -> int:
        if not len(self):
            raise Emptied
        return super().take()
