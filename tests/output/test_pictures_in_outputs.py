"""Pictures of all kinds in every output, compared with what a person sees in the source; and the proof finds each way of spoiling
one."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from tempfile import mkdtemp
from xml.etree import ElementTree

import pictures_made as made
import pikepdf
import pypdfium2
import pytest
from painted_release import write_release
from pictures_made import Made, distance, photograph, saved
from PIL import Image
from prove_spoil import edited_docx
from slices import share

from briefing.building import stages
from briefing.building.run import build_issue
from briefing.core.errors import InputError, Severity
from briefing.delivery import archive_set, print_set
from briefing.files.world import World
from briefing.fonts.metrics import Fonts
from briefing.importing import kept, session
from briefing.output.docx.word_file import write_docx
from briefing.output.ofd import write_ofd
from briefing.paint import paint
from briefing.prove import Expected, prepare, prove
from briefing.typeset.composed import Composed

ISSUE = "house: gb9704\nnumber: 5\ndate: 2024-03-08\nnameplate: 示范简报\n"
PHOTOGRAPHS = share(200)


def write_issue(folder: Path, pictures: Sequence[Made]) -> Path:
    folder.mkdir(parents=True)
    (folder / "issue.yaml").write_text(ISSUE, "utf-8")
    lines = ["# 甲市：稳步推进示范创建工作", "一是加强统筹。甲市把创建工作列入年度要点，逐项落实责任。"]
    for number, item in enumerate(pictures):
        (folder / f"p{number}.jpg").write_bytes(item.data)  # whatever it is
        lines += [f"![{item.name}](p{number}.jpg)", f"第{number + 1}幅图已经核对。"]
    (folder / "01-甲.md").write_text("\n\n".join(lines) + "\n", "utf-8")
    return folder


# --- what is seen

#: Pixels a pt.
SCALE = 2
#: Edges of a picture fall between pixels there; another way up, or another picture, is 30 and more away.
ON_THE_PAGE = 12.0


def in_pdf(data: bytes) -> Iterator[Image.Image]:
    """Every picture as a page shows it, in the order of the pages: cut out of the page as it is drawn."""
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            left, _, _, top = page.get_mediabox()
            items = list(page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]))
            drawn = page.render(scale=SCALE).to_pil().convert("RGB") if items else None
            for item in items:
                edges = item.get_bounds()
                box = [(edges[0] - left), (top - edges[3]), (edges[2] - left), (top - edges[1])]
                assert drawn is not None
                yield drawn.crop((*(round(edge * SCALE) for edge in box),))


def in_docx(data: bytes) -> Iterator[Image.Image]:
    """Every picture as Word shows it: the file in the shape of its frame, whatever EXIF says."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        body = package.read("word/document.xml").decode()
        listed = ElementTree.fromstring(package.read("word/_rels/document.xml.rels"))
        relations = {item.get("Id"): item.get("Target", "") for item in listed}
        for inline in re.findall(r"<wp:inline.*?</wp:inline>", body, re.DOTALL):
            across, down = map(int, re.findall(r'<wp:extent cx="(\d+)" cy="(\d+)"', inline)[0])
            image = Image.open(io.BytesIO(package.read("word/" + relations[re.findall(r'r:embed="(\w+)"', inline)[0]])))
            yield image.convert("RGB").resize(_shape(across, down), Image.Resampling.BOX)


def in_ofd(data: bytes) -> Iterator[Image.Image]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = package.namelist()
        resources = "".join(package.read(name).decode() for name in names if name.endswith("Res.xml"))
        files = dict(re.findall(r'<ofd:MultiMedia ID="(\d+)".*?<ofd:MediaFile>(.*?)</ofd:MediaFile>', resources))
        pages = sorted((int(re.findall(r"\d+", name)[-1]), name) for name in names if name.endswith("Content.xml"))
        for _, page in pages:
            for item in re.findall(r"<ofd:ImageObject [^>]*>", package.read(page).decode()):
                a, b, c, d, *_ = map(float, re.findall(r'CTM="([^"]*)"', item)[0].split())
                assert b == c == 0 and a > 0 and d > 0
                (name,) = [name for name in names if name.endswith("/" + files[re.findall(r'ResourceID="(\d+)"', item)[0]])]
                yield Image.open(io.BytesIO(package.read(name))).convert("RGB").resize(_shape(a, d), Image.Resampling.BOX)


