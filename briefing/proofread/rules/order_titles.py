"""职务的先后不合规定

并列的领导同志按职务高低排：书记在前，然后是省长（市长）、人大主任、政协主席、副书记、常委、副市长……；正职在副职之前；
一个人有几个职务的，党内职务在前。

错：副市长张三、市长李四出席会议。
错：市长、市委书记王五作动员讲话。
对：市委副书记、市长李四，副市长张三出席会议。
改法：按职务重排。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.core.han import HAN
from briefing.core.pattern import Pattern
from briefing.core.records import dataclass
from briefing.proofread.passages import PROSE, Passage
from briefing.proofread.rule import Finding, Galley, Rule, found

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐"
    "费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁"
    "杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房缪干解应宗丁宣邓洪包左石崔吉龚程邢裴陆荣翁荀羊惠"
    "曲封芮储靳焦牧谷车侯全班仰秋仲伊宫宁仇栾甘祖武符刘景詹束龙叶幸司黎白蒲邰从鄂索赖卓蔺屠蒙池乔闻莘党翟谭劳申扶堵冉宰雍桑桂牛寿边"
    "扈燕冀浦尚农温柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾居衡步都耿满弘匡国文寇广欧沃利越隆师巩聂晁勾敖冷辛简饶曾沙丰关查游肖某"
)
_TITLE = (
    "(?:[省市县区州镇乡街]|全省|全市|自治区)?(?:委|政府|人大(?:常委会)?|政协)?(?P<deputy>常务副|副)?"
    "(?P<base>书记|省长|市长|县长|区长|州长|镇长|乡长|主席|主任|常委|秘书长|部长|局长|厅长|处长|科长|院长|校长|会长|董事长|总经理|经理|所长|站长)"
)
#: Surnames that begin a verb or are a particle as often as not.
_DOUBTFUL = set("和于时应从向都国师利干成全安古连关党农水平解易戈居乐常明强支管经计")
_SURE = "".join(char for char in _SURNAMES if char not in _DOUBTFUL)
_ENDS = (
    "[、，。；和与及等（]|出席|参加|主持|讲话|作|率|带|到|赴|前往|陪同|一行|同志|分别|先后|"
    "介绍|通报|强调|指出|宣布|检查|调研|视察|走访|慰问|$"
)
_PERSON = Pattern(rf"{_TITLE}(?:(?P<name>[{_SURNAMES}][{HAN}]{{1,2}}?(?={_ENDS})|[{_SURE}][{HAN}]{{2}}))?")
_BODY = Pattern("(人大|政协)")
_LEADING = {"书记": 0, "省长": 1, "市长": 1, "县长": 1, "区长": 1, "州长": 1, "镇长": 1, "乡长": 1}
_JOINT = Pattern("(?:、|，|和|与|及|以及|同志、)")
_SPAN = {"省": 0, "市": 1, "州": 1, "县": 2, "区": 2, "镇": 3, "乡": 3, "街": 3}


@dataclass(frozen=True, slots=True)
class _Office:
    start: int
    end: int
    rank: int
    kind: str  # what it may be compared with: its own kind if it is no leading office
    deputy: bool
    named: bool
    base: str
    text: str


def _find(passage: Passage, galley: Galley) -> Iterator[Finding]:
    text = passage.text
    before: list[_Office] = []  # the person before: offices without a name, and the last with one
    person: list[_Office] = []
    for match in _PERSON.finditer(text):
        office = _office(match)
        last = person[-1] if person else before[-1] if before else None
        if last is not None and not _JOINT.fullmatch(text[last.end : office.start]):
            before, person = [], []
            last = None
        if person and not office.named and not person[-1].named and _misplaced(person[-1], office):
            yield _finding(passage, office, person[-1])
        person.append(office)
        if office.named:
            if len(person) > 1 and not person[-2].named and _party_last(person[-2], office):
                yield _finding(passage, office, person[-2])
            elif before and _lower(before, person):
                yield _finding(passage, person[0], before[0])
            before, person = person, []


def _office(match: re.Match[str]) -> _Office:
    base, deputy, text = match["base"], bool(match["deputy"]), match[0]
    kind = base
    if base in _LEADING:
        rank, kind = (4 if base == "书记" else 6) if deputy else _LEADING[base], "leading"
    elif base == "常委":
        rank, kind = 5, "leading"
    elif base == "秘书长":
        rank, kind = 9 if deputy else 8, "leading"
    elif base in ("主任", "主席") and _BODY.search(text):
        rank, kind = ((6 if deputy else 2) + (base == "主席")), "leading"
    else:
        rank = 10 + deputy
    return _Office(*match.span(), rank, kind, deputy, bool(match["name"]), base, text.removesuffix(match["name"] or ""))


def _lower(before: list[_Office], person: list[_Office]) -> bool:
    """Whether the person before ranks below this one."""
    first, second = (min(offices, key=lambda office: office.rank) for offices in (before, person))
    if first.base == second.base and second.text == second.base:  # of the same body: 市人大常委会副主任、主任
        return first.deputy and not second.deputy
    spans = [next((_SPAN[char] for char in office.text if char in _SPAN), None) for office in (first, second)]
    if spans[0] is not None and spans[1] is not None and spans[0] < spans[1]:
        return False  # one of the province, then one of the city
    return first.kind == second.kind and first.rank > second.rank


def _party_last(first: _Office, second: _Office) -> bool:
    """市长、市委书记: of one person the office of the party goes first."""
    return first.base in _LEADING and first.base != "书记" and second.base in ("书记", "常委")


def _misplaced(first: _Office, second: _Office) -> bool:
    if _party_last(first, second):
        return True
    return first.deputy and not second.deputy and first.kind == second.kind and first.text.replace("副", "") == second.text


def _finding(passage: Passage, office: _Office, before: _Office) -> Finding:
    said = f"“{office.text}”应在“{before.text}”之前"
    return found(passage, office.start, office.end, said, "按职务高低排；一个人的党内职务在前。")


RULE = Rule(Severity.WARNING, _find, kinds=PROSE)
