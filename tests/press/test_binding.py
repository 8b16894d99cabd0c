"""Bindings: sheets that are folded, cut and gathered give the copy back, whatever the paper; and what is said of it."""

from __future__ import annotations

import datetime
import io
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import example_issues
import paper_folding
import pikepdf
import press_support as support
import pytest
from json_answers import Json
from paper_folding import Label, Leaf
from pikepdf import Array, Dictionary, Name
from slices import some

from briefing.building import stages
from briefing.core.errors import InputError, Severity
from briefing.delivery.file_set import Pressed
from briefing.delivery.overdue import overdue
from briefing.delivery.print_set import Order, press_issue
from briefing.files.world import MAX_FONT, World
from briefing.house.bindings import BINDINGS, NAMES, STOCK_NAMES, binding_of, possible
from briefing.house.papers import caliper
from briefing.house.style import PT_PER_MM, HouseStyle
from briefing.preflight.survey import survey
from briefing.press.bound import Bound, bound
from briefing.press.impose import Side
from briefing.press.imposed_pdf import SheetJob, imposed_pdf
from briefing.press.savings import saving
from briefing.prove.pdf_pages import read_pdf
from briefing.typeset.composed import Composed

COUNTS = (1, 2, 3, 4, 6, 8, 10, 14, 16, 44, 46, 60, 98, 200)
HOUSES = ("2022-17", "2022-08-xinxi")
WORKS = ("正反版", "自翻版", "滚翻版")
A5 = (148.0, 210.0)


#: The pages on the two sides of a leaf, None for a blank one.
LeafPages = tuple[int | None, int | None]


def house(name: str = support.NAME, page: tuple[float, float] | None = None, **printing: Any) -> HouseStyle:
    style = support.house(name, **printing)
    if page:
        style = replace(style, page=replace(style.page, width_mm=page[0], height_mm=page[1]))
    return style


def labels(job: Bound) -> list[list[Label]]:
    """What stands on each side, as the imposition says."""
    found = []
    for side in job.imposition.sides:
        layout = job.papers.layout(side.grid)
        found.append([
            Label(cell.page, *layout.place(cell.column, cell.row, side.back), cell.turned)
            for cell in side.cells if cell.page is not None
        ])  # fmt: skip
    return found


def gathered(job: Bound, found: Sequence[Sequence[Label]]) -> list[list[int | None]]:
    """The copies that the sheets give, folded or cut, and gathered: one, or two of sheets that are printed by the same plates
    twice. Only the size of paper and pages is taken from the job."""
    laid = job.imposition
    sheets: dict[int, list[tuple[Side, Sequence[Label]]]] = {}
    for side, seen in zip(laid.sides, found, strict=True):
        sheets.setdefault(side.sheet, []).append((side, seen))
    piles: dict[tuple[int, int], list[tuple[int | None, int | None]]] = {}
    order: list[tuple[int, list[LeafPages]]] = []
    second: list[tuple[int, list[LeafPages]]] = []
    for sides in sheets.values():
        side, front = sides[0]
        layout = job.papers.layout(side.grid)
        page, (width, height) = layout.page, (layout.width, layout.height)
        if laid.flip:
            back: Sequence[Label] = paper_folding.turned_over(front, width, height, page, laid.flip == "vertical")
        else:
            back = sides[1][1] if len(sides) > 1 else []
        places = [(left, bottom) for bottom in layout.rows for left in layout.columns]
        cut = paper_folding.leaves(front, back, width, places, page)
        if laid.binding.making == "leaves":
            for leaf in sorted(cut, key=lambda leaf: (-leaf.bottom, -leaf.left)):
                assert all(not seen[1] for seen in (leaf.above, leaf.below) if seen) or laid.flip == "horizontal"
                at = round(leaf.bottom), round(leaf.left)
                piles.setdefault(at, []).append((leaf.below and leaf.below[0], leaf.above and leaf.above[0]))
            continue
        parts = [cut]
        if laid.flip == "vertical":
            parts = [[leaf for leaf in cut if (leaf.left + page[0] / 2 > width / 2) is left] for left in (True, False)]
        elif laid.flip:
            parts = [[leaf for leaf in cut if (leaf.bottom + page[1] / 2 > height / 2) is upper] for upper in (True, False)]
            parts[1] = [_half_turn(leaf, width, height, page) for leaf in parts[1]]
        order.append((side.section, paper_folding.fold(parts[0], page)))
        if laid.flip:
            # The other copy lies with its front up where this one has its back.
            other = [replace(leaf, left=width - leaf.left - page[0], above=leaf.below, below=leaf.above) for leaf in parts[1]]
            second.append((side.section, paper_folding.fold(other, page)))
    if laid.binding.making == "leaves":
        return _piled(piles, laid.flip, laid.binding.printed_sides)
    return [_bound_copy(part) for part in (order, second) if part]


