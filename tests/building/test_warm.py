"""A process that makes the same issue again and again makes the files that a fresh one would."""

from __future__ import annotations

import ctypes
import gc
from dataclasses import replace
from pathlib import Path

import example_issues
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slices import share

from briefing.building import stages
from briefing.building.run import BuildSession
from briefing.core import bounds
from briefing.model.sheet import Region, Run, Sheet, SheetParagraph
from briefing.typeset import remembered, typeset
from briefing.typeset.composed import SetParagraph
from briefing.typeset.remembered import Remembered

#: Objects that an issue may leave in rings, for the collector, which comes after many issues: those of a writer of JSON and of
#: libraries. Templates that were not parted from their macros leave two thousand, a DOCX a third of that.
RINGS = 250


def test_built_again_after_changes(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = sample / "01-甲.md"
    text = report.read_text("utf-8")
    rest = text.partition("\n")[2]
    changes = [text, f"{text}\n又加了一段。\n", f"# 甲市：换了题目\n\n前面加一段——有 2024 年的字。\n\n{rest}", text]
    with BuildSession(beside=False) as bench:  # as in a lane
        for number, change in enumerate(changes):
            report.write_text(change, "utf-8")
            last = number == len(changes) - 1
            if last:
                gc.collect()
            bench.build(sample, tmp_path / "warm", ("pdf", "docx"))
            bench.worked = None
            assert not last or gc.collect() < RINGS, "what an issue was made of is held in rings"
            with BuildSession() as fresh:
                fresh.build(sample, tmp_path / f"cold-{number}", ("pdf", "docx"))
            for kind in ("pdf", "docx"):
                file = f"{sample.name}/{sample.name}.{kind}"
                warm, cold = (tmp_path / "warm" / file).read_bytes(), (tmp_path / f"cold-{number}" / file).read_bytes()
                assert warm == cold, (number, kind)
    assert gc.isenabled()


def changed(sheet: Sheet, places: list[int], words: str) -> Sheet:
    """Some of its paragraphs with words before their own, all of them further down in their files."""
    count = 0
    regions = []
    for region in sheet.regions:
        blocks = []
        for block in region.blocks:
            if isinstance(block, SheetParagraph):
                count += 1
                runs = tuple(replace(run, span=run.span and run.span._replace(line=run.span.line + 3)) for run in block.runs)
                block = replace(block, runs=(Run(words), *runs) if count in places else runs)
            blocks.append(block)
        regions.append(Region(region.name, tuple(blocks)))
    return replace(sheet, regions=tuple(regions))


@pytest.mark.parametrize("examples", [25, pytest.param(share(400), marks=pytest.mark.slow)])
def test_what_is_remembered_changes_no_line(examples: int) -> None:
    asked = given(st.lists(st.integers(1, 40), max_size=4), st.sampled_from(["甲", "共 3,200 件，", "“——”", "《乙》"]))
    settings(max_examples=examples)(asked(same_as_anew))()


def same_as_anew(places: list[int], words: str) -> None:
    composed, source = example_issues.composed("2022-08-xinxi"), example_issues.source("2022-08-xinxi")
    fonts = stages.fonts_of(source.house, source.world)
    sheet = changed(composed.sheet, places, words)
    assert typeset(sheet, source.house, fonts, remembered=KEPT) == typeset(sheet, source.house, fonts)


KEPT = Remembered()


def test_of_many_issues_the_last_are_remembered() -> None:
    source, whole = example_issues.source("2022-08-xinxi"), example_issues.composed("2022-08-xinxi")
    fonts = stages.fonts_of(source.house, source.world)
    block = next(block for block in whole.blocks if isinstance(block, SetParagraph))
    found, made = Remembered(), 0

    def anew() -> tuple[SetParagraph, bool]:
        nonlocal made
        made += 1
        return block, True

    for issue in range(60):
        found.begin(source.house, fonts)
        for number in range(50):
            words = replace(block.paragraph, runs=(Run(f"第 {issue} 期第 {number} 段"),))
            found.paragraph(words, "body", 440.0, fonts, anew)
    assert made == 60 * 50 and len(found) <= remembered.KEPT + 50
    found.begin(source.house, fonts)
    found.paragraph(replace(block.paragraph, runs=(Run("第 59 期第 0 段"),)), "body", 440.0, fonts, anew)
    assert made == 60 * 50


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_trim"), reason="another C library keeps nothing, or does not tell")
def test_what_lies_in_pieces_is_given_back() -> None:
    pieces = [bytes(1000) for _ in range(40_000)]
    held = bounds.resident()
    del pieces[:-1]  # the last one lies above the others: nothing of them is given back by itself
    bounds.give_back()
    assert bounds.resident() < held - 20
    assert len(pieces) == 1
