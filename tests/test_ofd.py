"""OFD: valid, the text and the look of the PDF, small, the same every time; what cannot be written is refused."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import example_issues
import ofd_reading
import ofd_support as support
import ofdkit
import pikepdf
import pypdfium2
import pytest
from conftest import Run
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.recordingPen import RecordingPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont
from lxml import etree
from ofd_reading import Ofd
from PIL import Image, ImageChops, ImageDraw

from briefing.errors import InputError
from briefing.ofd import properties_of, write_ofd
from briefing.ofd.content import pieces
from briefing.ofd.drawn import Glyph
from briefing.prove.check_ofd import check_ofd
from briefing.prove.findings import Findings
from briefing.prove.pdf_pages import Unreadable, read_pdf

EXAMPLES = pytest.mark.parametrize("name", example_issues.NAMES)
GRAMMAR = etree.RelaxNG(etree.parse(Path(__file__).with_name("ofd.rng")))


def pdf_text(data: bytes) -> list[str]:
    return ["".join(glyph.char for glyph in page.glyphs) for page in read_pdf(data).pages]


# --- structure


def assert_sound(found: Ofd) -> None:
    """Valid parts, and references that lead somewhere."""
    roots = {name: etree.fromstring(data) for name, data in found.parts.items() if name.endswith(".xml")}
    for name, root in roots.items():
        assert GRAMMAR.validate(root), f"{name}: {GRAMMAR.error_log.last_error}"
    ids = [int(item.get("ID")) for root in roots.values() for item in root.iter() if item.get("ID")]
    assert len(ids) == len(set(ids)) and max(ids) == int(found.text(found.document, "CommonData/MaxUnitID"))
    resources, pages = set(found.files), {page.get("ID") for page in found.find(found.document, "Pages/Page")}
    for root in roots.values():
        for item in root.iter():
            assert {item.get("Font"), item.get("ResourceID")} <= {None, *resources}
            assert item.get("PageID") in {None, *pages}
    listed = {"OFD.xml", found.path, "Doc_0/PublicRes.xml", *found.pages, *found.files.values()}
    assert found.parts.keys() - {"Doc_0/DocumentRes.xml"} == listed
    for path in found.pages:
        for code in roots[path].iter("{*}TextCode"):
            glyphs = code.getparent().find("{*}CGTransform")
            count = len(code.text) if glyphs is None else int(glyphs.get("GlyphCount"))
            assert len(ofd_reading.delta_x(code)) == count - 1
            assert code.text == code.text.strip() or code.text.isspace()


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
    pdf = example_issues.pdf(name)
    assert write_ofd(pdf, properties_of(pdf)) == support.ofd(name)
    assert len(support.ofd(name)) <= 1.5 * len(pdf)


# --- text


@EXAMPLES
def test_another_reader_finds_the_text(name: str) -> None:
    """In the order of the PDF, and every run where PDFium finds its first character."""
    pages = read_pdf(example_issues.pdf(name)).pages
    with ofdkit.open(io.BytesIO(support.ofd(name))) as document:
        assert document.warnings == []
        assert len(document.pages) == len(pages)
        for found, page in zip(document.pages, pages, strict=True):
            assert "".join(run.text for run in found.runs) == "".join(glyph.char for glyph in page.glyphs)
            assert found.text().strip()
            at = 0
            for run in found.runs:
                first = page.glyphs[at]
                wanted = first.x, first.y, first.size
                assert [place * 72 / 25.4 for place in (run.x, run.y, run.size)] == pytest.approx(wanted, abs=0.05), run
                at += len(run.text)


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


@EXAMPLES
def test_characters_find_their_glyphs(name: str) -> None:
    """The character of the text leads to the outline that the PDF draws at this place, by the font file alone."""
    found = Ofd(support.ofd(name))
    fonts = {key: TTFont(io.BytesIO(found.parts[file])) for key, file in found.files.items() if file.endswith("tf")}
    used: dict[str, set[str]] = {}
    for number in range(len(found.pages)):
        for item in found.objects(number):
            if item.get("Font"):
                used.setdefault(item.get("Font"), set()).update(found.text(item, "TextCode"))
    assert used.keys() == fonts.keys()
    with pikepdf.open(io.BytesIO(example_issues.pdf(name))) as document:
        originals = {str(font.BaseFont).split("+")[1]: font for page in document.pages for font in page.resources.Font.values()}
        for font in found.find(found.xml("Doc_0/PublicRes.xml"), "Fonts/Font"):
            original = originals[font.get("FontName")]
            theirs = TTFont(io.BytesIO(original.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()))
            table = original.ToUnicode.read_bytes().decode().split("bfchar", 1)[1]
            glyphs = dict(re.findall(r"<([0-9a-f]{4})> <([0-9a-f]+)>", table))
            number_of = {bytes.fromhex(text).decode("utf-16-be"): int(glyph, 16) for glyph, text in glyphs.items()}
            ours = fonts[font.get("ID")]
            for char in used[font.get("ID")]:
                drawn = outline(ours, ours.getBestCmap()[ord(char)])
                assert drawn == outline(theirs, theirs.getGlyphName(number_of[char])), char


def test_an_opentype_face() -> None:
    """A house's own .otf is embedded as it is, and found by character. Its ink, far below the line, is not cut off."""
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder([".notdef", "one", "two"])
    builder.setupCharacterMap({})
    drawn = {}
    for glyph, width in ((".notdef", 0), ("one", 500), ("two", 900)):
        pen = T2CharStringPen(1000, None)
        if width:
            pen.moveTo((100, -300))
            pen.lineTo((width, -300))
            pen.lineTo((width, 800))
            pen.closePath()
        drawn[glyph] = pen.getCharString()
    builder.setupCFF("Own", {}, drawn, {})
    builder.setupHorizontalMetrics({glyph: (1000, 0) for glyph in drawn})
    builder.setupHorizontalHeader()
    builder.setupNameTable({"familyName": "Own", "styleName": "Bold"})
    builder.setupOS2(usWeightClass=700)
    builder.setupPost()
    written = io.BytesIO()
    builder.save(written)

    def embed(document: pikepdf.Pdf, page: pikepdf.Page) -> None:
        support.use(document, page, {1: "一", 2: "二"})
        descriptor = page.resources.Font["/F"].DescendantFonts[0].FontDescriptor
        del descriptor.FontFile2
        descriptor.FontFile3 = document.make_stream(written.getvalue(), Subtype=pikepdf.Name.OpenType)

    found = support.read(support.drawing("BT /F 10 Tf 100 100 Td <00010002> Tj ET", embed))
    assert_sound(found)
    (file,) = found.files.values()
    font = TTFont(io.BytesIO(found.parts[file]))
    assert file.endswith(".otf") and font.getBestCmap() == {0x4E00: "one", 0x4E8C: "two"}
    assert found.find(found.xml("Doc_0/PublicRes.xml"), "Fonts/Font")[0].get("Bold") == "true"
    (text,) = found.objects(0)
    top, height = ofd_reading.numbers(text.get("Boundary"))[1::2]
    baseline, em = 297 - 100 / 72 * 25.4, 10 / 72 * 25.4
    assert (top, top + height) == pytest.approx((baseline - 0.88 * em, baseline + 0.3 * em), abs=1e-3)


