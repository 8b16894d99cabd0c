"""What reaches the edge of a page is drawn beyond it, in the print file and on the sheets; what cannot is told."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import example_issues
import PIL.Image
import press_support as support
import pytest

from briefing.core import pdfium
from briefing.core.errors import Severity
from briefing.files.world import MAX_FONT, World
from briefing.house.style import PT_PER_MM
from briefing.paint.marks import Aside, Bar, Image, Mark, Painted
from briefing.preflight.inspection import promises
from briefing.preflight.plates import available
from briefing.preflight.print_rules import preflight
from briefing.preflight.survey import survey
from briefing.press.bleed import bled
from briefing.press.bound import bound
from briefing.press.imposed_pdf import SheetJob, imposed_pdf
from briefing.press.print_pdf import Printed, print_pdf

WIDTH, HEIGHT = 210 * PT_PER_MM, 297 * PT_PER_MM
ROOM = 3 * PT_PER_MM
#: Where on the page, mm from its left and upper edge, there is ink just beyond the cut.
BARS: dict[str, tuple[Bar, tuple[float, float]]] = {
    "a band over the head": (Bar(Aside.ORNAMENT, "red", 0, 0, WIDTH, 40), (100, -2.5)),
    "a band at the foot": (Bar(Aside.ORNAMENT, "red", 0, HEIGHT - 40, WIDTH, HEIGHT), (100, 299.5)),
    "a band along the fore-edge": (Bar(Aside.ORNAMENT, "red", WIDTH - 30, 0, WIDTH, HEIGHT), (212.5, 150)),
    "a rule across the page": (Bar(Aside.ORNAMENT, "red", 0.2, 300, WIDTH - 0.2, 310), (-2.5, 305 / PT_PER_MM)),
    "a patch in the corner": (Bar(Aside.ORNAMENT, "red", WIDTH - 50, HEIGHT - 50, WIDTH, HEIGHT), (212.5, 299.5)),
}


def with_marks(*marks: Mark, page: int = 0) -> Painted:
    pages = list(support.painted().pages)
    pages[page] = replace(pages[page], marks=(*marks, *pages[page].marks))
    return replace(support.painted(), pages=tuple(pages))


def drawn(data: bytes, at: tuple[float, float], page: int = 0) -> bool:
    """Whether there is ink at a place, mm from the left and upper edge of the trimmed page."""
    box = survey(data).pages[page].boxes
    media, trim = box["MediaBox"], box["TrimBox"]
    picture: PIL.Image.Image = pdfium.pages(data, 3 / PT_PER_MM)[page].convert("L")
    x, y = (trim[0] - media[0]) / PT_PER_MM + at[0], (media[3] - trim[3]) / PT_PER_MM + at[1]
    pixel = picture.getpixel((round(x * 3), round(y * 3)))
    assert isinstance(pixel, int)
    return pixel < 220


@pytest.mark.parametrize("bar", BARS)
@pytest.mark.parametrize("marks", ["auto", "never"])
def test_what_reaches_the_edge_is_drawn_beyond_it(bar: str, marks: str) -> None:
    """Marks for the cut are another matter."""
    mark, beyond = BARS[bar]
    made = support.press(support.job(marks=marks), with_marks(mark))
    assert made.bleeds and made.told == ()
    assert drawn(made.data, beyond)
    for page in survey(made.data).pages:
        media, bleed, trim = (page.boxes[box] for box in ("MediaBox", "BleedBox", "TrimBox"))
        assert [round(abs(a - b) / PT_PER_MM, 2) for a, b in zip(trim, bleed, strict=True)] == [3, 3, 3, 3]
        assert (media == bleed) is (marks == "never")
    style = support.house(support.NAME)
    promised = promises(["x-print.pdf"], style, "PDF/X-4", False, 8, bleed=3.0)["x-print.pdf"]
    assert preflight("p", made.data, promised) == []
    more = preflight("p", made.data, replace(promised, bleed=5.0))
    assert {item.code for item in more} == {"preflight-box", "preflight-bleed"}


def test_what_ends_before_the_edge_asks_for_nothing() -> None:
    made = support.press(support.job(), with_marks(Bar(Aside.ORNAMENT, "red", 20, 20, WIDTH - 20, 60)))
    assert not made.bleeds and made.data != support.printed()
    assert support.press(support.job()).data == support.printed()


def test_the_band_is_on_its_sheet_beyond_the_cut_and_not_over_the_fold() -> None:
    """Page 1 is the right half of the outermost sheet's front, of paper that has room for it."""
    made = support.press(support.job(), with_marks(BARS["a band over the head"][0]))
    style = support.house(support.NAME)
    job = bound(style, "骑马订", None, 8, False, bleed=3.0)
    face = example_issues.source(support.NAME).world.fonts.bytes("BriefingHei-Regular.ttf", MAX_FONT)
    data = imposed_pdf(made.data, SheetJob(job.imposition, job.papers, 3.0, 0.0, "2022-17", face))
    assert drawn(data, (300, -2.5)) and drawn(data, (422.5, 5)) and not drawn(data, (208, 5)) and not drawn(data, (300, -3.6))
    promised = promises(["x-imposed.pdf"], style, "PDF/X-4", False, 8, sides={"imposed": 4}, bleed=3.0)["x-imposed.pdf"]
    assert [item for item in preflight("p", data, promised) if item.severity is Severity.ERROR] == []
    flat = promises(["x-imposed.pdf"], style, "PDF/X-4", False, 8, sides={"imposed": 4}, bleed=5.0)["x-imposed.pdf"]
    assert any("出血框只比成品框大 3.0 毫米" in item.message for item in preflight("p", data, flat))


