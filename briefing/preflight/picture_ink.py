"""How much ink a picture in four inks lays on one place."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pikepdf

#: What is too much must be so on a patch of 15 mm², as GWG measures: a patch is a square of so many pt.
PATCH = 15**0.5 / 25.4 * 72
#: Pixels; nothing is measured of more.
LARGEST = 100_000_000


def most_ink(item: pikepdf.Stream, across: float, up: float) -> float | None:
    """The most ink on a patch of the picture, drawn `across` × `up` pt: per cent, all inks together. None for a picture that
    cannot be decoded: whoever draws it says so."""
    import pikepdf
    from PIL import Image

    jpeg = "/DCTDecode" in str(item.get("/Filter", ""))
    try:
        if int(item.Width) * int(item.Height) > LARGEST:
            return None
        image: Any = Image.open(io.BytesIO(item.read_raw_bytes())) if jpeg else pikepdf.PdfImage(item).as_pil_image()
        if image.mode != "CMYK":
            return None
        columns, rows = max(1, round(across / PATCH)), max(1, round(up / PATCH))
        small = image.resize((min(columns, image.width), min(rows, image.height)), Image.Resampling.BOX)
        turned_over = [float(value) for value in item.get("/Decode", [])][:1] == [1.0]
    except (pikepdf.PdfError, OSError, ValueError, NotImplementedError, AttributeError, TypeError):
        return None
    sums = [sum(pixel) for pixel in zip(*(channel.tobytes() for channel in small.split()), strict=True)]
    # Pillow turns the samples of every JPEG in CMYK over, as Adobe writes them.
    most: int = 4 * 255 - min(sums) if turned_over is not jpeg else max(sums)
    return round(most / 255 * 100, 1)
