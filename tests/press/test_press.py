"""The print shop's files: inks, boxes, labels; sheets that fold to a booklet; a numbered run; a preflight that finds faults."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import zipfile
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import example_issues
import pikepdf
import PIL.Image
import press_support as support
import pytest
from conftest import ROOT, Run
from pikepdf import PdfImage
from slices import share, some

from briefing.building.stages import fonts_of
from briefing.core.errors import InputError, Severity
from briefing.delivery.print_set import Order, press_issue
from briefing.files.world import MAX_FONT, World
from briefing.house.bindings import NAMES
from briefing.house.print_settings import PrintStyle
from briefing.house.style import Color
from briefing.paint.marks import Aside, Image, Painted
from briefing.preflight.page_facts import PROCESS, inks_of
from briefing.preflight.plates import available, plates
from briefing.preflight.print_rules import preflight
from briefing.preflight.survey import survey
from briefing.press.bound import Bound, bound
from briefing.press.folio import last_unnumbered
from briefing.press.imposed_pdf import SheetJob, imposed_pdf, proof_pdf
from briefing.press.print_pdf import PrintJob, print_pdf
from briefing.press.ticket import Ticket
from briefing.press.ticket_page import ticket_sheet
from briefing.press.ticket_rows import ROW
from briefing.prove.pdf_pages import read_pdf
from briefing.typeset import typeset
from briefing.typeset.composed import SetTable

EXAMPLES = pytest.mark.parametrize("name", example_issues.NAMES)
THOROUGH = pytest.mark.parametrize("name", example_issues.THOROUGH)
STANDARDS = pytest.mark.parametrize("standard", ["x-4", "x-1a"])


def face() -> bytes:
    return example_issues.source(support.NAME).world.fonts.bytes("BriefingHei-Regular.ttf", MAX_FONT)


def text_of(data: bytes) -> list[str]:
    return ["".join(glyph.char for glyph in page.glyphs) for page in read_pdf(data).pages]


# --- the print PDF


@EXAMPLES
@STANDARDS
def test_preflight_passes(name: str, standard: str) -> None:
    found = preflight("print.pdf", support.printed(name, standard), support.promise(name, standard))
    assert [item for item in found if item.severity is Severity.ERROR] == []


@EXAMPLES
def test_text_is_the_release_text(name: str) -> None:
    assert text_of(support.printed(name)) == text_of(example_issues.pdf(name))


def test_two_inks_and_text_pages_are_black() -> None:
    pages = survey(support.printed()).pages
    assert [inks_of(page) for page in pages] == [["黑", "套红"], *[["黑"]] * 7]


@pytest.mark.skipif(not available(), reason="Ghostscript is not installed")
@THOROUGH
@STANDARDS
def test_separations_agree(name: str, standard: str) -> None:
    data = support.printed(name, standard)
    assert plates(data) == {page.number: set(inks_of(page)) for page in survey(data).pages}


def test_process_red_has_no_spot_ink() -> None:
    data = support.press(support.job(process=True)).data
    assert inks_of(survey(data).pages[0]) == ["黑", "品红", "黄"]


@STANDARDS
def test_same_bytes(standard: str) -> None:
    assert support.press(support.job(standard=standard)).data == support.printed(standard=standard)


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
@STANDARDS
def test_the_file_is_sound(standard: str, tmp_path: Path) -> None:
    (tmp_path / "print.pdf").write_bytes(support.printed(standard=standard))
    done = subprocess.run(["qpdf", "--check", "print.pdf"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def colored(name: str, cmyk: tuple[float, float, float, float], **printing: Any) -> PrintJob:
    """A job of the example issue, one colour of its house changed."""
    style = support.house(support.NAME, **printing)
    return support.of_house(replace(style, colors={**style.colors, name: Color("#336699", cmyk)}))


REFUSED: dict[str, tuple[PrintJob, str]] = {
    "a third colour": (colored("red", (0, 100, 100, 0), spot_color="black"), "只印两色"),
    "black of four inks": (colored("black", (60, 50, 50, 100), red="process"), "四色黑"),
    "too much ink": (colored("red", (100, 100, 100, 50), red="process"), "总墨量 350%，超过 280%"),
}  # fmt: skip


@pytest.mark.parametrize("refused", REFUSED)
def test_a_colour_that_no_ink_prints_is_refused_at_its_place(refused: str) -> None:
    """Before a file is written, which the preflight would then call wrong: a mistake of the house's is none of ours."""
    job, words = REFUSED[refused]
    with pytest.raises(InputError, match=words) as caught:
        support.press(job)
    (found,) = caught.value.diagnostics
    assert found.code == "print-ink" and found.span is not None and found.span.file.endswith((".md", ".yaml"))
    assert found.message.startswith("第1页的“") and "用了颜色 " in found.message


