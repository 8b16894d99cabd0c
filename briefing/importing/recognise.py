"""Flow → Article: title, headings, lists, tables and figures recognised by style, by number, or by look.

What cannot be told apart surely stays a paragraph: a wrong heading is worse than none, and nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field, replace

from briefing import pictures
from briefing.core.errors import Findings, InputError, Severity, Span
from briefing.core.records import dataclass
from briefing.importing import captions, foreign_groups, grids, look, page_formats
from briefing.importing.flow import PLAIN, Flow, FlowGrid, FlowPicture, Item, Para, Remark
from briefing.importing.front import read_front
from briefing.importing.inline_text import InlineMaker
from briefing.importing.labels import apart, counted, full, labelled, without
from briefing.importing.line_breaks import whole_paragraphs, within
from briefing.importing.photographs import printable, suffix
from briefing.model.blocks import Block, Figure, Heading, ListBlock, ListItem, Paragraph, Signature, Table, Wide
from briefing.model.bulletin import Article
from briefing.model.text_lines import Line, plain

_SOURCE = re.compile(r"[（(]来源[：:]([^（）()]+)[）)]")
_BULLET = "●"
_MAX_HEADING = 4
_OFFICE_AND_DATE = 2
#: The reader of reports takes 10,000 characters, signs of Markdown and all.
_LONGEST_PARAGRAPH = 8_000
#: A second title stands in type as much larger than the text's (pt).
_LARGER = 2.0


@dataclass(slots=True)
class Imported:
    """`pictures`: file name → bytes. `left`: what is beside the text, or was meant to be left out."""

    article: Article
    pictures: dict[str, bytes] = field(default_factory=dict)
    left: list[Remark] = field(default_factory=list)


def build(flow: Flow, name: str, findings: Findings, title: str = "") -> Imported:
    """The report in `flow`, repaired already. `name` begins the names of its pictures; `title` replaces the
    file's."""
    return _Builder(flow, name, findings).build(title)


