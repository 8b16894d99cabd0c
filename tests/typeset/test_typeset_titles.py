"""Titles: fifty of them, no word parted, in a trapezium."""

from __future__ import annotations

from itertools import pairwise

import pytest
from typeset_support import ROOT, fonts, house, paragraph, sheet

from briefing.house.style import HouseStyle
from briefing.model.sheet import LINE_BREAK
from briefing.typeset import typeset
from briefing.typeset.composed import SetParagraph

TITLES = [t for t in (ROOT / "tests" / "typeset" / "data" / "titles.txt").read_text("utf-8").split("\n") if t]
#: Two-character words in which the titles must not part, found by reading them.
WORDS = frozenset((ROOT / "tests" / "typeset" / "data" / "title_words.txt").read_text("utf-8").split())


def lines(text: str, look: HouseStyle | None = None) -> list[str]:
    (block,) = typeset(sheet(paragraph(text, "title")), look or house(), fonts()).blocks
    assert isinstance(block, SetParagraph)
    return [block.text[line.start : line.end].strip("\u3000") for line in block.lines]


@pytest.mark.parametrize("title", TITLES)
def test_no_word_is_parted(title: str) -> None:
    set_lines = lines(title)
    for before, after in pairwise(set_lines):
        assert before[-1] + after[0] not in WORDS
        assert after[0] not in "的了，。：、”》"
        assert len(before) >= 5 and len(after) >= 5


def test_most_take_two_lines() -> None:
    assert len(TITLES) >= 40
    broken = [lines(title) for title in TITLES]
    assert sum(len(title) > 1 for title in broken) >= 30
    assert all(len(title) <= 2 for title in broken)


def test_phrases_stay_whole() -> None:
    assert lines("苏州市：为民惠民　共建共享　努力向全国文明典范城市目标奋进") == [
        "苏州市：为民惠民　共建共享",
        "努力向全国文明典范城市目标奋进",
    ]


def test_forced_break_is_honoured() -> None:
    assert lines(f"苏州市{LINE_BREAK}共建共享") == ["苏州市", "共建共享"]


def test_house_words_are_never_parted() -> None:
    title = "张家港市坚持三十年如一日建设更高水平的全国文明城市"
    assert lines(title)[0] == "张家港市坚持三十年如一日"
    kept = house(words=("如一日建设更高",))
    assert any("如一日建设更高" in line for line in lines(title, kept))


def test_three_lines_are_no_hourglass() -> None:
    title = "江苏省精神文明建设指导委员会关于表彰2021年度全省文明村镇文明单位文明家庭"
    title += "文明校园和未成年人思想道德建设工作先进集体先进个人的决定"
    widths = [len(line) for line in lines(title)]
    assert len(widths) >= 3
    assert min(widths[1:-1]) >= min(widths[0], widths[-1])


def test_endless_word_is_still_set() -> None:
    assert "".join(lines("x" * 90)) == "x" * 90
