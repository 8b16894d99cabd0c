"""Figures in a DOCX: a page that is full to its last line stays so."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from noted_issues import report, write
from painted_release import write_release
from PIL import Image
from slices import some
from typeset_support import fonts, house, paragraph, sheet

from briefing.building import office_pages, stages
from briefing.files.world import World
from briefing.model.sheet import Block, Picture
from briefing.output.docx import placement
from briefing.output.docx.word_file import write_docx
from briefing.prove.check_office import check_office
from briefing.prove.pdf_pages import read_pdf
from briefing.prove.proof import prepare
from briefing.typeset import typeset
from briefing.typeset.composed import SetPicture

#: What the paragraph of a picture has below its baseline, pt: of type of one point, in any face.
BELOW = 0.22


def test_white_around_a_picture_gives_what_its_paragraph_is_higher() -> None:
    look = house(styles={"figure-caption": {"before": 4.0}})
    for height in range(200, 2000, 150):
        blocks: list[Block] = [
            paragraph("文。"),
            Picture("1.png", "图", (1600, height)),
            paragraph("图1", "figure-caption"),
            paragraph("后。"),
        ]
        page = typeset(sheet(*blocks), look, fonts())
        gaps = placement.flow(page).gaps
        picture, last = page.blocks[1], page.pages[0].items[3]
        assert isinstance(picture, SetPicture)
        above = sum(gap.before + gap.after for gap in gaps[:3]) / 20 + gaps[3].before / 20
        text = sum(page.blocks[item.index].standing(item.first, item.last) for item in page.pages[0].items[:3])
        assert last.y - 0.5 < above + text + BELOW <= last.y, height


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed (libreoffice-writer)")
@pytest.mark.parametrize("name", some(["gb9704", "jiangsu-jingshen-wenming", "meiri-yaoqing", "xinxi-zhuanbao"], 2, 1))
def test_libreoffice_keeps_the_last_line(name: str, tmp_path: Path) -> None:
    """Figures of many heights, each with enough text after it that the pages are full."""
    text = "\n\n".join(
        f'见图{n + 1}。\n\n![走势](a{n % 5}.png "图{n + 1}　走势"){{width={100 + 20 * (n % 3)}mm}}\n\n' + "字。\n\n" * 25
        for n in range(12)
    )
    folder = write(tmp_path / "2026-03", [report(text, [])], name)
    for number in range(5):
        Image.new("RGB", (1000, 430 + 7 * number), (200, 210, 220)).save(folder / f"a{number}.png")
    world = World(folder.resolve())
    composed = stages.compose(stages.read(folder, world))
    theirs = read_pdf(office_pages.print_docx(write_docx(composed, world), composed.house))
    expected = prepare(composed.sheet, composed.house, world.issue, composed.drawings)
    found = check_office(expected, read_pdf(write_release(composed, world)), theirs, "LibreOffice")
    assert found.agreement.complete, found.agreement
