"""An editor changes the DOCX at ten places in LibreOffice and saves it: every other paragraph keeps its lines and its style."""

from __future__ import annotations

import copy
import io
import re
import shutil
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import digit_rich
import pytest
from conftest import ROOT
from lxml import etree
from test_word_rules import edited, made
from xml_support import above, at, value

from briefing.building import office_pages
from briefing.house.style import HouseStyle
from briefing.office import libreoffice
from briefing.prove.areas import type_area
from briefing.prove.page_lines import set_lines
from briefing.prove.pdf_pages import read_pdf
from briefing.typeset.composed import Composed, SetParagraph

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed (libreoffice-writer)"),
]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Element = etree._Element
#: What names a style; whatever else stands in properties is formatting of the paragraph's or the run's own.
_ADDED = "另外新写的一段，今年1月至9月完成98.5%，同比提高12个百分点，群众满意度进一步提升。"
_NAMED = {f"{W}pStyle", f"{W}rStyle", f"{W}rPr", f"{W}sectPr"}


def plain(text: str) -> str:
    return re.sub(r"[\s\u200b\u2028]", "", text)


def text_of(paragraph: Element) -> str:
    """As Word 2013 has it, without blanks."""
    texts = (t for t in paragraph.iter(f"{W}t") if not any("Fallback" in above.tag for above in t.iterancestors()))
    return plain("".join(t.text or "" for t in texts))


# --- what an editor does


def insert(paragraph: Element, word: str) -> None:
    """Into the middle of the longest piece of text."""
    longest = max(paragraph.iter(f"{W}t"), key=lambda t: len(t.text or ""))
    text = longest.text or ""
    longest.text = text[: len(text) // 2] + word + text[len(text) // 2 :]


def shorten(paragraph: Element) -> None:
    longest = max(paragraph.iter(f"{W}t"), key=lambda t: len(t.text or ""))
    longest.text = (longest.text or "")[:-2]


def embolden(paragraph: Element) -> None:
    run = max(paragraph.iter(f"{W}r"), key=lambda r: sum(len(t.text or "") for t in r.iter(f"{W}t")))
    properties = run.find(f"{W}rPr")
    if properties is None:
        properties = etree.Element(f"{W}rPr")
        run.insert(0, properties)
    properties.append(etree.Element(f"{W}b"))


def follow(paragraph: Element, text: str) -> None:
    """A new paragraph of the same style after this one."""
    new = etree.Element(f"{W}p")
    new.append(copy.deepcopy(at(paragraph, f"{W}pPr")))
    run = etree.SubElement(new, f"{W}r")
    etree.SubElement(run, f"{W}t").text = text
    paragraph.addnext(new)


def part(paragraph: Element) -> None:
    """In two, before its last run."""
    runs = paragraph.findall(f"{W}r")
    new = etree.Element(f"{W}p")
    new.append(copy.deepcopy(at(paragraph, f"{W}pPr")))
    new.append(runs[-1])
    paragraph.addnext(new)


def remove(paragraph: Element) -> None:
    above(paragraph).remove(paragraph)


def ten_places(xml: str, touched: set[str]) -> str:
    """The document part with ten changes; `touched` gets the texts of the paragraphs as they were."""
    root = etree.fromstring(xml.encode())
    body = root[0]
    running = [p for p in body.findall(f"{W}p") if len(text_of(p)) > 60 and p.find(f"{W}pPr/{W}sectPr") is None]
    title = next(p for p in body.findall(f"{W}p") if value(at(p, f"{W}pPr/{W}pStyle"), f"{W}val").startswith("Title"))
    cells = [p for p in body.iter(f"{W}p") if above(p).tag == f"{W}tc" and 3 < len(text_of(p)) < 20]
    step = len(running) // 9
    assert step >= 1 and cells
    changes: list[tuple[Element, Callable[[Element], None]]] = [
        (title, lambda p: insert(p, "新")),
        (cells[len(cells) // 2], lambda p: insert(p, "新")),
        (running[0], lambda p: insert(p, "进一步")),
        (running[step], embolden),
        (running[2 * step], shorten),
        (running[3 * step], remove),
        (running[4 * step], lambda p: follow(p, _ADDED)),
        (running[5 * step], lambda p: insert(p, "2022年6月")),
        (running[6 * step], lambda p: insert(p, "（App）")),
        (running[7 * step], part),
    ]
    for paragraph, change in changes:
        touched.add(text_of(paragraph))
        change(paragraph)
    return etree.tostring(root, encoding="unicode")


# --- what LibreOffice makes of it


def saved(docx: bytes, house: HouseStyle) -> bytes:
    """The DOCX as LibreOffice saves it."""
    program = office_pages.program()
    assert program is not None
    with tempfile.TemporaryDirectory() as folder:
        fonts = Path(folder, "fonts.conf")
        fonts.write_text(office_pages._fontconfig(house, Path(folder)), "utf-8")
        return libreoffice.convert(program, docx, ".docx", "docx", {"FONTCONFIG_FILE": str(fonts)})


def paragraphs(docx: bytes) -> list[tuple[str, str, tuple[str, ...]]]:
    """Text, name of the style, and the formatting of its own, of each paragraph."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))[0]
        styles = etree.fromstring(archive.read("word/styles.xml"))
    names = {value(style, f"{W}styleId"): value(at(style, f"{W}name"), f"{W}val") for style in styles.iter(f"{W}style")}
    found = []
    for paragraph in body.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        own = {
            f"{properties.tag[len(W) :]}/{child.tag[len(W) :]}"
            for properties in paragraph.iter(f"{W}pPr", f"{W}rPr")
            for child in properties
            if child.tag not in _NAMED
        }
        named = names[value(style, f"{W}val")] if style is not None else ""
        found.append((text_of(paragraph), named, tuple(sorted(own))))
    return found


def touched_lines(page: Composed, touched: set[str]) -> set[str]:
    return {
        plain(block.text[line.start : line.end])
        for block in page.blocks
        if isinstance(block, SetParagraph) and plain(block.text) in touched
        for line in block.lines
    }


@pytest.mark.parametrize(("house", "seed"), [("gb9704", 8), ("jiangsu-jingshen-wenming", 9)])
def test_ten_places(house: str, seed: int, tmp_path: Path) -> None:
    page, data = made(digit_rich.write(tmp_path / "2022-01", house, seed, 40), ROOT / "templates")
    touched: set[str] = set()
    before = saved(data, page.house)
    after = saved(edited(data, lambda xml: ten_places(xml, touched)), page.house)
    assert len(touched) == 10

    kept = Counter(item for item in paragraphs(before) if item[0] not in touched)
    assert not kept - Counter(paragraphs(after)), "styles and formatting of what nobody touched"
    own = {entry for item in paragraphs(before) for entry in item[2]}
    assert {entry for item in paragraphs(after) for entry in item[2]} <= own | {"rPr/b"}

    wanted, found = (
        Counter(
            row.text for row in set_lines(read_pdf(office_pages.print_docx(one, page.house)), lambda n: type_area(page.house, n))
        )
        for one in (data, after)
    )
    cell = min(touched, key=len)
    gone = touched_lines(page, touched)
    missing = [line for line in wanted - found if line not in gone and cell not in line]
    assert sum(wanted.values()) > 200 and not missing
    assert any(_ADDED[:7] in line for line in found)