@pytest.mark.skipif(not available(), reason="Ghostscript is not installed")
def test_the_bleed_is_on_its_own_plate(tmp_path: Path) -> None:
    """A separation, by another engine: the band is on the red plate beyond the cut, and not on the black one."""
    made = support.press(support.job(marks="never"), with_marks(BARS["a band over the head"][0]))
    (tmp_path / "print.pdf").write_bytes(made.data)
    command = [
        "gs",
        "-q",
        "-dSAFER",
        "-dNOPAUSE",
        "-dBATCH",
        "-dLastPage=1",
        "-sDEVICE=tiffsep",
        "-r50",
        "-sOutputFile=p.tif",
        "print.pdf",
    ]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=60)
    ink = {}
    for path in tmp_path.glob("p(*).tif"):
        with PIL.Image.open(path) as plate:
            ink[path.name] = plate.convert("L").getpixel((200, 2))
    red = next(
        value for name, value in ink.items() if name not in ("p(Black).tif", "p(Cyan).tif", "p(Magenta).tif", "p(Yellow).tif")
    )
    assert red == 0 and ink["p(Black).tif"] == 255


def pictured(tmp_path: Path, box: tuple[float, float, float, float]) -> tuple[Painted, World]:
    PIL.Image.new("L", (1200, 1200), 60).save(tmp_path / "a.png")
    return with_marks(Image(Aside.ORNAMENT, None, "a.png", *box), page=1), World(tmp_path)


def printed(tmp_path: Path, box: tuple[float, float, float, float]) -> Printed:
    painted, world = pictured(tmp_path, box)
    return print_pdf(painted, world, example_issues.source(support.NAME).fonts(), support.job())


def test_a_picture_over_the_edge_is_stretched_into_the_bleed(tmp_path: Path) -> None:
    made = printed(tmp_path, (0, 100, WIDTH, 500))
    assert made.bleeds and made.told == ()
    assert drawn(made.data, (-2.5, 100), 1) and drawn(made.data, (212.5, 100), 1)


def test_a_picture_that_would_be_seen_to_stretch_is_told(tmp_path: Path) -> None:
    made = printed(tmp_path, (0.2, 100, 72, 172))
    assert [(item.code, item.severity) for item in made.told] == [("press-bleed", Severity.WARNING)]
    assert "第2页的图片 a.png" in made.told[0].message and "12%" in made.told[0].message
    assert drawn(made.data, (-2.5, 50), 1), "and bleeds all the same"


def test_pages_that_nothing_leaves_are_as_they_were() -> None:
    painted = support.painted()
    assert bled(painted, ROOM).painted is painted


def test_the_ticket_says_the_bleed_only_where_there_is_one() -> None:
    def said(marks: Painted) -> object:
        return support.press(support.job(marks="always"), marks).bleeds

    assert said(with_marks(BARS["a band at the foot"][0])) and not said(support.painted())