def outline(font: TTFont, glyph: str) -> Any:
    pen = RecordingPen()
    font.getGlyphSet()[glyph].draw(pen)
    return pen.value


# --- look

#: Squares of the page are compared, about 5 mm wide; the worst may differ so much on average, of 255. The two renderers place
#: glyphs on quarters of a pixel each in its own way, which makes 25.
SQUARE, WORST = 20, 32


def difference(found: Ofd, number: int, pdf: bytes) -> float:
    drawn = found.draw(number)
    scale = ofd_reading.FINER * ofd_reading.DPI / 72
    page = pypdfium2.PdfDocument(pdf)[number].render(scale=scale, grayscale=True).to_pil()
    page = page.convert("L").resize(drawn.size, Image.Resampling.BOX)
    squares = (drawn.width // SQUARE, drawn.height // SQUARE)
    return float(ImageChops.difference(drawn, page).resize(squares, Image.Resampling.BOX).getextrema()[1])


@EXAMPLES
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
    def keywords(document: pikepdf.Pdf) -> None:
        document.docinfo["/Keywords"] = "文明, 城市，创建"
        del document.docinfo["/CreationDate"], document.docinfo["/Title"]

    data = support.edited(keywords)
    with ofdkit.open(io.BytesIO(write_ofd(data, properties_of(data)))) as document:
        assert document.info.keywords == ("文明", "城市", "创建")
        assert document.info.title is None and document.info.creation_date is None


@EXAMPLES
def test_outline(name: str) -> None:
    found = Ofd(support.ofd(name))
    pages = [page.get("ID") for page in found.find(found.document, "Pages/Page")]

    def ours(element: Any) -> list[Any]:
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

        def theirs(items: Any) -> list[Any]:
            entries = []
            for item in items:
                page, _, x, y, _ = list(item.destination)
                place = pytest.approx((float(x) / 72 * 25.4, 297 - float(y) / 72 * 25.4), abs=1e-3)
                entries.append((item.title, numbers[page.objgen], place, theirs(item.children)))
            return entries

        wanted = theirs(tree.root)
    assert len(wanted) >= 3
    assert ours(found.find(found.document, "Outlines")[0]) == wanted


def test_links_and_named_destinations() -> None:
    def link(document: pikepdf.Pdf) -> None:
        annotation = pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Rect=[72, 72, 144, 144], Dest=pikepdf.String("a1"))
        document.pages[0].obj.Annots = pikepdf.Array([annotation])

    found = support.read(support.edited(link, "2022-17"))
    assert_sound(found)
    action = found.find(found.xml(found.pages[0]), "Actions/Action")[0]
    area = found.find(action, "Region/Area")[0]
    assert ofd_reading.numbers(area.get("Start")) == pytest.approx([25.4, 297 - 50.8], abs=1e-3)
    dest = found.find(action, "Goto/Dest")[0]
    assert dest.get("PageID") == found.find(found.document, "Pages/Page")[1].get("ID")