def _half_turn(leaf: Leaf, width: float, height: float, page: tuple[float, float]) -> Leaf:
    def turn(seen: tuple[int, bool] | None) -> tuple[int, bool] | None:
        return seen and (seen[0], not seen[1])

    return replace(
        leaf,
        left=width - leaf.left - page[0],
        bottom=height - leaf.bottom - page[1],
        above=turn(leaf.above),
        below=turn(leaf.below),
    )


def _bound_copy(sheets: Sequence[tuple[int, list[LeafPages]]]) -> list[int | None]:
    sections: dict[int, list[list[LeafPages]]] = {}
    for section, sheet in sheets:
        sections.setdefault(section, []).append(sheet)
    return [page for section in sections.values() for page in paper_folding.nested(section)]


def _piled(piles: dict[tuple[int, int], list[LeafPages]], flip: str | None, sides: int) -> list[list[int | None]]:
    """Cut piles on one another, in the order of the places; of sheets with two copies a leaf may lie with its back up."""
    heaps = [piles[at] for at in sorted(piles, key=lambda at: (-at[0], -at[1]))]
    if flip:
        ordered = [[tuple(sorted(leaf, key=lambda page: page or 10**6)) for leaf in heap] for heap in heaps]
        counted = [leaf for heap in ordered for leaf in heap if any(leaf)]
        leaves = sorted(set(counted), key=lambda leaf: leaf[0] or 0)
        assert all(counted.count(leaf) == 2 for leaf in leaves), "two copies of every leaf"
        return [[page for leaf in leaves for page in leaf]] * 2
    pages = [page for heap in heaps for leaf in heap for page in leaf[:sides]]
    return [pages]


def kept(pages: Sequence[int | None]) -> list[int]:
    return [page for page in pages if page is not None]


def ensure_gathered(job: Bound, found: Sequence[Sequence[Label]]) -> None:
    copies = gathered(job, found)
    assert len(copies) == (2 if job.imposition.flip else 1)
    for copy in copies:
        if job.binding.making == "leaves":
            assert kept(copy) == kept(job.imposition.pages)
        else:
            assert copy == list(job.imposition.pages)


@pytest.mark.parametrize("name", HOUSES)
@pytest.mark.parametrize("binding", NAMES)
def test_sheets_of_every_binding_give_the_copy(binding: str, name: str) -> None:
    for count in COUNTS:
        for alone in (False, True):
            job = bound(house(name), binding, None, count, alone)
            ensure_gathered(job, labels(job))
            pages = list(job.imposition.pages)
            assert kept(pages) == list(range(1, count + 1))
            first = pages.index(None) if None in pages else count
            assert first >= count - 1, "no blank page within the text"
            assert count == 1 or not alone or pages[-1] == count
            assert len(pages) % job.binding.unit == 0 and len(pages) - count < job.binding.unit


@pytest.mark.parametrize("work", WORKS)
@pytest.mark.parametrize("binding", ["骑马订", "胶装", "单张双面"])
@pytest.mark.parametrize("page", [None, A5])
def test_sheets_of_every_paper_give_the_copy(binding: str, work: str, page: tuple[float, float] | None) -> None:
    """A sheet takes as many pages as it has room for; what takes none is refused."""
    taken = set()
    for stock in STOCK_NAMES:
        for count in (4, 14, 60):
            style = house(page=page, stock=stock, work=work, signature="32" if count == 60 else "16")
            try:
                job = bound(style, binding, None, count, False, bleed=3.0 if count == 14 else 0.0)
            except InputError as error:
                assert [item.code for item in error.diagnostics] == ["press-sheet"]
                continue
            taken |= {side.grid for side in job.imposition.sides}
            ensure_gathered(job, labels(job))
            for side in job.imposition.sides:
                layout = job.papers.layout(side.grid)
                left, bottom, right, top = layout.block
                assert left >= -0.01 and bottom >= -0.01 and right <= layout.width + 0.01 and top <= layout.height + 0.01
                if layout.gripper:
                    assert {"bottom": bottom, "left": left}[layout.gripper] >= 10 - 0.5
    assert len(taken) > 1


