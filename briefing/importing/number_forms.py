"""A number in the formats of `ST_NumberFormat` (ECMA-376 part 1, §17.18.59). Pure."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.core.numerals import chinese

_DIGITS = "〇一二三四五六七八九"
_LEGAL, _LEGAL_OLD = "零壹贰叁肆伍陆柒捌玖", "零壹貳參肆伍陸柒捌玖"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_LEGAL_UNITS = ((10_000, "万"), (1000, "仟"), (100, "佰"), (10, "拾"), (1, ""))
_OLD_UNITS = ((10_000, "萬"), (1000, "仟"), (100, "佰"), (10, "拾"), (1, ""))
_COUNTING = {
    "chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand", "japaneseCounting",
    "koreanCounting", "koreanDigital2",
}  # fmt: skip
_BY_DIGITS = {"taiwaneseDigital", "chineseDigital", "japaneseDigitalTenThousand", "ideographDigital"}
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщыэюя"
#: Formats that are known as they are: plain digits, whatever their width is in East Asian fonts.
_PLAIN = {"decimal", "decimalHalfWidth", "arabicAbjad", ""}


def written(number: int, form: str) -> str | None:
    """`number` in `form`; None for a format that nobody here knows how to write."""
    if form in _COUNTING:
        return chinese(number) if 0 < number < 100_000 else str(number)
    if form in ("chineseLegalSimplified", "japaneseLegal", "koreanLegal"):
        return _said(number, _LEGAL, _LEGAL_UNITS)
    if form == "ideographLegalTraditional":
        return _said(number, _LEGAL_OLD, _OLD_UNITS)
    if form in _BY_DIGITS:
        return "".join(_DIGITS[int(digit)] for digit in str(abs(number)))
    if form in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(0xFF10 + int(digit)) for digit in str(abs(number)))
    if form in _ENCLOSED:
        return next((chr(first + number - low) for low, high, first in _ENCLOSED[form] if low <= number <= high), str(number))
    if form == "ideographTraditional":
        return _STEMS[(number - 1) % 10]
    if form == "ideographZodiac":
        return _BRANCHES[(number - 1) % 12]
    if form == "ideographZodiacTraditional":
        return _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12]
    if form in ("upperLetter", "lowerLetter", "russianUpper", "russianLower"):
        alphabet = _RUSSIAN if form.startswith("russian") else "abcdefghijklmnopqrstuvwxyz"
        letter = alphabet[(number - 1) % len(alphabet)] * min((number - 1) // len(alphabet) + 1, 9)
        return letter.upper() if form.startswith(("upper", "russianU")) else letter
    if form in ("upperRoman", "lowerRoman"):
        return _roman(number) if form == "upperRoman" else _roman(number).lower()
    return _latin(number, form)


def _latin(number: int, form: str) -> str | None:
    if form.startswith("decimalZero"):  # and of how many digits, where it is not two
        return f"{number:0{form.removeprefix('decimalZero') or 2}d}"
    if form == "hex":
        return f"{number:X}"
    if form == "numberInDash":
        return f"- {number} -"
    if form == "ordinal":
        ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        return f"{number}{ending}"
    if form == "chicago":
        return "*†‡§"[(number - 1) % 4] * min((number - 1) // 4 + 1, 9)
    return str(number) if form in _PLAIN else None


#: From, to, and the character of the first.
_ENCLOSED = {
    "decimalEnclosedCircle": ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)),
    "decimalEnclosedCircleChinese": ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)),
    "decimalEnclosedParen": ((1, 20, 0x2474),),
    "decimalEnclosedFullstop": ((1, 20, 0x2488),),
    "ideographEnclosedCircle": ((1, 10, 0x3280),),
}


def _said(number: int, digits: str, units: Sequence[tuple[int, str]]) -> str:
    if not 0 < number < 100_000:
        return str(number)
    said, zero = "", False
    for unit, name in units:
        digit, number = divmod(number, unit)
        if digit:
            said += ("零" if zero else "") + digits[digit] + name
        zero = bool(said) and not digit
    return said


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
