"""Bands and grounds of a house's own style sheet in the print files: in their places, in the job's inks, and into the bleed."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pikepdf
import press_support as support
import pytest
from pikepdf import Array, Dictionary, Name

from briefing.building.css_grounds import with_grounds
from briefing.core import pdfium
from briefing.core.errors import Severity
from briefing.delivery.print_set import press_issue
from briefing.house.style import PT_PER_MM
from briefing.output.drawn_inks import DrawnInks
from briefing.output.palette import palette
from briefing.paint.marks import Form, Painted
from briefing.preflight.page_facts import inks_of
from briefing.preflight.plates import available, plates
from briefing.preflight.survey import survey

WIDTH, HEIGHT = 210 * PT_PER_MM, 297 * PT_PER_MM
ROOM = 3 * PT_PER_MM


def one_page() -> Painted:
    painted = support.painted()
    return replace(painted, pages=painted.pages[:1])


def drawn(content: str) -> bytes:
    """A page on which the engine drew that: pt from the lower left corner; /R is a shading from red to white."""
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(WIDTH, HEIGHT))
        ramp = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0.8, 0, 0]), C1=Array([1, 1, 1]), N=1)
        axis = Dictionary(
            ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=Array([0, 0, 1, 0]), Function=ramp, Extend=Array([True, True])
        )
        page.Contents, page.Resources = document.make_stream(content.encode()), Dictionary(Shading=Dictionary(R=axis))
        saved = io.BytesIO()
        document.save(saved)
    return saved.getvalue()


def test_what_is_drawn_is_cut_into_pieces_that_go_on_beyond_the_edge() -> None:
    """A band at the head in the house's red, a stripe in the middle of two tints, a shading at the fore-edge."""
    painted = one_page()
    red = " ".join(f"{int(painted.colors['red'].rgb[at : at + 2], 16) / 255:.4f}" for at in (1, 3, 5))
    content = (
        f"{red} rg 0 {HEIGHT - 40:.2f} {WIDTH:.2f} 40 re f "
        "0.5 g 100 400 200 30 re f 0.8 g 100 430 200 30 re f "
        f"q {WIDTH - 60:.2f} 100 60 200 re W n 60 0 0 200 {WIDTH - 60:.2f} 100 cm /R sh Q"
    )
    made = with_grounds(painted, drawn(content), ROOM)
    marks = [mark for mark in made.pages[0].marks if isinstance(mark, Form)]
    assert made.pages[0].marks[: len(marks)] == tuple(marks) and len(marks) == 3, "under all that stands there"
    boxes = sorted((mark.top, mark.left, mark.right, mark.bottom) for mark in marks)
    wanted = [
        (-ROOM, -ROOM, WIDTH + ROOM, 40),
        (HEIGHT - 460, 100, 300, HEIGHT - 400),
        (HEIGHT - 300, WIDTH - 60, WIDTH + ROOM, HEIGHT - 100),
    ]
    for box, right in zip(boxes, wanted, strict=True):
        assert box == pytest.approx(right, abs=1.5 * 72 / 300)
    inks = DrawnInks(made.colors, palette(support.house(support.NAME)))
    by_top = {round(mark.top): made.drawings[mark.path] for mark in marks}
    head, middle, edge = (by_top[round(box[0])] for box in boxes)
    assert inks.separated(head) and inks.inks(head) == {"套红": pytest.approx(1, abs=0.02)}
    assert inks.separated(middle) and set(inks.inks(middle)) >= {"黑"} and inks.separated(edge) is None
    assert all(
        drawing.width == pytest.approx(box[2] - box[1], abs=0.5) for drawing, box in zip((head, middle, edge), boxes, strict=True)
    )


def test_where_nothing_is_drawn_the_pages_are_as_they_were() -> None:
    painted = one_page()
    assert with_grounds(painted, drawn("1 g 0 0 99 99 re f"), ROOM).pages == painted.pages


def dark(data: bytes, page: int, x: float, y: float) -> bool:
    """Whether there is ink at a place: mm from the left and upper edge of the trimmed page."""
    boxes = survey(data).pages[page].boxes
    image = pdfium.page(data, page + 1, 4 / PT_PER_MM).convert("L")
    left, top = boxes["TrimBox"][0] - boxes["MediaBox"][0], boxes["MediaBox"][3] - boxes["TrimBox"][3]
    pixel = image.getpixel((round((left / PT_PER_MM + x) * 4), round((top / PT_PER_MM + y) * 4)))
    assert isinstance(pixel, int)
    return pixel < 200


@pytest.mark.slow
def test_a_band_of_a_style_sheet_is_printed_into_the_bleed(tmp_path: Path) -> None:
    """The house's band over the head of page 1 and its stripe along the fore-edge of page 2, which is on the spot ink's plate."""
    folder = tmp_path / "2022-17"
    folder.mkdir()
    (folder / "issue.yaml").write_text("house: yanjiu-cankao\nnumber: 17\ndate: 2022-05-13\nnameplate: 简报\n", "utf-8")
    (folder / "01.md").write_text("# 题目\n\n" + "一段文字。\n\n" * 60, "utf-8")
    made = press_issue(folder, tmp_path / "build")
    (told,) = (item for item in made.diagnostics if item.code == "press-css")
    assert told.severity is Severity.NOTE and "印成灰色的图片" in told.message
    data = (tmp_path / "build/2022-17/2022-17-print.pdf").read_bytes()
    assert dark(data, 0, 100, -2.5) and dark(data, 0, -2.5, 2) and dark(data, 1, -2.5, 150) and not dark(data, 1, 20, 10)
    assert "青绿" in inks_of(survey(data).pages[1])
    imposed = (tmp_path / "build/2022-17/2022-17-imposed.pdf").read_bytes()
    assert dark(imposed, 0, 300, -2.5) and not dark(imposed, 0, 300, -3.6)
    if available():
        found = plates(data)
        assert found and all(inks <= {"黑", "青绿"} for inks in found.values()) and "青绿" in found[2]
