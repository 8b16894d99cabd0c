"""What CSS lays out inside a page: an SVG figure, or a block of HTML → a Drawing, by WeasyPrint, in the house's faces.

A Job is made where the house and its faces are known; `draw` does it, in a child: the engine may take long. What is drawn is read
back by PDFium and has to say what its source says.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

from briefing.core.code import Code
from briefing.core.errors import Diagnostic, InputError, Span
from briefing.core.records import dataclass
from briefing.files.world import World
from briefing.fonts.metrics import Fonts
from briefing.house.style import FONT_ROLES, HouseStyle
from briefing.model.sheet import CssBlock
from briefing.output.css import weasyprint_engine
from briefing.output.css.drawing_faces import DrawingFaces, Used
from briefing.output.css.stylesheet import drawn_sources, font_url
from briefing.output.drawn_faces import drawn_faces
from briefing.pictures import SoundPicture
from briefing.pictures.picture import Word
from briefing.pictures.svg import TEXTS, reparsed
from briefing.pictures.svg_tree import local
from briefing.rendering.css_block import PICTURE_URL
from briefing.typeset.composed import Drawing

if TYPE_CHECKING:
    import pypdfium2
    from weasyprint.document import Document

#: Pixels an inch, of outputs without vectors.
RESOLUTION = 300
_FIGURE = "figure:0"
_VARIABLE = re.compile(r"var\(\s*--([\w-]+)\s*(?:,\s*([^()]*))?\)")
#: The CSS of a block of HTML.
_STYLE = re.compile(r"(<style[^>]*>|\sstyle=\")((?<=>)[^<]*|(?<=\")[^\"]*)")


class DrawingFault(NamedTuple):
    """What is said of a drawing that is not made: codes with their messages, and what to do."""

    unsupported: Code
    cannot: str
    text: Code
    lost: str
    hint: str


_SVG = DrawingFault(
    "svg-unsupported", "画不出来", "svg-text", "里的字没有全画出来", "请在作图软件里改一改，或导出为 PNG（300 dpi 以上）再用。"
)
_CSS = DrawingFault("css-unsupported", "画不出来", "css-text", "里的字没有全画出来", "请改正这一块的写法。")


@dataclass(frozen=True, slots=True)
class DrawingJob:
    """A drawing to be made of `html` and `css`, with nothing from outside but `resources`; pt. `height` None: as high as it gets,
    `most` at most. `said`: each different text of it. `path` is its name among the pictures; messages call it `title` and say
    `span` where it is."""

    path: str
    kind: DrawingFault
    title: str
    span: Span
    html: str
    css: str
    resources: Mapping[str, bytes]
    faces: Used
    width: float
    height: float | None
    most: float
    said: tuple[Word, ...]

    @property
    def digest(self) -> str:
        """Of all that the drawing depends on but the libraries."""
        parts = {name: hashlib.sha256(data).hexdigest() for name, data in self.resources.items()}
        faces = sorted((face.family, repr(face.origin), "".join(sorted(chars))) for face, chars in self.faces.drawn.items())
        said = [word.text for word in self.said]
        told = json.dumps([self.html, self.css, parts, faces, self.width, self.height, self.most, said, self.faces.digests])
        return hashlib.sha256(told.encode()).hexdigest()


def figure(picture: SoundPicture, path: str, house: HouseStyle, fonts: Fonts, most: float, source: str) -> DrawingJob:
    """The job of an SVG figure, as large as it fits into the measure and `most` pt. `source`: the file. Raises InputError for a
    colour that the house does not have."""
    said = tuple({word.text: word for word in picture.words}.values())
    faces = DrawingFaces(house, fonts, "".join(word.text for word in said))
    width = min(house.page.measure, most * picture.width / picture.height)
    height = width * picture.height / picture.width
    root = reparsed(picture.data)
    colors = _Colors(house, path, source)
    root.attrib.setdefault("font-family", "")
    for element in root.iter():
        if "font-family" in element.attrib:
            element.attrib["font-family"] = faces.chosen(element.attrib["font-family"])
        for name, value in element.attrib.items():
            if "var(" in value:
                element.attrib[name] = colors.filled(value)
        if "style" in element.attrib:
            element.attrib["style"] = faces.in_css(element.attrib["style"])
        if local(element) == "style" and element.text:
            element.text = faces.in_css(colors.filled(element.text))
        if local(element) in TEXTS:
            _plain_spaces(element)
    root.attrib |= {"width": f"{width:.4f}pt", "height": f"{height:.4f}pt"}
    resources = {_FIGURE: ET.tostring(root, encoding="utf-8"), **{part.name: part.data for part in picture.parts}}
    css = f"html,body{{margin:0;font-size:1pt;line-height:0}}img{{display:block;width:{width:.4f}pt;height:{height:.4f}pt}}"
    html, title = f'<img src="{_FIGURE}">', f"矢量图 {path} "
    return DrawingJob(path, _SVG, title, Span(path, 1, 1), html, css, resources, faces.used, width, height, height, said)


def block(html: CssBlock, path: str, house: HouseStyle, fonts: Fonts, most: float, world: World) -> DrawingJob:
    """The job of a CSS block. Its HTML may name the house's colours and faces: var(--red), var(--hei)."""
    said = tuple(Word(run.text, run.span or html.span) for run in html.words)
    faces = DrawingFaces(house, fonts, html.text)
    body = house.styles["body"]
    leading = house.grid.pitch if body.leading is None else body.leading
    css = (
        f"html{{font:{body.size:g}pt/{leading:g}pt {faces.of_role(body.font)};color:{house.colors[body.color].rgb}}}"
        "html,body,p,h1,h2,h3,h4,h5,h6,ul,ol,figure,blockquote{margin:0;padding:0}h1,h2,h3,h4,h5,h6{font-size:inherit}"
        "*{font-kerning:none;font-variant-ligatures:none;hyphens:none;box-sizing:border-box}img{max-width:100%}"
    )
    own: dict[str, str] = {role: faces.of_role(role) for role in FONT_ROLES}
    own |= {name: color.rgb for name, color in house.colors.items()}
    markup = _VARIABLE.sub(lambda found: own.get(found[1], found[0]), html.markup)
    markup = _STYLE.sub(lambda found: found[1] + faces.in_css(found[2]), markup)
    resources = {f"{PICTURE_URL}{name}": world.issue.picture(name).data for name in html.pictures}
    return DrawingJob(path, _CSS, "CSS 块", html.span, markup, css, resources, faces.used, house.page.measure, None, most, said)


