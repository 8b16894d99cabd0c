"""Plain text in any encoding, pasted HTML, and what LibreOffice opens: the same report comes of each."""

from __future__ import annotations

import base64
import random
import shutil
import subprocess
import textwrap
from pathlib import Path

import pytest
from importing_support import BODY, LONG, SAMPLES, bold, centred, p, package, r
from read_support import SOUND_PNG

from briefing.core.errors import InputError, MissingToolError
from briefing.importing import session, text
from briefing.importing.session import Draft
from briefing.office import conversion

TEXT = f"""\
苏州市：创新机制
——苏州市工作综述

　　{BODY}
　　一、健全责任体系
　　{LONG}
　　● 建立清单；
　　● 对账销号。
（苏州市文明办）
"""
REPORT = f"""\
---
subtitle: ——苏州市工作综述
contributor: 苏州市文明办
---

# 苏州市：创新机制

{BODY}

## 一、健全责任体系

{LONG}

- 建立清单；
- 对账销号。
"""


def imported(data: bytes, file: str, **options: str) -> Draft:
    draft = session.draft(session.open_source(data, file), "a", **options)
    assert not [found for found in draft.findings if found.code == "import-lost"]
    return draft


# --- plain text


_TRADITIONAL = "各項工作有序推進\n\n今年以來，蘇州市深入推進文明城市創建，各項工作取得明顯成效，群眾滿意度持續提升。\n"
_JAPANESE = "各項工作\n\n今年の活動について。全ての市民が参加した。\n"


@pytest.mark.parametrize("encoding", ["big5", "cp950", "gbk", "gb18030"])
def test_traditional_text(encoding: str) -> None:
    assert text.decoded(_TRADITIONAL.encode(encoding), "a.txt") == _TRADITIONAL


def test_seven_bits() -> None:
    words = f"苏州市：创新机制\n\n{BODY}\n"
    assert imported(words.encode("hz"), "a.txt").markdown == f"# {words}"
    assert text.decoded(b"a ~{ b ~} c ~{ab~}", "a.txt") == "a ~{ b ~} c ~{ab~}"


