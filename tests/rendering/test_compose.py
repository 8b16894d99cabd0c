"""Composition: every field of the model reaches the Sheet, nothing else does, and a wrong template says
where."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from pathlib import Path

import pytest
from compose_support import read_issue

from briefing.core.errors import InputError, Span
from briefing.core.numerals import chinese
from briefing.files.world import World
from briefing.house.load import load_house
from briefing.house.style import HouseStyle
from briefing.model import blocks, bulletin, issue_parts, text_lines
from briefing.model.sheet import LINE_BREAK, CssBlock, Picture, Sheet, SheetParagraph, SheetRule, SheetTable
from briefing.rendering.issue_to_sheet import render_sheet

ROOT = Path(__file__).parents[2]
HOUSES = ("gb9704", "jiangsu-jingshen-wenming", "xinxi-zhuanbao")


# --- a bulletin that uses every field ---


def at(line: int, file: str = "01.md") -> Span:
    return Span(file, line, 1)


def text(words: str, line: int = 1, *marks: str) -> text_lines.Text:
    return text_lines.Text(words, at(line), frozenset(marks))


def line(words: str, number: int = 1) -> text_lines.Line:
    return (text(words, number),)


BLOCKS: tuple[blocks.Block, ...] = (
    blocks.Paragraph(
        (text("段首甲。", 9, "strong"), text("正文甲", 9), text("强调甲", 9, "emphasis")),
        at(9),
        lead=1,
    ),
    blocks.Paragraph(
        (
            text("加重甲", 10, "strong"),
            text_lines.NoteMark(1, at(10)),
            text("断前甲", 10),
            text_lines.Break(at(10)),
            text("断后甲", 11),
        ),
        at(10),
    ),
    blocks.Heading(1, line("一级甲"), at(12)),
    blocks.Heading(2, line("二级甲"), at(13)),
    blocks.Heading(3, line("三级甲"), at(14)),
    blocks.Heading(4, line("四级甲"), at(15), "（9）"),
    blocks.Heading(1, line("一级乙"), at(16)),
    blocks.ListBlock(
        (blocks.ListItem(line("列表甲"), at(17), "●"), blocks.ListItem(line("列表乙"), at(18), "1.", 1)),
        at(17),
    ),
    blocks.Quote((blocks.Paragraph(line("引文甲"), at(19)),), at(19)),
    blocks.Table(
        (blocks.Cell(line("表头甲"), at(20)), blocks.Cell(line("表头乙"), at(20), "left")),
        ((blocks.Cell(line("格甲"), at(21)), blocks.Cell((), at(21), "right")),),
        at(20),
        line("表题甲"),
        line("单位：件甲"),
        (line("注：表注甲"),),
    ),
    blocks.Figure("tu1.png", "替代甲", at(22), line("图题甲"), line("来源：图源甲"), 90.0),
    blocks.Box(
        "instruction", (blocks.Paragraph(line("批示甲"), at(23)),), at(23), line("批者甲 职务甲"), datetime.date(2022, 5, 1)
    ),
    blocks.Box("link", (blocks.Heading(1, line("框内甲"), at(24)),), at(24), line("链接甲")),
    blocks.Columns((blocks.Quote((blocks.Paragraph(line("两栏甲"), at(25)),), at(25)),), at(25)),
    blocks.Beside(
        (
            blocks.Figure("tu1.png", "替代乙", at(26), line("分图甲")),
            blocks.Figure("tu1.png", "替代丙", at(27), line("分图乙"), line("来源：分图源乙")),
        ),
        at(26),
        line("总图题甲"),
    ),
    blocks.QrCode("https://example.cn/a", at(24), line("码题甲")),
    blocks.Signature((line("署名甲"), line("2022年5月1日")), at(25)),
)


def article(name: str, blocks: tuple[blocks.Block, ...] = ()) -> bulletin.Article:
    return bulletin.Article(
        title=line(f"题名{name} 后半{name}"),
        blocks=blocks,
        span=at(1),
        path="01.md",
        subtitle=line(f"副题{name}"),
        lead=line(f"导语{name}"),
        editor_note=line(f"篇按{name}"),
        contributor=f"供稿{name}",
        source=f"来源{name}",
        contents_title=f"目录题名{name}",
        signature=(line(f"篇署{name}"), line("2022年5月2日")),
        notes=(bulletin.Note(1, line(f"脚注{name}"), at(30)),),
    )


def briefs(name: str) -> bulletin.Article:
    """A file of two items."""
    items = (
        blocks.Brief((blocks.Paragraph(line(f"简讯{name}"), at(2)), blocks.Paragraph(line(f"后段{name}"), at(3))), at(2)),
        blocks.Columns((blocks.Brief((blocks.Paragraph(line(f"栏讯{name}"), at(4)),), at(4)),), at(4)),
    )
    return bulletin.Article((), items, at(2), "05.md", contributor=f"供稿{name}")


def maximal() -> bulletin.Issue:
    top = Span("issue.yaml", 1, 1)
    return bulletin.Issue(
        name="2022-90",
        house="gb9704",
        masthead=issue_parts.Masthead(
            mark="标记甲",
            secrecy="秘密★1年",
            copy_number="000042",
            overline="会议甲",
            nameplate=("报名甲", "报名乙"),
            kind="增刊",
            special="专题甲",
            offices=("机关甲", "机关乙"),
            signer="签发甲",
        ),
        number=issue_parts.Number(7, 2022, 205, 3, top),
        date=datetime.date(2022, 5, 3),
        compiled=datetime.date(2022, 4, 30),
        contents=issue_parts.Contents("pages", "本期要目甲"),
        sections=(
            bulletin.Section("栏目甲", (article("甲", BLOCKS), article("乙")), at(1), "一、"),
            bulletin.Section("栏目乙", (article("丙"),), at(1), "★"),
            bulletin.Section("栏目丙", (briefs("己"), briefs("庚")), at(1), "1.", "简讯", "有"),
        ),
        colophon=issue_parts.Colophon(
            recipients=(
                issue_parts.Recipients("报", ("受文甲", "受文乙"), top),
                issue_parts.Recipients("增发", ("受文丙",), top),
            ),
            serial="编号甲",
            print_run=401,
            permit="准印甲",
            editors=("编辑甲", "编辑乙"),
            contact=("电话甲", "邮箱甲"),
        ),
        span=top,
        editor_note=(line("期按甲"), line("期按乙")),
        summary=(line("摘要甲"), line("摘要乙")),
        attachments=(bulletin.Attachment("附件1", article("丁")), bulletin.Attachment("附件2", article("戊"))),
        keywords=("关键词甲", "关键词乙"),
        signature=(line("期署甲"),),
    )


def strings_of(value: object) -> set[str]:
    """Every string an author wrote anywhere in the model; settings and paths left out."""
    if isinstance(value, Span):
        return set()
    if isinstance(value, str):
        return {value}
    if isinstance(value, tuple):
        return {found for item in value for found in strings_of(item)}
    names = getattr(value, "__slots__", ())
    left_out = {"name", "house", "path", "style", "marks", "align", "numbering", "contents_title", "form", "rule", "place"}
    if isinstance(value, bulletin.Section):
        left_out.remove("name")
    if isinstance(value, blocks.Box):
        left_out.add("kind")
    return {found for name in names if name not in left_out for found in strings_of(getattr(value, name))}


def sheet_text(sheet: Sheet) -> str:
    """All characters of a sheet, cells and pairs and picture texts included, in order."""
    parts: list[str] = []
    for block in sheet.all_blocks:
        if isinstance(block, SheetParagraph):
            parts += [block.text, "".join(run.text for run in block.pair)]
        elif isinstance(block, SheetTable):
            parts += ["".join(run.text for run in cell.runs) for row in (block.header, *block.rows) for cell in row]
        elif isinstance(block, Picture):
            parts.append(block.alt)
        elif isinstance(block, CssBlock):
            parts.append(block.text)
    return "\n".join(parts)


@pytest.fixture
def world() -> World:
    return World(ROOT / "issues" / "2022-08-xinxi", ROOT / "templates")


def sheet(issue: bulletin.Issue, world: World, house: str = "gb9704") -> Sheet:
    return render_sheet(issue, load_house(world, house), world)


def paragraphs(composed: Sheet, kind: str) -> list[SheetParagraph]:
    return [block for block in composed.blocks if isinstance(block, SheetParagraph) and block.kind == kind]


@pytest.mark.parametrize("house", HOUSES)
def test_every_field_reaches_the_sheet(world: World, house: str) -> None:
    issue = maximal()
    composed = sheet(issue, world, house)
    found = sheet_text(composed) + "\n".join(composed.properties.values())
    wide = {words.replace(" ", "\u3000") for words in strings_of(issue)}
    assert {words for words in wide if words not in found} == set()
    for words in ("007", "205", "2022年5月3日", "2022年4月30日", "共印401份", "增刊"):
        assert words in found
    if issue.contents.style != "none":
        assert "目录题名甲" in found


@pytest.mark.parametrize("house", HOUSES)
def test_no_string_twice(world: World, house: str) -> None:
    """Body words stand once; titles of attachments also in the note that announces them."""
    found = sheet_text(sheet(maximal(), world, house))
    for words in (
        "正文甲",
        "断后甲",
        "一级甲",
        "格甲",
        "脚注甲",
        "受文丙",
        "期按乙",
        "摘要甲",
        "签发甲",
        "供稿乙",
        "栏目乙",
    ):
        expected = 2 if words == "栏目乙" else 1
        assert found.count(words) == expected, words


def test_wording_of_the_maximal_issue(world: World) -> None:
    composed = sheet(maximal(), world)

    def texts(kind: str) -> list[str]:
        return [
            block.text + "".join("→" + run.text + run.target for run in block.pair[:1]) for block in paragraphs(composed, kind)
        ]

    assert texts("mark") == ["秘密★1年→000042", "标记甲"]
    assert texts("number") == ["第007期（总第205期）"]
    assert texts("special") == ["（增刊　专题甲）"]
    assert texts("imprint")[:2] == ["机关甲", "机关乙→2022年5月3日　编印日期：2022年4月30日"]
    assert texts("contents-entry") == ["一、目录题名甲→a1", "二、目录题名乙→a2", "★目录题名丙→a3"]
    assert texts("title")[:3] == ["一、题名甲　后半甲", "二、题名乙　后半乙", "★题名丙　后半丙"]
    assert [texts(f"heading-{level}") for level in (1, 2, 3, 4)] == [
        ["一、一级甲", "二、一级乙", "一、框内甲"],
        ["（一）二级甲"],
        ["1.三级甲"],
        ["（9）四级甲"],
    ]
    assert texts("instruction-sign") == ["批者甲　职务甲　2022年5月1日"]
    assert texts("box-title") == ["领导批示", "链接　链接甲"]
    assert texts("figure-part") == ["（a）分图甲", "（b）分图乙"]
    assert [group.kind for group in composed.groups] == ["instruction", "link", "columns", "beside", "columns", "columns"]
    assert texts("editor-note")[:3] == ["编者按：期按甲", "期按乙", "编者按：篇按甲"]
    assert texts("byline")[:2] == ["（供稿甲）", "（来源：来源甲）"]
    assert texts("recipients") == ["报：受文甲\u2028受文乙", "增发：受文丙"]
    assert [block.hang for block in paragraphs(composed, "recipients")] == [2, 3]
    assert texts("editors") == ["责任编辑：编辑甲、编辑乙", "电话甲", "邮箱甲", "准印证号：准印甲"]
    assert texts("serial") == ["（编号甲　共印401份）"]
    assert texts("attachment-note") == ["附件：1.题名丁　后半丁"]
    assert texts("attachment-item") == ["2.题名戊　后半戊"]
    assert composed.properties["date"] == "2022-05-03"
    assert composed.properties["title"] == "报名甲报名乙第007期（总第205期）"
    assert composed.properties["keywords"] == "关键词甲、关键词乙"


def test_styles_and_places_of_runs(world: World) -> None:
    composed = sheet(maximal(), world)
    first, second, *_ = paragraphs(composed, "body")
    assert [(run.text, run.style, run.span) for run in first.runs] == [
        ("段首甲。", "lead-in", at(9)),
        ("正文甲", "", at(9)),
        ("强调甲", "emphasis", at(9)),
    ]
    assert [(run.text, run.style) for run in second.runs] == [
        ("加重甲", "strong"),
        ("〔1〕", "note-ref"),
        ("断前甲", ""),
        (LINE_BREAK, ""),
        ("断后甲", ""),
    ]
    assert second.span == at(10)
    picture, *_ = (block for block in composed.blocks if isinstance(block, Picture))
    assert (picture.pixels, picture.width, picture.alt, picture.span) == ((1535, 670), 90.0, "替代甲", at(22))
    (table,) = [block for block in composed.blocks if isinstance(block, SheetTable)]
    assert [cell.align for cell in (*table.header, *table.rows[0])] == ["", "left", "", "right"]


def test_regions_and_rules(world: World) -> None:
    composed = sheet(maximal(), world)
    assert [region.name for region in composed.regions] == [
        "masthead", "contents", "body", "attachment", "attachment", "colophon",
    ]  # fmt: skip
    assert [block.kind for block in composed.regions[-1].blocks if isinstance(block, SheetRule)] == [
        "first",
        "inner",
        "last",
    ]
    assert sheet(maximal(), world, "jiangsu-jingshen-wenming").regions[0].name == "cover"


def test_a_bulletin_with_next_to_nothing(world: World) -> None:
    """No number, no offices, no contents, no colophon: nothing empty is set in their place."""
    bare = replace(
        maximal(),
        masthead=issue_parts.Masthead(nameplate=("报名甲",)),
        number=issue_parts.Number(None),
        compiled=None,
        contents=issue_parts.Contents("none"),
        sections=(bulletin.Section("", (bulletin.Article(line("题名甲"), (), at(1), "01.md"),), at(1)),),
        colophon=issue_parts.Colophon(),
        editor_note=(),
        summary=(),
        attachments=(),
        keywords=(),
        signature=(),
    )
    composed = sheet(bare, world)
    assert sheet_text(composed).split() == ["报名甲", "2022年5月3日", "题名甲"]
    assert composed.properties == {"title": "报名甲", "date": "2022-05-03"}


def test_wording_that_needs_what_the_issue_lacks(world: World) -> None:
    undated = replace(maximal(), number=issue_parts.Number(7), date=None, compiled=None)
    with pytest.raises(InputError) as caught:
        sheet(undated, world, "xinxi-zhuanbao")
    (finding,) = caught.value.diagnostics
    assert (finding.code, str(finding.span)) == ("wording-value", "issue.yaml:1:1")


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, "零"), (1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (99, "九十九"), (103, "一百零三"), (1001, "一千零一"),
        (10_020, "一万零二十"), (101_000, "十万一千"), (10_001_000, "一千万一千"), (100_001_000, "一亿零一千"),
        (100_010_000, "一亿零一万"), (10**12, "1000000000000"),
    ],
)  # fmt: skip
def test_chinese_numerals(number: int, expected: str) -> None:
    assert chinese(number) == expected


# --- the example issues ---


def source_text(path: Path) -> str:
    """The characters of a Markdown report without its head, its markup and remarks to the proofreader, white space left out."""
    body = re.sub(r"\A---\n.*?\n---\n", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"^#+ |\*\*|<!--.*?-->|\s", "", body, flags=re.MULTILINE)


def test_the_text_of_the_seed_is_complete_and_in_order() -> None:
    folder = ROOT / "issues" / "2022-17"
    world = World(folder, ROOT / "templates")
    composed = render_sheet(*read_issue(world), world)
    (body,) = [region for region in composed.regions if region.name == "body"]
    set_text = re.sub(r"\s", "", "".join(block.text for block in body.blocks if isinstance(block, SheetParagraph)))
    assert set_text == "".join(source_text(path) for path in sorted(folder.glob("*.md")))
    cover = [block.text for block in composed.regions[0].blocks if isinstance(block, SheetParagraph)]
    assert cover[:7] == [
        "工作资料　注意保存",
        "江苏精神文明建设简报",
        "第17期",
        "（贯彻落实全省文明城市创建工作座谈会精神专刊 1）",
        "江苏省文明办",
        "2022年5月13日",
        "【工作交流】",
    ]
    assert [block.text for block in composed.regions[-1].blocks if isinstance(block, SheetParagraph)] == [
        "报：中央文明办\u2028省文明委主任、副主任、委员",
        "发：各设区市、县（市、区）文明委、文明办，省文明委成员单位",
        "（苏简字1004号　共印400份）",
    ]


def test_every_run_of_the_seed_says_where_it_comes_from() -> None:
    folder = ROOT / "issues" / "2022-17"
    world = World(folder, ROOT / "templates")
    composed = render_sheet(*read_issue(world), world)
    for block in paragraphs(composed, "body"):
        for run in block.runs:
            assert run.span is not None
            row = (folder / run.span.file).read_text(encoding="utf-8").split("\n")[run.span.line - 1]
            assert row[run.span.column - 1 :].startswith(run.text)


# --- wrong templates ---


@pytest.fixture
def own(tmp_path: Path) -> World:
    """An issue with a house of its own, `own`, that extends gb9704; `template` writes its template."""
    templates = tmp_path / "templates"
    for path in (ROOT / "templates" / "gb9704").iterdir():
        (templates / "gb9704").mkdir(parents=True, exist_ok=True)
        (templates / "gb9704" / path.name).write_bytes(path.read_bytes())
    (templates / "own").mkdir()
    (templates / "own" / "house.yaml").write_text("extends: gb9704\n", encoding="utf-8")
    return World(ROOT / "issues" / "2022-08-xinxi", templates)


def fault(own: World, template: str) -> tuple[str, str, str]:
    """Code, place and message of what is wrong with a template of the house `own`."""
    path = own.templates.folder / "own" / "bulletin.html.j2"
    path.write_text(template, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        render_sheet(maximal(), load_house(own, "own"), own)
    finding = caught.value.diagnostics[0]
    place = str(finding.span).removeprefix("templates/own/bulletin.html.j2:")
    return finding.code, place, finding.message


def page(body: str) -> str:
    return f'<html lang="zh-CN">\n<body>\n<section class="body">\n{body}\n</section>\n</body>\n</html>\n'


@pytest.mark.parametrize(
    ("body", "code", "place"),
    [
        ("  <div>甲</div>", "template-vocabulary", "4:3"),
        ('<p class="body">甲</p>\n\n  <p class="bodi">甲</p>', "template-vocabulary", "6:3"),
        ('<p class="body">甲</p>\n漏掉的字', "template-vocabulary", "4:1"),
        ('<p class="title">甲</p>', "template-vocabulary", "4:1"),
        ('<p class="body" style="color:red">甲</p>', "template-vocabulary", "4:1"),
        ('<p class="body">甲<b>乙</b></p>', "template-vocabulary", "4:18"),
        ('<p class="body">甲<span class="pair">乙</span>丙</p>', "template-vocabulary", "4:18"),
        ('<p class="body">\n</p>', "template-vocabulary", "4:1"),
        ('<hr class="wavy"/>', "template-vocabulary", "4:1"),
        ('<img src="tu1.png" alt="甲">乙</img>', "template-vocabulary", "4:1"),
        ('<p class="body">甲<span class="page-ref" data-target="x"/></p>', "template-anchor", "4:18"),
        ('<p class="body" id="x">甲</p>\n<p class="body" id="x">乙</p>', "template-anchor", "5:1"),
        (
            "<table><tbody><tr><td>甲</td></tr><tr><td>甲</td><td>乙</td></tr></tbody></table>",
            "template-table",
            "4:1",
        ),
        ("<p class='body'>甲 & 乙</p>", "template-xml", "4:1"),
        ('<p class="body">甲', "template-xml", "4:1"),
        ('<p class="body">甲&nbsp;乙</p>', "template-xml", "4:1"),
        ("{% if %}", "template-syntax", "4:1"),
        ("  {% for a in b %}", "template-syntax", "4:3"),
        ("  甲{{ nobody }}", "template-undefined", "4:4"),
        ("{{ issue.nothing }}", "template-undefined", "4:1"),
        ('{{ say("nothing") }}', "template-failed", "4:1"),
        ("{{ 1 / 0 }}", "template-failed", "4:1"),
        ('{% include "os" %}', "template-missing", "4:1"),
        ('{% import "../issue.yaml" as x %}', "template-missing", "4:1"),
        ('{% extends "jiangsu-jingshen-wenming/bulletin.html.j2" %}', "template-missing", "4:1"),
        ("{{ ''.__class__.__mro__ }}", "template-refused", "4:1"),
        ("{{ runs.__globals__ }}", "template-refused", "4:1"),
        ("{{ say.__self__._house }}", "template-refused", "4:1"),
        ("{{ issue.date.today() }}", "template-refused", "4:1"),
        ("{{ '甲' * 1000000000 }}", "template-refused", "4:1"),
        ("{{ 9 ** 9 ** 9 }}", "template-refused", "4:1"),
        ("{{ '{:>999999999}'.format(1) }}", "template-refused", "4:1"),
        ("{% for a in range(9999999999) %}{% endfor %}", "template-refused", "4:1"),
        (
            "{% for a in range(50000) %}{% for b in range(50000) %}{% endfor %}{% endfor %}",
            "template-refused",
            "4:1",
        ),
        ("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", "template-refused", "4:1"),
    ],
)
def test_a_wrong_template_says_where(own: World, body: str, code: str, place: str) -> None:
    found_code, found_place, message = fault(own, page(body))
    assert (found_code, found_place) == (code, place), message


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{% if issue.date %}", "{% if %} 没有结束，缺 {% endif %}"),
        ("{% for a in issue.articles %}{% endif %}", "这里是 {% endif %}，该结束的却是 {% for %}"),
        ("{% fi issue.date %}", "没有 {% fi %} 这种写法"),
        ("{{ issue.date|center(9) }}", "没有“|center”这个过滤器"),
        ("{% if issue.date is nosuch %}{% endif %}", "没有“is nosuch”这种判断"),
        ("{{ issue.name， }}", "不认得“，”"),
        ("{{ issue.name", "不该有“/”"),
        ("{{ }}", "花括号里缺内容"),
        ("{# 注", "缺 #}"),
        ("{{ 1 / 0 }}", "除数是零"),
        ("{{ 1 + issue.name }}", "不能一起算"),
        ("{{ issue.name() }}", "这样东西不能这样用"),
        ("{{ 9 ** 9 }}", "模板里不能用乘方"),
        ("{{ '甲' * 3 }}", "只能对数字用“*”"),
    ],
)
def test_what_jinja_says_is_told_in_chinese(own: World, body: str, said: str) -> None:
    message = fault(own, page(body))[2]
    assert said in message
    assert not re.search(r"[A-Za-z]+ [A-Za-z]+ [A-Za-z]+", message)


def test_several_faults_at_once(own: World) -> None:
    (own.templates.folder / "own" / "bulletin.html.j2").write_text(page("<div/>\n<nav/>\n<p>甲</p>"), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        render_sheet(maximal(), load_house(own, "own"), own)
    assert [finding.span and finding.span.line for finding in caught.value.diagnostics] == [4, 5, 6]


def test_a_fault_in_an_inherited_template_is_found_there(own: World) -> None:
    parts = own.templates.folder / "gb9704" / "parts.html.j2"
    source = parts.read_text(encoding="utf-8") + "\n{{ nobody }}\n"
    parts.write_text(source, encoding="utf-8")
    lines = source.count("\n")
    _, place, _ = fault(own, '{% extends "gb9704/bulletin.html.j2" %}\n')
    assert place == f"templates/gb9704/parts.html.j2:{lines}:1"


def test_doctype_and_entities_are_refused(own: World) -> None:
    bomb = '<!DOCTYPE html [<!ENTITY a "甲">]>\n' + page('<p class="body">&a;</p>')
    assert fault(own, bomb)[0] == "template-xml"


def test_markup_in_the_text_stays_text(world: World) -> None:
    """What an author writes can never become an element."""
    evil = '<img src="x"/>&amp;{{ 1 }}<b data-tpl="a:1:1">'
    issue = maximal()
    first = replace(issue.articles[0], blocks=(blocks.Paragraph(line(evil), at(1)),), contributor=evil)
    composed = sheet(replace(issue, sections=(bulletin.Section("栏", (first,), at(1)),)), world)
    assert paragraphs(composed, "body")[0].text == evil
    assert paragraphs(composed, "byline")[0].text == f"（{evil}）"


def test_control_characters_are_found_at_their_place(world: World) -> None:
    issue = maximal()
    first = replace(issue.articles[0], blocks=(blocks.Paragraph(line("甲\x07乙", 9), at(9)),))
    with pytest.raises(InputError) as caught:
        sheet(replace(issue, sections=(bulletin.Section("栏", (first,), at(1)),)), world)
    assert str(caught.value.diagnostics[0].span) == "01.md:9:2"


def test_compiled_templates_are_kept_and_change_nothing(world: World) -> None:
    house: HouseStyle = load_house(world, "jiangsu-jingshen-wenming")
    kept: dict[str, bytes] = {}
    first = render_sheet(maximal(), house, world, kept)
    size = len(kept)
    assert size == 4  # the house's template, the parent's, the parts; and that no block is left out
    assert render_sheet(maximal(), house, world, kept) == first
    assert len(kept) == size
