"""Nothing of the DOCX is out of sight: every paragraph has room for its characters, in width and in height, every table and
picture stands in its box. Told by widths, indents and spacing alone, without a program that would set the file.

A word that is wider than its box is parted by every word processor and seen; a character that is, is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from xml.etree.ElementTree import Element

from briefing.core.errors import Span
from briefing.core.han import is_han
from briefing.fonts.metrics import Fonts
from briefing.house.style import HouseStyle
from briefing.prove.docx_boxes import Boxes, Room, drawings, read_boxes
from briefing.prove.docx_looks import Properties, ResolvedStyles, W, flag, number
from briefing.prove.docx_text import Docx, shown_nodes
from briefing.prove.expected import Expected, seen
from briefing.prove.findings import Faults, shown

#: What lengths are rounded by, and what no eye sees. Twips.
_ROUNDING, _SLACK = 2.0, 20.0
#: Of a Han character, what has ink: less height than that cuts it. Of its size.
_INK = 0.9
_WHITE = "FFFFFF"
_TEXT = f"{W}t"
_TELL = 3  # faults of one file: where many are, one cause has them


def check_docx_seen(expected: Expected, docx: Docx, fonts: Fonts, findings: Faults) -> None:
    styles = ResolvedStyles(docx.styles)
    boxes = read_boxes(docx.body, styles, docx.mirrored)
    look = _Look(expected.house, fonts, styles)
    paragraphs = {id(paragraph.element): paragraph for paragraph in docx.paragraphs}
    faults = [
        (message, paragraphs[id(room.element)])
        for room in boxes.rooms
        if id(room.element) in paragraphs and (message := look.fault(room))
    ]
    faults += [(message, paragraphs[id(first)]) for message, first in _tables(boxes)]
    if faults:
        spans = _spans(expected, docx)
        for place, (message, paragraph) in enumerate(faults[:_TELL]):
            if place == 0 and len(faults) > _TELL:
                message += f"；共有 {len(faults)} 处这样的问题"
            findings.in_docx("prove-docx-seen", message, paragraph.number, spans.get(id(paragraph.element)))


def _tables(boxes: Boxes) -> Iterator[tuple[str, Element]]:
    """What is wrong with tables, and the first paragraph of each."""
    for table in boxes.tables:
        left, right = table.area.beside
        beyond = max(-table.left - left, table.right - table.area.width - right) - _ROUNDING
        over = max(-table.left, table.right - table.area.width) - _SLACK
        first = next(table.element.iter(f"{W}p"), None)
        if first is not None and max(beyond, over) > 0:
            where = "纸边" if beyond > 0 else "版心"
            yield f"表格伸到{where}以外 {_cm(max(beyond, over))}", first


class _Look:
    """What is wrong with a paragraph, "" for nothing."""

    def __init__(self, house: HouseStyle, fonts: Fonts, styles: ResolvedStyles) -> None:
        self._styles, self._fonts = styles, fonts
        self._roles = {name: role for role, name in house.word_fonts.items()}
        self._white = any(color.rgb.lstrip("#").upper() == _WHITE for color in house.colors.values())

    def fault(self, room: Room) -> str:
        runs = [(self._styles.run(room.style, run), text) for run in room.element.iter(f"{W}r") if (text := _text(run))]
        return self._pictures(room) or (self._words(room, runs) if runs else "")

    def _words(self, room: Room, runs: list[tuple[Properties, str]]) -> str:
        whole = "".join(text for _, text in runs)
        size = max(_size(look) for look, _ in runs)
        box = "单元格" if room.cell is not None else "版心"
        if room.width < 2 * size and room.width < (widest := max(self._widest(*run) for run in runs)) - _SLACK:
            return f"左右缩进以后只有 {_cm(room.width)} 宽，容不下一个字（{_cm(widest)}）：{shown(whole)}"
        if room.beyond > _SLACK:
            return f"缩进使文字伸到{box if room.cell else '纸边'}以外 {_cm(room.beyond)}：{shown(whole)}"
        tall = max((_size(look) for look, _ in runs if "vertAlign" not in look), default=size)
        if room.line and room.line < _INK * tall:
            return f"固定行距 {room.line / 20:g} 磅，比字号 {tall / 20:g} 磅小，字会被截去：{shown(whole)}"
        if room.cell is not None and room.cell.height and room.cell.height < (room.line or tall):
            return f"所在的表格行固定为 {room.cell.height / 20:g} 磅高，排不下一行字：{shown(whole)}"
        return next((fault for look, text in runs if (fault := self._run(look, text))), "")

    def _run(self, look: Properties, text: str) -> str:
        if flag(look, "vanish") or flag(look, "specVanish"):
            return f"设成了隐藏文字：{shown(text)}"
        if not self._white and look.get("color", {}).get("val", "").upper() == _WHITE:
            return f"字是白色的，看不见：{shown(text)}"
        if _size(look) <= 40 and number(look, "sz", usual=20) <= 2:
            return f"字号不到 1 磅：{shown(text)}"
        spacing = number(look, "spacing")
        if spacing < -_size(look) / 8:
            for char in text:
                if char.isalnum() and self._advance(look, char) + spacing <= 0:
                    return f"字距 {spacing / 20:g} 磅，字叠在一起：{shown(text)}"
        return ""

    def _pictures(self, room: Room) -> str:
        for width, height in drawings(room.element):
            if width > room.width + _SLACK:
                return f"图片宽 {_cm(width)}，所在的地方只有 {_cm(room.width)} 宽"
            if height > room.area.height + _SLACK or (room.line and height > room.line + _SLACK):
                return f"图片高 {_cm(height)}，所在的地方只有 {_cm(room.line or room.area.height)} 高，会被截去"
        return ""

    def _widest(self, look: Properties, text: str) -> float:
        return max(self._advance(look, char) for char in set(text))

    def _advance(self, look: Properties, char: str) -> float:
        """Twips."""
        role = self._roles.get(look.get("rFonts", {}).get("eastAsia", ""), "")
        glyph = self._fonts.glyphs(role, flag(look, "b"))[char] if role else None
        return _size(look) * (glyph.advance if glyph is not None else 1.0 if is_han(char) else 0.5)


def _text(run: Element) -> str:
    return "".join(filter(seen, "".join([node.text or "" for node in shown_nodes(run) if node.tag == _TEXT])))


def _size(look: Properties) -> float:
    """Twips; half-points are ten of them."""
    return number(look, "sz", usual=20) * 10


def _spans(expected: Expected, docx: Docx) -> dict[int, Span | None]:
    """Paragraph → its place in the sources; a paragraph without text has that of the text before it, a picture its own."""
    pictures = iter(expected.pictures)
    filled = docx.said_once
    starts = accumulate((len(paragraph.text) for paragraph in filled), initial=0)
    same = "".join(paragraph.text for paragraph in filled) == expected.text
    spans: dict[int, Span | None] = {}
    for paragraph, start in zip(filled, starts, strict=False):
        drawn = [next(pictures, None) for _ in drawings(paragraph.element)]
        if drawn and drawn[0] is not None:
            spans[id(paragraph.element)] = drawn[0].span
        else:
            spans[id(paragraph.element)] = expected.span_of(start) if same else None
    return spans


def _cm(twips: float) -> str:
    return f"{max(0.0, twips) / 567:.2f} cm"
