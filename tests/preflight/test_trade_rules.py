"""The trade's table: a file spoilt against each rule is named, our own files are not, and the manual has the table as it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import get_args

import example_issues
import pikepdf
import PIL.Image
import press_support as support
import pytest
import spoilt_prints
from conftest import Run
from spoilt_prints import SPOILT, Spoilt

from briefing.building.source_places import source_places
from briefing.core.code import Code
from briefing.core.errors import Severity, Span
from briefing.files.world import World
from briefing.house.papers import PAPERS, paper_of, surface_of
from briefing.output.separations import limited
from briefing.paint.marks import Glyphs, Image
from briefing.preflight import trade_profile
from briefing.preflight.inspection import promises
from briefing.preflight.print_rules import preflight
from briefing.preflight.promise import Promise, SourcePlace
from briefing.preflight.survey import survey
from briefing.preflight.trade_profile import TRADE_RULES, Answer
from briefing.press.print_pdf import print_pdf

#: Told when the set is made, at the source, and not of a file.
AT_MAKING = {"press-paper", "press-bleed", "print-ink"}


def promised(spoilt: Spoilt) -> Promise:
    promise = replace(support.promise(standard=spoilt.standard, pages=2), blanks=False)
    return promise if spoilt.label is None else replace(promise, label=spoilt.label)


def spot(page: int) -> Span:
    return Span("01.md", page, 1)


def places(page: int, at: tuple[float, float] | None) -> SourcePlace:
    """As if every page were a line."""
    return SourcePlace(spot(page), "near" if at else "page")


@pytest.mark.parametrize("spoilt", SPOILT, ids=lambda spoilt: f"{spoilt.rule} {spoilt.words}")
def test_a_spoilt_file_is_named_for_each_rule(spoilt: Spoilt) -> None:
    data = support.edited(spoilt_prints.two_pages(spoilt.standard), spoilt.edit)
    found = preflight("封面.pdf", data, promised(spoilt), places)
    named = [item for item in found if item.code == spoilt.code and spoilt.words in item.message]
    assert named, found
    if pages := re.findall(r"第(\d+)页", named[0].message):
        assert named[0].span == spot(int(pages[-1])), "at its source place"
    assert all(item.message.startswith("封面.pdf：") for item in found)
    assert {item.code for item in found} <= {spoilt.code, *spoilt.also}, "and nothing else of it"


#: Drawn over page 2, and nothing to be said of it: what is cut off, what another thing covers, what only makes type bolder.
SOUND = {
    "beyond the edge and cut off before it": b"q 100 100 200 200 re W n 0 0 0 1 k -20 150 700 40 re f Q",
    "cut off by curves": b"q 200 200 m 300 200 300 300 200 300 c 100 300 100 200 200 200 c W n 0 0 0 1 k -20 150 700 90 re f Q",
    "thin and cut off": b"q 100 100 20 20 re W n 0 0 0 1 k 300 300 100 0.1 re f 0 0 0 1 K 0.1 w 300 400 m 400 400 l S Q",
    "cut off by nothing": b"q 0 0 m W n 0 0 0 1 k -20 150 700 40 re f Q",
    "dark, covered, then shaded": b"1 1 0 0 k 100 100 60 60 re f 0 0 0 0 k /Over00 gs 90 90 90 90 re f 0 0 0 1 k /Over11 gs"
    b" 110 110 40 40 re f",
    "bold type": b"BT %s 20 Tf 2 Tr 0.1 w 0 0 0 1 k 0 0 0 1 K 1 0 0 1 100 700 Tm <0001> Tj ET",
}


@pytest.mark.parametrize("name", SOUND)
def test_what_does_not_print_is_no_fault(name: str) -> None:
    def edit(document: pikepdf.Pdf) -> None:
        face = next(iter(document.pages[1].Resources.Font.keys())).encode()
        spoilt_prints.drawn(SOUND[name].replace(b"%s", face))(document)

    data = support.edited(spoilt_prints.two_pages("x-4"), edit)
    assert {item.code for item in preflight("p", data, replace(support.promise(pages=2), label=""))} <= {"preflight-ink"}


@pytest.mark.parametrize("standard", ["x-4", "x-1a"])
def test_a_file_that_nobody_spoilt_is_clean(standard: str) -> None:
    assert preflight("p", spoilt_prints.two_pages(standard), support.promise(standard=standard, pages=2)) == []


@pytest.mark.parametrize("name", example_issues.NAMES)
def test_nothing_is_found_in_our_own_files(name: str) -> None:
    assert preflight("p", support.printed(name), support.promise(name)) == []


def test_encryption_and_garbage_are_named() -> None:
    locked = support.edited(
        spoilt_prints.two_pages("x-4"),
        lambda _: None,
        encryption=pikepdf.Encryption(owner="o", user="", allow=pikepdf.Permissions()),
    )
    assert "preflight-locked" in {item.code for item in preflight("p", locked, support.promise(pages=2))}
    for data in (b"", b"no PDF", b"%PDF-1.4\n%%EOF", spoilt_prints.two_pages("x-4")[:2000]):
        assert {item.code for item in preflight("p", data, Promise("", None, None))} == {"preflight-unreadable"}


def test_forms_in_forms_end() -> None:
    """Ten forms that each draw the next ten times: ten thousand million drawings."""

    def nested(shift: bool) -> Callable[[pikepdf.Pdf], None]:
        def edit(document: pikepdf.Pdf) -> None:
            inner = document.make_stream(b"0 0 0 1 k 0 0 9 9 re f")
            for _ in range(10):
                inner.Type, inner.Subtype, inner.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, pikepdf.Array([0, 0, 99, 99])
                move = b"1 0 0 1 1 1 cm " if shift else b""
                outer = document.make_stream((move + b"/F Do\n") * 10)
                outer.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=inner))
                inner = outer
            document.pages[1].Contents, document.pages[1].Resources = inner, inner.Resources

        return edit

    for shift in (False, True):
        data = support.edited(spoilt_prints.two_pages("x-4"), nested(shift))
        preflight("p", data, support.promise(pages=2))


def test_files_of_other_programs_are_read() -> None:
    """Resources, boxes and turns that stand in the tree above the pages, boxes by other corners, names that lead nowhere."""

    def above(document: pikepdf.Pdf) -> None:
        tree, page = document.Root.Pages, document.pages[1]
        for key in ("/Resources", "/MediaBox"):
            tree[key] = page[key]
            del page[key]
        left, bottom, right, top = page.TrimBox
        page.TrimBox = pikepdf.Array([right, top, left, bottom])

    data = support.edited(spoilt_prints.two_pages("x-4"), above)
    assert preflight("p", data, support.promise(pages=2)) == []

    def turned(document: pikepdf.Pdf) -> None:
        document.Root.Pages["/Rotate"] = 90

    found = preflight("p", support.edited(data, turned), support.promise(pages=2))
    assert [item.message for item in found] == [f"p：第{number}页设了旋转 90 度，拼版时会放倒" for number in (1, 2)]
    found = preflight("p", support.edited(data, spoilt_prints.drawn(b"/Nowhere gs")), support.promise(pages=2))
    assert [item.code for item in found] == ["preflight-unreadable"] and "第2页" in found[0].message


@pytest.mark.parametrize(
    ("label", "version", "codes"),
    [
        ("PDF/X-4", "1.6", set()), ("PDF/X-6", "2.0", set()), ("PDF/X-4", "2.0", {"preflight-label"}),
        ("PDF/X-3:2003", "1.4", {"preflight-metadata"}), ("PDF/X-3:2003", "1.6", {"preflight-label", "preflight-metadata"}),
        ("PDF/A-2", "1.6", {"preflight-label"}),
    ],
)  # fmt: skip
def test_each_standard_is_held_to_its_own_rules(label: str, version: str, codes: set[str]) -> None:
    """Files of others say what they are; since PDF/X-4 their XMP alone says the rest."""

    def relabelled(document: pikepdf.Pdf) -> None:
        packet = document.Root.Metadata.read_bytes()
        document.Root.Metadata.write(packet.replace(b"PDF/X-4", label.encode()))
        del document.docinfo["/Creator"]

    forced = {"force_version": version}
    data = support.edited(spoilt_prints.two_pages("x-4"), relabelled, **forced)
    assert {item.code for item in preflight("p", data, Promise("", None, None))} == codes


def test_every_rule_that_is_checked_has_a_file_that_breaks_it() -> None:
    checked = {rule.name: rule.code for rule in TRADE_RULES if rule.answer is Answer.CHECKED}
    assert all(code in get_args(Code) for code in checked.values())
    tried = {spoilt.rule: spoilt.code for spoilt in SPOILT} | {"加密": "preflight-locked"}
    assert {name for name, code in checked.items() if code not in AT_MAKING} == set(tried)
    assert all(checked[name] == code for name, code in tried.items())
    assert len({spoilt.rule for spoilt in SPOILT}) >= 30
    assert all(rule.how and (rule.code is None) is (rule.answer is not Answer.CHECKED) for rule in TRADE_RULES)


def test_the_manual_has_the_table() -> None:
    manual = trade_profile.MANUAL.read_text("utf-8")
    assert manual == trade_profile.placed(manual), "run .venv/bin/python -m briefing.preflight.trade_profile"


# --- at the source


def test_what_is_found_in_a_file_is_told_at_its_source_line(tmp_path: Path) -> None:
    """A picture of few pixels, and type of two inks too small for them: file, line and column of where they are written."""
    painted = support.painted()
    source = next(mark for mark in painted.pages[1].marks if isinstance(mark, Glyphs) and mark.span and not mark.turned)
    assert source.span
    picture = source.span._replace(line=99)
    small = replace(source, size=5.0, color="red", text="小", xs=(200.0,), end=205.0, baseline=300.0)
    marks = (*painted.pages[1].marks, small, Image(source.home, picture, "a.png", 100, 400, 172, 472))
    page = replace(painted.pages[1], marks=marks)
    painted = replace(painted, pages=(painted.pages[0], page, *painted.pages[2:]))
    where = source_places(painted)
    assert where(2, (200.0, 300.0)) == (source.span, "here") and where(2, (136, 436)) == (picture, "here")
    assert where(2, (136, 475)) == (picture, "near") and where(99, (1, 1)) is None
    begins = where(2, None)
    assert begins is not None and begins.meant == "page" and begins.span.file.endswith(".md")
    PIL.Image.new("L", (72, 72), 60).save(tmp_path / "a.png")
    world = World(tmp_path)
    made = print_pdf(painted, world, example_issues.source(support.NAME).fonts(), support.job(process=True))
    wanted = promises(["x-print.pdf"], support.house(support.NAME), "PDF/X-4", True, 8)["x-print.pdf"]
    found = preflight("x-print.pdf", made.data, wanted, where)
    assert [(item.code, item.span, item.severity) for item in found] == [
        ("preflight-small-text", source.span, Severity.WARNING), ("preflight-resolution", picture, Severity.WARNING),
    ]  # fmt: skip
    assert all(item.hint for item in found)


# --- paper


def test_paper_profile_and_ink_that_contradict_each_other() -> None:
    """Only where colour is separated by the profile; each paper has its limit."""
    job = support.job(process=True)
    assert [item.code for item in support.press(job).told] == ["press-paper"]
    assert "不涂布" in support.press(job).told[0].message
    assert support.press(support.job()).told == ()
    coated = support.job(process=True, paper="105克铜版纸")
    assert support.press(coated).told == ()
    told = support.press(support.job(process=True, paper="105克铜版纸", ink_limit=400)).told
    assert [(item.code, item.severity) for item in told] == [("press-paper", Severity.WARNING)] and "400%" in told[0].message
    assert support.press(support.job(process=True, condition="FOGRA52", paper="80克双胶纸")).told == ()


def test_a_picture_takes_no_more_ink_than_the_paper_bears() -> None:
    """Colour gives way to what black leaves of it, in proportion; black and what is under the limit stay as they are."""
    noise = [PIL.Image.effect_noise((80, 60), sigma) for sigma in (90, 120, 60, 100)]
    before = PIL.Image.merge("CMYK", noise)
    after, limit = limited(before.copy(), 714), 714
    assert after.size == before.size
    over = 0
    for x in range(80):
        for y in range(60):
            old, new = before.getpixel((x, y)), after.getpixel((x, y))
            assert isinstance(old, tuple) and isinstance(new, tuple) and old[3] == new[3]
            over += sum(old) > limit
            assert new == old if sum(old) <= limit else limit - 5 <= sum(new) <= limit
            assert all(0 <= less <= more for less, more in zip(new, old, strict=True))
    assert 0 < over < 4800


@pytest.mark.parametrize("format", ["PNG", "JPEG"])
def test_dark_pictures_print_within_the_limit(format: str, tmp_path: Path) -> None:
    dark = PIL.Image.new("RGB", (600, 600), "#0A0418")
    dark.paste("#803010", (0, 0, 300, 300))
    dark.save(tmp_path / f"a.{format.lower()}", format)
    mark = Image(0, None, f"a.{format.lower()}", 100, 100, 172, 172)
    painted = support.painted()
    painted = replace(painted, pages=(replace(painted.pages[0], marks=(*painted.pages[0].marks, mark)), *painted.pages[1:]))
    fonts = example_issues.source(support.NAME).fonts()
    ink = {}
    for limit in (220.0, 400.0):
        job = support.job(pictures="cmyk", ink_limit=limit)
        (found,) = survey(print_pdf(painted, World(tmp_path), fonts, job).data).pages[0].pictures
        assert found.ink is not None
        ink[limit] = found.ink
    assert 215 <= ink[220] <= 223 and ink[400] > 250


def test_papers_and_conditions_are_known_by_their_names() -> None:
    assert all(paper_of(word) is paper for paper in PAPERS for word in paper.words)
    assert paper_of("A4 普通纸") is None
    for name, surface in {
        "FOGRA39": "涂布", "FOGRA39L_coated.icc": "涂布", "FOGRA52L": "不涂布", "PSOuncoated_v3_FOGRA52.icc": "不涂布",
        "GRACoL2006": "涂布", "IFRA26": "新闻", "JapanColor2001Uncoated": "不涂布", "某厂": None, "ISO Uncoated": "不涂布",
    }.items():  # fmt: skip
        assert surface_of(name) == surface
    assert support.house(support.NAME).printing.most_ink == 280
    assert support.house(support.NAME, paper="157克铜版纸").printing.most_ink == 320
    assert support.house(support.NAME, ink_limit=250.0).printing.most_ink == 250


# --- the door for files from elsewhere


def test_a_file_from_elsewhere_is_checked(briefing: Run, tmp_path: Path) -> None:
    (tmp_path / "封面.pdf").write_bytes(spoilt_prints.two_pages("x-4"))
    ran = briefing("press", "--check", str(tmp_path / "封面.pdf"))
    assert (ran.code, ran.out.strip()) == (0, "封面.pdf：2 页，用墨 黑、套红；没有发现问题"), ran.err
    spoilt = next(spoilt for spoilt in SPOILT if spoilt.rule == "RGB")
    (tmp_path / "坏.pdf").write_bytes(support.edited(spoilt_prints.two_pages("x-4"), spoilt.edit))
    ran = briefing("press", "--check", str(tmp_path / "坏.pdf"))
    assert ran.code == 3 and "坏.pdf：第2页" in ran.err and "发现 1 处问题" in ran.out
    ran = briefing("press", "--check", str(tmp_path / "没有.pdf"))
    assert ran.code == 3 and "没有.pdf" in ran.err and "Traceback" not in ran.err
    assert briefing("press", "17", "--check", str(tmp_path / "封面.pdf")).code == 2
