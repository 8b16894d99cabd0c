"""A template that leaves out what an issue says is told, and one that prints it in another form is not."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT

from briefing.building import stages
from briefing.core.errors import Diagnostic, InputError, Severity
from briefing.files.world import World

ISSUE = """\
house: ours
number: 18
total: 206
date: 2022-05-20
compiled: 2022-05-19
mark: 内部资料
secrecy: 秘密★1年
copy_number: '000001'
overline: 全省某某会议
nameplate: [某市, 某某简报]
kind: 增刊
special: 某某专题
offices: [某市某办, 某市某局]
signer: 张三
contents: {style: grouped, heading: 本期要目}
sections:
  - {name: 工作交流, reports: [01-甲.md]}
  - {name: 简讯, numbering: 1., reports: [02-乙.md]}
attachments: [fujian.md]
editor_note: 现将有关材料印发。
summary: [摘要的第一段。, 摘要的第二段。]
keywords: [典范, 创建]
recipients: {报: [省里], 送: [市里, 区里], 发: 各处}
serial: 某简字1号
print_run: 400
permit: 准字1号
editors: [李四, 王五]
contact: 电话 12345678
"""
REPORT = """\
---
subtitle: ——副题
lead: 导语在此。
editor_note: 本篇按语。
contributor: {name}办
source: 某报
---
# {name}市的标题

一段{name}正文[^1]。

## 一、小标题

**一是{name}。**接着说。

- 列表项{name}

> 引文{name}

表1　各市{name}

单位：分

| 市 | 分 |
|---|---|
| {name} | 95 |

注：表注{name}。

