"""An issue as a proofreader reads it: every text once, in reading order, as one string that knows the place of each character.

Rules work on passages and never on files. A source that wraps a paragraph over several lines, or escapes a character, gives
a passage of several pieces; a finding keeps to the piece it begins in, so that it always names a place that exists.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator
from enum import StrEnum

from briefing.core.errors import Span
from briefing.core.records import dataclass
from briefing.model import walk
from briefing.model.bulletin import Article, Issue
from briefing.model.described import LocatedText
from briefing.model.text_lines import Break, Line, NoteMark, Text, TextRole


class PassageKind(StrEnum):
    TITLE = "标题"
    SUBTITLE = "副标题"
    CONTENTS = "目录标题"
    HEADING = "小标题"
    PARAGRAPH = "段落"
    FRONT = "导语"  # 导语、编者按、摘要
    ITEM = "列表项"
    QUOTE = "引文"
    CELL = "表内文字"
    CAPTION = "图表标题"
    NOTE = "注"
    FIELD = "报头和版记"


#: Running text: sentences that stand in order.
PROSE = frozenset({PassageKind.PARAGRAPH, PassageKind.FRONT, PassageKind.ITEM, PassageKind.QUOTE, PassageKind.NOTE})
HEADINGS = frozenset({PassageKind.TITLE, PassageKind.SUBTITLE, PassageKind.CONTENTS, PassageKind.HEADING})
#: Everything but names, numbers and addresses of masthead and colophon, which have conventions of their own.
WORDING = frozenset(PassageKind) - {PassageKind.FIELD}
EVERYWHERE = frozenset(PassageKind)

#: A forced line break, in a passage's text.
BREAK = "\n"


@dataclass(frozen=True, slots=True)
class Passage:
    """`pieces`: (offset in `text`, place of that character), by offset, from 0. `bold`: stretches in strong type.

    `report` counts the reports and then the attachments from 0; -1 is issue.yaml. `level` is a heading's level or a list item's
    depth; `label` stands before a list item, outside its text.
    """

    kind: PassageKind
    text: str
    pieces: tuple[tuple[int, Span], ...]
    report: int = -1
    level: int = 0
    label: str = ""
    bold: tuple[tuple[int, int], ...] = ()

    def span(self, start: int, end: int) -> Span:
        """The place of text[start:end], or of as much of it as stands in one piece."""
        index = max(0, bisect.bisect_right([piece[0] for piece in self.pieces], start) - 1)
        offset, place = self.pieces[index]
        limit = self.pieces[index + 1][0] if index + 1 < len(self.pieces) else len(self.text)
        return place.shifted(start - offset, max(1, min(end, limit) - start))

    def whole(self, start: int, end: int) -> bool:
        """Whether text[start:end] stands in the source in one piece, so that it may be replaced there."""
        return self.span(start, end).length == end - start

    @property
    def place(self) -> Span:
        return self.pieces[0][1]


def passages(issue: Issue) -> tuple[Passage, ...]:
    """Every text of the issue that its own folder says: what a house says is the house's."""
    found = [*_front(issue)]
    for number, article in enumerate(issue.all_articles):
        found += _article(article, number)
    return tuple(passage for passage in found if passage.text.strip() and not passage.place.file.startswith("templates/"))


def _front(issue: Issue) -> Iterator[Passage]:
    head, tail = issue.masthead, issue.colophon
    yield from _fields(head.mark, head.overline, *head.nameplate, head.special, *head.offices, head.signer, *issue.keywords)
    for line in (*issue.editor_note, *issue.summary):
        yield _passage(PassageKind.FRONT, line)
    for section in issue.sections:
        yield from _fields(section.name)
    for line in issue.signature:
        yield _passage(PassageKind.FIELD, line)
    for recipients in tail.recipients:
        yield from _fields(*recipients.lines)
    yield from _fields(tail.serial, tail.permit, *tail.editors, *tail.contact)


_KINDS: dict[TextRole, PassageKind] = {
    "title": PassageKind.TITLE, "subtitle": PassageKind.SUBTITLE, "contents-title": PassageKind.CONTENTS,
    "lead": PassageKind.FRONT, "editor-note": PassageKind.FRONT, "paragraph": PassageKind.PARAGRAPH,
    "heading": PassageKind.HEADING, "item": PassageKind.ITEM, "quote": PassageKind.QUOTE, "cell": PassageKind.CELL,
    "table-caption": PassageKind.CAPTION, "table-unit": PassageKind.CAPTION, "table-note": PassageKind.NOTE,
    "figure-caption": PassageKind.CAPTION, "figure-source": PassageKind.CAPTION, "beside-caption": PassageKind.CAPTION,
    "box-title": PassageKind.CAPTION, "note": PassageKind.NOTE, "qr-caption": PassageKind.CAPTION,
    "contributor": PassageKind.FIELD, "source": PassageKind.FIELD, "signature": PassageKind.FIELD,
}  # fmt: skip


def _article(article: Article, number: int) -> Iterator[Passage]:
    for text in walk.texts(article):
        typed = (Text(text.label, text.span),) if text.role == "heading" and text.label else ()
        label = text.label if text.role == "item" else ""
        yield _passage(_KINDS[text.role], (*typed, *text.line), number, text.level, label)


def _fields(*texts: str) -> Iterator[Passage]:
    """What is no LocatedText is a default of the program's."""
    return (_said(PassageKind.FIELD, text) for text in texts if isinstance(text, LocatedText))


def _said(kind: PassageKind, text: LocatedText, number: int = -1) -> Passage:
    return Passage(kind, str(text), ((0, text.span),), number)


def _passage(kind: PassageKind, line: Line, number: int = -1, level: int = 0, label: str = "") -> Passage:
    parts: list[str] = []
    pieces: list[tuple[int, Span]] = []
    bold: list[tuple[int, int]] = []
    length = 0
    for item in line:
        if isinstance(item, NoteMark):
            continue
        text = BREAK if isinstance(item, Break) else item.text
        pieces.append((length, item.span))
        if isinstance(item, Text) and "strong" in item.marks:
            if bold and bold[-1][1] == length:
                bold[-1] = (bold[-1][0], length + len(text))
            else:
                bold.append((length, length + len(text)))
        parts.append(text)
        length += len(text)
    return Passage(kind, "".join(parts), tuple(pieces), number, level, label, tuple(bold))


def by_report(all_passages: Iterable[Passage]) -> dict[int, list[Passage]]:
    """Passages by the report they stand in, in order; -1: those of issue.yaml."""
    groups: dict[int, list[Passage]] = {}
    for passage in all_passages:
        groups.setdefault(passage.report, []).append(passage)
    return groups
