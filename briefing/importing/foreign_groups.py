"""Frames and columns of other people's files: a table of one cell is a frame, unless it is what everything stands in; a section
of two columns is two columns, unless all sections are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from briefing.importing.flow import FlowGrid, FlowGroup, FlowPicture, Item, Para
from briefing.model.blocks import Block, Box, Columns, Paragraph
from briefing.model.text_lines import Line, Text

#: Of all text: a frame that holds more is the page's layout.
_MOST = 0.5
_LONGEST_TITLE = 30
_NO_TITLE = re.compile(r"[。；！？，]")
_KINDS = (
    ("editor-note", re.compile(r"编者?按\s*[:：]?\s*")),
    ("link", re.compile(r"(?:相关|新闻)?链接\s*[:：|]?\s*")),
    ("background", re.compile(r"(?:新闻|相关)?背景(?:资料)?\s*[:：|]?\s*")),
)

MakeBlocks = Callable[[list[Item]], list[Block]]
MakeLine = Callable[[Para], Line]


def mark(items: Sequence[Item], opened: Iterable[Sequence[Item]]) -> None:
    """Tell the items what they stand in. `opened`: of each table of one cell, what it holds, among `items`."""
    whole = sum(_length(item) for item in items)
    for number, held in enumerate(opened, 1):
        length = sum(_length(item) for item in held)
        for item in held if 0 < length <= _MOST * whole else ():
            item.group = FlowGroup("box", number)
    if any(item.columns_of <= 1 and _length(item) for item in items):
        for number, (columns, run) in enumerate(groupby(items, lambda item: item.columns_of > 1), 1):
            for item in run if columns else ():
                item.group = FlowGroup("columns", number)


def release(items: Iterable[Item], title: Para | None) -> None:
    """What the title stands in is no group of the text's."""
    if title is not None and title.group.kind:
        for item in [each for each in items if each.group == title.group]:
            item.group = FlowGroup()


def gathered(items: list[Item], blocks: MakeBlocks, line: MakeLine) -> Iterator[Block]:
    for group, run in groupby(items, lambda item: item.group):
        held = list(run)
        if group.kind == "box":
            yield from _box(held, blocks, line)
        elif group.kind == "columns" and (found := blocks(held)):
            yield Columns(tuple(found), found[0].span)
        elif not group.kind:
            yield from blocks(held)


def _box(items: list[Item], blocks: MakeBlocks, line: MakeLine) -> Iterator[Block]:
    said = [item for item in items if not isinstance(item, Para) or item.text.strip()]
    first = said[0] if said else None
    text = first.text.strip() if isinstance(first, Para) else ""
    kind, label = _labelled(text)
    title: Line = ()
    if isinstance(first, Para) and label == len(text):  # the label alone
        said = said[1:] if text else said
    elif isinstance(first, Para) and kind != "editor-note" and len(said) > 1 and _is_title(first, label > 0):
        title, said = _without(line(first), label), said[1:]
    elif kind != "editor-note":
        kind = "story"  # of others this is a sentence that begins so
    held = tuple(blocks(said))
    if kind == "editor-note" and held and isinstance(note := held[0], Paragraph) and label < len(text):
        held = (replace(note, content=_without(note.content, label), lead=0), *held[1:])
    if held:
        kind = kind if kind != "editor-note" or isinstance(held[0], Paragraph) else "story"
        yield Box(kind, held, held[0].span, title)


def _labelled(text: str) -> tuple[str, int]:
    """The kind of frame that begins so, and how long the label is."""
    for kind, known in _KINDS:
        if match := known.match(text):
            return kind, match.end()
    return "story", 0


def _is_title(para: Para, labelled: bool) -> bool:
    text = para.text.strip()
    short = len(text) <= _LONGEST_TITLE and not _NO_TITLE.search(text)
    return short and (labelled or para.bold or para.align == "center")


def _without(line: Line, count: int) -> Line:
    """The line without its first `count` characters."""
    rest = []
    for item in line:
        if isinstance(item, Text) and count:
            taken = min(count, len(item.text))
            count -= taken
            item = replace(item, text=item.text[taken:])
            if not item.text:
                continue
        rest.append(item)
    return tuple(rest)


def _length(item: Item) -> int:
    if isinstance(item, Para):
        return len(item.text.strip())
    if isinstance(item, FlowPicture):
        return 0
    assert isinstance(item, FlowGrid)
    return sum(len(para.text.strip()) for row in item.rows for slot in row for para in slot.paragraphs)
