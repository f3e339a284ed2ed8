"""The end of a command that cannot be carried out."""

from app.domain.errors import Unworkable


class Refusal(Unworkable):
    """A command that cannot be carried out; the sentence says why and what to do."""
