"""Houses: units, inheritance, and what is said about a wrong house.yaml."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from briefing.core.errors import InputError
from briefing.files.world import World
from briefing.house.load import house_names, load_house
from briefing.house.style import PT_PER_MM, HouseStyle
from briefing.house.units import convert, points
from briefing.model.sheet import INLINE_STYLES, PARAGRAPH_KINDS
from briefing.source.values import UnreadableValue

ROOT = Path(__file__).parents[2]


@pytest.fixture
def shipped() -> World:
    return World(ROOT / "issues" / "2022-17", ROOT / "templates")


@pytest.fixture
def houses(tmp_path: Path) -> World:
    """A templates folder of its own that holds gb9704."""
    base = tmp_path / "gb9704"
    base.mkdir()
    (base / "house.yaml").write_bytes((ROOT / "templates/gb9704/house.yaml").read_bytes())
    return World(tmp_path, tmp_path)


def add(world: World, name: str, text: str) -> None:
    folder = world.templates.folder / name
    folder.mkdir(exist_ok=True)
    (folder / "house.yaml").write_text(text, encoding="utf-8")


def findings(world: World, name: str) -> list[tuple[str, str]]:
    """Place and code of everything that is wrong with a house."""
    with pytest.raises(InputError) as caught:
        load_house(world, name)
    return [(str(item.span).removeprefix("templates/"), item.code) for item in caught.value.diagnostics]


# --- units ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("16pt", 16),
        ("16磅", 16),
        ("三号", 16),
        ("小四", 12),
        ("25.4mm", 72),
        ("2.54cm", 72),
        ("2em", 32),
        ("2字", 32),
        ("1.5行", 45),
        ("0", 0),
        ("-3pt", -3),
    ],
)
def test_points(text: str, expected: float) -> None:
    assert points(text, em=16, line=30) == pytest.approx(expected)


def test_other_units() -> None:
    assert convert("72pt", "mm") == pytest.approx(25.4)
    assert convert("2字", "em") == 2  # meaningful without a type size
    assert convert("8pt", "em", em=16) == 0.5


@pytest.mark.parametrize("text", ["16", "16 px", "三", "pt", "1e3pt", "", "99999999pt", "16pt 8pt"])
def test_not_a_length(text: str) -> None:
    with pytest.raises(UnreadableValue):
        points(text, em=16, line=30)


def test_a_unit_that_means_nothing_here() -> None:
    with pytest.raises(UnreadableValue, match="字"):
        points("2字")


# --- the shipped houses ---


def test_names(shipped: World) -> None:
    assert house_names(shipped) == (
        "gb9704", "hezhang-dongtai", "jiangsu-jingshen-wenming", "meiri-yaoqing", "xinxi-zhuanbao", "yanjiu-cankao",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["gb9704", "hezhang-dongtai", "jiangsu-jingshen-wenming", "meiri-yaoqing", "xinxi-zhuanbao"])
def test_a_shipped_house_is_complete(shipped: World, name: str) -> None:
    house = load_house(shipped, name)
    assert set(house.styles) == set(PARAGRAPH_KINDS)
    assert set(house.inline) == {style for style in INLINE_STYLES if style}
    assert len({style.word for style in house.styles.values()}) == len(house.styles)
    assert {style.color for style in house.styles.values()} <= set(house.colors)
    assert not house.styled


def test_the_standard_grid(shipped: World) -> None:
    house = load_house(shipped, "gb9704")
    assert house.grid.pitch == pytest.approx(225 * PT_PER_MM / 22)
    assert house.grid.pitch == pytest.approx(28.99, abs=0.005)
    assert (house.grid.lines, house.grid.chars) == (22, 28)
    assert house.rules["first"].weight == pytest.approx(0.35 * PT_PER_MM)


def test_a_child_states_only_what_differs(shipped: World) -> None:
    parent, child = load_house(shipped, "gb9704"), load_house(shipped, "jiangsu-jingshen-wenming")
    assert child.chain == ("jiangsu-jingshen-wenming", "gb9704")
    assert (child.grid.lines, child.grid.pitch, child.grid.chars) == (21, 30, None)
    assert child.styles["title"].before == 30
    assert child.styles["title"].font == parent.styles["title"].font
    assert child.styles["body"] == parent.styles["body"]
    assert (child.composition.squeeze_marks, child.composition.latin_gap) == (0, 0)


def title_height(house: HouseStyle, lines: int, top: bool) -> int:
    """Grid lines that a title takes."""
    style = house.styles["title"]
    height = (style.leading or 0) * lines + style.after + (0 if top else style.before)
    return -(-int(height) // int(house.grid.pitch))


def test_titles_of_the_printed_original(shipped: World) -> None:
    house = load_house(shipped, "jiangsu-jingshen-wenming")
    assert (title_height(house, 2, top=True), title_height(house, 2, top=False)) == (4, 5)


# --- inheritance ---


def test_line_means_the_pitch_of_the_child(houses: World) -> None:
    add(houses, "child", "extends: gb9704\ngrid: {lines: 19, pitch: 32pt}\nstyles: {title: {before: 2行}}\n")
    assert load_house(houses, "child").styles["title"].before == 64


def test_pitch_follows_the_lines(houses: World) -> None:
    add(houses, "child", "extends: gb9704\ngrid: {lines: 20}\n")
    assert load_house(houses, "child").grid.pitch == pytest.approx(225 * PT_PER_MM / 20)


def test_words_add_up(houses: World) -> None:
    add(houses, "one", "extends: gb9704\nwords: [文明城市]\n")
    add(houses, "two", "extends: one\nwords: [文明实践, 文明城市]\n")
    assert load_house(houses, "two").words == ("文明城市", "文明实践")


def test_circular_extends(houses: World) -> None:
    add(houses, "one", "title: 甲\nextends: two\n")
    add(houses, "two", "extends:  one\n")
    assert findings(houses, "one") == [("two/house.yaml:1:11", "house-circular")]
    add(houses, "self", "extends: self\n")
    assert findings(houses, "self") == [("self/house.yaml:1:10", "house-circular")]


def test_unknown_parent_is_found_where_it_is_named(houses: World) -> None:
    add(houses, "child", "title: 甲\nextends: gb970\n")
    with pytest.raises(InputError) as caught:
        load_house(houses, "child")
    (finding,) = caught.value.diagnostics
    assert str(finding.span) == "templates/child/house.yaml:2:10"
    assert "gb9704" in finding.hint


@pytest.mark.parametrize("name", ["../gb9704", "/etc", "", "a/b", "none"])
def test_no_such_house(houses: World, name: str) -> None:
    with pytest.raises(InputError) as caught:
        load_house(houses, name)
    assert caught.value.diagnostics[0].code == "house-unknown"


# --- mistakes, all at once ---

WRONG = """\
extends: gb9704
page:
  width: 210
