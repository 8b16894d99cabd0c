"""No form is found across the border of two words, and none is lost for it; right words that hold a wrong one are let alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from borders_support import meetings
from check_support import codes, fix_issue, issue, said
from conftest import ROOT
from test_check_cli import templates

from briefing.core.errors import Severity
from briefing.files.world import World
from briefing.proofread.borders import Verdict, verdict
from briefing.proofread.words import load_words

WORDS = load_words(World(ROOT / "issues" / "2022-17"), ("jiangsu-jingshen-wenming", "gb9704"))
ALWAYS = tuple(entry for entry in WORDS.lists["wrong"] if entry.always)

RIGHT = [
    "对张某给予警告处分",
    "围绕幸福城市建设",
    "一支特别能吃苦的队伍",
    "建成一座标志性建筑",
    "经研究正式印发",
    "预期寿命提高到79岁",
    "供给与群众期盼对接",
    "投资态势良好",
    "回大陆继续学业",
    "给予防疫补贴",
    "事关健康中国建设",
    "尤其它们的作用",
    "两侧试点先行",
    "悦己经济升温",
    "鼓励青年自己经营",
    "讲述自己经历的故事",
    "企业具备加工能力",
    "装备加快更新",
    "构建共建共治共享格局",
    "支持就业创业创新",
    "推进文明创建共建",
    "深化文化文艺惠民",
    "这条路很长很长",
    "协会理事会理事到会",
    "公安照章办事",
    "长期存在次要问题",
    "他在次日返回",
    "预防犯罪工作",
    "行销费用下降",
    "触摸式屏幕",
    "加强正规化建设",
    "举措失当的要问责",
    "登记薄弱环节",
]


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return tmp_path / "issues"


def test_words_that_meet_are_no_wrong_word(shelf: Path) -> None:
    place = issue(shelf, "\n\n".join(f"{text}。" for text in RIGHT))
    found = [item for item in said(place) if item.code.startswith(("word-", "repeat-"))]
    assert not found and fix_issue(place) == []


@pytest.mark.parametrize("count", [250, pytest.param(1_000, marks=pytest.mark.slow)])
def test_right_sentences(shelf: Path, count: int) -> None:
    """None is changed, nothing in them is an error, and hardly anything is spoken of."""
    found = [*meetings(ALWAYS), *meetings(ALWAYS, singles=True)]
    assert len(found) >= 5_000
    chosen = found[:: len(found) // count][:count]
    assert len({meeting.form for meeting in chosen}) >= min(300, count // 2)
    place = issue(shelf, "\n\n".join(meeting.sentence for meeting in chosen))
    before = (place / "01.md").read_bytes()
    told = [item for item in said(place) if item.code.startswith(("word-", "repeat-"))]
    assert not [item for item in told if item.severity is Severity.ERROR or item.fix]
    assert sum(item.code == "word-wrong" for item in told) <= count // 100
    assert fix_issue(place) == [] and (place / "01.md").read_bytes() == before


@pytest.mark.slow
def test_all_right_sentences() -> None:
    for singles in (False, True):
        for meeting in meetings(ALWAYS, singles):
            start = meeting.sentence.index(meeting.form)
            use = next(entry.use for entry in ALWAYS if entry.form == meeting.form)
            assert verdict(meeting.sentence, start, start + len(meeting.form), use) is not Verdict.WORD, meeting


def test_wrong_words_are_still_found() -> None:
    """By themselves all of them; among other words, now and then one is taken for parts of its neighbours."""
    beside = [("把", "的"), ("全市", "工作"), ("进一步", "和"), ("已经", "了")]
    seen = [
        verdict(f"{before}{entry.form}{after}", len(before), len(before) + len(entry.form), entry.use)
        for entry in ALWAYS
        for before, after in beside
    ]
    assert all(verdict(f"“{entry.form}”", 1, 1 + len(entry.form), entry.use) is Verdict.WORD for entry in ALWAYS)
    assert sum(one is not Verdict.ACROSS for one in seen) >= 0.97 * len(seen)


@pytest.mark.parametrize(
    ("words", "text", "after"),
    [
        (
            "wrong: {某市文明办: 中共某市文明办}",
            "某市文明办牵头，中共某市文明办印发。",
            "中共某市文明办牵头，中共某市文明办印发。",
        ),
        ("wrong: {南湖区: 南湖区委}", "南湖区、南湖区委、南湖区委员会。", "南湖区委、南湖区委、南湖区委员会。"),
        ("wrong: {文明办: 文明办公室}", "省文明办、省文明办公室。", "省文明办公室、省文明办公室。"),
        ("wrong: {甲乙: 甲甲乙}", "甲乙、甲甲乙、甲甲甲乙。", "甲甲乙、甲甲乙、甲甲甲乙。"),
    ],
)
def test_a_right_word_that_holds_the_wrong_one_is_written_once(
    tmp_path: Path, shelf: Path, monkeypatch: pytest.MonkeyPatch, words: str, text: str, after: str
) -> None:
    home = templates(tmp_path / "home", words + "\n").parent
    (home / "fonts").symlink_to(ROOT / "fonts")
    monkeypatch.setenv("BRIEFING_HOME", str(home))
    place = issue(shelf, text)
    fix_issue(place)
    assert after in (place / "01.md").read_text("utf-8")
    assert fix_issue(place) == []


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("wrong: {甲乙: 丙丁, 丙丁: 甲乙}", "“丙丁”列为写错的词"),
        ("wrong: {甲乙: 部署甲丙, 甲丙: 丁}", "“甲丙”列为写错的词"),
        ("wrong: {部署: 布署}", "“部署”列为写错的词"),  # the parent's list says the contrary
    ],
)
def test_lists_that_go_round_in_a_circle_are_refused(tmp_path: Path, shelf: Path, words: str, message: str) -> None:
    from briefing.core.errors import InputError

    with pytest.raises(InputError) as raised:
        said(issue(shelf, "各地抓好落实。"), templates(tmp_path, words + "\n"))
    assert message in raised.value.diagnostics[0].message
    assert str(raised.value.diagnostics[0].span).startswith("templates/jiangsu-jingshen-wenming/words.yaml:1:")


def test_forbidden_and_confused_words_keep_to_borders(tmp_path: Path, shelf: Path) -> None:
    words = "forbidden: {弄好: {use: 做好}, 好看: {use: 美观}}\n"
    body = "有人爱戏弄好人。\n\n弄好环境，更好看护老人，街道很好看。\n\n倍受关注，度过难关。"
    found = said(issue(shelf, body), templates(tmp_path, words))
    assert codes(found) == ["word-forbidden", "word-forbidden", "word-confused", "word-confused"]
