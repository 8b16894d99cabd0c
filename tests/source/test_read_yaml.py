"""YAML nodes: strings as written, exact places, Chinese folding."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.core.errors import Findings, InputError, Span
from briefing.model import fields
from briefing.model.issue_parts import Contents, Recipients
from briefing.model.text_lines import Break, Line, Text, plain
from briefing.source import folding, values, yaml_tree
from briefing.source.binder import Binder


def scalar(text: str, key: str) -> yaml_tree.Scalar:
    node = yaml_tree.load(text, "f").get(key)
    assert isinstance(node, yaml_tree.Scalar)
    return node


@pytest.mark.parametrize("text", ["012", "no", "12:30", "2024-02-30", "~", "null", "1e3", "0x1F", "=", "是"])
def test_scalars_stay_as_written(text: str) -> None:
    assert scalar(f"a: {text}\n", "a").text == text


def test_places_of_plain_and_quoted_values() -> None:
    text = "名称: 值\nb:   '引号'\nc: [一, \"二\"]\n"
    assert scalar(text, "名称").span == Span("f", 1, 5, 1)
    assert scalar(text, "b").span == Span("f", 2, 7, 2)
    node = yaml_tree.load(text, "f").get("c")
    assert isinstance(node, yaml_tree.Sequence)
    assert [item.span for item in node.items] == [Span("f", 3, 5, 1), Span("f", 3, 9, 1)]


def test_block_lines_keep_their_places() -> None:
    node = scalar("a: |\n  第一段\n\n  第二段", "a")
    assert node.text == "第一段\n第二段"
    assert [str(place) for place in node.places] == ["f:2:3", "f:4:3"]


@pytest.mark.parametrize(
    ("text", "expected", "places"),
    [
        ("a: 甲\n\n  乙\nb: 1\n", "甲\n乙", ["1:4", "3:3"]),
        ("a:\n  甲\n\n\n   乙\n  丙\n", "甲\n\n乙丙", ["2:3", "4:1", "5:4"]),
        ("a: '甲\n\n  乙'\n", "甲\n乙", ["1:5", "3:3"]),
        ('a: "甲\\n乙"\n', "甲\n乙", ["1:5", "1:5"]),
        ('a: "\\n\\n"\n', "\n\n", ["1:5", "1:5", "1:5"]),
        ('a: "甲\\n\n\n  乙"\n', "甲\n\n乙", ["1:5", "3:3", "3:3"]),
    ],
)
def test_a_blank_line_and_an_escape_begin_a_line_with_a_place(text: str, expected: str, places: list[str]) -> None:
    node = scalar(text, "a")
    assert (node.text, [str(place) for place in node.places]) == (expected, [f"f:{place}" for place in places])


@given(st.text("甲a \n\t'\"\\:-#|>", max_size=30), st.sampled_from(["{}", "'{}'", '"{}"', "|\n  {}", ">\n  {}", "\n  {}"]))
def test_every_line_of_a_value_has_a_place(text: str, style: str) -> None:
    try:
        node = yaml_tree.load("a: " + style.format(text), "f").get("a")
    except InputError:
        return
    if isinstance(node, yaml_tree.Scalar) and node.places:
        assert len(node.places) == node.text.count("\n") + 1


@pytest.mark.parametrize("text", ["甲\n\n  乙", "'甲\n\n  乙'", '"甲\\n乙"'])
def test_no_line_of_a_value_is_lost(text: str) -> None:
    """A blank line in an unquoted value, as editors leave them, and \\n in quotes."""
    bound, findings = bind(f"offices: {text}\n")
    assert bound["offices"] == ("甲", "乙") and findings.items == []
    _, findings = bind(f"signer: {text}\n")
    assert [(item.code, item.message) for item in findings.items] == [("value-shape", "signer 只能写一行")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 全国文明\n  典范城市\n", "全国文明典范城市"),
        ("a: Hello\n  world\n", "Hello world"),
        ("a: '全国\n  GDP\n  ok go'\n", "全国GDP ok go"),
        ("a: >\n  全国\n  文明\n\n  第二\n  段\n", "全国文明\n第二段"),
    ],
)
def test_folded_lines_join_as_chinese_does(text: str, expected: str) -> None:
    assert scalar(text, "a").text == expected


@pytest.mark.parametrize(
    ("before", "after", "between"),
    [
        ("汉", "字", ""),
        ("a", "b", " "),
        ("汉", "a", ""),
        ("9", "年", ""),
        ("，", "“", ""),
        ("é", "α", " "),
        ("”", "“", ""),
    ],
)
def test_joints(before: str, after: str, between: str) -> None:
    assert folding.joint(before, after) == between


def test_first_line_shifts_all_places() -> None:
    assert yaml_tree.load("a: x\nb: y\n", "f", first_line=10).entries[1].key.span == Span("f", 11, 1, 1)


def test_plain_values_become_nodes() -> None:
    span = Span("house.yaml", 1, 1)
    node = yaml_tree.from_plain({"a": ["x", 2], "b": None}, span)
    assert node == yaml_tree.Mapping(
        (
            yaml_tree.Entry(
                yaml_tree.Scalar("a", span), yaml_tree.Sequence((yaml_tree.Scalar("x", span), yaml_tree.Scalar("2", span)), span)
            ),
            yaml_tree.Entry(yaml_tree.Scalar("b", span), yaml_tree.Scalar("", span)),
        ),
        span,
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("17", (17, 0)),
        ("第17期", (17, 0)),
        ("017", (17, 3)),
        ("总第205期", (205, 0)),
        ("４００份", (400, 0)),
        ("0", (0, 0)),
    ],
)
def test_counts(text: str, expected: tuple[int, int]) -> None:
    assert values.count(text) == expected


@pytest.mark.parametrize("text", ["", "约十七", "1.5", "-3", "17a", "1 7"])
def test_not_counts(text: str) -> None:
    with pytest.raises(values.UnreadableValue):
        values.count(text)


@pytest.mark.parametrize("text", ["2022-05-13", "2022-5-13", "2022/5/13", "2022.5.13", "2022年5月13日", "２０２２年 5 月 13 日"])
def test_dates(text: str) -> None:
    assert values.date(text) == datetime.date(2022, 5, 13)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2022-02-30", "2022 年 2 月只有 28 天，没有 30 日"),
        ("2024-02-30", "2024 年 2 月只有 29 天，没有 30 日"),
        ("2022-13-01", "没有 13 月"),
        ("0022-01-01", "年份 22 不合理"),
        ("22-05-13", "“22-05-13”的年份要写四位数"),
    ],
)
def test_impossible_dates_say_why(text: str, reason: str) -> None:
    with pytest.raises(values.UnreadableValue) as caught:
        values.date(text)
    assert caught.value.reason == reason


@given(st.dates(datetime.date(1930, 1, 1), datetime.date(2199, 12, 31)))
def test_every_real_date_is_read(day: datetime.date) -> None:
    assert values.date(day.isoformat()) == day
    assert values.date(f"{day.year}年{day.month}月{day.day}日") == day


def bind(text: str) -> tuple[dict[str, object], Findings]:
    findings = Findings()
    return Binder(findings).bind(yaml_tree.load(text, "f"), fields.ISSUE), findings


def test_binding_each_kind() -> None:
    bound, findings = bind(
        "number: 017\ndate: 2022年5月13日\nprint_run: 400份\nkind: 增刊\n"
        "nameplate: [江苏, 简报]\noffices: 省文明办\ncontents: {style: pages, heading: 目录}\n"
        "recipients:\n  报: 省委\n  发: [各市, 各县]\neditor_note: |\n  甲\n  乙|丙\n"
    )
    assert findings.items == []
    assert bound["number"] == (17, 3, Span("f", 1, 9, 3), None)
    assert bound["date"] == datetime.date(2022, 5, 13)
    assert (bound["print_run"], bound["kind"]) == (400, "增刊")
    assert (bound["nameplate"], bound["offices"]) == (("江苏", "简报"), ("省文明办",))
    assert bound["contents"] == Contents("pages", "目录")
    assert bound["recipients"] == (
        Recipients("报", ("省委",), Span("f", 9, 3, 1)),
        Recipients("发", ("各市", "各县"), Span("f", 10, 3, 1)),
    )
    note = bound["editor_note"]
    assert note == (
        (Text("甲", Span("f", 12, 3, 1)),),
        (Text("乙", Span("f", 13, 3, 1)), Break(Span("f", 13, 4)), Text("丙", Span("f", 13, 5, 1))),
    )


def test_an_unknown_key_suggests_the_nearest() -> None:
    _, findings = bind("nubmer: 17\n全部: 1\n")
    assert findings.items[0].hint == "是不是“number”（期号）？"
    assert "date（印发日期）、" in findings.items[1].hint and "number（期号）" in findings.items[1].hint


def test_a_wrong_choice_lists_the_allowed() -> None:
    _, findings = bind("kind: 号外\n")
    assert findings.items[0].hint == "可用的值：正刊、增刊、专刊、特刊。"


@given(st.text(st.sampled_from("汉字a1 ，|")).filter(lambda text: text.strip() == text and text))
def test_a_line_keeps_every_character_at_its_place(text: str) -> None:
    findings = Findings()
    bound = Binder(findings).bind(yaml_tree.load(f"subtitle: '{text}'\n", "f"), fields.HEAD)
    line: Line = bound["subtitle"]
    assert plain(line) == "".join(row for row in text.split("|") if row.strip())
    source = f"subtitle: '{text}'"
    for item in line:
        if isinstance(item, Text):
            assert source[item.span.column - 1 :].startswith(item.text)