[^1]: 注文{name}。
"""


@pytest.fixture
def found(tmp_path: Path) -> Callable[..., list[Diagnostic]]:
    """Findings about an issue whose house extends gb9704 with `template` (its blocks) and lines of `house.yaml`."""

    def look(template: str, *, house: str = "", issue: str = ISSUE) -> list[Diagnostic]:
        templates, folder = tmp_path / "templates", tmp_path / "2022-18"
        shutil.copytree(ROOT / "templates" / "gb9704", templates / "gb9704", dirs_exist_ok=True)
        (templates / "ours").mkdir(exist_ok=True)
        (templates / "ours" / "house.yaml").write_text(f"extends: gb9704\ntitle: 我们\n{house}", "utf-8")
        if template:
            text = '{% extends "gb9704/bulletin.html.j2" %}\n{% import "gb9704/parts.html.j2" as parts %}\n' + template
            (templates / "ours" / "bulletin.html.j2").write_text(text, "utf-8")
        folder.mkdir(exist_ok=True)
        (folder / "issue.yaml").write_text(issue, "utf-8")
        for file, name in (("01-甲", "甲"), ("02-乙", "乙"), ("fujian", "丙")):
            (folder / f"{file}.md").write_text(REPORT.format(name=name), "utf-8")
        source = stages.read(folder, World(folder, templates))
        try:
            stages.compose(source)
        except InputError as error:
            return [item for item in error.diagnostics if item.code.startswith("template-")]
        return [item for item in source.findings.items if item.code.startswith("template-")]

    return look


def keys(findings: list[Diagnostic]) -> set[str]:
    return {item.message.partition("（")[2].partition("）")[0] for item in findings}


def test_the_houses_show_everything(found: Callable[..., list[Diagnostic]]) -> None:
    assert found("") == []


@pytest.mark.parametrize(
    ("template", "dropped"),
    [
        ("{% block imprint %}{% endblock %}", {"date", "compiled", "offices", "signer"}),
        (
            ('{% block imprint %}{% for o in issue.masthead.offices %}<p class="imprint">{{ words(o, issue) }}</p>{% endfor %}'
            "{% endblock %}"),
            {"date", "compiled", "signer"},
        ),
        ("{% block serial %}{% endblock %}", {"serial", "print_run"}),
        ("{% block editors %}{{ parts.serial() }}{% endblock %}", {"editors", "permit", "contact"}),
        ("{% block recipients %}{% endblock %}", {"recipients"}),
        ("{% block opening %}{% endblock %}", {"summary", "editor_note"}),
        ("{% block contents %}{{ parts.contents_entry(issue.articles[0], '', false) }}{% endblock %}", {"contents"}),
        (
            "{% block masthead %}{{ parts.nameplate() }}{% endblock %}",
            {"number", "total", "date", "compiled", "mark", "secrecy", "copy_number", "kind", "special", "offices", "signer"},
        ),
        ("{% block masthead %}{% if issue.date and issue.colophon.serial %}{{ parts.marks() }}{% endif %}{% endblock %}",
         {"number", "total", "date", "compiled", "kind", "special", "offices", "signer", "overline", "nameplate"}),
        # only the first recipient of each line
        (('{% block recipients %}{% for entry in issue.colophon.recipients %}<p class="recipients">{{ words(entry.role, entry) }}'
         "{{ words(entry.lines[0], entry) }}</p>{% endfor %}{% endblock %}"), {"recipients"}),
    ],
)  # fmt: skip
def test_a_field_that_is_not_printed(found: Callable[..., list[Diagnostic]], template: str, dropped: set[str]) -> None:
    findings = found(template)
    assert keys(findings) == dropped
    assert {item.severity for item in findings} == {Severity.WARNING}
    assert all("bulletin.html.j2" in item.hint for item in findings)
    rows = ISSUE.split("\n")
    for item in findings:  # at its line, also where the model keeps no place
        key = item.message.partition("（")[2].partition("）")[0]
        assert item.span is not None and (rows[item.span.line - 1].startswith(f"{key}:") or key in ("number", "total"))


@pytest.mark.parametrize(
    "block",
    [
        # a date in characters, a number in a word of its own, one value in two halves, a value in capitals
        '<p class="imprint">{{ "〇一二三四五六七八九"[issue.date.day % 10] }}日</p>',
        '<p class="imprint">{{ issue.date.month }}月{{ issue.date.day }}日</p>',
        '<p class="imprint">{{ issue.date }}</p>',
        '<p class="imprint">{{ issue.date.year }}.{{ padded(issue.date.month, 2) }}.{{ padded(issue.date.day, 2) }}</p>',
        '<p class="imprint">{{ (issue.date|string).split("-")[2] }}</p>',
    ],
)
def test_another_form_is_printed_all_the_same(found: Callable[..., list[Diagnostic]], block: str) -> None:
    rest = '<p class="imprint">{{ parts.dates().split("编")[1] if false else "" }}编印日期：19日{{ issue.compiled.day }}</p>'
    template = (
        f"{{% block imprint %}}{block}{rest}"
        '{% for o in issue.masthead.offices %}<p class="imprint">{{ o|upper|replace("某", "某某") }}</p>{% endfor %}'
        '<p class="imprint">{{ issue.masthead.signer|first }}{{ issue.masthead.signer|last }}</p>{% endblock %}'
    )
    assert found(template) == []


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{% block articles %}{{ parts.article(issue.articles[0]) }}{% endblock %}", "没有排出报告 02-乙.md"),
        ("{% block attachments %}{% endblock %}", "没有排出报告 fujian.md"),
        (
            (
                "{% block articles %}{% for a in issue.articles %}{{ parts.title(a) }}"
                '{% for b in a.blocks if kind(b) == "Paragraph" %}<p class="body">{{ runs(b.content) }}</p>'
                "{% endfor %}{% endfor %}{% endblock %}"
            ),
            "没有排出",
        ),
    ],
)
def test_words_of_a_report_that_are_not_printed_stop_the_build(
    found: Callable[..., list[Diagnostic]], template: str, said: str
) -> None:
    findings = [item for item in found(template) if item.severity is Severity.ERROR]
    assert findings and any(said in item.message for item in findings)
    assert all(item.span is not None and item.span.file.endswith(".md") for item in findings)


@pytest.mark.parametrize(
    ("template", "line", "hint"),
    [
        ("{% block imprnt %}<p>甲</p>{% endblock %}", 3, "是不是 imprint？"),
        ("\n{% block 报头 %}{% endblock %}", 4, "可以重写的有"),
        ('<p class="body">甲</p>', 3, "block"),
        ("{% if issue.date %}{{ issue.date }}{% endif %}", 3, "block"),
    ],
)
def test_what_jinja_would_leave_out(found: Callable[..., list[Diagnostic]], template: str, line: int, hint: str) -> None:
    (finding,) = found(template)
    assert finding.code == "template-block" and hint in finding.hint
    assert finding.span is not None and (finding.span.file, finding.span.line) == ("templates/ours/bulletin.html.j2", line)


def test_a_block_in_a_block_and_one_that_is_asked_for_are_printed(found: Callable[..., list[Diagnostic]]) -> None:
    template = (
        "{% set unused = 1 %}{% macro mine() %}<p>甲</p>{% endmacro %}{# 说明 #}"
        "{% block extra %}{{ parts.serial() }}{% endblock %}"
        "{% block serial %}{% block inner %}{{ self.extra() }}{% endblock %}{% endblock %}"
    )
    assert found(template) == []


def test_an_empty_value_is_not_missed(found: Callable[..., list[Diagnostic]]) -> None:
    issue = ISSUE.replace("serial: 某简字1号\nprint_run: 400\n", "serial:\nprint_run:\n")
    assert found("{% block serial %}{% endblock %}", issue=issue, house="defaults: {serial: 某号, print_run: 3}\n") == []


def test_the_example_of_the_manual_drops_nothing(found: Callable[..., list[Diagnostic]]) -> None:
    manual = (ROOT / "docs" / "house.md").read_text("utf-8")
    example = manual.partition("```jinja\n")[2].partition("```")[0]
    assert '{% extends "gb9704/bulletin.html.j2" %}' in example
    blocks = example.partition("as parts %}\n")[2]
    assert blocks.strip() and found(blocks) == []
