"""What the blocks of a bulletin are, as a tree in reading order (ISO 32000-1 §14.8.4, ISO 14289-1 §7).

A block over several pages is one element; lists, contents, captions and the rows of a table are gathered; headings skip no level.
A note at the foot of a page is read after the block that has its first mark.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import field, replace
from typing import NamedTuple, assert_never

from briefing.core.records import dataclass
from briefing.model.sheet import LABELS, LINE_BREAK
from briefing.paint.marks import Aside, Home, Node
from briefing.typeset.composed import (
    Composed,
    SetBlock,
    SetGroup,
    SetParagraph,
    SetPicture,
    SetRule,
    SetTable,
    set_paragraphs,
)
from briefing.typeset.groups import by_start

_CONTENTS = "contents-entry"
#: Signs before items, and what PDF calls such a list (ISO 32000-2, table 382).
_SIGNS = {"●": "Disc", "○": "Circle", "■": "Square"}
_LISTS = {"list-item": 0, "list-item-2": 1, "list-item-3": 2}
_CAPTIONS = ("table-caption", "table-unit")
#: What belongs to a picture above it, and the kinds with which it makes one Caption.
_OF_FIGURES = {"figure-caption": ("figure-source",), "figure-source": ("figure-caption",), "figure-part": ()}
_NUMBER = re.compile(r"[0-9０-９一二三四五六七八九十①-⑳]")


class NoteLink(NamedTuple):
    """Characters `start:end`, a note's mark or the label of a note, lead to `target`; what leads to them calls them `anchor`."""

    home: int
    start: int
    end: int
    target: str
    anchor: str = ""


class Homes(NamedTuple):
    """Where the marks of a paragraph belong: its first `label_end` characters to `label`, those of a note's mark to the home of
    one of `links`, the others to `body`. A paragraph that leads somewhere has the anchor, and its text."""

    body: Home
    label: Home | None = None
    label_end: int = 0
    target: str = ""
    text: str = ""
    links: tuple[NoteLink, ...] = ()

    @property
    def whole(self) -> Homes:
        return Homes(self.body)


FURNITURE = Homes(Aside.FURNITURE)
_NOWHERE = (Homes(Aside.ORNAMENT),)


@dataclass(frozen=True, slots=True)
class Structure:
    """`homes[i]` of block i: one of a paragraph or picture, those of a table's cells row by row. `notes`: of those at the foot of
    pages."""

    nodes: tuple[Node, ...]
    homes: tuple[Sequence[Homes], ...]
    notes: tuple[Homes, ...] = ()


def structure(composed: Composed) -> Structure:
    """The tree of all blocks. Rules are ornament."""
    starting = by_start(composed.groups)
    builder = _Builder(composed.blocks, composed.regions, composed.anchors, starting, notes=_notes(composed))
    homes = tuple(builder.linked(index) for index in range(len(composed.blocks)))
    own = {note.paragraph.anchor: builder.at_foot[note.paragraph.anchor] for note in composed.notes}
    return Structure(tuple(builder.nodes), homes, tuple(own.values()))


def _notes(composed: Composed) -> dict[str, SetParagraph]:
    """All notes that marks lead to, by their anchors."""
    blocks = (block for block in composed.blocks if isinstance(block, SetParagraph) and block.style.kind == "note")
    return {note.paragraph.anchor: note for note in (*composed.notes, *blocks) if note.paragraph.anchor}


