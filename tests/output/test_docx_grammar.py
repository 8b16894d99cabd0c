"""A DOCX is what the standard says, whoever reads it: order of elements, references, names, limits (word_grammar.py)."""

from __future__ import annotations

import io
import zipfile

import noted_issues
import pytest
import word_grammar
from example_issues import NAMES, docx

from briefing.building import stages
from briefing.files.world import World
from briefing.output.docx.word_file import write_docx

#: A pair of texts in a part, each of which the other becomes, and what is said then.
SPOILT = [
    ("word/document.xml", "<w:tcW ", "<w:vAlign/><w:tcW ", "tcPr: tcW after vAlign"),
    ("word/document.xml", "</w:tbl><w:p>", "</w:tbl><w:p><w:t></w:t>", "t is empty"),
    ("word/document.xml", 'w:anchor="_Ref0001"', 'w:anchor="_Ref9999"', "a link leads to _Ref9999"),
    ("word/document.xml", '<w:bookmarkEnd w:id="1"/>', "", "bookmarks begin and end otherwise"),
    ("word/document.xml", 'w:fldCharType="separate"', 'w:fldCharType="end"', "a field of"),
    ("word/document.xml", '<w:footnoteReference w:id="1"/>', "", "references"),
    ("word/document.xml", "<w:gridCol ", '<w:gridCol w:w="1"/><w:gridCol ', "in a table of"),
    ("word/document.xml", 'w:pStyle w:val="Body"', 'w:pStyle w:val="Nobody"', "names Nobody, a style for nothing"),
    ("word/footnotes.xml", 'w:type="separator"', "", "footnotes: types are"),
    ("word/styles.xml", 'w:val="简报正文"', 'w:val="Normal"', "two have the name normal"),
    ("word/styles.xml", "<w:outlineLvl ", '<w:outlineLvl w:val="9"/><w:outlineLvl ', "outlineLvl after outlineLvl"),
    ("word/settings.xml", 'w:val="15"', 'w:val="14"', "compatibility mode"),
    ("word/fontTable.xml", 'w:name="黑体"', 'w:name="黑体二"', "黑体 is not in the font table"),
    ("word/_rels/document.xml.rels", "footnotes.xml", "endnotes.xml", "which is not there"),
    ("[Content_Types].xml", "/word/styles.xml", "/word/style.xml", "a type for word/style.xml"),
]  # fmt: skip
TEXT = """甲[^1]。

## 小标题

表1　情况

| 县 | 数 | 注 |
|---|---|---|
| 甲[^2] | 1 | 并 |
| 乙 | 2 | ^^ |

::: 框 专栏
框里[^3]。
:::

::: 两栏
左[^4]。

右。
:::

::: 宽页
宽页里的字[^5]。
:::

后文。"""
MORE = "contents: {style: pages}\n"


@pytest.fixture(scope="module")
def noted(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Notes in every place, a frame, columns, a turned page, merged cells, contents, a 版记."""
    text = noted_issues.report(TEXT, ["甲", "乙", "丙", "丁", "戊"])
    folder = noted_issues.write(tmp_path_factory.mktemp("grammar") / "2026-03", [text], more=MORE)
    read = stages.read(folder, World(folder))
    return write_docx(stages.compose(read), read.world)


def test_an_issue_of_everything(noted: bytes) -> None:
    assert word_grammar.faults(noted) == []


@pytest.mark.parametrize("name", NAMES)
def test_the_examples(name: str) -> None:
    assert word_grammar.faults(docx(name)) == []


@pytest.mark.parametrize(("part", "old", "new", "said"), SPOILT, ids=[said for *_, said in SPOILT])
def test_what_is_spoilt_is_found(part: str, old: str, new: str, said: str, noted: bytes) -> None:
    other = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(noted)) as package, zipfile.ZipFile(other, "w") as spoilt:
        for name in package.namelist():
            data = package.read(name).decode("utf-8", "surrogateescape")
            assert name != part or old in data
            changed = data.replace(old, new, 1) if name == part else data
            spoilt.writestr(name, changed.encode("utf-8", "surrogateescape"))
    assert any(said in fault for fault in word_grammar.faults(other.getvalue()))
