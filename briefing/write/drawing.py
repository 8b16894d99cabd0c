"""What CSS lays out inside a page: an SVG figure → a Drawing, by WeasyPrint, in the house's faces.

`job` is made where the house and its faces are known, `draw` does it, in a child: the engine may take long. What is drawn is read
back by PDFium and has to say what its source says.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

from briefing.composed import Drawing, SetFace
from briefing.errors import Diagnostic, InputError, Span
from briefing.fonts import Fonts
from briefing.house import HouseStyle
from briefing.pictures import SoundPicture
from briefing.pictures.model import Word
from briefing.pictures.svg import TEXTS, local, reparsed
from briefing.world import World
from briefing.write import engine
from briefing.write.drawing_faces import Faces
from briefing.write.drawn_faces import drawn_faces
from briefing.write.pdf_css import drawn_sources, font_url

#: Pixels an inch, of outputs without vectors.
RESOLUTION = 300
_FIGURE = "figure:"
_VARIABLE = re.compile(r"var\(\s*--([\w-]+)\s*(?:,\s*([^()]*))?\)")


@dataclass(frozen=True, slots=True)
class Job:
    """A drawing to be made: `source` is the SVG as the engine takes it, pt are those of its page. `said`: each different text of
    it. `path` and `span` are for messages."""

    path: str
    span: Span | None
    source: bytes
    parts: Mapping[str, bytes]
    faces: Mapping[SetFace, frozenset[str]]
    width: float
    height: float
    said: tuple[Word, ...]

    @property
    def digest(self) -> str:
        """Of all that the drawing depends on but the libraries and shipped faces."""
        parts = {name: hashlib.sha256(data).hexdigest() for name, data in self.parts.items()}
        faces = sorted((face.family, repr(face.origin), "".join(sorted(chars))) for face, chars in self.faces.items())
        told = json.dumps([parts, faces, self.width, self.height, [word.text for word in self.said]])
        return hashlib.sha256(self.source + told.encode()).hexdigest()


def figure(
    picture: SoundPicture, path: str, span: Span | None, house: HouseStyle, fonts: Fonts, height: float, source: str
) -> Job:
    """The job of an SVG figure, as large as it fits into the measure and `height` pt. `source`: the file. Raises InputError for a colour that the
    house does not have."""
    said = tuple({word.text: word for word in picture.words}.values())
    faces = Faces(house, fonts, "".join(word.text for word in said))
    width = min(house.page.measure, height * picture.width / picture.height)
    high = width * picture.height / picture.width
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
    root.attrib |= {"width": f"{width:.4f}pt", "height": f"{high:.4f}pt"}
    drawn = {face: frozenset(chars) for face, chars in faces.drawn.items()}
    parts = {part.name: part.data for part in picture.parts}
    return Job(path, span, ET.tostring(root, encoding="utf-8"), parts, drawn, width, high, said)


def _plain_spaces(element: ET.Element) -> None:
    """The engine joins lines of text without a space, where SVG has one."""
    if element.text:
        element.text = re.sub(r"[\n\r\t]+[ ]*", " ", element.text)
    for child in element:
        if child.tail:
            child.tail = re.sub(r"[\n\r\t]+[ ]*", " ", child.tail)


class _Colors:
    """The house's colours as a drawing may name them: var(--red)."""

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


def draw(job: Job, world: World) -> Drawing:
    """Raises InputError for what the engine does not understand or does not draw, MissingToolError without the engine."""
    resources = {f"{_FIGURE}0": job.source, **job.parts}
    faces = drawn_faces({face: set(chars) for face, chars in job.faces.items()}, world)
    resources |= {font_url(family): data for family, data in faces.items()}
    folder = world.fonts.closed()
    weasyprint = engine.start([] if folder is None else [folder])
    from weasyprint.text.fonts import FontConfiguration

    fonts, fetcher = FontConfiguration(), engine.fetcher(resources)
    size = f"{job.width:.4f}pt {job.height:.4f}pt"
    css = (
        f"{drawn_sources(faces)}@page{{size:{size};margin:0}}html,body{{margin:0;font-size:1pt;line-height:0}}"
        f"img{{display:block;width:{job.width:.4f}pt;height:{job.height:.4f}pt}}"
    )
    identifier = job.digest[:32].encode()
    with engine.journal() as journal:
        style = weasyprint.CSS(string=css, font_config=fonts, url_fetcher=fetcher)
        html = weasyprint.HTML(string=f'<!DOCTYPE html><body><img src="{_FIGURE}0"></body>', url_fetcher=fetcher)
        try:
            with engine.fatal_fetches(Span(job.path, 1, 1)):
                document = html.render(font_config=fonts, stylesheets=[style])
                data: bytes = document.write_pdf(pdf_identifier=identifier)
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
    lost = lost_words(job.said, text)
    if lost:
        shown = "、".join(f"“{word.text.strip()[:20]}”" for word in lost[:3])
        message = f"矢量图 {job.path} 里的字没有全画出来：{shown}"
        hint = "请看一看这些字是不是藏起来了、画到画布外面了，或互相压着。"
        raise InputError(Diagnostic("svg-text", message, lost[0].span, hint))
    return Drawing(data, job.width, job.height, picture)


def _text(page: Any) -> str:
    """Those of its characters that stand on it, in part at least: what lies beside it is cut off."""
    width, height = page.get_size()
    read = page.get_textpage()
    found = []
    for index in range(read.count_chars()):
        left, bottom, right, top = read.get_charbox(index)
        if right > 0 and top > 0 and left < width and bottom < height:
            found.append(read.get_text_range(index, 1))
    return "".join(found)


def _undrawn(job: Job, why: str) -> InputError:
    hint = "请在作图软件里改一改，或导出为 PNG（300 dpi 以上）再用。"
    return InputError(Diagnostic("svg-unsupported", f"矢量图 {job.path} 画不出来：{why}", Span(job.path, 1, 1), hint))


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

    document: Any = pypdfium2.PdfDocument(data)
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
