"""四字词语里写了同音的别字

成语和常用的四字词语里，有一个字写成了声音相同的别的字：大势所驱、循序见进。用拼音、语音输入时最常见。

错：这是大势所驱，要循序见进。
错：要供坚克难，做到家喻户小。
对：这是大势所趋，要循序渐进；因地制宜、攻坚克难，做到家喻户晓。
改法：照提示改；是有意的谐音，请加引号，或写进词表的 allow。
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.chinese_words import endings, is_word, rarity
from briefing.core.errors import Severity
from briefing.core.same_sounds import homophones
from briefing.proofread.borders import Verdict, verdict
from briefing.proofread.characters import IS_HAN
from briefing.proofread.passages import Passage
from briefing.proofread.rule import Finding, Galley, Rule, found

_LENGTH = 4
#: Words of one character that stand beside any word, and numerals: no slip of a longer word begins with them.
_OWN = frozenset(
    "的地得了着过在是有和与及或等把被将从对向由于为以而不也都就又还再更最很能会要可应须让使给用到去来上下中内外前后时年月日人个名位项第这那其各每某该本我你他她它们零〇一二两三四五六七八九十百千万亿"
)
#: What follows any verb: 印|不出来, 价|合起来.
_TURNS = ("出来", "起来", "下来", "下去", "出去", "上来", "上去", "过来", "过去", "回来", "进来")


def _find(passage: Passage, galley: Galley) -> Iterator[Finding]:
    text = passage.text
    free = 0
    for place in _loose(text):
        for start in range(max(free, place - _LENGTH + 1), place + 1):
            end = start + _LENGTH
            use = _meant(text[start:end], place - start)
            if use and text[start:end] not in galley.words.allow and verdict(text, start, end, use) is Verdict.WORD:
                yield found(passage, start, end, f"“{text[start:end]}”像是“{use}”", f"是“{use}”的，请改正。")
                free = end
                break


def _loose(text: str) -> Iterator[int]:
    """Where a character makes a word neither with the one before it nor with the one after."""
    held = -1
    han = [bool(IS_HAN.match(char)) for char in text]
    for place in range(len(text)):
        if not han[place]:
            continue
        pairs = place + 1 < len(text) and han[place + 1] and is_word(text[place : place + 2])
        if not pairs and held != place and text[place] not in _OWN:
            yield place
        if pairs:
            held = place + 1


def _meant(said: str, place: int) -> str:
    """The word that `said` is but for the character at `place`, which sounds alike; "" for none, or where it is one itself."""
    if len(said) < _LENGTH or not all(map(IS_HAN.match, said)) or is_word(said):
        return ""
    rest = said[1:] if place == 0 else said[:3]
    if place in (0, 3) and (is_word(rest) or rest.endswith(_TURNS)):  # a word beside a word
        return ""
    sounds = homophones(said[place])
    if place == 0:
        candidates = [char + said[1:] for char in sounds if is_word(char + said[1:])]
    else:
        middle, last = (" " + said[2] if place == 1 else said[1] if place == 2 else said[1:3]), (said[3] if place < 3 else "")
        candidates = [word for word in endings(said[0], middle, last) if _differs(word, said, place) and word[place] in sounds]
    return candidates[0] if len(candidates) == 1 else min(candidates, key=lambda word: (rarity(word, 99), word), default="")


def _differs(word: str, said: str, place: int) -> bool:
    """Whether they are one but for that character."""
    return all((one == other) is (index != place) for index, (one, other) in enumerate(zip(word, said, strict=True)))


RULE = Rule(Severity.WARNING, _find)
