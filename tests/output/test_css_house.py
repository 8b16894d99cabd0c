"""The house that wants CSS, as its pages look: a table's outline is of one weight all around, and a line under a heading is one
wherever it falls between pixels."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import cast

import noted_issues
import pypdfium2
import pytest
from PIL import Image

from briefing.building.run import build_issue

HOUSE = "yanjiu-cankao"
_TABLE = "表{n}　情况\n\n| 县 | 数 |\n|---|---|\n| 甲 | 1 |\n| 乙 | 2 |\n| 丙 | 3 |"
_TEXT = "\n\n".join(
    [part for n in range(1, 7) for part in ("一段话。" * (31 + 10 * n), f"## 小标题{n}", "一段话。" * 40, _TABLE.format(n=n))]
)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> pypdfium2.PdfDocument:
    folder = noted_issues.write(tmp_path_factory.mktemp("css") / "2026-03", [noted_issues.report(_TEXT, [])], HOUSE)
    build_issue(folder, folder.parent / "build", ("pdf",))
    return pypdfium2.PdfDocument(Path(folder.parent, "build", "2026-03", "2026-03.pdf"))


def shown(release: pypdfium2.PdfDocument, page: int, dpi: int) -> Image.Image:
    image: Image.Image = release[page].render(scale=dpi / 72).to_pil().convert("RGB")
    return image


def colour(image: Image.Image, x: int, y: int) -> tuple[int, int, int]:
    return cast("tuple[int, int, int]", image.getpixel((x, y)))


def ink(image: Image.Image, line: list[tuple[int, int]], full: int) -> float:
    """How many pixels of the red value `full` a row or column of them amounts to."""
    return sum(255 - colour(image, *place)[0] for place in line) / (255 - full)


def test_outline_of_tables(release: pypdfium2.PdfDocument) -> None:
    """On a left and on a right page, beside which the house draws a band in the margin."""
    dpi = 300
    met = set()
    for page in range(len(release)):
        image = shown(release, page, dpi)
        margin, width = round(10 / 25.4 * dpi), image.width
        rows = [y for y in range(image.height) if _line(colour(image, width // 2 - 90, y))]
        if len(rows) < 4:
            continue
        middle = rows[0] + round(12 / 72 * dpi)  # in the head, between two lines
        edges = [x for x in range(margin, width - margin) if _line(colour(image, x, middle))]
        met.add(page % 2)
        left, right = edges[0], edges[-1]
        sides = [ink(image, [(x, middle) for x in range(at - 4, at + 5)], 0x2F) for at in (left, right)]
        assert abs(sides[0] - sides[1]) < 0.4, (page, sides)
    assert met == {0, 1}


def _line(shade: tuple[int, int, int]) -> bool:
    return shade[0] < 150 and abs(shade[1] - 0x8F) < 40 and shade[2] - shade[0] > 60


@pytest.mark.parametrize("dpi", [72, 80, 96, 110])
def test_lines_under_headings(release: pypdfium2.PdfDocument, dpi: int) -> None:
    """All alike at the resolutions of screens."""
    found = []
    for page in range(len(release)):
        image = shown(release, page, dpi)
        column = [colour(image, round(image.width * 0.8), y) for y in range(image.height)]
        found += [_weight(column, y) for y in range(1, image.height) if _pale(column[y]) and not _pale(column[y - 1])]
    found = [weight for weight in found if weight > 0.8]  # not what is left of the band at the head, and of other lines
    assert len(found) == 6 and max(found) - min(found) < 0.3, found


def _pale(shade: tuple[int, int, int]) -> bool:
    """Of such a line, and of nothing else of the house."""
    red, green, blue = shade
    return green == blue and red < 215 and 0.46 < (255 - green) / (255 - red) < 0.52


def _weight(column: list[tuple[int, int, int]], start: int) -> float:
    line = itertools.takewhile(_pale, column[start:])
    return sum(255 - red for red, _, _ in line) / (255 - 0x9F)
