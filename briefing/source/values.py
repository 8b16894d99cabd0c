"""What an editor's number or date means. Pure: text in, value or a Chinese reason out."""

from __future__ import annotations

import calendar
import datetime
import re
import unicodedata

from briefing.core import numerals
from briefing.core.pattern import Pattern

_COUNT = Pattern(r"(?:总?第|共?印)?\s*(\d{1,9}|\d{1,3}(?:,\d{3}){1,2})\s*(?:[期年份号位件本册套卷])?")
#: 十七, 四百, 一千零二十: no year, whose digits are read one by one.
_SAID_COUNT = Pattern(r"(?:总?第)?\s*([零〇一二三四五六七八九十百千两]{1,9})\s*[期份号位件本册套卷]?")
#: 第17期（总第205期）, 2022年第17期.
_ALL = Pattern(r"期.*总|^\d{4}年.*期")
#: Quotation marks around a value, which YAML wants straight or not at all, and what ends a sentence.
_AROUND = "“”‘’「」『』＂\"'"
_ENDS = "。，、；;,"
_JOINED = Pattern(r"(?:第)?\s*\d{1,8}(?:\s*(?:期)?\s*[-—–―~、,和至/]\s*(?:第)?\s*\d{1,8})+\s*(?:期)?\s*(?:合刊)?")
#: 17、19 and 17和19 are two numbers, not all from the first to the last.
_LISTED = Pattern("[、,和]")
#: A year of a monthly.
_MOST_JOINED = 12
_WRITTEN = (
    r"(?P<year>\d{4})\s*(?:年|[-./—–\s])\s*(?P<month>\d{1,2})\s*(?:月|[-./—–\s])\s*(?P<day>\d{1,2})\s*[日号]?"
    r"|(?P<packed>\d{8})"
)
_DATE = Pattern(_WRITTEN)
_DAY = Pattern(r"(?P<month>\d{1,2})\s*(?:月|[-./])\s*(?P<day>\d{1,2})\s*[日号]?")
#: What a date looks like that cannot be read for one reason.
_ALMOST = (
    (Pattern(r"\d{1,2}\s*(?:月|[-./])\s*\d{1,2}\s*[日号]?$"), "缺少年份"),
    (Pattern(r"\d{2}\s*(?:年|[-./])\s*\d{1,2}\s*(?:月|[-./])\s*\d{1,2}\s*[日号]?$"), "的年份要写四位数"),
    (Pattern(r"\d{4}\s*年?$"), "只有年份，缺少月、日"),
    (Pattern(r"\d{4}\s*(?:年|[-./])\s*\d{1,2}\s*月?$"), "缺少日"),
    (Pattern(rf"(?:{_WRITTEN})(?!\d)"), "日期后面多了别的字"),
)
#: In January 12月30日 is of last year, in November 5月20日 is of this one.
_SAME_YEAR = datetime.timedelta(240)
#: What may follow a date that was copied from somewhere.
_WEEKDAY = Pattern(r"\s*[（(]?(?:星期|周|礼拜)([一二三四五六日天])[)）]?$")
_MIDNIGHT = Pattern(r"[T ]\s*0?0:00(?::00(?:\.0+)?)?Z?$", ":")
_WEEK = "一二三四五六日"
_HAN_DIGITS = dict(zip("〇○零一二三四五六七八九两", (0, 0, 0, *range(1, 10), 2), strict=True))
_HAN = Pattern("[〇○零一二三四五六七八九十廿卅]+")
#: Bulletins of this kind have existed since the 1930s; anything outside is a slip of the key.
_YEARS = range(1930, 2200)


