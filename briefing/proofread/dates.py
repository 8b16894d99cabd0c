"""Dates in running text, with the year that a date without one belongs to.

A date says its year itself, or takes that of the nearest one before it in the passage (今年, 去年 count), or the issue's.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterator

from briefing.core.numerals import numeral
from briefing.core.pattern import Pattern
from briefing.core.records import dataclass

_H = "〇零一二三四五六七八九十"
_YEAR = r"(?:(?P<year>(?:19|20)\d\d|[〇零一二三四五六七八九]{4})年|(?P<said>去年|上年|前年|今年|本年|明年|次年|当年|同年))"
_DATE = Pattern(
    rf"{_YEAR}?(?P<month>(?<![0-9.第])\d{{1,2}}|(?<![{_H}0-9第])[{_H}]{{1,3}})月(?!份?[额的]?票)"
    rf"(?:(?P<day>\d{{1,2}}|[{_H}]{{1,3}})(?P<unit>[日号])(?![均常元夜])|(?P<part>底|初|末|上旬|中旬|下旬|份|中)?)"
    r"|(?<![0-9.\-/])(?P<iso_year>(?:19|20)\d\d)(?P<dash>[-/.])(?P<iso_month>\d{1,2})(?P=dash)(?P<iso_day>\d{1,2})(?![0-9.\-/])"
    r"|(?P<only_year>(?:19|20)\d\d|[〇零一二三四五六七八九]{4})年|(?P<only_said>去年|上年|前年|今年|本年|明年|次年)",
    "月",
    "年",
    "-",
    "/",
    ".",
)
_SHIFT = {"去年": -1, "上年": -1, "前年": -2, "今年": 0, "本年": 0, "明年": 1, "次年": 1}


@dataclass(frozen=True, slots=True)
class Mention:
    """A date at text[start:end]. `stated`: the text says its year. `day` None: a month; `part`: 底, 上旬 …"""

    start: int
    end: int
    year: int | None
    month: int
    day: int | None
    stated: bool
    part: str = ""

    @property
    def last_day(self) -> int:
        """Of its month; a February of an unknown year may have 29."""
        if not 1 <= self.month <= 12:
            return 0
        return calendar.monthrange(self.year or 2000, self.month)[1]

    @property
    def date(self) -> datetime.date | None:
        """The day, or the first of the month or of its part; None where there is none such or no year is known."""
        day = self.day or {"底": self.last_day, "末": self.last_day, "中旬": 11, "下旬": 21}.get(self.part, 1)
        if self.year is None or not 1 <= day <= self.last_day:
            return None
        return datetime.date(self.year, self.month, day)


def mentions(text: str, issued: datetime.date | None) -> Iterator[Mention]:
    """Every date and month of `text` in order."""
    year = issued.year if issued else None
    stated = False
    for match in _DATE.finditer(text):
        said = match["said"] or match["only_said"]
        written = match["year"] or match["iso_year"] or match["only_year"]
        if written:
            year, stated = (int(written) if written.isdecimal() and written.isascii() else numeral(written)), True
        elif said in _SHIFT:
            year, stated = (issued.year + _SHIFT[said] if issued else None), True
        month, day = match["month"] or match["iso_month"], match["day"] or match["iso_day"]
        if month is None:
            continue
        number = _number(month)
        if number is None:
            continue
        whole = _number(day) if day else None
        start = match.start("month") if match["said"] else match.start()
        yield Mention(start, match.end(), year, number, whole, stated, match["part"] or "")


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and text.isascii() else numeral(text)