def _plain_spaces(element: ET.Element) -> None:
    """The engine joins lines of text without a space, where SVG has one."""
    if element.text:
        element.text = re.sub(r"[\n\r\t]+[ ]*", " ", element.text)
    for child in element:
        if child.tail:
            child.tail = re.sub(r"[\n\r\t]+[ ]*", " ", child.tail)


class _Colors:
    """The house's colours as an SVG figure may name them: var(--red)."""

    def __init__(self, house: HouseStyle, path: str, source: str) -> None:
        self._house, self._path, self._source = house, path, source

    def filled(self, css: str) -> str:
        def color(found: re.Match[str]) -> str:
            own = self._house.colors.get(found[1])
            if own is None and found[2] is None:
                names = "、".join(f"var(--{name})" for name in self._house.colors)
                message = f"矢量图用了版式没有的颜色 var(--{found[1]})"
                before = self._source[: max(0, self._source.find(found[0]))]
                place = Span(self._path, before.count("\n") + 1, len(before) - before.rfind("\n"))
                raise InputError(Diagnostic("svg-reference", message, place, f"这个版式有：{names}。"))
            return own.rgb if own is not None else str(found[2]).strip()

        return _VARIABLE.sub(color, css)


def draw(job: DrawingJob, world: World) -> Drawing:
    """Raises InputError for what the engine does not understand or does not draw, MissingToolError without the engine."""
    faces = drawn_faces(job.faces.drawn, world)
    resources = {**job.resources, **{font_url(family): data for family, data in faces.items()}}
    folder = world.fonts.closed()
    weasyprint = weasyprint_engine.start([] if folder is None else [folder])
    from weasyprint.text.fonts import FontConfiguration

    fonts, fetcher = FontConfiguration(), weasyprint_engine.fetcher(resources)
    html = weasyprint.HTML(string=f'<!DOCTYPE html><html lang="zh-CN"><body>{job.html}</body></html>', url_fetcher=fetcher)

    def laid_out(height: float) -> Document:
        css = f"{drawn_sources(faces)}@page{{size:{job.width:.4f}pt {height:.4f}pt;margin:0}}{job.css}"
        style = weasyprint.CSS(string=css, font_config=fonts, url_fetcher=fetcher)
        return html.render(font_config=fonts, stylesheets=[style])

    with weasyprint_engine.journal() as journal:
        try:
            with weasyprint_engine.fatal_fetches(job.span):
                document = laid_out(job.height or job.most)
                height = job.height
                if height is None:
                    height = _height(document, job)
                    document = laid_out(height + 0.01)
                data: bytes = document.write_pdf(pdf_identifier=job.digest[:32].encode())
        except RecursionError:
            raise _undrawn(job, "套得太深") from None
    if journal.messages:
        raise _undrawn(job, journal.messages[0])
    missing = sorted({chr(code) for font in document.fonts.values() for code in font.missing})
    if missing:
        raise _undrawn(job, f"字体里没有“{''.join(missing)[:20]}”")
    text, picture = _seen(data)
    if picture is None:
        raise _undrawn(job, "画出来是空白的")
    if lost := lost_words(job.said, text):
        shown = "、".join(f"“{word.text.strip()[:20]}”" for word in lost[:3])
        hint = "请看一看这些字是不是藏起来了、在外面，或互相压着。"
        raise InputError(Diagnostic(job.kind.text, f"{job.title}{job.kind.lost}：{shown}", lost[0].span, hint))
    return Drawing(data, job.width, height, picture)


