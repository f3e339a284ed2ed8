"""ESC/POS as an emulated printer understands it: bytes in, paper and answers out, in order."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from printers.emulator.buffer import Buffer, Emptied
from printers.emulator.head import Head, Strip
from printers.emulator.mechanism import Mechanism
from printers.profiles import FONT_A, Profile

ESC, GS, FS, LF, HT = 0x1B, 0x1D, 0x1C, 0x0A, 0x09
LARGEST_PAYLOAD = 65_535
LOGO_BYTES, LOGO_ROWS = 24, 64  # of the one picture that an emulated printer keeps under every name

# Commands that change nothing here, with the number of parameter bytes they swallow.
_SWALLOWED: Mapping[tuple[int, int], int] = MappingProxyType(
    {
        **{(ESC, ord(name)): 1 for name in " %&=?MRStV{"},
        **{(ESC, ord(name)): 2 for name in "$\\c"},
        (ESC, ord("p")): 3,
        **{(GS, ord(name)): 1 for name in "HfhwT"},
        **{(GS, ord(name)): 2 for name in "LPW"},
        **{(FS, ord(name)): 0 for name in "&."},
        **{(FS, ord(name)): 1 for name in "!C"},
        (FS, ord("p")): 2,
    }
)


class Commands:
    """Reads one command at a time and carries it out."""

    def __init__(
        self,
        buffer: Buffer,
        mechanism: Mechanism,
        profile: Profile,
        *,
        answer: Callable[[bytes], None],
        watch_status: Callable[[bool], None],
    ) -> None:
        """`watch_status` is told when automatic status (GS a) is switched on or off."""
        self._buffer = buffer
        self._mechanism = mechanism
        self._profile = profile
        self._answer = answer
        self._watch_status = watch_status
        self._head = Head(profile.dots)
        self._code = b""
        self._module = 3
        self._level = "L"
        self._deeds: Mapping[tuple[int, int], Callable[[], None]] = {
            (ESC, ord("@")): self._head.reset,
            (ESC, ord("!")): self._print_mode,
            (ESC, ord("a")): self._align,
            (ESC, ord("E")): lambda: self._head.restyle(bold=bool(self._one() & 1)),
            (ESC, ord("G")): lambda: self._head.restyle(bold=bool(self._one() & 1)),
            (ESC, ord("-")): lambda: self._head.restyle(underline=self._one() % 48 in (1, 2)),
            (ESC, ord("d")): self._feed_lines,
            (ESC, ord("J")): lambda: self._print_and_feed(self._one()),
            (ESC, ord("2")): lambda: setattr(self._head, "spacing", 34),
            (ESC, ord("3")): lambda: setattr(self._head, "spacing", self._one()),
            (GS, ord("!")): self._size,
            (GS, ord("B")): lambda: self._head.restyle(invert=bool(self._one() & 1)),
            (GS, ord("b")): lambda: self._head.restyle(smooth=bool(self._one() & 1)),
            (GS, ord("V")): self._cut,
            (GS, ord("a")): lambda: self._watch_status(bool(self._one())),
            (GS, ord("r")): self._transmit_status,
            (GS, ord("I")): self._transmit_name,
            (GS, ord("(")): self._function,
            (GS, ord("v")): self._raster,
        }

    def do_one(self) -> bool:
        """Carry out the next command; False if it was lost because the buffer was emptied."""
        try:
            self._carry_out(self._buffer.take())
        except Emptied:
            self._head.reset()
            return False
        return True

    def _carry_out(self, byte: int) -> None:
        if byte in (ESC, GS, FS):
            name = (byte, self._one())
            if name in self._deeds:
                self._deeds[name]()
            else:
                self._many(_SWALLOWED.get(name, 0))
        elif byte == LF:
            self._print(self._head.end_line())
        elif byte == HT:
            self._write(" ")
        elif byte >= 0x20:
            self._write(bytes([byte]).decode("cp437"))

    def _one(self) -> int:
        return self._buffer.take()

    def _many(self, count: int) -> bytes:
        return bytes(self._buffer.take() for _ in range(count))

    def _print(self, strip: Strip) -> None:
        self._mechanism.pass_strip(strip)

    def _write(self, sign: str) -> None:
        full = self._head.write(sign)
        if full is not None:
            self._print(full)

    def _finish_line(self) -> None:
        if not self._head.at_line_start:
            self._print(self._head.end_line())

    def _print_mode(self) -> None:
        mode = self._one()
        self._head.restyle(
            bold=bool(mode & 0x08),
            high=2 if mode & 0x10 else 1,
            wide=2 if mode & 0x20 else 1,
            underline=bool(mode & 0x80),
        )

    def _align(self) -> None:
        self._head.align = self._one() % 48 % 3

    def _size(self) -> None:
        size = self._one()
        self._head.restyle(wide=(size >> 4 & 7) + 1, high=(size & 7) + 1)

    def _feed_lines(self) -> None:
        self._print_and_feed(self._one() * self._head.spacing)

    def _print_and_feed(self, dots: int) -> None:
        self._finish_line()
        if dots:
            self._print(self._head.blank(dots))

    def _cut(self) -> None:
        mode = self._one()
        extra = self._one() if mode >= 65 else 0
        self._print_and_feed(extra)
        self._mechanism.cut()

    def _transmit_status(self) -> None:
        kind = self._one()
        if self._profile.fence and kind in (1, 49):
            paper = self._mechanism.answer(4)
            self._answer(bytes([(0x03 if paper & 0x0C else 0) | (0x0C if paper & 0x60 else 0)]))

    def _transmit_name(self) -> None:
        kind = self._one()
        if self._profile.process_id and kind in (66, 67):
            self._answer(b"\x5f" + {66: b"ANTREAN", 67: self._profile.code.upper().encode()}[kind] + b"\x00")

    def _function(self) -> None:
        """GS ( x pL pH data: codes, process IDs; the rest is swallowed whole."""
        family = self._one()
        low, high = self._many(2)
        data = self._many(low + 256 * high)
        if family == ord("k") and data[:1] == b"1" and self._profile.native_qr:
            self._qr(data[1], data[2:])
        elif family == ord("H") and data[:2] == b"00" and self._profile.process_id:
            self._process_id(data[2:])
        elif family == ord("L") and data[:2] == b"0E":
            self._logo(data[2:4].decode("latin-1"))

    def _process_id(self, letters: bytes) -> None:
        """Other than four printable bytes, it is no command."""
        if len(letters) == 4 and all(0x20 <= letter <= 0x7E for letter in letters):
            self._answer(b"\x37\x22" + letters + b"\x00")

    def _qr(self, function: int, data: bytes) -> None:
        if function == 67:
            self._module = data[0]
        elif function == 69:
            self._level = "LMQH"[(data[0] - 48) % 4]
        elif function == 80:
            self._code = data[1:]
        elif function == 81 and self._code:
            self._finish_line()
            self._print(self._head.code(self._code, module=self._module, level=self._level))

    def _logo(self, key: str) -> None:
        """A stored picture: a frame, as nobody has put one in."""
        edge, middle = b"\xff" * LOGO_BYTES, b"\xf0" + bytes(LOGO_BYTES - 2) + b"\x0f"
        picture = edge * 4 + middle * (LOGO_ROWS - 8) + edge * 4
        strip = self._head.raster(picture, row_bytes=LOGO_BYTES)
        self._print(Strip(strip.image, f"[LOGO {key}]"))

    def _raster(self) -> None:
        """GS v 0 m xL xH yL yH data: a picture, row by row."""
        _, _, x_low, x_high, y_low, y_high = self._many(6)
        row_bytes, rows = x_low + 256 * x_high, y_low + 256 * y_high
        picture = self._many(min(LARGEST_PAYLOAD, row_bytes * rows))
        if row_bytes and row_bytes * 8 <= self._head.blank(1).image.width + FONT_A[0]:
            self._print(self._head.raster(picture, row_bytes=row_bytes))
