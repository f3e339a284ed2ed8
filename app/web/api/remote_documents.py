"""The shapes of numbers taken from afar."""

from typing import Annotated, Literal

from pydantic import Field

from app.domain.ticket import Priority
from app.web.api.documents import Answered, Asked, Code


class RemoteWish(Asked):
    service: Code
    priority: Priority | None = None
    language: Literal["id", "en"] | None = None


class CheckInWish(Asked):
    """`code` is what the site's screens show at this moment; spaces and capitals do not matter.

    A partner with the scope `presence` may leave it out for a number that it took itself.
    """

    code: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[^\x00]*$")] | None = None


class PresenceDocument(Answered):
    """The code of this moment, until when it is shown, and the address that carries it."""

    code: str
    until: str
    url: str