def test_text_of_no_chinese_encoding() -> None:
    with pytest.raises(InputError) as caught:
        text.decoded(_JAPANESE.encode("shift-jis"), "a.txt")
    assert [found.code for found in caught.value.diagnostics] == ["encoding-unknown"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings(encoding: str, end: str) -> None:
    assert imported(TEXT.replace("\n", end).encode(encoding), "a.txt").markdown == REPORT


def test_dos_file_end() -> None:
    assert imported(TEXT.encode("gbk") + b"\x1a", "a.txt").markdown == REPORT


def test_wrapped_lines_are_joined() -> None:
    """Mail breaks lines at one width; a line that is short ends its paragraph, one that is indented begins one."""
    paragraphs = [(BODY + LONG) * 2, LONG, BODY + LONG]
    lines = [line for text in paragraphs for line in textwrap.wrap("\u3000\u3000" + text, 30, drop_whitespace=False)]
    words = "\n".join(["苏州市：创新机制", "", *lines, ""])
    assert imported(words.encode(), "a.txt").markdown == "\n\n".join(["# 苏州市：创新机制", *paragraphs]) + "\n"


def test_lines_are_paragraphs_otherwise() -> None:
    words = f"标题一行\n{BODY}\n{LONG}\n短段。\n{BODY}{LONG}\n"
    assert imported(words.encode(), "a.txt").markdown.split("\n\n")[1:] == [BODY, LONG, "短段。", f"{BODY}{LONG}\n"]


# --- HTML


def page(body: str, head: str = "") -> bytes:
    return f"<html><head><title>不要这个</title><style>p {{color: red}}</style>{head}</head><body>{body}</body></html>".encode()


def test_page() -> None:
    """Headings, bold by tag and by style, lists within lists, line breaks, scripts."""
    draft = imported(
        page(
            f"<script>var x = '不是正文';</script><h1>苏州市：创新机制</h1><p style='text-indent:2em'>&nbsp;&nbsp;{BODY}</p>"
            f"<h2>健全责任体系</h2><p><b>一是强化统筹。</b>{LONG}</p>"
            f"<p><span style='font-weight:700'>二是强化</span><span style='font-weight: bold'>保障。</span>{BODY}</p>"
            "<ul><li>建立清单；<ol><li>先报；</li><li>后核；</li></ol></li><li>对账销号。</li></ul>"
            f"<p>{BODY}<br>{LONG}</p><!-- 也不是正文 --><div>A&amp;B &lt;达标&gt; 的话&#65292;在此</div>"
        ),
        "a.html",
    )
    assert draft.markdown == (
        f"# 苏州市：创新机制\n\n{BODY}\n\n## 健全责任体系\n\n**一是强化统筹。**{LONG}\n\n**二是强化保障。**{BODY}\n\n"
        f"- 建立清单；\n  1. 先报；\n  2. 后核；\n- 对账销号。\n\n{BODY}\n\n{LONG}\n\nA&B \\<达标>的话，在此\n"
    )


def test_table_of_a_page() -> None:
    cells = "<tr><th rowspan=2>地区</th><th colspan=2>得分</th></tr><tr><td>上年</td><td>今年</td></tr>"
    draft = imported(
        page(f"<h1>各地得分</h1><p>{BODY}</p><table>{cells}<tr><td>苏州</td><td>94</td><td>95</td></tr></table>"), "a.html"
    )
    assert "{head=2}\n\n| 地区 | 得分 | << |\n|---|---|---|\n| ^^ | 上年 | 今年 |\n| 苏州 | 94 | 95 |" in draft.markdown
    assert not draft.findings


def test_pictures_of_a_page() -> None:
    """One that is in the page comes along; one on the network is named."""
    inside = f"<img alt='活动现场' src='data:image/png;base64,{base64.b64encode(SOUND_PNG).decode()}'>"
    draft = imported(page(f"<h1>志愿服务</h1><p>{BODY}</p>{inside}<img alt='网上的图' src='http://example.org/a.png'>"), "a.html")
    assert draft.pictures == {"a-1.png": SOUND_PNG} and "![活动现场](a-1.png)" in draft.markdown
    assert [found.message for found in draft.findings] == ["图片没有导入：网上的图"]


def test_a_fragment_in_its_own_charset() -> None:
    """What the clipboard holds: no html, no head; and an old page in GBK that says so."""
    assert imported(f"<p>标题在此</p><p>{BODY}</p>".encode(), "stdin").markdown == f"# 标题在此\n\n{BODY}\n"
    old = f"<html><head><meta charset=gb2312></head><body><p>标题在此</p><p>{BODY}</p></body></html>".encode("gbk")
    assert imported(old, "a.htm").markdown == f"# 标题在此\n\n{BODY}\n"


# --- judged by look, where a sample shows too little


def test_names_side_by_side_stay_apart() -> None:
    data = package(centred("会议通报") + p("出席的有：张三 李四 王五六，其他同志 列席会议。") + p(LONG))
    assert "出席的有：张三　李四　王五六，其他同志列席会议。" in imported(data, "a.docx").markdown


def test_bold_stands_beside_anything() -> None:
    """Word makes any characters bold; Markdown has no sign between 5G and “: then the mark stays outside."""
    data = package(centred("加粗的字") + p(r("建设5G") + bold("“双千兆”") + r("2.0工程。") + bold("(a)") + r("b。")) + p(BODY))
    assert "建设5G“**双千兆**”2.0工程。**（a）**b。" in imported(data, "a.docx").markdown
    chance = random.Random(3)
    words = ["文明", "5G", "（试行）", "(a)", "“实事”", '"x"', "。", "，", ".", "%", "12", " ", "！", "*", "a-b", "、", "/", "①"]
    for _ in range(150):
        runs = ["".join(chance.choices(words, k=chance.randint(1, 3))) for _ in range(chance.randint(2, 5))]
        content = "".join(chance.choice((r, bold))(text) for text in runs)
        draft = imported(package(centred("加粗的字") + p(content + r("正文结束。")) + p(BODY)), "a.docx")
        assert not [found for found in draft.findings if found.severity == "error"], runs


def test_leads_in_a_face_of_their_own() -> None:
    """（一）… in 楷体 before text in 仿宋: a lead, though nothing is bold. A name in another face is none."""
    kai = "<w:rFonts w:eastAsia='楷体_GB2312'/>"
    data = package(
        centred("压实各方责任")
        + p(r("（一）压实属地责任。", kai) + r(LONG))
        + p(r("（二）压实", kai) + r("部门责任。", kai) + r(BODY))
        + p(r("苏州市", kai) + r("的做法是：" + LONG))
        + p(r(BODY, kai))
    )
    paragraphs = imported(data, "a.docx").markdown.split("\n\n")[1:]
    assert paragraphs == [
        f"**（一）压实属地责任。**{LONG}",
        f"**（二）压实部门责任。**{BODY}",
        f"苏州市的做法是：{LONG}",
        f"{BODY}\n",
    ]


def test_dragged_borders_make_no_columns() -> None:
    """Three columns of the grid, two of the table: nothing begins in the third."""
    cell = "<w:tc><w:tcPr><w:gridSpan w:val='{}'/></w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    rows = "".join(f"<w:tr>{cell.format(2, one)}{cell.format(1, two)}</w:tr>" for one, two in (("甲", "乙"), ("1", "2")))
    draft = imported(package(centred("各地得分") + p(BODY) + f"<w:tbl>{rows}</w:tbl>"), "a.docx")
    assert "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |" in draft.markdown and not draft.findings


def test_notes_without_words_are_left_out() -> None:
    note = "<w:r><w:footnoteReference w:id='{}'/></w:r>"
    data = package(
        centred("测评情况") + p(r(BODY) + note.format(1)) + p(r(LONG) + note.format(7)),
        {"footnotes": "<w:footnote w:id='1'><w:p/></w:footnote><w:footnote w:id='2'>" + p("没有注码。") + "</w:footnote>"},
    )
    draft = imported(data, "a.docx")
    assert "[^" not in draft.markdown and draft.markdown.endswith("没有注码。\n")
    assert [found.code for found in draft.findings] == ["import-note"] * 3


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        ("<w:t>＊</w:t>", "＊"),
        ("<w:t>注</w:t><w:t>1</w:t>", "注1"),
        ("<w:sym w:font='Symbol' w:char='F02A'/>", "＊"),
        ("<w:t>＊＊</w:t>", ""),
    ],
)
def test_marks_that_a_file_gives_are_no_text(mark: str, said: str) -> None:
    """customMarkFollows: what the mark looks like stands after it in its run, and before the note; `said` there."""
    note = f"<w:r><w:footnoteReference w:customMarkFollows='1' w:id='1'/>{mark}</w:r>"
    data = package(
        centred("测评情况") + p(r("见注") + note + r("，" + LONG)),
        {"footnotes": f"<w:footnote w:id='1'>{p(r(said + '指年度测评。'))}</w:footnote>"},
    )
    draft = imported(data, "a.docx")
    assert "见注[^1]，" in draft.markdown
    kept = "＊" if "sym" in mark else ""  # a sign of a face has another character
    assert draft.markdown.endswith(f"[^1]: {kept}指年度测评。\n")
    assert not draft.findings


