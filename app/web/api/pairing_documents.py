"""The shapes of pairing and of the devices that hold a token."""

from typing import Annotated, Any, Literal

from pydantic import Field

from app.domain.pairing import PairingRole
from app.domain.screens import Sound
from app.web.api.documents import Answered, Asked, Code

Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Name = Annotated[str, Field(max_length=120)]
TypedCode = Annotated[str, Field(max_length=40)]
LONGEST_WAIT = 25.0


class PairingWish(Asked):
    """What an unpaired device says: hashes alone, as it keeps its secret (64 hex digits) to itself.

    `secret_hash` is the SHA-256 of the secret's text; `key_hash` that of the key K it will ask again
    with, where K = SHA-256("antrean pairing:" + secret). All are written as hex digits.
    """

    role: PairingRole
    name: Name = ""
    secret_hash: Hash
    key_hash: Hash


class PairingPoll(Asked):
    """`key` is K; the answer comes when something changed, at the latest after `wait` seconds."""

    key: Hash
    wait: Annotated[float, Field(ge=0, le=LONGEST_WAIT)] = 0


class PairingState(Answered):
    """`waiting`: show `code` for `seconds` more. `paired`: the secret is this place's token."""

    state: Literal["waiting", "paired"]
    code: str | None
    seconds: int | None
    role: str | None
    site: str | None
    place: str | None


class CodeWish(Asked):
    """The code as somebody typed it: capitals, blanks and the hyphen do not matter."""

    code: TypedCode


class PlaceWish(CodeWish):
    """What the device is to be; `place` names a kiosk, a display or an agent of the mall.

    With `replace` the agent that holds the place loses its permission in the same moment.
    """

    role: PairingRole
    site: Code
    place: Annotated[str, Field(max_length=40)]
    name: Name = ""
    replace: bool = False


class Forgotten(Answered):
    """How many devices showed a code that is no longer good; those still there ask for others."""

    forgotten: int


class PlaceChoice(Answered):
    code: str
    name: str


class SitePlaces(Answered):
    """Where a device of each role can stand; the agent "" serves the printers that name none."""

    site: str
    name: str
    kiosk: list[PlaceChoice]
    display: list[PlaceChoice]
    agent: list[PlaceChoice]


class PairingDocument(Answered):
    """A device that waits: what it said of itself, and where it may be put."""

    role: PairingRole
    name: str
    address: str
    asked_at: str
    expires_at: str
    places: list[SitePlaces]


class ScreenDocument(Answered):
    """What a screen said of itself at `at`; `current` is whether it shows the newest version of its page.

    `width` and `height` are those of its picture in CSS pixels, `rows` the calls that it has room for.
    """

    at: str
    version: str
    current: bool
    sound: Sound
    sound_since: str
    width: int | None
    height: int | None
    engine: str
    rows: int | None


class DeviceDocument(Answered):
    """A token without its secret; `seen_at` is its last use, to the minute. `site` null is every site."""

    id: int
    role: str
    site: str | None
    code: str | None
    name: str
    demo: bool
    screen: ScreenDocument | None
    created_at: str
    seen_at: str | None
    revoked_at: str | None


class DeviceFact(Answered):
    id: int
    at: str
    kind: str
    actor: str
    data: dict[str, Any]


class DeviceList(Answered):
    """Those that may enter, then the last ones that no longer may; `own` is the token that asks."""

    own: int
    now: str
    timezone: str
    devices: list[DeviceDocument]
    facts: list[DeviceFact]
