"""Every length and number of a field is set, or refused at its place; never anything else."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from lengths_support import YAML, houses, make
from slices import share, some

from briefing.core import type_sizes
from briefing.core.errors import ExitCode
from briefing.core.numerals import chinese
from briefing.output.docx.settings_parts import PROPERTY_UNITS
from briefing.prove.pdf_pages import read_pdf
from briefing.typeset.composed import SetTable

PHRASE = "关于进一步加强和改进全省精神文明建设工作的若干意见"
TEXTS = ("mark", "secrecy", "copy_number", "overline", "nameplate", "special", "signer", "serial", "permit")
LISTS = ("offices", "editors", "contact", "keywords", "summary", "editor_note", "recipients")
HEADS = ("subtitle", "lead", "editor_note", "contributor", "source", "contents_title")
#: Characters: none, a blank, one, usual, a line, a paragraph, a page and more.
LENGTHS = (0, -1, 1, 300)
LONG = (25, 3000, 30_000)


def filler(length: int) -> str:
    """-1: a blank that an editor may have left."""
    return "　" if length < 0 else (PHRASE * (length // len(PHRASE) + 1))[:length]


def field(key: str, length: int) -> dict[str, str]:
    """An issue whose field `key` is so long."""
    text = filler(length)
    if key == "title":
        return {"01.md": f"# {text or '题'}\n\n正文。\n"}
    if key in ("heading", "caption", "cell", "item", "note"):
        bodies = {
            "heading": f"## {text or '题'}\n\n正文。\n", "caption": f"表1：{text}\n\n| 甲 | 乙 |\n|--|--|\n| 丙 | 丁 |\n",
            "cell": f"| 甲 | 乙 |\n|--|--|\n| {text} | 丁 |\n", "item": f"- {text or '项'}\n",
            "note": f"正文[^1]。\n\n[^1]: {text or '注'}\n",
        }  # fmt: skip
        return {"01.md": f"# 标题\n\n{bodies[key]}"}
    if key.startswith("head."):
        return {"01.md": f'---\n{key[5:]}: "{text}"\n---\n# 标题\n\n正文。\n', "issue.yaml": f"{YAML}contents: pages\n"}
    value = f'{{报: ["{text}"], 送: 某单位}}' if key == "recipients" else f'["{text}"]' if key in LISTS else f'"{text}"'
    yaml = YAML if key != "nameplate" else YAML.replace("nameplate: 测试简报\n", "")
    return {"issue.yaml": f"{yaml}{key}: {value}\n"}


KEYS = (*TEXTS, *LISTS, "title", "heading", "caption", "cell", "item", "note", *(f"head.{key}" for key in HEADS))


@pytest.mark.parametrize("key", KEYS)
def test_a_field_of_any_length_is_set_or_refused_at_its_place(key: str, tmp_path: Path) -> None:
    for length in LENGTHS:
        made = make(tmp_path, field(key, length))
        assert made.code in (ExitCode.OK, ExitCode.INPUT), (length, made.found)
        assert made.composed or all(item.span and str(item.span) != "issue.yaml:1:1" for item in made.found), (length, made.found)
        assert made.composed or length > 25 or key in ("title", "heading"), (length, made.found)


@pytest.mark.slow
@pytest.mark.parametrize("key", some(KEYS))
def test_long_fields_reach_the_pdf_or_are_refused(key: str, tmp_path: Path) -> None:
    for length in (*LENGTHS, *LONG):
        made = make(tmp_path, field(key, length), pdf=True)
        assert made.code in (ExitCode.OK, ExitCode.INPUT), (length, made.found)
        assert made.composed or all(item.span and str(item.span) != "issue.yaml:1:1" for item in made.found), (length, made.found)


@pytest.mark.parametrize("key", ["keywords", "special", "offices"])
def test_properties_of_word_are_cut_after_an_item_and_kept_in_the_facts(key: str, tmp_path: Path) -> None:
    words = [f"第{number}个普通的关键词语" for number in range(40)]
    value = f'"{"、".join(words)[:200]}{"字" * 100}"' if key == "special" else str(words)
    made = make(tmp_path, {"issue.yaml": f"{YAML}{key}: {value}\n"})
    with zipfile.ZipFile(io.BytesIO(made.outputs["docx"])) as package:
        core = ElementTree.fromstring(package.read("docProps/core.xml"))
        kept = "".join(package.read(name).decode() for name in package.namelist() if name.startswith("customXml/item"))
    cut = [node.text or "" for node in core if (node.text or "").endswith("…")]
    assert cut and all(len(text.encode("utf-16-le")) // 2 <= PROPERTY_UNITS for text in cut)
    if key != "special":
        assert all(text.removesuffix("…").split("、") == words[: text.count("、") + 1] for text in cut) and words[-1] in kept
    else:
        assert "字" * 100 in kept


def test_a_title_over_several_pages_begins_where_the_contents_say(tmp_path: Path) -> None:
    made = make(tmp_path, {"01.md": f"# {filler(900)}\n\n正文。\n", "issue.yaml": f"{YAML}contents: pages\n"}, pdf=True)
    assert made.composed and len(made.composed.pages) > 3


def test_blanks_alone_are_as_good_as_nothing(tmp_path: Path) -> None:
    blank = "".join(f'{key}: "　 "\n' for key in TEXTS if key != "nameplate")
    assert make(tmp_path, {"issue.yaml": YAML + blank}).outputs["docx"] == make(tmp_path, {}).outputs["docx"]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "零"), (9, "九"), (10, "十"), (19, "十九"), (20, "二十"), (99, "九十九"), (100, "一百"), (101, "一百零一"),
        (110, "一百一十"), (1010, "一千零一十"), (2000, "二千"), (10_001, "一万零一"), (100_000, "十万"), (110_000, "十一万"),
        (10_100_000, "一千零一十万"), (100_000_005, "一亿零五"), (10**12, "1000000000000"),
    ],
)  # fmt: skip
def test_numerals(number: int, said: str) -> None:
    assert chinese(number) == said


def test_numerals_are_all_different() -> None:
    assert len({chinese(number) for number in range(20_000)}) == 20_000


def test_a_hundred_and_twenty_of_everything(tmp_path: Path) -> None:
    text = "# 标题\n\n" + "".join(f"## 题\n\n正文[^{number}]。\n\n" for number in range(120))
    text += "".join(f"[^{number}]: 注。\n\n" for number in range(120)) + "".join(f"{number}. 项\n" for number in range(1, 121))
    made = make(tmp_path, {"01.md": text})
    assert made.composed
    said = [block.text for block in made.composed.blocks if hasattr(block, "text")]
    assert "一百二十、题" in said and any("〔120〕" in one for one in said)


def test_headings_without_text_between_share_their_pages(tmp_path: Path) -> None:
    """A chain that must stand together and is higher than a page stands on as few pages as other text."""
    made = make(tmp_path, {"01.md": "# 标题\n\n" + "".join(f"## 题{number}\n\n" for number in range(120)) + "正文。\n"})
    assert made.composed and len(made.composed.pages) < 9


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("print_run: 0", "value-number"), ("print_run: 1", ""), ("print_run: 999999999", ""),
        ("print_run: 10000000000", "value-number"),
        ("total: 99999", ""), ("total: 999999999", ""), ("digits: 9", ""), ("year: 99999", "value-number"),
    ],
)  # fmt: skip
def test_counts_of_any_size(line: str, code: str, tmp_path: Path) -> None:
    made = make(tmp_path, {"issue.yaml": f"{YAML}{line}\n"})
    assert made.codes[:1] == [code] if code else made.composed
    assert not code or "不是整数" not in made.found[0].message


def test_a_long_value_does_not_make_a_long_message(tmp_path: Path) -> None:
    made = make(tmp_path, {"issue.yaml": f"{YAML}overline: {filler(3_000)}\n"})
    assert (
        made.codes == ["nameplate-too-long"] and len(made.found[0].message) < 100 and str(made.found[0].span) == "issue.yaml:5:11"
    )
    assert all(len(item.message) <= 500 for item in make(tmp_path, {"issue.yaml": f"{YAML}date: {filler(30_000)}\n"}).found)


# --- tables, blanks


@pytest.mark.parametrize("lines", [20, 21, 22, 40, 62])
def test_a_row_of_every_height_is_set(lines: int, tmp_path: Path) -> None:
    """By the PDF, too: around the height that fits a page alone and not below a head."""
    text = f"# 标题\n\n| 甲 | 乙 |\n|--|--|\n| {'|'.join(['字' * 3] * 2)} |\n| {'字' * 53 * lines} | 乙 |\n"
    made = make(tmp_path, {"01.md": text}, pdf=True)
    assert made.code is ExitCode.OK, made.found


WORDS = (
    "varchar(128)", "created\\_time", "类型（word,excel）", "NOT NULL", "字段名", "数据类型", "备注", "创建时间", "是",
    "bigint(20)",
    "2022-05-13", "100%", "（一）", "《办法》", "等", "1.5万元", "唯一，不可为空", "默认值：0", "A", "甲。",
)  # fmt: skip


def narrow(seed: int) -> str:
    chance = random.Random(seed)
    parts = ["# 标题\n\n"]
    for _ in range(4):
        columns = chance.randint(2, 9)
        align = chance.choice(["|--", "|:--", "|--:"])
        parts.append("| " + " | ".join(chance.choice(WORDS) for _ in range(columns)) + f" |\n{align * columns}|\n")
        for _ in range(4):
            cells = ("".join(chance.choice(WORDS) for _ in range(chance.randint(0, 4))) for _ in range(columns))
            parts.append(f"| {' | '.join(cells)} |\n")
        parts.append("\n正文。\n\n")
    return "".join(parts)


@pytest.mark.parametrize("seed", [4, 37])
def test_narrow_cells_are_no_fault(seed: int, tmp_path: Path) -> None:
    assert make(tmp_path, {"01.md": narrow(seed)}, pdf=True).found == ()


#: Seeds with a table of seven to nine columns whose words, up to four that nothing parts, need more than a page's width.
TOO_WIDE = {103, 105, 106, 108, 109, 110, 112, 117, 118, 121, 123, 124, 129, 132, 134, 137}


@pytest.mark.slow
def test_narrow_cells_of_all_kinds(tmp_path: Path) -> None:
    """All are set, but for tables of words too wide for a page even at the least size, which alone are refused."""
    for seed in range(100, 100 + share(40, least=5)):
        made = make(tmp_path, {"01.md": narrow(seed)}, pdf=True)
        if seed in TOO_WIDE:
            assert (made.code, {found.code for found in made.found}) == (ExitCode.INPUT, {"table-too-wide"}), (seed, made.found)
        else:
            assert made.code is ExitCode.OK, (seed, made.found)


def test_runs_of_blanks_wherever_a_line_ends(tmp_path: Path) -> None:
    text = "# 标题\n\n"
    for blank in "\u00a0\u3000":
        for count in (2, 30):
            text += "".join(f"{filler(at)}{blank * count}{PHRASE}\n\n" for at in (22, 26))
        text += f"文{blank * 300}字后文\n\n"
    made = make(tmp_path, {"01.md": f"{text}\u00a0\u00a0开头\n\n开\u00a0头\n"}, pdf=True)
    assert made.composed, made.found


# --- the house


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("grid: {chars: 36, lines: 40}\nstyles: {body: {size: 小三}}\n", "3:15"),
        ("grid: {chars: 40, lines: 36}\n", "3:15"),
        ("grid: {chars: 2}\n", "3:15"),
        ("grid: {lines: 60}\n", "3:15"),
        ("grid: {lines: 23, pitch: 28.99pt}\n", "3:15"),
        ("page: {height: 600mm}\n", "3:16"),
        ("styles: {body: {size: 30pt}}\n", "3:23"),
        ("styles: {title: {size: 60pt}}\n", "3:24"),
        ("styles: {body: {leading: 5pt}}\n", "3:26"),
        ("styles: {body: {leading: 100行}}\n", "3:26"),
        ("styles: {body: {before: 100行}}\n", "3:25"),
        ("styles: {body: {tracking: -0.2字}}\n", "3:27"),
        ("styles: {body: {tracking: 9字}}\n", "3:27"),
        ("styles: {body: {indent_left: 25字}}\n", "3:30"),
        ("styles: {body: {indent_first: -9字}}\n", "3:31"),
        ("inline: {strong: {scale: 9}}\n", "3:26"),
        ("inline: {note-ref: {raise: 5字}}\n", "3:28"),
        ("rules: {red: {weight: 500pt}}\n", "3:23"),
        ("colophon: {inset: 20字}\n", "3:19"),
        ("composition: {latin_gap: 9字}\n", "3:26"),
        ("masthead_lines: 99\n", "3:17"),
        ("page_number: {offset: 60mm}\n", "3:23"),
        ("page_number: {offset: 1mm}\n", "3:23"),
        ("page_number: {size: 200pt}\n", "3:21"),
        ("page_number: {inset: 40字}\n", "3:22"),
        ('page_number: {format: "' + "字" * 60 + '{n}"}\n', "3:24"),
    ],
)  # fmt: skip
def test_a_house_that_does_not_fit_its_pages_is_told_the_number(text: str, place: str, tmp_path: Path) -> None:
    made = make(tmp_path, {"issue.yaml": YAML.replace("gb9704", "mine")}, templates=houses(tmp_path / "templates", text))
    assert made.codes and set(made.codes) == {"house-fit"}
    assert f"templates/mine/house.yaml:{place}" in [str(item.span) for item in made.found], made.found


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        ('page_number: {format: "第{n}页 共{sheets}页"}\n', "3:31", "house-value"),
        ('page_number: {format: "第{n:02d}页"}\n', "3:25", "house-value"),
        ('page_number: {format: "第页"}\n', "3:24", "house-value"),
        ("wording: {numbr: x}\n", "3:11", "key-unknown"),
        ("wording: {number: 第期}\n", "3:19", "house-value"),
        ("wording: {number: 第｛n｝期}\n", "3:20", "house-value"),
        ('wording: {total: "（总第{n}期，{m}）"}\n', "3:27", "house-value"),
        ('wording: {editors: "责任编辑：{name}"}\n', "3:26", "house-value"),
        ('wording: {summary: "摘要{n}："}\n', "3:23", "house-value"),
    ],
)  # fmt: skip
def test_formats_are_checked_on_load(text: str, place: str, code: str, tmp_path: Path) -> None:
    made = make(tmp_path, {"issue.yaml": YAML.replace("gb9704", "mine")}, templates=houses(tmp_path / "templates", text))
    assert (f"templates/mine/house.yaml:{place}", code) in [(str(item.span), item.code) for item in made.found], made.found
    assert all(item.hint for item in made.found)


def test_a_key_of_wording_is_known_where_a_template_asks_for_it(tmp_path: Path) -> None:
    templates = houses(tmp_path / "templates", 'wording: {greeting: "{who}好"}\n')
    (templates / "mine" / "bulletin.html.j2").write_text(
        '{% extends "gb9704/bulletin.html.j2" %}{% block opening %}'
        '<p class="body">{{ say("greeting", who="你") }}</p>{% endblock %}'
    )
    assert make(tmp_path, {"issue.yaml": YAML.replace("gb9704", "mine")}, templates=templates).composed


def test_the_number_of_all_pages_may_stand_beside_each(tmp_path: Path) -> None:
    templates = houses(tmp_path / "templates", 'page_number: {format: "第{n}页 共{total}页"}\n')
    report = "# 标题\n\n" + f"{PHRASE}。" * 90
    made = make(tmp_path, {"issue.yaml": YAML.replace("gb9704", "mine"), "01.md": report}, pdf=True, templates=templates)
    assert made.composed and made.proof and made.found == ()
    pages = read_pdf(made.outputs["pdf"]).pages
    last = "".join(glyph.char for glyph in pages[-1].glyphs).replace(" ", "")
    assert last.endswith(f"第{len(pages)}页共{len(pages)}页")
    with zipfile.ZipFile(io.BytesIO(made.outputs["docx"])) as package:
        footers = [package.read(name).decode() for name in package.namelist() if "footer" in name and name.endswith(".xml")]
    assert any(" NUMPAGES " in text and " PAGE " in text for text in footers)


@pytest.mark.parametrize("text", ["styles: {body: {tracking: -0.2字}}\n", "styles: {body: {leading: 10pt}}\n"])
def test_the_proof_sees_ink_on_ink_by_itself(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the house's own numbers ask for it."""
    monkeypatch.setattr("briefing.house.load.check_fit", lambda *_: None)
    templates = houses(tmp_path / "templates", text)
    files = {"issue.yaml": YAML.replace("gb9704", "mine"), "01.md": f"# 标题\n\n{PHRASE * 5}\n"}
    made = make(tmp_path, files, pdf=True, templates=templates)
    assert made.code is ExitCode.BUG and "prove-overlap" in made.codes


