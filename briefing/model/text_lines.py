"""What an author's lines are made of: characters, forced breaks, marks of notes; and the texts of a report with their roles."""

from __future__ import annotations

from typing import Literal

from briefing.core.errors import Span
from briefing.core.records import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A run of characters. `marks` holds "strong" or "emphasis" or neither, and "superscript" or "subscript" or neither; `span`
    is the place of its first character.

    A run never crosses a source line, an escape or an entity, so character `i` of `text` stands at column
    `span.column + i`: a finding about any character can name its exact place.
    """

    text: str
    span: Span
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Break:
    """A line break the author forced (two trailing spaces or a backslash in Markdown; `|` in a YAML
    title)."""

    span: Span


@dataclass(frozen=True, slots=True)
class NoteMark:
    """The place of a footnote; `number` counts from 1 within the report."""

    number: int
    span: Span


Inline = Text | Break | NoteMark
Line = tuple[Inline, ...]


def plain(line: Line) -> str:
    """The characters of an inline sequence, forced breaks as nothing."""
    return "".join(item.text for item in line if isinstance(item, Text))


#: What a text of a report is.
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
