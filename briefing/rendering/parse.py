"""The rendered page → Sheet. Whatever lies outside the vocabulary of `briefing.model.sheet` is an error at its
template line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from briefing.core.errors import Findings, Span
from briefing.house.style import HouseStyle
from briefing.model.sheet import (
    BOX_KINDS,
    INLINE_STYLES,
    LABELS,
    LEAVES,
    LINE_BREAK,
    PARAGRAPH_KINDS,
    REGIONS,
    Block,
    Group,
    InlineName,
    Picture,
    Region,
    Run,
    Runs,
    Sheet,
    SheetCell,
    SheetParagraph,
    SheetRule,
    SheetTable,
)
from briefing.model.table_wishes import TableWishes
from briefing.rendering import table_grid
from briefing.rendering.css_block import Pixels, css_block
from briefing.rendering.xhtml import Element, parse, span_of

PROPERTIES = ("author", "subject", "keywords", "date")
_TEXT_TAGS = ("p", "h1", "h2", "h3", "h4")
_INLINE_TAGS = {"strong": "strong", "em": "emphasis", "sup": "note-ref", "span": ""}
_MODIFIERS = {"hang", "leader"}
_BESIDE = {"figure-part": "t", "figure-source": "s", "figure-caption": "c"}
_LAYOUT = re.compile(r"[ \t\r\n]*\n[ \t\r\n]*")
ATTRIBUTES: dict[str, frozenset[str]] = {
    "html": frozenset({"lang"}),
    "meta": frozenset({"name", "content"}),
    "section": frozenset({"class"}),
    "div": frozenset({"class", "data-src"}),
    **dict.fromkeys(_TEXT_TAGS, frozenset({"class", "id", "data-src", "data-target"})),
    "hr": frozenset({"class"}),
    "img": frozenset({"src", "alt", "data-src", "data-width"}),
    "span": frozenset({"class", "data-src", "data-target"}),
    **dict.fromkeys(("th", "td"), frozenset({"class", "data-src", "colspan", "rowspan"})),
    **dict.fromkeys(("strong", "em", "br"), frozenset({"data-src"})),
    "sup": frozenset({"data-src", "data-target"}),
    "table": frozenset({"data-src", "data-widths", "data-size", "data-align", "data-total", "data-continued"}),
}


def parse_sheet(text: str, file: str, house: HouseStyle, pixels: Pixels) -> Sheet:
    """Read the rendered page. `file` names the template where nothing better is known. Raises InputError."""
    findings = Findings()
    sheet = _Parser(findings, house, pixels).sheet(parse(text, file))
    findings.raise_errors()
    return sheet


class _Parser:
    def __init__(self, findings: Findings, house: HouseStyle, pixels: Pixels) -> None:
        self.findings = findings
        self.house = house
        self.pixels = pixels
        self.anchors: dict[str, Span] = {}
        self.targets: list[tuple[str, Span]] = []
        self.groups: list[Group] = []  # of the region that is read
        self.marked: dict[str, int] = {}  # anchors of notes that a mark leads to, by their first marks
        self.notes: list[SheetParagraph] = []  # that stand at the foot of pages

    def sheet(self, root: Element) -> Sheet:
        if root.tag != "html":
            self._fault(root, f"最外层应为 <html>，而不是 <{root.tag}>")
        properties: dict[str, str] = {}
        regions: list[Region] = []
        if self.house.foot_notes:
            self.marked = {target: place for place, target in enumerate(dict.fromkeys(_note_targets(root)))}
        for part in self._elements(root):
            if part.tag == "head":
                properties = self._properties(part)
            elif part.tag == "body":
                regions += [region for child in self._elements(part) for region in self._section(child)]
            else:
                self._unknown(part, "<head>、<body>")
        order = [list(REGIONS).index(region.name) for region in regions]
        if order != sorted(order):
            self._fault(root, "各 <section> 的次序不对", f"次序应为 {'、'.join(REGIONS)}。")
        for target, place in self.targets:
            if target not in self.anchors:
                self.findings.add("template-anchor", f"页码要指向的 id 不存在：{target}", place)
        notes = tuple(sorted(self.notes, key=lambda note: self.marked[note.anchor]))
        return Sheet(tuple(regions), properties, root.attributes.get("lang", "zh-CN"), notes=notes)

    def _properties(self, head: Element) -> dict[str, str]:
        found = {}
        for child in self._elements(head):
            if child.tag == "title":
                found["title"] = _LAYOUT.sub("", "".join(part for part in child.children if isinstance(part, str))).strip()
            elif child.tag == "meta" and child.attributes.get("name") in PROPERTIES:
                found[child.attributes["name"]] = child.attributes.get("content", "")
            else:
                self._unknown(child, f'<title>、<meta name="{"|".join(PROPERTIES)}">')
        return {name: value for name, value in found.items() if value}

    def _section(self, element: Element) -> list[Region]:
        """A region for each run of blocks on pages of one format; one that is empty stays as it is the only one."""
        name = element.attributes.get("class", "")
        if element.tag != "section" or name not in REGIONS:
            self._unknown(element, f'<section class="{"|".join(REGIONS)}">')
            return []
        runs: list[tuple[str, list[Element]]] = [("", [])]
        for child in self._elements(element):
            layout, _, leaf = child.attributes.get("class", "").partition(" ")
            around = child.tag == "div" and layout == "leaf" and leaf in LEAVES
            here = (leaf, self._elements(child)) if around else ("", [child])
            if runs[-1][0] == here[0]:
                runs[-1][1].extend(here[1])
            else:
                runs.append(here)
        regions: list[Region] = []
        for leaf, children in runs:
            self.groups = []
            blocks: list[Block] = []
            for child in children:
                self._into(blocks, child, ("box", "columns", "beside"))
            if blocks:
                regions.append(Region(name, tuple(blocks), tuple(self.groups), leaf))
        return regions or [Region(name, ())]

    def _into(self, blocks: list[Block], element: Element, allowed: tuple[str, ...]) -> None:
        """Add the block of `element` to `blocks`, or those of a <div>, noting where they stand."""
        layout, _, kind = element.attributes.get("class", "").partition(" ")
        if element.tag != "div" or layout == "css":
            block = self._block(element)
            if isinstance(block, SheetParagraph) and block.kind == "note" and block.anchor in self.marked:
                self.notes.append(block)
            elif block:
                blocks.append(block)
            return
        if layout not in allowed or (kind not in BOX_KINDS if layout == "box" else kind):
            names = [f"box {name}" for name in BOX_KINDS] if "box" in allowed else []
            names += (name for name in allowed if name != "box")
            self._unknown(element, "、".join(f'<div class="{name}">' for name in names) or "<p>、<table> 等")
            return
        place, start = len(self.groups), len(blocks)
        for child in self._elements(element):
            self._into(blocks, child, ("beside",) if layout == "box" else ())
        if len(blocks) == start:
            self._fault(element, f'<div class="{layout}"> 里没有内容', "没有内容时不要排出来，请用 {% if %}。")
            return
        self.groups.insert(place, Group(kind or layout, start, len(blocks), self._place(element)))
        if layout == "beside" and not _is_beside(blocks[start:]):
            self._fault(element, "并排的图要有二至四幅，每幅之后是 figure-part，最后可以有一个 figure-caption")

    # --- blocks ---

    def _block(self, element: Element) -> Block | None:
        if element.tag in _TEXT_TAGS:
            return self._paragraph(element)
        if element.tag == "hr":
            name = element.attributes.get("class", "")
            if name not in self.house.rules:
                self._fault(element, f"没有“{name}”这种线", f"可用：{'、'.join(self.house.rules)}。")
            return SheetRule(name)
        if element.tag == "table":
            return self._table(element)
        if element.tag == "img":
            return self._picture(element)
        if element.tag == "div" and element.attributes.get("class") == "css":
            return css_block(element, self._place, self.pixels, self._fault)
        self._unknown(element, '<p>、<h1>–<h4>、<hr/>、<table>、<img/>、<div class="css">')
        return None

    def _paragraph(self, element: Element) -> SheetParagraph | None:
        classes = element.attributes.get("class", "").split()
        kinds = [name for name in classes if name not in _MODIFIERS]
        if len(kinds) != 1 or kinds[0] not in PARAGRAPH_KINDS:
            wrong = " ".join(kinds)
            self._fault(element, f"没有“{wrong}”这种段落", f"class 可用：{'、'.join(PARAGRAPH_KINDS)}。")
            return None
        kind, outline = kinds[0], self.house.styles[kinds[0]].outline
        expected = f"h{outline}" if outline else "p"
        if element.tag != expected:
            self._fault(
                element,
                f"{kind} 应写作 <{expected}>",
                f"版式的 styles.{kind}.outline 为 {outline}，标签要与它一致。",
            )
        span = self._source(element)
        children, pair = self._split_pair(element)
        runs = self._runs(element, children, "", None)
        pair_runs = self._runs(pair, pair.children, "", None) if pair else ()
        if not any(run.text.strip() or run.target for run in (*runs, *pair_runs)):
            self._fault(element, f"这个段落（{kind}）没有文字", "没有内容时不要排出这一段，请用 {% if %}。")
        labels = 0
        if "hang" in classes:
            labels = sum(len(run.text) for run in runs[: next((i for i, r in enumerate(runs) if r.style not in LABELS), 0)])
        anchor = element.attributes.get("id", "")
        if anchor in self.anchors:
            self.findings.add("template-anchor", f"id 重复：{anchor}", element.place)
        if anchor:
            self.anchors[anchor] = element.place
        target = element.attributes.get("data-target", "")  # to nowhere it is no link: a report left out is told by `dropped`
        return SheetParagraph(kind, runs, span, anchor, outline, pair_runs, "leader" in classes, labels, target)

    def _split_pair(self, element: Element) -> tuple[list[Element | str], Element | None]:
        """The children before the pair, and the pair, which must come last."""
        for index, child in enumerate(element.children):
            if isinstance(child, Element) and child.attributes.get("class") == "pair":
                if any(not isinstance(rest, str) or rest.strip() for rest in element.children[index + 1 :]):
                    self._fault(child, "pair 之后不能再有文字")
                return element.children[:index], child
        return element.children, None

    def _table(self, element: Element) -> SheetTable:
        head: list[Element] = []
        body: list[Element] = []
        for part in self._elements(element):
            if part.tag not in ("thead", "tbody"):
                self._unknown(part, "<thead>、<tbody>")
                continue
            for row in self._elements(part):
                if row.tag != "tr":
                    self._unknown(row, "<tr>")
                elif part.tag == "thead":
                    head.append(row)
                else:
                    body.append(row)
        span = self._source(element)
        placed = [[(self._cell(cell), cell) for cell in self._elements(row)] for row in (*head, *body)]
        rows = table_grid.grid([[cell for cell, _ in row] for row in placed])
        if rows is None:
            self.findings.add("template-table", "表格各行的栏数不一样", span or element.place)
            rows = ()
        header = rows[0] if head and rows else ()
        wishes = self._wishes(element, len(rows[0]) if rows else 0, len(head))
        continued = element.attributes.get("data-continued", "")
        return SheetTable(header, rows[1:] if header else rows, span, wishes, (Run(continued),) if continued else ())

    def _wishes(self, element: Element, columns: int, heads: int) -> TableWishes:
        """`data-widths="1 5"`: the columns as parts of the measure, or mm; `data-size`: pt."""
        written = element.attributes.get("data-widths", "").split()
        widths = tuple(table_grid.width(part) for part in written)
        if columns and written and (None in widths or (len(widths) != columns and self._place(element) is None)):
            self._fault(element, f"data-widths 要写 {columns} 个整数，用空格分开")
            widths = ()
        size, align = element.attributes.get("data-size", "0"), element.attributes.get("data-align", "")
        if not re.fullmatch(r"\d{1,2}(\.\d)?", size) or align not in ("", "decimal"):
            self._fault(element, "data-size 要写磅数，data-align 只能是 decimal")
            size = "0"
        known = tuple(found for found in widths if found is not None)
        return TableWishes(max(1, heads), known, float(size), align == "decimal", "data-total" in element.attributes)

    def _cell(self, element: Element) -> SheetCell:
        written = element.attributes.get("class", "")
        align = written.removeprefix("own ")
        if element.tag not in ("th", "td") or align not in ("", "left", "center", "right"):
            self._unknown(element, '<th>、<td>，class 为 "left"、"center"、"right"，前面可加 own，或不写')
        across, down = (element.attributes.get(name, "1") for name in ("colspan", "rowspan"))
        if not (re.fullmatch(r"[1-9]\d{0,2}", across) and re.fullmatch(r"[1-9]\d{0,2}", down)):
            self._fault(element, "colspan、rowspan 要写正整数")
            across = down = "1"
        runs = self._runs(element, element.children, "", None)
        own = align != written and bool(align)
        return SheetCell(runs, align, self._source(element), int(across), int(down), own=own)

    def _picture(self, element: Element) -> Picture:
        self._check_attributes(element)
        span = self._source(element)
        path, width = element.attributes.get("src", ""), element.attributes.get("data-width", "")
        if element.children:
            self._fault(element, "<img/> 里不能有内容")
        return Picture(
            path,
            element.attributes.get("alt", ""),
            self.pixels(path, span or element.place),
            span,
            float(width) if width else None,
        )

    # --- text ---

    def _runs(self, owner: Element, children: list[Element | str], style: InlineName, source: Span | None) -> Runs:
        runs: list[Run] = []
        for child in children:
            if isinstance(child, str):
                text = child if source else _LAYOUT.sub("", child)
                if text:
                    runs.append(Run(text, style, source))
                continue
            span = self._source(child) or source
            if child.tag == "br":
                runs.append(Run(LINE_BREAK, style, span))
                continue
            name = child.attributes.get("class") or _INLINE_TAGS.get(child.tag, "")
            if child.tag not in _INLINE_TAGS or name not in INLINE_STYLES:
                known = "、".join(filter(None, INLINE_STYLES))
                self._unknown(child, f"<strong>、<em>、<sup>、<br/>、<span>，span 的 class 为 {known} 或放在末尾的 pair")
                continue
            if name == "page-ref":
                target = child.attributes.get("data-target", "")
                self.targets.append((target, child.place))
                if child.children:
                    self._fault(child, "page-ref 里不能有文字，页码会自动填入")
                runs.append(Run("", name, span, target))
                continue
            if name == "note-ref":
                inside = self._runs(child, child.children, name, span)
                runs += (replace(run, target=child.attributes.get("data-target", "")) for run in inside)
                continue
            # Strong around or inside emphasis stays strong: see INLINE_STYLES.
            inner = style if style == "strong" and name in ("", "emphasis") else name or style
            runs += self._runs(child, child.children, inner, span)
        return _joined(runs)

    def _source(self, element: Element) -> Span | None:
        self._check_attributes(element)
        return self._place(element)

    def _place(self, element: Element) -> Span | None:
        """Where its words come from, as it says itself."""
        text = element.attributes.get("data-src")
        if not text:
            return None
        try:
            return span_of(text)
        except ValueError:
            self._fault(element, f"data-src 写法不对：{text}", "应为 文件:行:列，请用 at(…) 或 runs(…)。")
            return None

    def _check_attributes(self, element: Element) -> None:
        for name in element.attributes.keys() - ATTRIBUTES.get(element.tag, frozenset()):
            self._fault(element, f"<{element.tag}> 不能有属性 {name}", "样子请写在 house.yaml 里。")

    def _elements(self, owner: Element) -> list[Element]:
        """The child elements; words between them would be lost, so they are a fault."""
        place = owner
        found = []
        for child in owner.children:
            if isinstance(child, Element):
                place = child
                found.append(child)
            elif child.strip():
                self._fault(place, f"文字没有放在段落里：{child.strip()[:20]}", '请写成 <p class="body">…</p> 这样。')
        if owner.tag not in _TEXT_TAGS:
            self._check_attributes(owner)
        return found

    def _unknown(self, element: Element, allowed: str) -> None:
        label = f'<{element.tag} class="{element.attributes["class"]}">' if "class" in element.attributes else f"<{element.tag}>"
        self._fault(element, f"这里不能用 {label}", f"可用：{allowed}。")

    def _fault(self, element: Element, message: str, hint: str = "") -> None:
        self.findings.add("template-vocabulary", message, element.place, hint)


def _note_targets(element: Element) -> Iterator[str]:
    """What the marks of notes lead to, in their order; those in a drawing are a part of the picture."""
    for child in element.children:
        if isinstance(child, Element) and child.attributes.get("class") != "css":
            if child.tag == "sup" and (target := child.attributes.get("data-target")):
                yield target
            yield from _note_targets(child)


def _is_beside(blocks: list[Block]) -> bool:
    kinds = "".join("p" if isinstance(block, Picture) else _BESIDE.get(getattr(block, "kind", ""), "?") for block in blocks)
    return re.fullmatch("(?:pts?){2,4}c?", kinds) is not None


def _joined(runs: list[Run]) -> Runs:
    """Neighbouring wording of the house in one style becomes one run; the author's runs keep their own
    spans."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last and last.span is None and run.span is None and not run.target and not last.target and last.style == run.style:
            joined[-1] = replace(last, text=last.text + run.text)
        else:
            joined.append(run)
    return tuple(joined)
