"""单位的字母写错，或单位没有写全

单位符号的大小写是规定的：km、kg、cm、mm、kWh、kW、mL（GB/T 3100）。面积、体积的单位写全：500平方米，不写500平方。

错：全程42.195KM，用电120万Kwh。
错：建成绿地500平方，蓄水3.2亿立方。
对：全程42.195km，用电120万kWh，建成绿地500平方米，占地2平方公里。
改法：照提示改。字母写错的，--fix 会改。
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.core.pattern import Pattern
from briefing.proofread.passages import Passage
from briefing.proofread.rule import Finding, Galley, Rule, found

_RIGHT = {unit.lower(): unit for unit in ("km", "kg", "cm", "mm", "kWh", "kW", "MW", "kPa", "kV", "mg", "dB")}
_LETTERS = Pattern(
    r"(?<=[0-9.万亿])(?P<unit>KM|Km|kM|KG|Kg|kG|CM|Cm|MM|KWH|KWh|Kwh|kwh|KW|Kw|kw|KV|Kv|kv|MG|DB|Db|db)(?![A-Za-z0-9])"
)
_SHORT = Pattern(
    r"[0-9](?:余|多)?[万亿]?(?:余|多)?(?P<unit>平方|立方)(?!米|公里|千米|分米|厘米|毫米|公分|英尺|英里|根|差|数|体|和|尺|丈|寸|[a-zA-Z])",
    "平方",
    "立方",
)


def _find(passage: Passage, galley: Galley) -> Iterator[Finding]:
    text = passage.text
    for match in _LETTERS.finditer(text):
        unit = match["unit"]
        right = _RIGHT[unit.lower()]
        yield found(passage, *match.span("unit"), f"单位“{unit}”的大小写不对", f"写作“{right}”。", right)
    for match in _SHORT.finditer(text):
        unit = match["unit"]
        yield found(passage, *match.span("unit"), f"“{unit}”没有写全", f"写作“{unit}米”。")


RULE = Rule(Severity.WARNING, _find)