class _Builder:
    def __init__(self, flow: Flow, name: str, findings: Findings) -> None:
        self._flow, self._name, self._findings = flow, name, findings
        self._looks = look.UsualLooks(flow)
        self._inline = InlineMaker(flow, findings)
        self._pictures: dict[str, bytes] = {}
        self._left: list[Remark] = list(flow.aside)
        self._styled: Mapping[int, int] = {}
        self._numbered = False
        self._centred: set[int] = set()  # numbers of centred paragraphs

    def build(self, title: str) -> Imported:
        items = self._items()
        front = read_front(items, self._looks, self._flow.file, title, self._findings)
        self._left += [Remark("head", para.text.strip(), para.number) for para in front.head]
        foreign_groups.release(items, front.title_para)
        signer, source, rest = self._signature(front.rest)
        signed, body = self._signed(rest)
        self._plan(body)
        self._note_others(front.title_para, body)
        article = Article(
            title=front.title_line(self._inline),
            blocks=(),
            span=Span(self._flow.file, front.number, 1),
            path=f"{self._name}.md",
            subtitle=front.subtitle_line(self._inline),
            contributor=signer or front.contributor,
            source=source,
        )
        blocks, wide = self._on_pages(front.title_para, body)
        blocks = (*blocks, *signed)
        for para in self._inline.unused():
            if para.text.strip():
                blocks += (Paragraph(self._inline.line(para.pieces, para.number, marks=False), self._span(para)),)
                self._findings.add("import-note", "这条脚注没有注码，已放在文末", self._span(para), "", Severity.WARNING)
        return Imported(replace(article, blocks=blocks, wide=wide, notes=self._inline.notes()), self._pictures, self._left)

    def _items(self) -> list[Item]:
        """Without contents and empty paragraphs; frames opened; lines that are paragraphs apart."""
        items: list[Item] = []
        opened: list[list[Item]] = []
        for item in self._flow.items:
            if isinstance(item, FlowGrid) and (inner := grids.unboxed(item)) is not None:
                held = [part for found in inner for part in self._set_out(found)]
                for part in held:
                    part.sheet, part.columns_of = item.sheet, item.columns_of
                items += held
                if not any(isinstance(part, FlowGrid) for part in held):  # what a table stands in is the page's layout
                    opened.append(held)
            elif isinstance(item, FlowGrid):
                items += self._set_out(item)
            elif isinstance(item, Para) and item.contents:
                if item.text.strip():
                    self._left.append(Remark("contents", item.text.strip(), item.number))
            else:
                items += self._whole(item)
        foreign_groups.mark(items, opened)
        return items

    def _set_out(self, item: Item) -> list[Item]:
        """An item that is no frame as what a report can hold: pictures side by side one by one, those of a table after it."""
        if not isinstance(item, FlowGrid):
            return self._whole(item)
        if (shown := grids.gallery(item)) is not None:
            return [part for found in shown for part in self._whole(found)]
        found = [picture for row in item.rows for slot in row for picture in slot.pictures]
        for picture in found:
            self._left.append(Remark("cell-picture", picture.described or picture.name.rpartition("/")[2], picture.number))
        return [item, *found]

    def _whole(self, item: Item) -> list[Item]:
        """A paragraph as those that its line breaks make of it, none longer than a report may have."""
        if not isinstance(item, Para):
            return [item]
        found: list[Item] = []
        for para in whole_paragraphs(item):
            parts = within(para, _LONGEST_PARAGRAPH)
            if len(parts) > 1:
                message = f"这一段有 {len(para.text)} 字，已分成 {len(parts)} 段"
                self._findings.add("import-long", message, self._span(para), "请核对分段的地方。", Severity.WARNING)
            found += parts
        return found

    def _note_others(self, title: Para | None, body: list[Item]) -> None:
        """Lines that look like the title of another report."""
        if title is None or title.size <= self._looks.size + _LARGER:
            return
        said = 0
        found: list[Para] = []
        for item in body:
            if not isinstance(item, Para):
                continue
            alike = (item.align, item.style) == (title.align, title.style) and item.size > title.size - 0.5
            if alike and said and look.may_be_title(item.text) and not look.number_level(full(item)):
                found.append(item)
                said = 0
            elif "。" in item.text:
                said += 1
        for item in found:
            self._findings.add(
                "import-several", f"这里像是另一篇稿件的标题：{item.text.strip()[:30]}", self._span(item),
                "一个文件只作一篇稿件；是另一篇或附件的，请在 Word 里剪切到新文件里，分别导入。", Severity.WARNING,
            )  # fmt: skip

    def _signature(self, items: list[Item]) -> tuple[str, str, list[Item]]:
        """供稿单位 and 来源 in parentheses under the text, and what stands before them."""
        signer = source = ""
        rest = list(items)
        while rest and isinstance(last := rest[-1], Para) and not (last.group.kind or any(piece.note for piece in last.pieces)):
            text = last.text.strip()
            match = _SOURCE.fullmatch(text)
            if match and not source:
                source = match[1]
            elif (name := look.signed(text)) and not signer and len(rest) > 1:
                signer = name
            else:
                break
            rest.pop()
        return signer, source, rest

    def _signed(self, items: list[Item]) -> tuple[list[Signature], list[Item]]:
        """落款 at the right under the text, a date last, and what stands before it."""
        rest, found = list(items), list[Para]()
        while rest and isinstance(last := rest[-1], Para) and not last.group.kind and look.signs(last, date=not found):
            found.insert(0, last)
            rest.pop()
        if len(found) < _OFFICE_AND_DATE or not rest:
            return [], items
        lines = tuple(self._inline.line(para.pieces, para.number, marks=False) for para in found)
        return [Signature(lines, self._span(found[0]))], rest

    def _plan(self, items: list[Item]) -> None:
        """Which outline levels the headings use: the uppermost is level 1, whatever Word calls it."""
        paragraphs = [item for item in items if isinstance(item, Para) and item.text.strip()]
        used = sorted(
            {para.outline for para in paragraphs if para.outline and (counted(para) or not look.number_level(full(para)))}
        )
        self._styled = {outline: min(rank, _MAX_HEADING) for rank, outline in enumerate(used, 1)}
        self._numbered = any(look.number_level(full(para)) in (1, 2) and look.short(full(para)) for para in paragraphs)

    # --- blocks

    def _on_pages(self, title: Para | None, body: list[Item]) -> tuple[tuple[Block, ...], str]:
        """The blocks, those on pages of another format gathered; and the format of all pages where they are of one."""
        found = [*page_formats.runs(body)]
        own = page_formats.leaf_of(title.sheet) if title is not None else found[0][0] if found else ""
        if own and all(leaf == own for leaf, _ in found):
            return tuple(self._gathered(body)), own
        blocks: list[Block] = []
        for leaf, items in found:
            held = self._gathered(items)
            blocks += [Wide(leaf, tuple(held), held[0].span)] if leaf and held else held
        return tuple(blocks), ""

    def _gathered(self, items: list[Item]) -> list[Block]:
        def line(para: Para) -> Line:
            return self._inline.line(para.pieces, para.number, marks=False)

        return [*foreign_groups.gathered(items, self._blocks, line)]

    def _blocks(self, items: list[Item]) -> list[Block]:
        blocks: list[Block] = []
        index = outermost = 0
        while index < len(items):
            item = items[index]
            following = items[index + 1] if index + 1 < len(items) else None
            index += 1
            if isinstance(item, FlowPicture):
                below = following if item.caption is None and self._is_figure_caption(following) else None
                index += below is not None
                above = None if below or item.caption else self._named_above(blocks, items, index - 2)
                blocks += self._figure(item, below or item.caption or above)
            elif isinstance(item, FlowGrid):
                blocks += self._table(item, blocks)
            elif self._list_item(item, items, index - 1):
                last = blocks[-1] if blocks else None
                if not isinstance(last, ListBlock):
                    outermost = item.depth
                entry = self._entry(item, last.items[-1].depth if isinstance(last, ListBlock) else -1, outermost)
                if isinstance(last, ListBlock) and (entry.depth or _alike(entry, last.items[0])):
                    blocks[-1] = ListBlock((*last.items, entry), last.span)
                else:
                    outermost = item.depth
                    blocks.append(ListBlock((entry,), entry.span))
            elif (named := self._named_below(blocks, item, following)) is not None:
                blocks[-1] = named
            else:
                blocks.append(self._paragraph(item, following))
        return blocks

    def _named_below(self, blocks: list[Block], para: Para, following: Item | None) -> Table | None:
        """The table above with the numbered caption that stands below it, where no other table follows."""
        last = blocks[-1] if blocks else None
        if not isinstance(last, Table) or last.caption or isinstance(following, FlowGrid):
            return None
        if not (look.is_caption(para, "表") and look.short(para.text)):
            return None
        line = self._inline.line(labelled(para), para.number, marks=False)
        return replace(last, caption=captions.spaced(line, "表"))

    def _paragraph(self, para: Para, following: Item | None) -> Block:
        span = self._span(para)
        if para.boxed:
            self._findings.add(
                "import-box", f"文本框里的文字放在了这里：{para.text[:20]}", span, "请核对它应当在的位置。", Severity.WARNING
            )
        level = self._level(para, following)
        if level:
            line = self._inline.line(apart(labelled(para)), para.number, marks=False)
            return Heading(level, line, span)
        if para.outline and not look.short(para.text):
            self._findings.add("import-heading", "标题样式的这一段像是正文，已作正文", span, "是标题请加 ##。", Severity.WARNING)
        if para.align == "center":
            self._centred.add(para.number)
        pieces = self._looks.with_lead(labelled(para))
        return Paragraph(self._inline.line(pieces, para.number, marks=not para.bold), span)

    def _level(self, para: Para, following: Item | None) -> int:
        """The level of a heading, 0 for what is none."""
        text = full(para)
        if para.above or not look.short(text):
            return 0
        if para.outline and counted(para):
            return self._styled.get(para.outline, 1)
        numbered = look.number_level(text)
        if numbered in (1, 2):
            return numbered
        if numbered and (self._looks.stands_out(para) or self._introduces(following)):
            return numbered
        if numbered or para.label:
            return 0
        if para.outline:
            return self._styled.get(para.outline, 1)
        return 1 if para.bold and not (self._numbered or self._styled) and len(text) <= 30 else 0

    @staticmethod
    def _introduces(following: Item | None) -> bool:
        """Whether text follows, and not the next item of what is a list."""
        if not isinstance(following, Para):
            return False
        text = full(following)
        return not look.number_level(text) and not look.short(text)

    def _list_item(self, para: Para, items: list[Item], index: int) -> bool:
        if para.bullet or look.bullet(para.text):
            return bool(para.text.strip())
        following = items[index + 1] if index + 1 < len(items) else None
        if not para.label and look.ring(para.text):
            near = (items[index - 1] if index else None, following)
            return any(isinstance(other, Para) and look.ring(other.text) and not other.label for other in near)
        if self._level(para, following):
            return False
        if para.label:
            return bool(look.ordered(f"{para.label} x")[0]) and bool(para.text.strip())
        before = items[index - 1] if index else None
        return bool(look.ordered(para.text)[0]) and any(
            isinstance(near, Para) and look.ordered(near.text)[0] and not near.label for near in (before, following)
        )

    def _entry(self, para: Para, before: int, outermost: int) -> ListItem:
        """`before`: the depth of the item above it, -1 for none; `outermost`: the level of the list's first item."""
        number, length = look.ordered(para.text) if not (para.label or para.bullet) else ("", 0)
        length = length or (0 if para.label else look.bullet(para.text) or look.ring(para.text))
        label = number or para.label or _BULLET
        pieces = without(para.pieces, length)
        depth = max(0, min(para.depth - outermost, before + 1, 2)) if before >= 0 else 0
        return ListItem(self._inline.line(pieces, para.number), self._span(para), label, depth)

    # --- tables and figures

    def _table(self, grid: FlowGrid, blocks: list[Block]) -> list[Block]:
        inside = grids.heading_row(grid)
        if inside is not None:
            grid = FlowGrid(grid.rows[1:], grid.number)
        table = grids.table(grid, self._flow.file, self._inline.line, self._findings)
        if table is None:
            return []
        table = captions.captioned(table, blocks, self._centred)
        extra: list[Block] = []
        for para in inside or ():
            line = self._inline.line(para.pieces, para.number, marks=False)
            if line and not table.caption:
                table = replace(table, caption=line)
            elif line:
                extra.append(Paragraph(line, self._span(para)))
        return [*extra, *grids.within_limits(table, self._findings)]

    def _is_figure_caption(self, item: Item | None) -> bool:
        """By its number or style, or because it is a centred line in type no larger than the text's."""
        if not isinstance(item, Para):
            return False
        return look.is_caption(item, "图") or (captions.centred(item) and item.size <= self._looks.size)

    @staticmethod
    def _named_above(blocks: list[Block], items: list[Item], index: int) -> Para | None:
        """The numbered caption that stands above a picture, which goes from `blocks`."""
        para = items[index] if index >= 0 else None
        numbered = isinstance(para, Para) and look.is_caption(para, "图") and look.short(para.text)
        if not isinstance(para, Para) or not numbered or not blocks or not isinstance(blocks[-1], Paragraph):
            return None
        blocks.pop()
        return para

    def _figure(self, picture: FlowPicture, caption: Item | None) -> list[Block]:
        line: Line = ()
        if isinstance(caption, Para):
            words = [piece for piece in labelled(caption) if not piece.note]  # a caption has no room for their marks
            line = captions.spaced(self._inline.line(words, caption.number, marks=False), "图")
        number = caption.number if isinstance(caption, Para) else picture.number
        span = Span(self._flow.file, number, 1)
        try:
            sound = printable(picture)
        except InputError as error:
            name = f"_{self._name}-{len(self._pictures) + 1}{suffix(picture)}"
            self._pictures[name] = picture.data
            for found in error.diagnostics:
                cut = "原文里裁剪、旋转过，另存的没有裁剪。" if picture.view != PLAIN else ""
                hint = f"已另存为 {name}。{cut}{found.hint}"
                self._findings.add("import-picture", f"{found.message}，没有放进来", span, hint, Severity.WARNING)
            return [Paragraph(line, span)] if line else []
        name = f"{self._name}-{len(self._pictures) + 1}{sound.suffix}"
        self._pictures[name] = sound.data
        self._findings.items += pictures.findings_about(sound, name, span)
        described = re.sub(r"\s+", " ", picture.described)[:200]
        if not described and not line:
            hint = f"请在稿件里 ![图片]({name}) 的方括号中写一句图片的内容。"
            self._findings.add("import-picture", "图片没有文字说明", span, hint, Severity.WARNING)
        return [Figure(name, described or plain(line) or "图片", span, line)]

    def _span(self, para: Para) -> Span:
        return Span(self._flow.file, para.number, 1)


def _alike(one: ListItem, other: ListItem) -> bool:
    """Whether both are numbered, or neither."""
    return (one.label == _BULLET) == (other.label == _BULLET)