def _shape(across: float, down: float) -> tuple[int, int]:
    longest = max(across, down)
    return max(1, round(480 * across / longest)), max(1, round(480 * down / longest))


def departures(found: list[Image.Image], pictures: Sequence[Made], grey: bool = False, slack: float = 5.0) -> list[str]:
    """Names of the pictures that are not what a person sees in their source."""
    assert len(found) == len(pictures)
    wrong = []
    for image, item in zip(found, pictures, strict=True):
        if min(image.size) < 8:
            continue  # a hair on the page; the proof looks at its file
        seen = item.seen.convert("L" if grey else "RGB")
        ratio = seen.width / seen.height / (image.width / image.height)
        one, other = (each.convert("RGB").resize((12, 12), Image.Resampling.BOX) for each in (image.convert(seen.mode), seen))
        far = distance(one, other, side=12)
        if far > item.near + slack or abs(ratio - 1) > 0.02 + 1.5 / min(image.size):
            wrong.append(f"{item.name}: {far:.1f}, {ratio:.3f}")
    return wrong


# --- right


@dataclass
class Built:
    pictures: list[Made]
    composed: Composed
    world: World
    fonts: Fonts
    pdf: bytes
    docx: bytes
    ofd: bytes

    @cached_property
    def expected(self) -> Expected:
        return prepare(self.composed.sheet, self.composed.house, self.world.issue, self.composed.drawings)

    def told(self, **files: bytes) -> set[tuple[str, int]]:
        """(what is said, source line) of one of the files."""
        found = prove(self.expected, self.fonts, **files).diagnostics
        assert all(item.code == "prove-picture" for item in found), found
        return {(item.message.partition("：")[2], item.span.line) for item in found if item.span}


CHOSEN = (
    "JPEG 方向1", "JPEG-420 方向6", "MPO 方向3", "TIFF 方向8", "WebP 方向5", "PNG 方向2", "AVIF 方向7", "JPEG-progressive 方向4",
    "PNG RGBA", "PNG 灰16位", "PNG 彩16位通道", "PNG 调色板透明", "PNG P", "PNG 1", "PNG 隔行", "GIF 动画", "BMP RGB", "TIFF-G4",
    "JPEG AdobeRGB", "JPEG 四色", "TIFF 四色有曲线", "JPEG 没有JFIF", "JPEG RGB", "PNG 1×1500", "JPEG 1500×1",
)  # fmt: skip


@cache
def built() -> Built:
    everything = {item.name: item for item in made.everything()}
    pictures = [everything[name] for name in CHOSEN]
    folder = write_issue(Path(mkdtemp()) / "2024-05", pictures)
    world = World(folder)
    composed = stages.compose(stages.read(folder, world))
    pdf = write_release(composed, world)
    fonts = stages.fonts_of(composed.house, world)
    ofd = write_ofd(paint(composed, fonts), world)
    return Built(pictures, composed, world, fonts, pdf, write_docx(composed, world), ofd)


def test_all_kinds_are_right_in_pdf_docx_and_ofd() -> None:
    ready = built()
    assert not departures(list(in_pdf(ready.pdf)), ready.pictures, slack=ON_THE_PAGE)
    assert not departures(list(in_docx(ready.docx)), ready.pictures)
    assert not departures(list(in_ofd(ready.ofd)), ready.pictures)


def test_all_kinds_prove_clean() -> None:
    ready = built()
    assert not prove(ready.expected, ready.fonts, ready.pdf, ready.docx, ofd=ready.ofd).findings


