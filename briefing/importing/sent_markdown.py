"""Markdown that somebody sends, from a program that writes texts or from a web page: its signs are read, not printed.

Not our own dialect, which `source` reads: what came from elsewhere goes the way of every other file, so that it is repaired, and
held against what it was.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.importing.flow import Flow, Para, Piece

if TYPE_CHECKING:
    from markdown_it.token import Token

#: Headings, words between double stars, the line under the head of a table.
_SIGNS = re.compile(
    r"^#{1,6}[ \t\u3000]+\S|^[^\s#|>-].*\n={3,}[ \t]*$|"
    r"\*\*(?=\S)[^*\n]{1,200}(?<=\S)\*\*|^[ \t]*\|?[ \t]*:?-{3,}:?[ \t]*\|[-:| \t]*$",
    re.MULTILINE,
)
_FRONT = re.compile(r"\s*---[ \t]*\n(?P<said>(?:[\w-]{1,30}[ \t]*[:：].*\n|[ \t-].*\n|[ \t]*\n){1,60}?)---[ \t]*(?:\n|$)")
_TITLE = re.compile(r"^(?:title|标题)[ \t]*[:：][ \t]*[\"'“]?(?P<title>[^\n]*?)[\"'”]?[ \t]*$", re.MULTILINE | re.IGNORECASE)
_HEADING = re.compile(r"^#[ \t]+\S", re.MULTILINE)
#: A title with a line of = under it is one, however short texts are.
_UNDERLINED = re.compile(r"^(?P<title>[^\s#|>-].*)\n={3,}[ \t]*$", re.MULTILINE)
#: So many of them are meant, in a file of any name.
_SEVERAL = 2
#: Whoever ends a line with these has ended the paragraph, blank line or not.
_ENDS = tuple("。！？；：”’）》")
#: 3*4*5 is a product.
_TIMES = re.compile(r"(?<=[0-9A-Za-z)）])\*(?=[0-9A-Za-z(（])")
_NOTE = re.compile(r"\[\^([^\]\s]{1,20})\]:[ \t]*")
_NOTE_MARK = re.compile(r"\[\^([^\]\s]{1,20})\]")


def without_front(text: str) -> tuple[str, str]:
    """The text without the settings between two lines of --- at its top, and these; a title among them is that of a text that
    has none."""
    match = _FRONT.match(text)
    if match is None:
        return text, ""
    rest, title = text[match.end() :], _TITLE.search(match["said"])
    if title and not _HEADING.search(rest):
        rest = f"# {title['title']}\n\n{rest}"
    return rest, match["said"].strip()


def looks_like_markdown(text: str, named: bool) -> bool:
    """`named`: the file is called so."""
    signs = _SIGNS.finditer(text)
    return sum(1 for _ in zip(signs, range(_SEVERAL), strict=False)) >= (1 if named else _SEVERAL)


def as_page(text: str) -> str:
    """As HTML; addresses of links stand behind their words. A line under another makes no heading of it, nothing is taken for the
    address of a link elsewhere, no indent for a program's text: in a bulletin these are words."""
    from markdown_it import MarkdownIt
    from mdit_py_cjk_friendly import cjk_friendly

    reader = MarkdownIt("commonmark").enable("table")
    reader.use(cjk_friendly)
    reader.disable(["lheading", "reference", "code"])
    for name, rule in (("softbreak", _line_end), ("link_open", _nothing), ("link_close", _address)):
        reader.add_render_rule(name, rule)
    page = reader.render(_TIMES.sub(r"\\*", _UNDERLINED.sub(r"# \g<title>", text)))
    return f"<html><body>{page}</body></html>"


def without_marks(page: str) -> str:
    """What there is to be found again of a page whose notes became notes."""
    known = set(_NOTE.findall(page))
    return _NOTE_MARK.sub(lambda match: "" if match[1] in known else match[0], _NOTE.sub("", page))


def take_notes(flow: Flow) -> None:
    """[^1] in a text whose [^1]: stands in a paragraph of its own is a footnote."""
    found = {match[1]: item for item in flow.items if isinstance(item, Para) and (match := _NOTE.match(item.text))}
    for name, para in found.items():
        first = next(piece for piece in para.pieces if piece.text)
        first.text = _NOTE.sub("", first.text, count=1)
        flow.notes[name] = [para]
    notes = set(map(id, found.values()))
    flow.items = [item for item in flow.items if id(item) not in notes]
    for para in flow.paragraphs():
        para.pieces = [part for piece in para.pieces for part in _marked(piece, found)]


def _marked(piece: Piece, notes: dict[str, Para]) -> Iterator[Piece]:
    at = 0
    for match in _NOTE_MARK.finditer(piece.text):
        if match[1] in notes:
            yield replace(piece, text=piece.text[at : match.start()])
            yield Piece("", note=match[1])
            at = match.end()
    if at < len(piece.text) or not at:
        yield replace(piece, text=piece.text[at:])


def _line_end(_: object, tokens: Sequence[Token], index: int, *__: object) -> str:
    before = next((token.content for token in reversed(tokens[:index]) if token.content), "")
    return "</p><p>" if before.rstrip().endswith(_ENDS) else "<br/>"


def _nothing(*_: object) -> str:
    return ""


def _address(_: object, tokens: Sequence[Token], index: int, *__: object) -> str:
    begin = next(at for at in range(index - 1, -1, -1) if tokens[at].type == "link_open")
    address = str(tokens[begin].attrs.get("href", ""))
    words = "".join(token.content for token in tokens[begin:index])
    return "" if tokens[begin].info == "auto" or not address or address in words else html.escape(f"（{address}）")
