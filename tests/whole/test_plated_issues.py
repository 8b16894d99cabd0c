"""Issues with pictures side by side, wide pages and fold-outs among their text (plated_issues.py): text fills the pages before
them; all is proved, and comes back from the DOCX as it was."""

from __future__ import annotations

from pathlib import Path

import dense_issues
import plated_issues
import pytest
import word_grammar
from painted_release import write_release
from pdf_tree import TaggedPdf
from slices import share
from test_dense_issues import in_reading_order

from briefing.building import stages
from briefing.files.world import World
from briefing.importing import kept, session
from briefing.output.docx.word_file import write_docx
from briefing.prove.proof import prepare, prove
from briefing.typeset.composed import Composed


def composed_of(seed: int, tmp_path: Path) -> tuple[Composed, stages.Read]:
    house = dense_issues.HOUSES[seed % len(dense_issues.HOUSES)]
    folder = plated_issues.write(seed, house, tmp_path / "2026-03")
    read = stages.read(folder, World(folder))
    return stages.compose(read), read


def holds(seed: int, tmp_path: Path) -> tuple[bytes, bytes, stages.Read, Composed]:
    """That the release of an issue is proved, read in order, and comes back."""
    composed, read = composed_of(seed, tmp_path)
    pdf, docx = write_release(composed, read.world), write_docx(composed, read.world)
    expected = prepare(composed.sheet, composed.house, read.world.issue, composed.drawings)
    assert prove(expected, read.fonts(), pdf, docx).findings == ()
    assert word_grammar.faults(docx) == []
    in_reading_order(TaggedPdf(pdf), tmp_path / "2026-03")
    back = kept.restore(session.open_source(docx, "a.docx"), "2026-03")
    assert not back.findings
    folder = tmp_path / "back" / "2026-03"
    folder.mkdir(parents=True)
    for name, content in back.files.items():
        (folder / name).write_bytes(content)
    again = stages.read(folder)
    assert write_docx(stages.compose(again), again.world) == docx
    return pdf, docx, read, composed


def test_text_fills_pages_before_pictures_side_by_side(tmp_path: Path) -> None:
    composed, _ = composed_of(7, tmp_path)
    assert sum(composed.passed.values()) >= 3
    assert plated_issues.blank_feet(composed) == {}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 1 + share(12)))
def test_they_are_proved_and_come_back(seed: int, tmp_path: Path) -> None:
    holds(seed, tmp_path)
