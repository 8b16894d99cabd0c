"""SVG figures: what is refused, where; and one in every output."""

from __future__ import annotations

import base64
import io
import os
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pikepdf
import press_support
import pypdfium2
import pytest
from conftest import ROOT
from painted_release import write_release
from pictures_made import photograph, saved
from PIL import Image, ImageChops
from slices import some

from briefing import pictures
from briefing.building import stages
from briefing.core.errors import InputError
from briefing.delivery.greys import drawings_turned_grey
from briefing.files.world import MAX_FONT, World
from briefing.output.css import weasyprint_engine
from briefing.output.css.whole_pdf import write_pdf
from briefing.output.docx.word_file import write_docx
from briefing.output.drawn_inks import DrawnInks
from briefing.output.ofd import write_ofd
from briefing.output.palette import palette
from briefing.paint import paint
from briefing.paint.marks import Form, PaintedPage
from briefing.pictures import SoundPicture
from briefing.preflight.print_rules import preflight
from briefing.press.print_pdf import PrintJob, print_pdf
from briefing.prove import prepare, prove
from briefing.prove.drawn_text import drawn_words
from briefing.typeset.composed import Composed, Drawing

SPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
HEAD = f'<svg {SPACES} width="80mm" height="40mm" viewBox="0 0 80 40">'
PNG = base64.b64encode(saved(photograph(3, (12, 8)), "PNG")).decode()


@pytest.fixture(scope="module", autouse=True)
def engine_at_hand() -> None:
    """Children that draw find it loaded."""
    weasyprint_engine.start([ROOT / "fonts"])


def read(body: str, head: str = HEAD) -> SoundPicture:
    return pictures.sound(f"{head}\n{body}\n</svg>".encode(), "图.svg", drawings=True)


def refused(body: str, head: str = HEAD) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(body, head)
    return [f"{item.span} {item.code} {item.message}" for item in caught.value.diagnostics]


USES = "".join(f'<g id="g{n}"><use href="#g{n - 1}"/><use xlink:href="#g{n - 1}"/></g>' for n in range(1, 20))


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<script>alert(1)</script>", "图.svg:2:1 svg-unsupported 矢量图里有脚本"),
        ("<rect>\n <animate/></rect>", "图.svg:3:2 svg-unsupported 矢量图里有动画"),
        ("<style>@keyframes a{from{x:0}}</style>", "图.svg:2:1 svg-unsupported 矢量图里有动画"),
        ("<!-- 说明 --><g><foreignObject/></g>", "图.svg:2:15 svg-unsupported 矢量图里嵌着网页"),
        ('<rect filter="url(#f)"/><filter id="f"/>', "图.svg:2:1 svg-unsupported 矢量图里用了滤镜"),
        ('<rect style="filter:blur(3px)"/>', "svg-unsupported 矢量图里用了滤镜"),
        ('<text style="writing-mode:vertical-rl">字</text>', "svg-unsupported 矢量图里有竖排"),
        ("<text><textPath>字</textPath></text>", "图.svg:2:7 svg-unsupported 矢量图里有沿着曲线排的字"),
        ("<blink/>", "svg-unsupported 矢量图里有不认识的 <blink>"),
        ('<style>a{font:大 宋体}</style><a/>', "svg-unsupported 矢量图里的字体写法看不懂"),
        ('<image href="a.png"/>', "svg-reference 矢量图里的图片在别处，没有嵌进来：a.png"),
        ('<image xlink:href="file:///etc/passwd"/>', "svg-reference"),
        ('<image href="data:image/svg+xml;base64,AAAA"/>', "svg-reference"),
        ('<image href="data:image/png;base64,AAAA"/>', "picture-"),
        ('<image href="data:image/png;base64,A*"/>', "picture-damaged"),
        ('<use href="http://a.b/c.svg#d"/>', "svg-reference 矢量图要用别处的东西：http://a.b/c.svg#d"),
        ('<use href="#gone"/>', "svg-reference 矢量图里引用的“#gone”不在图里"),
        ('<rect fill="url(#gone)"/>', "svg-reference 矢量图里引用的“#gone”不在图里"),
        ('<rect style="fill:url(//a.b/c)"/>', "svg-reference"),
        ("<rect fill='url( \"//a.b/(c).png\" )'/>", "svg-reference 矢量图要用别处的东西：//a.b/(c).png"),
        (f'<rect fill="url({" " * 9_000}"/><use href="#gone"/>', "svg-reference 矢量图里引用的“#gone”不在图里"),
        ('<style>@import "a.css";</style>', "svg-reference 矢量图要读别处的样式表"),
        ("<?xml-stylesheet href='a.css'?>", "svg-reference 矢量图 图.svg 要读别处的样式表"),
        ('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>', "svg-unsupported 矢量图里有一个东西引用了它自己"),
        (f'<g id="g0"><path/><path/></g>{USES}', "svg-size 矢量图里重复引用的东西太多"),
        ("<g>" * 90 + "</g>" * 90, "svg-size 矢量图 图.svg 标签套得太深"),
        ("<g>", "picture-damaged"),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_told_at_its_place(body: str, told: str) -> None:
    assert any(told in line for line in refused(body)), refused(body)


