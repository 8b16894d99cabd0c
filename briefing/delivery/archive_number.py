"""档号: what an issue is called on the archive's shelf, by the house's rule and the issue's own 件号 (DA/T 22-2015 §5.4.2)."""

from __future__ import annotations

import re
from typing import NamedTuple

from briefing.house.archive_settings import FILE_NUMBER, ArchiveStyle
from briefing.house.style import HouseStyle
from briefing.house.wording import filled, parts
from briefing.model.bulletin import Issue

#: The rule of DA/T 22: 全宗号-类别号·年度-保管期限代码-机构（问题）代码-件号, where nothing is sorted by department without that.
_RULE, _BY_DEPARTMENT = (
    "{fonds}-{category}·{year}-{retention}-{item}",
    "{fonds}-{category}·{year}-{retention}-{department}-{item}",
)
_RETENTION = re.compile(r"(?:定期)?(\d{1,3})年")
_CODE = re.compile(r"[A-Za-z0-9]{1,8}")


class FileNumber(NamedTuple):
    """`text`: "" where a part of it is not known; `missing`: the names of these."""

    text: str
    missing: tuple[str, ...] = ()


def file_number(issue: Issue, house: HouseStyle) -> FileNumber:
    """A part that nobody has said leaves the whole open: half a 档号 is that of something else."""
    style, filing = house.archive, issue.filing
    rule = style.number or (_BY_DEPARTMENT if style.department or style.department_code else _RULE)
    digits = min(style.item_digits, 9)
    values = {
        "fonds": style.fonds,
        "catalogue": style.catalogue,
        "category": style.category,
        "year": str(year_of(issue) or ""),
        "retention": retention_code(style),
        "department": style.department_code or _own_code(style.department),
        "volume": str(filing.volume or ""),
        "item": f"{filing.item:0{digits}d}" if filing.item else "",
        "number": "" if issue.number.value is None else f"{issue.number.value:0{min(issue.number.digits, 9)}d}",
    }
    missing = [name for _, name in parts(rule) if name and not values[name]]
    if missing:
        return FileNumber("", tuple(dict.fromkeys(FILE_NUMBER.names[name] for name in missing)))
    return FileNumber(filled(rule, values))


def year_of(issue: Issue) -> int | None:
    return issue.number.year or (issue.date.year if issue.date else None)


def retention_code(style: ArchiveStyle) -> str:
    """DA/T 22-2015 §5.4.2: 永久, 30年 and 10年 are Y, D30 and D10; "" for what has no code there and was given none."""
    if style.retention_code:
        return style.retention_code
    if style.retention == "永久":
        return "Y"
    match = _RETENTION.fullmatch(style.retention)
    return f"D{match[1]}" if match else _own_code(style.retention)


def _own_code(text: str) -> str:
    return text if _CODE.fullmatch(text) else ""