# --- drawing operators


A, B = 0x0CC7, 0x0CF4  # 市, 数


def test_glyphs_that_characters_do_not_reach() -> None:
    """Two glyphs of one character, and one of two: written by glyph number, the text unharmed."""
    stream = f"BT /F 20 Tf 100 700 Td [<{A:04x}{B:04x}> -500 <0019>] TJ ET"
    found = support.read(
        support.drawing(stream, lambda document, page: support.use(document, page, {A: "市", B: "市", 0x19: "fi"}))
    )
    assert_sound(found)
    first, second = found.objects(0)
    assert (found.text(first, "TextCode"), found.text(first, "CGTransform/Glyphs")) == ("市市", f"{A} {B}")
    assert (found.text(second, "TextCode"), found.text(second, "CGTransform/Glyphs")) == ("fi", "25")
    transform = found.find(second, "CGTransform")[0]
    assert (transform.get("CodeCount"), transform.get("GlyphCount")) == ("2", "1")
    assert found.page_text(0) == "市市fi"


def test_text_state() -> None:
    """Spacing, stretch, rise, leading and the text matrix, as PDFium places the characters."""
    stream = (
        f"0.5 0 0 0.5 10 20 cm BT /F 40 Tf 3 Tc 50 Tz 60 TL 5 Ts 100 1200 Td <{A:04x}{B:04x}> Tj T* 0 Ts 0 Tc"
        f" [<{A:04x}> 250 <{B:04x}>] TJ"
        f" 100 Tz 1.5 0 0 1.5 300 300 Tm <{A:04x}{B:04x}> Tj 10 -80 TD <{B:04x}> Tj T* <{A:04x}> Tj ET"
    )
    pdf = support.drawing(stream, lambda document, page: support.use(document, page, {A: "市", B: "数"}))
    found = support.read(pdf)
    assert_sound(found)
    places = []
    for item in found.objects(0):
        code = found.find(item, "TextCode")[0]
        stretch = ofd_reading.numbers(item.get("CTM") or "1 0 0 1 0 0")[0]
        left, top, *_ = ofd_reading.numbers(item.get("Boundary"))
        x = left + float(code.get("X")) * stretch
        for char, step in zip(code.text, [*ofd_reading.delta_x(code), 0], strict=True):
            places.append((char, round(x, 2), round(top + float(code.get("Y")), 2), round(float(item.get("Size")), 2)))
            x += step * stretch
    glyphs = read_pdf(pdf).pages[0].glyphs
    mm = 25.4 / 72
    assert [place[0] for place in places] == [glyph.char for glyph in glyphs] == list("市数市数市数数市")
    for place, glyph in zip(places, glyphs, strict=True):
        assert place[1:3] == pytest.approx((glyph.x * mm, glyph.y * mm), abs=0.011)
    assert [place[3] for place in places] == [7.06] * 4 + [10.58] * 4


