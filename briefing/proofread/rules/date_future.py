"""已经发生的事，日期在本期印发之后

稿件说已经做了的事，日期却比印发日期晚，多半是月份、日子打错了，或照抄了去年的稿件。
计划、要求和期限（将于、拟于、……前、……底、起施行）不算。

错：5月20日，南京市召开了推进会。
对：5月20日，南京市将召开推进会；6月底前完成整改。
改法：核对日期；是计划的，写明“将”“拟”。
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.core.pattern import Pattern
from briefing.proofread.characters import sentence
from briefing.proofread.dates import Mention, mentions
from briefing.proofread.passages import PROSE, Passage
from briefing.proofread.rule import Finding, Galley, Rule, found

#: In the same sentence: what is still to come.
_TO_COME = Pattern(
    "将(?!军|士)|拟(?!定了)|计划(?![》”书])|预计|预期|力争|争取|确保|定于|原定|届时|下一步|安排在|准备(?!工作)|目标|有望|截止|"
    "为期|有效期|报名|务必|必须|请于|请各|应当|应于|要在|要于|须|启动仪式拟|接续|即将|待|明年|明后|到期|规划(?![》”])|倒计时|有序推进至|"
    "施行|实施(?!了|方案)|陆续"
)
_AFTERWARDS = Pattern("[^，。；至到—～]{0,4}(?:前|之前|以前|底|止|后)")
_ON = Pattern("[^，。；]{0,4}(?:起|开始|至|到|—|～)")
_BEFORE = Pattern("(?:(?<!截)至|到|—|～|-|于|截止|迟于|晚于|直到|在)$")
#: Done for all that: 于5月20日召开了.
_CLEAR = Pattern("了|已(?!经?[于在]?起)")
#: What has gone on for a while cannot begin in the future.
_DONE_SINCE = Pattern("(?:起|以来|开始|后)[^。；]{0,12}已(?:经)?(?!定|列入|纳入|安排|确定|明确|部署|启动|印发|制定|报)")
#: After the date: what has been done.
_DONE = Pattern(
    "了|已|曾|完成|召开|举行|举办|开展|组织|印发|下发|出台|发布|启动|赴|前往|获|荣|被|通过|揭牌|成立|检查|调研|走访|慰问|"
    "建成|投入使用|落成|签订|签署|达成|实现|部署|学习|观摩|验收|评选|表彰|授予|命名|公布|通报|推出|上线|开通|设立|收到|受理|"
    "新增|解决|整改|督查|督导|会议|来到|参加|作出|强调|指出|传达|进行|深入|联合|集中|累计|共有|开馆|开园|开幕|闭幕|运行|顺利|圆满"
)


def _find(passage: Passage, galley: Galley) -> Iterator[Finding]:
    issued = galley.date
    if issued is None:
        return
    text = passage.text
    for date in mentions(text, issued):
        day = date.date
        if day is None or day <= issued or not _likely(date, issued.month) or _is_planned(text, date):
            continue
        said = f"{day.month} 月 {day.day} 日" if date.day else f"{day.year} 年 {day.month} 月"
        yield found(
            passage, date.start, date.end,
            f"事情已经发生，{said}却在印发日期（{issued:%Y-%m-%d}）之后",
            "请核对日期；是计划的，请写明“将”“拟”。",
        )  # fmt: skip


def _likely(date: Mention, issued: int) -> bool:
    """In January a December without a year is last year's."""
    return date.stated or not (issued <= 3 and date.month >= 10)


def _is_planned(text: str, date: Mention) -> bool:
    first, last = sentence(text, date.start)
    before, after = text[first : date.start], text[date.end : last]
    if before.endswith(("将于", "拟于", "定于", "将在", "拟在")):
        return True
    if before.endswith("截至") or _DONE_SINCE.search(after):
        return False
    if _AFTERWARDS.match(after[:6]) or date.part == "中":
        return True
    if (date.part or _ON.match(after[:6]) or _BEFORE.search(before)) and not _CLEAR.search(after):
        return True
    return bool(_TO_COME.search(text[first:last])) or not _DONE.search(after)


RULE = Rule(Severity.ERROR, _find, kinds=PROSE)