def test_reports_that_end_in_pictures(tmp_path: Path) -> None:
    """A page that holds nothing but a picture is no blank page; one that the 版记 leaves blank is told, and no more."""
    from PIL import Image

    picture = io.BytesIO()
    Image.new("L", (1000, 700), 128).save(picture, "PNG")
    for lines, said in ((18, ()), (20, ("colophon-blank",))):
        text = "# 标题\n\n" + "一行字。\n\n" * lines + "![图](p.png)\n\n![图](p.png)\n"
        settings = f"{YAML}recipients: {{报: 某, 送: 某}}\n"
        files: dict[str, str | bytes] = {"01.md": text, "p.png": picture.getvalue(), "issue.yaml": settings}
        made = make(tmp_path, files, pdf=True)
        assert made.composed and tuple(item.code for item in made.found) == said, (lines, made.found)


def test_cells_that_fill_their_row_do_not_push_what_follows(tmp_path: Path) -> None:
    """Five lines of 18 pt are three of 30: the borders of such rows must not add up."""
    rows = "".join(f"| {'字' * count} | 乙 | 丙 | 丁 | 戊 | 己 |\n" for count in range(40, 140, 6))
    text = "# 标题\n\n| 甲 | 乙 | 丙 | 丁 | 戊 | 己 |\n|--|--|--|--|--|--|\n" + rows + "\n正文。\n"
    own = "grid: {lines: 21, pitch: 30pt, chars: none}\ntables: {grid_rows: true}\n"
    templates = houses(tmp_path / "templates", own)
    made = make(tmp_path, {"01.md": text, "issue.yaml": YAML.replace("gb9704", "mine")}, pdf=True, templates=templates)
    assert made.composed, made.found
    (table,) = (block for block in made.composed.blocks if isinstance(block, SetTable))
    assert any(cell.before < 0.25 for cells in table.cells for cell in cells), "the rows are filled"


@pytest.mark.parametrize(
    ("typed", "size"),
    [("三号", 16.0), ("3号", 16.0), ("三号字", 16.0), ("小2", 18.0), ("小二号", 18.0), ("小初", 36.0), ("初号", 42.0)],
)
def test_sizes_as_people_name_them(typed: str, size: float) -> None:
    assert type_sizes.named(typed) == size


@pytest.mark.parametrize("typed", ["2字", "三", "三字", "7号", "小", "号", "16"])
def test_what_is_no_name_of_a_size(typed: str) -> None:
    assert type_sizes.named(typed) is None
