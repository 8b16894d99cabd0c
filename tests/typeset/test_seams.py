"""Where a text is not plain Han, found by patterns over classes: the same as by looking at each character."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.typeset.classes import WORDLIKE, CharClass, kinds_of, seams
from briefing.typeset.latin_words import words
from briefing.typeset.office_scripts import read_as_latin

TEXTS = st.lists(
    st.sampled_from(
        [*"甲乙，。“”（）——…·×①⅓₂é μ3.%aB-\n\u2028\xa0\u3000\xad\u0301😀", "甲" * 9, "2022-05-13", "CO₂", "https://a.b/c"]
    )
).map("".join)


@settings(max_examples=60)
@given(TEXTS)
def test_seams_and_words(text: str) -> None:
    kinds = kinds_of(text)
    after = [*kinds[1:], CharClass.HAN]
    pairs = enumerate(zip(kinds, after, strict=False))
    assert list(seams(text)) == [i for i, pair in pairs if pair != (CharClass.HAN, CharClass.HAN)]
    inside = [any(start <= i < end for start, end in words(kinds)) for i in range(len(text))]
    assert inside == [kind in WORDLIKE for kind in kinds]
    assert all(end < begin for (_, end), (begin, _) in zip(words(kinds), words(kinds)[1:], strict=False))


@settings(max_examples=60)
@given(TEXTS, st.sets(st.integers(0, 40), max_size=3))
def test_what_is_of_no_script_goes_with_what_is_before_it(text: str, broken: set[int]) -> None:
    latin = True
    for i, (char, found) in enumerate(zip(text, read_as_latin(text, broken), strict=True)):
        after_latin, after_han = (read_as_latin(before + char)[1] for before in "a甲")
        own = after_latin is after_han  # whatever stands before it
        latin = after_han if own else latin or i in broken
        assert found is latin
