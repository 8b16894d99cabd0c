"""One report made two."""

from __future__ import annotations

import pytest

from briefing.desk.parting import other_titles, parted

TEXT = """\
---
subtitle: 甲
---
# 盐城市：涵养风尚

第一段[^1]。

**淮安市：提质增效**

第二段[^2]，又见[^1]。

[^1]: 甲注。
[^2]: 乙注。
"""


def test_each_has_its_words_and_its_notes() -> None:
    parts = parted(TEXT, 8)
    assert parts is not None
    assert parts.kept == "---\nsubtitle: 甲\n---\n# 盐城市：涵养风尚\n\n第一段[^1]。\n\n[^1]: 甲注。\n"
    assert parts.new == "# 淮安市：提质增效\n\n第二段[^2]，又见[^1]。\n\n[^2]: 乙注。\n[^1]: 甲注。\n"


@pytest.mark.parametrize("line", [-1, 0, 1, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 99])
def test_where_nothing_would_be_left_it_stays_one(line: int) -> None:
    assert parted(TEXT, line) is None


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("淮安市：“文明淮安”建设提质增效", "淮安市：“文明淮安”建设提质增效"),
        ("**镇江市：打造品牌**", "镇江市：打造品牌"),
        ("玄武区：打造品牌", ""),
        ("## 无锡市：移风易俗有实招", "无锡市：移风易俗有实招"),
        ("# 淮安市：这是本篇的", ""),
        ("报：省委宣传部。", ""),
        ("淮安市：开展活动，整治问题320个。", ""),
        ("一是南京市：建成站点", ""),
        ("| 淮安市：12 |", ""),
        ("地点：淮安市区中心广场", ""),
    ],
)
def test_what_reads_as_another_title(line: str, title: str) -> None:
    assert other_titles(f"# 盐城市：甲\n\n{line}\n\n正文。\n") == ([title] if title else [])