@pytest.mark.parametrize(
    "said",
    ["", 'viewBox="0 0 1"', 'viewBox="0 0 1 nan"', 'width="0" height="3"', 'width="-1mm" viewBox="0 0 3 3"'],
)
def test_a_size_is_wanted(said: str) -> None:
    assert " svg-size " in refused("<path/>", f"<svg {SPACES} {said}>")[0]


@pytest.mark.parametrize(
    ("head", "millimetres"),
    [
        ('width="60mm" height="30mm"', (60, 30)),
        ('width="6cm" viewBox="0 0 4 1"', (60, 15)),
        ('height="72pt" viewBox="0 0 2 1"', (50.8, 25.4)),
        ('width="192" height="96px"', (50.8, 25.4)), ('width="2in" height="1in" viewBox="0 0 7 9"', (50.8, 25.4)),
    ],
)  # fmt: skip
def test_it_is_as_large_as_it_says(head: str, millimetres: tuple[float, float]) -> None:
    found = read("<path/>", f'<svg xmlns="http://www.w3.org/2000/svg" {head}>')
    assert (found.width / 300 * 25.4, found.height / 300 * 25.4) == pytest.approx(millimetres, abs=0.1)


def test_entities_of_its_own_are_text_and_others_are_refused() -> None:
    declared = '<?xml version="1.0" encoding="gbk"?>\n<!DOCTYPE svg [<!ENTITY a "甲市">]>'
    assert [word.text for word in read("<text>&a;</text>", declared + HEAD).words] == ["甲市"]
    outside = '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    assert "svg-reference" in refused("<text>&x;</text>", outside + HEAD)[0]
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "好" * 10}">' for n in range(8))
    assert refused("<text>&e7;</text>", f"<!DOCTYPE svg [{bomb}]>{HEAD}")


def test_what_shows_nothing_is_left_out() -> None:
    found = read(
        '<title>题</title><metadata><r xmlns="x">注</r></metadata><filter id="f"/><rect onload="x()" width="3" height="3"/>'
        '<switch><foreignObject><p/></foreignObject><text>备用</text></switch><a href="http://a.b"><text>链接</text></a>'
        "<style>@font-face{src:url(a.woff)} @media screen{a{fill:red}}"
        " text{font:italic bold 5px/1.2 'Times New Roman',serif}</style>"
    )  # fmt: skip
    text = found.data.decode()
    for gone in ("题", "注", "filter", "onload", "foreignObject", "http://a.b", "woff", "@media"):
        assert gone not in text
    assert [word.text for word in found.words] == ["备用", "链接"]
    assert "font-style:italic;font-weight:bold;font-size:5px;font-family:" in text


# --- in every output

CHART = f"""{HEAD}
<style>.name{{font-family:'Microsoft YaHei',sans-serif}}</style>
<rect width="80" height="40" fill="#ffffff"/><image x="60" y="2" width="12" height="8" href="data:image/png;base64,{PNG}"/>
<rect x="10" y="10" width="10" height="25" fill="var(--red)"/><rect x="30" y="20" width="10" height="15" fill="#808080"/>
<text class="name" x="15" y="39" font-size="4" text-anchor="middle">一季度</text>
<text x="35" y="39" font-size="4" text-anchor="middle" font-family="SimSun">二季度</text>
<text x="5" y="6" font-size="4">单位：万件（<tspan font-weight="bold">A—B</tspan>）</text>
</svg>"""
ISSUE = "house: gb9704\nnumber: 5\ndate: 2024-03-08\nnameplate: 示范简报\n"
FIGURE = '![各季度来电量](chart.svg "图1　各季度来电量"){width=100mm}'
REPORT = f"# 甲市：稳步推进示范创建工作\n\n一是加强统筹。\n\n{FIGURE}\n\n二是狠抓落实。\n"


def folder_of(chart: str, extra: str = "") -> Path:
    folder = Path(mkdtemp()) / "2024-05"
    folder.mkdir()
    (folder / "issue.yaml").write_text(ISSUE + extra, "utf-8")
    (folder / "01-甲.md").write_text(REPORT, "utf-8")
    (folder / "chart.svg").write_text(chart, "utf-8")
    return folder


