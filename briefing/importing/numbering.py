"""Automatic numbers: what Word prints before a paragraph and stores nowhere (ECMA-376 part 1, §17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from briefing.importing.names import attribute, child, children, value, whole
from briefing.numerals import chinese

_DIGITS = "〇一二三四五六七八九"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_LEVELS = 9


@dataclass(slots=True)
class _Level:
    form: str
    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Label:
    """`text` without the tab or space after it; `bullet`: a sign, not a number."""

    text: str
    bullet: bool
    depth: int


class Numbering:
    """Counts as paragraphs go by: ask once for each numbered paragraph, in their order."""

    def __init__(self, root: Element | None) -> None:
        abstract = {attribute(node, "abstractNumId"): node for node in children(root, "abstractNum")}
        self._lists: dict[str, dict[int, _Level]] = {}
        self._shared: dict[str, str] = {}  # list → the abstract list whose counters it shares
        self._styled: dict[str, tuple[str, int]] = {}
        for node in children(root, "num"):
            identity, base = attribute(node, "numId"), value(node, "abstractNumId")
            levels = _levels(abstract.get(base))
            overridden = False
            for change in children(node, "lvlOverride"):
                index = whole(attribute(change, "ilvl"))
                levels |= _levels(change)
                if start := value(change, "startOverride"):
                    overridden = True
                    if index in levels:
                        levels[index].start = whole(start, 1)
            self._lists[identity] = levels
            self._shared[identity] = f"num {identity}" if overridden else base
            for level in children(abstract.get(base), "lvl"):
                if style := value(level, "pStyle"):
                    self._styled.setdefault(style, (identity, whole(attribute(level, "ilvl"))))
        self._counts: dict[str, list[int | None]] = {}

    def of_style(self, style: str) -> tuple[str, int]:
        """List and level that a style is bound to, ("", 0) for none."""
        return self._styled.get(style, ("", 0))

    def label(self, identity: str, depth: int) -> Label | None:
        """The label of the next paragraph of list `identity` at level `depth`; None where there is none."""
        levels = self._lists.get(identity)
        level = levels.get(depth) if levels else None
        if levels is None or level is None or not 0 <= depth < _LEVELS:
            return None
        counts = self._counts.setdefault(self._shared[identity], [None] * _LEVELS)
        before = counts[depth]
        counts[depth] = level.start if before is None else before + 1
        counts[depth + 1 :] = [None] * (_LEVELS - depth - 1)
        if level.form == "bullet":
            return Label("", True, depth)
        if level.form == "none" and "%" in level.text:
            return None

        def fill(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            other = levels.get(index, level)
            count = counts[index]
            return written(other.start if count is None else count, other.form)

        text = re.sub(r"%([1-9])", fill, level.text).strip()
        return Label(text, False, depth) if text else None


def _levels(node: Element | None) -> dict[int, _Level]:
    return {
        whole(attribute(level, "ilvl")): _Level(
            value(level, "numFmt") or _custom(level), value(level, "lvlText"), whole(value(level, "start"), 1)
        )
        for level in children(node, "lvl")
    }


def _custom(level: Element) -> str:
    """Formats of Word 2010 stand in `mc:AlternateContent`, with a fallback for older readers."""
    return value(child(level, "AlternateContent", "Fallback"), "numFmt") or "decimal"


def written(number: int, form: str) -> str:
    """`number` in one of the formats of `ST_NumberFormat` (§17.18.59)."""
    if form in _CHINESE:
        return chinese(number) if 0 < number < 100_000 else str(number)
    if form in ("taiwaneseDigital", "chineseDigital", "japaneseDigitalTenThousand", "ideographDigital"):
        return "".join(_DIGITS[int(digit)] for digit in str(abs(number)))
    if form.startswith("decimalEnclosedCircle"):
        return chr(0x2460 + number - 1) if 1 <= number <= 20 else str(number)
    if form == "decimalEnclosedParen":
        return chr(0x2474 + number - 1) if 1 <= number <= 20 else f"({number})"
    if form == "decimalEnclosedFullstop":
        return chr(0x2488 + number - 1) if 1 <= number <= 20 else f"{number}."
    if form == "ideographTraditional":
        return _STEMS[(number - 1) % 10]
    if form == "ideographZodiac":
        return _BRANCHES[(number - 1) % 12]
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (number - 1) % 26) * min((number - 1) // 26 + 1, 9)
        return letter if form == "upperLetter" else letter.lower()
    if form in ("upperRoman", "lowerRoman"):
        return _roman(number) if form == "upperRoman" else _roman(number).lower()
    if form == "decimalZero":
        return f"{number:02d}"
    return str(number)


_CHINESE = {
    "chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand", "japaneseCounting",
    "koreanCounting", "ideographLegalTraditional", "chineseLegalSimplified",
}  # fmt: skip


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    said = ""
    for amount, sign in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
        (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        said += sign * (number // amount)
        number %= amount
    return said