def test_no_picture_is_transparent_or_in_inks() -> None:
    """So that neither print, nor archive, nor a reader of OFD has to know what to do with it."""
    with pikepdf.open(io.BytesIO(built().pdf)) as document:
        images = [item for item in document.objects if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"]
        spaces = [image.ColorSpace for image in images]
        plain = {str(space[1] if isinstance(space, pikepdf.Array) and space[0] == "/Indexed" else space) for space in spaces}
        assert plain <= {"/DeviceRGB", "/DeviceGray"}
        assert not any("/SMask" in image or "/Mask" in image for image in images)


# --- spoilt


def edited_pdf(edit: str, number: int = 0) -> bytes:
    """The matrix of the picture `number`, or its pixels, changed."""
    with pikepdf.open(io.BytesIO(built().pdf)) as document:
        place = 0
        for page in document.pages:
            operations = list(pikepdf.parse_content_stream(page))
            for index, instruction in enumerate(operations):
                if str(instruction.operator) != "Do":
                    continue
                if place == number:
                    matrix: dict[str, list[float]] = {
                        "wide": [1.1, 0, 0, 1, 0, 0], "upside down": [1, 0, 0, -1, 0, 1], "mirrored": [-1, 0, 0, 1, 1, 0],
                    }  # fmt: skip
                    if edit in matrix:
                        moved = pikepdf.ContentStreamInstruction(matrix[edit], pikepdf.Operator("cm"))
                        operations.insert(index, moved)
                    elif edit == "gone":
                        del operations[index]
                    else:
                        image = page.Resources.XObject[str(instruction.operands[0])]
                        count = int(image.Width) * int(image.Height) * (3 if image.ColorSpace == "/DeviceRGB" else 1)
                        pixels = image.read_bytes()
                        image.write(bytes(count) if edit == "black" else bytes(255 - level for level in pixels))
                    page.Contents = document.make_stream(pikepdf.unparse_content_stream(operations))
                    out = io.BytesIO()
                    document.save(out)
                    return out.getvalue()
                place += 1
    raise AssertionError(number)


LINE_OF_FIRST = 5


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        ("wide", "变形"), ("upside down", "方向"), ("mirrored", "方向"), ("black", "不是同一幅"), ("negative", "不是同一幅"),
        ("gone", "幅图"),
    ],
)  # fmt: skip
def test_a_picture_spoilt_in_the_pdf_is_found(edit: str, said: str) -> None:
    number = CHOSEN.index("PNG RGBA")
    ((message, line),) = built().told(pdf=edited_pdf(edit, number))
    assert said in message
    assert line == LINE_OF_FIRST + 4 * (number if edit != "gone" else len(CHOSEN) - 1)


