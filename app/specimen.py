"""A slip as paper before a printer has it: the very bytes that would be sent, drawn by the emulated one."""

from app.domain.slip import Paper, Slip
from printers.emulator.paper import drawn
from printers.picture import read_picture
from printers.profiles import PROFILES
from printers.ticket import render

MODELS = {58: PROFILES["epson-58"], 80: PROFILES["epson-80"]}  # by the width of the paper in millimetres


def specimen(slip: Slip, *, width: int, logo: bytes | None) -> Paper:
    """`width` is that of the paper, 58 or 80 mm; `logo` the bytes of a picture. Blocks for up to a second."""
    model = MODELS[width]
    job = render(slip, model, picture=read_picture(logo) if logo else None)
    paper = drawn(job, model)
    return Paper(picture=paper.picture, text=paper.text, mm=round(paper.mm), size=len(job))
