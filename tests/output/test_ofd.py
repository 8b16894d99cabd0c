"""OFD: valid, the text and the look of the PDF, its structure, small, the same every time."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import example_issues
import ofd_reading
import ofd_support as support
import ofdkit
import pikepdf
import pypdfium2
import pytest
from conftest import ROOT, Run
from font_house import Office
from font_support import made_font
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont
from image_support import brightest
from lxml import etree
from ofd_reading import Node, Ofd
from PIL import Image as Picture
from PIL import ImageChops
from xml_support import above, inner, value

from briefing.building import stages
from briefing.files.world import World
from briefing.fonts.metrics import BOLD
from briefing.output.ofd import write_ofd
from briefing.output.ofd.graphic_units import pieces
from briefing.paint import paint
from briefing.paint.marks import Aside, Bar, Dots, Form, Glyphs, Image, Link, Painted
from briefing.prove.check_ofd import check_ofd
from briefing.prove.findings import Faults
from briefing.prove.pdf_pages import Glyph as ReadGlyph
from briefing.prove.pdf_pages import UnreadableFile, read_pdf

MM = 25.4 / 72
EXAMPLES = pytest.mark.parametrize("name", example_issues.NAMES)
THOROUGH = pytest.mark.parametrize("name", example_issues.THOROUGH)
GRAMMAR = etree.RelaxNG(etree.parse(Path(__file__).with_name("ofd.rng")))


def inked(glyphs: Iterable[ReadGlyph]) -> list[ReadGlyph]:
    """PDFium does not tell white space that is drawn by itself."""
    return [glyph for glyph in glyphs if not glyph.char.isspace()]


def pdf_text(data: bytes) -> list[str]:
    return ["".join(glyph.char for glyph in inked(page.glyphs)) for page in read_pdf(data).pages]


# --- structure


def assert_sound(found: Ofd) -> None:
    """Valid parts, and references that lead somewhere."""
    roots = {name: etree.fromstring(data) for name, data in found.parts.items() if name.endswith(".xml")}
    for name, root in roots.items():
        assert GRAMMAR.validate(root), f"{name}: {GRAMMAR.error_log.last_error}"
    own = [root for name, root in roots.items() if not name.endswith("Structure.xml")]  # that one has names of its own
    ids = [int(value(item, "ID")) for root in own for item in root.iter() if item.get("ID")]
    assert len(ids) == len(set(ids)) and max(ids) == int(found.text(found.document, "CommonData/MaxUnitID"))
    resources, pages = set(found.files), {page.get("ID") for page in found.find(found.document, "Pages/Page")}
    for root in roots.values():
        for item in root.iter():
            assert {item.get("Font"), item.get("ResourceID")} <= {None, *resources}
            assert item.get("PageID") in {None, *pages}
    tags = {"Doc_0/Tags/CustomTags.xml", "Doc_0/Tags/Structure.xml"}
    listed = {"OFD.xml", found.path, "Doc_0/PublicRes.xml", *tags, *found.pages, *found.files.values()}
    assert found.parts.keys() - {"Doc_0/DocumentRes.xml"} == listed
    for path in found.pages:
        for code in roots[path].iter("{*}TextCode"):
            glyphs = above(code).find("{*}CGTransform")
            count = len(inner(code)) if glyphs is None else int(value(glyphs, "GlyphCount"))
            assert len(ofd_reading.delta_x(code)) == count - 1
            assert inner(code) == inner(code).strip() or inner(code).isspace()


@EXAMPLES
def test_structure(name: str) -> None:
    found = Ofd(support.ofd(name))
    assert_sound(found)
    boxes = [ofd_reading.numbers(found.text(found.xml(path), "Area/PhysicalBox")) for path in found.pages]
    assert boxes == [[0, 0, 210, 297]] * len(read_pdf(example_issues.pdf(name)).pages)


def test_the_grammar_is_strict() -> None:
    found = Ofd(support.ofd(support.SMALL))
    page = found.xml(found.pages[0])
    text = next(page.iter("{*}TextObject"))
    text.insert(0, text[1])  # TextCode before FillColor
    assert not GRAMMAR.validate(page)
    for attribute in ("ID", "Boundary", "Font", "Size"):
        page = found.xml(found.pages[0])
        del next(page.iter("{*}TextObject")).attrib[attribute]
        assert not GRAMMAR.validate(page), attribute


@EXAMPLES
def test_the_same_bytes_and_no_larger(name: str) -> None:
    assert write_ofd(support.painted(name), example_issues.source(name).world) == support.ofd(name)
    assert len(support.ofd(name)) <= 1.5 * len(example_issues.pdf(name))


# --- text


@EXAMPLES
def test_another_reader_finds_the_text(name: str) -> None:
    """White space and all in the order of the marks, and every run where PDFium finds its first character."""
    pages = read_pdf(example_issues.pdf(name)).pages
    with ofdkit.open(io.BytesIO(support.ofd(name))) as document:
        assert document.warnings == []
        assert len(document.pages) == len(pages)
        for found, page, painted in zip(document.pages, pages, support.painted(name).pages, strict=True):
            assert "".join(run.text for run in found.runs) == support.marks_text(painted)
            assert found.text().strip()
            glyphs, at = inked(page.glyphs), 0
            for run in found.runs:
                if run.text.isspace():
                    continue
                first = glyphs[at]
                assert run.text[0] == first.char
                wanted = first.x, first.y, first.size
                assert [place / MM for place in (run.x, run.y, run.size)] == pytest.approx(wanted, abs=0.05), run
                at += len("".join(run.text.split()))
            assert at == len(glyphs)


@EXAMPLES
def test_every_character_stands_where_the_pdf_has_it(name: str) -> None:
    """Within 0.02 mm, to the end of the longest line."""
    found = Ofd(support.ofd(name))
    for number, page in enumerate(read_pdf(example_issues.pdf(name)).pages):
        placed = [place for item in found.objects(number) if item.get("Font") for place in ofd_reading.places(item)]
        placed = [place for place in placed if not place[0].isspace()]
        for (char, x, y), glyph in zip(placed, inked(page.glyphs), strict=True):
            assert char == glyph.char
            assert (x, y) == pytest.approx((glyph.x * MM, glyph.y * MM), abs=0.02), (number, char)


@EXAMPLES
def test_a_second_reader_finds_the_text(name: str) -> None:
    """easyofd brings a PDF renderer and more, so it is not asked for. It drops the white space around a run."""
    pytest.importorskip("xmltodict")
    parser = pytest.importorskip("easyofd.parser_ofd.file_content_parser", exc_type=ImportError)
    import xmltodict

    found = Ofd(support.ofd(name))
    for path, wanted in zip(found.pages, pdf_text(example_issues.pdf(name)), strict=True):
        page = parser.ContentFileParser(xmltodict.parse(found.parts[path]))()
        assert "".join("".join(cell["text"].split()) for cell in page["text_list"]) == "".join(wanted.split())


def outline(font: TTFont, glyph: str) -> list[object]:
    pen = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[glyph].draw(pen)
    return [*pen.value]


@THOROUGH
def test_characters_find_their_glyphs(name: str) -> None:
    """The character of the text leads to its outline in the face that sets it, by the font file alone."""
    found = Ofd(support.ofd(name))
    used: dict[str, set[str]] = {}
    for number in range(len(found.pages)):
        for item in found.objects(number):
            if item.get("Font"):
                used.setdefault(item.get("Font"), set()).update(found.text(item, "TextCode"))
    faces = {(face.family, face.weight >= BOLD): face.file for face in support.painted(name).faces.values()}
    fonts = found.find(found.xml("Doc_0/PublicRes.xml"), "Fonts/Font")
    assert used.keys() == {font.get("ID") for font in fonts}
    for font in fonts:
        ours = TTFont(io.BytesIO(found.parts[found.files[font.get("ID")]]))
        file = faces[font.get("FamilyName"), font.get("Bold") == "true"]
        theirs = TTFont(io.BytesIO((ROOT / "fonts" / file).read_bytes()), lazy=True)
        assert {"name", "OS/2", "post"} < set(ours.keys()) and set(map(ord, used[font.get("ID")])) <= ours.getBestCmap().keys()
        for char in sorted(used[font.get("ID")])[::5]:
            assert outline(ours, ours.getBestCmap()[ord(char)]) == outline(theirs, theirs.getBestCmap()[ord(char)]), char


@pytest.mark.parametrize("family", ["biaosong", "fangsong"])
def test_dashes_meet(family: str) -> None:
    """Those of a pair are glyphs that no character leads to, in faces that have them: they are named by number. Who does not
    look at numbers finds the plain dash."""
    face = next(key for key in support.painted().faces if key == (family, False))
    text = Glyphs(Aside.ORNAMENT, None, face, 20.0, "black", 100.0, "甲——乙", (100.0, 120.0, 140.0, 160.0), 180.0, 1)
    found = support.read(support.drawing(text))
    assert_sound(found)
    (item,) = found.objects(0)
    assert found.text(item, "TextCode") == "甲——乙"
    font = TTFont(io.BytesIO(found.parts[found.files[item.get("Font")]]))
    numbers = found.text(item, "CGTransform/Glyphs").split()
    plain = font.getBestCmap()[ord("—")]
    names = [font.getGlyphName(int(number)) for number in numbers[1:3]] if numbers else [plain, plain]
    assert bool(numbers) == (family == "biaosong")
    left, right = (font["glyf"][name] for name in names)
    assert left.xMax >= 1000 and right.xMin <= 0


#: Every kind of block, and what XML has a meaning of its own for.
EVERYTHING = """# 甲<3&"丙"——丁　戊

