"""Why an office's first mall was not begun."""

from app.domain.errors import Conflict


class SetupOver(Conflict):
    """A number was given already: from now on the mall is changed, and never begun anew."""

    code = "setup_over"
