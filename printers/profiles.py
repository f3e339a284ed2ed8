"""What a printer model can do, as data: a new quirk is a new row here, not a new branch."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

DOTS_PER_MM = 8  # 203 dpi, as all receipt printers of this class
FONT_A = (12, 24)  # dots of one character, width and height


@dataclass(frozen=True, slots=True)
class Profile:
    """One family of printers. `columns` are characters of font A on a line."""

    code: str
    dots: int
    columns: int
    native_qr: bool = True  # GS ( k draws QR codes in the printer
    process_id: bool = False  # GS ( H answers once the paper is physically printed
    fence: bool = False  # GS r answers when the data before it was processed
    clear_buffer: bool = False  # DLE DC4 8 empties the buffer and answers
    status: bool = True  # DLE EOT is answered
    smooth: bool = False  # GS b rounds the edges of large characters
    raster: bool = True  # GS v 0 prints pictures, which every family here can
    units: bool = False  # GS P is known: feeds can be counted in dots, whatever the model's own unit is


_EPSON: Mapping[str, bool] = MappingProxyType(
    {"process_id": True, "fence": True, "clear_buffer": True, "smooth": True, "units": True}
)
PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        profile.code: profile
        for profile in (
            Profile("epson-80", dots=576, columns=48, **_EPSON),
            Profile("epson-58", dots=384, columns=32, **_EPSON),
            Profile("clone-80", dots=576, columns=48, fence=True),
            Profile("clone-58", dots=384, columns=32, fence=True),
            Profile("clone-80-mute", dots=576, columns=48, status=False),
            Profile("clone-58-mute", dots=384, columns=32, status=False),
        )
    }
)
