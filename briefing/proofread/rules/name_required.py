"""名称没有写全或写错

会议、机构、理论的名称要用规定的写法，一个字、一个标点都不能改。名称在版式的 words.yaml 的 names 里，可以列出常见的错误写法；
较长的名称，与它只差几个字的写法不用列也查得出来。

错：深入学习贯彻习近平新时代特色社会主义思想。
错：省委省政府高度重视。
对：省委、省政府高度重视，深入学习贯彻习近平新时代中国特色社会主义思想。
改法：照提示写全。
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.core.han import HAN
from briefing.core.pattern import Pattern
from briefing.proofread.borders import torn
from briefing.proofread.passages import EVERYWHERE, Passage
from briefing.proofread.rule import Finding, Galley, Rule, found

#: A name shorter than this has neighbours that are names of other things.
_LONG = 14
#: More characters that differ make another name.
_FEW = 4
#: Of names that are a row of words (创新、协调、绿色、开放、共享): shorter ones are told from others, too, by fewer characters.
_LONG_ROW, _FEW_IN_ROW = 9, 2
_CLAUSE = Pattern(f"[{HAN}0-9]+")
_ROW = Pattern(f"[{HAN}0-9、]+")


def _find(passage: Passage, galley: Galley) -> Iterator[Finding]:
    text = passage.text
    known: list[tuple[int, int]] = []
    for entry, start in galley.words.misnamed.hits(text, lambda _, start, end: not torn(text, start, end)):
        known.append((start, start + len(entry.form)))
        yield found(passage, start, start + len(entry.form), f"“{entry.form}”不是规定的写法", f"写作“{entry.use}”。")
    for name in galley.words.names:
        row = "、" in name
        if len(name) >= (_LONG_ROW if row else _LONG) and name[:3] in text:
            for start, end in _near(text, name, _ROW if row else _CLAUSE, _FEW_IN_ROW if row else _FEW):
                if not any(start < last and first < end for first, last in known):
                    yield found(passage, start, end, f"“{text[start:end]}”与规定的写法不同", f"写作“{name}”。")


def _near(text: str, name: str, clause: Pattern, few: int) -> Iterator[tuple[int, int]]:
    """Where `text` begins as `name` does, and then differs from it in a few characters."""
    start = text.find(name[:3])
    while start >= 0:
        if not text.startswith(name, start):
            said = clause.match(text, start)
            window = said[0][: len(name) + 3] if said else ""
            if len(set(window) & set(name)) >= len(set(name)) - few:
                distance, length = _nearest(window, name)
                if distance <= few:
                    yield start, start + length
        start = text.find(name[:3], start + 1)


def _nearest(window: str, name: str) -> tuple[int, int]:
    """The beginning of `window` that is nearest to `name`: how many characters to insert, drop or replace (Levenshtein), and
    how long it is."""
    row = list(range(len(name) + 1))
    nearest = (row[-1], 0)
    for length, char in enumerate(window, 1):
        previous, row[0] = row[0], length
        for place, other in enumerate(name, 1):
            previous, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, previous + (char != other))
        nearest = min(nearest, (row[-1], length))
    return nearest


RULE = Rule(Severity.WARNING, _find, kinds=EVERYWHERE)