grid: {lines: two}
composition: {strategy: last-fit, trim_line_end: maybe}
colors:
  red: {rgb: red, cmyk: [0, 100, 100, 0]}
  blue: {rgb: "#0000FF", cmyk: [100, 100]}
styles:
  body: {siez: 16pt}
  bodi: {size: 16pt}
  title: {size: 二码, color: green}
  lead: 楷体
inline:
  note-ref: {scale: big}
rules:
  red: {weight: 1字}
page_number: {format: 第页}
mastheed_lines: 7
words: {a: b}
"""


def test_every_mistake_is_reported_at_its_place(houses: World) -> None:
    add(houses, "wrong", WRONG)
    assert findings(houses, "wrong") == [
        ("wrong/house.yaml:3:10", "house-value"),
        ("wrong/house.yaml:4:15", "house-value"),
        ("wrong/house.yaml:5:25", "house-value"),
        ("wrong/house.yaml:5:50", "house-value"),
        ("wrong/house.yaml:7:8", "house-color"),
        ("wrong/house.yaml:8:9", "house-color"),
        ("wrong/house.yaml:10:10", "key-unknown"),
        ("wrong/house.yaml:11:3", "key-unknown"),
        ("wrong/house.yaml:12:17", "house-value"),
        ("wrong/house.yaml:12:28", "house-value"),
        ("wrong/house.yaml:13:9", "value-shape"),
        ("wrong/house.yaml:15:21", "house-value"),
        ("wrong/house.yaml:17:17", "house-value"),
        ("wrong/house.yaml:18:23", "house-value"),
        ("wrong/house.yaml:19:1", "key-unknown"),
        ("wrong/house.yaml:20:8", "value-shape"),
    ]


def test_a_house_from_nothing_names_what_is_missing(houses: World) -> None:
    add(houses, "bare", "title: 空\n")
    codes = findings(houses, "bare")
    assert {code for _, code in codes} == {"house-missing"}
    assert len(codes) > len(PARAGRAPH_KINDS)


def test_type_area_must_fit_the_sheet(houses: World) -> None:
    add(houses, "wide", "extends: gb9704\npage: {type_area_width: 190mm, type_area_height: 280mm}\n")
    assert [code for _, code in findings(houses, "wide")] == ["house-page", "house-page"]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("creep: 11mm", "太大"),
        ("gripper: 999mm", "太大"),
        ("thickness: 2mm", "太大"),
        ("bleed: 51mm", "太大"),
        ("waste: 10001", "太大"),
        ("spares: 9999999", "9999999太大"),
        ("deadline_days: 99999999", "99999999太大"),
        ("spares: 10000", "太大"),
        ("paper: 0克纸", "没有 0 克的纸"),
        ("paper: 601g铜版纸", "没有 601 克的纸"),
        ("paper: -80 克", "没有 -80 克的纸"),
        ("ink_name: 红😀", "不能有“😀”"),
        ("ink_name: " + "红" * 41, "超过 40 个字"),
        ("spares: 两份", "不是整数"),
    ],
)
def test_what_no_print_shop_can_do_is_refused_at_its_place(houses: World, written: str, words: str) -> None:
    add(houses, "h", f"extends: gb9704\nprint:\n  {written}\n")
    with pytest.raises(InputError) as caught:
        load_house(houses, "h")
    (item,) = caught.value.diagnostics
    assert item.code == "house-value" and words in item.message
    assert item.span is not None and (item.span.line, item.span.column) == (3, written.index(":") + 5)
    assert item.hint


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("styles: {body: {font: 仿宋_GB2312}}", "写作 fangsong"), ("styles: {title: {align: 居中}}", "写作 center"),
        ("print: {pictures: 灰度}", "写作 grey"), ("print: {deadline_days: -1}", "最少写 0"),
        ('colors: {red: "#FF0000"}', "rgb:"), ("styles: {body: {font: 行楷}}", "可用的值：fangsong"),
    ],
)  # fmt: skip
def test_what_to_write_instead_is_said(houses: World, written: str, hint: str) -> None:
    add(houses, "h", f"extends: gb9704\n{written}\n")
    with pytest.raises(InputError) as caught:
        load_house(houses, "h")
    (item,) = caught.value.diagnostics
    assert hint in item.hint


def test_what_a_print_shop_can_do_is_taken(houses: World) -> None:
    text = 'print: {creep: 10mm, gripper: 30mm, thickness: 1mm, waste: 10000, paper: 600g卡纸, ink_name: "PANTONE 186 C（红）"}'
    add(houses, "h", f"extends: gb9704\n{text}\n")
    assert load_house(houses, "h").printing.creep_mm == 10


def test_a_house_is_bound_again_only_where_something_changed(houses: World) -> None:
    add(houses, "own", "extends: gb9704\ntitle: 甲\n")
    folder = houses.templates.folder / "own"

    def loaded() -> HouseStyle:
        return load_house(World(folder.parent, folder.parent), "own")

    first = loaded()
    assert loaded() is first
    (folder / "bulletin.css").write_text("p { color: #000 }", "utf-8")
    assert loaded().css == ("own/bulletin.css",)
    (folder / "bulletin.css").unlink()
    assert loaded() == first
    add(houses, "own", "extends: gb9704\ntitle: 乙\n")
    assert loaded().title == "乙"
    base = houses.templates.folder / "gb9704" / "house.yaml"
    base.write_text(base.read_text("utf-8").replace("pdf:", "pdf :"), "utf-8")
    assert loaded() == replace(loaded(), title="乙")
    (folder / "house.yaml").unlink()
    with pytest.raises(InputError):
        loaded()


def test_what_templates_say_is_looked_at_again(houses: World) -> None:
    """A word of the house's own stands only as long as a template asks for it."""
    add(houses, "own", "extends: gb9704\nwording:\n  greeting: 你好\n")
    template = houses.templates.folder / "own" / "bulletin.html.j2"
    template.write_text('{{ say("greeting") }}', "utf-8")
    assert load_house(houses, "own").wording["greeting"] == "你好"
    template.write_text("", "utf-8")
    assert findings(houses, "own")
