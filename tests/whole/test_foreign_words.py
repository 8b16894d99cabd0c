"""English words, measures, raised and lowered text, other scripts: what is parted, what stays whole, what is said of the rest."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from check_support import HEAD, issue
from conftest import ROOT, Run
from read_support import SOUND_PNG

from briefing.building import stages
from briefing.building.run import BuildSession
from briefing.core.errors import InputError
from briefing.fonts.metrics import Fonts
from briefing.house.style import Composition
from briefing.importing import kept, session
from briefing.model.blocks import Figure, ListBlock, Paragraph
from briefing.model.sheet import SOFT_HYPHEN
from briefing.model.sheet import Run as SheetRun
from briefing.model.text_lines import Text
from briefing.output.docx.pins import HAN_SPACES
from briefing.output.docx.word_file import write_docx
from briefing.source import script_marks
from briefing.typeset.classes import Level
from briefing.typeset.hyphenation import hyphen_places, hyphenated, hyphens_of
from briefing.typeset.letters import Letters
from briefing.typeset.strip import Strip

ENGLISH = (
    "各国代表就 international cooperation and sustainable development 交换意见。The conference was convened in Nanjing, and the "
    "representatives of participating organizations discussed environmental protection, infrastructure construction and the "
    "implementation of the agreement, GitHub、PowerPoint 等名称不拆，编号 20220513000123456789 与 3.1415926 亦然。"
)


def strip(text: str) -> Strip:
    widths = [8.0 if char < "\u2e80" else 16.0 for char in text]
    letters = Letters(text, widths, [16.0] * len(text), [""] * len(text), frozenset(), ())
    hyphens = {place: (level, 5.0) for place, level in hyphen_places(text, "en_US").items()}
    return Strip(letters, Composition(), 0.0).with_hyphens(hyphens)


def whole(text: str, word: str, most: Level = Level.NAME) -> bool:
    """Whether no line may end within `word`, short of its being longer than the line."""
    start = text.index(word)
    levels = strip(text).level
    return all(levels[i] > most for i in range(start, start + len(word) - 1))


@pytest.mark.parametrize(
    "word",
    [
        "GitHub", "PowerPoint", "WeChat", "NATO", "COVID-19", "PM2.5", "20220513000123456789", "3.1415926", "1,234,567.89", "5G",
        "35 μg/m³", "120 km/h", "3.5±0.2", "−12.5", "±0.3", "30°C", "12 m²", "10 GHz", "3.6×10⁶", "H₂SO₄", "Сергей", "Αθήνα",
    ],
)  # fmt: skip
def test_what_is_one_stays_one(word: str) -> None:
    assert whole(f"本市的{word}为参考。", word)


@pytest.mark.parametrize(
    "address",
    ["https://www.example.gov.cn/art/2022/5/13/art_12345_67890.html?from=index&p=2.5", "zhangsan.office@mail.example.gov.cn"],
)
def test_an_address_parts_after_its_marks_alone_and_in_no_number(address: str) -> None:
    text = f"见{address}所载。"
    start, levels = text.index(address), strip(text).level
    ends = [i for i in range(start, start + len(address) - 1) if levels[i] <= Level.NAME]
    assert ends and all(text[i] in "/?&=.-_@:" and text[i + 1].isalnum() for i in ends)
    assert not any(text[i] in ".:-" and text[i - 1].isdigit() and text[i + 1].isdigit() for i in ends)


def test_hyphens_go_into_runs_and_come_out_again() -> None:
    runs = (SheetRun("各国 inter"), SheetRun("national", "strong"), SheetRun(" words"))
    for places in ([7], [5, 7, 9], [], [17]):
        made = hyphenated(runs, places)
        assert "".join(run.text for run in made).replace(SOFT_HYPHEN, "") == "各国 international words"
        assert hyphens_of("".join(run.text for run in made)) == places
        assert {run.style for run in made} == {"", "strong"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of English and signs, in a folder of PDF and DOCX."""
    folder = tmp_path_factory.mktemp("foreign")
    place = issue(folder, f"{ENGLISH}\n\n面积 3 m^2^，排 CO~2~，**H~2~O**。\n\n- 甲\n  - 乙\n    - 丙", HEAD)
    with BuildSession() as bench:
        bench.build(place, folder / "out", ("pdf", "docx", "ofd"))
    return folder / "out" / "2022-17"


