"""The structure of the PDF, read by itself (pdf_tree.py): every content in one element, in the order of reading."""

from __future__ import annotations

import io
from collections.abc import Callable

import noted_issues
import pikepdf
import pytest
from example_issues import THOROUGH, pdf
from painted_release import write_release
from pdf_tree import TaggedPdf

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

后文。"""


@pytest.fixture(scope="module")
def noted(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    report = noted_issues.report(TEXT, ["注甲", "注乙", "注丙", "注丁"])
    folder = noted_issues.write(tmp_path_factory.mktemp("tree") / "2026-03", [report])
    read = stages.read(folder, World(folder))
    return write_release(stages.compose(read), read.world)


@pytest.mark.parametrize("name", THOROUGH)
def test_the_examples(name: str) -> None:
    assert TaggedPdf(pdf(name)).faults == []


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
