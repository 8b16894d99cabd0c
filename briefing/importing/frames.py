"""Our own DOCX: which of its tables are frames, or pictures side by side, told by the styles of what stands in them; LibreOffice
keeps those and drops the styles of tables."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace

from briefing.house.style import HouseStyle
from briefing.importing.flow import FlowGrid, Para
from briefing.importing.style_kinds import Kinds
from briefing.model.sheet import CELLS
from briefing.model.text_lines import Inline, Line, Text

_FOOT = ("recipients", "editors", "serial")
_OF_PARAGRAPHS = {"instruction": "instruction", "instruction-sign": "instruction", "editor-note": "editor-note"}


def framed(grid: FlowGrid, kinds: Kinds) -> str:
    """The kind of frame, or "beside"; "" for a table of the reports' and for the 版记."""
    slots = [slot for row in grid.rows for slot in row]
    paragraphs = [para for slot in slots for para in slot.paragraphs]
    found = [kinds.kind(para) for para in paragraphs]
    if len(grid.rows) == 1 and len(slots) > 1 and "figure-part" in found and all(slot.pictures for slot in slots):
        return "beside"
    own = [kinds.kind(item) for slot in slots for item in slot.items if isinstance(item, Para) and item.text.strip()]
    if len(slots) != 1 or any(kind in CELLS or kind in _FOOT for kind in own):
        return ""
    kind = next((known for each in own if (known := _OF_PARAGRAPHS.get(each, ""))), "")
    return kind or _of_title(paragraphs, kinds)


def _of_title(paragraphs: list[Para], kinds: Kinds) -> str:
    """链接 and 背景 are told by the label of their title."""
    wording = kinds.house.wording
    for para in paragraphs:
        if kinds.kind(para) == "box-title" and (label := kinds.label(para).strip()):
            return next((kind for kind in ("link", "background") if wording.get(kind) == label), "story")
    return "story"


def signed(sign: str, house: HouseStyle) -> tuple[str, datetime.date | None]:
    """Who wrote a 批示 and when, of the line that says so."""
    wording = house.wording
    day = "|".join((re.escape(wording.get("gap", "")), re.escape("\u3000"))).join(("(?:", ")"))
    written = re.sub(r"\\\{(\w)\\\}", r"(?P<\1>\\d+)", re.escape(wording.get("date", "")))
    pattern = re.escape(wording.get("instruction_by", ""))
    pattern = pattern.replace(r"\{name\}", "(?P<name>.+?)").replace(r"\{date\}", f"(?:{day}{written})?")
    match = re.fullmatch(pattern, sign)
    if match is None:
        return sign, None
    parts = match.groupdict()
    if not all(parts.get(key) for key in "ymd"):
        return parts["name"], None
    try:
        return parts["name"], datetime.date(*(int(parts[key]) for key in "ymd"))
    except ValueError:
        return sign, None


def first(line: Line, length: int) -> Line:
    """The first `length` characters."""
    items: list[Inline] = []
    for item in line:
        if isinstance(item, Text):
            if length <= 0:
                break
            items.append(replace(item, text=item.text[:length]))
            length -= len(item.text)
        else:
            items.append(item)
    return tuple(items)
