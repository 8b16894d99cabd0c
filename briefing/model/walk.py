"""Every text of a report, once, in reading order: what proofreads, accounts for or describes a report goes through it here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, assert_never

from briefing.core.errors import Span
from briefing.core.records import dataclass
from briefing.model.bulletin import (
    Article,
    Beside,
    Block,
    Box,
    Brief,
    Columns,
    Figure,
    Heading,
    Line,
    ListBlock,
    LocatedText,
    Paragraph,
    QrCode,
    Quote,
    Signature,
    Table,
    Text,
    Wide,
    plain,
    within,
)

#: What a text is.
TextRole = Literal[
    "title",
    "subtitle",
    "contents-title",
    "lead",
    "editor-note",
    "paragraph",
    "heading",
    "item",  # of a list
    "quote",  # a paragraph of one
    "table-caption",
    "table-unit",
    "cell",  # row by row, the head row first
    "table-note",
    "figure-caption",
    "beside-caption",  # of several pictures
    "box-title",  # of a 批示: who wrote it
    "figure-source",
    "qr-caption",
    "signature",  # a line of a 落款
    "note",  # a footnote
    "contributor",
    "source",
]


@dataclass(frozen=True, slots=True)
class ModelText:
    """`label`: the number that a heading's author typed, with its place the heading's; the sign of a list's item. `level`: of a
    heading, from 1; the depth of an item."""

    role: TextRole
    line: Line
    span: Span
    label: str = ""
    level: int = 0

    @property
    def text(self) -> str:
        """Its characters, without label and forced breaks."""
        return plain(self.line)


def texts(article: Article) -> Iterator[ModelText]:
    """All texts, those that say nothing too: the n-th caption is that of the n-th table."""
    yield ModelText("title", article.title, article.span)
    yield ModelText("subtitle", article.subtitle, article.span)
    yield _field("contents-title", article.contents_title, article.span)
    yield ModelText("lead", article.lead, article.span)
    yield ModelText("editor-note", article.editor_note, article.span)
    for block in article.blocks:
        yield from _block(block)
    for note in article.notes:
        yield ModelText("note", note.content, note.span)
    yield from (ModelText("signature", line, article.span) for line in article.signature)
    yield _field("contributor", article.contributor, article.span)
    yield _field("source", article.source, article.span)


def _block(block: Block) -> Iterator[ModelText]:
    match block:
        case Paragraph():
            yield ModelText("paragraph", block.content, block.span)
        case Heading():
            yield ModelText("heading", block.content, block.span, block.number, block.level)
        case ListBlock():
            for item in block.items:
                yield ModelText("item", item.content, item.span, item.label, item.depth)
        case Quote():
            for paragraph in block.blocks:
                yield ModelText("quote", paragraph.content, paragraph.span)
        case Table():
            yield ModelText("table-caption", block.caption, block.span)
            yield ModelText("table-unit", block.unit, block.span)
            for row in (block.header, *block.rows):
                for cell in row:
                    yield ModelText("cell", cell.content, cell.span)
            for note in block.notes:
                yield ModelText("table-note", note, block.span)
        case Figure():
            yield ModelText("figure-caption", block.caption, block.span)
            yield ModelText("figure-source", block.source, block.span)
        case Box():
            yield ModelText("box-title", block.title, block.span)
            for inner in block.blocks:
                yield from _block(inner)
        case Columns() | Wide() | Brief():
            for inner in block.blocks:
                yield from _block(inner)
        case Beside():
            for figure in block.figures:
                yield from _block(figure)
            yield ModelText("beside-caption", block.caption, block.span)
        case QrCode():
            yield ModelText("qr-caption", block.caption, block.span)
        case Signature():
            yield from (ModelText("signature", line, block.span) for line in block.lines)
        case _:
            assert_never(block)


def _field(role: TextRole, text: str, place: Span) -> ModelText:
    """What is no LocatedText is a default of the program's, or was made up, and stands nowhere."""
    span = text.span if isinstance(text, LocatedText) else place
    return ModelText(role, (Text(str(text), span),) if text else (), span)


def figures(articles: Iterable[Article]) -> Iterator[Figure]:
    return (block for article in articles for block in within(article.blocks) if isinstance(block, Figure))


def tables(article: Article) -> Iterator[Table]:
    return (block for block in within(article.blocks) if isinstance(block, Table))
