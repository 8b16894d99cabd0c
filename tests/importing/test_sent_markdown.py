"""Markdown that a program wrote: its signs are read, and nothing of it is gone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.importing import session
from briefing.importing.sent_markdown import looks_like_markdown
from briefing.importing.session import Draft

SENT = """\
# 苏州市：创新机制 提升文明城市创建水平

近日，苏州市召开**文明城市创建**工作推进会，总结经验，部署任务。

## 一、主要做法

**一是“强化领导”。**成立领导小组，市委书记任组长。
**二是健全机制。**建立“周调度、月通报”制度，投入3*4*5万元[^1]。

- 要点甲；
- 要点乙。

| 地区 | 数量 |
|------|-----:|
| 甲市 | 120<br>含新增 |

详见[官网](https://example.gov.cn/a)。

[^1]: 截至三月底。
"""


def draft(text: str, file: str = "豆包.md") -> Draft:
    return session.draft(session.open_source(text.encode(), file), "01-a")


def test_signs_are_read() -> None:
    made = draft(SENT)
    lines = made.markdown.splitlines()
    for line in (
        "# 苏州市：创新机制　提升文明城市创建水平", "## 一、主要做法", "**一是“强化领导”。**成立领导小组，市委书记任组长。",
        "| 甲市 | 120<br>含新增 |", "详见官网（https://example.gov.cn/a）。", "[^1]: 截至三月底。",
    ):  # fmt: skip
        assert line in lines
    assert "3\\*4\\*5万元[^1]。" in made.markdown
    assert "[^1]：" not in made.markdown and "#苏州" not in made.markdown
    assert not [found for found in made.findings if found.code == "import-lost"]


@pytest.mark.parametrize(
    ("text", "named", "expected"),
    [
        ("# 标题\n\n文字。", True, True), ("# 标题\n\n文字。", False, False), ("# 标题\n\n## 一、做法\n", False, True),
        ("**一是**做。**二是**说。", False, True), ("甲**乙", True, False), ("12#楼\n#号线", True, False),
        ("王小虎\n# 号开头的一行\n", False, False), ("|甲|乙|\n|---|---|\n|1|2|\n# 表\n", False, True), ("", True, False),
        ("五***级", False, False), ("- 一\n- 二\n", True, False),
    ],
)  # fmt: skip
def test_what_is_markdown(text: str, named: bool, expected: bool) -> None:
    assert looks_like_markdown(text, named) is expected


@pytest.mark.parametrize("file", ["豆包.txt", "豆包.md", "豆包", "豆包.docx"])
def test_names_lie(file: str) -> None:
    assert "## 一、主要做法" in draft(SENT, file).markdown


@given(st.lists(st.text("甲乙。*_#[]()^:`~>|-+1 a<&\\", min_size=1, max_size=12), min_size=1, max_size=8))
@settings(max_examples=40, deadline=None)
def test_whatever_is_written(lines: list[str]) -> None:
    """Words are in the report, or it is said that they are not."""
    made = draft("# 标题在此\n\n**重点**在此。\n\n" + "\n".join(lines))
    told = any(found.code.startswith("import-") for found in made.findings)
    for words in ("甲", "乙"):
        assert told or made.markdown.count(words) == sum(line.count(words) for line in lines)
