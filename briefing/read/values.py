"""What an editor's number or date means. Pure: text in, value or a Chinese reason out."""

from __future__ import annotations

import calendar
import datetime
import re
import unicodedata

_COUNT = re.compile(r"(?:总?第)?\s*(\d{1,9})\s*(?:期|年|份|号|位)?")
_DATE = re.compile(r"(\d{4})\s*(?:年|[-./])\s*(\d{1,2})\s*(?:月|[-./])\s*(\d{1,2})\s*日?")
#: Bulletins of this kind have existed since the 1930s; anything outside is a slip of the key.
_YEARS = range(1930, 2200)


class Unreadable(ValueError):
    """Why a text is not such a value (Chinese), and what to write instead."""

    def __init__(self, reason: str, hint: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint


def count(text: str) -> tuple[int, int]:
    """A whole number as written (17, 第17期, 017, ４００份) and its digits if it is zero-padded, else 0."""
    match = _COUNT.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if not match and re.fullmatch(r"\s*\d{10,}\s*", text):
        raise Unreadable(f"{text.strip()[:12]}…太大（{len(text.strip())}位数）", "最多九位数。")
    if not match:
        raise Unreadable(f"“{text}”不是整数", "请写阿拉伯数字，如 17。")
    digits = match[1]
    return int(digits), len(digits) if digits.startswith("0") and len(digits) > 1 else 0


def date(text: str) -> datetime.date:
    """A day that exists: 2022-05-13, 2022/5/13 or 2022年5月13日."""
    match = _DATE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if not match:
        raise Unreadable(f"“{text}”不是日期", "请写成 2022-05-13 或 2022年5月13日。")
    year, month, day = (int(part) for part in match.groups())
    if year not in _YEARS:
        raise Unreadable(f"年份 {year} 不合理", "请检查年份。")
    if not 1 <= month <= 12:
        raise Unreadable(f"没有 {month} 月", "月份为 1 至 12。")
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise Unreadable(f"{year} 年 {month} 月只有 {last} 天，没有 {day} 日", "请检查日期。")
    return datetime.date(year, month, day)
