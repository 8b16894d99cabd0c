"""比率超过了100%

满意度、合格率、覆盖率这样的比率，最多是100%。完成率、投资完成率、增长率可以超过，不算。

错：群众满意度达120%。
错：疫苗接种覆盖率提高到100.5%。
对：群众满意度达98%，全年任务完成率为120%。
改法：核对数字。
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from briefing.core.errors import Severity
from briefing.core.pattern import Pattern
from briefing.proofread.passages import Passage
from briefing.proofread.rule import Finding, Galley, Rule, found

_RATE = Pattern(
    r"(?P<rate>(?:满意|合格|及格|优良|优秀|覆盖|普及|知晓|入学|入园|到课|出勤|到会|参保|参与|达标|办结|办复|好评|准确|正确|完好|绿化|回收利用|无害化处理|"
    r"城镇化|通达|硬化|入户|接种|治愈|破案|纳入|签约|支持)(?:率|度))[^，。；：！？、\n0-9%]{0,6}?(?P<number>[0-9]{3}(?:\.[0-9]+)?)[%％]",
    "%",
    "％",
)


def _find(passage: Passage, galley: Galley) -> Iterator[Finding]:
    for match in _RATE.finditer(passage.text):
        if Decimal(match["number"]) > 100 and "完成" not in match[0]:
            message = f"{match['rate']}不会超过 100%"
            yield found(passage, match.start("number"), match.end(), message, "请核对数字。")


RULE = Rule(Severity.ERROR, _find)