class UnreadableValue(ValueError):
    """Why a text is not such a value (Chinese), and what to write instead."""

    def __init__(self, reason: str, hint: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint


def count(text: str) -> tuple[int, int]:
    """A whole number as written (17, 第17期, 017, ４００份) and its digits if it is zero-padded, else 0."""
    plain = _bare(text)
    match = _COUNT.fullmatch(plain)
    if not match and re.fullmatch(r"\d{10,}", plain):
        raise UnreadableValue(f"{plain[:12]}…太大（{len(plain)}位数）", "最多九位数。")
    if not match:
        if (said := _SAID_COUNT.fullmatch(plain)) and (value := numerals.value(said[1])) is not None:
            return value, 0
        hint = "请只写阿拉伯数字，如 17，前后不加别的字。"
        if _ALL.search(plain):
            hint += "总期数写在 total，年份取自日期。"
        raise UnreadableValue(f"{_quoted(text)}不是整数", hint)
    digits = match[1].replace(",", "")
    return int(digits), len(digits) if digits.startswith("0") and len(digits) > 1 else 0


def numbers(text: str) -> tuple[int, int | None, int]:
    """An issue number: as `count`, or those of several that appear as one (20-21, 第20、21期合刊), first and last."""
    plain = _bare(text)
    match = _JOINED.fullmatch(plain)
    if match is None:
        value, digits = count(text)
        return value, None, digits
    parts = [int(part) for part in re.findall(r"\d+", plain)]
    if (len(parts) > 2 or _LISTED.search(plain)) and parts[0] < parts[-1] and parts != [*range(parts[0], parts[0] + len(parts))]:
        raise UnreadableValue(f"“{text}”各期不是连着的", "合刊请写头尾两期，如 20-21。")
    if not parts[0] < parts[-1] < parts[0] + _MOST_JOINED:
        raise UnreadableValue(f"“{text}”的头尾两期不对", f"合刊请从小写到大，如 20-21；最多 {_MOST_JOINED} 期。")
    first = re.findall(r"\d+", plain)[0]
    return parts[0], parts[-1], len(first) if first.startswith("0") else 0


def date(text: str) -> datetime.date:
    """A day that exists: 2022-05-13, 2022/5/13, 20220513, 2022年5月13日（星期五）or 二〇二二年五月十三日."""
    match = _DATE.fullmatch(_plain(text))
    if not match:
        reason = next((reason for pattern, reason in _ALMOST if pattern.match(_plain(text))), "不是日期")
        raise UnreadableValue(f"{_quoted(text)}{reason}", "请写成 2022-05-13 或 2022年5月13日。")
    packed = match["packed"]
    parts = (packed[:4], packed[4:6], packed[6:]) if packed else match.group("year", "month", "day")
    found = _existing(*map(int, parts))
    named = _WEEKDAY.search(_bare(text))
    if named and named[1].replace("天", "日") != _WEEK[found.weekday()]:
        raise UnreadableValue(f"{found} 是星期{_WEEK[found.weekday()]}，不是星期{named[1]}", "请核对日期。")
    return found


def day_near(text: str, today: datetime.date) -> datetime.date:
    """As `date`; a day without a year (5月13日, 五月十三日, 今天) is one of this year, or of the year before or after where
    that is much nearer to `today`."""
    plain = _plain(text)
    if plain in (shifts := {"今天": 0, "明天": 1, "后天": 2}):
        return today + datetime.timedelta(shifts[plain])
    match = _DAY.fullmatch(plain)
    if not match or _DATE.fullmatch(plain):
        return date(text)
    month, day = int(match["month"]), int(match["day"])
    wrong: UnreadableValue | None = None
    near: list[datetime.date] = []
    for year in (today.year, today.year - 1, today.year + 1):
        try:
            near.append(_existing(year, month, day))
        except UnreadableValue as problem:
            wrong = wrong or problem
    if not near or (wrong and near[0].year != today.year and (month, day) != (2, 29)):
        raise wrong or UnreadableValue(f"“{text}”不是日期", "")
    return near[0] if abs(near[0] - today) < _SAME_YEAR else min(near, key=lambda found: abs(found - today))


def year(text: str) -> int:
    """A year in four digits: 2022, 2022年, 二〇二二."""
    plain = _HAN.sub(_digits, _bare(text))
    match = re.fullmatch(r"(\d{4})\s*年?", plain)
    if match is None:
        raise UnreadableValue(f"{_quoted(text)}不是年份", "年份请写四位数，如 2022。")
    if int(match[1]) not in _YEARS:
        raise UnreadableValue(f"年份 {match[1]} 不合理", "请检查年份。")
    return int(match[1])


def _bare(text: str) -> str:
    """In half-width signs, without quotation marks around it and the mark of a sentence's end behind it."""
    plain = unicodedata.normalize("NFKC", text).strip().rstrip(_ENDS).strip()
    return plain[1:-1].strip() if len(plain) > 2 and plain[0] in _AROUND and plain[-1] in _AROUND else plain


def _quoted(text: str) -> str:
    """As a message quotes it: without quotation marks of its own."""
    return f"“{text.strip().strip(_AROUND)}”"


def _existing(year: int, month: int, day: int) -> datetime.date:
    if year not in _YEARS:
        raise UnreadableValue(f"年份 {year} 不合理", "请检查年份。")
    if not 1 <= month <= 12:
        raise UnreadableValue(f"没有 {month} 月", "月份为 1 至 12。")
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise UnreadableValue(f"{year} 年 {month} 月只有 {last} 天，没有 {day} 日", "请检查日期。")
    return datetime.date(year, month, day)


def _plain(text: str) -> str:
    """The date in half-width digits, without the day of the week, and the hour 0 that programs write behind it."""
    return _HAN.sub(_digits, _MIDNIGHT.sub("", _WEEKDAY.sub("", _bare(text))))


def _digits(match: re.Match[str]) -> str:
    """二〇二二 → 2022, 二十 → 20, 廿三 → 23; 三十一 → 31."""
    word = match[0].replace("廿", "二十").replace("卅", "三十")
    if "十" not in word:
        return "".join(str(_HAN_DIGITS[sign]) for sign in word)
    tens, _, ones = word.partition("十")
    if len(tens) > 1 or len(ones) > 1 or ones == "十":
        return match[0]
    return str((_HAN_DIGITS[tens] if tens else 1) * 10 + (_HAN_DIGITS[ones] if ones else 0))