def test_lines_curves_and_colors() -> None:
    stream = (
        "0.2 0.4 0.6 RG 2 w 1 J 1 j [4 2] 1 d 100 100 m 200 100 l 200 200 l s "
        "1 0 0 rg 0.5 G 0 w 0 J 0 j [] 0 d 100 300 m 150 400 200 400 250 300 c h B* "
        "300 300 m 310 310 320 300 v 330 290 340 300 y f 0 g 50 50 10 0.5 re f"
    )
    found = support.read(support.drawing(stream))
    assert_sound(found)
    first, second, third, fourth = found.objects(0)
    assert (first.get("Stroke"), first.get("Fill"), first.get("Cap"), first.get("Join")) == ("true", "false", "Round", "Round")
    assert float(first.get("LineWidth")) == pytest.approx(2 * 25.4 / 72, abs=1e-4)
    assert ofd_reading.numbers(first.get("DashPattern")) == pytest.approx([4 * 25.4 / 72, 2 * 25.4 / 72], abs=1e-4)
    assert ofd_reading.color_of(first, "StrokeColor") == (51, 102, 153)
    assert second.get("Rule") == "Even-Odd" and float(second.get("LineWidth")) > 0
    assert ofd_reading.color_of(second, "FillColor") == (255, 0, 0) and ofd_reading.color_of(second, "StrokeColor") == (128,) * 3
    assert [step for step in found.text(second, "AbbreviatedData").split() if step.isalpha()] == ["M", "B", "C"]
    assert found.text(third, "AbbreviatedData").split().count("B") == 2
    left, top, width, height = ofd_reading.numbers(fourth.get("Boundary"))
    assert (left, top, width, height) == pytest.approx((17.64, 279.19, 3.53, 0.18), abs=0.03)


def test_clips() -> None:
    """A rectangle cut by a rectangle is a smaller one; what cannot be so is clipped; what is cut away is not there."""
    stream = (
        "q 100 100 50 50 re W n 0 g 90 90 30 30 re f 500 500 10 10 re f 110 110 m 130 110 l 120 130 l f "
        "90 120 m 130 120 l 120 130 l f Q 0 g 90 90 30 30 re f q 200 200 m 300 200 l 250 300 l W n 200 200 100 100 re f Q"
    )
    found = support.read(support.drawing(stream))
    assert_sound(found)
    cut, inside, part, free, triangle = found.objects(0)
    assert ofd_reading.numbers(cut.get("Boundary"))[2:] == pytest.approx([20 / 72 * 25.4] * 2, abs=0.03)
    assert ofd_reading.numbers(free.get("Boundary"))[2:] == pytest.approx([30 / 72 * 25.4] * 2, abs=0.03)
    assert [len(found.find(item, "Clips/Clip")) for item in (cut, inside, part, free, triangle)] == [0, 0, 1, 0, 1]
    steps = found.text(triangle, "Clips/Clip/Area/Path/AbbreviatedData").split()
    assert [step for step in steps if step.isalpha()] == ["M", "L", "L"]


def picture(**options: Any) -> tuple[bytes, Image.Image]:
    image = Image.new("RGB", (64, 32), "white")
    ImageDraw.Draw(image).ellipse((4, 4, 40, 28), fill=(200, 30, 30))
    written = io.BytesIO()
    image.save(written, **options)
    return written.getvalue(), image


def with_image(data: bytes, **keys: Any) -> Any:
    def prepare(document: pikepdf.Pdf, page: pikepdf.Page) -> None:
        mask = keys.pop("mask", None)
        image = document.make_stream(
            data, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=64, Height=32, BitsPerComponent=8,
            ColorSpace=pikepdf.Name.DeviceRGB, **keys,
        )  # fmt: skip
        if mask is not None:
            image.SMask = document.make_stream(
                mask, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=64, Height=32, BitsPerComponent=8,
                ColorSpace=pikepdf.Name.DeviceGray,
            )  # fmt: skip
        page.resources.XObject = pikepdf.Dictionary(I=image)

    return prepare


