"""How much of a page each ink covers, for the ticket.

Without pictures a page shows white, black and the spot colour alone. Averaging does not mix them up: the mean colour of the
page is white plus so much black and so much of the spot, and those two amounts are what is wanted. Pictures are added by
their own mean.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from briefing.press.palette import BLACK, Palette

SCALE = 0.5  # pixels a pt: enough for a mean
PROCESS = ("青", "品红", "黄", BLACK)


def coverage(release: bytes, printed: bytes, inks: Palette) -> list[dict[str, float]]:
    """For every page, ink → part of the trimmed page that it covers (0–1), inks that are not used left out."""
    found = []
    for flat, pictures in zip(_means(release), _pictures(printed), strict=True):
        amounts = dict.fromkeys(PROCESS, 0.0)
        black, spot = _unmix(flat, inks.spot_rgb or (230, 0, 18))
        amounts[BLACK] += black
        if inks.spot_name:
            amounts[inks.spot_name] = spot
        else:
            for name, part in zip(PROCESS, inks.alternate, strict=True):
                amounts[name] += spot * part
        for name, value in pictures.items():
            amounts[name] += value
        found.append({name: round(min(1.0, value), 4) for name, value in amounts.items() if value > 0.0005})
    return found


def _unmix(mean: tuple[float, ...], spot: tuple[int, int, int]) -> tuple[float, float]:
    """Amounts of black and of the spot colour by least squares: mean − white = k (black − white) + s (spot − white)."""
    d = [value - 255.0 for value in mean]
    a, b = [-255.0] * 3, [value - 255.0 for value in spot]
    aa, ab, bb = _dot(a, a), _dot(a, b), _dot(b, b)
    da, db = _dot(d, a), _dot(d, b)
    determinant = aa * bb - ab * ab
    if determinant < 1:  # the spot is black or white on the screen
        return max(0.0, da / aa), 0.0
    return max(0.0, (da * bb - db * ab) / determinant), max(0.0, (db * aa - da * ab) / determinant)


def _dot(one: list[float], other: list[float]) -> float:
    return sum(x * y for x, y in zip(one, other, strict=True))


def _means(release: bytes) -> Iterator[tuple[float, ...]]:
    """Mean RGB (0–255) of every page without its pictures."""
    import pypdfium2
    from PIL import ImageStat

    document = pypdfium2.PdfDocument(release)
    try:
        for page in document:
            for item in list(page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=1)):
                page.remove_obj(item)
            yield tuple(ImageStat.Stat(page.render(scale=SCALE).to_pil().convert("RGB")).mean)
    finally:
        document.close()


def _pictures(printed: bytes) -> Iterator[dict[str, float]]:
    """Ink of every page's pictures, as a part of the page."""
    import pikepdf

    from briefing.press.placing import placed

    with pikepdf.open(io.BytesIO(printed)) as document:
        for page in document.pages:
            left, bottom, right, top = (float(edge) for edge in page.TrimBox)
            found: dict[str, float] = {}
            for item, bounds in placed(list(pikepdf.parse_content_stream(page)), page.Resources):
                share = (bounds[2] - bounds[0]) * (bounds[3] - bounds[1]) / ((right - left) * (top - bottom))
                for name, amount in _amounts(item).items():
                    found[name] = found.get(name, 0.0) + amount * share
            yield found


def _amounts(image: Any) -> dict[str, float]:
    from pikepdf import PdfImage
    from PIL import ImageStat

    picture = PdfImage(image).as_pil_image()
    if picture.mode == "CMYK":
        return {name: value / 255 for name, value in zip(PROCESS, ImageStat.Stat(picture).mean, strict=True)}
    return {BLACK: 1 - ImageStat.Stat(picture.convert("L")).mean[0] / 255}
