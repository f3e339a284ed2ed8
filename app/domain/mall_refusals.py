"""Why a mall was not saved, or not found as it was once."""

from app.domain.errors import BadRequest, Conflict, NotFound


class UnknownRevision(NotFound):
    """The mall was never saved under this number."""

    code = "unknown_revision"


class NoLogo(NotFound):
    """The mall has no logo, or its folder came without the file."""

    code = "no_logo"


class MallConflict(Conflict):
    """Somebody else saved other values at the same places meanwhile; the problem names them."""

    code = "mall_conflict"


class BadMall(BadRequest):
    """The mall could not be used as it would become; the problem names every mistake."""

    code = "bad_mall"


class WrongMallFile(BadRequest):
    """What was sent is no file of the kind that was asked for, too large, or more than it says it is."""

    code = "wrong_mall_file"


class WrongLogo(BadRequest):
    """Neither a whole PNG nor an SVG that only draws, or too large."""

    code = "wrong_logo"
