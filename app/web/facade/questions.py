"""What an app asks the facade; whatever else it sends, of its patient say, is not read."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from app.web.api.documents import Code

Text = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
BookingCode = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[^\x00]*$")]


class Heard(BaseModel):
    model_config = ConfigDict(extra="ignore")


class Question(Heard):
    """A service and a day; `kodelokasi` is the site, unless told the first one that is known here."""

    kodelayanan: Code
    tanggalperiksa: Annotated[date, Field(strict=False)]
    kodelokasi: Code | None = None
    nomorreferensi: Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[\x20-\x7e]*$")] | None = (
        None
    )


class Numbered(Heard):
    kodebooking: BookingCode


class Cancelling(Numbered):
    keterangan: Text = ""


class Arrival(Numbered):
    """`waktu` is epoch milliseconds; `kodehadir` what the site's screens show, if the app read it."""

    waktu: Annotated[int, Field(ge=0, lt=2**63)] | None = None
    kodehadir: BookingCode | None = None