def test_a_parted_word_shows_a_hyphen_and_copies_without(built: Path) -> None:
    pdf = pypdfium2.PdfDocument(built / "2022-17.pdf")
    pages = [page.get_textpage() for page in pdf]
    lines = "".join(page.get_text_range() for page in pages)
    hyphens = re.findall("[\x02\ufffe\u00ad]", lines)
    assert hyphens, "no line of this English ends in a hyphen"
    assert re.sub("[\x02\ufffe\u00ad](?:\r\n)?", "", lines).count("environmental") == 1
    document = zipfile.ZipFile(built / "2022-17.docx").read("word/document.xml").decode()
    words = re.sub("<[^>]*>", "", re.sub("<mc:Fallback>.*?</mc:Fallback>", "", document))
    assert document.count("<w:softHyphen/>") == len(hyphens) and ENGLISH in words and SOFT_HYPHEN not in document


def test_raised_lowered_and_bullets_are_real_in_word(built: Path) -> None:
    package = zipfile.ZipFile(built / "2022-17.docx")
    document, styles = (package.read(f"word/{name}.xml").decode() for name in ("document", "styles"))
    for name, value in (("上标", "superscript"), ("下标", "subscript"), ("加重下标", "subscript")):
        (found,) = re.findall(
            f'<w:style [^>]*w:styleId="(\\w+)"[^>]*><w:name w:val="{name}"/>.*?<w:vertAlign w:val="{value}"/>', styles
        )
        assert f'<w:rStyle w:val="{found}"/></w:rPr><w:t>2</w:t>' in document
    signs = re.findall(
        '<w:rStyle w:val="InlineBullet\\w*"/>(?:<w:rFonts[^>]*/>)?<w:position w:val="8"/></w:rPr><w:t>(.)</w:t>', document
    )
    assert signs == ["●", "○", "■"]
    assert len(set(re.findall('<w:pStyle w:val="(ListItem[^"]*)"/>', document))) == 3


def test_the_same_bytes_come_back(built: Path) -> None:
    back = kept.restore(session.open_source((built / "2022-17.docx").read_bytes(), "2022-17.docx"), "2022-17")
    source = (built.parent.parent / "2022-17" / "01.md").read_bytes()
    assert [data for name, data in back.files.items() if name.endswith(".md")] == [source] and not back.findings


@pytest.mark.parametrize(
    ("body", "marks"),
    [
        ("m^2^", [("2", "superscript")]), ("H~2~O", [("2", "subscript")]),
        ("SO~4~^2-^", [("4", "subscript"), ("2-", "superscript")]),
        ("x~i+1~", [("i+1", "subscript")]), ("二〇二二年^①^", [("①", "superscript")]),
        ("3~5天，6~8天", []), ("周一~周五，周六~周日", []), ("a^b", []), ("a^ b^", []), ("m\\^2^", []), ("https://a.cn/y^2^", []),
    ],
)  # fmt: skip
def test_what_is_raised_and_lowered(tmp_path: Path, body: str, marks: list[tuple[str, str]]) -> None:
    article = stages.read(issue(tmp_path, body)).issue.articles[0]
    (paragraph,) = article.blocks
    assert isinstance(paragraph, Paragraph)
    texts = [item for item in paragraph.content if isinstance(item, Text)]
    assert [(item.text, next(iter(item.marks))) for item in texts if item.marks] == marks
    for item in texts:  # every run knows its place
        line = (tmp_path / "2022-17" / "01.md").read_text("utf-8").split("\n")[item.span.line - 1]
        assert line[item.span.column - 1 :].startswith(item.text)


