"""Whole print sets of issues of every length, in every binding: the delivered sheets are folded, cut and gathered by where the
words of the issue stand on them."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from paper_folding import Label
from slices import some
from test_binding import COUNTS, gathered, kept

from briefing.building import stages
from briefing.core.errors import Severity
from briefing.delivery.print_set import Order, press_issue
from briefing.files.world import World
from briefing.house.bindings import NAMES
from briefing.house.style import PT_PER_MM
from briefing.preflight.survey import survey
from briefing.press.bound import Bound, bound
from briefing.prove.pdf_pages import read_pdf

HOUSES = ("gb9704", "xinxi-zhuanbao")
#: Words that stand on a page and on no other, and where it has them: mm from its lower left corner; None: it is blank.
Key = tuple[str, float, float] | None


@dataclass(frozen=True)
class Written:
    folder: Path
    pages: int


def write(folder: Path, house: str, paragraphs: int, bare: bool) -> None:
    """Every paragraph has a number of its own. `bare`: without contents and 版记, for what is to go on one page."""
    folder.mkdir(parents=True, exist_ok=True)
    less = "contents: {style: none}\nrecipients: {}\n" if bare else ""
    (folder / "issue.yaml").write_text(f"house: {house}\nnumber: 17\ndate: 2022-05-13\n{less}", "utf-8")
    body = (f"第{number:04d}项工作已经逐项落实，责任到人，按月通报，件件有着落、事事有回音。" for number in range(paragraphs))
    (folder / "01.md").write_text("\n\n".join(["# 稳步推进示范创建", *body]) + "\n", "utf-8")


def written(folder: Path, house: str, count: int) -> Written:
    """An issue of so many pages, whichever length it takes."""
    for bare in (False, True):
        few, many = 1, 14 * count + 4
        while few <= many:
            middle = (few + many) // 2
            write(folder, house, middle, bare)
            pages = len(stages.compose(stages.read(folder, World(folder))).pages)
            if pages == count:
                return Written(folder, count)
            few, many = (middle + 1, many) if pages < count else (few, middle - 1)
    raise AssertionError(f"{house}: no issue of {count} pages")


def keys(printed: bytes) -> list[Key]:
    """Of every page, what it is known by: the number of a paragraph, else its first words."""
    found: list[Key] = []
    for page in read_pdf(printed).pages:
        if not page.glyphs:
            found.append(None)
            continue
        text = "".join(glyph.char for glyph in page.glyphs)
        match = re.search(r"第\d{4}(?=项)", text)
        at, words = (match.start() + 1, match[0][1:]) if match else (0, text[:4])
        first = page.glyphs[at]
        found.append((words, first.x / PT_PER_MM, (page.height - first.y) / PT_PER_MM))
    said = [key[0] for key in found if key]
    assert len(set(said)) == len(said), "every page is known by its own words"
    return found


def seen(imposed: bytes, pages: list[Key], size: tuple[float, float]) -> list[list[Label]]:
    """The pages on each side, by where their words stand."""
    numbers = {key[0]: (number, *key[1:]) for number, key in enumerate(pages, 1) if key}
    width, height = size
    sides = []
    for side in read_pdf(imposed).pages:
        text = "".join(glyph.char for glyph in side.glyphs)
        labels = []
        for words, (number, x, y) in numbers.items():
            for match in re.finditer(rf"(?<!\d){re.escape(words)}", text):
                first, last = side.glyphs[match.start()], side.glyphs[match.end() - 1]
                if abs(first.y - last.y) > 1:
                    continue
                here = first.x / PT_PER_MM, (side.height - first.y) / PT_PER_MM
                turned = last.x < first.x
                corner = (here[0] + x - width, here[1] + y - height) if turned else (here[0] - x, here[1] - y)
                labels.append(Label(number, *corner, turned))
        sides.append(labels)
    return sides


def ensure_numbered(printed: bytes, count: int) -> None:
    """A page that bears a number bears its own."""
    for number, page in enumerate(read_pdf(printed).pages, 1):
        text = "".join(glyph.char for glyph in page.glyphs)
        said = re.search(r"— (\d+) —$", text)
        assert (int(said[1]) == number) if said else (number in (1, count) or not text), text[-20:]


def ensure_set(folder: Path, made: Mapping[str, object], job: Bound, pages: list[Key], count: int) -> None:
    """What was delivered is the copy."""
    laid = job.imposition
    assert (made["pages"], made["blank_pages"], made["binding_method"]) == (count, laid.blanks, laid.binding.name)
    assert kept(laid.pages) == list(range(1, count + 1)) and (None not in laid.pages or laid.pages.index(None) >= count - 1)
    imposed = (folder / "2022-17-imposed.pdf").read_bytes()
    facts = survey(imposed)
    assert len(facts.pages) == len(laid.sides)
    for side in facts.pages:
        media, bleed, trim = (side.boxes[name] for name in ("MediaBox", "BleedBox", "TrimBox"))
        assert media[0] <= bleed[0] + 0.01 and bleed[0] <= trim[0] + 0.01 and trim[2] <= media[2] + 0.01
    copies = gathered(job, seen(imposed, pages, next(iter(job.papers.layouts.values())).page))
    wanted = [number if number and pages[number - 1] else None for number in laid.pages]
    assert len(copies) == (2 if laid.flip else 1)
    for copy in copies:
        assert kept(copy) == kept(wanted) and (laid.binding.making == "leaves" or copy == wanted)


@pytest.mark.slow
@pytest.mark.parametrize("house", HOUSES)
@pytest.mark.parametrize("count", COUNTS)
def test_every_length_in_every_binding(count: int, house: str, tmp_path: Path) -> None:
    issue = written(tmp_path / "issues" / "2022-17", house, count)
    source = stages.read(issue.folder, World(issue.folder))
    composed = stages.compose(source)
    last = composed.pages[-1]
    alone = all(composed.regions[item.index] == "colophon" for item in last.items)
    pages: list[Key] = []
    for binding in some(NAMES, parts=7, first=COUNTS.index(count) % 7):
        made = press_issue(issue.folder, tmp_path / "build", Order(binding=binding), force=True)
        assert not any(item.severity is Severity.ERROR or item.code == "press-ticket" for item in made.diagnostics)
        folder = tmp_path / "build" / "2022-17"
        if not pages:
            printed = (folder / "2022-17-print.pdf").read_bytes()
            pages = keys(printed)
            assert len(pages) == count
            ensure_numbered(printed, count)
        told = json.loads((folder / "2022-17-ticket.json").read_text("utf-8"))
        ensure_set(folder, told, bound(source.house, binding, None, count, alone), pages, count)
    shutil.rmtree(tmp_path)
