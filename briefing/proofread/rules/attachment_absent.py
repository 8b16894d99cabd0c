"""提到的附件没有

文中写了“见附件”“附件2”，本期却没有这个附件（issue.yaml 的 attachments）。别的文件的附件（《……》附件1）不算。

错：具体安排见附件2。
对：具体安排另行通知，材料以附件形式报送。
改法：在 issue.yaml 里列上附件，或改去文中的说法。
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.core.numerals import numeral
from briefing.core.pattern import Pattern
from briefing.proofread.passages import WORDING, Passage
from briefing.proofread.rule import Finding, Galley, Rule, found

_N = "[0-9０-９]{1,2}|[一二三四五六七八九十]{1,2}"
_NAMED = Pattern(
    rf"(?:(?:详|参|可|请)?见(?:后面的|文后|本期|后附的?|所附)?附件(?P<seen>{_N})?|^附件(?P<listed>{_N})?\s*[：:]|[（(]附件(?P<bracket>{_N})?[）)：:]|"
    rf"附件(?P<plain>{_N})(?![份个项]))|(?:按照?|根据|依据|详见|填写|对照)附件(?P<by>{_N})?(?=[的，。；、）所中列要填])",
    "附件",
)
#: Somebody else's: 《通知》附件1, 通知的附件.
_OTHERS = Pattern("(?:》|》的|》[^，。；]{0,4}中|通知的|来文的?|原文的?|文件的|邮件|短信)$")


def _find(passage: Passage, galley: Galley) -> Iterator[Finding]:
    text, count = passage.text, len(galley.issue.attachments)
    for match in _NAMED.finditer(text):
        if _OTHERS.search(text[: match.start()]):
            continue
        name, value = next(((part, part) for part in match.groups() if part), ("", ""))
        number = (int(value) if value.isdecimal() else numeral(value)) or 1 if value else 1
        if number > count:
            there = f"本期只有 {count} 个附件" if count else "本期没有附件"
            said = f"提到附件{name}，{there}"
            yield found(
                passage,
                match.start() + match[0].index("附件"),
                match.end(),
                said,
                "在 issue.yaml 的 attachments 里列上，或改去文中的说法。",
            )


RULE = Rule(Severity.ERROR, _find, kinds=WORDING)
