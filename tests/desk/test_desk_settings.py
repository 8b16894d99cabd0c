"""issue.yaml by a form and by a list: what is changed is that key, every other byte stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.building import stages
from briefing.core import plain
from briefing.desk import report_list, settings_form, yaml_keys
from briefing.desk.report_list import ListedSection, SectionOrder, outline, reordered
from briefing.model import fields
from briefing.source import yaml_tree

WRITTEN = """# yaml-language-server: $schema=x
house: jiangsu-jingshen-wenming      # 用哪个单位的样式
number: 017
date: 2022-05-13   # 也可以写 2022年5月13日

# 多发几家
recipients:
  报: [中央文明办]
  送:
    - 省委办公厅
    - 省政府办公厅
sections:
  - name: 工作交流
    reports: [01-甲.md, 02-乙.md]
  - name: 简讯
    numbering: 1.
    reports: [03-丙.md]
# 印多少
print_run: 400  # 校对：不查 x
"""


def changed_lines(before: str, after: str) -> tuple[list[str], list[str]]:
    one, other = before.split("\n"), after.split("\n")
    return [line for line in one if line not in other], [line for line in other if line not in one]


@pytest.mark.parametrize(
    ("key", "value", "gone", "come"),
    [
        ("print_run", "450", ["print_run: 400  # 校对：不查 x"], ["print_run: 450  # 校对：不查 x"]),
        ("number", "18", ["number: 017"], ["number: 18"]),
        ("date", "2022-06-01", ["date: 2022-05-13   # 也可以写 2022年5月13日"], ["date: 2022-06-01   # 也可以写 2022年5月13日"]),
        ("special", "专刊：一 #2", [], ['special: "专刊：一 #2"']),
        ("print_run", "", ["print_run: 400  # 校对：不查 x"], []),
        ("editor_note", ["第一段。", "", "第二段。"], [], ["editor_note:", "  - 第一段。", "  - 第二段。"]),
    ],
)
def test_one_field_is_its_own_lines(key: str, value: object, gone: list[str], come: list[str]) -> None:
    after = settings_form.written(WRITTEN, key, value)
    assert after is not None
    assert changed_lines(WRITTEN, after) == (gone, come)


def test_recipients_are_lists() -> None:
    after = settings_form.written(
        WRITTEN, "recipients", {"报": ["中央文明办"], "送": ["省委办公厅", ""], "发": [], "增发": ["各高校"]}
    )
    assert after is not None
    said = yaml_keys.plain(yaml_tree.load(after, "issue.yaml").get("recipients"))
    assert said == {"报": "中央文明办", "送": "省委办公厅", "增发": "各高校"}
    assert "# 印多少\nprint_run: 400" in after
    assert "\n# 多发几家\nrecipients:" in after


@pytest.mark.parametrize("text", ["{house: x, number: 1}\n", "house: [\n", "  house: x\n"])
def test_what_cannot_be_kept_is_not_touched(text: str) -> None:
    assert yaml_keys.changed(text, {"number": 2}) is None


def test_every_key_has_a_field_with_a_label() -> None:
    """docs/fields.md lists the same."""
    form = settings_form.form(WRITTEN, {"jiangsu-jingshen-wenming": "江苏"})
    shown = {field["key"]: field for field in plain.mappings(form["fields"])}
    assert set(shown) == {field.key for field in fields.ISSUE} - {"sections", "reports", "attachments"}
    assert all(field["title"] and field["help"] for field in shown.values())
    assert shown["number"]["value"] == "017"
    assert plain.entries(shown["recipients"]["value"])["送"] == ["省委办公厅", "省政府办公厅"]
    head = plain.mappings(settings_form.report_form("# 题\n")["fields"])
    assert [field["key"] for field in head] == [field.key for field in fields.HEAD]


def test_the_head_of_a_report_comes_and_goes() -> None:
    text = "# 甲市：题\n\n一段。\n"
    with_note = settings_form.report_written(text, "editor_note", "现将……摘发如下。")
    assert with_note == f"---\neditor_note: 现将……摘发如下。\n---\n\n{text}"
    both = settings_form.report_written(with_note, "contributor", "甲市文明办")
    assert both == f"---\neditor_note: 现将……摘发如下。\ncontributor: 甲市文明办\n---\n\n{text}"
    assert settings_form.report_written(both, "editor_note", "") == f"---\ncontributor: 甲市文明办\n---\n\n{text}"
    assert settings_form.report_written(with_note, "editor_note", "") == text


TEXTS = {
    "issue.yaml": WRITTEN, "01-甲.md": "# 甲市：*题*\n\n一段。\n", "02-乙.md": "# 乙\n",
    "03-丙.md": "---\nlead: x\n---\n# 丙\n\n二**段**。\n",
    "04-丁.md": "# 丁\n", "_草稿.md": "# 草稿\n",
}  # fmt: skip


def names(sections: list[ListedSection]) -> list[tuple[str, list[str]]]:
    return [(section["name"], [report["file"] for report in section["reports"]]) for section in sections]


def test_the_list_is_what_issue_yaml_says() -> None:
    found = outline(TEXTS)
    assert names(found["sections"]) == [("工作交流", ["01-甲.md", "02-乙.md"]), ("简讯", ["03-丙.md"])]
    assert [report["file"] for report in found["drafts"]] == ["04-丁.md", "_草稿.md"]
    assert found["sections"][1]["reports"][0] == {"file": "03-丙.md", "title": "丙", "length": 4, "empty": False}


def test_another_order_over_the_border_of_a_section() -> None:
    sections: list[SectionOrder] = [
        {"name": "工作交流", "numbering": "", "reports": ["02-乙.md"]},
        {"name": "简讯", "numbering": "1.", "reports": ["03-丙.md", "01-甲.md"]},
    ]
    text = reordered(TEXTS, sections, ["04-丁.md"])
    assert text is not None
    found = outline({**TEXTS, "issue.yaml": text})
    assert names(found["sections"]) == [("工作交流", ["02-乙.md"]), ("简讯", ["03-丙.md", "01-甲.md"])]
    assert [report["file"] for report in found["attachments"]] == ["04-丁.md"]
    assert text.startswith(WRITTEN[: WRITTEN.index("sections:")])


def test_a_report_that_is_not_taken_in_goes_to_the_last_section() -> None:
    text = report_list.taken_in(TEXTS, ["04-丁.md", "_草稿.md", "01-甲.md"])
    assert text is not None
    found = outline({**TEXTS, "issue.yaml": text})
    assert names(found["sections"])[1] == ("简讯", ["03-丙.md", "04-丁.md"])
    assert report_list.taken_in(TEXTS, ["01-甲.md"]) is None


def test_without_sections_the_order_is_a_list() -> None:
    texts = {"issue.yaml": "house: x\nnumber: 1\nsections: 工作交流\n", "01-甲.md": "# 甲\n", "02-乙.md": "# 乙\n"}
    assert names(outline(texts)["sections"]) == [("工作交流", ["01-甲.md", "02-乙.md"])]
    text = reordered(texts, [{"name": "工作交流", "numbering": "", "reports": ["02-乙.md", "01-甲.md"]}], [])
    listed = "    reports:\n      - 02-乙.md\n      - 01-甲.md\n"
    assert text == f"house: x\nnumber: 1\nsections:\n  - name: 工作交流\n{listed}"
    text = reordered(texts, [{"name": "", "numbering": "", "reports": ["02-乙.md", "01-甲.md"]}], [])
    assert text == "house: x\nnumber: 1\nreports:\n  - 02-乙.md\n  - 01-甲.md\n"
    with pytest.raises(KeyError):
        reordered(texts, [{"name": "", "numbering": "", "reports": ["../x.md"]}], [])


@pytest.mark.parametrize(
    "written", ["", "sections: 工作交流\n", "sections:\n  - name: 工作交流\n", "reports: [02-乙.md, 01-甲.md]\n"]
)
@pytest.mark.parametrize("name", ["", "工作交流"])
@pytest.mark.parametrize("parted", [False, True])
def test_every_order_reads_back(sample: Path, written: str, name: str, parted: bool) -> None:
    """Whatever was written and whatever is wanted: the reader takes it, and finds what was asked for."""
    (sample / "02-乙.md").write_text("# 乙市：题目\n\n一段文字。\n", "utf-8")
    settings = (sample / "issue.yaml").read_text("utf-8") + written
    texts = {path.name: path.read_text("utf-8") for path in sample.iterdir()} | {"issue.yaml": settings}
    sections: list[SectionOrder] = [{"name": name, "numbering": "", "reports": ["02-乙.md", "01-甲.md"]}]
    if parted:
        sections = [
            {"name": name, "numbering": "1.", "reports": ["02-乙.md"]},
            {"name": "简讯", "numbering": "", "reports": ["01-甲.md"]},
        ]
    text = reordered(texts, sections, [])
    assert text is not None
    (sample / "issue.yaml").write_text(text, "utf-8")
    assert [article.path for article in stages.read(sample).issue.articles] == ["02-乙.md", "01-甲.md"]


def test_an_issue_yaml_that_cannot_be_read_lists_every_report() -> None:
    found = outline({**TEXTS, "issue.yaml": "house: [\n"})
    assert len(found["sections"][0]["reports"]) == 5
    assert report_list.reordered({**TEXTS, "issue.yaml": "{house: x}"}, [], []) in (None, "{house: x}")
