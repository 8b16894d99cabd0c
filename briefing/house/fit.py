"""Whether what a house asks for goes on its own pages: type that does not overlap, lines with room for words, a page number on
the paper. Each number of house.yaml may be right by itself and wrong beside another; what is wrong stands at the one to change.
"""

from __future__ import annotations

import math

from briefing.core.errors import Findings, Span
from briefing.house.style import PT_PER_MM, HouseStyle, ParagraphStyle
from briefing.house.wording import parts
from briefing.source import yaml_tree

#: A cell of the grid may be this much narrower than the type before ink meets ink: GB/T 9704's own 28 characters on 156 mm take
#: 0.987 em.
_NARROWEST = 0.95
#: A grid wider than this, in em, sets no text any more but letters apart.
_WIDEST = 2.0
#: A nameplate may be held to so much of the measure, and a line above it to so much of its size.
_LEAST_SHARE = 0.3
#: Characters for which an indented line must have room.
_LEAST_CHARACTERS = 4
#: Word takes no larger sheet (22 inches).
_LARGEST_MM = 558.0
#: Digits for which a page number must have room.
_DIGITS = 4
_SLACK = 0.75  # pt, by which the grid may be deeper than the type area


def check_fit(house: HouseStyle, node: yaml_tree.Mapping, findings: Findings) -> None:
    """`node`: the house.yaml that `house` was bound from, its parents merged in."""
    _Fit(house, node, findings).check()