一是A&B x<3 ]]> 1>0“引”……——，2022年——。**加粗——**𠮷。

- 项 & b
  - 子项——

1. 一

| 头1 | 头&2 |
|---|---|
| | 𠮷—— |

注[^1]。

[^1]: 脚注 <&。
"""


def test_a_face_of_the_house(tmp_path: Path) -> None:
    """Its own .otf is embedded, and found by character. Ink far below the line is not cut off."""
    deep = TTFont(io.BytesIO(made_font(compact=False)))
    for name in deep.getGlyphOrder():
        glyph = deep["glyf"][name]
        glyph.coordinates.translate((0, -400))
        glyph.recalcBounds(deep["glyf"])
    written = io.BytesIO()
    deep.save(written)
    office = Office.at(tmp_path, "", {"biaosong.ttf": written.getvalue(), "hei.otf": made_font(compact=True)})
    source = office.read(EVERYTHING)
    drawn = paint(stages.compose(source), source.fonts())
    found = Ofd(write_ofd(drawn, source.world))
    assert_sound(found)
    assert [found.page_text(number) for number in range(len(found.pages))] == [support.marks_text(page) for page in drawn.pages]
    kinds = {element.tag.removeprefix(SSN) for element in found.xml("Doc_0/Tags/Structure.xml").iter(f"{SSN}*")}
    assert kinds >= {"H1", "P", "L", "LI", "Lbl", "LBody", "Table", "TH", "TD", "Note"}
    entries = {item.get("ID"): item.get("FamilyName") for item in found.find(found.xml("Doc_0/PublicRes.xml"), "Fonts/Font")}
    own = [item for item in found.objects(0) if item.get("Font") and "Briefing" not in entries[item.get("Font")]]
    assert own
    reached = 0.0
    for item in own:
        font = TTFont(io.BytesIO(found.parts[found.files[item.get("Font")]]))
        size, (_, top, _, height) = float(item.get("Size")), ofd_reading.numbers(item.get("Boundary"))
        for char, _, y in ofd_reading.places(item):
            glyph = font["glyf"][font.getBestCmap()[ord(char)]]
            if glyph.numberOfContours:
                depth = -glyph.yMin / font["head"].unitsPerEm * size
                assert y + depth <= top + height + 1e-3
                reached = max(reached, depth / size)
    assert reached > 0.3


# --- look

#: Squares of the page are compared, about 5 mm wide; the worst may differ so much on average, of 255. The two renderers place
#: glyphs on quarters of a pixel each in its own way, which makes 25.
SQUARE, WORST = 20, 32


def difference(found: Ofd, number: int, pdf: bytes) -> float:
    drawn = found.draw(number)
    scale = ofd_reading.FINER * ofd_reading.DPI / 72
    page = pypdfium2.PdfDocument(pdf)[number].render(scale=scale, grayscale=True).to_pil()
    page = page.convert("L").resize(drawn.size, Picture.Resampling.BOX)
    squares = (drawn.width // SQUARE, drawn.height // SQUARE)
    return brightest(ImageChops.difference(drawn, page).resize(squares, Picture.Resampling.BOX))


@THOROUGH
def test_pages_look_alike(name: str) -> None:
    found = Ofd(support.ofd(name))
    apart = [difference(found, number, example_issues.pdf(name)) for number in range(len(found.pages))]
    assert max(apart) < WORST, apart


@pytest.mark.parametrize("what", ["moved", "missing", "font", "picture"])
def test_a_difference_is_seen(what: str) -> None:
    found = Ofd(support.ofd(support.SMALL))
    number = 2 if what == "picture" else 0
    page = found.xml(found.pages[number])
    text = max(page.iter("{*}TextObject"), key=lambda item: len(found.text(item, "TextCode")))
    match what:
        case "moved":  # by half a millimetre
            left, *rest = text.get("Boundary").split()
            text.set("Boundary", " ".join([str(float(left) + 0.5), *rest]))
        case "missing":
            text.getparent().remove(text)
        case "font":
            text.set("Size", str(float(text.get("Size")) * 1.1))
        case "picture":
            item = next(page.iter("{*}ImageObject"))
            item.getparent().remove(item)
    found.parts[found.pages[number]] = etree.tostring(page)
    assert difference(found, number, example_issues.pdf(support.SMALL)) > WORST


# --- outline and metadata


@EXAMPLES
def test_metadata(name: str) -> None:
    properties = example_issues.composed(name).sheet.properties
    with ofdkit.open(io.BytesIO(support.ofd(name))) as document:
        info = document.info
    assert (info.title, info.author) == (properties["title"], properties["author"])
    assert info.subject == (properties.get("subject") or None)
    assert info.creation_date == info.mod_date == properties["date"]
    assert re.fullmatch(r"[0-9a-f]{32}", info.doc_id or "") and info.creator == "briefing"


def test_keywords_and_missing_properties() -> None:
    properties = {"keywords": "文明, 城市，创建", "author": "甲 <乙> & 丙"}
    whole = replace(support.painted(), properties=properties)
    with ofdkit.open(io.BytesIO(write_ofd(whole, example_issues.source(support.SMALL).world))) as document:
        assert document.info.keywords == ("文明", "城市", "创建")
        assert document.info.title is None and document.info.author == properties["author"]


@EXAMPLES
def test_outline(name: str) -> None:
    found = Ofd(support.ofd(name))
    pages = [page.get("ID") for page in found.find(found.document, "Pages/Page")]

    def ours(element: Node) -> list[Node]:
        entries = []
        for item in found.find(element, "OutlineElem"):
            dest = found.find(item, "Actions/Action/Goto/Dest")[0]
            assert dest.get("Type") == "XYZ"
            place = float(dest.get("Left")), float(dest.get("Top"))
            leaves = [leaf for leaf in item.iterdescendants("{*}OutlineElem") if not found.find(leaf, "OutlineElem")]
            assert int(item.get("Count")) == len(leaves)
            entries.append((item.get("Title"), pages.index(dest.get("PageID")), place, ours(item)))
        return entries

    with pikepdf.open(io.BytesIO(example_issues.pdf(name))) as document, document.open_outline() as tree:
        numbers = {page.objgen: number for number, page in enumerate(document.pages)}

        def theirs(items: Node) -> list[Node]:
            entries = []
            for item in items:
                page, _, x, y, _ = list(item.destination)
                place = pytest.approx((float(x) / 72 * 25.4, 297 - float(y) / 72 * 25.4), abs=1e-3)
                entries.append((item.title, numbers[page.objgen], place, theirs(item.children)))
            return entries

        wanted = theirs(tree.root)
    assert len(wanted) >= 2
    assert ours(found.find(found.document, "Outlines")[0]) == wanted


def test_links() -> None:
    """To a place of another page; one that leads nowhere is none."""
    target, place = next((name, place) for name, place in support.painted().anchors.items() if place.page)
    there, nowhere = (Link(0, name, "见下", 72, 700, 144, 720) for name in (target, "没有"))
    found = support.read(support.drawing(links=(there, nowhere)))
    assert_sound(found)
    (action,) = found.find(found.xml(found.pages[0]), "Actions/Action")
    (area,) = found.find(action, "Region/Area")
    corners = [area.get("Start"), *(line.get("Point1") for line in found.find(area, "Line"))]
    wanted = [(72, 700), (144, 700), (144, 720), (72, 720)]
    assert [ofd_reading.numbers(corner) for corner in corners] == [pytest.approx([x * MM, y * MM], abs=1e-3) for x, y in wanted]
    (dest,) = found.find(action, "Goto/Dest")
    assert dest.get("PageID") == found.find(found.document, "Pages/Page")[place.page].get("ID")
    assert (float(dest.get("Left")), float(dest.get("Top"))) == pytest.approx((place.x * MM, place.y * MM), abs=1e-3)


# --- structure

SSN = "{http://iso.org/pdf/ssn}"


@EXAMPLES
def test_structure_has_every_word_once_in_its_place(name: str) -> None:
    """The leaves of the tags lead to the very words of the nodes of their kinds."""
    painted = support.painted(name)
    words: dict[int, str] = {}
    pictures = 0
    for page in painted.pages:
        for mark in page.marks:
            if isinstance(mark.home, int):
                words[mark.home] = words.get(mark.home, "") + (mark.text if isinstance(mark, Glyphs) else "")
                pictures += isinstance(mark, Image | Form)
    found = Ofd(support.ofd(name))
    listed = found.xml(f"{found.folder}/{found.text(found.document, 'CustomTags')}")
    root = found.xml(f"{found.folder}/Tags/{found.text(listed, 'CustomTag/FileLoc')}")
    numbers = [page.get("ID") for page in found.find(found.document, "Pages/Page")]
    objects = {
        (page, item.get("ID")): found.text(item, "TextCode")
        for number, page in enumerate(numbers)
        for item in found.objects(number)
    }
    elements = [element for element in root.iterdescendants() if element.tag.startswith(SSN)]
    assert len(elements) == len(painted.nodes)
    seen = []
    kinds: dict[str, list[str]] = {}
    for element in elements:
        references = [(item.get("PageRef"), item.text) for item in found.find(element, "ObjectRef")]
        seen += references
        kinds.setdefault(element.tag.removeprefix(SSN), []).append("".join(objects[reference] for reference in references))
    for kind, texts in kinds.items():
        assert texts == [words.get(number, "") for number, node in enumerate(painted.nodes) if node.kind == kind], kind
    assert len(seen) == len(set(seen))
    inside = sum(map(len, words.values()))
    assert sum(len(objects[reference]) for reference in seen) == inside
    assert len(kinds["H1"]) >= 1 and len(kinds.get("Figure", [])) == pictures
    alternatives = [element.get("Alt") for element in elements if element.get("Alt")]
    assert alternatives == [node.alt for node in painted.nodes if node.alt]


def test_cells_know_their_heads() -> None:
    root = Ofd(support.ofd(support.SMALL)).xml("Doc_0/Tags/Structure.xml")
    heads = {head.get("ID") for head in root.iter(f"{SSN}TH")}
    cells = list(root.iter(f"{SSN}TD"))
    assert len(heads) > 1 and {cell.get("Headers") for cell in cells} == heads


# --- marks


def test_bars_dots_and_pictures() -> None:
    picture = next(mark for page in support.painted().pages for mark in page.marks if isinstance(mark, Image))
    found = support.read(
        support.drawing(
            Bar(Aside.ORNAMENT, "black", 100, 200, 300, 202),
            Bar(Aside.ORNAMENT, "black", 100, 200, 101, 300),
            Dots(Aside.ORNAMENT, "black", 100, 200.8, 400, 0.8),
            replace(picture, left=50, top=60, right=250, bottom=160),
        )
    )
    assert_sound(found)
    across, down, dots, image = found.objects(0)
    scale = ofd_reading.PX * MM
    for item, ends, weight in ((across, ((100, 201), (300, 201)), 2), (down, ((100.5, 200), (100.5, 300)), 1)):
        x, y, *_ = ofd_reading.numbers(item.get("Boundary"))
        drawn = [value / scale for point in ofd_reading.ends_of(item, x, y) for value in point]
        assert drawn == pytest.approx([value for point in ends for value in point], abs=1e-3)
        assert float(item.get("LineWidth")) == pytest.approx(weight * MM, abs=1e-4)
    x, y, *_ = ofd_reading.numbers(dots.get("Boundary"))
    (left, _), (right, _) = ofd_reading.ends_of(dots, x, y)
    count = (right - left) / scale / (sum(ofd_reading.numbers(dots.get("DashPattern"))) / MM) + 1
    assert count == pytest.approx(63 + 1, abs=0.1)  # half of them white
    assert ofd_reading.numbers(image.get("Boundary")) == pytest.approx([50 * MM, 60 * MM, 200 * MM, 100 * MM], abs=1e-3)
    assert ofd_reading.numbers(image.get("CTM")) == pytest.approx([200 * MM, 0, 0, 100 * MM, 0, 0], abs=1e-3)
    world = example_issues.source(support.SMALL).world
    assert found.parts[found.files[image.get("ResourceID")]] == world.issue.picture(picture.path, picture.span).data


def test_white_space_at_the_ends_stands_by_itself() -> None:
    assert list(pieces("　　甲 乙fi ")) == [(0, 2), (2, 7), (7, 8)]
    assert list(pieces("  ")) == [(0, 2)]
    assert list(pieces("甲")) == [(0, 1)]


# --- proof and build


def respelt(change: Callable[[Ofd], object]) -> bytes:
    found = Ofd(support.ofd(support.SMALL))
    change(found)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, data in found.parts.items():
            archive.writestr(name, data)
    return written.getvalue()


def test_the_proof_finds_what_differs() -> None:
    pdf = read_pdf(example_issues.pdf(support.SMALL))

    def findings(data: bytes) -> list[str]:
        found = Faults()
        check_ofd(pdf, data, found)
        assert {item.diagnostic.code for item in found.items} <= {"prove-ofd"}
        return [item.diagnostic.message for item in found.items]

    def text(found: Ofd) -> None:
        found.parts[found.pages[1]] = found.parts[found.pages[1]].replace("热线".encode(), "热钱".encode(), 1)

    def size(found: Ofd) -> None:
        found.parts[found.pages[0]] = found.parts[found.pages[0]].replace(b"0 0 210 297<", b"0 0 215 297<")

    def shorter(found: Ofd) -> None:
        found.document.find("{*}Pages").remove(found.find(found.document, "Pages/Page")[-1])
        found.parts[found.path] = etree.tostring(found.document)

    def torn(found: Ofd) -> None:
        del found.parts[found.pages[2]]

    assert findings(support.ofd(support.SMALL)) == []
    assert [message.split("：")[0] for message in findings(respelt(text))] == ["OFD 第2页"]
    assert "热钱" in findings(respelt(text))[0]
    assert "215×297" in findings(respelt(size))[0]
    assert findings(respelt(shorter)) == ["OFD：PDF 是 4 页，这里是 3 页"]
    for data in (respelt(torn), b"PK", support.ofd(support.SMALL)[:-200]):
        with pytest.raises(UnreadableFile):
            findings(data)


def test_build(sample: Path, briefing: Run, tmp_path: Path) -> None:
    """Alone it leaves no PDF; beside the others it stays until the sources change; a second run does nothing."""
    folder = tmp_path / "build" / "2024-05"
    ran = briefing("build", "5", "--format", "ofd")
    assert (ran.code, ran.err, ran.out.splitlines()[1:]) == (0, "", ["  build/2024-05/2024-05.ofd"])
    assert {path.name for path in folder.iterdir()} == {"2024-05.ofd", "manifest.json"}
    made = (folder / "2024-05.ofd").read_bytes()
    assert briefing("build", "5", "--format", "ofd").out.startswith("2024-05：没有变化")
    assert briefing("build", "5").code == 0
    assert (folder / "2024-05.ofd").read_bytes() == made
    pdf = (folder / "2024-05.pdf").read_bytes()
    assert pdf and made == write_ofd(*painted_at(sample))
    assert json.loads((folder / "manifest.json").read_bytes())["files"].keys() == {"2024-05.pdf", "2024-05.docx", "2024-05.ofd"}
    proved = briefing("prove", "5")
    assert proved.code == 0 and "PDF、DOCX、OFD 无误" in proved.out
    (folder / "2024-05.ofd").write_bytes(made[:-100])
    assert "没有变化" not in briefing("build", "5", "--format", "ofd", "--format", "pdf").out
    assert (folder / "2024-05.ofd").read_bytes() == made


def painted_at(folder: Path) -> tuple[Painted, World]:
    world = World(folder)
    source = stages.read(folder, world)
    return paint(stages.compose(source), source.fonts()), world


def test_a_house_with_a_style_sheet_of_its_own(sample: Path, briefing: Run, tmp_path: Path) -> None:
    """What its CSS paints shows in the PDF; the OFD is of the same composition, and has the same words at the same places."""
    plain = write_ofd(*painted_at(sample))
    home = tmp_path / "home"
    home.mkdir()
    (home / "fonts").symlink_to(ROOT / "fonts")
    shutil.copytree(ROOT / "templates", home / "templates")
    with (home / "templates" / "gb9704" / "bulletin.css").open("a", encoding="utf-8") as css:
        css.write("\np { background: linear-gradient(red, blue) }\n")
    ran = briefing("build", "5", "--format", "ofd", BRIEFING_HOME=str(home))
    assert ran.code == 0, ran.err
    assert (tmp_path / "build" / "2024-05" / "2024-05.ofd").read_bytes() == plain
