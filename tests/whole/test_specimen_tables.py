"""The specimen of tables: set, proved, printed by LibreOffice, and brought back."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest
from conftest import ROOT
from importing_generated import canonical
from painted_release import write_release

from briefing.building import office_pages, output_proof, stages
from briefing.files.world import World
from briefing.importing import kept, session
from briefing.output.docx.word_file import write_docx
from briefing.prove.areas import type_area
from briefing.prove.expected import seen
from briefing.prove.page_lines import compare
from briefing.prove.pdf_pages import Pdf, read_pdf

pytestmark = pytest.mark.slow
SPECIMEN = ROOT / "tests" / "specimen" / "tables"


def source(tmp_path: Path) -> stages.Read:
    folder = tmp_path / "2022-03"
    shutil.copytree(SPECIMEN, folder)
    return stages.read(folder, World(folder))


def characters(pdf: Pdf) -> Counter[str]:
    """How often each stands above the page numbers."""
    return Counter(glyph.char for page in pdf.pages for glyph in page.glyphs if seen(glyph.char) and glyph.y < 770)


def test_the_specimen_is_proved_and_comes_back(tmp_path: Path) -> None:
    read = source(tmp_path)
    assert not read.findings.items
    composed = stages.compose(read)
    outputs = {"docx": write_docx(composed, read.world), "pdf": write_release(composed, read.world)}
    expected = output_proof.prepare(composed.sheet, composed.house, read.world.issue, composed.drawings)
    output_proof.ensure(expected, stages.fonts_of(composed.house, read.world), outputs)
    folder = kept.restore(session.open_source(outputs["docx"], "2022-03.docx"), "2022-03")
    assert not folder.findings
    place = tmp_path / "back" / "2022-03"
    place.mkdir(parents=True)
    for name, data in folder.files.items():
        (place / name).write_bytes(data)
    back = stages.read(place)
    assert canonical(back.issue) == canonical(read.issue)
    assert write_docx(stages.compose(back), back.world) == outputs["docx"]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed (libreoffice-writer)")
def test_libreoffice_sets_the_specimen_alike(tmp_path: Path) -> None:
    """Every line, and every row on its page."""
    read = source(tmp_path)
    composed = stages.compose(read)
    ours = read_pdf(write_release(composed, read.world))
    theirs = read_pdf(office_pages.print_docx(write_docx(composed, read.world), composed.house))
    assert characters(ours) == characters(theirs)
    assert compare(ours, theirs, lambda page: type_area(composed.house, page)).complete
