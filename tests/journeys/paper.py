"""The paper of a running demonstration: its printer emulator, and what the camera of a phone reads."""

import io
import json
import urllib.request
from typing import Any

import zxingcpp
from PIL import Image

from tests.journeys.office import Office
from tests.journeys.patience import until


def codes(picture: bytes) -> list[str]:
    """What every QR code in the picture says."""
    image = Image.open(io.BytesIO(picture)).convert("L")
    found = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode, try_rotate=False)
    return [code.text for code in found]


class Paper:
    """The emulator's printers by name ("BWI-P1"): their slips, and hands for faults and rolls."""

    def __init__(self, office: Office) -> None:
        self._url = office.get("/me", office.token("admin"))["emulator_url"].rstrip("/")

    def slips(self, printer: str) -> list[dict[str, Any]]:
        """The last slips that were cut, the newest at the end."""
        slips: list[dict[str, Any]] = json.loads(self._get(f"/printers/{printer}/slips.json"))["slips"]
        return slips

    def slip_of(self, number: str, *, printer: str, within: float = 60.0) -> dict[str, Any]:
        """The first slip of a number, waited for."""
        return until(lambda: self.slips_of(number, printer=printer), within=within)[0]

    def slips_of(self, number: str, *, printer: str) -> list[dict[str, Any]]:
        return [slip for slip in self.slips(printer) if number in lines(slip)]

    def picture(self, printer: str, slip: dict[str, Any]) -> bytes:
        """The slip as a PNG, one dot a pixel."""
        return self._get(f"/printers/{printer}/slips/{slip['number']}.png")

    def is_coming(self, printer: str) -> bool:
        """Whether a slip hangs in the printer right now."""
        printers = json.loads(self._get("/printers.json"))["printers"]
        return any(each["coming"] for each in printers if each["name"] == printer)

    def do(self, printer: str, deed: str, *, on: bool = True) -> None:
        body = json.dumps({"deed": deed, "on": on}).encode()
        request = urllib.request.Request(
            f"{self._url}/printers/{printer}/deeds", data=body, headers={"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            assert answer.status == 204

    def _get(self, path: str) -> bytes:
        with urllib.request.urlopen(self._url + path, timeout=60) as answer:
            content: bytes = answer.read()
        return content


def lines(slip: dict[str, Any]) -> list[str]:
    """The lines of a slip without the spaces that centre them."""
    return [line.strip() for line in slip["text"].splitlines() if line.strip()]
