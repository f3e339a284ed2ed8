"""Two colours of a mall become the colours of its screens, by day and by night, that everybody can read.

Lightness, chroma and hue are those of OKLab (Ottosson, 2020); contrast is that of WCAG 2.2. The grounds are
the ones of app/web/static/tokens.css, which a test compares.
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")
TEXT = 4.5  # the least contrast of words on their ground
EDGE = 3.0  # of edges and of the ring of the focus
MORE = 7.0  # of words where high contrast is asked for
DAY_GROUNDS = ("#faf8f3", "#ffffff")
NIGHT_GROUNDS = ("#0c1514", "#14211f")
DANGER = "#b3241c"
WHITE, BLACK = "#ffffff", "#000000"
NIGHT_LIGHTNESS, NIGHT_CHROMA = 0.8, 0.13  # of a colour that must shine on a dark ground without glaring
INK_LIGHTNESS, INK_CHROMA = 0.2, 0.05
STANDS_OUT = 0.13  # the least difference of a called number's band from the page
GLEAMS = 1.5  # its least contrast by night, where the eye tells dark colours badly apart
ALIKE = 0.1  # less than this, two colours are taken for one another


class Level(StrEnum):
    """How much a person who chooses a colour must heed what is said of it."""

    FINE = "fine"
    CHANGED = "changed"  # the screens show a neighbour of it that can be read
    DOUBTFUL = "doubtful"  # it works, and may confuse
    REFUSED = "refused"  # it cannot do its work; the screens keep the colour they came with


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of one of the two colours, `of` = "primary" or "accent"; `code` names its sentence."""

    of: str
    level: Level
    code: str
    blanks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Theme:
    """The roles of tokens.css that the two colours set, as "#rrggbb"; empty where they set none."""

    day: Mapping[str, str]
    night: Mapping[str, str]
    more: Mapping[str, str]  # where high contrast is asked for
    verdicts: tuple[Verdict, ...]

    @property
    def is_refused(self) -> bool:
        return any(verdict.level is Level.REFUSED for verdict in self.verdicts)


def theme(primary: str | None, accent: str | None) -> Theme:
    """`primary` is the colour of buttons and links, `accent` that of a called number; both "#rrggbb" or None.

    Raises ValueError for what is no colour.
    """
    day: dict[str, str] = {}
    night: dict[str, str] = {}
    more: dict[str, str] = {}
    verdicts: list[Verdict] = []
    if primary is not None:
        of_primary = _primary(primary)
        day |= of_primary.day
        night |= of_primary.night
        more |= of_primary.more
        verdicts += of_primary.verdicts
    if accent is not None:
        verdict = _accent_verdict(accent, day.get("accent"))
        verdicts.append(verdict)
        if verdict.level is not Level.REFUSED:
            call = {"call": accent.lower(), "call-ink": ink_on(accent)}
            day |= call
            night |= call
            if _least(accent, NIGHT_GROUNDS) >= EDGE:
                night["focus"] = call["call"]
    return Theme(MappingProxyType(day), MappingProxyType(night), MappingProxyType(more), tuple(verdicts))


def contrast(first: str, second: str) -> float:
    """1 (the same) to 21 (black on white)."""
    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb", 0 to 1."""
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ink_on(ground: str) -> str:
    """The colour of words on `ground`: its own dark shade where that can be read, else white or black."""
    _, chroma, hue = _polar(ground)
    shade = _hex(INK_LIGHTNESS, min(INK_CHROMA, chroma), hue)
    return next((ink for ink in (shade, WHITE, BLACK) if contrast(ink, ground) >= TEXT), BLACK)


def readable(colour: str, grounds: Iterable[str], *, floor: float) -> str:
    """`colour`, or its nearest shade, lighter or darker, that has the contrast `floor` on every ground."""
    grounds = tuple(grounds)
    if _least(colour, grounds) >= floor:
        return colour.lower()
    lightness, chroma, hue = _polar(colour)
    end = 0.0 if luminance(grounds[0]) > 0.18 else 1.0
    near, far = 0.0, 1.0
    for _ in range(24):
        middle = (near + far) / 2
        tried = _hex(lightness + (end - lightness) * middle, chroma, hue)
        near, far = (near, middle) if _least(tried, grounds) >= floor else (middle, far)
    return _hex(lightness + (end - lightness) * far, chroma, hue)


def difference(first: str, second: str) -> float:
    """How far apart two colours look: 0 the same, about 0.02 just seen, 1 black and white."""
    return math.dist(_lab(first), _lab(second))