def test_places_of_folded_sheets_are_the_known_ones() -> None:
    """The textbook's forms of sixteen pages, heads to heads."""
    job = bound(house(stock="对开"), "胶装", None, 16, False)
    front, back = job.imposition.sides
    rows = [[cell.page for cell in front.cells if cell.row == row] for row in (0, 1)]
    assert rows == [[9, 8, 5, 12], [16, 1, 4, 13]]
    assert [[cell.page for cell in back.cells if cell.row == row] for row in (0, 1)] == [[11, 6, 7, 10], [14, 3, 2, 15]]
    assert all(cell.turned is (cell.row == 0) for cell in (*front.cells, *back.cells))


# --- the drawn sheets


def numbered_pages(count: int, size: tuple[float, float], bleed: float = 0.0) -> bytes:
    """A print file whose pages bear their number 20 mm from the left and the upper edge, and a band over the edges if they
    bleed."""
    width, height, room = size[0] * PT_PER_MM, size[1] * PT_PER_MM, bleed * PT_PER_MM
    document = pikepdf.new()
    font = document.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for number in range(1, count + 1):
        page = document.add_blank_page(page_size=(width + 2 * room + 40, height + 2 * room + 40))
        low = 20 + room
        page.TrimBox = Array([low, low, low + width, low + height])
        page.BleedBox = Array([20, 20, low + width + room, low + height + room])
        at = low + 20 * PT_PER_MM, low + height - 20 * PT_PER_MM
        band = f"0 0 0 0.4 k 0 0 {width + 2 * room + 40:.2f} {low + 30:.2f} re f 0 0 0 1 k " if bleed else ""
        page.Contents = document.make_stream(f"{band}BT /F 12 Tf {at[0]:.3f} {at[1]:.3f} Td (P{number:04d}) Tj ET".encode())
        page.Resources = Dictionary(Font=Dictionary(F=font))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def face() -> bytes:
    return example_issues.source(support.NAME).world.fonts.bytes("BriefingHei-Regular.ttf", MAX_FONT)


def drawn(job: Bound, bleed: float = 0.0) -> bytes:
    size = next(iter(job.papers.layouts.values())).page
    count = len(kept(job.imposition.pages))
    return imposed_pdf(
        numbered_pages(count, size, bleed), SheetJob(job.imposition, job.papers, bleed, job.creep, "2022-17", face())
    )


def read_labels(data: bytes, job: Bound) -> list[list[Label]]:
    """The labels by where they stand."""
    width, height = next(iter(job.papers.layouts.values())).page
    sides = []
    for page in read_pdf(data).pages:
        text = "".join(glyph.char for glyph in page.glyphs)
        found = []
        for match in re.finditer(r"P(\d{4})", text):
            first, last = page.glyphs[match.start()], page.glyphs[match.end() - 1]
            turned = last.x < first.x
            x, y = first.x / PT_PER_MM, (page.height - first.y) / PT_PER_MM
            corner = (x + 20 - width, y - 20) if turned else (x - 20, y + 20 - height)
            found.append(Label(int(match[1]), *corner, turned))
        sides.append(found)
    return sides


@pytest.mark.parametrize(
    ("binding", "count", "printing"),
    [
        ("骑马订", 10, {}),
        ("骑马订", 60, {"stock": "8开"}),
        ("胶装", 44, {}),
        ("胶装", 46, {"stock": "对开"}),
        ("胶装", 60, {"stock": "对开", "work": "滚翻版"}),
        ("对折不订", 4, {"stock": "4开", "work": "自翻版"}),
        ("平订", 14, {}),
        ("左上角一钉", 6, {"stock": "SRA3"}),
        ("单张双面", 2, {"stock": "SRA3", "work": "自翻版"}),
        ("单张单面", 3, {}),
    ],
)
def test_the_drawn_sheets_give_the_copy(binding: str, count: int, printing: dict[str, Any]) -> None:
    """By where the words stand, not by how they came there."""
    job = bound(house(**printing), binding, None, count, False)
    ensure_gathered(job, read_labels(drawn(job), job))


