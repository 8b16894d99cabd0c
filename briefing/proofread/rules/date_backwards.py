"""起止颠倒，或没有这个时刻

起止的日期、年份、钟点，先说开始，后说结束；跨年的写明“次年”。没有25时、9:75、第五季度；“上午14时”“凌晨13时”自相矛盾。

错：自5月15日至5月10日公示。
错：“十四五”时期（2025—2020年）。
错：会议上午14时开始，9:75结束。
错：第五季度完成验收。
对：自11月15日至次年3月15日；12月20日至1月5日；2021—2025年；上午9:30开始，下午14时结束。
改法：核对起止和钟点。
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.core.pattern import Pattern
from briefing.proofread.passages import EVERYWHERE, Passage
from briefing.proofread.rule import Finding, Galley, Rule, found

_TO = "(?:起?(?:至|到)|[—～-]{1,2})"
_DAYS = Pattern(
    rf"(?P<m1>\d{{1,2}})月(?P<d1>\d{{1,2}})日(?:[（(][^（）()]{{1,6}}[）)])?{_TO}(?:(?P<m2>\d{{1,2}})月)?(?P<d2>\d{{1,2}})日",
    "日",
)
_YEARS = Pattern(rf"(?<!\d)(?P<y1>(?:19|20)\d\d)年?{_TO}(?P<y2>(?:19|20)\d\d)年", "年")
_CLOCK = Pattern(
    r"(?P<part>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚|当日|定于|于)?(?<![\d.:：])(?P<hour>\d{1,2})"
    r"(?:(?:[:：](?P<minute>\d{2})(?![\d:：%])(?P<after>[，。、；]?(?:开始|结束|举行|召开|许|前|后|左右|准时|时|分)|[—～至到-])?)|(?P<oclock>[时点])(?![长间候段\d.]))",
    "时",
    "点",
    ":",
    "：",
)
_QUARTER = Pattern("第(?:[五六七八九]|[5-9])季度", "季度")
#: Hours that a part of the day may have; the afternoon's are counted from 1 or from 13.
_PARTS = {
    "凌晨": range(7), "清晨": range(4, 9), "早上": range(4, 11), "早晨": range(4, 11),
    "上午": range(5, 13), "中午": range(10, 15),
}  # fmt: skip
#: Months at the end of a year and at the beginning of the next: 12月20日至1月5日.
_LATE, _EARLY = 10, 4


def _find(passage: Passage, galley: Galley) -> Iterator[Finding]:
    text = passage.text
    for match in _DAYS.finditer(text):
        first = (int(match["m1"]), int(match["d1"]))
        last = (int(match["m2"] or match["m1"]), int(match["d2"]))
        over_new_year = first[0] >= _LATE and last[0] <= _EARLY
        if last < first and not over_new_year:
            yield found(passage, *match.span(), "结束的日期在开始之前", "请核对；跨年的写明“次年”。")
    for match in _YEARS.finditer(text):
        if match["y2"] < match["y1"]:
            yield found(passage, *match.span(), "结束的年份在开始之前", "请核对年份。")
    for match in _QUARTER.finditer(text):
        yield found(passage, *match.span(), "一年只有四个季度", "请核对。")
    for match in _CLOCK.finditer(text):
        if said := _wrong_clock(match["part"] or "", int(match["hour"]), match["minute"], bool(match["after"])):
            yield found(
                passage,
                match.start("hour") - len(match["part"] or ""),
                match.end("minute" if match["minute"] else 0),
                said,
                "请核对钟点。",
            )


def _wrong_clock(part: str, hour: int, minute: str | None, sure: bool) -> str:
    """What is wrong with a time of day; a ratio (2:75) is none."""
    if not part and not (sure and minute):
        return ""
    if minute and int(minute) > 59:
        return f"没有 {hour} 时 {int(minute)} 分"
    if hour > 24:
        return f"没有 {hour} 时" if part else ""
    if part in _PARTS and hour not in _PARTS[part]:
        return f"{part}没有 {hour} 时"
    return ""


RULE = Rule(Severity.ERROR, _find, kinds=EVERYWHERE)