@pytest.mark.parametrize("amount", [100.0, 99.95, 33.333])
def test_a_colour_at_the_limit_is_printed(amount: float) -> None:
    job = colored("red", (amount, amount, amount, 0), red="process", ink_limit=100 if amount < 50 else 300)
    data = support.press(job).data
    promise = replace(support.promise(), inks=frozenset(PROCESS), ink_limit=job.house.printing.most_ink)
    assert [item for item in preflight("print.pdf", data, promise) if item.severity is Severity.ERROR] == []


@pytest.mark.parametrize("name", ["专色 1#(2)/“红”", "PANTONE 485 C", "a/b (c) #", '<y> & "q"', "PANTONE+ 485%", "~"])
def test_any_name_of_an_ink_is_a_plate(name: str) -> None:
    assert inks_of(survey(support.press(support.job(ink_name=name)).data).pages[0]) == ["黑", name]


@pytest.mark.parametrize("name", ["All", "None", "Black", "品红", "black", "CYAN", "registration", " 黑", "K100 Black ", " "])
def test_a_name_that_is_another_ink_s_is_refused(name: str) -> None:
    wrong = {field.name: field.metadata["wrong"] for field in fields(PrintStyle) if field.metadata.get("wrong")}["ink_name"]
    assert wrong(name) and not wrong("a/b (c) #") and not wrong("PANTONE 485 C")


def test_a_name_of_an_ink_is_refused_where_it_is_written(briefing: Run, sample: Path, tmp_path: Path) -> None:
    own = tmp_path / "templates" / "own"
    own.mkdir(parents=True)
    (own / "house.yaml").write_text("extends: gb9704\ntitle: 自家\nprint: {ink_name: black}\n", "utf-8")
    (sample / "issue.yaml").write_text("house: own\nnumber: 5\nnameplate: 简报\n", "utf-8")
    ran = briefing("check", "5")
    assert ran.code == 3 and "templates/own/house.yaml:3:19: 错误[house-value] ink_name：专色不能叫“black”" in ran.err


def test_a_profile_of_a_screen_is_refused() -> None:
    with pytest.raises(InputError, match="不是 CMYK 印刷机的 ICC 文件") as caught:
        support.press(replace(support.job(), profile=(ROOT / "templates/gb9704/sRGB.icc").read_bytes()))
    assert [item.code for item in caught.value.diagnostics] == ["press-profile"]


def test_marks_stand_outside_the_trimmed_page() -> None:
    made = support.press(support.job(marks="always"))
    data = made.data
    assert not made.bleeds, "room for a bleed is none"
    promise = support.promise()
    assert [item for item in preflight("print.pdf", data, promise) if item.severity is Severity.ERROR] == []
    pages = survey(data).pages
    assert [inks_of(page) for page in pages] == [["黑", "套红"], *[["黑"]] * 7]
    for page, plain in zip(pages, survey(support.printed()).pages, strict=True):
        media, bleed, trim = (page.boxes[box] for box in ("MediaBox", "BleedBox", "TrimBox"))
        assert trim[0] - bleed[0] == pytest.approx(3 / 25.4 * 72, abs=0.01)
        assert bleed[0] - media[0] > 20
        assert trim[2] - trim[0] == pytest.approx(plain.boxes["TrimBox"][2], abs=0.01)
    glyphs = read_pdf(data).pages[0].glyphs
    line = [glyph for glyph in glyphs if glyph.y < pages[0].boxes["MediaBox"][3] - pages[0].boxes["BleedBox"][3]]
    assert "".join(glyph.char for glyph in line).startswith("江苏精神文明建设简报　第1页　黑、套红")


