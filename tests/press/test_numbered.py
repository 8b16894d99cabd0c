"""The numbered run: every copy bears its number where the house sets it, on single pages and on sheets, and is accounted for."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import example_issues
import pikepdf
import press_support as support
import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st

from briefing.core.errors import InputError, Severity
from briefing.delivery.numbered_files import NumberedRun, numbered_run
from briefing.files.world import MAX_FONT
from briefing.house.style import HouseStyle
from briefing.model.issue_parts import PrintWishes
from briefing.preflight.inspection import promises
from briefing.preflight.print_rules import preflight
from briefing.press.bound import Bound, bound
from briefing.press.copy_register import register
from briefing.press.imposed_pdf import SheetJob, imposed_pdf
from briefing.prove.pdf_pages import read_pdf


def face() -> bytes:
    return example_issues.source(support.NAME).world.fonts.bytes("BriefingHei-Regular.ttf", MAX_FONT)


def run(
    last: int, shares: Sequence[str] = (), binding: str = "骑马订", standard: str = "x-4", secrecy: str = "", **printing: Any
) -> tuple[NumberedRun, Bound]:
    printing = {"spares": 0, **printing}
    house, issue = support.house(support.NAME, **printing), example_issues.source(support.NAME).issue
    wishes = PrintWishes(shares=tuple(shares))
    issue = replace(issue, printing=wishes, masthead=replace(issue.masthead, secrecy=secrecy))
    printed = support.printed(standard=standard)

    def bind(style: HouseStyle) -> Bound:
        return bound(style, binding, None, 8, False)

    job = bind(house)
    sheets = SheetJob(job.imposition, job.papers, 0.0, job.creep, support.NAME, face())
    made = numbered_run(issue, house, (1, last), printed, printed, imposed_pdf(printed, sheets), sheets, bind)
    return made, job


def numbers_on(data: bytes, pages: Sequence[int]) -> list[str]:
    """The number that each of these pages (from 0) bears: the six digits of the run's own face that come last, "" for none."""

    def leave(document: pikepdf.Pdf) -> None:
        for page in reversed(range(len(document.pages))):
            if page not in pages:
                del document.pages[page]

    found = []
    for page in read_pdf(support.edited(data, leave)).pages:
        text = "".join(glyph.char for glyph in page.glyphs)
        found.append(text[-6:] if text[-6:].isdecimal() and "—" not in text[-7:] else "")
    return found


@cache
def whole_run(copies: int) -> NumberedRun:
    """Copies of two recipients and nobody in particular, and 20 more."""
    return run(copies, ["省委办公厅　5份", "各设区市文明办　26"], spares=20, secrecy="秘密★1年")[0]


def test_copies_share_their_pages() -> None:
    data = whole_run(40).files["-numbered.pdf"][1]
    assert len(data) < 1.2 * len(support.printed())
    with support.opened(data) as document:
        assert len(document.pages) == 8 * 60
    assert numbers_on(data, [0, 8, 58 * 8, 59 * 8, 59 * 8 + 1]) == ["000001", "000002", "000059", "000060", ""]

    def first(document: pikepdf.Pdf) -> None:
        del document.pages[1:]

    glyphs = read_pdf(support.edited(data, first)).pages[0].glyphs
    assert glyphs[-1].right == pytest.approx((28 + 156) / 25.4 * 72, abs=0.1)


@pytest.mark.parametrize(
    ("binding", "printing"),
    [
        ("骑马订", {}),
        ("骑马订", {"creep_mm": 2.0}),
        ("胶装", {"stock": "对开"}),
        ("平订", {"stock": "A2"}),
        ("骑马订", {"stock": "4开", "work": "自翻版"}),
    ],
)  # fmt: skip
def test_a_numbered_booklet_lies_on_its_sheets_as_the_run_does(binding: str, printing: dict[str, Any]) -> None:
    """Each copy is the imposed file over again, its number on the page that comes first, as far from that page's text as on
    the single page."""
    made, job = run(3, binding=binding, **printing)
    data = made.files["-booklets.pdf"][1]
    with support.opened(data) as document:
        assert len(document.pages) == 3 * made.sides
    single = read_pdf(made.files["-numbered.pdf"][1]).pages[0].glyphs
    away = single[-1].x - single[0].x, single[-1].y - single[0].y
    sheets = read_pdf(data).pages
    for copy in range(3):
        found = []
        for side in sheets[copy * made.sides : (copy + 1) * made.sides]:
            text = "".join(glyph.char for glyph in side.glyphs)
            if text.endswith(f"{copy + 1:06d}"):
                at = text.index("工作资料")
                found.append((side.glyphs[-1].x - side.glyphs[at].x, side.glyphs[-1].y - side.glyphs[at].y))
        assert len(found) == 1
        assert found[0] == pytest.approx(away, abs=0.05) or found[0] == pytest.approx([-each for each in away], abs=12)
    sides = {"imposed": 4, "booklets": made.sides}
    promised = promises(["x-booklets.pdf"], support.house(support.NAME), "PDF/X-4", False, 8, 3, sides=sides)
    assert preflight("x-booklets.pdf", data, promised["x-booklets.pdf"]) == []
    assert job.imposition.flip is None or made.sides == 4


