"""Every page of every example issue looks as it did: pictures at 40 dpi, compared with a tolerance.

`make accept` writes the pictures anew. A page that differs leaves a side-by-side picture (before, now, difference) in
build/test-report/.
"""

from __future__ import annotations

import pypdfium2
import pytest
from conftest import ROOT
from example_issues import NAMES, pdf
from PIL import Image, ImageChops, ImageStat

PICTURES = ROOT / "tests" / "golden" / "pages"
REPORT = ROOT / "build" / "test-report"
DPI = 40
#: Mean difference of a page in grey levels (0–255). Another rasteriser's smoothing gives 0.2; a line moved by 1 mm gives 3.
TOLERANCE = 0.6


def rasterised(data: bytes) -> list[Image.Image]:
    with pypdfium2.PdfDocument(data) as document:
        return [page.render(scale=DPI / 72).to_pil().convert("RGB") for page in document]


def difference(before: Image.Image, now: Image.Image) -> float:
    if before.size != now.size:
        return 255.0
    return max(ImageStat.Stat(ImageChops.difference(before, now)).mean)


def side_by_side(before: Image.Image, now: Image.Image) -> Image.Image:
    width = max(before.width, now.width)
    sheet = Image.new("RGB", (3 * width, max(before.height, now.height)), "white")
    changed = ImageChops.difference(before, now.resize(before.size))
    for column, picture in enumerate((before, now, ImageChops.invert(changed))):
        sheet.paste(picture, (column * width, 0))
    return sheet


@pytest.mark.parametrize("name", NAMES)
def test_pages_look_as_accepted(name: str, pytestconfig: pytest.Config) -> None:
    pages = rasterised(pdf(name))
    files = [PICTURES / f"{name}-{number}.png" for number in range(1, len(pages) + 1)]
    if pytestconfig.getoption("--accept"):
        PICTURES.mkdir(parents=True, exist_ok=True)
        for stale in PICTURES.glob(f"{name}-*.png"):
            stale.unlink()
        for page, file in zip(pages, files, strict=True):
            page.quantize(32).save(file, optimize=True)
        return
    assert sorted(PICTURES.glob(f"{name}-*.png")) == sorted(files), "another number of pages"
    differing = []
    for page, file in zip(pages, files, strict=True):
        before = Image.open(file).convert("RGB")
        if (amount := difference(before, page)) > TOLERANCE:
            REPORT.mkdir(parents=True, exist_ok=True)
            side_by_side(before, page).save(REPORT / file.name)
            differing.append(f"{REPORT / file.name} ({amount:.2f})")
    assert not differing, "look at " + ", ".join(differing)


def test_a_line_moved_by_a_millimetre_is_seen() -> None:
    """The tolerance is no blindfold."""
    page = rasterised(pdf(NAMES[-1]))[1]
    height = page.height // 10
    moved = page.copy()
    moved.paste(page.crop((0, height, page.width, page.height // 2)), (0, height + 2))
    assert difference(page, moved) > TOLERANCE