def test_a_line_that_no_face_has_is_refused() -> None:
    with pytest.raises(InputError, match="裁切线外的说明“简报🖨　第1页　黑、套红”里有字体没有的字：🖨"):
        support.press(replace(support.job(marks="always"), line="简报🖨"))


def pictured(tmp_path: Path, file: str, picture: PIL.Image.Image, left: float = 100) -> tuple[Painted, World]:
    """The example issue, `picture` saved under `file` and drawn on page 2, an inch wide."""
    picture.save(tmp_path / file)
    mark = Image(Aside.ORNAMENT, None, file, left, 100, left + 72, 172)
    pages = list(support.painted().pages)
    pages[1] = replace(pages[1], marks=(*pages[1].marks, mark))
    return replace(support.painted(), pages=tuple(pages)), World(tmp_path)


PICTURES = {
    "colour.png": PIL.Image.new("RGB", (600, 600), "#8A5A3C"),
    "colour.jpg": PIL.Image.new("RGB", (600, 600), "#8A5A3C"),
    "clear.png": PIL.Image.new("RGBA", (600, 600), (138, 90, 60, 128)),
    "scan.png": PIL.Image.new("RGB", (600, 600), "#3C3C3C"),
    "few.png": PIL.Image.new("P", (600, 600), 7),
    "grey.png": PIL.Image.new("L", (600, 600), 60),
    "grey.jpg": PIL.Image.new("L", (600, 600), 60),
    "black.png": PIL.Image.new("1", (600, 600), 0),
}


@pytest.mark.parametrize("file", PICTURES)
@pytest.mark.parametrize("pictures", ["grey", "cmyk"])
def test_pictures_lose_colour_and_transparency(file: str, pictures: str, tmp_path: Path) -> None:
    """They show what they showed, and the ticket says what ink they take."""
    painted, world = pictured(tmp_path, file, PICTURES[file])
    made = print_pdf(painted, world, example_issues.source(support.NAME).fonts(), support.job(pictures=pictures))
    page = survey(made.data).pages[1]
    separated = pictures == "cmyk" and file in ("colour.png", "colour.jpg", "clear.png")
    assert [picture.space for picture in page.pictures] == ["DeviceCMYK" if separated else "DeviceGray"]
    assert page.pictures[0].dpi == pytest.approx(600)
    assert page.transparent == ()
    assert set(made.inks[1]) == ({"黑", "青", "品红", "黄"} if separated else {"黑"})
    with support.opened(made.data) as document:
        (drawn,) = document.pages[1].get_images().values()
        assert isinstance(drawn, pikepdf.Stream)
        middle = PdfImage(drawn).as_pil_image().convert("RGB").getpixel((300, 300))
    shown = PIL.Image.open(tmp_path / file).convert("RGBA")
    paper = PIL.Image.alpha_composite(PIL.Image.new("RGBA", shown.size, "white"), shown).convert("RGB")
    wanted = (paper if separated else paper.convert("L").convert("RGB")).getpixel((300, 300))
    assert middle == pytest.approx(wanted, abs=40 if separated else 3)


def test_a_picture_at_the_cut_asks_for_a_bleed(tmp_path: Path) -> None:
    for left, bleeds in ((0.2, True), (20, False)):
        painted, world = pictured(tmp_path, "a.png", PIL.Image.new("L", (600, 600), 60), left)
        made = print_pdf(painted, world, example_issues.source(support.NAME).fonts(), support.job())
        assert made.bleeds is bleeds


def test_coverage_is_near_what_is_drawn() -> None:
    found = support.press(support.job()).inks
    assert set(found[0]) == {"黑", "套红"} and all(set(page) == {"黑"} for page in found[1:])
    assert all(0.01 < page["黑"] < 0.2 for page in found)