class _Fit:
    def __init__(self, house: HouseStyle, node: yaml_tree.Mapping, findings: Findings) -> None:
        self.house, self.node, self.findings = house, node, findings
        self.measure, self.capacity = house.page.measure, house.grid.lines * house.grid.pitch

    def check(self) -> None:
        before = len(self.findings.items)
        self._page()
        self._grid()
        if len(self.findings.items) > before:
            return  # all that follows depends on these
        for style in self.house.styles.values():
            self._style(style)
        for key in ("latin_gap", "latin_gap_min", "latin_gap_max"):
            if getattr(self.house.composition, key) > 1:
                self._wrong(("composition", key), f"{key} 比一个字还宽", "汉字与西文之间一般空 0.125字 至 0.25字。")
        self._masthead()
        self._inline()
        self._rules()
        self._colophon()
        self._page_number()
        if self.house.masthead_lines > self.house.grid.lines:
            self._wrong(("masthead_lines",), f"报头占 {self.house.masthead_lines} 行，一页只有 {self.house.grid.lines} 行")

    def _masthead(self) -> None:
        wishes = self.house.masthead
        if not _LEAST_SHARE <= wishes.widest <= 1:
            self._wrong(("masthead", "widest"), f"报名至多占版心宽的 {wishes.widest:g} 倍", f"请写 {_LEAST_SHARE:g} 至 1 的数。")
        elif wishes.narrowest > wishes.widest:
            message = f"报名至少占版心宽的 {wishes.narrowest:g} 倍，又至多占 {wishes.widest:g} 倍"
            self._wrong(("masthead", "narrowest"), message, "至少的不能比至多的大。", beside=(("masthead", "widest"),))
        if wishes.overline and not _LEAST_SHARE <= wishes.overline <= 1:
            message = f"报名上一行的字号至多是报名的 {wishes.overline:g} 倍"
            self._wrong(("masthead", "overline"), message, f"请写 {_LEAST_SHARE:g} 至 1 的数；0 为不管。")

    def _wrong(self, path: tuple[str, ...], message: str, hint: str = "", *, beside: tuple[tuple[str, ...], ...] = ()) -> None:
        """`beside`: what the number at `path` does not go with. The one that this house wrote itself is the one to change."""
        places = [_place(self.node, one) for one in (path, *beside)]
        own = next((place for place in places if place.file == self.node.span.file), places[0])
        self.findings.add("house-fit", message, own, hint)

    # --- page and grid ---

    def _page(self) -> None:
        for key, length in (("width", self.house.page.width_mm), ("height", self.house.page.height_mm)):
            if length > _LARGEST_MM:
                self._wrong(("page", key), f"纸太大：{length:g} 毫米", f"Word 里的纸最多 {_LARGEST_MM:g} 毫米。")

    def _grid(self) -> None:
        grid, size = self.house.grid, self.house.styles["body"].size
        depth = self.house.page.depth
        if self.capacity > depth + _SLACK:
            self._wrong(
                ("grid", "lines"),
                f"{grid.lines} 行、行距 {grid.pitch:g} 磅，共高 {self.capacity / PT_PER_MM:.1f} 毫米，"
                f"版心只有 {depth / PT_PER_MM:.1f} 毫米",
                f"这样的行距每页最多 {int((depth + _SLACK) / grid.pitch)} 行；也可以不写 pitch，由版心高除以行数得出。",
            )
        tall = [style for style in self.house.styles.values() if style.leading is None and style.size > grid.pitch + 0.01]
        if tall:
            largest = max(style.size for style in tall)
            named = "、".join(style.word for style in tall[:4]) + ("等" if len(tall) > 4 else "")
            self._wrong(
                ("grid", "lines"),
                f"每页 {grid.lines} 行，行距只有 {grid.pitch:.1f} 磅，{largest:g} 磅的字（{named}）会上下叠在一起",
                f"照这些字号，每页最多 {max(1, int(depth / largest))} 行；或改小字号，或给这些样式写 leading。",
                beside=tuple(("styles", style.kind, "size") for style in tall),
            )
        if grid.chars is None or grid.chars < 2:
            return
        cell = self.measure / grid.chars
        if cell < _NARROWEST * size:
            self._wrong(
                ("grid", "chars"),
                f"每行 {grid.chars} 字，一字只有 {cell:.1f} 磅宽，正文是 {size:g} 磅的字，会叠在一起",
                f"版心宽 {self.house.page.type_area_width_mm:g} 毫米，"
                f"这样的字每行最多 {int(self.measure / (_NARROWEST * size))} 个；"
                f"或把正文字号改到 {math.floor(cell / _NARROWEST * 10) / 10:g} 磅以下。",
                beside=(("styles", "body", "size"), ("page", "type_area_width")),
            )
        elif cell > _WIDEST * size:
            self._wrong(
                ("grid", "chars"),
                f"每行 {grid.chars} 字，字与字之间比一个字还宽",
                f"这样的字每行约 {int(self.measure / size)} 个；不要字符网格时写 none。",
            )

    # --- styles ---

    def _style(self, style: ParagraphStyle) -> None:
        path, grid = ("styles", style.kind), self.house.grid
        leading = grid.pitch if style.leading is None else style.leading
        cell = style.size
        if grid.chars and grid.chars > 1 and abs(style.size - self.house.styles["body"].size) < 1e-6:
            cell = self.measure / grid.chars
        if style.leading is not None and leading < style.size - 0.01:
            message = f"{style.word}：行距 {leading:g} 磅比字号 {style.size:g} 磅还小，字会上下叠在一起"
            self._wrong((*path, "leading"), message, beside=((*path, "size"),))
        if leading > self.capacity:
            self._wrong((*path, "leading"), f"{style.word}：行距 {leading:g} 磅，一页放不下一行")
        for key, white in (("before", style.before), ("after", style.after)):
            if white and white + leading > self.capacity >= leading:
                self._wrong((*path, key), f"{style.word}：{key} 的空白 {white:g} 磅，一页放不下")
        if style.tracking < _NARROWEST - 1:
            self._wrong(
                (*path, "tracking"), f"{style.word}：字距 {style.tracking:g} 字，字会叠在一起", f"最小 {_NARROWEST - 1:g}字。"
            )
        if style.tracking > _WIDEST:
            self._wrong((*path, "tracking"), f"{style.word}：字距 {style.tracking:g} 字，比字还宽", f"最大 {_WIDEST:g}字。")
        room = self.measure - (style.indent_left + style.indent_right + max(0.0, style.indent_first)) * cell
        if room < _LEAST_CHARACTERS * style.size:
            key = max(("indent_left", "indent_right", "indent_first", "size"), key=lambda name: self._share(style, name))
            self._wrong(
                (*path, key),
                f"{style.word}：缩进之后一行只剩 {max(0.0, room / style.size):.1f} 个字的宽度",
                "请改小缩进或字号。",
            )
        page = self.house.page
        margin = page.binding_mm
        if page.mirrored:
            margin = min(margin, page.width_mm - page.binding_mm - page.type_area_width_mm)
        if (style.indent_left + min(0.0, style.indent_first)) * cell < -margin * PT_PER_MM:
            self._wrong((*path, "indent_left" if style.indent_left < 0 else "indent_first"), f"{style.word}：文字会伸到纸外")

    @staticmethod
    def _share(style: ParagraphStyle, name: str) -> float:
        """What takes most of the line is what to change."""
        return style.size / 20 if name == "size" else float(getattr(style, name))

    def _inline(self) -> None:
        body = self.house.styles["body"]
        leading = max(body.size, self.house.grid.pitch if body.leading is None else body.leading)
        for name, style in self.house.inline.items():
            if style.scale * body.size > leading + 0.01:
                self._wrong(
                    ("inline", name, "scale"),
                    f"{style.word}：字号是所在段落的 {style.scale:g} 倍，正文的行距放不下",
                    f"最大 {math.floor(leading / body.size * 10) / 10:g}。",
                )
            if abs(style.raise_em) > 1:
                self._wrong(("inline", name, "raise"), f"{style.word}：上移 {style.raise_em:g} 字，会碰到别的行", "最多 1字。")
            if style.dots and self.house.styled:
                message = f"{style.word}：PDF 由 WeasyPrint 排的版式，字下加不了着重号"
                self._wrong(
                    ("inline", name, "dots"),
                    message,
                    "请写 dots: false，用黑体或楷体强调；或不用 bulletin.css 和 pdf: weasyprint。",
                )

    def _rules(self) -> None:
        for name, rule in self.house.rules.items():
            if rule.before + rule.weight + rule.after > self.capacity / 2:
                key = max(("before", "weight", "after"), key=lambda part: float(getattr(rule, part)))
                self._wrong(("rules", name, key), f"横线 {name} 连同空白比半页还高")

    def _colophon(self) -> None:
        inset, styles = self.house.colophon.inset, self.house.styles
        size = max(style.size for style in (styles["recipients"], styles["editors"], styles["serial"]))
        if self.measure - 2 * inset * size < 2 * _LEAST_CHARACTERS * size:
            self._wrong(("colophon", "inset"), f"版记左右各空 {inset:g} 字，中间放不下文字", "照 GB/T 9704 空 1字。")

    def _page_number(self) -> None:
        page, number = self.house.page, self.house.page_number
        half, beside = number.size / 2 / PT_PER_MM, (("page_number", "size"),)
        foot = page.height_mm - page.top_mm - page.type_area_height_mm
        if number.offset_mm + half > foot:
            self._wrong(
                ("page_number", "offset"), "页码会落到纸外", f"版心下面只有 {foot:g} 毫米，请改小 offset 或 size。", beside=beside
            )
        elif number.offset_mm < half + 1 / PT_PER_MM:
            self._wrong(
                ("page_number", "offset"),
                "页码会碰到版心",
                f"{number.size:g} 磅的页码，offset 至少 {half + 0.5:.1f}mm。",
                beside=beside,
            )
        room = self.measure / 2 / number.size - number.inset
        width = sum(
            _DIGITS / 2 if name else sum(0.5 if char.isascii() else 1.0 for char in text) for text, name in parts(number.format)
        )
        if width > room:
            key = "format" if number.inset < room else "inset"
            self._wrong(
                ("page_number", key), f"页码约宽 {width:g} 字，半行只有 {max(0.0, room):.0f} 字", "请写短些，或改小 inset、size。"
            )


def _place(node: yaml_tree.Mapping, path: tuple[str, ...]) -> Span:
    """Where the value at `path` is written; where it is left out, what it belongs to."""
    found: yaml_tree.Node = node
    for key in path:
        value = found.get(key) if isinstance(found, yaml_tree.Mapping) else None
        if value is None:
            break
        found = value
    return found.span
