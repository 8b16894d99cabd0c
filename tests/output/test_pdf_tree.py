"""The structure of the PDF, read by itself (pdf_tree.py): every content in one element, in the order of reading."""

from __future__ import annotations

import io
from collections.abc import Callable

import noted_issues
import pdf_ways
import pikepdf
import pytest
from example_issues import THOROUGH, pdf
from painted_release import write_release
from pdf_tree import TaggedPdf
from PIL import Image

from briefing.building import stages
from briefing.files.world import World

TEXT = """甲[^1]。

- 列表[^2]
- 又一项

表1　情况

| 县 | 数 |
|---|---|
| 甲[^3] | 1 |
| 乙 |  |

::: 框 专栏
框里[^4]。
:::

![一幅图](图.png "图1　情况")
来源：统计局

后文。"""


@pytest.fixture(scope="module")
def noted(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    report = noted_issues.report(TEXT, ["注甲", "注乙", "注丙", "注丁"])
    folder = noted_issues.write(tmp_path_factory.mktemp("tree") / "2026-03", [report])
    Image.new("RGB", (60, 40), "#336699").save(folder / "图.png")
    read = stages.read(folder, World(folder))
    return write_release(stages.compose(read), read.world)


@pytest.mark.parametrize("name", THOROUGH)
def test_the_examples(name: str) -> None:
    assert TaggedPdf(pdf(name)).faults == []
    assert pdf_ways.faults(pdf(name)) == []


def test_what_leads_and_what_is_shown(noted: bytes) -> None:
    """Bookmarks to headings, marks to notes and back; a caption behind its figure, with its source."""
    assert pdf_ways.faults(noted) == []
    kinds = [element.kind for element in TaggedPdf(noted).root.walk()]
    figure = kinds.index("Figure")
    assert kinds[figure : figure + 4] == ["Figure", "Caption", "P", "P"]


def test_notes_are_read_behind_what_marks_them(noted: bytes) -> None:
    tagged = TaggedPdf(noted)
    assert tagged.faults == []
    said = [tagged.said(element) for element in tagged.root.walk() if element.kind in ("P", "LBody", "TH", "TD", "Note")]
    texts = [
        "甲〔1〕。",
        "〔1〕注甲",
        "列表〔2〕",
        "又一项",
        "〔2〕注乙",
        "甲〔3〕",
        "〔3〕注丙",
        "框里〔4〕。",
        "〔4〕注丁",
        "后文。",
    ]
    places = [next(place for place, text in enumerate(said) if text.endswith(wanted)) for wanted in texts]
    assert places == sorted(places), said


def _first(document: pikepdf.Pdf, kind: str) -> pikepdf.Object:
    return next(each for each in document.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == f"/{kind}")


def _unnamed(document: pikepdf.Pdf) -> None:
    del _first(document, "Note").ID


def _unscoped(document: pikepdf.Pdf) -> None:
    del _first(document, "TH").A["/Scope"]


def _emptied(document: pikepdf.Pdf) -> None:
    _first(document, "LBody").K = pikepdf.Array()


def _twice(document: pikepdf.Pdf) -> None:
    kids = _first(document, "H1").K
    kids.append(kids[0])


def _orphaned(document: pikepdf.Pdf) -> None:
    _first(document, "LI").P = document.Root.StructTreeRoot


def _exchanged(document: pikepdf.Pdf) -> None:
    row = document.Root.StructTreeRoot.ParentTree.Nums[1]
    row[0], row[1] = row[1], row[0]


def _narrowed(document: pikepdf.Pdf) -> None:
    del _first(document, "TR").K[-1]


def _misled(document: pikepdf.Pdf) -> None:
    notes = [each for page in document.pages for each in page.Annots if str(each.get("/Dest", "")).endswith("-note2")]
    notes[0].Dest = pikepdf.String(str(notes[0].Dest).replace("-note2", "-note1"))


def _renamed(document: pikepdf.Pdf) -> None:
    document.Root.Outlines.First.Title = pikepdf.String("另一个标题")


def _uncaptioned(document: pikepdf.Pdf) -> None:
    captions = [each for each in document.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Caption"]
    next(each for each in captions if each.P.S != "/Table").S = pikepdf.Name.Div


@pytest.mark.parametrize(
    ("spoil", "said"),
    [(_misled, "leads to 0 notes"), (_renamed, "bookmarks"), (_uncaptioned, "is no Caption"), (_unnamed, "")],
)
def test_what_leads_wrong_is_found(spoil: Callable[[pikepdf.Pdf], None], said: str, noted: bytes) -> None:
    other = io.BytesIO()
    with pikepdf.open(io.BytesIO(noted)) as document:
        spoil(document)
        document.save(other)
    found = pdf_ways.faults(other.getvalue())
    assert any(said in fault for fault in found) if said else found == []


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_unnamed, "Note has no ID"),
        (_unscoped, "TH has no scope"),
        (_emptied, "LBody is empty"),
        (_twice, "belongs to 2 elements"),
        (_orphaned, "does not know its parent"),
        (_exchanged, "another parent"),
        (_narrowed, "wide"),
    ],
)
def test_what_is_spoilt_is_found(spoil: Callable[[pikepdf.Pdf], None], said: str, noted: bytes) -> None:
    other = io.BytesIO()
    with pikepdf.open(io.BytesIO(noted)) as document:
        spoil(document)
        document.save(other)
    assert any(said in fault for fault in TaggedPdf(other.getvalue()).faults)