@pytest.mark.skipif(not available(), reason="Ghostscript is not installed")
@THOROUGH
def test_coverage_agrees_with_ghostscript(name: str) -> None:
    """Of every ink, tables and all, nearly to the tenth of a per cent that the ticket says: Ghostscript paints each pixel that is
    touched, which makes hairlines wider."""
    command = ["gs", "-q", "-dSAFER", "-sDEVICE=ink_cov", "-r600", "-o", "-", "-"]
    source = example_issues.source(name)
    job = support.job(name, process=True)
    made = print_pdf(support.painted(name), source.world, source.fonts(), job)
    said = subprocess.run(command, input=made.data, capture_output=True, check=True).stdout.decode().splitlines()
    measured = [[float(part) / 100 for part in line.split()[:4]] for line in said if "CMYK" in line]
    assert len(measured) == len(made.inks)
    for page, amounts in zip(made.inks, measured, strict=True):
        assert [page.get(ink, 0.0) for ink in PROCESS] == pytest.approx(amounts, rel=0, abs=0.0015)


# --- preflight (of files spoilt in each way: tests/preflight)


def test_a_wrong_page_count_is_named() -> None:
    found = preflight("print.pdf", support.printed(), support.promise(pages=12))
    assert [item.code for item in found] == ["preflight-pages"]
    assert "8 页" in found[0].message and "12 页" in found[0].message


def test_a_label_is_not_enough() -> None:
    """The release PDF, RGB and all, with nothing but a new label."""
    found = preflight("print.pdf", example_issues.pdf(support.NAME), support.promise())
    assert {"preflight-label", "preflight-intent", "preflight-rgb"} <= {item.code for item in found}


# --- sheets


def saddle_job(count: int, alone: bool = False, creep: float = 0.0) -> Bound:
    return bound(support.house(support.NAME, creep_mm=creep), "骑马订", None, count, alone)


def saddle_pdf(printed: bytes, count: int = 8, alone: bool = False, creep: float = 0.0) -> bytes:
    job = saddle_job(count, alone, creep)
    return imposed_pdf(printed, SheetJob(job.imposition, job.papers, 0.0, job.creep, support.NAME, face()))


def ten_pages() -> Painted:
    painted = support.painted()
    return replace(painted, pages=(*painted.pages[:4], *painted.pages[2:]))


@pytest.mark.parametrize(("pages", "alone"), [(8, False), (10, False), (10, True)])
def test_the_imposed_pdf_folds_to_the_booklet(pages: int, alone: bool) -> None:
    """By where the text stands on the sheets, not by how they were made: folded, it reads as the single pages do."""
    painted = support.painted() if pages == 8 else ten_pages()
    single = support.press(support.job(), painted).data
    folded = support.press(support.job(), last_unnumbered(painted)).data if alone else single
    imposed = read_pdf(saddle_pdf(folded, pages, alone, 2.0))
    wanted = ["".join(glyph.char for glyph in page.glyphs) for page in read_pdf(single).pages]
    halves = []
    for sheet in imposed.pages:
        middle = sheet.width / 2
        sides = ([g for g in sheet.glyphs if g.x < middle], [g for g in sheet.glyphs if g.x >= middle])
        assert all(glyph.size > 8 for glyph in sheet.glyphs), "upright and whole"
        halves.append(tuple("".join(glyph.char for glyph in side) for side in sides))
    fronts, backs = halves[::2], halves[1::2]
    read = [text for front, back in zip(fronts, backs, strict=True) for text in (front[1], back[0])]
    read += [text for front, back in zip(fronts[::-1], backs[::-1], strict=True) for text in (back[1], front[0])]
    blanks = [""] * (-pages % 4)
    if alone:  # blank pages before the 版记 take its page number away
        bare = "".join(glyph.char for glyph in read_pdf(single).pages[-1].glyphs if glyph.y < (37 + 225) / 25.4 * 72 + 3)
        assert read == [*wanted[:-1], *blanks, bare] and bare != wanted[-1]
    else:
        assert read == [*wanted, *blanks]


def test_creep_moves_inner_pages_towards_the_fold() -> None:
    flat, crept = (read_pdf(saddle_pdf(support.printed(), creep=creep)) for creep in (0.0, 2.0))
    left_flat, left_crept = flat.pages[3].glyphs[0], crept.pages[3].glyphs[0]
    assert left_crept.x - left_flat.x == pytest.approx(2 * 72 / 25.4, abs=0.01)
    assert flat.pages[0].glyphs[0].x == crept.pages[0].glyphs[0].x