def _height(document: Document, job: DrawingJob) -> float:
    """Of what was laid out on one page, pt. Raises InputError for more than one."""
    page = document.pages[0]
    height = max((child.position_y + child.margin_height() for child in page._page_box.children), default=0.0) * 0.75
    if len(document.pages) > 1 or height > job.most:
        raise _undrawn(job, f"太高，一页放不下（最多 {job.most / 72 * 25.4:.0f} 毫米）")
    if height <= 0:
        raise _undrawn(job, "没有内容")
    return float(height)


def _undrawn(job: DrawingJob, why: str) -> InputError:
    kind = job.kind
    return InputError(Diagnostic(kind.unsupported, f"{job.title}{kind.cannot}：{why}", job.span, kind.hint))


def lost_words(said: Sequence[Word], drawn: str) -> list[Word]:
    """Those of `said` of which `drawn` lacks characters; their order is the drawing's own."""
    there = Counter(_visible(drawn))
    lost = []
    for word in said:
        wanted = Counter(_visible(word.text))
        if wanted - there:
            lost.append(word)
        there -= wanted
    return lost


def _visible(text: str) -> Iterable[str]:
    return (char for char in text if not char.isspace() and char.isprintable())


def _seen(data: bytes) -> tuple[str, SoundPicture | None]:
    """What a reader sees of it: its text, and the page in pixels, None where it is white."""
    import pypdfium2
    from PIL import Image

    document = pypdfium2.PdfDocument(data)
    try:
        page = document[0]
        text = _text(page)
        image = page.render(scale=RESOLUTION / 72, fill_color=(255, 255, 255, 255)).to_pil().convert("RGB")
    finally:
        document.close()
    if image.getextrema() == ((255, 255),) * 3:
        return text, None
    if image.getcolors(256) is not None:  # flat colours pack well by a palette
        image = image.convert("P", palette=Image.Palette.ADAPTIVE, colors=256)
    written = io.BytesIO()
    image.save(written, "PNG", compress_level=9)
    return text, SoundPicture("PNG", image.width, image.height, written.getvalue())


def _text(page: pypdfium2.PdfPage) -> str:
    """Those of its characters that stand on it, in part at least: what lies beside it is cut off."""
    width, height = page.get_size()
    read = page.get_textpage()
    found = []
    for index in range(read.count_chars()):
        left, bottom, right, top = read.get_charbox(index)
        if right > 0 and top > 0 and left < width and bottom < height:
            found.append(read.get_text_range(index, 1))
    return "".join(found)