def with_part(docx: bytes, name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(out, "w") as new:
        assert name in old.namelist()
        for item in old.namelist():
            new.writestr(item, data if item == name else old.read(item))
    return out.getvalue()


def test_a_picture_spoilt_in_the_docx_is_found() -> None:
    docx, source = built().docx, built().pictures[0].data
    told = built().told

    def stretched(xml: str) -> str:
        return re.sub(r'(<wp:extent cx="\d+" cy=")(\d+)', lambda match: f"{match[1]}{int(match[2]) * 9 // 10}", xml, count=1)

    def flipped(xml: str) -> str:
        return xml.replace("<a:xfrm>", '<a:xfrm flipH="1">', 1)

    lying = saved(Image.open(io.BytesIO(source)).transpose(Image.Transpose.ROTATE_180), "JPEG", quality=95)
    asked = saved(Image.open(io.BytesIO(source)), "JPEG", quality=95, exif=made.exif(3))
    for spoilt, said in (
        (edited_docx(docx, stretched), "变形"),
        (edited_docx(docx, flipped), "显示不出来"),
        (with_part(docx, "word/media/image1.jpg", lying), "方向"),
        (with_part(docx, "word/media/image1.jpg", saved(photograph(9), "JPEG")), ""),
        (with_part(docx, "word/media/image1.jpg", saved(Image.new("RGB", (96, 64)), "PNG")), "不是同一幅"),
        (with_part(docx, "word/media/image1.jpg", b"nothing"), "显示不出来"),
    ):
        found = told(docx=spoilt)
        assert {(said in message, line) for message, line in found} == ({(True, LINE_OF_FIRST)} if said else set())
    assert not told(docx=with_part(docx, "word/media/image1.jpg", asked))  # Word does not look at EXIF: it lies as it should


def test_a_picture_spoilt_in_the_ofd_is_found() -> None:
    with zipfile.ZipFile(io.BytesIO(built().ofd)) as package:
        first = next(name for name in package.namelist() if "/image_" in name)
    spoilt = with_part(built().ofd, first, saved(Image.new("RGB", (96, 64)), "PNG"))
    assert {message.rpartition(" ")[2] for message, _ in built().told(ofd=spoilt)} == {"与原图不是同一幅，或颜色不对"}


# --- around them


def test_check_says_what_a_build_says(sample: Path, tmp_path: Path) -> None:
    """A spoilt picture at its line, from both, before anything is written."""
    (sample / "a.jpg").write_bytes(saved(photograph(), "JPEG")[:-300] + b"\xff\xd9")
    with (sample / "01-甲.md").open("a", encoding="utf-8") as report:
        report.write("\n![图](a.jpg)\n")
    checked = [item for item in stages.check(sample) if item.severity is Severity.ERROR]
    with pytest.raises(InputError) as caught:
        build_issue(sample, tmp_path / "build")
    assert list(caught.value.diagnostics) == checked
    assert [(item.code, str(item.span)) for item in checked] == [("picture-damaged", "01-甲.md:5:1")]
    assert not (tmp_path / "build").exists()


def test_a_docx_made_of_other_kinds_comes_back_to_the_same_bytes(tmp_path: Path) -> None:
    """What stands in it is the sound picture, by a name that says so."""
    folder = tmp_path / "2024-05"
    write_issue(folder, built().pictures[:6])
    for number, suffix in enumerate((".jpg", ".jpeg", ".MPO", ".tif", ".webp", ".PNG")):
        (folder / f"p{number}.jpg").rename(folder / f"p{number}{suffix}")
    report = (folder / "01-甲.md").read_text("utf-8")
    for number, suffix in enumerate((".jpg", ".jpeg", ".MPO", ".tif", ".webp", ".PNG")):
        report = report.replace(f"p{number}.jpg", f"p{number}{suffix}")
    (folder / "01-甲.md").write_text(report, "utf-8")
    world = World(folder)
    docx = write_docx(stages.compose(stages.read(folder, world)), world)
    back = kept.restore(session.open_source(docx, "2024-05.docx"), "2024-05")
    assert not back.findings
    again = tmp_path / "again"
    again.mkdir()
    for name, data in back.files.items():
        (again / name).write_bytes(data)
    assert {name for name in back.files if name.startswith("p")} == {
        "p0.jpg", "p1.jpeg", "p2.MPO.jpg", "p3.tif.png", "p4.webp.jpg", "p5.PNG",
    }  # fmt: skip
    world = World(again)
    assert write_docx(stages.compose(stages.read(again, world)), world) == docx


@pytest.mark.slow
def test_photographs_in_every_output(tmp_path: Path) -> None:
    """200 of all kinds, depths, colours, profiles and ways up: PDF, DOCX, OFD, print and archive."""
    everything = [item for item in made.everything(photograph(4, (480, 320))) if not item.name.endswith("坏了")]
    step = max(1, len(everything) // PHOTOGRAPHS)
    pictures = everything[::step][:PHOTOGRAPHS]
    source = write_issue(tmp_path / "issues" / "2024-05", pictures)
    build_issue(source, tmp_path / "build", ("pdf", "docx", "ofd"))
    print_set.press_issue(source, tmp_path / "build", print_set.Order(standard="x-4"))
    archive_set.archive_issue(source, tmp_path / "build")
    files = {path.name.removeprefix("2024-05"): path.read_bytes() for path in (tmp_path / "build" / "2024-05").iterdir()}
    assert not departures(list(in_pdf(files[".pdf"])), pictures, slack=ON_THE_PAGE)
    assert not departures(list(in_docx(files[".docx"])), pictures)
    assert not departures(list(in_ofd(files[".ofd"])), pictures)
    assert not departures(list(in_pdf(files["-archive.pdf"])), pictures, slack=ON_THE_PAGE)
    assert not departures(list(in_pdf(files["-print.pdf"])), pictures, grey=True, slack=ON_THE_PAGE)
    assert json.loads(files["manifest.json"])["proof"]["findings"] == 0