def parts_of(document: pikepdf.Pdf) -> list[Any]:
    root = document.Root.DPartRoot
    assert root.Type == "/DPartRoot" and int(root.RecordLevel) == len(root.NodeNameList) - 1
    (group,) = root.DPartRootNode.DParts
    return list(group)


@pytest.mark.parametrize("file", ["-numbered.pdf", "-booklets.pdf"])
def test_a_copy_is_a_part_of_the_document(file: str) -> None:
    """PDF/VT-1: each page belongs to one part, parts follow one another, and say their number and whose they are."""
    made, _ = run(4, ["省委办公厅 1份", "省政府办公厅：2"], spares=2)
    with support.opened(made.files[file][1]) as document:
        parts = parts_of(document)
        said = [(str(part.DPM.CopyNumber), str(part.DPM.get("/Recipient", "")), bool(part.DPM.Spare)) for part in parts]
        pages = [page.obj for page in document.pages]
        each = len(pages) // 6
        for index, part in enumerate(parts):
            own = pages[index * each : (index + 1) * each]
            assert part.Start.objgen == own[0].objgen and part.End.objgen == own[-1].objgen
            assert all(page.DPart.objgen == part.objgen for page in own)
        packet = document.Root.Metadata.read_bytes().decode()
        assert "<pdfvtid:GTS_PDFVTVersion>PDF/VT-1<" in packet and "PDF/X-4" in packet
        with document.open_outline() as outline:
            titles = [item.title for item in outline.root]
    assert said == [
        ("000001", "省委办公厅", False), ("000002", "省政府办公厅", False), ("000003", "省政府办公厅", False),
        ("000004", "", False), ("000005", "", True), ("000006", "", True),
    ]  # fmt: skip
    assert titles[:2] == ["000001　省委办公厅", "000002　省政府办公厅"] and titles[-1] == "000006　备份"


def test_copies_that_are_not_apart_are_found() -> None:
    """A record too few, one that ends too early, a page that belongs to another, no records."""
    data = whole_run(40).files["-booklets.pdf"][1]
    sides = {"imposed": 4, "booklets": whole_run(40).sides}
    promise = promises(["x-booklets.pdf"], support.house(support.NAME), "PDF/X-4", False, 8, 60, sides=sides)["x-booklets.pdf"]

    def fewer(document: pikepdf.Pdf) -> None:
        del document.Root.DPartRoot.DPartRootNode.DParts[0][-1]

    def shorter(document: pikepdf.Pdf) -> None:
        parts_of(document)[3]["/End"] = parts_of(document)[3].Start

    def mixed(document: pikepdf.Pdf) -> None:
        document.pages[5]["/DPart"] = parts_of(document)[0]

    def none(document: pikepdf.Pdf) -> None:
        del document.Root["/DPartRoot"], document.Root["/Outlines"]

    for spoil in (fewer, shorter, mixed, none):
        (found,) = preflight("x-booklets.pdf", support.edited(data, spoil), promise)
        assert found.code == "preflight-pages" and "份，通知单上是 60 份" in found.message


def test_a_run_takes_time_as_its_copies_do() -> None:
    """Of the tree of pages: no node has more than a hundred, and every page knows its own."""
    data = run(150)[0].files["-numbered.pdf"][1]
    with pikepdf.open(io.BytesIO(data)) as document:
        nodes = list(document.Root.Pages.Kids)
        assert len(nodes) > 1 and all(len(node.Kids) == node.Count <= 100 for node in nodes)
        assert sum(int(node.Count) for node in nodes) == document.Root.Pages.Count == len(document.pages)
        assert all(page.Parent.objgen == node.objgen for node in nodes for page in node.Kids)
        assert not document.get_warnings()


def test_an_old_file_has_bookmarks_alone() -> None:
    made, _ = run(2, standard="x-1a")
    for file in ("-numbered.pdf", "-booklets.pdf"):
        with support.opened(made.files[file][1]) as document:
            assert "/DPartRoot" not in document.Root and int(document.Root.Outlines.Count) == 2
            assert document.pdf_version == "1.4"


