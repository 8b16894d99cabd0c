"""Composed → PDF. WeasyPrint sets the pages; what it made is then compared with what was composed.

The result depends on `Composed`, the house's CSS, fonts and versions alone: no clock, no path.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.core.errors import BriefingError, Diagnostic, InputError, InternalError, Span
from briefing.files.world import MAX_TEMPLATE, World
from briefing.house.style import HouseStyle
from briefing.output.css import weasyprint_engine
from briefing.output.css.compress import deflate
from briefing.output.css.html_pages import PICTURE, Markup, markup, page_id
from briefing.output.css.stylesheet import drawn_sources, font_url, stylesheet
from briefing.output.drawn_faces import drawn_faces, used_faces
from briefing.output.forms import StandIns
from briefing.typeset.composed import Composed

if TYPE_CHECKING:
    from types import ModuleType

    import pydyf
    from weasyprint import CSS
    from weasyprint.document import Document
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher


def write_pdf(composed: Composed, world: World, cache: Path | None = None, css: Sequence[tuple[str, str]] | None = None) -> bytes:
    """Set the pages and return the file. `cache`: where derived files may be kept (the user's cache); `css`: the house's own
    style sheets (path, text), where they are not to be as they stand.

    Raises MissingToolError without the libraries, InputError for a wrong picture or house style sheet,
    InternalError where the engine departed from the composition.
    """
    house = composed.house
    text = markup(composed)
    stand_ins = StandIns(composed)
    resources = {
        f"{PICTURE}{index}": stand_ins.picture(picture.path) or world.issue.picture(picture.path, picture.span).data
        for index, picture in text.pictures.items()
    }
    faces = drawn_faces(used_faces(composed), world)
    resources |= {font_url(family): data for family, data in faces.items()}
    weasyprint = weasyprint_engine.start(_font_folders(world), cache)
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    fetcher = weasyprint_engine.fetcher(resources)
    own = stylesheet(composed, text.spacings, text.shifts)
    families = {face.family for face in (*composed.faces.values(), *composed.primaries.values())}
    source = document_html(composed, text, world)
    with weasyprint_engine.journal() as journal:
        styles = [weasyprint.CSS(string=drawn_sources(faces) + own, font_config=fonts, url_fetcher=fetcher)]
    sheets = house_css(house, world) if css is None else css
    extra = [_house_css(weasyprint, world.templates.name(path), text, fonts, fetcher) for path, text in sheets]
    drawn = "".join(hashlib.sha256(data).hexdigest() for data in faces.values())
    identifier = hashlib.sha256((own + drawn + source).encode()).hexdigest()[:32].encode()

    def finish(document: Document, pdf: pydyf.PDF) -> None:
        _check_fonts(document, families)
        stand_ins.exchange(pdf)
        deflate(pdf)

    with weasyprint_engine.journal(journal):
        html = weasyprint.HTML(string=source, url_fetcher=fetcher)
        with weasyprint_engine.fatal_fetches():
            document = html.render(font_config=fonts, stylesheets=[*styles, *extra])
        _check_pages(document, composed)
        data: bytes = document.write_pdf(finisher=finish, pdf_identifier=identifier, pdf_tags=True)
    if journal.messages:
        raise _disobeyed(*journal.messages)
    return data


def _font_folders(world: World) -> list[Path]:
    """The shipped faces; what a house brings, or rare characters need, is drawn from them and comes as data."""
    folder = world.fonts.closed()
    return [] if folder is None else [folder]


def document_html(composed: Composed, text: Markup, world: World) -> str:
    """The whole HTML document that WeasyPrint is given."""
    properties = composed.sheet.properties
    date = properties.get("date", "")
    time = world.timestamp(datetime.date.fromisoformat(date) if date else None).strftime("%Y-%m-%dT%H:%M:%SZ")
    names = {
        "author": properties.get("author", ""),
        "description": properties.get("subject", ""),
        "keywords": properties.get("keywords", ""),
        "generator": "briefing",
        "dcterms.created": time,
        "dcterms.modified": time,
    }
    metas = "".join(f'<meta name="{name}" content="{escape(value)}">' for name, value in names.items() if value)
    return (
        f'<!DOCTYPE html><html lang="{escape(composed.sheet.language)}"><head><meta charset="utf-8">'
        f"<title>{escape(properties.get('title', ''))}</title>{metas}</head><body>{text.body}</body></html>"
    )


def house_css(house: HouseStyle, world: World) -> list[tuple[str, str]]:
    """Path and text of the style sheets that the house and its parents bring."""
    return [(path, world.templates.text(path, MAX_TEMPLATE)[0]) for path in house.css]


def check_css(sheets: Sequence[tuple[str, str]], world: World) -> None:
    """Raises InputError for what the engine does not understand in a style sheet; sets no page."""
    weasyprint = weasyprint_engine.start([world.fonts.folder.resolve()])
    from weasyprint.text.fonts import FontConfiguration

    for path, text in sheets:
        _house_css(weasyprint, world.templates.name(path), text, FontConfiguration(), weasyprint_engine.fetcher({}))


def _house_css(weasyprint: ModuleType, name: str, text: str, fonts: FontConfiguration, fetcher: URLFetcher) -> CSS:
    """A house's own style sheet. What WeasyPrint does not understand in it is the house's mistake."""
    try:
        with weasyprint_engine.journal() as journal, weasyprint_engine.fatal_fetches(Span(name, 1, 1)):
            style = weasyprint.CSS(string=text, font_config=fonts, url_fetcher=fetcher)
    except BriefingError:
        raise
    except Exception as error:  # a parser can fail in any way on what is no style sheet
        why = "括号一层套一层，太深了" if isinstance(error, RecursionError) else "写法不完整，或层次太深"
        raise InputError(Diagnostic("pdf-css", f"样式表读不懂：{why}", Span(name, 1, 1), "请检查括号是否成对。")) from None
    if journal.messages:
        raise InputError(*(_css_diagnostic(name, message) for message in journal.messages))
    return style


def _css_diagnostic(name: str, message: str) -> Diagnostic:
    place = re.search(r" at (\d+):(\d+)", message)
    span = Span(name, int(place[1]), int(place[2])) if place else Span(name, 1, 1)
    return Diagnostic("pdf-css", f"样式表里有排版引擎不认识的写法：{message}", span, "改正或删去这一条。")


def _check_pages(document: Document, composed: Composed) -> None:
    """The engine turned the pages where the composition does, and every anchor is on its page."""
    if len(document.pages) != len(composed.pages):
        raise _disobeyed(f"应为 {len(composed.pages)} 页，排成了 {len(document.pages)} 页")
    wanted = dict(composed.anchors)
    wanted |= {page_id(page.number): page.number for page in composed.pages}
    found: dict[str, int] = {}  # a block over several pages has its anchor on each of them
    for number, page in enumerate(document.pages, 1):
        for name in page.anchors:
            found.setdefault(name, number)
    misplaced = [
        f"“{name}”应在第 {number} 页，排在第 {found[name]} 页"
        for name, number in wanted.items()
        if found.get(name, number) != number
    ]
    missing = [f"找不到“{name}”" for name in composed.anchors if name not in found]
    if misplaced or missing:
        raise _disobeyed(*misplaced, *missing)


def _check_fonts(document: Document, families: set[str]) -> None:
    """Every glyph is there, and comes from a face that was asked for."""
    for font in document.fonts.values():
        if font.missing:
            characters = "".join(map(chr, font.missing))
            raise _disobeyed(f"字体“{font.family}”缺字：{characters}")
        if font.family not in families:
            raise _disobeyed(f"用了不属于本样式的字体“{font.family}”")


def _disobeyed(*messages: str) -> InternalError:
    return InternalError(*(Diagnostic("pdf-engine", f"排版引擎没有照排：{message}") for message in messages))
