"""How a word processor sets a DOCX, compared line by line with what was composed.

LibreOffice knows no `w:altName`, so a fontconfig file lends the official names the shipped faces. Needs
`soffice`.
"""

from __future__ import annotations

import ctypes
import difflib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.composed import Composed, SetParagraph, SetTable
from briefing.house import PT_PER_MM

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

FONTS = Path(__file__).parent.parent / "fonts"
_ALIASES = {
    "仿宋_GB2312": "Briefing Fangsong", "楷体_GB2312": "Briefing Kai",
    "黑体": "Briefing Hei", "宋体": "Briefing Song",
    "方正小标宋简体": "Briefing Biaosong", "Times New Roman": "Liberation Serif",
}  # fmt: skip
_LEADER = re.compile(r"\.{4,}")  # the dots of a tab, which are no characters of the text
_BLANKS = str.maketrans("", "", " \u3000\xa0\u2028\n\r\t")


@dataclass(frozen=True)
class Agreement:
    """`lines` of `of` composed lines are set with the same characters; `pages` of `pages_of` pages begin and
    end alike. `differences`: what LibreOffice set instead, as unified diff lines."""

    lines: int
    of: int
    pages: int
    pages_of: int
    differences: tuple[str, ...]


def office() -> str | None:
    return shutil.which("soffice")


def render(docx: bytes, folder: Path) -> Path:
    """The DOCX as LibreOffice prints it to PDF, with only the shipped faces to be found."""
    source = folder / "bulletin.docx"
    source.write_bytes(docx)
    config = folder / "fonts.conf"
    config.write_text(_fontconfig(folder), "utf-8")
    subprocess.run(
        [office() or "soffice", f"-env:UserInstallation=file://{folder / 'profile'}", "--headless",
         "--convert-to", "pdf", "--outdir", str(folder), str(source)],
        check=True, capture_output=True, timeout=180, env={**os.environ, "FONTCONFIG_FILE": str(config)},
    )  # fmt: skip
    return folder / "bulletin.pdf"


def agreement(composed: Composed, docx: bytes) -> Agreement:
    """Render `docx` and compare every line of the type area."""
    with tempfile.TemporaryDirectory() as folder:
        pdf = render(docx, Path(folder))
        return compare(composed, list(rendered_lines(pdf, composed)))


def compare(composed: Composed, found: list[list[str]]) -> Agreement:
    """`found`: lines of each page."""
    wanted = [page for page in composed_lines(composed)]
    flat_wanted = [line for page in wanted for line in page]
    flat_found = [line for page in found for line in page]
    matcher = difflib.SequenceMatcher(None, flat_wanted, flat_found, autojunk=False)
    same = sum(block.size for block in matcher.get_matching_blocks())
    pages = sum(a[:1] == b[:1] and a[-1:] == b[-1:] for a, b in zip(wanted, found, strict=False))
    differences = tuple(difflib.unified_diff(flat_wanted, flat_found, "composed", "rendered", lineterm="", n=0))
    return Agreement(same, len(flat_wanted), pages, len(wanted), differences)


def composed_lines(composed: Composed) -> Iterator[list[str]]:
    """The characters of each line of each page, top to bottom, without blanks."""
    for page in composed.pages:
        lines: list[tuple[float, float, str]] = []
        for item in page.items:
            block = composed.blocks[item.index]
            if isinstance(block, SetParagraph):
                lines += _placed(block, item.y, item.first, item.last)
            elif isinstance(block, SetTable):
                y = item.y
                rows = list(range(item.first, item.last))
                if item.first and block.table.header:
                    rows.insert(0, 0)
                for row in rows:
                    for cell in block.cells[row]:
                        lines += _placed(cell, y + cell.before, 0, len(cell.lines))
                    y += block.heights[row]
        yield _merged(lines)


def _placed(block: SetParagraph, y: float, first: int, last: int) -> Iterator[tuple[float, float, str]]:
    for number, line in enumerate(block.lines[first:last], first):
        text = block.text[line.start : line.end]
        if number == len(block.lines) - 1:
            text += "".join(run.text for run in block.paragraph.pair)
        middle = y + (number - first + 0.5) * block.leading
        yield middle, line.x, text.translate(_BLANKS)


def _merged(lines: list[tuple[float, float, str]], tolerance: float = 7.0) -> list[str]:
    """Pieces at about the same height are one line, left to right."""
    rows: list[tuple[float, list[tuple[float, str]]]] = []
    for y, x, text in sorted(lines):
        if not text:
            continue
        if rows and abs(rows[-1][0] - y) <= tolerance:
            rows[-1][1].append((x, text))
        else:
            rows.append((y, [(x, text)]))
    return ["".join(text for _, text in sorted(row)) for _, row in rows]


def rendered_lines(pdf: Path, composed: Composed) -> Iterator[list[str]]:
    """The characters of each line within the type area of each page."""
    import pypdfium2

    page_style = composed.house.page
    floor = (page_style.height_mm - page_style.top_mm - page_style.type_area_height_mm) * PT_PER_MM
    document = pypdfium2.PdfDocument(str(pdf))
    for page in document:
        text = page.get_textpage()
        pieces: list[tuple[float, float, str]] = []
        for i in range(text.count_chars()):
            char = text.get_text_range(i, 1).translate(_BLANKS).strip("\x00\ufffe")
            x, baseline = _origin(text, i)
            if char and baseline > floor:
                pieces.append((-baseline, x, char))
        yield [_LEADER.sub("", line) for line in _merged(pieces)]


def _origin(text: PdfTextPage, place: int) -> tuple[float, float]:
    """Where the character stands on its baseline; boxes would depend on the glyph's shape."""
    from pypdfium2 import raw

    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text, place, x, y)
    return x.value, y.value


def _fontconfig(folder: Path) -> str:
    aliases = "".join(
        f'<alias binding="same"><family>{name}</family><prefer><family>{face}</family></prefer></alias>'
        for name, face in _ALIASES.items()
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{FONTS}</dir><cachedir>{folder / 'cache'}</cachedir>{aliases}</fontconfig>"
    )