def test_a_jpeg_stays_as_it_is() -> None:
    data, _ = picture(format="JPEG")
    found = support.read(support.drawing("q 200 0 0 100 50 60 cm /I Do Q /I Do", with_image(data, Filter=pikepdf.Name.DCTDecode)))
    assert_sound(found)
    assert [part for name, part in found.parts.items() if name.endswith(".jpg")] == [data]
    first = found.objects(0)[0]
    mm = 25.4 / 72
    assert ofd_reading.numbers(first.get("Boundary")) == pytest.approx([50 * mm, 297 - 160 * mm, 200 * mm, 100 * mm], abs=1e-3)
    assert ofd_reading.numbers(first.get("CTM")) == pytest.approx([200 * mm, 0, 0, 100 * mm, 0, 0], abs=1e-3)


def test_other_pictures_become_png_with_their_transparency() -> None:
    _, image = picture(format="PNG")
    mask = bytes(range(256)) * 8
    found = support.read(support.drawing("100 0 0 50 0 0 cm /I Do", with_image(image.tobytes(), mask=mask)))
    assert_sound(found)
    (data,) = (part for name, part in found.parts.items() if name.endswith(".png"))
    read = Image.open(io.BytesIO(data))
    assert read.convert("RGB").tobytes() == image.tobytes() and read.getchannel("A").tobytes() == mask


def test_forms_are_drawn_where_they_stand() -> None:
    def form(document: pikepdf.Pdf, page: pikepdf.Page) -> None:
        page.resources.XObject = pikepdf.Dictionary(
            I=document.make_stream(b"0 0 10 10 re f", Subtype=pikepdf.Name.Form, BBox=[0, 0, 5, 10], Matrix=[2, 0, 0, 2, 7, 0])
        )

    found = support.read(support.drawing("1 0 0 1 100 100 cm /I Do", form))
    (item,) = found.objects(0)
    mm = 25.4 / 72
    assert ofd_reading.numbers(item.get("Boundary")) == pytest.approx([107 * mm, 297 - 120 * mm, 10 * mm, 20 * mm], abs=0.03)


def test_transparency_is_an_alpha() -> None:
    def state(document: pikepdf.Pdf, page: pikepdf.Page) -> None:
        page.resources.ExtGState["/Half"] = pikepdf.Dictionary(Type=pikepdf.Name.ExtGState, ca=0.5, BM=pikepdf.Name.Normal)

    found = support.read(support.drawing("/Half gs 0 0 10 10 re f", state))
    assert found.find(found.objects(0)[0], "FillColor")[0].get("Alpha") == "128"


def test_white_space_at_the_ends_stands_by_itself() -> None:
    text = ["　", "　", "甲", " ", "乙", "fi", " "]
    found = pieces(tuple(Glyph(char, number, number, number + 1) for number, char in enumerate(text)))
    assert ["".join(glyph.text for glyph in piece) for piece in found] == ["　　", "甲 乙", "fi", " "]
    assert [len(piece) for piece in pieces((Glyph(" ", 1, 0, 1), Glyph(" ", 1, 1, 2)))] == [2]


# --- what is refused


def _multiply(document: pikepdf.Pdf, page: pikepdf.Page) -> None:
    page.resources.ExtGState["/M"] = pikepdf.Dictionary(BM=pikepdf.Name.Multiply)


def _rotate(document: pikepdf.Pdf, page: pikepdf.Page) -> None:
    page.obj.Rotate = 90


def _note(document: pikepdf.Pdf, page: pikepdf.Page) -> None:
    page.obj.Annots = pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9])])


def _web(document: pikepdf.Pdf, page: pikepdf.Page) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.org")
    page.obj.Annots = pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)])


def _standard_font(document: pikepdf.Pdf, page: pikepdf.Page) -> None:
    page.resources.Font["/F"] = pikepdf.Dictionary(Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)


def _faded_form(document: pikepdf.Pdf, page: pikepdf.Page) -> None:
    page.resources.ExtGState["/H"] = pikepdf.Dictionary(ca=0.5)
    page.resources.XObject = pikepdf.Dictionary(I=document.make_stream(b"", Subtype=pikepdf.Name.Form, BBox=[0, 0, 5, 5]))


