"""A ticket as the bytes of one print job, laid out for the width of a printer."""

import importlib
import tempfile
import textwrap
import threading
import unicodedata
from functools import cache
from typing import Any

from app.domain.slip import Slip
from printers.picture import Picture
from printers.profiles import FONT_A, Profile

_LOADING = threading.Lock()
CUT = b"\x1d\x56\x42\x00"  # GS V B 0: feed to the knife, no further
UNITS = b"\x1d\x50\x00\xcb"  # GS P: feeds count in 1/203 inch, the dots of a profile
LINE_DOTS = 27  # 24 of a character and 3 between lines, instead of a printer's usual 30 or 34
GAP_DOTS = 12
QUIET_DOTS = 20  # beside a QR code; with the edges of the lines around it, four modules
QR_MODULE_DOTS = 6  # 0.75 mm, which a phone reads at arm's length
QR_MAX_BYTES = 213  # version 10 at level M: 57 modules, 342 dots, fits 58 mm paper
LARGEST_SIZE = 8
LOGO_KEY = 2  # letters of a stored picture's name
MAX_JOB_BYTES = 4096  # a fuller receive buffer stops a network printer from hearing status questions
ROOMY_JOB_BYTES = 3584  # of a ticket with a picture: what comes before and after it needs room, too
PICTURE_STYLE_BYTES = 32  # of the commands around the picture
MAX_LINES = 6  # of one paragraph

_SIGNS = str.maketrans("‘’“”–—‑−·•", "''\"\"-----*")


