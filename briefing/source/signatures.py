"""落款 as typed → its lines, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from briefing.core.errors import Edit, Findings
from briefing.core.pattern import Pattern
from briefing.core.written_dates import is_date
from briefing.model.blocks import Signature
from briefing.model.text_lines import Break, Line, Text, plain
from briefing.source import values
from briefing.source.fenced_content import FencedContent
from briefing.source.table_blocks import Rows

#: What people put between an office and the date.
_PARTED = " \u3000，,、；;"
#: 省文明办 2022年5月13日, on one line.
_DATE_BEHIND = Pattern(
    r"(?<![\d〇○零一二三四五六七八九])(?:\d{4}|[〇○零一二三四五六七八九]{4})\s*[-年./]\s*[\d一二三四五六七八九十]{1,3}\s*[-月./]"
    r"\s*[\d一二三四五六七八九十]{1,3}\s*[日号]?\s*$"
)
#: An office in a 公文 signs with up to a dozen others; a page of names is a list.
MOST_LINES = 12


def signature(content: FencedContent, findings: Findings) -> Signature | None:
    head, lines = content.read_head(), content.rows()
    if head:
        findings.add("box-head", "“::: 落款”后面不写文字", head[0].span, "机关和日期请从下一行写起，各占一行。")
    other = next((item for item in content.items if not isinstance(item, Rows)), None)
    if other is not None:
        findings.add("box-content", "落款里只写机关和日期", other.span, "请把列表、表格、图片和小标题移到“::: 落款”之前。")
    found = tuple(line for line in lines if plain(line).strip())
    if not found and other is None:
        findings.add("box-content", "“::: 落款”里没有内容", content.span, "请在 ::: 之前写上机关和日期，各占一行，或删去这两行。")
    check(found, findings)
    return Signature(found, content.span) if found else None


def apart(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Those of a YAML head, where | parts two."""
    found: list[Line] = []
    for line in lines:
        parts = [list(part) for is_break, part in groupby(line, key=lambda item: isinstance(item, Break)) if not is_break]
        found += map(tuple, parts)
    return tuple(found)


def check(lines: Sequence[Line], findings: Findings) -> None:
    """Says what a 落款 cannot be: a date above its office or without one, or one that is not written as 公文 write it."""
    if len(lines) > MOST_LINES:
        message, place = f"落款有 {len(lines)} 行，最多 {MOST_LINES} 行", lines[MOST_LINES][0].span
        findings.add("signature", message, place, "请只写署名的机关和日期，各占一行。")
    for index, line in enumerate(lines):
        text, last = plain(line), index + 1 == len(lines)
        span = line[0].span._replace(length=max(1, len(text)))
        if is_date(text):
            if not last:
                findings.add("signature", "落款的日期要写在最后一行", span, "请把日期移到机关的下面；落款里只写一个日期。")
            elif not index:
                findings.add("signature", "落款只有日期，没有机关", span, "请在日期上面一行写上署名的机关。")
            continue
        try:
            day = values.date(text)
        except values.UnreadableValue:
            match = _DATE_BEHIND.search(text)
            if match and (office := text[: match.start()].strip(_PARTED)):
                hint = f"请分成两行：一行“{office}”，一行“{match[0].strip()}”。"
                findings.add("signature", "落款的机关和日期要各占一行", span, hint)
            continue
        said = f"{day.year}年{day.month}月{day.day}日"
        fix = Edit(span, text, said) if len(line) == 1 and isinstance(line[0], Text) else None
        findings.add("signature", f"落款的日期要写成{said}", span, f"请把“{text.strip()}”改为“{said}”。", fix=fix)