def _use(document: pikepdf.Pdf, page: pikepdf.Page) -> None:
    support.use(document, page, {A: "市"})


@pytest.mark.parametrize(
    ("stream", "prepare", "said"),
    [
        (f"BT /F 9 Tf .7 .7 -.7 .7 0 0 Tm <{A:04x}> Tj ET", _use, "旋转、倾斜"),
        (f"BT /F 9 Tf 1 0 .3 1 0 0 Tm <{A:04x}> Tj ET", _use, "旋转、倾斜"),
        (f"BT /F 9 Tf 2 Tr <{A:04x}> Tj ET", _use, "描边"),
        (f"BT /F 9 Tf <{B:04x}> Tj ET", _use, "不知是什么字"),
        ("BT <0001> Tj ET", None, "没有指定字体"),
        ("BT /F 9 Tf (A) Tj ET", _standard_font, "Helvetica"),
        ("/S sh", None, "渐变"),
        ("/Pattern cs /P scn 0 0 9 9 re f", None, "色彩空间"),
        ("0 0 0 1 k", None, "CMYK"),
        ("1 2 3 xyz", None, "xyz"),
        ("BI /W 1 /H 1 /BPC 8 /CS /G ID a EI", None, "行内图片"),
        ("/M gs", _multiply, "混合模式"),
        ("/H gs /I Do", _faded_form, "透明的一组"),
        ("2 0 0 1 0 0 cm 0 0 m 9 9 l S", None, "压扁"),
        ("Q", None, "多出来的 Q"),
        ("", _rotate, "转了方向"),
        ("", _note, "批注"),
        ("", _web, "文件以外"),
        ("q 0 0 20 20 re W n 100 0 0 50 0 0 cm /I Do Q", with_image(bytes(64 * 32 * 3)), "只露出一部分"),
        ("/I Do", with_image(bytes(64 * 32 * 3), Mask=[0, 0, 0, 0, 0, 0]), "蒙版"),
    ],
)  # fmt: skip
def test_what_cannot_be_written_is_refused(stream: str, prepare: Any, said: str) -> None:
    with pytest.raises(InputError) as caught:
        support.read(support.drawing(stream, prepare))
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.code == "ofd-content" and said in diagnostic.message and diagnostic.hint
    assert diagnostic.message.startswith("PDF 第1页：")


# --- proof and build


def respelt(change: Any) -> bytes:
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
        found = Findings()
        check_ofd(pdf, data, found)
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
        with pytest.raises(Unreadable):
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
    assert made == write_ofd(pdf, properties_of(pdf))
    assert json.loads((folder / "manifest.json").read_bytes())["files"].keys() == {"2024-05.pdf", "2024-05.docx", "2024-05.ofd"}
    proved = briefing("prove", "5")
    assert proved.code == 0 and "PDF、DOCX、OFD 无误" in proved.out
    (folder / "2024-05.ofd").write_bytes(made[:-100])
    assert "没有变化" not in briefing("build", "5", "--format", "ofd", "--format", "pdf").out
    assert (folder / "2024-05.ofd").read_bytes() == made


def test_an_ofd_that_cannot_be_made_changes_nothing(sample: Path, briefing: Run, tmp_path: Path) -> None:
    assert briefing("build", "5").code == 0
    home = tmp_path / "home"
    root = Path(example_issues.ROOT)
    home.mkdir()
    (home / "fonts").symlink_to(root / "fonts")
    shutil.copytree(root / "templates", home / "templates")
    with (home / "templates" / "gb9704" / "bulletin.css").open("a", encoding="utf-8") as css:
        css.write("\np { background: linear-gradient(red, blue) }\n")
    before = {path: path.read_bytes() for path in (tmp_path / "build" / "2024-05").iterdir()}
    ran = briefing("build", "5", "--format", "ofd", BRIEFING_HOME=str(home))
    assert ran.code == 3 and "PDF 第1页：" in ran.err and "OFD 里写不出来" in ran.err and "没有制作" in ran.err
    assert before == {path: path.read_bytes() for path in (tmp_path / "build" / "2024-05").iterdir()}