def _primary(colour: str) -> Theme:
    by_day = readable(colour, DAY_GROUNDS, floor=TEXT)
    lightness, chroma, hue = _polar(colour)
    shining = _hex(max(lightness, NIGHT_LIGHTNESS), min(chroma, NIGHT_CHROMA), hue)
    by_night = readable(shining, NIGHT_GROUNDS, floor=TEXT)
    high = readable(by_day, DAY_GROUNDS, floor=MORE)
    night = {"accent": by_night, "accent-ink": ink_on(by_night), "focus": by_night}
    return Theme(
        {"accent": by_day, "accent-ink": WHITE, "focus": by_day},
        night,
        {"accent": high, "accent-ink": WHITE},
        (_primary_verdict(colour, by_day, by_night),),
    )


def _primary_verdict(colour: str, by_day: str, by_night: str) -> Verdict:
    shown = {
        "contrast": _ratio(_least(colour, DAY_GROUNDS)), "day": by_day, "night": by_night,
        "shown": _ratio(_least(by_day, DAY_GROUNDS)),
    }  # fmt: skip
    if difference(by_day, DANGER) < ALIKE:
        return Verdict("primary", Level.DOUBTFUL, "primary_like_danger", shown)
    if by_day != colour.lower():
        return Verdict("primary", Level.CHANGED, "primary_changed", shown)
    return Verdict("primary", Level.FINE, "primary_fine", shown)


def _accent_verdict(colour: str, by_day: str | None) -> Verdict:
    said = {"contrast": _ratio(contrast(ink_on(colour), colour))}
    if _nearest(colour, DAY_GROUNDS) < STANDS_OUT:
        return Verdict("accent", Level.REFUSED, "accent_pale", said)
    if _nearest(colour, NIGHT_GROUNDS) < STANDS_OUT or _least(colour, NIGHT_GROUNDS) < GLEAMS:
        return Verdict("accent", Level.REFUSED, "accent_dark", said)
    if by_day is not None and difference(colour, by_day) < ALIKE:
        return Verdict("accent", Level.DOUBTFUL, "accent_like_primary", said)
    if difference(colour, DANGER) < ALIKE:
        return Verdict("accent", Level.DOUBTFUL, "accent_like_danger", said)
    return Verdict("accent", Level.FINE, "accent_fine", said)


def _ratio(value: float) -> str:
    """Cut, never rounded up to a promise that does not hold: "4.4"."""
    return f"{math.floor(value * 10) / 10:.1f}"


def _least(colour: str, grounds: Iterable[str]) -> float:
    return min(contrast(colour, ground) for ground in grounds)


def _nearest(colour: str, grounds: Iterable[str]) -> float:
    return min(difference(colour, ground) for ground in grounds)


def _linear(colour: str) -> tuple[float, float, float]:
    if not COLOUR.match(colour):
        raise ValueError(f"{colour!r} is no colour like #0b5d4f")
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _unfold(red), _unfold(green), _unfold(blue)


def _unfold(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _fold(channel: float) -> float:
    return channel * 12.92 if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055


def _lab(colour: str) -> tuple[float, float, float]:
    red, green, blue = _linear(colour)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _polar(colour: str) -> tuple[float, float, float]:
    """Lightness 0 to 1, chroma 0 to about 0.37, hue in radians."""
    lightness, green_red, blue_yellow = _lab(colour)
    return lightness, math.hypot(green_red, blue_yellow), math.atan2(blue_yellow, green_red)


def _hex(lightness: float, chroma: float, hue: float) -> str:
    """The nearest colour a screen can show: as much of the chroma as fits at this lightness and hue."""
    least, most = 0.0, chroma
    for _ in range(16):
        middle = (least + most) / 2
        least, most = (middle, most) if _shown(lightness, middle, hue)[1] else (least, middle)
    channels, fits = _shown(lightness, chroma, hue)
    if not fits:
        channels, _ = _shown(lightness, least, hue)
    return "#" + "".join(f"{round(255 * _fold(min(1.0, max(0.0, each)))):02x}" for each in channels)


def _shown(lightness: float, chroma: float, hue: float) -> tuple[tuple[float, float, float], bool]:
    """Linear red, green and blue, and whether a screen can show them."""
    green_red, blue_yellow = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * green_red + 0.2158037573 * blue_yellow) ** 3
    middle = (lightness - 0.1055613458 * green_red - 0.0638541728 * blue_yellow) ** 3
    short = (lightness - 0.0894841775 * green_red - 1.2914855480 * blue_yellow) ** 3
    channels = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    return channels, all(-1e-4 <= each <= 1 + 1e-4 for each in channels)
