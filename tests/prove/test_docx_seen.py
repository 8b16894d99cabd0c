"""The proof of the DOCX sees what cannot be seen, without a program that would set the file: each way of hiding something."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

import digit_rich
import pytest
from prove_spoil import docx_paragraphs, edited_docx

from briefing.building import stages
from briefing.core.errors import Diagnostic
from briefing.diagnostics.codes import codes
from briefing.files.world import World
from briefing.fonts.metrics import Fonts
from briefing.output.docx.word_file import write_docx
from briefing.prove import Expected, prepare, prove

WORDS = "右边的一格"
REPORT = f"""# 有表有图

这一段写在版心里，有两行多的字，说明表和图的来历，供各单位在工作中参考，不另行文。

表：情况

| 地区 | 完成数 | 一 | 二 | 三 | 四 | 五 |
|---|--:|---|---|---|---|---|
| 甲市 | {WORDS} | 1 | 2 | 3 | 4 | 5 |
| 乙市 | 2 | 1 | 2 | 3 | 4 | 5 |

![一幅图](图.png)
"""


@dataclass(frozen=True)
class Made:
    docx: bytes
    expected: Expected
    fonts: Fonts

    def findings(self, docx: bytes) -> tuple[Diagnostic, ...]:
        return prove(self.expected, self.fonts, docx=docx).diagnostics


def make(folder: Path) -> Made:
    world = World(folder.resolve())
    source = stages.read(folder, world)
    composed = stages.compose(source)
    expected = prepare(composed.sheet, composed.house, world.issue, composed.drawings)
    return Made(write_docx(composed, world), expected, source.fonts())


@pytest.fixture(scope="module")
def made() -> Made:
    from PIL import Image

    folder = Path(mkdtemp(prefix="seen-")) / "2024-05"
    folder.mkdir()
    (folder / "01-甲.md").write_text(REPORT, encoding="utf-8")
    Image.linear_gradient("L").convert("RGB").save(folder / "图.png")
    (folder / "issue.yaml").write_text(
        "house: gb9704\nnumber: 5\ndate: 2024-03-18\nnameplate: 简报\noffices: 某市办公室\n"
        "sections:\n  - name: 表\n    reports: [01-甲.md]\n",
        encoding="utf-8",
    )
    return make(folder)


def place(words: str) -> tuple[str, int]:
    return "01-甲.md", next(number for number, line in enumerate(REPORT.split("\n"), 1) if words in line)


def into(words: str, properties: str) -> Callable[[str], str]:
    """`properties` said by the paragraph of `words` itself."""

    def edit(text: str) -> str:
        xml = next(xml for xml in re.findall(r"<w:p>.*?</w:p>", text, re.DOTALL) if words in plain(xml))
        return text.replace(xml, re.sub(r"(<w:pStyle [^>]*/>)", rf"\1{properties}", xml, count=1), 1)

    return edit


def runs_of(words: str, properties: str) -> Callable[[str], str]:
    """`properties` said by every run of the paragraph of `words`."""

    def edit(text: str) -> str:
        xml = next(xml for xml in re.findall(r"<w:p>.*?</w:p>", text, re.DOTALL) if words in plain(xml))
        bare = re.sub(r"<w:rPr>.*?</w:rPr>", "", xml)
        return text.replace(xml, bare.replace("<w:r>", f"<w:r><w:rPr>{properties}</w:rPr>"), 1)

    return edit


def plain(xml: str) -> str:
    return "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)", re.sub(r"<mc:Fallback>.*?</mc:Fallback>", "", xml)))


CASES = [
    # the fault of old: a right-aligned cell whose indents are those of the type area
    ("缩进宽于单元格", into(WORDS, '<w:ind w:left="3416" w:right="701"/>'), "容不下一个字", WORDS),
    ("首行缩进宽于单元格", into(WORDS, '<w:ind w:firstLine="4400" w:firstLineChars="0"/>'), "容不下一个字", WORDS),
    ("缩进宽于版心", into("这一段", '<w:ind w:left="5000" w:right="4000"/>'), "容不下一个字", "这一段"),
    ("负缩进出单元格", into(WORDS, '<w:ind w:right="-900"/>'), "单元格以外", WORDS),
    ("负缩进出纸", into("这一段", '<w:ind w:left="-2500"/>'), "纸边以外", "这一段"),
    ("悬挂出纸", into("这一段", '<w:ind w:left="0" w:hanging="2600"/>'), "纸边以外", "这一段"),
    ("行距小于字号", into("这一段", '<w:spacing w:line="200" w:lineRule="exact"/>'), "固定行距 10 磅", "这一段"),
    ("隐藏", runs_of("这一段", "<w:vanish/>"), "隐藏文字", "这一段"),
    ("白字", runs_of("这一段", '<w:color w:val="FFFFFF"/>'), "白色", "这一段"),
    ("字叠字", runs_of("这一段", '<w:spacing w:val="-340"/>'), "字叠在一起", "这一段"),
    ("极小的字", runs_of("这一段", '<w:sz w:val="1"/>'), "字号不到 1 磅", "这一段"),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "said", "words"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_text_that_cannot_be_seen(edit: Callable[[str], str], said: str, words: str, made: Made) -> None:
    found = made.findings(edited_docx(made.docx, edit))
    assert [item.code for item in found] == ["prove-docx-seen"] and found[0].code in codes()
    assert said in found[0].message and re.match(r"DOCX 第\d+段：", found[0].message)
    assert found[0].span is not None and (found[0].span.file, found[0].span.line) == place(words)


def test_what_hides_may_be_said_by_a_style(made: Made) -> None:
    """By the style of the style, even."""

    def spoil(text: str) -> str:
        return text.replace('<w:ind w:left="0" w:right="0"/>', '<w:ind w:left="5000" w:right="4000"/>')

    found = made.findings(edited_docx(made.docx, spoil, "word/styles.xml"))
    assert {item.code for item in found} == {"prove-docx-seen"}
    assert 1 < len(found) <= 3 and "共有" in found[0].message


def test_a_narrow_column(made: Made) -> None:
    def spoil(text: str) -> str:
        wide = re.findall(r'<w:gridCol w:w="(\d+)"/>', text)[1]
        return text.replace(f'<w:gridCol w:w="{wide}"/>', '<w:gridCol w:w="300"/>')

    found = made.findings(edited_docx(made.docx, spoil))
    assert found and "容不下一个字" in found[0].message


def test_a_row_that_is_too_low(made: Made) -> None:
    def spoil(text: str) -> str:
        return re.sub(r'<w:trHeight w:val="\d+" w:hRule="atLeast"/>', '<w:trHeight w:val="100" w:hRule="exact"/>', text)

    found = made.findings(edited_docx(made.docx, spoil))
    assert found and "表格行固定为 5 磅高" in found[0].message


@pytest.mark.parametrize(("indent", "said"), [(800, "版心以外"), (4000, "纸边以外"), (-1700, "纸边以外")])
def test_a_table_that_is_too_wide(indent: int, said: str, made: Made) -> None:
    found = made.findings(edited_docx(made.docx, lambda text: re.sub(r'(<w:tblInd w:w=)"\d+"', rf'\1"{indent}"', text)))
    assert [item.code for item in found] == ["prove-docx-seen"] and f"表格伸到{said}" in found[0].message
    assert found[0].span is not None and found[0].span.line == place("地区")[1]


def test_a_picture_that_is_too_wide(made: Made) -> None:
    def spoil(text: str) -> str:
        return re.sub(r'cx="(\d+)" cy="(\d+)"', lambda match: f'cx="{int(match[1]) * 9}" cy="{int(match[2]) * 9}"', text)

    found = made.findings(edited_docx(made.docx, spoil))
    assert [item.code for item in found] == ["prove-docx-seen"] and "图片宽" in found[0].message
    assert found[0].span is not None and found[0].span.line == place("图.png")[1]


def test_a_picture_on_an_exact_line(made: Made) -> None:
    spoil = into_picture('<w:spacing w:line="480" w:lineRule="exact"/>')
    found = made.findings(edited_docx(made.docx, spoil))
    assert [item.code for item in found] == ["prove-docx-seen"] and "图片高" in found[0].message


def into_picture(properties: str) -> Callable[[str], str]:
    return lambda text: re.sub(r'(<w:pStyle w:val="Picture[^>]*/>)', rf"\1{properties}", text)


def test_sound_files_prove_clean(made: Made, tmp_path: Path) -> None:
    """Narrow columns among them, in which words are parted."""
    assert made.findings(made.docx) == ()
    folder = digit_rich.write_tables(tmp_path / "2022-01", "gb9704", 5, 12)
    head = "| 指标 | " + " | ".join(f"{city}市" for city in "甲乙丙丁戊己庚辛壬癸子丑寅") + " | 全省 |"
    numbers = "| 生产总值 | " + " | ".join(f"{1234.5 * n:.1f}" for n in range(1, 15)) + " |"
    with open(folder / "01-r.md", "a", encoding="utf-8") as report:
        report.write(f"\n表：各市\n\n{head}\n|---{'|--:' * 14}|\n{numbers}\n")
    other = make(folder)
    assert other.findings(other.docx) == ()
    assert len(docx_paragraphs(other.docx)) > 100
