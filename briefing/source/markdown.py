"""One report: a Markdown file with an optional YAML head, as an Article whose every text knows its place."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence

from briefing.core.errors import Findings, InputError, Severity, Span
from briefing.files import world
from briefing.model.blocks import BULLET, Block, Heading, ListBlock, ListItem, Paragraph, Quote, Wide
from briefing.model.bulletin import Article, Note
from briefing.model.text_lines import Inline, Line, NoteMark, Text
from briefing.source import (
    block_tree,
    briefs,
    containers,
    excuse_remarks,
    fences,
    foreign_marks,
    offsets,
    placeholders,
    shape,
    signatures,
    typed_marks,
)
from briefing.source.binder import BoundValues
from briefing.source.block_tree import BlockNode
from briefing.source.fenced_content import Fence, FencedContent
from briefing.source.head import read_head
from briefing.source.inline import Footnotes, InlineReader, PictureMark
from briefing.source.slips import SlipChecker
from briefing.source.table_blocks import MAX_COLUMNS, Assembler, Rows, TableReader, one_by_one, too_wide

#: Chinese documents have four heading levels (GB/T 9704 §7.3.3); `#` is the title, so `##` to `#####`.
MAX_HEADING = 4
#: Each line is a block at most, and each block costs memory: 20,000 are 900 printed pages.
MAX_LINES = 20_000
#: Nobody reads more findings of one file; a binary pasted into a report makes a hundred thousand.
MAX_FINDINGS = 200
#: A list in a list in a list; deeper cannot be told apart on the page.
MAX_LIST_DEPTH = 3


def read_report(root: world.Root, path: str, span: Span | None = None, brief: bool = False) -> tuple[Article | None, Findings]:
    """The report in the file `path`, and everything found. The article is None where nothing sensible could
    be read.

    `span` is where the file is mentioned; `brief`: it is one of 简讯. Never raises for bad content: several reports are read
    before any is refused.
    """
    findings = Findings()
    try:
        text, notes = root.text(path, world.MAX_MARKDOWN, span)
    except InputError as error:
        findings.items.extend(error.diagnostics)
        return None, findings
    findings.items.extend(notes)
    lines = text.split("\n")
    if sum(map(bool, lines)) > MAX_LINES:
        findings.add(
            "report-size",
            f"报告超过 {MAX_LINES} 行",
            Span(root.name(path), MAX_LINES, 1),
            "请分成几篇；如果是粘贴错了，请重新粘贴。",
        )
        return None, findings
    article = _Report(root, path, text, findings, brief).read()
    if len(findings.items) > MAX_FINDINGS:
        errors = findings.errors
        others = [item for item in findings.items if item.severity is not Severity.ERROR]
        findings.items[:] = [*errors, *others][:MAX_FINDINGS]
        findings.add(
            "findings-more",
            "问题太多，其余的没有列出",
            findings.items[-1].span,
            "请先改正上面的，再检查一次。",
            Severity.ERROR if errors else Severity.NOTE,  # any number of warnings stops nothing
        )
    return article, findings


class _Report:
    """The state of reading one report."""

    def __init__(self, root: world.Root, path: str, text: str, findings: Findings, brief: bool) -> None:
        self._root, self._brief = root, brief
        self._file = root.name(path)
        self._path = path
        self._lines = excuse_remarks.without(text.split("\n"))
        self._excused = _excuser(text, root.name(path))
        self._findings = findings
        self._footnotes = Footnotes()
        self._inline = InlineReader(findings, self._footnotes)
        self._tables = TableReader(self._file, self._lines, self._inline, findings)
        self._assembler = Assembler(root, self._inline, findings, _paragraph)
        self._slips = SlipChecker(self._file, self._lines, findings, self._excused)

    def read(self) -> Article | None:
        if not any(line.strip() for line in self._lines):
            self._findings.add(
                "report-empty",
                "报告是空的",
                Span(self._file, 1, 1),
                f"请写上{'' if self._brief else '“# 标题”和'}正文，或从本期删去这个文件。",
            )
            return None
        head, body = read_head(self._lines, self._file, self._findings)
        from briefing.source.markdown_parser import MAX_PARAGRAPH, parser

        text = [line if len(line) <= MAX_PARAGRAPH else "" for line in body.split("\n")]  # longer ones are refused
        self._findings.items += typed_marks.check(self._file, text, self._root.exists, self._excused)
        self._findings.items += foreign_marks.check(self._file, text, self._excused)
        self._findings.items += placeholders.check(self._file, self._lines, self._excused)
        wide = next((row for row, line in enumerate(self._lines) if too_wide(line)), None)
        if wide is not None:  # the parser would fill each of its rows up to the head's columns
            message = f"表格太大，最多 {MAX_COLUMNS} 列"
            self._findings.add("table-size", message, Span(self._file, max(1, wide), 1), "请拆成几个表格。")
            return None
        found = fences.read(self._file, text, self._findings, self._excused)
        nodes = block_tree.tree(parser().parse(body, {"fences": found}))
        definitions = [node for node in nodes if node.kind == "footnote_reference"]
        self._define(definitions)
        nodes = [node for node in nodes if node.kind != "footnote_reference"]
        title_node, rest = (None, self._untitled(nodes)) if self._brief else self._title(nodes)
        title = self._title_line(title_node) if title_node else ()
        items = [item for node in rest for item in self._block(node)]
        content = self._assembler.assemble(items)
        notes = self._notes(definitions)
        if self._brief:
            briefs.judge_head(head, self._file, self._findings)
            briefs.judge(content, self._findings)
            content = briefs.gathered(content)
        self._judge_leaves(content, head)
        if title_node is None and not self._brief:
            self._judge_title(nodes)
            return None
        if "signature" in head:
            head["signature"] = signatures.apart(head["signature"])
            signatures.check(head["signature"], self._findings)
        first = title_node or next(iter(rest), None)
        span = Span(self._file, first.line + 1 if first else 1, 1)
        if self._brief and not content and not self._findings.errors:
            self._findings.add("report-empty", "文件里没有简讯", span)
        if (
            title_node is not None
            and not title
            and not any(item.span and item.span.line == span.line for item in self._findings.errors)
        ):
            self._findings.add("title-empty", "# 后面没有标题文字", span)
        if title_node is not None and not content and not self._findings.errors:
            self._findings.add("report-empty", "报告只有标题，没有正文", span, "请写上正文；暂不收入的，请把文件名改为 _ 开头。")
        return Article(title=title, blocks=content, span=span, path=self._path, notes=notes, **head)

    def _judge_leaves(self, content: tuple[Block, ...], head: BoundValues) -> None:
        again = next((block for block in content if isinstance(block, Wide)), None)
        if head.get("wide") and again is not None:
            hint = "请删去这一行和收尾的 :::，或删去开头的 wide。"
            self._findings.add("box-nesting", "开头写了 wide，整篇已经在宽页上，里面不用再写", again.span, hint)

    # --- title ---

    def _title(self, nodes: list[BlockNode]) -> tuple[BlockNode | None, list[BlockNode]]:
        """The first `#` heading, and the blocks after it."""
        index = next((i for i, node in enumerate(nodes) if node.token.tag == "h1"), None)
        if index is None:
            return None, nodes
        if index:
            self._findings.add(
                "title-late",
                "标题之前有文字",
                Span(self._file, nodes[0].line + 1, 1),
                "请把“# 标题”放在最前面。",
            )
        return nodes[index], [*nodes[:index], *nodes[index + 1 :]]

    def _untitled(self, nodes: list[BlockNode]) -> list[BlockNode]:
        """The blocks of a file of 简讯, in which a title is a mistake."""
        for node in nodes:
            if node.token.tag == "h1":
                hint = "请删去这一行，或写成段首的 **加粗的一句**；有标题的报道请放到别的栏目，或删去栏目里的 form: 简讯。"
                self._findings.add("brief-title", "简讯没有标题", Span(self._file, node.line + 1, 1), hint)
        return [node for node in nodes if node.token.tag != "h1"]

    def _judge_title(self, nodes: list[BlockNode]) -> None:
        """A report without a title, unless another finding has said why there is none."""
        mine = [found for found in self._findings.items if found.span is not None and found.span.file == self._file]
        unspaced = (self._lines[found.span.line - 1].lstrip() for found in mine if found.span and found.code == "heading-space")
        if any(found.code == "head-open" for found in mine) or any(line[1:2] != "#" for line in unspaced):
            return
        line = nodes[0].line if nodes else 0
        if self._lines[line].lstrip().startswith("＃"):
            hint = "请改成英文的 #，后面空一格，如“# 标题”。"
            self._findings.add("title-missing", "报告没有标题：标题的 # 打成了全角", Span(self._file, line + 1, 1), hint)
            return
        hint = "请在正文之前写一行“# 标题”，# 后空一格；没有标题的简讯，请在 issue.yaml 的栏目里写 form: 简讯。"
        self._findings.add("title-missing", "报告没有标题", Span(self._file, line + 1, 1), hint)

    def _title_line(self, node: BlockNode) -> Line:
        """The title; an unescaped | in it forces a line break."""
        items: list[Inline] = []
        for item in self._heading_line(node):
            if not isinstance(item, Text):
                items.append(item)
                continue
            kept = 1 if self._lines[item.span.line - 1][: item.span.column - 1].endswith("\\") else 0
            if kept:  # an escaped character is only itself
                items.append(Text(item.text[:1], item.span._replace(length=1), item.marks))
            rest = item.text[kept:]
            if rest:
                items.extend(shape.broken(Text(rest, item.span.shifted(kept, len(rest)), item.marks)))
        return shape.without_blank_lines(items)

    def _heading_line(self, node: BlockNode) -> Line:
        token = node.children[0].token
        place = offsets.of_heading(self._file, self._lines, node.line, token.content)
        return self._inline.line(token.children or (), place, "标题")

    # --- blocks ---

    def _block(self, node: BlockNode) -> list[Rows | Block]:
        span = Span(self._file, node.line + 1, 1)
        if node.kind == "paragraph":
            return [self._rows(node)]
        if node.kind == "heading":
            return self._heading(node, span)
        if node.kind in ("bullet_list", "ordered_list"):
            return [*self._lists(self._list(node, 0))]
        if node.kind == "blockquote":
            return [self._quote(node, span)]
        if node.kind == "table":
            return [self._tables.table(node)]
        if node.kind == "container":
            return self._container(node)
        if node.kind == "hr" and self._brief:
            return [briefs.border(span)]
        self._refuse(node)
        return []

    def _container(self, node: BlockNode) -> list[Rows | Block]:
        fence: Fence = node.token.meta["fence"]
        head, *content = node.children
        items = [item for child in content for item in self._block(child)]
        if not fence.kind:  # an end without a beginning, which has been told
            return items
        kind = containers.KINDS[fence.kind]
        if kind.pictures:
            items = [apart for item in items for apart in (one_by_one(item) if isinstance(item, Rows) else [item])]
        place = offsets.Places(self._file, [(0, fence.start + 1, fence.column + 1)])
        held = FencedContent(
            fence,
            kind.name,
            self._file,
            items,
            read_head=lambda: self._inline.line(head.token.children or (), place, "框"),
            read_blocks=lambda: self._assembler.assemble(items),
            read_row=lambda row: self._inline.joined([row], kind.name),
        )
        block = kind.read(held, self._findings)
        return [block] if block is not None else []

    def _refuse(self, node: BlockNode) -> None:
        line = self._lines[node.line]
        span = Span(self._file, node.line + 1, len(line) - len(line.lstrip()) + 1)
        code, message, hint = block_tree.REFUSED.get(
            node.kind, ("nesting", "这里不能放这样的内容", "列表、引文里只写文字；标题和表格请单独成段。")
        )
        self._findings.add(code, message, span, hint)

    def _rows(self, node: BlockNode) -> Rows:
        token = node.children[0].token
        place = offsets.of_lines(self._file, self._lines, node.line, token.content)
        rows = self._inline.rows(token.children or (), place)
        self._slips.check(node.line, rows)
        return Rows(rows, place.span(0))

    def _heading(self, node: BlockNode, span: Span) -> list[Rows | Block]:
        level = int(node.token.tag[1:]) - 1
        if level == 0:
            self._findings.add(
                "title-second",
                "一个文件只能有一个 # 标题",
                span,
                "文中的小标题请用 ##；另一篇报告请另建文件。",
            )
        elif level > MAX_HEADING:
            self._findings.add("heading-depth", f"小标题最多 {MAX_HEADING} 级（## 至 #####）", span)
        content = self._heading_line(node)
        if not content:
            self._findings.add("heading-empty", "# 后面没有标题文字", span)
            return []
        number, text = shape.split_number(content)
        return [Heading(level, text, content[0].span, number)]

    @staticmethod
    def _lists(items: Sequence[ListItem | Rows]) -> Iterator[Rows | Block]:
        """A list, parted by the pictures between its items; numbers go on as they are typed."""
        for kind, group in itertools.groupby(items, key=type):
            if kind is ListItem:
                own = tuple(item for item in group if isinstance(item, ListItem))
                yield ListBlock(own, own[0].span)
            else:
                yield from (rows for rows in group if isinstance(rows, Rows))

    def _list(self, node: BlockNode, depth: int) -> list[ListItem | Rows]:
        items: list[ListItem | Rows] = []
        labels = _labels(node)
        for entry, label in zip(node.children, labels, strict=True):
            span = Span(self._file, entry.line + 1, 1)
            if depth >= MAX_LIST_DEPTH:
                self._findings.add("list-depth", f"列表最多 {MAX_LIST_DEPTH} 层", span)
                return items
            if not entry.children or entry.children[0].kind != "paragraph":
                what = "列表的一项只能写文字" if entry.children else "列表的这一项没有文字"
                hint = "小标题、表格、引文请移到列表外面，前后各空一行。" if entry.children else "请写上文字，或删去这一行。"
                self._findings.add("list-item", what, span, hint)
                continue
            rows = self._rows(entry.children[0])
            items.append(ListItem(self._inline.joined(rows.rows, "列表"), rows.span, label, depth))
            for child in entry.children[1:]:
                if child.kind in ("bullet_list", "ordered_list"):
                    items.extend(self._list(child, depth + 1))
                elif child.kind == "paragraph":
                    rows = self._rows(child)
                    if depth == 0 and all(isinstance(item, PictureMark) for row in rows.rows for item in row):
                        items.append(rows)
                        continue
                    place = Span(self._file, child.line + 1, 1)
                    self._findings.add("list-item", "列表的一项只能写一段", place, "请另列一项，或不用列表；图片单独成段。")
                else:
                    self._refuse(child)
        return items

    def _quote(self, node: BlockNode, span: Span) -> Quote:
        paragraphs = []
        for child in node.children:
            if child.kind == "paragraph":
                rows = self._rows(child)
                paragraphs.append(_paragraph(self._inline.joined(rows.rows, "引文"), rows.span))
            else:
                self._refuse(child)
        return Quote(tuple(paragraphs), span)

    # --- footnotes ---

    def _define(self, nodes: list[BlockNode]) -> None:
        for node in nodes:
            label, span = node.token.meta["label"], Span(self._file, node.line + 1, 1)
            if label in self._footnotes.defined:
                first = self._footnotes.defined[label].line
                self._findings.add("footnote-duplicate", f"脚注 [^{label}] 写了两次", span, f"第 {first} 行已经写过。")
            self._footnotes.defined.setdefault(label, span)

    def _notes(self, nodes: list[BlockNode]) -> tuple[Note, ...]:
        notes = []
        for node in nodes:
            label = node.token.meta["label"]
            span = Span(self._file, node.line + 1, 1)
            if label not in self._footnotes.referenced:
                self._findings.add(
                    "footnote-unused",
                    f"脚注 [^{label}] 没有被引用",
                    span,
                    f"请在正文里写 [^{label}]，或删去这条脚注。",
                )
                continue
            if len(node.children) != 1 or node.children[0].kind != "paragraph":
                self._findings.add("footnote-shape", "一条脚注只能写一段文字", span)
                continue
            rows = self._rows(node.children[0])
            content = self._inline.joined(rows.rows, "脚注")
            for item in content:
                if isinstance(item, NoteMark):
                    self._findings.add("footnote-shape", "脚注里不能再有脚注", item.span)
            notes.append(Note(self._footnotes.number(label), content, rows.span))
        return tuple(sorted(notes, key=lambda note: note.number))


def _excuser(text: str, file: str) -> Callable[[str, int], bool]:
    """Whether a code is excused on a line (from 1) of a report."""
    found = excuse_remarks.excuses(text, file) if "校对" in text else ()
    said = [({code for code, _ in one.codes}, one.first, one.last) for one in found]
    return lambda code, line: any(code in codes and first <= line <= last for codes, first, last in said)


def _paragraph(content: Line, span: Span) -> Paragraph:
    return Paragraph(content, span, shape.lead(content))


def _labels(node: BlockNode) -> list[str]:
    """What stands before each item of a list: as it is typed, but numbers that are all the same count, as Markdown has it."""
    if node.kind != "ordered_list":
        return [BULLET] * len(node.children)
    typed = [(entry.token.info, entry.token.markup) for entry in node.children]
    if len(typed) > 1 and len(set(typed)) == 1:
        (first, mark), *_ = typed
        return [f"{int(first) + more}{mark}" for more in range(len(typed))]
    return [f"{number}{mark}" for number, mark in typed]