def test_signs_of_markdown_are_only_signs() -> None:
    words = [
        "# 一",
        "> 二",
        "- 三",
        "+ 四",
        "1) 五",
        "---",
        "```",
        "| 六 |",
        "*七*",
        "_八_",
        "[九](十)",
        "![a](b)",
        "<b>",
        "&nbsp;",
        "\\",
    ]
    data = package(centred("各种符号") + "".join(p(r(f"{word}，是正文里的字，句子写完整。")) for word in words) + p(BODY))
    draft = imported(data, "a.docx")
    assert [found.message for found in draft.findings if found.severity == "error"] == []


# --- what LibreOffice opens


def test_without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    word = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "WordDocument".encode("utf-16-le")
    for data, file in ((word, "a.doc"), (word, "a.wps"), (b"{\\rtf1 a}", "a.rtf")):
        with pytest.raises(MissingToolError) as caught:
            session.open_source(data, file)
        assert caught.value.diagnostics[0].code == "import-office" and "另存为 .docx" in caught.value.diagnostics[0].hint
    with pytest.raises(InputError) as refused:  # a table of Excel's needs no LibreOffice to be refused
        session.open_source(word.replace("Word".encode("utf-16-le"), "Book".encode("utf-16-le")), "a.doc")
    assert refused.value.diagnostics[0].code == "import-format"


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some samples in the formats that LibreOffice writes."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("office")
    for name in ("word_styles", "wps_manual", "leads", "typed_lists", "footnotes", "auto_numbers"):
        (folder / f"{name}.docx").write_bytes(SAMPLES[name]())
    for kind in ("doc", "rtf", "odt"):
        command = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", kind]
        subprocess.run([*command, "--outdir", str(folder), *map(str, sorted(folder.glob("*.docx")))], check=True, timeout=120)
    for path in list(folder.glob("*.doc")):
        shutil.copy(path, path.with_suffix(".wps"))  # WPS writes Word's own format under its name
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["doc", "wps", "rtf", "odt"])
def test_through_libreoffice(converted: Path, kind: str) -> None:
    for name in ("word_styles", "wps_manual", "leads", "typed_lists", "auto_numbers"):
        if (name, kind) == ("auto_numbers", "rtf"):
            continue  # its RTF export writes 、 as ?
        path = converted / f"{name}.{kind}"
        assert imported(path.read_bytes(), path.name).markdown == imported(SAMPLES[name](), f"{name}.docx").markdown, path.name


