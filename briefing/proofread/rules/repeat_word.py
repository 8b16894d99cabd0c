"""词语重复

同一个词连着打了两次：的的、进行进行、我们我们。汉语里本来就这样重叠的（家家户户、常常、试试、方方面面）不算；
词与词相接碰巧相同的（目的的、参与与、学习习近平、构建|共建|共治）也不算。

错：各地要进一步加强加强督查。
错：这是群众最关心的的问题。
对：家家户户参与，达到了以评促建目的的社区有12个。
改法：删去一个。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from briefing.core.errors import Severity
from briefing.core.han import HAN
from briefing.core.pattern import Pattern
from briefing.proofread.borders import ends, torn
from briefing.proofread.passages import EVERYWHERE, Passage
from briefing.proofread.rule import Finding, Galley, Rule, found

_LONGER = Pattern(f"([{HAN}]{{2,8}}?)\\1+")
#: Phrases that are meant: 一步一步, 一个一个, 说着说着, 研究研究; and words that end as the next begins.
_REDUPLICATED = Pattern(
    f"[一几半这那每很又][{HAN}]|[{HAN}]着|研究|讨论|商量|考虑|学习|休息|了解|打听|活动|体验|琢磨|合计|热闹|高兴|放松|锻炼|感受|交流|收拾|整理|打扫|"
    "雪白|笔直|通红|火红|彤红|碧绿|漆黑|冰凉|滚烫|很多|许多|哈哈|轰隆|哗啦|滴答|叮当|咚咚|加油|恭喜|欢迎|好好|谢谢"
)
_NUMERALS = Pattern("^[零〇一二三四五六七八九十百千万亿]+$")
_COMPOUND_AFTER = Pattern("[部局厅委办处科站所者员法]|对象|条例|办法|规定")

#: Particle → (characters before it that make a word with the first, characters after it that make one with the second).
_SINGLE: Mapping[str, tuple[str, str]] = {
    "的": ("目", "确"), "了": ("不于是", "解然如心此这却"), "和": ("总饱中温缓平随附共祥柔谐暖谦调讲议", "谐平睦美解气顺县风合"),
    "与": ("参给授赋付", "会时"), "在": ("存所现实内外潜正好自旨", "线校岗职建册编场地此于读逃押院家外内室座即"),
    "是": ("但可于就", "非否"), "为": ("行作成认因", "民了何主"), "对": ("应面针绝相反核校派配结一", "象口手标表比策外内"),
    "把": ("一二两三几", "握关控手"), "被": ("棉", "告子动"), "使": ("大行驱促即假", "用得命馆"), "由": ("理自缘", "于"),
    "从": ("服听顺随跟", "而事业容严此头来"), "向": ("方动面一意走导去", "上前阳"), "以": ("可予加难足所得", "上下内外前后来及"),
    "并": ("", "且"), "且": ("并而", ""), "也": ("", ""), "及": ("普涉触顾波", "时"), "其": ("尤极与", "他中次实余它"),
    "都": ("首成", ""), "已": ("", ""), "我": ("自", ""), "你": ("", ""), "他": ("其", ""), "很": ("", ""), "更": ("变", ""),
    "还": ("归偿退返", ""), "这": ("", ""), "该": ("应", ""), "而": ("从然因反进", "且"), "于": ("", ""),
    "有": ("所具没拥享持", "关效利力序条机"), "要": ("需重主只必纪摘", "求素点闻件"), "就": ("", "业近地此诊读餐医是"),
    "将": ("", "来"), "让": ("", "座利步"), "但": ("", ""), "或": ("", ""), "则": ("原规准守", ""), 
}  # fmt: skip
_TWICE = Pattern(f"([{''.join(_SINGLE)}])\\1+")
_RIGHT = ("的的确确", "是是非非", "从从容容", "和和美美", "和和睦睦", "和和气气", "不了了之", "他他", "我我")


def _find(passage: Passage, galley: Galley) -> Iterator[Finding]:
    text = passage.text
    done: list[tuple[int, int]] = []
    for match in _LONGER.finditer(text):
        unit = match[1]  # which stands there twice or more
        second = match.end(1) + len(unit)
        chars = set(unit)
        meant = _REDUPLICATED.fullmatch(unit) or _NUMERALS.match(unit) or len(chars) == 1
        if meant or (len(unit) == 2 and _COMPOUND_AFTER.match(text, match.end())) or unit * 2 in galley.words.allow:
            continue
        if torn(text, *match.span(1)) or torn(text, match.end(1), second):
            continue
        done.append(match.span())
        yield found(passage, *match.span(), f"“{unit}”重复", "删去一个。" if match.end() == second else "留下一个。")
    for match in _TWICE.finditer(text):
        char, start, end = match[1], *match.span()
        before, after = text[:start][-1:], text[end:][:1]
        left, right = _SINGLE[char]
        if (before and before in left) or (after and after in right) or any(a <= start < b for a, b in done):
            continue
        if any(text.startswith(word, max(0, start - word.find(char * 2))) for word in _RIGHT if char * 2 in word):
            continue
        if ends(text, start, start + 1, end):
            yield found(passage, start, end, f"“{char}”重复", "删去一个。")


RULE = Rule(Severity.ERROR, _find, kinds=EVERYWHERE)
