"""密级和保密期限 as it is to be printed: 秘密★1年 (GB/T 9704—2012 7.2.2), however the star and the number were typed.

What names no classification of the state (内部资料, 工作秘密, 普通商密★3年) is the office's own and stays as it is typed.
"""

from __future__ import annotations

import re

from briefing.core import numerals
from briefing.core.errors import Findings, Severity
from briefing.core.han import HAN
from briefing.core.pattern import Pattern
from briefing.model.described import LocatedText

#: The longest period that the law on state secrets gives each, where nothing else is decided; years.
LONGEST = {"绝密": 30, "机密": 20, "秘密": 10}
_LEVEL = Pattern(r"([绝机秘]\s*密)级?")
_STAR = "★☆⭐✩✪✫✭✮✯✰⋆*＊✱∗﹡"
_STARS = Pattern(f"[{_STAR}]")
#: What people type between the two for want of a star, and what closes brackets around a period.
_JOINT = Pattern(rf"[{_STAR}\s·•・:：,，、（(\[［〔\-—–－~～/／|]+")
_PERIOD = Pattern(r"(?P<count>\d{1,3}|[一二两三四五六七八九十]{1,3})\s*(?P<unit>年|个?月|天|日)")
#: 绝蜜★1年, and 1年★秘密.
_ALIKE = Pattern(rf"([绝机秘]\S|\S密)\s*[{_STAR}]")
_LATE = Pattern(rf"[{_STAR}\s\d一二三四五六七八九十两个年月]+([绝机秘]密)级?.*")
#: Until when or until what it is secret.
_UNTIL = Pattern(r"长期$|.*(?:\d{4}\s*[年.\-/]|解密|公开|公布|发布|宣布|之前|以前|之日|[前后止])")
#: 机密文件，注意保存: no period is meant.
_OWN = Pattern(rf"[{HAN}][^{_STAR}\d]*")
_USUAL = "请写成 秘密★1年：密级、实心的五角星、保密期限，数字用阿拉伯数字。"


def read(typed: str, findings: Findings) -> str:
    """What to print for `typed`; what cannot be a classification with its period is a warning, and is printed as typed."""
    level = _LEVEL.match(typed)
    if level is None:
        _strange(typed, findings)
        return typed
    rest = typed[level.end() :]
    if not rest or _OWN.fullmatch(rest):
        return typed
    name = re.sub(r"\s", "", level[1])
    joint = _JOINT.match(rest)
    stars = _STARS.findall(rest)
    period = rest[joint.end() if joint else 0 :].strip().rstrip("）)]］〕").strip()
    counted = _PERIOD.fullmatch(period)
    until = _UNTIL.match(period)
    if len(stars) > 1 or not period or not (counted or (until and joint)):
        reason = "星号多了" if len(stars) > 1 else f"“{period[:20]}”不是保密期限" if period else "后面没有保密期限"
        _wrong(findings, typed, f"密级“{typed[:40]}”：{reason}")
        return typed
    printed = f"{name}★{_said(counted) if counted else period}"
    if counted:
        _too_long(findings, typed, name, counted)
    if printed == typed:
        return typed
    if isinstance(typed, LocatedText):
        message = f"密级和保密期限照 GB/T 9704 排作“{printed}”"
        findings.add("secrecy", message, typed.span._replace(length=len(typed)), "", Severity.NOTE)
        return LocatedText(printed, typed.span)
    return printed


def _strange(typed: str, findings: Findings) -> None:
    """What was meant for a classification of the state, by its period or by its words, and is none."""
    if (alike := _ALIKE.match(typed)) and alike[1] not in ("商密", *LONGEST):
        _wrong(findings, typed, f"没有“{alike[1]}”这个密级", f"密级有{'、'.join(LONGEST)}。{_USUAL}")
    elif (inside := _LATE.fullmatch(typed)) is not None:
        _wrong(findings, typed, f"“{typed[:40]}”里的密级“{inside[1]}”不在最前面")
    elif _PERIOD.fullmatch(typed.strip(f"{_STAR} ")) or _STARS.match(typed):
        _wrong(findings, typed, f"“{typed[:40]}”没有写密级")


def _too_long(findings: Findings, typed: str, level: str, counted: re.Match[str]) -> None:
    number, unit = _number(counted["count"]) or 0, counted["unit"]
    years = number / {"年": 1, "月": 12}.get(unit[-1], 365)
    if not number:
        _wrong(findings, typed, f"密级“{typed[:40]}”：保密期限是 0")
    elif years > LONGEST[level]:
        message = f"{level}的保密期限一般不超过{LONGEST[level]}年，这里是{number}{unit}"
        _wrong(findings, typed, message, "《保守国家秘密法》这样规定，另有规定的除外；请核对。")


def _wrong(findings: Findings, typed: str, message: str, hint: str = _USUAL) -> None:
    place = typed.span._replace(length=len(typed)) if isinstance(typed, LocatedText) else None
    findings.add("secrecy", message, place, hint, Severity.WARNING)


def _said(counted: re.Match[str]) -> str:
    return f"{_number(counted['count'])}{counted['unit']}"


def _number(said: str) -> int | None:
    return int(said) if said.isdecimal() else numerals.value(said)
