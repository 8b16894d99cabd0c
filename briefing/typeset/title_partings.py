"""Where a title may part, and what each place costs: by its marks, by what stays whole (`title_units`), and by what the words
on either side do in a phrase (`phrases.txt`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from briefing.typeset.classes import WORDLIKE, CharClass, Level
from briefing.typeset.place_names import listed, places
from briefing.typeset.strip import Strip
from briefing.typeset.title_units import list_starts, numbers_in, units
from briefing.typeset.word_ends import phrases, word_ends

#: What a line's end costs, in the unit in which 1 is a difference of 1 em between a line and the mean of all: between the parts
#: of a title; after a colon, a stop; before a new phrase; after a time or a place; after 的;
SPACE, COLON, STOP, PHRASE, CIRCUMSTANCE, AFTER_DE = 0, 1, 2, 3, 4, 5
#: before a list; after a verb; beside marks; after a noun that ends a phrase; between words; in a list;
BEFORE_LIST, OBJECT, BESIDE_MARKS, AFTER_NOUN, WORD, LIST = 6, 8, 8, 9, 12, 12
#: before a noun that should not begin a line; in what belongs together; beside a character of no word; inside a word.
BEFORE_NOUN, BOUND, LONE, INSIDE = 15, 19, 30, 64
#: From this cost on a place is a fault: something comes apart there.
FAULT = 28.0
_MEASURE, _NUMERAL = 4.0, 9.0
#: Verbs before these make a noun with them: 应对工作, 宣传活动.
_HEADS = frozenset(
    ("工作", "活动", "行动", "会议", "情况", "经验", "做法", "机制", "制度", "办法", "方案", "能力", "水平", "体系")
)
#: Places and times are said with these behind them; what is joined by these is better not parted.
_BEHIND, _AND = frozenset("后前中时下内外上间"), frozenset("和与及暨")
#: Never first on a line of a title: particles belong to what is before them.
_CLINGING = frozenset("的地得了着过们之等所式型性化率者员")


def parting_costs(strip: Strip, names: Sequence[str]) -> dict[int, float]:
    """Each place where the title may part → its cost. Never inside one of `names`."""
    text, kinds = strip.text, strip.kinds
    words = _words(text, names)
    by_end = {end: number for number, (_, end) in enumerate(words)}
    costs: dict[int, float] = {}
    for end in range(1, len(text)):
        level, here, following = strip.level[end - 1], kinds[end - 1], kinds[end]
        if level > Level.KEPT or (text[end] in _CLINGING and _clings(text, end, words, by_end)):
            continue
        if here in (CharClass.WIDE_SPACE, CharClass.SPACE):
            cost: float = SPACE
        elif here is CharClass.STOP or text[end - 1] in "：；，":
            cost = COLON if text[end - 1] == "：" else STOP
        elif here is CharClass.PAUSE:
            cost = LIST
        elif end not in by_end:
            cost = INSIDE
        else:
            cost = _between(text, words, by_end[end], here, following)
        costs[end] = cost + (_MEASURE if level is Level.KEPT else 0.0)
    for place in list_starts(text, words):
        if place in costs:
            costs[place] = min(costs[place], BEFORE_LIST)
    for unit in units(text, words):
        for place in range(unit.start + 1, unit.end):
            if place in costs:
                costs[place] = max(costs[place], unit.cost) + unit.more
    for place in inside(text, names):
        costs.pop(place, None)
    return costs


def _words(text: str, names: Sequence[str]) -> list[tuple[int, int]]:
    """Words of the title: (start, end). Places and numbers with their units are one each."""
    ends = set(word_ends(text, [*names, *listed(text)]))
    for start, end in numbers_in(text):
        if any(char.isdigit() for char in text[start:end]) or {start, end} <= ends | {0}:  # 四位一体 is a word
            ends -= set(range(start + 1, end))
            ends |= {start, end}
    return list(pairwise([0, *sorted(ends - {0})]))


def _clings(text: str, end: int, words: Sequence[tuple[int, int]], by_end: dict[int, int]) -> bool:
    """Whether what begins at `end` is a particle or a suffix by itself, and not the beginning of a word: 地方, 等级."""
    number = by_end.get(end)
    return number is None or words[number + 1][1] - end == 1


def _between(text: str, words: Sequence[tuple[int, int]], number: int, here: CharClass, following: CharClass) -> float:
    """What it costs to part after word `number`."""
    left, right = (text[slice(*words[number])], text[slice(*words[number + 1])])
    opens = _opens(text, words, number + 1)
    if here is CharClass.CLOSE:
        return PHRASE if opens else BOUND if right in phrases("tail") or right[0] == "第" else BESIDE_MARKS
    if _leads(left, opens):
        return BOUND
    verb = left in phrases("open") and (left not in phrases("tail") or _opens(text, words, number))
    if following in (CharClass.OPEN, CharClass.PAIR):
        return WORD if verb else BESIDE_MARKS
    if right[0].isdigit() and right[-1] in "年月日度" and not verb:
        return BEFORE_LIST
    if here in WORDLIKE or following in WORDLIKE:
        return WORD + (_NUMERAL if CharClass.DIGIT in (here, following) else 0.0)
    ambiguous = right in phrases("tail")
    if right in _AND:
        return WORD
    if left in phrases("office") or (len(left) == 1 and left in _BEHIND):
        return CIRCUMSTANCE
    if opens:
        return OBJECT if verb else AFTER_NOUN if ambiguous and right not in phrases("adverb") else PHRASE
    if ambiguous or left[0] == "第":
        return BOUND if left[0] == "第" or _closes(text, words, number + 1) else BEFORE_NOUN
    if left[0].isdigit() or left in phrases("time"):
        return CIRCUMSTANCE
    if left == "的":
        return AFTER_DE
    if len(left) == 1 or len(right) == 1:
        return LONE
    if verb:
        return OBJECT
    return CIRCUMSTANCE if left in places() else AFTER_NOUN if left in phrases("tail") else WORD


def _leads(word: str, opens: bool) -> bool:
    """Whether a word belongs to what follows it; `opens`: a phrase does."""
    if word in phrases("adverb"):
        return opens or (word not in phrases("open") and word not in phrases("tail"))
    return word in phrases("lead") and word not in phrases("open")


def _opens(text: str, words: Sequence[tuple[int, int]], number: int) -> bool:
    """Whether a phrase begins with word `number`. What may also end one does so where nothing else of the phrase follows."""
    word = text[slice(*words[number])]
    if word in phrases("start"):
        return True
    if word not in phrases("open") and word not in phrases("adverb"):
        return False
    following = text[slice(*words[number + 1])] if number + 1 < len(words) else ""
    if word in phrases("adverb") and following in phrases("open"):
        return True
    if following in _HEADS and _closes(text, words, number + 1):
        return False
    return word not in phrases("tail") or not _closes(text, words, number)


def _closes(text: str, words: Sequence[tuple[int, int]], number: int) -> bool:
    """Whether nothing of its phrase follows word `number`, or nothing but such words."""
    if number + 1 >= len(words):
        return True
    following = text[slice(*words[number + 1])]
    if following[0] in "的　、：；，。”》）" or following in phrases("start"):
        return True
    if following in phrases("adverb"):
        return len(following) > 1  # 更|高水平 says how the noun is
    return following in phrases("tail") or following in phrases("open")


def inside(text: str, terms: Iterable[str]) -> set[int]:
    """Places inside any occurrence of `terms`."""
    places: set[int] = set()
    for term in terms:
        at = text.find(term)
        while at >= 0:
            places.update(range(at + 1, at + len(term)))
            at = text.find(term, at + 1)
    return places
