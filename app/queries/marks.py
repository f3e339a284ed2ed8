"""The colour of an agency's mark: spread around the wheel so that neighbours differ."""

from app.domain.mall import Mall

GOLDEN_ANGLE = 137.508
STEP = 30


def hue(mall: Mall, agency: str) -> int:
    """Degrees on the colour wheel in steps of 30, by the agency's place in the catalogue."""
    for place, known in enumerate(mall.agencies):
        if known.code == agency:
            return round(place * GOLDEN_ANGLE / STEP) * STEP % 360
    return 0