#: Papers and ways to print for few pages; for many, what is most and least usual.
PAPERS = [
    ("auto", "正反版"),
    ("A3", "正反版"),
    ("8开", "正反版"),
    ("SRA3", "自翻版"),
    ("4开", "自翻版"),
    ("对开", "滚翻版"),
    ("对开", "正反版"),
]


@pytest.mark.slow
@pytest.mark.parametrize("binding", NAMES)
@pytest.mark.parametrize("page", [None, A5])
def test_all_drawn_sheets_give_the_copy(binding: str, page: tuple[float, float] | None) -> None:
    for count in some(COUNTS, parts=5):
        for stock, work in some(PAPERS if count <= 16 else PAPERS[::6], parts=2):
            try:
                job = bound(house(page=page, stock=stock, work=work), binding, None, count, count % 3 == 0)
            except InputError:
                continue
            ensure_gathered(job, read_labels(drawn(job), job))


def test_creep_brings_inner_pages_to_the_fold() -> None:
    """60 pages of 80 g: fifteen sheets; the fourteen round the innermost one move its pages by their thickness."""
    job = bound(house(), "骑马订", None, 60, False)
    assert job.creep == pytest.approx(1.4)
    sides = read_labels(drawn(job), job)
    at = {label.page: label.left for side in sides for label in side}
    assert at[1] == pytest.approx(210, abs=0.05) and at[60] == pytest.approx(0, abs=0.05)
    assert at[29] == pytest.approx(210 - 1.4, abs=0.05) and at[30] == pytest.approx(1.4, abs=0.05)
    assert bound(house(), "骑马订", None, 8, False).creep == 0, "nobody sees a tenth of a millimetre"
    assert bound(house(creep_mm=2.0), "骑马订", None, 8, False).creep == 2.0
    assert bound(house(paper="105克铜版纸"), "骑马订", None, 60, False).creep == pytest.approx(14 * 0.091, abs=0.01)


def test_sheets_say_where_they_are_cut_folded_and_held() -> None:
    job = bound(house(stock="对开"), "胶装", None, 46, False, bleed=3.0)
    data = drawn(job, 3.0)
    text = ["".join(glyph.char for glyph in page.glyphs) for page in read_pdf(data).pages]
    assert "2022-17　第1张正面　第1帖" in text[0] and "2022-17　第1张反面　第1帖" in text[1]
    assert all("咬口在这边" in side for side in text)
    page = survey(data).pages[0]
    media, bleed, trim = (page.boxes[box] for box in ("MediaBox", "BleedBox", "TrimBox"))
    assert [round(edge / PT_PER_MM) for edge in media] == [0, 0, 890, 620]
    assert trim[0] - bleed[0] == pytest.approx(3 * PT_PER_MM, abs=0.01) and bleed[1] > media[1]
    assert round((trim[2] - trim[0]) / PT_PER_MM) == 4 * 210 + 6 + 2 * 3, "fore-edges are cut off, spines milled"


def test_a_bleed_is_drawn_into_the_sheet_and_into_no_neighbour() -> None:
    """The band over the foot of each page reaches as far below and outside as the bleed, and ends at the fold."""
    import PIL.Image

    from briefing.core import pdfium

    job = bound(house(), "骑马订", None, 8, False, bleed=3.0)
    assert job.layout.stock == "8开", "paper with room for it"
    picture: PIL.Image.Image = pdfium.pages(drawn(job, 3.0), 4 / PT_PER_MM)[0].convert("L")
    left, bottom, right, _ = job.layout.block

    def grey(x: float, y: float) -> bool:
        pixel = picture.getpixel((round(x * 4), round((job.layout.height - y) * 4)))
        assert isinstance(pixel, int)
        return 100 < pixel < 220

    inside = (left + 100, bottom + 1)
    assert grey(*inside) and grey(left + 100, bottom - 2.5) and not grey(left + 100, bottom - 3.5)
    assert grey(left - 2.5, bottom + 1) and not grey(left - 3.5, bottom + 1) and grey(right + 2.5, bottom + 1)


# --- what is said