@pytest.mark.slow
def test_broken_for_libreoffice(converted: Path) -> None:
    data = (converted / "leads.doc").read_bytes()
    with pytest.raises(InputError) as caught:
        conversion.converted(data[:2000] + bytes(4000), "a.doc", ".doc")
    assert caught.value.diagnostics[0].code == "import-office"


# --- what is pasted from a spreadsheet, and what programs put on top of Markdown


@pytest.mark.parametrize(
    ("words", "file"),
    [
        ("测评情况\n\n单位\t得分\n南京\t95.2\n苏州\t\n", "a.txt"), ("单位,得分\n南京,95.2\n苏州,\n", "a.csv"),
        ('"单位","得分"\r\n"南京","95.2"\r\n"苏州",""\r\n', "a.CSV"),
    ],
)  # fmt: skip
def test_cells_are_a_table(words: str, file: str) -> None:
    said = imported(words.encode("gbk"), file).markdown
    assert said.startswith("# ") and said.endswith("| 单位 | 得分 |\n|---|---|\n| 南京 | 95.2 |\n| 苏州 |  |\n")


@pytest.mark.parametrize("words", [f"标题一行\n\n{BODY}\n\n落款\t日期\n", f"标题一行\n\n\t{BODY}\n\t{LONG}\n"])
def test_a_tab_alone_makes_no_table(words: str) -> None:
    assert "|" not in imported(words.encode(), "a.txt").markdown


def test_commas_of_sentences_are_no_cells() -> None:
    assert text.tabbed("一句,两句\n只有一句\n") == "一句,两句\n只有一句\n"


@pytest.mark.parametrize(("rest", "title"), [(f"\n{BODY}\n", "苏州市：创新机制"), (f"# 另一个标题\n\n{BODY}\n", "另一个标题")])
def test_settings_on_top_of_markdown(rest: str, title: str) -> None:
    draft = imported(f'---\ntitle: "苏州市：创新机制"\ntags: [文明]\n---\n{rest}'.encode(), "a.md")
    assert draft.markdown == f"# {title}\n\n{BODY}\n"
    assert draft.findings[0].message.startswith("开头两行 --- 之间的设置没有导入：title:")


def test_an_underlined_title() -> None:
    assert imported(f"苏州市：创新机制\n=====\n\n{BODY}\n".encode(), "a.md").markdown == f"# 苏州市：创新机制\n\n{BODY}\n"


def test_korean_is_not_read_as_chinese() -> None:
    words = "서울시 각 부서의 주요 업무 추진 상황을 보고합니다. " * 3
    with pytest.raises(InputError, match="编码认不出来"):
        text.decoded(words.encode("euc-kr"), "a.txt")
    assert text.decoded((BODY + LONG).encode("gbk"), "a.txt") == BODY + LONG