def test_spaces_of_han_faces_are_those_of_the_files() -> None:
    fonts = Fonts.from_json((ROOT / "fonts" / "metrics.json").read_bytes())
    assert {role: fonts.primary(role).advance(" ") for role in HAN_SPACES} == HAN_SPACES


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed (libreoffice-writer)")
def test_the_specimen_is_built_proved_by_an_office_and_comes_back(briefing: Run, tmp_path: Path) -> None:
    place = ROOT / "tests" / "specimen" / "language"
    made = briefing("build", str(place), "-o", str(tmp_path), "--office")
    said = re.search(r"相同的有 (\d+)/(\d+) 行、(\d+)/(\d+) 页", made.out)
    assert made.code == 0 and said and said[1] == said[2] and said[3] == said[4], made.out + made.err
    data = (tmp_path / "language" / "language.docx").read_bytes()
    back = kept.restore(session.open_source(data, "language.docx"), "language")
    assert back.files["01-foreign.md"] == (place / "01-foreign.md").read_bytes() and not back.findings


def test_what_a_report_cannot_say_is_written_otherwise() -> None:
    assert script_marks.written("2", "superscript", "m") == "^2^"
    assert [
        script_marks.written(*case) for case in (("a b", "superscript", "m"), ("2", "superscript", ""), ("2", "subscript", "3"))
    ] == [None] * 3


def test_a_word_longer_than_its_line_is_cut_and_told(tmp_path: Path) -> None:
    found = stages.check(issue(tmp_path, "编号" + "0123456789" * 9 + "号。"))
    assert [(item.code, item.span and item.span.column) for item in found if item.code == "word-cut"] == [("word-cut", 3)]


@pytest.mark.parametrize(
    ("words", "joined"), [("བོད་ལྗོངས་", True), ("ئۇيغۇر", True), ("ᠮᠣᠩᠭᠣᠯ", True), ("ꆈꌠ", False), ("조선족", False)]
)
def test_a_script_without_a_face_is_told_once_and_nobody_is_told_to_delete_it(tmp_path: Path, words: str, joined: bool) -> None:
    with pytest.raises(InputError) as refused:
        stages.compose(stages.read(issue(tmp_path, f"题写了{words}字样。")))
    (found,) = refused.value.diagnostics
    assert found.code == "foreign-script" and found.span and found.span.column == 4 and "随附的字体里没有" in found.message
    assert "删" not in found.hint and ("图片" in found.hint) and ("house.yaml" in found.hint) is not joined


def test_a_raised_sign_without_a_glyph_is_told_how_to_be_written(tmp_path: Path) -> None:
    with pytest.raises(InputError) as told:
        stages.compose(stages.read(issue(tmp_path, "粒径为10⁻⁶米。")))
    (found,) = told.value.diagnostics
    assert (found.code, found.span and found.span.column) == ("missing-glyph", 6) and "10^-6^" in found.hint


def test_lines_of_yaml_raise_and_lower_too_and_come_back(tmp_path: Path) -> None:
    head = f"{HEAD}nameplate: [简报]\neditor_note: 全市新增绿地 300 m^2^，减排 CO~2~，合 10^6^ 吨。\n"
    place = issue(tmp_path, "---\nsubtitle: 面积 3 m^2^\n---\n\n# 题目\n\n正文 H~2~O。", head)
    source = stages.read(place)
    (note,) = source.issue.editor_note
    assert [item.text for item in note if isinstance(item, Text) and item.marks] == ["2", "2", "6"]
    made = write_docx(stages.compose(source), source.world)
    back = kept.restore(session.open_source(made, "2022-17.docx"), "2022-17")
    assert "减排 CO~2~，合 10^6^ 吨。" in back.files["issue.yaml"].decode()
    assert b"subtitle: \xe9\x9d\xa2\xe7\xa7\xaf 3 m^2^\n" in back.files["01.md"] and not back.findings


def test_numbers_go_on_over_a_picture(tmp_path: Path) -> None:
    for indent in ("", "   "):
        place = issue(tmp_path / f"w{len(indent)}", f"1. 甲\n2. 乙\n\n{indent}![图](a.png)\n\n3. 丙")
        (place / "a.png").write_bytes(SOUND_PNG)
        first, picture, last = stages.read(place).issue.articles[0].blocks
        assert isinstance(first, ListBlock) and isinstance(picture, Figure) and isinstance(last, ListBlock)
        assert [item.label for item in (*first.items, *last.items)] == ["1.", "2.", "3."]