@cache
def made() -> tuple[stages.Read, Composed]:
    folder = folder_of(CHART)
    source = stages.read(folder, World(folder))
    return source, stages.compose(source)


@cache
def release() -> bytes:
    source, composed = made()
    return write_release(composed, source.world)


def figure(data: bytes) -> Image.Image:
    """The page's middle, where the figure stands."""
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            for item in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_FORM]):
                matrix = item.get_matrix()
                drawn: Image.Image = page.render(scale=2).to_pil().convert("RGB")
                top = page.get_height() - matrix.f - matrix.d
                left, upper, right, lower = (round(2 * edge) for edge in (matrix.e, top, matrix.e + matrix.a, top + matrix.d))
                return drawn.crop((left, upper, right, lower))
    raise AssertionError("no form")


def test_it_is_a_form_of_vectors_and_text_in_the_pdf() -> None:
    with pypdfium2.PdfDocument(release()) as document:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    assert all(word in text for word in ("一季度", "二季度", "单位：万件（A—B）"))
    seen = figure(release())
    assert seen.width / seen.height == pytest.approx(2, abs=0.02)
    assert seen.getpixel((seen.width * 15 // 80, seen.height // 2)) == (230, 0, 18)  # the house's red
    assert seen.getpixel((seen.width * 35 // 80, seen.height * 3 // 4)) == (128, 128, 128)
    with pikepdf.open(io.BytesIO(release())) as document:
        fonts = [str(item.BaseFont) for item in document.objects if isinstance(item, pikepdf.Dictionary) and "/BaseFont" in item]
        assert all(name[8:].startswith(("Briefing-", "Liberation-")) for name in fonts)
    (mark,) = [mark for page in painted_pages() for mark in page.marks if isinstance(mark, Form)]
    assert mark.span is not None and (mark.span.file, mark.span.line) == ("01-甲.md", 5)


def painted_pages() -> tuple[PaintedPage, ...]:
    source, composed = made()
    return paint(composed, source.fonts()).pages


def test_the_other_outputs_have_its_picture() -> None:
    source, composed = made()
    docx = write_docx(composed, source.world)
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        image = Image.open(io.BytesIO(package.read("word/media/image1.png"))).convert("RGB")
        assert 'descr="各季度来电量"' in package.read("word/document.xml").decode()
    assert image.getpixel((image.width * 15 // 80, image.height // 2)) == (230, 0, 18)
    expected = prepare(composed.sheet, composed.house, source.world.issue, composed.drawings)
    assert prove(expected, source.fonts(), pdf=release(), docx=docx).diagnostics == ()


def test_an_ofd_shows_its_picture() -> None:
    source, composed = made()
    ofd = write_ofd(paint(composed, source.fonts()), source.world)
    expected = prepare(composed.sheet, composed.house, source.world.issue, composed.drawings)
    assert prove(expected, source.fonts(), pdf=release(), ofd=ofd).diagnostics == ()


IMAGE = CHART[CHART.index("<image") : CHART.index("/>", CHART.index("<image")) + 2]


@pytest.mark.parametrize(("chart", "vectors"), [(CHART.replace(IMAGE, ""), True), (CHART, False)])
def test_on_paper_it_is_in_the_inks_of_the_house_or_a_picture(chart: str, vectors: bool) -> None:
    source, composed = made()
    painted = paint(composed, source.fonts())
    if vectors:
        painted = replace(painted, drawings={"chart.svg": drawing_of(chart)})
    profile = source.world.templates.bytes("gb9704/FOGRA39L_coated.icc", MAX_FONT)
    made_of = print_pdf(painted, source.world, source.fonts(), PrintJob(source.house, "x-1a", profile, "示范简报"))
    style = replace(press_support.promise(standard="x-1a"), pages=len(composed.pages))
    assert preflight("print.pdf", made_of.data, style) == []
    with pikepdf.open(io.BytesIO(made_of.data)) as document:
        drawn = document.pages[0].Resources.XObject["/D0"]
        assert drawn.Subtype == ("/Form" if vectors else "/Image")
        streams = [item for item in document.objects if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Form"]
        used = b"".join(item.read_bytes() for item in streams)
        assert (b"/Spot cs 1 scn" in used) is vectors and b" rg" not in used
    told = drawings_turned_grey(painted, DrawnInks(painted.colors, palette(source.house)))
    assert [str(item.span) for item in told] == ([] if vectors else ["01-甲.md:5:1"])


@pytest.mark.slow
def test_the_second_engine_draws_the_same() -> None:
    source, composed = made()
    data = write_pdf(composed, source.world)
    expected = prepare(composed.sheet, composed.house, source.world.issue, composed.drawings)
    assert prove(expected, source.fonts(), pdf=data).diagnostics == ()
    one, two = figure(release()), figure(data)
    assert one.size == two.size and max(most for _, most in ImageChops.difference(one, two).getextrema()) <= 96  # type: ignore[misc]


def test_the_proof_sees_another_drawing_and_lost_words() -> None:
    source, composed = made()
    path = "chart.svg"
    other = replace(composed, drawings={path: drawing_of(CHART.replace("二季度", "三季度").replace('x="30"', 'x="50"'))})
    data = write_release(other, source.world)
    expected = prepare(composed.sheet, composed.house, source.world.issue, composed.drawings)
    told = prove(expected, source.fonts(), pdf=data).diagnostics
    assert any("缺少文字“二”" in item.message for item in told)
    assert all(item.span is not None and item.span.line == 5 for item in told)


@cache
def drawing_of(chart: str) -> Drawing:
    source = stages.read(folder := folder_of(chart), World(folder))
    return stages.compose(source).drawings["chart.svg"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("一季度", "一季度😀", "chart.svg:5:76 missing-glyph"),
        ("var(--red)", "var(--gold)", "svg-reference 矢量图用了版式没有的颜色 var(--gold)"),
        ('x="15" y="39"', 'x="15" y="390"', "chart.svg:5:73 svg-text"),
        ("<svg ", '<svg display="none" ', "svg-unsupported 矢量图 chart.svg 画不出来：画出来是空白的"),
    ],
)
def test_what_its_house_cannot_draw_is_told_at_its_place(old: str, new: str, told: str) -> None:
    source = stages.read(folder := folder_of(CHART.replace(old, new, 1)), World(folder))
    with pytest.raises(InputError) as caught:
        stages.compose(source)
    lines = [f"{item.span} {item.code} {item.message}" for item in caught.value.diagnostics]
    assert any(told in line for line in lines), lines


def test_what_was_drawn_is_drawn_again_only_after_a_change(monkeypatch: pytest.MonkeyPatch) -> None:
    made()
    monkeypatch.setattr("briefing.building.children.start", lambda *_: pytest.fail("it was drawn before"))
    source = stages.read(folder := folder_of(CHART), World(folder))
    assert stages.compose(source).drawings == made()[1].drawings


def test_its_words_are_read_by_another_reader() -> None:
    words = {"".join(word.text.split()) for word in read(CHART.partition("\n")[2].removesuffix("</svg>")).words}
    assert words == set(drawn_words(CHART.encode()))


SHAPES = [(1000, 3), (800, 5), (600, 7), (1000, 30), (4000, 1), (3, 1000), (5000, 3)]


@pytest.mark.parametrize(("width", "height"), SHAPES)
def test_a_line_keeps_its_shape_in_whole_pixels(width: int, height: int) -> None:
    found = read("<path/>", f'<svg {SPACES} width="{width}" height="{height}">')
    assert found.width / found.height == pytest.approx(width / height, rel=0.005)


@pytest.mark.slow
def test_lines_and_bars_are_proved() -> None:
    """What separates two parts is drawn a hundred times as wide as high: its picture has few pixels the other way."""
    for width, height in some(SHAPES[:4], 2):
        bar = f'<svg {SPACES} width="{width}" height="{height}"><rect width="{width}" height="{height}" fill="#c00"/></svg>'
        folder = folder_of(bar)
        source = stages.read(folder, World(folder))
        composed = stages.compose(source)
        expected = prepare(composed.sheet, composed.house, source.world.issue, composed.drawings)
        pdf, docx = write_release(composed, source.world), write_docx(composed, source.world)
        assert not prove(expected, source.fonts(), pdf=pdf, docx=docx).findings, (width, height)


SPOILS = ["", "<", ">", '"', "9e9", "-", "url(#x)", "&", "好", "/", "nan", "%"]


@pytest.mark.slow
def test_drawings_of_many_kinds_come_out_or_are_told() -> None:
    """Spoilt at random: a drawing, or findings of the file; never anything else."""
    import random

    count = min(60, int(os.environ.get("BRIEFING_FUZZ", "60")))
    seeded = random.Random(15)
    for _ in range(count):
        text = list(CHART)
        for _ in range(seeded.randrange(1, 4)):
            at = seeded.randrange(len(HEAD), len(text))
            text[at : at + seeded.randrange(0, 6)] = seeded.choice(SPOILS)
        folder = folder_of("".join(text))
        try:
            found = stages.compose(stages.read(folder, World(folder)))
        except InputError as error:
            assert all(item.span for item in error.diagnostics)
            continue
        write_release(found, World(folder))
