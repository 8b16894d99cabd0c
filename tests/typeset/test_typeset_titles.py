"""Titles: where they part, in which shape; held against titles that were marked by hand before there were rules."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest
from typeset_support import ROOT, fonts, house, paragraph, sheet

from briefing.house.style import HouseStyle
from briefing.model.sheet import LINE_BREAK, ParagraphKind
from briefing.prove.title_breaks import Marked, TitleBreaks, judged
from briefing.typeset import typeset
from briefing.typeset.composed import SetParagraph

DATA = ROOT / "tests" / "typeset" / "data"
TITLES = [t for t in (DATA / "titles.txt").read_text("utf-8").split("\n") if t]
#: Two-character words in which the titles must not part, found by reading them.
WORDS = frozenset((DATA / "title_words.txt").read_text("utf-8").split())


def lines(text: str, look: HouseStyle | None = None) -> list[str]:
    (block,) = typeset(sheet(paragraph(text, "title")), look or house(), fonts()).blocks
    assert isinstance(block, SetParagraph)
    return [block.text[line.start : line.end].strip("\u3000") for line in block.lines]


def ends(text: str, kind: ParagraphKind = "title", look: HouseStyle | None = None) -> list[int]:
    (block,) = typeset(sheet(paragraph(text, kind)), look or house(), fonts()).blocks
    assert isinstance(block, SetParagraph)
    return [line.end for line in block.lines[:-1]]


@cache
def found(name: str) -> list[TitleBreaks]:
    marked = [Marked.of(line) for line in (DATA / name).read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return [judged(title, ends(title.text)) for title in marked]


@pytest.mark.parametrize(("name", "most"), [("marked_titles.txt", 0.22), ("held_out_titles.txt", 0.20)])
def test_few_lines_end_where_no_editor_would_end_them(name: str, most: float) -> None:
    broken = [title for title in found(name) if title.titles]
    assert len(broken) >= 30
    assert sum(title.inside for title in broken) <= most * sum(title.ends for title in broken)
    assert not any(title.missed for title in broken)  # the author's own space is the dearest


def test_entries_of_the_contents_part_like_titles() -> None:
    look = house(styles={"contents-entry": {"align": "left", "balance": True, "indent_left": 3.0, "indent_first": -1.0}})
    named = (DATA / "held_out_titles.txt").read_text("utf-8").splitlines()
    marked = [Marked.of(line) for line in named if line and not line.startswith("#")]
    every = [judged(title, ends(title.text, "contents-entry", look)) for title in marked]
    broken = [title for title in every if title.titles]
    assert len(broken) > 10
    assert sum(title.inside for title in broken) <= 0.45 * sum(title.ends for title in broken)
    assert ends("提高政治站位　强化使命担当　坚决打赢污染防治攻坚战一仗", "contents-entry", look) == [14]


def test_the_last_line_of_an_entry_has_four_characters() -> None:
    """In 24 to 28 characters, wherever its lines may end otherwise; and none ends inside a unit that could end elsewhere."""
    entry = {"align": "left", "balance": True, "indent_left": 3.0, "indent_first": -1.0}
    names = ("entries.txt", "marked_titles.txt", "held_out_titles.txt")
    said = [line for name in names for line in (DATA / name).read_text("utf-8").splitlines() if line and line[0] != "#"]
    broken = short = inside = 0
    for millimetres in range(128, 157, 7):
        look = house(styles={"contents-entry": entry}, measure_mm=millimetres)
        for title in map(Marked.of, said):
            if not (found := ends(title.text, "contents-entry", look)):
                continue
            broken += 1
            inside += found[-1] not in title.good
            tail = title.text[found[-1] :]
            short += len(tail) < 4 and not title.text[: found[-1]].endswith("》的")  # the name of a document is not parted for it
    assert broken > 500
    assert short <= 0.005 * broken
    assert inside <= 0.42 * broken


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("以“八八战略”为引领　强力推进文化强省建设走在前列", ["以“八八战略”为引领", "强力推进文化强省建设走在前列"]),
        ("聚焦主责主业　强化责任担当　推动全省检察工作高质量发展", ["聚焦主责主业　强化责任担当", "推动全省检察工作高质量发展"]),
        ("湖南省岳阳市云溪区路口镇探索“屋场会”议事新模式", ["湖南省岳阳市云溪区路口镇", "探索“屋场会”议事新模式"]),
        ("县级党委学习贯彻《中国共产党纪律处分条例》心得体会", None),
        ("第十四届全国运动会志愿者招募突破50000人次再创新高", None),
        ("市新闻办王建国同志赴基层宣讲党的二十届三中全会精神", None),
        ("市纪委监委通报三起违规吃喝、收受礼品典型案例的通知", ["市纪委监委通报三起", "违规吃喝、收受礼品典型案例的通知"]),
    ],
    ids=["space", "two parts", "places", "name in marks", "number", "person", "list"],
)  # fmt: skip
def test_what_belongs_together_stays_together(title: str, expected: list[str] | None) -> None:
    made = lines(title)
    if expected is not None:
        assert made == expected
    whole = ("《中国共产党纪律处分条例》", "50000人次", "第十四届", "王建国同志", "云溪区路口镇", "收受礼品")
    assert all(any(each in line for line in made) for each in whole if each in title)


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("推动党史学习教育走深走实见行见效的若干意见", "走深走实"),
        ("市民政局局长欧阳志远带队检查节日期间养老机构安全", "欧阳志远"),
        ("巴音郭楞蒙古自治州尉犁县棉花喜获丰收农民增收", "巴音郭楞蒙古自治州"),
        ("关于做好2025年第一季度全市信访工作情况的通报", "2025年第一季度"),
        ("截至今年9月底全市新增减税降费及退税缓费86.5亿元", "86.5亿元"),
        ("我市“网格员+民警+志愿者”模式化解邻里矛盾纠纷", "“网格员+民警+志愿者”"),
    ],
)  # fmt: skip
def test_units(title: str, unit: str) -> None:
    assert any(unit in line for line in lines(title))


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


def test_five_lines_at_most_then_a_paragraph() -> None:
    part = "全市各级各部门要认真学习贯彻会议精神"
    assert len(lines(part * 5)) == 5
    assert "".join(lines(part * 8)) == part * 8


def test_endless_word_is_still_set() -> None:
    assert "".join(lines("x" * 90)) == "x" * 90
