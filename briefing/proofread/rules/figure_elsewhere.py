"""同一个数前后不同

同一样东西在一期里说了两次，数却不同：前面“全市共有志愿者12万人”，后面“全市志愿者13万人”。
时间不同的、一个是约数的不算；标题写明是哪个市（南京市：……）的，各市的“全市”分开比。

错：
    全市共有注册志愿者12万人，活跃度居全省前列。

    全市注册志愿者13万人，人人参与。
对：
    全市共有注册志愿者12.3万人，活跃度居全省前列。

    全市注册志愿者12万人，人人参与。
改法：核对原始数据，改成一样；说的不是一回事的，写清楚差别。
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.core.han import HAN
from briefing.core.pattern import Pattern
from briefing.core.records import dataclass
from briefing.proofread.figures import Amount, figures
from briefing.proofread.passages import PROSE, Passage, PassageKind
from briefing.proofread.rule import Finding, Galley, Rule, found

_UNIT = Pattern(f"(?:%|[{HAN}]平方[米公里]{{1,2}}|平方公里|平方米|公里|公顷|[人名个家件条处所支户次项篇场亩吨座元辆台张米期岁])")
#: Said between a thing and its amount, or before it, without changing what it is.
_EMPTY = Pattern(
    "目前|现在|截至|现已|已经|累计|一共|总共|共有|共计|总计|合计|共|已有|现有|已|现|达到|达|为|是|超过|突破|约|近|逾|超|拥有|建成|"
    "的|了|其中|在册|据统计|统计显示|有|显示"
)
_SUBJECT = Pattern(f"[{HAN}A-Za-z“”]+$")
#: Parts, averages and changes of a thing, which are other things.
_RELATIVE = Pattern(
    "每|平均|人均|同比|环比|余下|剩|分别|第$|其他|其余|(?:约|近|逾|超|过|少于|不足|左右)$|比上|增长|下降|提高|降低|上升|减少|增加"
)
_TIME = Pattern(
    "(?:[0-9]{4}年|去年|上年|今年|当年|本年|全年|目前|截至)?(?:前?[0-9]{1,2}(?:个?月份?|日|季度)[底末初]?|[一二三四]季度|上半年|下半年|年底|年初)|[0-9]{4}年|去年|上年|今年|当年|本年|全年"
)
_THIS = Pattern("^(?:今年|本年|当年|目前|截至)")
_WHOLE = Pattern("(全[国省市县区镇乡州]|辖区)(?:共|共有|有|的)?$")
_THING = Pattern(f"[{HAN}]{{2,10}}")
_COMMON = Pattern("全省|全国|我省")
#: Whose report it is: 南京市：……
_OWNER = Pattern(f"^([{HAN}]{{2,8}}?[市县区州省镇办局委])[：:]")
#: A thing said more briefly is the same if this much of it is left.
_LEAST = 5


@dataclass(frozen=True, slots=True)
class _Said:
    passage: Passage
    figure: Amount
    thing: str
    unit: str
    time: str
    scope: str
    guess: bool = False  # the thing may be more or less than is said here

    @property
    def text(self) -> str:
        return self.passage.text[self.figure.start : self.figure.end] + self.unit

    def same(self, other: _Said) -> bool:
        """Whether both measure one thing."""
        if self.unit != other.unit or self.time != other.time or self.scope != other.scope:
            return False
        short, long = sorted((self.thing, other.thing), key=len)
        return short == long or (
            not self.guess and len(short) >= _LEAST and long.endswith(short) and self.passage.report == other.passage.report
        )


def _find(galley: Galley) -> Iterator[Finding]:
    cities = tuple(name for order in galley.words.order.values() for name in order)
    owners = _owners(galley)
    first: dict[str, list[_Said]] = {}
    for passage in galley.passages:
        if passage.kind not in PROSE:
            continue
        owner = owners.get(passage.report, "")
        for said in (*_measured(passage, cities, owner), *_before(passage, owner)):
            group = first.setdefault(said.thing[-4:], [])
            before = next((other for other in group if other.same(said)), None)
            if before is None:
                if not said.guess:
                    group.append(said)
            elif not before.figure.agrees(said.figure):
                yield _finding(said, before)
                if before.passage.report != said.passage.report:
                    yield _finding(before, said)  # each report has its own editor


def _finding(said: _Said, other: _Said) -> Finding:
    place = other.passage.span(other.figure.start, other.figure.end)
    message = f"“{said.thing}”这里是 {said.text}，另一处（{place}）是 {other.text}"
    return found(said.passage, said.figure.start, said.figure.end, message, "核对原始数据，改成一样。")


def _owners(galley: Galley) -> dict[int, str]:
    """Report → the place whose report it is, where the titles name places: their 全市 are different cities."""
    return {
        passage.report: match[1]
        for passage in galley.passages
        if passage.kind is PassageKind.TITLE and (match := _OWNER.match(passage.text))
    }


def _measured(passage: Passage, cities: tuple[str, ...], owner: str) -> Iterator[_Said]:
    """Each figure whose thing is said right before it."""
    text = passage.text
    for one in figures(text):
        unit = _UNIT.match(text, one.end)
        if unit is None or text[unit.end() : unit.end() + 1] in ("余", "多", "左", "以"):
            continue
        start = max(text.rfind(mark, 0, one.start) for mark in "。；\n") + 1
        clause = max(text.rfind(mark, 0, one.start) for mark in "，。；：！？（\n") + 1
        subject = _SUBJECT.search(_TIME.sub("", text[max(clause, one.start - 48) : one.start]))
        if subject is None or _RELATIVE.search(subject[0]):
            continue
        thing = _EMPTY.sub("", subject[0])
        if not 4 <= len(thing) <= 20:
            continue
        time = _time(text, max(start, one.start - 120), one.start)
        shared = bool(_COMMON.search(thing)) or any(thing.startswith(city) for city in cities)
        yield _Said(passage, one, thing, unit[0], time, "" if shared else owner)


def _before(passage: Passage, owner: str) -> Iterator[_Said]:
    """全市1206个文明实践站: the amount between a place and its things."""
    text = passage.text
    for one in figures(text):
        whole = _WHOLE.search(text, max(0, one.start - 4), one.start)
        unit = _UNIT.match(text, one.end)
        thing = _THING.match(text, unit.end()) if unit else None
        if whole is None or unit is None or thing is None:
            continue
        start = max(text.rfind(mark, 0, one.start) for mark in "。；\n") + 1
        time = _time(text, max(start, one.start - 120), one.start)
        for length in range(2, len(thing[0]) + 1):  # where the thing ends and its verb begins, nobody says
            yield _Said(passage, one, whole[1] + thing[0][:length], unit[0], time, owner, True)


def _time(text: str, start: int, end: int) -> str:
    """The last time that text[start:end] says; a figure that says none, or says 今年, is of this year."""
    last = ""
    for match in _TIME.finditer(text, start, end):
        last = _THIS.sub("", match[0])
    return last


RULE = Rule(Severity.WARNING, whole=_find)
