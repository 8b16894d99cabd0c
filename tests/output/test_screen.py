"""Pages for a browser: what it reckons from them are the places of the marks, and all of them say where they come from."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple
from xml.etree import ElementTree

import example_issues
import pytest
import write_pdf_sample as sample
from conftest import ROOT
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Picture

from briefing.core.errors import Span
from briefing.files.world import World
from briefing.output.faces import FaceFile, face_files
from briefing.output.screen import Earlier, data_urls, pages, style_sheet
from briefing.output.screen.stretches import stretches
from briefing.output.screen.web_fonts import family
from briefing.output.stand_in_pictures import shown
from briefing.paint import paint
from briefing.paint.marks import Aside, Bar, Dots, Form, Glyphs, Image, Painted, PaintedPage
from briefing.typeset.page_boxes import PageBox

SVG = "{http://www.w3.org/2000/svg}"
#: Pt; a fortieth of a pixel.
OFF = 0.021


class Issue:
    """With what a browser is given of it."""

    def __init__(self, painted: Painted, world: World) -> None:
        self.painted, self.world = painted, world
        files = face_files(painted, world)
        urls = data_urls(painted, files)
        self.sheets = [ElementTree.fromstring(page) for page in pages(painted, world, files)]
        self.style = style_sheet(urls)
        self.fonts = {
            family(key): TTFont(io.BytesIO(base64.b64decode(url.removeprefix("data:font/woff;base64,"))))
            for key, url in urls.items()
        }

    def text(self) -> Iterator[Glyphs]:
        return (mark for page in self.painted.pages for mark in page.marks if isinstance(mark, Glyphs))


@pytest.fixture(scope="module", params=[*example_issues.NAMES, "sample"])
def issue(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Issue:
    if request.param != "sample":
        return Issue(example_issues.painted(request.param), example_issues.source(request.param).world)
    folder = tmp_path_factory.mktemp("issue")
    Picture.new("RGB", (3, 2), "red").save(folder / "photo.png")
    world = World(folder, templates_root=folder, fonts_root=ROOT / "fonts", environ={})
    return Issue(paint(sample.composed(sample.house(26, mirrored=True), picture=True), sample.fonts()), world)


class Seen(NamedTuple):
    """A character as a browser is told to set it."""

    char: str
    x: float
    y: float
    face: str
    size: float
    fill: str
    source: str


def seen(line: ElementTree.Element, fonts: dict[str, TTFont]) -> Iterator[Seen]:
    """By the advances of the web fonts; `source`: of the first of each stretch."""
    y = line.get("y", "")
    for part in line:
        face, size, fill = (part.get(name) or line.get(name) or "" for name in ("font-family", "font-size", "fill"))
        y = part.get("y", y)
        cmap, metrics = fonts[face].getBestCmap(), fonts[face]["hmtx"]
        em = float(size) / fonts[face]["head"].unitsPerEm
        text = part.text or ""
        steps = [metrics[cmap[ord(char)]][0] * em + float(part.get("letter-spacing", 0)) for char in text]
        xs = accumulate(steps, initial=float(part.get("x", "nan")))
        for number, (char, x) in enumerate(zip(text, xs, strict=False)):
            yield Seen(char, x, float(y), face, float(size), fill, part.get("data-src", "") if number == 0 else "")


def lines(page: PaintedPage) -> list[list[Glyphs]]:
    found: dict[int, list[Glyphs]] = {}
    for mark in page.marks:
        if isinstance(mark, Glyphs):
            found.setdefault(mark.line, []).append(mark)
    return list(found.values())


def test_every_glyph_is_set_where_it_was_painted(issue: Issue) -> None:
    told = 0
    for sheet, page in zip(issue.sheets, issue.painted.pages, strict=True):
        for drawn, marks in zip(sheet.iter(f"{SVG}text"), lines(page), strict=True):
            found = list(seen(drawn, issue.fonts))
            assert "".join(one.char for one in found) == "".join(mark.text for mark in marks)
            wanted = ((mark, number) for mark in marks for number in range(len(mark.text)))
            for one, (mark, number) in zip(found, wanted, strict=True):
                assert abs(one.x - mark.xs[number]) < OFF and abs(one.y - mark.baseline) < OFF, (one, mark)
                assert one.face == family(mark.face) and abs(one.size - mark.size) < 0.005
                assert one.fill == issue.painted.colors[mark.color].rgb
                if one.source:
                    told += 1
                    assert one.source == str(mark.span.shifted(number)) if mark.span else False
    assert told > 50 or all(mark.span is None for mark in issue.text())


def test_what_is_no_text_stands_where_it_was_painted(issue: Issue) -> None:
    kinds = {(Bar,): "rect", (Dots,): "line", (Image, Form): "image"}
    for sheet, page in zip(issue.sheets, issue.painted.pages, strict=True):
        for kind, tag in kinds.items():
            marks = [mark for mark in page.marks if isinstance(mark, kind)]
            drawn = list(sheet.iter(f"{SVG}{tag}"))
            for mark, one in zip(marks, drawn, strict=True):
                if isinstance(mark, Dots):
                    continue
                assert isinstance(mark, Bar | Image | Form)
                box = [float(one.get(name, "nan")) for name in ("x", "y", "width", "height")]
                wanted = (mark.left, mark.top, mark.right - mark.left, mark.bottom - mark.top)
                assert max(abs(a - b) for a, b in zip(box, wanted, strict=True)) < 0.01


def test_a_picture_is_in_the_page_with_its_words(issue: Issue) -> None:
    marks = [mark for page in issue.painted.pages for mark in page.marks if isinstance(mark, Image | Form)]
    drawn = [one for sheet in issue.sheets for one in sheet.iter(f"{SVG}image")]
    for mark, one in zip(marks, drawn, strict=True):
        kind, _, data = one.get("href", "").partition(",")
        assert kind == "data:image/png;base64"
        assert base64.b64decode(data) == shown(mark, issue.painted, issue.world).data
        assert isinstance(mark.home, int) and one.get("aria-label") == issue.painted.nodes[mark.home].alt != ""


def test_pages_that_were_drawn_before_are_as_if_drawn_now(issue: Issue) -> None:
    drawn = pages(issue.painted, issue.world)
    first, *others = issue.painted.pages
    moved = replace(issue.painted, pages=(replace(first, marks=first.marks[:-1]), *others, first))
    for now, before in ((issue.painted, issue.painted), (moved, issue.painted), (replace(moved, language="en"), issue.painted)):
        assert pages(now, issue.world, None, Earlier(before, drawn)) == pages(now, issue.world)


def test_the_style_sheet_has_every_face_and_nothing_from_elsewhere(issue: Issue) -> None:
    sheet = issue.style
    assert sheet.count("@font-face") == len({mark.face for mark in issue.text()})
    assert "http" not in sheet and "local(" not in sheet and "</" not in sheet
    for name, font in issue.fonts.items():
        chars = {char for mark in issue.text() if family(mark.face) == name for char in mark.text}
        assert {chr(code) for code in font.getBestCmap()} >= chars
        assert len(font.getGlyphOrder()) <= 2 * len(chars) + 1, "a subset"
        assert "GPOS" not in font and "kern" not in font


def of(text: str, file: FaceFile, gaps: list[float]) -> Glyphs:
    steps = (file.advance(glyph) * 0.016 + gap for glyph, gap in zip(file.glyphs(text), gaps, strict=True))
    *xs, end = accumulate(steps, initial=72.0)
    return Glyphs(Aside.ORNAMENT, Span("甲.md", 3, 5), ("fangsong", False), 16.0, "black", 100.0, text, tuple(xs), end, 1)


@pytest.fixture(scope="module")
def fangsong() -> FaceFile:
    files = face_files(example_issues.painted("2022-17"), example_issues.source("2022-17").world)
    return files["fangsong", False]


GAPS = st.sampled_from([0.0, 0.0, 0.0004, 0.39, 0.39, -4.0, -8.0, 3.1234]) | st.floats(-8, 20)


@settings(max_examples=40)
@given(st.data())
def test_any_spacing_is_followed(fangsong: FaceFile, data: st.DataObject) -> None:
    text = data.draw(st.text("字，。“—…　1", min_size=1, max_size=40))
    mark = of(text, fangsong, data.draw(st.lists(GAPS, min_size=len(text), max_size=len(text))))
    found = list(stretches(mark, fangsong))
    assert [part.start for part in found] == [0, *(part.end for part in found[:-1])] and found[-1].end == len(text)
    advances = [fangsong.advance(glyph) * 0.016 for glyph in fangsong.glyphs(text)]
    for part in found:
        pen = part.x
        for number in range(part.start, part.end):
            assert abs(pen - mark.xs[number]) < OFF
            pen += advances[number] + part.spacing


@pytest.mark.parametrize("gap", [0.0, 0.39, -0.2])
@pytest.mark.parametrize("text", ["——开头", "中间——有", "末尾——", "两处——和——两处", "——"])
def test_dashes_stay_together(text: str, gap: float, fangsong: FaceFile) -> None:
    """Their pair is never opened; what stands before and after may be. In two pieces the browser would not join them."""
    gaps = [0.0 if text[number : number + 2] == "——" else gap for number in range(len(text))]
    for part in stretches(of(text, fangsong, gaps), fangsong):
        assert text[part.start : part.end].count("—") % 2 == 0


def test_long_runs_of_equal_spacing_are_one_stretch(fangsong: FaceFile) -> None:
    assert len(list(stretches(of("字" * 28, fangsong, [0.3917] * 28), fangsong))) == 1


def test_what_means_something_to_html_is_escaped(fangsong: FaceFile) -> None:
    mark = replace(of('"</svg>&', fangsong, [0.0] * 8), span=Span('a"><script>&.md', 1, 1))
    box = PageBox(595.0, 842.0, 79.0, 105.0, 442.0, 630.0, True)
    source = example_issues.painted("2022-17")
    painted = replace(source, pages=(PaintedPage(box, (mark,)),), language='zh"><script>')
    (svg,) = pages(painted, example_issues.source("2022-17").world, {mark.face: fangsong})
    assert "<script" not in svg and svg.count("</svg>") == 1
    (part,) = ElementTree.fromstring(svg).iter(f"{SVG}tspan")
    assert (part.text, part.get("data-src")) == ('"</svg>&', 'a"><script>&.md:1:1')


def test_faces_of_any_name_have_names_of_their_own() -> None:
    keys = [(name, bold) for name in ("仿宋", "a b", "a_b", "a_20_b", 'x"}</style>', "B-a", "a") for bold in (False, True)]
    names = [family(key) for key in keys]
    assert len(set(names)) == len(names)
    assert all(name.replace("-", "").replace("_", "").isalnum() for name in names)