def test_words_of_bindings() -> None:
    known = {"骑马订两钉": "骑马订", "无线胶装": "胶装", "锁线胶订": "胶装", "铁丝平订": "平订", "左上角订书钉一枚": "左上角一钉",
             "A3 对折，不装订": "对折不订", "散页": "单张双面", "单面打印": "单张单面", "骑马钉": "骑马订", "左侧两钉": "平订",
             "不要骑马订，用胶装": "胶装", "无线胶订": "胶装", "别用“骑马订”，左上角一钉": "左上角一钉", "散页，不订": "单张双面",
             "平订，勿用胶装": "平订"}  # fmt: skip
    for words, name in known.items():
        found = binding_of(words)
        assert found is not None and found.name == name
    for words in ("精装", "线装", "不要骑马订", "不用胶装", "禁止采用平订", "胶装或骑马订", "左侧装订"):
        assert binding_of(words) is None
    assert [binding_of(name) for name in NAMES] == list(BINDINGS)


def test_few_pages_are_bound_as_they_can_be() -> None:
    """Two pages are never stapled; four are a folded sheet."""
    wanted = {1: "单张双面", 2: "单张双面", 3: "对折不订", 4: "对折不订", 5: "骑马订"}
    for count, name in wanted.items():
        job = bound(house(), "骑马订两钉", None, count, False)
        assert job.binding.name == name
        assert [item.code for item in job.told] == (["press-binding-pages"] if count < 5 else [])
        assert all(item.severity is Severity.NOTE for item in job.told)
    for binding in BINDINGS:
        for count in (1, 2):
            assert possible(binding, count).fastening == "none"


@pytest.mark.parametrize(
    ("binding", "count", "words"),
    [
        ("骑马订", 98, "100 页、25 张，厚约 5 毫米，骑马订太厚：套在最里的一张要内移 2.4 毫米"),
        ("骑马订", 64, ""), ("胶装", 16, "16 页，书脊只有约 0.8 毫米，胶装粘不牢"), ("胶装", 60, ""),
        ("平订", 200, "平订太厚"), ("左上角一钉", 44, ""), ("左上角一钉", 98, "左上角一钉太厚"), ("对折不订", 16, ""),
        ("对折不订", 20, "对折不订太厚"),
    ],
)  # fmt: skip
def test_a_binding_that_does_not_suit_the_thickness_is_told(binding: str, count: int, words: str) -> None:
    job = bound(house(), binding, None, count, False)
    assert [item.code for item in job.told] == (["press-binding-thick"] if words else [])
    assert all(words in item.message and "--binding" in item.hint for item in job.told)
    assert bound(house(paper="本单位的纸"), binding, None, count, False).told == (), "nobody knows how thick it is"


def test_advice_does_not_lead_back_to_what_was_just_left() -> None:
    for binding, count in (("骑马订", 4), ("胶装", 4), ("对折不订", 4)):
        told = bound(house(thickness_mm=1.0), binding, None, count, False).told
        assert "press-binding-thick" in [item.code for item in told]
        assert not any("--binding" in item.hint for item in told)


def test_a_sheet_that_is_too_small_is_told() -> None:
    for stock, work in (("A4", "正反版"), ("A3", "自翻版")):
        with pytest.raises(InputError, match="放不下骑马订的版：成品 210×297 毫米") as caught:
            bound(house(stock=stock, work=work), "骑马订", None, 8, False)
        assert [item.code for item in caught.value.diagnostics] == ["press-sheet"]
    with pytest.raises(InputError, match="出血 3 毫米"):
        bound(house(stock="A3"), "骑马订", None, 8, False, bleed=3.0)


def test_paper_has_a_thickness() -> None:
    assert caliper("80克胶版纸") == 0.1 and caliper("157g铜版纸") == pytest.approx(0.137, abs=0.001)
    assert caliper("书写纸") is None and caliper("70 克静电复印纸") == 0.091


def write_issue(folder: Path, lines: int, more: str = "", style: str = "gb9704") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "issue.yaml").write_text(f"house: {style}\nnumber: 17\ndate: 2022-05-13\nnameplate: 简报\n{more}", "utf-8")
    body = "\n\n".join(["一是加强统筹，逐项落实责任。"] * lines)
    (folder / "01.md").write_text(f"# 稳步推进示范创建\n\n{body}\n", "utf-8")


def composed(folder: Path) -> Composed:
    return stages.compose(stages.read(folder, World(folder)))


def pressed(folder: Path, build: Path, **order: Any) -> tuple[Pressed, dict[str, Json]]:
    made = press_issue(folder, build, Order(**order), force=True)
    return made, json.loads((build / folder.name / f"{folder.name}-ticket.json").read_text("utf-8"))