def test_sheets_are_vectors_of_twice_the_width() -> None:
    for data in (saddle_pdf(support.printed()), proof_pdf(support.printed())):
        facts = survey(data)
        assert all(not page.pictures for page in facts.pages)
        assert len(data) < 1.1 * len(support.printed())
    assert survey(saddle_pdf(support.printed())).pages[0].boxes["TrimBox"][2] == pytest.approx(420 / 25.4 * 72, abs=0.1)


# --- the command


def test_press_makes_a_whole_package(briefing: Run, tmp_path: Path) -> None:
    ran = briefing("press", str(ROOT / "issues/2022-17"), "--for", "print", "--numbers", "3", "-o", str(tmp_path))
    assert ran.code == 0, ran.err
    folder = tmp_path / "2022-17"
    listed = json.loads((folder / "manifest.json").read_text("utf-8"))
    ticket = json.loads((folder / "2022-17-ticket.json").read_text("utf-8"))
    assert (ticket["pages"], ticket["copies"], ticket["copy_numbers"]) == (8, 400, ["000001", "000003"])
    with zipfile.ZipFile(folder / "2022-17-print.zip") as package:
        names = set(package.namelist())
        assert package.testzip() is None
        for line in package.read("SHA256SUMS").decode().splitlines():
            digest, _, name = line.partition("  ")
            if name in listed["files"]:
                assert listed["files"][name]["sha256"] == digest
                assert (folder / name).read_bytes() == package.read(name)
    parts = ["print.pdf", "imposed.pdf", "numbered.pdf", "booklets.pdf", "proof.pdf"]
    parts += [f"register.{ending}" for ending in ("csv", "json", "pdf", "docx")]
    parts += ["ticket.pdf", "ticket.docx", "ticket.json", "ticket.xjdf", "pages.png", "folding.png"]
    assert {f"2022-17-{part}" for part in parts} | {"fonts.txt", "SHA256SUMS"} == names
    for file in ticket["files"]:
        assert listed["files"][file["name"]]["sha256"] == file["sha256"]
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    again = briefing("press", str(ROOT / "issues/2022-17"), "--for", "print", "--numbers", "3", "-o", str(tmp_path))
    assert "没有变化" in again.out and before == {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    proved = briefing("prove", str(ROOT / "issues/2022-17"), "-o", str(tmp_path))
    assert "印前检查无误" in proved.out and proved.code == 0
    shutil.copy(folder / "2022-17.pdf", folder / "2022-17-print.pdf")
    spoilt = briefing("prove", str(ROOT / "issues/2022-17"), "-o", str(tmp_path))
    assert spoilt.code == 3 and "preflight-label" in spoilt.err


def test_a_rebuild_keeps_what_still_holds_and_drops_what_does_not(briefing: Run, sample: Path, tmp_path: Path) -> None:
    assert briefing("press", "5", "--for", "print").code == 0
    folder = tmp_path / "build" / "2024-05"
    zipped = (folder / "2024-05-print.zip").read_bytes()
    assert briefing("build", "5", "--force").code == 0
    assert (folder / "2024-05-print.zip").read_bytes() == zipped
    assert "没有变化" in briefing("press", "5", "--for", "print").out
    (sample / "01-甲.md").write_text("# 甲市：另一题\n\n另一段。\n", "utf-8")
    assert briefing("build", "5").code == 0
    assert not (folder / "2024-05-print.zip").exists(), "print files of other sources would be a trap"
    assert briefing("press", "5", "--for", "print", "--force").code == 0


@pytest.mark.slow
def test_same_packages_anywhere(briefing: Run, tmp_path: Path) -> None:
    """What goes to the print shop and what goes to the archive, beside one release."""
    made = []
    issue = str(ROOT / "issues/2022-08-xinxi")
    for place, seed, zone in (("a", "1", "Asia/Shanghai"), ("b", "2", "America/Lima")):
        for party in ("print", "archive"):
            ran = briefing("press", issue, "--for", party, "-o", str(tmp_path / place), PYTHONHASHSEED=seed, TZ=zone)
            assert ran.code == 0, ran.err
        folder = tmp_path / place / "2022-08-xinxi"
        made.append([path.read_bytes() for path in [folder / "2022-08-xinxi-print.zip", *sorted(folder.glob("*-archive.*"))]])
    assert made[0] == made[1] and len(made[0]) == 5


def test_the_same_package_of_a_small_issue(briefing: Run, sample: Path, tmp_path: Path) -> None:
    for place, seed, zone in (("a", "1", "Asia/Shanghai"), ("b", "2", "America/Lima")):
        ran = briefing("press", "5", "--for", "print", "-o", str(tmp_path / place), PYTHONHASHSEED=seed, TZ=zone)
        assert ran.code == 0, ran.err
    one, other = ((tmp_path / place / "2024-05/2024-05-print.zip").read_bytes() for place in "ab")
    assert one == other


@pytest.mark.parametrize("numbers", ["0", "9-3", "1-20000", "abc"])
def test_impossible_numbers_are_refused(briefing: Run, sample: Path, numbers: str) -> None:
    ran = briefing("press", "5", "--for", "print", "--numbers", numbers)
    assert ran.code == 2 and "400" in ran.err and "Traceback" not in ran.err


def test_the_ticket_says_what_is_missing(briefing: Run, sample: Path, tmp_path: Path) -> None:
    (sample / "issue.yaml").write_text("house: gb9704\nnumber: 5\nnameplate: 简报\n", "utf-8")
    ran = briefing("press", "5", "--for", "print")
    assert ran.code == 0, ran.err
    text = text_of((tmp_path / "build/2024-05/2024-05-ticket.pdf").read_bytes())[0]
    assert "＿" in text and "印刷通知单" in text


# --- a ticket never keeps the press files back


def labelled(made: Ticket) -> dict[str, str]:
    """Each label with all of its text."""
    found: dict[str, str] = {}
    last = ""
    for name, text in made.rows:
        last = name or last
        found[last] = found.get(last, "") + text
    return found


@pytest.mark.parametrize("length", [0, 300, 301, 5000])
def test_a_ticket_of_any_length_flows_over_pages(length: int) -> None:
    source = example_issues.source(support.NAME)
    made = support.job_ticket(delivery="送到传达室。" * (length // 6), contact="李" * length)
    assert all(len(text) <= ROW for _, text in made.rows)
    assert labelled(made)["联系人"] == ("李" * length or "＿" * 8)
    sheet = ticket_sheet(made, source.house, source.world)
    composed = typeset(sheet, source.house, fonts_of(source.house, source.world))
    (table,) = (block for block in composed.blocks if isinstance(block, SetTable))
    assert all(len(row[0].lines) <= 1 for row in table.cells), "labels on one line"
    assert len(composed.pages) == 2 or length >= 300


def test_the_ticket_says_where_blank_pages_are() -> None:
    said = dict(support.job_ticket().rows)["页数"]
    assert said == "9页；拼版另有空白3页，在版记页之前，空白页和版记页都不编页码"
    assert dict(support.job_ticket(alone=False).rows)["页数"] == "9页；拼版另有空白3页，在正文和版记之后"
    assert dict(support.job_ticket(12).rows)["页数"] == "12页"


def test_the_ticket_says_all_that_a_shop_asks() -> None:
    """Paper, spoils, plates by side, binding, dates, what the copies are held against, a signature."""
    said = labelled(support.job_ticket(12, waste=3.0, deadline_days=3, delivery="传达室"))
    assert said["用纸"] == "每份3张（420×297毫米，对折），共1260张" and said["放损"] == "3%，另加38张"
    assert said["印版"] == "黑6块，各面；套红1块，第1张正面；共7块"
    assert said["交货"] == "2022年5月16日前，传达室" and said["装订"] == "骑马订"
    assert "两面页码套正，误差不超过2毫米" in said["验收"] and "距上下边各70毫米" in said["验收"]
    assert "签字" in said["付印"] and "密级" not in said
    assert labelled(support.job_ticket())["放损"] == "由印刷厂定，成品不少于印数和备份"
    glued = labelled(support.job_ticket(60, False, "胶装", stock="对开"))
    assert glued["装订"] == "胶装，4帖（16页×2、12页、16页），书脊约3毫米（不算封面），订口已各留1.5毫米铣背"
    assert glued["用纸"].startswith("每份5张（对开，890×620毫米，折成16页）")
    turned = labelled(support.job_ticket(8, stock="4开", work="自翻版"))
    assert turned["用纸"].startswith("每份1张") and "裁开得两份" in turned["印刷"] and turned["印版"].startswith("黑2块，每张")
    secret = labelled(support.job_ticket(secrecy="秘密★1年"))
    assert secret["密级"].startswith("秘密★1年；") and "清点登记后销毁" in secret["密级"]


@pytest.mark.slow
def test_issues_of_any_length_are_never_kept_back_for_their_ticket(tmp_path: Path) -> None:
    """Random houses, reports, wishes and bindings: a whole set each time, with its ticket, and nothing remarked of it but what is
    so."""
    names = ("gb9704", "jiangsu-jingshen-wenming", "xinxi-zhuanbao", "meiri-yaoqing", "hezhang-dongtai")
    body = (ROOT / "issues" / "2022-17" / "01-nanjing.md").read_text("utf-8").split("\n\n")
    for seed in range(share(300, 3)):
        chance = random.Random(seed)
        folder = tmp_path / "2022-17"
        shutil.rmtree(tmp_path, ignore_errors=True)
        folder.mkdir(parents=True)
        issue: dict[str, Any] = {"house": chance.choice(names), "number": 17, "date": "2022-05-13", "nameplate": "简报"}
        issue["print_run"] = chance.randint(1, 99999)
        issue["print"] = {
            "binding": chance.choice(NAMES), "deadline": "2022-05-16", "contact": "李" * chance.choice((1, 40, 900)),
            "delivery": "送到传达室，" * chance.choice((1, 40, 300)),
        }  # fmt: skip
        if chance.random() < 0.3:
            issue["secrecy"] = "秘密★1年"
        (folder / "issue.yaml").write_text(json.dumps(issue, ensure_ascii=False), "utf-8")
        for number in range(chance.randint(1, 5)):
            parts = [part for part in body[1:] if part.strip()] * chance.choice((1, 1, 4, 12))
            text = "\n\n".join([body[0], *parts[: chance.randint(1, len(parts))]])
            (folder / f"{number:02d}.md").write_text(text, "utf-8")
        order = Order(process=chance.random() < 0.2, numbers=(1, chance.randint(1, 30)) if chance.random() < 0.3 else None)
        made = press_issue(folder, tmp_path / "build", order)
        told = {item.code for item in made.diagnostics}
        assert told.isdisjoint({"press-ticket"}), (seed, made.diagnostics)
        assert {path.name for path in (tmp_path / "build/2022-17").glob("*-ticket.*")} == {
            f"2022-17-ticket.{kind}" for kind in ("pdf", "docx", "json", "xjdf")
        }, seed  # fmt: skip


@pytest.mark.slow
def test_print_sets_of_every_number_of_pages(tmp_path: Path) -> None:
    """1 to 20 pages, with text on the last and without: a ticket on its page, sheets that hold all pages."""
    source = (ROOT / "issues" / "2022-17" / "01-nanjing.md").read_text("utf-8").split("\n\n")
    body = [part for part in source[1:] if part.strip()] * 8
    seen: set[tuple[int, str]] = set()
    for count in some(range(1, 44), parts=11):
        folder = tmp_path / str(count) / "2022-17"
        folder.mkdir(parents=True)
        (folder / "issue.yaml").write_text("house: jiangsu-jingshen-wenming\nnumber: 17\ndate: 2022-05-13\n")
        (folder / "01.md").write_text("\n\n".join([source[0], *body[:count]]))
        made = press_issue(folder, tmp_path / "build", force=True)
        told = json.loads((tmp_path / "build/2022-17/2022-17-ticket.json").read_text("utf-8"))
        assert {item.code for item in made.diagnostics} <= {"colophon-blank", "press-blank", "press-binding-pages"}
        assert (tmp_path / "build/2022-17/2022-17-ticket.pdf").exists()
        unit = 2 if told["binding_method"] == "单张双面" else 4
        assert told["pages"] + told["blank_pages"] == unit * told["sheets_per_copy"]
        seen.add((made.pages, told["blank_pages_before"]))
    assert {where for _, where in seen} == {"colophon", "end"} or len(seen) < 4
