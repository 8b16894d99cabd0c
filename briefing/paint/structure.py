"""What the blocks of a bulletin are, as a tree in reading order (ISO 32000-1 §14.8.4, ISO 14289-1 §7).

A block over several pages is one element; lists, contents and the rows of a table are gathered; headings skip no level.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, assert_never

from briefing.model.sheet import LINE_BREAK
from briefing.paint.marks import Aside, Home, Node
from briefing.typeset.composed import Composed, SetBlock, SetParagraph, SetPicture, SetRule, SetTable

_CONTENTS = "contents-entry"
_LISTS = {"list-item": 0, "list-item-2": 1}
_CAPTIONS = ("table-caption", "table-unit")
_NUMBER = re.compile(r"[0-9０-９一二三四五六七八九十①-⑳]")


class Homes(NamedTuple):
    """Where the marks of a paragraph belong: its first `label_end` characters to `label`, the others to `body`. A paragraph that
    leads somewhere has the anchor, and its text."""

    body: Home
    label: Home | None = None
    label_end: int = 0
    target: str = ""
    text: str = ""

    @property
    def whole(self) -> Homes:
        return Homes(self.body)


FURNITURE = Homes(Aside.FURNITURE)
_NOWHERE = (Homes(Aside.ORNAMENT),)


@dataclass(frozen=True, slots=True)
class Structure:
    """`homes[i]` of block i: one of a paragraph or picture, those of a table's cells row by row."""

    nodes: tuple[Node, ...]
    homes: tuple[Sequence[Homes], ...]


def structure(composed: Composed) -> Structure:
    """The tree of all blocks. Rules are ornament."""
    builder = _Builder(composed.blocks, composed.regions, composed.anchors)
    homes = tuple(builder.block(index) for index in range(len(composed.blocks)))
    return Structure(tuple(builder.nodes), homes)


@dataclass(slots=True)
class _Builder:
    """Remembers the open list, contents, caption and levels of headings."""

    blocks: Sequence[SetBlock]
    regions: Sequence[str]
    anchors: Container[str]
    nodes: list[Node] = field(default_factory=list)
    region: str = ""
    section: int = -1
    lists: list[int] = field(default_factory=list)  # open L, and the L within its last item
    item: int = -1
    contents: int = -1
    levels: list[int] = field(default_factory=list)
    table: int = -1  # begun by its caption
    notes: int = 0

    def add(self, kind: str, parent: int, **more: str) -> int:
        self.nodes.append(Node(kind, parent, **more))  # type: ignore[arg-type]
        return len(self.nodes) - 1

    def block(self, index: int) -> Sequence[Homes]:
        block = self.blocks[index]
        if self.regions[index] != self.region:
            self.region, self.section = self.regions[index], self.add("Sect", -1)
            self.lists, self.contents = [], -1
        kind = block.style.kind if isinstance(block, SetParagraph) else ""
        if kind not in _LISTS and not isinstance(block, SetRule):
            self.lists = []
        if kind != _CONTENTS:
            self.contents = -1
        match block:
            case SetRule():
                return _NOWHERE
            case SetPicture():
                return (Homes(self.add("Figure", self.section, alt=block.picture.alt)),)
            case SetTable():
                return self._table(block)
            case SetParagraph():
                return (self._paragraph(index, block, kind),)
            case _:
                assert_never(block)

    def _paragraph(self, index: int, block: SetParagraph, kind: str) -> Homes:
        if kind in _CAPTIONS and self._before_table(index):
            if self.table < 0:
                self.table = self.add("Table", self.section)
                self.add("Caption", self.table)
            return Homes(self.add("P", self._last_caption()))
        if kind in _LISTS:
            return self._list_item(block, kind)
        if kind == _CONTENTS:
            return self._entry(block)
        if kind == "note":
            self.notes += 1
            return self._labelled(self.add("Note", self.section, name=f"note-{self.notes:04d}"), block, "P")
        level = block.paragraph.outline
        return Homes(self.add(f"H{self._depth(level)}" if level else "P", self.section))

    def _before_table(self, index: int) -> bool:
        """Whether nothing but captions stands between here and a table."""
        for block in self.blocks[index + 1 :]:
            if isinstance(block, SetTable):
                return True
            if not isinstance(block, SetParagraph) or block.style.kind not in _CAPTIONS:
                return False
        return False

    def _last_caption(self) -> int:
        return next(number for number in range(len(self.nodes) - 1, -1, -1) if self.nodes[number].kind == "Caption")

    def _depth(self, level: int) -> int:
        while self.levels and self.levels[-1] >= level:
            self.levels.pop()
        self.levels.append(level)
        return len(self.levels)

    def _list_item(self, block: SetParagraph, kind: str) -> Homes:
        depth = min(_LISTS[kind], len(self.lists))
        del self.lists[depth + 1 :]
        label = block.text[: _label(block)]
        numbering = "Decimal" if _NUMBER.search(label) else "Disc" if label else "None"
        if len(self.lists) > depth and self.nodes[self.lists[depth]].numbering != numbering:
            del self.lists[depth:]  # another list follows at once
        if len(self.lists) == depth:
            self.lists.append(self.add("L", self.item if depth else self.section, numbering=numbering))
        homes = self._labelled(self.add("LI", self.lists[depth]), block, "LBody")
        if depth == 0:
            assert isinstance(homes.body, int)
            self.item = homes.body
        return homes

    def _labelled(self, owner: int, block: SetParagraph, inner: str) -> Homes:
        end = _label(block)
        label = self.add("Lbl", owner) if end else None
        return Homes(self.add(inner, owner), label, end)

    def _entry(self, block: SetParagraph) -> Homes:
        if self.contents < 0:
            self.contents = self.add("TOC", self.section)
        holder = self.add("Reference", self.add("TOCI", self.contents))
        target = _target(block)
        if target not in self.anchors:
            return Homes(holder)
        return Homes(self.add("Link", holder), target=target, text=block.text.replace(LINE_BREAK, ""))

    def _table(self, block: SetTable) -> Sequence[Homes]:
        table = self.table if self.table >= 0 else self.add("Table", self.section)
        self.table = -1
        number = sum(node.kind == "Table" for node in self.nodes)
        homes: list[Homes] = []
        heads: list[int] = []
        group = -1
        for row, cells in enumerate(block.cells):
            head = row == 0 and bool(block.table.header)
            if row == 0 or (row == 1 and block.table.header):
                group = self.add("THead" if head else "TBody", table)
            parent = self.add("TR", group)
            for column in range(len(cells)):
                if head:
                    heads.append(self.add("TH", parent, name=f"head-{number:04d}-{column + 1:02d}"))
                    homes.append(Homes(heads[-1]))
                    continue
                cell = self.add("TD", parent)
                if column < len(heads):
                    self.nodes[cell] = replace(self.nodes[cell], heads=(heads[column],))
                homes.append(Homes(cell))
        return homes


def _label(block: SetParagraph) -> int:
    """Length of the label that a paragraph begins with."""
    end = 0
    for face in block.faces:
        if face.start != end or face.style != "label":
            break
        end = face.end
    return end


def _target(block: SetParagraph) -> str:
    """The anchor that a line of the contents leads to, "" for none."""
    runs = (*block.runs, *block.paragraph.pair)
    return block.paragraph.target or next((run.target for run in runs if run.target), "")
