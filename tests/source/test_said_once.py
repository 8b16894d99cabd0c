"""What the house prints around a value and the editor typed, too, is printed once, and told."""

from __future__ import annotations

from pathlib import Path

import pytest
from check_support import HEAD, issue

from briefing.building import stages
from briefing.building.said_once import _double
from briefing.model.sheet import stretches


def printed(place: Path) -> tuple[str, list[tuple[str, str]]]:
    found = stages.read(place)
    sheet = stages.sheet_of(found)
    told = [(str(item.span).partition(":")[2], item.message) for item in found.findings.items if item.code == "said-twice"]
    text = "".join(run.text for block in sheet.all_blocks for runs in stretches(block) for run in runs)
    return text.replace(" ", ""), told


@pytest.mark.parametrize(
    ("added", "once", "place"),
    [
        ("signer: 签发人：张三\n", "签发人：张三", "4:9"), ("signer: 签发人 张三\n", "签发人：张三", "4:9"),
        ("special: （学习专刊）\n", "（学习专刊）", "4:10"), ("permit: 准印证号：苏0001号\n", "准印证号：苏0001号", "4:9"),
        ("editors: [责任编辑：李四, 王五]\n", "责任编辑：李四、王五", "4:11"),
        ("recipients: {报: 报：省委}\n", "报：省委", "4:17"),
        ("editor_note: 编者按：现将做法摘发。\n", "编者按：现将做法摘发。", "4:14"),
    ],
)  # fmt: skip
def test_a_label_of_the_house_is_printed_once(tmp_path: Path, added: str, once: str, place: str) -> None:
    text, told = printed(issue(tmp_path, "正文。", HEAD + added))
    label = once[:3]
    assert once in text and text.count(label) == 1 and [where for where, _ in told] == [place]


def test_labels_of_a_report(tmp_path: Path) -> None:
    head = "---\ncontributor: （南京市文明办）\nsource: 来源：《苏州日报》\neditor_note: 编者按：摘发如下。\n---\n"
    head += "# 题\n\n正文。\n"
    text, told = printed(issue(tmp_path, head))
    assert "（南京市文明办）" in text and "（（" not in text and text.count("来源：") == text.count("编者按：") == 1
    assert len(told) == 3 and told[0][1] == "“（…）”由版式排，这里的不重复印"


@pytest.mark.parametrize(
    "added",
    [
        "signer: 张三\n", "special: （一）至（三）\n", "special: 学习（专刊）\n", "editors: 责任编辑组\n",
        "recipients: {报: 报社各部门}\n", "editor_note: 编者按语如下。\n", "signer: '签发人：'\n",
    ],
)  # fmt: skip
def test_what_is_no_label_stays(tmp_path: Path, added: str) -> None:
    assert printed(issue(tmp_path, "正文。", HEAD + added))[1] == []


def test_a_label_that_the_house_has_not_stays() -> None:
    """（供稿：…） is what the editor wants where the house has brackets alone."""
    assert _double("供稿：南京市文明办", "（", "）") == (0, 9)