@dataclass(slots=True)
class _Builder:
    """Remembers the open list, contents, caption and levels of headings."""

    blocks: Sequence[SetBlock]
    regions: Sequence[str]
    anchors: Container[str]
    starting: Mapping[int, Sequence[SetGroup]] = field(default_factory=dict)  # groups by their first block
    nodes: list[Node] = field(default_factory=list)
    region: str = ""
    section: int = -1
    outer: list[tuple[int, int]] = field(default_factory=list)  # open groups: where each ends, and the section it stands in
    lists: list[int] = field(default_factory=list)  # open L, and the L within its last item
    items: list[int] = field(default_factory=list)  # the LBody of the last item of each
    contents: int = -1
    levels: list[int] = field(default_factory=list)
    table: int = -1  # begun by its caption
    caption: tuple[int, str] = (-1, "")  # of the picture above: the element, and the kind of what it holds last
    notes: Mapping[str, SetParagraph] = field(default_factory=dict)  # that marks lead to
    at_foot: dict[str, Homes] = field(default_factory=dict)  # their homes, once they are met
    marked: set[str] = field(default_factory=set)
    count: int = 0  # of notes

    def add(self, kind: str, parent: int, **more: str) -> int:
        self.nodes.append(Node(kind, parent, **more))  # type: ignore[arg-type]
        return len(self.nodes) - 1

    def block(self, index: int) -> Sequence[Homes]:
        block = self.blocks[index]
        self._leave(index)
        if self.regions[index] != self.region:
            self.region, self.section = self.regions[index], self.add("Sect", -1)
            self.lists, self.contents = [], -1
        self._enter(index)
        kind = block.style.kind if isinstance(block, SetParagraph) else ""
        if kind not in _LISTS and not isinstance(block, SetRule):
            self.lists = []
        if kind != _CONTENTS:
            self.contents = -1
        if kind not in _OF_FIGURES:
            self.caption = (-1, "")
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

    def linked(self, index: int) -> Sequence[Homes]:
        """`block`, its marks leading to their notes; those at the foot of the page follow."""
        homes, block = self.block(index), self.blocks[index]
        if not self.notes:
            return homes
        met: list[str] = []
        found = [self._marks(own, text, met) for own, text in zip(homes, set_paragraphs(block), strict=False)]
        for anchor in dict.fromkeys(met):
            note = self.notes[anchor]
            if anchor not in self.at_foot and all(note is not other for other in self.blocks):
                self.at_foot[anchor] = self._note(note)
        return found or homes

    def _marks(self, homes: Homes, block: SetParagraph, met: list[str]) -> Homes:
        """`homes` of a text with a home for each of its marks."""
        links = list(homes.links)
        place = 0
        for run in block.runs:
            if run.style == "note-ref" and run.target in self.notes and isinstance(homes.body, int):
                home = self.add("Link", self.add("Reference", homes.body))
                own = f"{run.target}-mark" if run.target not in self.marked else ""
                links.append(NoteLink(home, place, place + len(run.text), run.target, own))
                self.marked.add(run.target)
                met.append(run.target)
            place += len(run.text)
        return homes._replace(links=tuple(links))

    def _note(self, block: SetParagraph) -> Homes:
        """Its label leads back to the first of its marks."""
        self.count += 1
        note = self.add("Note", self.section, name=f"note-{self.count:04d}")
        homes = self._labelled(note, block, "P")
        anchor = block.paragraph.anchor
        if anchor not in self.notes or not isinstance(homes.label, int):
            return homes
        back = NoteLink(self.add("Link", homes.label), 0, homes.label_end, f"{anchor}-mark", anchor)
        return homes._replace(label=back.home, links=(back,))

    def _leave(self, index: int) -> None:
        """The groups that end before block `index`."""
        while self.outer and self.outer[-1][0] == index:
            self.section = self.outer.pop()[1]
            self.lists = []

    def _enter(self, index: int) -> None:
        """Those that begin with it. Columns are a matter of looks."""
        for group in self.starting.get(index, ()):
            if group.kind != "columns":
                self.outer.append((group.end, self.section))
                self.section, self.lists = self.add("Art" if group.kind == "story" else "Div", self.section), []

    def _paragraph(self, index: int, block: SetParagraph, kind: str) -> Homes:
        if kind in _CAPTIONS and self._before_table(index):
            if self.table < 0:
                self.table = self.add("Table", self.section)
                self.add("Caption", self.table)
            return Homes(self.add("P", self._last_caption()))
        if kind in _OF_FIGURES:
            return Homes(self.add("P", self._figure_caption(kind)))
        if kind in _LISTS:
            return self._list_item(block, kind)
        if kind == _CONTENTS:
            return self._entry(block)
        if kind == "note":
            return self._note(block)
        level = block.paragraph.outline
        return Homes(self.add(f"H{self._depth(level)}" if level else "P", self.section))

    def _figure_caption(self, kind: str) -> int:
        """The Caption behind its Figure, not in it: what has an alternative text is read as that, and no further (Tagged PDF Best
        Practice Guide, 4.3)."""
        element, last = self.caption
        if last not in _OF_FIGURES[kind]:
            element = self.add("Caption", self.section)
        self.caption = (element, kind)
        return element

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
        numbering = "Decimal" if _NUMBER.search(label) else _SIGNS.get(label.strip(), "Disc") if label else "None"
        if len(self.lists) > depth and self.nodes[self.lists[depth]].numbering != numbering:
            del self.lists[depth:]  # another list follows at once
        if len(self.lists) == depth:
            self.lists.append(self.add("L", self.items[depth - 1] if depth else self.section, numbering=numbering))
        homes = self._labelled(self.add("LI", self.lists[depth]), block, "LBody")
        assert isinstance(homes.body, int)
        self.items[depth:] = [homes.body]
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
        heads: dict[int, list[int]] = {}  # of each column, the cells of the head over it
        count = 0
        group = -1
        for row, cells in enumerate(block.table.all_rows):
            head = row < block.table.heads
            if row in (0, block.table.heads):
                group = self.add("THead" if head else "TBody", table)
            parent = self.add("TR", group)
            for column, asked in enumerate(cells):
                if asked.covered:
                    homes.append(FURNITURE)
                    continue
                name = ""
                if head:
                    count += 1
                    name = f"head-{number:04d}-{count:02d}"
                cell = self.add("TH" if head else "TD", parent, name=name)
                above = dict.fromkeys(each for at in range(column, column + asked.across) for each in heads.get(at, ()))
                linked = () if head else tuple(above)
                self.nodes[cell] = replace(self.nodes[cell], heads=linked, across=asked.across, down=asked.down)
                if head:
                    for at in range(column, column + asked.across):
                        heads.setdefault(at, []).append(cell)
                homes.append(Homes(cell))
        return homes


def _label(block: SetParagraph) -> int:
    """Length of the label that a paragraph begins with."""
    end = 0
    for face in block.faces:
        if face.start != end or face.style not in LABELS:
            break
        end = face.end
    return end


def _target(block: SetParagraph) -> str:
    """The anchor that a line of the contents leads to, "" for none."""
    runs = (*block.runs, *block.paragraph.pair)
    return block.paragraph.target or next((run.target for run in runs if run.target), "")