def test_the_lines_that_save_a_sheet(tmp_path: Path) -> None:
    """So many less take a sheet away, two fewer of them do not; so many more cost none, two more do. One is left to the
    composition, which takes a line in to save a page."""
    folder = tmp_path / "2022-17"

    def sheets(lines: int) -> tuple[int, list[str]]:
        write_issue(folder, lines)
        pages = composed(folder)
        laid = bound(house(), "骑马订", None, len(pages.pages), False).imposition
        told = list(saving(pages, laid))
        assert [item.code for item in told] == ["press-blank"] * bool(laid.blanks)
        return laid.sheets, [item.hint for item in told]

    for lines in (105, 140):
        used, hints = sheets(lines)
        fewer, more = (int(number) for number in re.findall(r"(\d+) 行", hints[0]))
        found = {change: sheets(lines + change)[0] for change in (-fewer, -fewer + 2, more, more + 2)}
        assert found == {-fewer: used - 1, -fewer + 2: used, more: used, more + 2: used + 1}


def test_lines_that_paragraphs_were_opened_by_are_no_lines_to_be_cut(tmp_path: Path) -> None:
    """A text that is longer for the look of its pages needs so many lines less to lose, and has room for so many more."""
    folder = tmp_path / "2022-17"
    write_issue(folder, 105)
    pages = composed(folder)
    laid = bound(house(), "骑马订", None, len(pages.pages), False).imposition

    def told(longer: int) -> list[int]:
        (note,) = saving(replace(pages, longer=longer), laid)
        return [int(number) for number in re.findall(r"(\d+) 行", note.hint)]

    (fewer, more), (less, room) = told(0), told(2)
    assert (less, room) == (fewer - 2, more + 2)


def test_a_house_may_want_the_colophon_on_the_last_side(tmp_path: Path) -> None:
    """Whatever the length: no blank page follows the 版记, none parts the text, and what stands before it has no number."""
    folder = tmp_path / "2022-17"
    moved = set()
    for lines in range(30, 150, 7):
        write_issue(folder, lines, "recipients: {发: 各市}\n")
        world = World(folder)
        read = stages.read(folder, world)
        style = replace(read.house, colophon=replace(read.house.colophon, last_side=True))
        own = replace(read, house=style)
        pages = stages.compose(own)
        last, count = pages.pages[-1], len(pages.pages)
        alone = all(pages.regions[item.index] == "colophon" for item in last.items)
        laid = bound(style, "骑马订", None, count, alone).imposition
        assert alone or count % 4 == 0
        assert laid.pages[-1] == count and last.number % 2 == 0
        if not pages.pages[-2].items:
            assert (last.label, pages.pages[-2].label) == ("", "")
        moved.add(sum(item.code == "colophon-moved" for item in own.findings.items))
    assert moved == {0, 1}


def test_an_issue_says_how_it_is_printed(tmp_path: Path) -> None:
    """Over its house, and a command over both; a word that is none is found where it stands."""
    folder, build = tmp_path / "2022-17", tmp_path / "build"
    wishes = "print: {binding: 平订, deadline: 2022年5月16日, delivery: 传达室, contact: 李四}\n"
    write_issue(folder, 60, wishes)
    _, told = pressed(folder, build)
    assert (told["binding"], told["binding_method"], told["deadline"]) == ("平订", "平订", "2022-05-16")
    assert (told["delivery"], told["contact"]) == ("传达室", "李四")
    text = "".join(
        glyph.char for page in read_pdf((build / "2022-17/2022-17-ticket.pdf").read_bytes()).pages for glyph in page.glyphs
    )
    assert overdue(folder, build, datetime.date(2022, 5, 16)) is None
    late = overdue(folder, build, datetime.date(2022, 5, 17))
    assert late and late.span and (late.span.line, late.span.column) == (5, 32) and "2022-05-16 已经过去" in late.message
    assert "2022年5月16日前，传达室" in text and "可以付印。签字" in text and "误差不超过4毫米" in text
    write_issue(folder, 3, "print:\n  binding: 精装\n")
    with pytest.raises(InputError, match="不知道“精装”是怎样装订") as caught:
        press_issue(folder, build)
    span = caught.value.diagnostics[0].span
    assert span is not None and (span.line, span.column) == (6, 12)
