"""The same bulletin set by this project and by what one would use instead, counted and pictured: docs/typography.md.

    make bench                      # also writes the speed tables
    python bench/typography.py      # needs LibreOffice for its two rows

The counts are `briefing.prove.set_quality`'s, from the finished PDFs alone, by one rule for all.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.texts import html, paragraphs, typst  # noqa: E402
from briefing.building import office_pages, stages  # noqa: E402
from briefing.files.world import World  # noqa: E402
from briefing.model.bulletin import Issue, plain  # noqa: E402
from briefing.prove.areas import type_area  # noqa: E402
from briefing.prove.pdf_pages import read_pdf  # noqa: E402
from briefing.prove.set_quality import Counts, measure  # noqa: E402
from briefing.typeset.composed import Composed  # noqa: E402

ISSUE = "2022-17"
PAGE = ROOT / "docs" / "typography.md"
PICTURES = ROOT / "docs" / "images"
#: The page that is shown: the second of the text, where no title stands.
SHOWN = 3


class Setting(NamedTuple):
    name: str
    picture: str
    pdf: bytes


def settings() -> Iterator[Setting]:
    world = World(ROOT / "issues" / ISSUE)
    source = stages.read(ROOT / "issues" / ISSUE, world)
    composed = stages.compose(source)
    yield Setting("briefing：逐行", "first-fit", _pdf(composed, world))
    composition = replace(source.house.composition, strategy="total-fit")
    total = stages.compose(replace(source, house=replace(source.house, composition=composition)))
    yield Setting("briefing：整段", "total-fit", _pdf(total, world))
    if office_pages.program():
        from briefing.output.docx.word_file import write_docx

        yield Setting(
            "briefing 的 DOCX，由 LibreOffice 排", "docx", office_pages.print_docx(write_docx(composed, world), source.house)
        )
    with tempfile.TemporaryDirectory() as name:
        yield Setting("WeasyPrint", "weasyprint", _weasyprint(source.issue, Path(name)))
        yield Setting("Typst", "typst", _typst(source.issue, Path(name)))
    if office_pages.program():
        yield Setting(
            "LibreOffice，通常的设置", "libreoffice", office_pages.print_docx(ordinary_docx(source.issue), source.house)
        )


def _pdf(composed: Composed, world: World) -> bytes:
    from briefing.output.pdf import write_pdf
    from briefing.paint import paint

    return write_pdf(paint(composed, stages.fonts_of(composed.house, world)), world)


def _weasyprint(issue: Issue, folder: Path) -> bytes:
    import weasyprint

    (folder / "stock.html").write_text(html(issue, ROOT / "fonts"), "utf-8")
    data: bytes | None = weasyprint.HTML(folder / "stock.html").write_pdf()
    assert data is not None
    return data


def _typst(issue: Issue, folder: Path) -> bytes:
    import typst as engine

    (folder / "bulletin.typ").write_text(typst(issue), "utf-8")
    data = engine.compile(str(folder / "bulletin.typ"), font_paths=[str(ROOT / "fonts")])
    assert isinstance(data, bytes)
    return data


def ordinary_docx(issue: Issue) -> bytes:
    """As somebody types it: the same sheet, faces and leading, justified, everything else as python-docx's template has it."""
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    document = docx.Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(16)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋_GB2312")
    form = normal.paragraph_format
    form.line_spacing_rule, form.line_spacing, form.space_after = WD_LINE_SPACING.EXACTLY, Pt(30), Pt(0)
    for article in issue.articles:
        title = document.add_paragraph()
        title.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = title.add_run(plain(article.title))
        run.font.size = Pt(22)
        for text in paragraphs(article):
            paragraph = document.add_paragraph(text)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
            paragraph.paragraph_format.first_line_indent = Pt(32)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def picture(pdf: bytes, path: Path) -> None:
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        image = document[min(SHOWN, len(document)) - 1].render(scale=80 / 72).to_pil()
        image.quantize(16).save(path, "PNG", optimize=True)


HEADS = ("排法", "行数", "应排满的行", "右边不齐", "字距偏松", "相邻标点不一", "孤字成行", "行首行末禁则")


def table(counted: list[tuple[Setting, Counts]]) -> str:
    lines = [f"| {' | '.join(HEADS)} |", "|---" + "|--:" * (len(HEADS) - 1) + "|"]
    for setting, found in counted:
        faults = (found.ragged, found.loose, found.uneven, found.lone, found.edges)
        lines.append(f"| {setting.name} | {found.lines} | {found.full} | {' | '.join(str(len(fault)) for fault in faults)} |")
    return "\n".join(lines)


def gallery(settings: list[Setting]) -> str:
    shown = (f"### {setting.name}\n\n![{setting.name}](images/typography-{setting.picture}.png)" for setting in settings)
    return "\n\n".join(shown)


def main() -> None:
    house = stages.read(ROOT / "issues" / ISSUE).house
    area, size = type_area(house, 1), house.styles["body"].size
    counted = []
    for setting in settings():
        counted.append((setting, measure(read_pdf(setting.pdf).pages, area, size)))
        picture(setting.pdf, PICTURES / f"typography-{setting.picture}.png")
    text = PAGE.read_text("utf-8")
    for mark, made in (("counts", table(counted)), ("pictures", gallery([setting for setting, _ in counted]))):
        start, end = f"<!-- {mark} -->\n", f"<!-- end {mark} -->"
        text = f"{text.split(start)[0]}{start}\n{made}\n\n{end}{text.split(end)[1]}"
    PAGE.write_text(text, "utf-8")
    print(table(counted))


if __name__ == "__main__":
    main()
