"""Characters as dots on the 12 x 24 grid of font A, so that columns stand as on real paper."""

from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from printers.profiles import FONT_A

WIDTH, HEIGHT = FONT_A
_FINE = 4  # drawn this much larger, then reduced
_POINTS = 21
_INK = 0
_PAPER = 255


@lru_cache(maxsize=2048)
def glyph(sign: str, *, wide: int, high: int, bold: bool, smooth: bool) -> Image.Image:
    """One character, `wide` by `high` times the grid, black on white.

    A printer enlarges by repeating dots, which gives steps; with smoothing it rounds them.
    """
    if smooth and wide >= 4 and high >= 4:
        return _drawn(sign, scale=wide, bold=bold).resize((WIDTH * wide, HEIGHT * high))
    return _drawn(sign, scale=1, bold=bold).resize((WIDTH * wide, HEIGHT * high), Image.Resampling.NEAREST)


def _drawn(sign: str, *, scale: int, bold: bool) -> Image.Image:
    """The character in its cell, centred, narrowed where the typeface is wider than the cell."""
    fine = _FINE * scale
    font = ImageFont.load_default(_POINTS * fine)
    stroke = (fine * 3 // 8) if bold else (fine // 8)
    board = Image.new("L", (3 * WIDTH * fine, HEIGHT * fine), _PAPER)
    ImageDraw.Draw(board).text((WIDTH * fine, -fine), sign, font=font, fill=_INK, stroke_width=stroke)
    cell = Image.new("L", (WIDTH * fine, HEIGHT * fine), _PAPER)
    edges = Image.eval(board, lambda level: _PAPER - level).getbbox()
    if edges is not None:
        shape = board.crop((edges[0], 0, edges[2], board.height))
        widest = cell.width - fine
        if shape.width > widest:
            shape = shape.resize((widest, shape.height), Image.Resampling.LANCZOS)
        cell.paste(shape, ((cell.width - shape.width) // 2, 0))
    reduced = cell.resize((WIDTH * scale, HEIGHT * scale), Image.Resampling.LANCZOS)
    return reduced.point(lambda level: _INK if level < 150 else _PAPER)
