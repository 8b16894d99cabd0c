"""Who gets which numbered copies 份号: the register that goes with a numbered run, as rows, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from briefing.core import numerals
from briefing.core.errors import Diagnostic, InputError, Span
from briefing.core.records import dataclass

DIGITS = 6  # GB/T 9704-2012 §7.2.1: six Arabic digits
#: 五份 is said in words; 市二 is a name, without 份.
_SAID = "[一二两三四五六七八九十百]{1,5}"
_SHARE = re.compile(
    rf"(?!(?:\d+|{_SAID})\s*[份本册]?$)(?P<to>.*?\S)\s*[:：,，、]?\s*(?:(?P<copies>\d{{1,6}})\s*[份本册]?|(?P<said>{_SAID})\s*[份本册])"
)
_HINT = "请一行写一个单位和份数，如“省委办公厅　5份”。"


def six(number: int) -> str:
    return f"{number:0{DIGITS}d}"


class Copy(NamedTuple):
    """One copy of the run. `recipient` "": nobody was named; `spare`: printed beyond what was asked for."""

    number: int
    recipient: str
    spare: bool


class Range(NamedTuple):
    """Copies with numbers that follow one another, for one recipient."""

    first: int
    last: int
    recipient: str
    spare: bool

    @property
    def copies(self) -> int:
        return self.last - self.first + 1

    @property
    def written(self) -> list[str]:
        """First and last number."""
        return [six(self.first), six(self.last)]

    @property
    def numbers(self) -> str:
        return six(self.first) if self.first == self.last else f"{six(self.first)}—{six(self.last)}"


@dataclass(frozen=True, slots=True)
class Register:
    """A run, in the order of its numbers."""

    ranges: tuple[Range, ...]

    @property
    def first(self) -> int:
        return self.ranges[0].first

    @property
    def last(self) -> int:
        return self.ranges[-1].last

    @property
    def written(self) -> list[str]:
        """First and last number, but for spares."""
        return [six(self.first), six(self.spares.first - 1 if self.spares else self.last)]

    @property
    def spares(self) -> Range | None:
        return next((each for each in self.ranges if each.spare), None)

    @property
    def copies(self) -> list[Copy]:
        return [Copy(number, each.recipient, each.spare) for each in self.ranges for number in range(each.first, each.last + 1)]

    def rows(self) -> list[tuple[str, str, str]]:
        """What the page to be signed says: numbers, how many, whose."""
        return [(each.numbers, f"{each.copies}份", _named(each.recipient, each.spare)) for each in self.ranges]

    def as_csv(self) -> bytes:
        """A line a copy, in UTF-8 with a mark by which spreadsheets know it."""
        text = io.StringIO(newline="")
        written = csv.writer(text, lineterminator="\r\n")
        written.writerow(("份号", "领用单位", "用途", "签收人", "签收日期", "清退或销毁"))
        written.writerows((six(copy.number), _safe(copy.recipient), _use(copy), "", "", "") for copy in self.copies)
        return text.getvalue().encode("utf-8-sig")

    def as_json(self, issue: str, secrecy: str) -> bytes:
        ranges: list[dict[str, object]] = [
            {
                "first": six(each.first), "last": six(each.last), "copies": each.copies, "recipient": each.recipient or None,
                "spare": each.spare,
            }
            for each in self.ranges
        ]  # fmt: skip
        found = {"issue": issue, "secrecy": secrecy or None, "first": six(self.first), "last": six(self.last), "ranges": ranges}
        return (json.dumps(found, ensure_ascii=False, indent=2) + "\n").encode()


def register(first: int, last: int, spares: int, shares: Sequence[str], span: Span | None) -> Register:
    """Numbers `first` to `last` go to those whom `shares` (省委办公厅　5份) name, in their order; what is left goes to nobody in
    particular, and `spares` more are numbered after them. Raises InputError for a share that says no number, and for more
    copies than there are."""
    ranges: list[Range] = []
    at = first
    for line in shares:
        place = getattr(line, "span", span)
        match = _SHARE.fullmatch(unicodedata.normalize("NFKC", line).strip())
        copies = (int(match["copies"] or 0) or numerals.value(match["said"] or "")) if match else 0
        if match is None or not copies:
            raise InputError(Diagnostic("press-shares", f"看不出几份：{line}", place, _HINT))
        if at + copies - 1 > last:
            message = f"份数不够：“{match['to']}”的 {copies} 份之前已经分了 {at - first} 份，一共只有 {last - first + 1} 份"
            raise InputError(Diagnostic("press-shares", message, place, "请改小份数，或用 --numbers 多编一些。"))
        ranges.append(Range(at, at + copies - 1, match["to"].rstrip(" :：,，、"), False))
        at += copies
    if at <= last:
        ranges.append(Range(at, last, "", False))
    if spares:
        ranges.append(Range(last + 1, last + spares, "", True))
    return Register(tuple(ranges))


def _named(recipient: str, spare: bool) -> str:
    return "备份" if spare else recipient or "＿" * 8


def _use(copy: Copy) -> str:
    return "备份" if copy.spare else "正本"


def _safe(text: str) -> str:
    """A spreadsheet takes what begins so for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