def render(slip: Slip, profile: Profile, *, logo: str = "", picture: Picture | None = None) -> bytes:
    """The whole ticket, cut included, in less than MAX_JOB_BYTES; the same bytes every time.

    `logo` is the two-letter name of a picture in the printer's own memory, "" for none. Without one `picture`
    is sent along, as large as the words leave room for.
    """
    bare = _written(slip, profile, logo, b"")
    if picture is None or logo or not profile.raster:
        return bare
    room = ROOMY_JOB_BYTES - len(bare) - PICTURE_STYLE_BYTES
    dots = picture.raster(widest=profile.dots // 2, room=room)
    return _written(slip, profile, "", dots) if dots else bare


def _written(slip: Slip, profile: Profile, logo: str, dots: bytes) -> bytes:
    page = _Page(profile)
    page.logo(logo)
    page.picture(dots)
    page.lines(slip.mall.upper(), bold=True)
    page.lines(slip.agency)
    if mark := plain(slip.attempt_mark):
        page.gap(GAP_DOTS)
        page.lines(f" {mark} ", invert=True, size=2)
    page.gap(GAP_DOTS)
    page.lines(slip.number_label, limit=2)
    page.number(slip.number)
    page.lines(slip.service, bold=True)
    page.lines(slip.priority, bold=True, limit=2)
    page.lines(slip.issued)
    page.lines(slip.ahead)
    page.lines(slip.place)
    page.lines(slip.bring)
    for line in slip.extra[:MAX_LINES]:
        page.lines(line, limit=2)
    page.code(slip.url, slip.scan)
    page.lines(slip.footer)
    return page.cut()


def plain(text: str) -> str:
    """`text` in one line of printable ASCII.

    Every code page of every printer agrees on ASCII, so nothing depends on one; control bytes,
    which could cut paper or change modes, become spaces.
    """
    letters = unicodedata.normalize("NFKD", text.translate(_SIGNS))
    kept = (letter for letter in letters if not unicodedata.combining(letter))
    shown = (
        letter if " " <= letter <= "~" else " " if letter.isspace() or not letter.isprintable() else "?"
        for letter in kept
    )
    return " ".join("".join(shown).split())


def balanced(text: str, columns: int, limit: int) -> list[str]:
    """`text` in at most `limit` lines of even length, broken between words, never inside a number."""

    def wrap(width: int) -> list[str]:
        return textwrap.wrap(text, width, break_on_hyphens=False, max_lines=limit, placeholder=" ...")

    rows = wrap(columns)
    longest_word = max(map(len, text.split()), default=0)
    for width in range(max(columns // 2, longest_word), columns):
        even = wrap(width)
        if len(even) == len(rows) and " ".join(even) == text:
            return even
    return rows


def paragraph(text: str, columns: int, limit: int) -> list[str]:
    """As `balanced`; "one language / the other" is parted there where it needs more than one line."""
    if len(text) <= columns:
        return balanced(text, columns, limit)
    return [row for said in text.split(" / ", 1) for row in balanced(said, columns, limit)][:limit]


def number_size(number: str, profile: Profile) -> int:
    """The largest character size, 1 to 8, at which the number stays on one line."""
    return max(1, min(LARGEST_SIZE, profile.dots // (FONT_A[0] * max(1, len(number)))))


def qr_code(address: str) -> bytes:
    """The commands that make the printer itself draw a QR code (GS ( k, model 2, level M)."""
    data = address.encode("ascii")
    low, high = (len(data) + 3) % 256, (len(data) + 3) // 256
    return b"".join(
        (
            b"\x1d\x28\x6b\x04\x00\x31\x41\x32\x00",
            b"\x1d\x28\x6b\x03\x00\x31\x43" + bytes([QR_MODULE_DOTS]),
            b"\x1d\x28\x6b\x03\x00\x31\x45\x31",
            b"\x1d\x28\x6b" + bytes([low, high]) + b"\x31\x50\x30" + data,
            b"\x1d\x28\x6b\x03\x00\x31\x51\x30",
        )
    )


def stored_picture(key: str) -> bytes:
    """GS ( L, function 69: print a picture that was once put into the printer's memory (NV graphics)."""
    return b"\x1d\x28\x4c\x06\x00\x30\x45" + key.encode("ascii") + b"\x01\x01"


def encoder() -> Any:
    """python-escpos's Dummy printer, loaded on first use; best called before there are threads.

    Loading takes up to a second, which the programs that never print need not spend. It also makes
    a temporary folder, even where ESCPOS_CAPABILITIES_PICKLE_DIR names another, and leaves it
    behind: so it is given a place that goes.
    """
    with _LOADING:  # else two threads would each give the other's place back
        return _load_encoder()


@cache
def _load_encoder() -> Any:
    before = tempfile.tempdir
    with tempfile.TemporaryDirectory(prefix="antrean-") as scratch:
        tempfile.tempdir = scratch
        try:
            return importlib.import_module("escpos.printer").Dummy
        finally:
            tempfile.tempdir = before


class _Page:
    """One ticket while it is written. Every style is set whole, because a printer keeps it."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._printer = encoder()(magic_encode_args={"disabled": True, "encoding": "CP437"})
        self._printer.hw("INIT")
        if profile.units:
            self._printer._raw(UNITS)
        self._printer._raw(b"\x1b\x33" + bytes([LINE_DOTS]))

    def logo(self, key: str) -> None:
        """A picture that the printer keeps; a name that can be none is left out."""
        if len(key) == len(key.encode()) == LOGO_KEY and key.isprintable():
            self._style()
            self._printer._raw(stored_picture(key))

    def picture(self, dots: bytes) -> None:
        """A raster image with a little paper below it; b"" is none."""
        if dots:
            self._style()
            self._printer._raw(dots)
            self.gap(GAP_DOTS)

    def lines(
        self, text: str, *, bold: bool = False, invert: bool = False, size: int = 1, limit: int = MAX_LINES
    ) -> None:
        """A centred paragraph, broken between words; an empty one leaves no line."""
        padding = " " if invert else ""
        columns = self._profile.columns // size - 2 * len(padding)
        rows = paragraph(plain(text), columns, limit)
        if not rows:
            return
        self._style(bold=bold, invert=invert, size=size)
        for row in rows:
            self._printer.text(f"{padding}{row}{padding}\n")

    def number(self, number: str) -> None:
        shown = plain(number)[: self._profile.columns]
        self._style(bold=True, size=number_size(shown, self._profile), smooth=True)
        self._printer.text(f"{shown}\n")

    def code(self, url: str, scan: str) -> None:
        """The QR code of the ticket's page and the line that says what it is for."""
        address = "".join(sign for sign in url if "!" <= sign <= "~")
        if not address or len(address) > QR_MAX_BYTES:
            return
        self.gap(QUIET_DOTS)
        self._style()
        if self._profile.native_qr:
            self._printer._raw(qr_code(address))
        else:
            self._printer.text("\n".join(textwrap.wrap(address, self._profile.columns)) + "\n")
        self.gap(QUIET_DOTS)
        self.lines(scan)

    def gap(self, dots: int) -> None:
        """Blank paper, by ESC J."""
        self._printer._raw(b"\x1b\x4a" + bytes([dots]))

    def cut(self) -> bytes:
        self._printer._raw(CUT)
        return bytes(self._printer.output)

    def _style(
        self, *, bold: bool = False, invert: bool = False, size: int = 1, smooth: bool = False
    ) -> None:
        self._printer.set(
            align="center",
            bold=bold,
            invert=invert,
            custom_size=True,
            width=size,
            height=size,
            smooth=smooth if self._profile.smooth else None,
        )
