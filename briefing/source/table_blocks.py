"""Tables with their caption, unit and notes, and figures with their source: what belongs to them stands
around them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from briefing import pictures
from briefing.core import bounds
from briefing.core.errors import Findings, InputError, Severity, Span
from briefing.core.pattern import Pattern
from briefing.core.records import dataclass
from briefing.core.written_dates import is_date
from briefing.files.world import Root
from briefing.model.blocks import Block, Cell, Figure, Paragraph, Signature, Table, Wide
from briefing.model.table_wishes import TableWishes
from briefing.model.text_lines import Break, Inline, Line, Text, plain
from briefing.source import cell_braces, folder, folding, merged_cells, offsets, shape, table_braces
from briefing.source.block_tree import BlockNode
from briefing.source.inline import InlineReader, PictureMark, Row

if TYPE_CHECKING:
    from markdown_it.token import Token

#: A table of a bulletin fits a page; these bound what a renderer must lay out.
MAX_COLUMNS = 24
MAX_ROWS = 500
#: A picture's width, mm.
NARROWEST, WIDEST = 5, 420

#: Beyond this a table is not looked at: some hundred columns are told by the reader, ten thousand would be made into cells first.
_TOO_WIDE = 200
_CAPTION = Pattern(r"表[：:]\s*|(?=表\s?[0-9０-９一二三四五六七八九十.\-—]*[：:\u3000 ])")
#: A caption of its own, not 表1显示，…… A sentence ends in a stop.
_UNDER_TABLE = Pattern(r"表(?:\s?[0-9０-９一二三四五六七八九十.\-—]+[：:\u3000 ]|[：:]).{1,60}(?<![。；！？：，])", "表")
_UNDER_PICTURE = Pattern(r"图(?:\s?[0-9０-９一二三四五六七八九十.\-—]+[：:\u3000 ]|[：:]).{1,60}(?<![。；！？：，])", "图")
_UNIT = Pattern(r"（?单位[：:]", "单位")
_NOTE = Pattern(r"(?:注\s*[0-9０-９]*|备注|资料来源|来源)\s*[：:]")
_SOURCE = Pattern(r"(?:资料来源|图片来源|来源|摄影|供图)\s*[：:]")
_LINE_END = re.compile(r"<br\s*/?>", re.IGNORECASE)
_WIDTH = Pattern(r"\s*(?:width|宽)\s*=\s*(\d+(?:\.\d+)?)\s*(?:mm|毫米)?\s*")


@dataclass(frozen=True, slots=True)
class Rows:
    """A paragraph whose source lines are still apart, since some may belong to a table or figure next to
    it."""

    rows: list[Row]
    span: Span


def one_by_one(item: Rows) -> list[Rows]:
    """The pictures of a paragraph that holds several, one below another, each with the lines that follow it."""
    found: list[Rows] = []
    for row in item.rows:
        if found and not _is_picture(row):
            found[-1].rows.append(row)
        else:
            mark = row[0] if row else None
            found.append(Rows([row], mark.span if isinstance(mark, PictureMark) else item.span))
    return found


def too_wide(line: str) -> bool:
    """Whether this is the second line of a table of hundreds of columns: | --- | --- | …"""
    return line.count("|") > _TOO_WIDE and not line.strip("|-: \t>")


def text_of(row: Row) -> str:
    return "".join(item.text for item in row if isinstance(item, Text))


class TableReader:
    """Reads the table of a block node."""

    def __init__(self, file: str, lines: Sequence[str], inline: InlineReader, findings: Findings) -> None:
        self._file = file
        self._lines = lines
        self._inline = inline
        self._findings = findings

    def table(self, node: BlockNode) -> Table:
        rows = [row for part in node.children for row in part.children]
        columns = len(rows[0].children)
        span = Span(self._file, node.line + 1, 1)
        if columns > MAX_COLUMNS or len(rows) > MAX_ROWS or columns * len(rows) > bounds.TABLE_CELLS:
            most = f"最多 {MAX_COLUMNS} 列、{MAX_ROWS} 行，一共 {bounds.TABLE_CELLS} 格"
            message = f"表格太大，有 {columns} 列 {len(rows)} 行，{most}"
            self._findings.add("table-size", message, span, "请拆成几个表格，或把大表另附。")
            return Table((), (), span)
        read = merged_cells.merged([self._row(row, columns) for row in rows], self._lines, self._findings)
        return Table(read[0], tuple(read[1:]), span)

    def _row(self, row: BlockNode, columns: int) -> tuple[Cell, ...]:
        line = row.line
        cells = offsets.of_cells(self._file, self._lines, line)
        here = Span(self._file, line + 1, 1)
        if self._lines[line].lstrip().startswith("｜"):
            pass  # said by briefing.source.typed_marks
        elif "|" not in self._lines[line]:
            self._findings.add("table-end", "表格的下一段紧贴着表格", here, "请在表格后面空一行。")
        elif len(cells) != columns:
            self._findings.add(
                "table-columns",
                f"这一行有 {len(cells)} 格，表头有 {columns} 格",
                here,
                "请用 | 把各格隔开，空格也要留；文字里的竖线写 \\|。",
            )
        read = []
        for index, cell in enumerate(row.children):
            token = cell.children[0].token
            place = cells[index] if index < len(cells) else offsets.Places(self._file, [(0, line + 1, 1)])
            align = str(cell.token.attrs.get("style", "")).removeprefix("text-align:")
            content = _paragraphs(self._inline.line(map(_break, token.children or ()), place, "表格"))
            words, own = cell_braces.read(content, token.content, place.span(0), self._findings)
            read.append(Cell(words, place.span(0), align, own=own))
        return tuple(read)


def joined(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """`blocks`, where those that follow one another on the same pages are one, as they are read back from a DOCX: pages of one
    format, and a 落款 that goes on after one without a date."""
    done: list[Block] = []
    for block in blocks:
        last = done[-1] if done else None
        if isinstance(block, Wide) and isinstance(last, Wide) and block.leaf == last.leaf:
            done[-1] = replace(last, blocks=joined((*last.blocks, *block.blocks)))
        elif isinstance(block, Signature) and isinstance(last, Signature) and not is_date(plain(last.lines[-1])):
            done[-1] = replace(last, lines=(*last.lines, *block.lines))
        else:
            done.append(block)
    return tuple(done)


class Assembler:
    """Joins paragraphs to the tables and figures they belong to, and turns the rest into body paragraphs."""

    def __init__(
        self,
        root: Root,
        inline: InlineReader,
        findings: Findings,
        paragraph: Callable[[Line, Span], Paragraph],
    ) -> None:
        self._root = root
        self._inline = inline
        self._findings = findings
        self._paragraph = paragraph

    def assemble(self, items: Sequence[Rows | Block]) -> tuple[Block, ...]:
        done: list[Rows | Block] = []
        position = 0
        while position < len(items):
            item = items[position]
            position += 1
            if isinstance(item, Table):
                item = self._before(item, done)
                self._whole_head(item)
                while position < len(items) and (notes := self._all(items[position], _NOTE)):
                    item = replace(item, notes=(*item.notes, *notes))
                    position += 1
            elif isinstance(item, Rows) and _is_picture(item.rows[0]):
                figure, complete = self._figure(item)
                item = figure
                if not complete and position < len(items) and (source := self._all(items[position], _SOURCE)):
                    item = replace(figure, source=_joined(source))
                    position += 1
            elif isinstance(item, Rows) and done and isinstance(done[-1], Table | Figure):
                self._below(item, done[-1], items[position:])
            done.append(item)
        for item in done:
            for row in item.rows if isinstance(item, Rows) else ():
                if (found := table_braces.split(row)) is not None and not found[0]:
                    hint = "请写在紧挨着表格的上一行，或表题的末尾；要印出花括号，请写成全角的｛｝。"
                    self._findings.add("table-wish", "这里的设置下面没有表格", found[2], hint)
        return joined(
            self._paragraph(self._inline.joined(item.rows, "段落"), item.span) if isinstance(item, Rows) else item
            for item in done
        )

    def _below(self, item: Rows, above: Table | Figure, following: Sequence[Rows | Block]) -> None:
        """A caption under the table or picture that it names would be printed as a paragraph."""
        table = isinstance(above, Table)
        text = text_of(item.rows[0]).strip()
        lines = (item for item in following if not (isinstance(item, Rows) and _UNIT.match(text_of(item.rows[0]))))
        beside = next(lines, None)  # of which it is the caption, or nobody can tell
        if isinstance(beside, Table) or (isinstance(beside, Rows) and _is_picture(beside.rows[0])):
            return
        if above.caption or len(item.rows) > 1 or not (_UNDER_TABLE if table else _UNDER_PICTURE).fullmatch(text):
            return
        what, hint = "表格的表题", "请移到表格上面，单独一段。"
        if not table:
            what, hint = "图片的图题", f'请写在图片里：![图片说明](文件名 "{text}")，删去这一段。'
        self._findings.add("caption-below", f"像是上面{what}，会排成一段正文", item.span, hint, Severity.WARNING)

    def _all(self, item: Rows | Block, pattern: Pattern) -> tuple[Line, ...]:
        """Each source line of a paragraph as a line, if the first begins with `pattern`; else nothing."""
        if not isinstance(item, Rows) or not pattern.match(text_of(item.rows[0])):
            return ()
        groups: list[list[Row]] = []
        for row in item.rows:
            if pattern.match(text_of(row)) or not groups:
                groups.append([])
            groups[-1].append(row)
        return tuple(self._inline.joined(group, "表注") for group in groups)

    def _before(self, table: Table, done: list[Rows | Block]) -> Table:
        """`table` with caption and unit, taken off the end of `done`."""
        asked = False
        while done and isinstance(last := done[-1], Rows):
            split = [table_braces.split(row) for row in last.rows]
            rows = [row if found is None else found[0] for row, found in zip(last.rows, split, strict=True)]
            wishes = [(text, span) for found in split if found is not None for _, text, span in (found,)]
            captions = [row for row in rows if _CAPTION.match(text_of(row))]
            units = [row for row in rows if _UNIT.match(text_of(row))]
            fits = len(captions) + len(units) == len([row for row in rows if row]) and len(captions) <= 1 and len(units) <= 1
            if (
                not fits
                or (captions and table.caption)
                or (units and (table.unit or table.caption))
                or (wishes and table.caption)
            ):
                break
            done.pop()
            for text, span in wishes:
                if asked:
                    self._findings.add("table-wish", "表格的设置写了两处", span, "请写在一对花括号里。")
                asked = True
                table = self._wished(table, table_braces.read(text, span, self._findings), span)
            if units:
                table = replace(table, unit=self._inline.joined(units, "表格"))
            if captions:
                table = replace(table, caption=_without(self._inline.joined(captions, "表题"), _CAPTION))
        return table

    def _whole_head(self, table: Table) -> None:
        """No merged cell reaches out of the head."""
        for row, cells in enumerate((table.header, *table.rows)[: table.wishes.heads]):
            for cell in cells:
                if row + cell.down > table.wishes.heads:
                    hint = f"如果表头有 {row + cell.down} 行，请在表题末尾写 {{head={row + cell.down}}}。"
                    self._findings.add("table-merge", "表头的格子和下面的内容合并了", cell.span, hint)

    def _wished(self, table: Table, wishes: TableWishes, span: Span) -> Table:
        rows, columns = (table.header, *table.rows), len(table.header)
        if wishes.heads >= len(rows) and rows[0]:
            self._findings.add(
                "table-wish", f"表头写了 {wishes.heads} 行，表格一共 {len(rows)} 行", span, "表头下面至少要有一行。"
            )
            return table
        if wishes.widths and len(wishes.widths) != columns:
            message = f"widths 写了 {len(wishes.widths)} 个宽度，表格有 {columns} 列"
            self._findings.add("table-wish", message, span, "每列写一个，用逗号隔开。")
            return table
        return replace(table, wishes=wishes)

    def _figure(self, item: Rows) -> tuple[Figure, bool]:
        """The figure of a paragraph that begins with a picture, and whether its source line is already
        there."""
        mark = item.rows[0][0]
        assert isinstance(mark, PictureMark)
        rest = item.rows[1:]
        source: tuple[Line, ...] = ()
        if rest:
            source = self._all(Rows(rest, item.span), _SOURCE)
            if not source:
                self._findings.add("picture-inline", "图片和文字要分段", mark.span, "请把图片单独放一段，前后各空一行。")
        self._check(mark)
        caption = self._inline.caption(mark.caption, mark.caption_span)
        if not mark.alt and not mark.caption:
            self._findings.add(
                "picture-alt",
                "图片没有文字说明",
                mark.span,
                "请在方括号里写一句图片的内容，供读屏软件和检索使用。",
            )
        figure = Figure(mark.path, mark.alt or plain(caption), mark.span, caption, _joined(source), self._width(mark))
        return figure, bool(rest)

    def _check(self, mark: PictureMark) -> None:
        if not mark.path:
            hint = "请在圆括号里写本期文件夹里图片的文件名，如 ![图片说明](图1.png)。"
            self._findings.add("picture-syntax", "图片没有写文件名", mark.span, hint)
            return
        if mark.path.startswith("file:"):
            self._findings.add(
                "path-outside", f"不能使用这个路径：{mark.path}", mark.span, "请把图片放进本期文件夹，只写文件名。"
            )
            return
        if "://" in mark.path or mark.path.startswith(("data:", "//")):
            self._findings.add("picture-remote", "不能使用网上的图片", mark.span, "请下载图片，放进本期文件夹，再写文件名。")
            return
        try:
            picture = self._root.picture(mark.path, mark.span)
            self._findings.items.extend(pictures.findings_about(picture, mark.path, mark.span))
        except InputError as error:
            near = folder.nearest_picture(self._root, mark.path)
            hint = f"是不是 {near}？只写文件名就可以。"
            missing = ("file-missing", "path-outside")
            found = (replace(item, hint=hint) if near and item.code in missing else item for item in error.diagnostics)
            self._findings.items.extend(found)

    def _width(self, mark: PictureMark) -> float | None:
        if not mark.options:
            return None
        match = _WIDTH.fullmatch(mark.options)
        if match and NARROWEST <= float(match[1]) <= WIDEST:
            return float(match[1])
        self._findings.add(
            "picture-width",
            f"图片的宽度写法不对：{{{mark.options}}}",
            mark.span,
            f"请写成 {{width=80mm}}，{NARROWEST} 至 {WIDEST} 毫米。",
        )
        return None


def _break(token: Token) -> Token:
    """<br> in a cell begins a paragraph."""
    if token.type == "html_inline" and _LINE_END.fullmatch(token.content):
        return token.copy(type="hardbreak")
    return token


def _paragraphs(line: Line) -> Line:
    """Without the spaces that were typed around <br>."""
    items: list[Inline] = []
    for index, item in enumerate(line):
        if isinstance(item, Text):
            text = item.text
            if index + 1 < len(line) and isinstance(line[index + 1], Break):
                text = text.rstrip(" ")
            if index and isinstance(line[index - 1], Break):
                item = Text(text.lstrip(" "), item.span.shifted(len(text) - len(text.lstrip(" "))), item.marks)
            else:
                item = replace(item, text=text)
            if not item.text:
                continue
        items.append(item)
    return tuple(items)


def _is_picture(row: Row) -> bool:
    return len(row) == 1 and isinstance(row[0], PictureMark)


def _joined(lines: tuple[Line, ...]) -> Line:
    """Several source lines as one, with a space between Latin words only."""
    items: list[Inline] = []
    for line in lines:
        if items and isinstance(items[-1], Text) and line and isinstance(line[0], Text):
            items[-1] = replace(items[-1], text=items[-1].text + folding.joint(items[-1].text, plain(line)))
        items.extend(line)
    return tuple(items)


def _without(line: Line, pattern: Pattern) -> Line:
    """`line` without the marker that `pattern` matches at its start."""
    match = pattern.match(plain(line))
    return shape.without_start(line, match.end()) if match else line