def test_the_run_accounts_for_every_copy() -> None:
    made = whole_run(40)
    rows = list(csv.DictReader(io.StringIO(made.files["-register.csv"][1].decode("utf-8-sig"))))
    assert [row["份号"] for row in rows] == [f"{number:06d}" for number in range(1, 61)]
    assert [row["领用单位"] for row in rows].count("各设区市文明办") == 26
    assert [row["用途"] for row in rows].count("备份") == 20
    told = json.loads(made.files["-register.json"][1])
    assert (told["first"], told["last"], told["secrecy"]) == ("000001", "000060", "秘密★1年")
    assert sum(each["copies"] for each in told["ranges"]) == 60
    assert made.register.rows()[-1] == ("000041—000060", "20份", "备份")
    assert [(item.code, item.severity) for item in made.told] == [("press-run", Severity.NOTE)]
    assert "编了 40 个份号（备份另编），印数是 400 份" in made.told[0].message


@given(
    st.integers(1, 2000), st.integers(0, 30),
    st.lists(st.tuples(st.sampled_from(["甲局", "乙 厅", "第3分局"]), st.integers(1, 99)), max_size=9),
)  # fmt: skip
def test_shares_cover_the_run_without_a_gap(last: int, spares: int, shares: list[tuple[str, int]]) -> None:
    lines = [f"{name}　{copies}份" for name, copies in shares]
    if sum(copies for _, copies in shares) > last:
        with pytest.raises(InputError, match="份数不够"):
            register(1, last, spares, lines, None)
        return
    made = register(1, last, spares, lines, None)
    assert [copy.number for copy in made.copies] == list(range(1, last + spares + 1))
    assert [(each.recipient, each.copies) for each in made.ranges[: len(shares)]] == shares


@pytest.mark.parametrize("line", ["省委办公厅", "5份", "15份", "十五份", "第二分局", "省委办公厅　0份", "　"])
def test_a_share_that_says_no_number_is_refused(line: str) -> None:
    with pytest.raises(InputError, match="看不出几份"):
        register(1, 10, 0, [line], None)


def test_shares_are_said_in_words() -> None:
    made = register(1, 30, 0, ["省委办公厅五份", "第二分局　十二份", "市局2本"], None)
    assert [(each.recipient, each.copies) for each in made.ranges[:3]] == [("省委办公厅", 5), ("第二分局", 12), ("市局", 2)]


def test_a_recipient_is_no_formula() -> None:
    assert b"'=1+1" in register(1, 2, 0, ["=1+1 2份"], None).as_csv()


@pytest.mark.slow
def test_thousands_of_copies_take_seconds() -> None:
    """3,360 single pages and their sheets, made and looked through."""
    begin = time.process_time()
    made = whole_run(400)
    assert made.told == () and len(made.files["-numbered.pdf"][1]) < 2 * len(support.printed())
    wanted = promises(
        ["x-numbered.pdf", "x-booklets.pdf"], support.house(support.NAME), "PDF/X-4", False, 8, 420,
        sides={"imposed": 4, "booklets": made.sides},
    )  # fmt: skip
    for name, promise in wanted.items():
        assert preflight(name, made.files[name[1:]][1], promise) == []
    assert time.process_time() - begin < 10


def test_the_set_has_a_register_to_be_signed(briefing: Run, sample: Path, tmp_path: Path) -> None:
    text = "house: jiangsu-jingshen-wenming\nnumber: 5\ndate: 2024-03-08\nsecrecy: 秘密★1年\nprint_run: 30\n"
    text += "print: {shares: [省委办公厅　5份, 各设区市文明办：13]}\n"
    (sample / "issue.yaml").write_text(text, "utf-8")
    ran = briefing("press", "5", "--for", "print", "--numbers", "30")
    assert ran.code == 0, ran.err
    folder = tmp_path / "build/2024-05"
    page = "".join(glyph.char for glyph in read_pdf((folder / "2024-05-register.pdf").read_bytes()).pages[0].glyphs)
    for words in ("份号登记表", "秘密★1年", "000001—000005", "省委办公厅", "000019—000030", "000031—000050", "20份", "销毁"):
        assert words in page
    ticket = json.loads((folder / "2024-05-ticket.json").read_text("utf-8"))
    assert (ticket["copy_numbers"], ticket["spare_numbers"]) == (["000001", "000030"], ["000031", "000050"])
    (sample / "issue.yaml").write_text(text.replace("13", "99"), "utf-8")
    ran = briefing("press", "5", "--for", "print", "--numbers", "30")
    assert ran.code == 3 and "issue.yaml:6:" in ran.err and "份数不够" in ran.err
