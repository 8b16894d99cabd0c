"""The specimen of what ends a bulletin: built in all outputs, proved with LibreOffice, and back to the same bytes."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pypdfium2
import pytest
import segno
from conftest import ROOT, Run

from briefing.building import stages
from briefing.rendering.qr_path import QUIET

SPECIMEN = ROOT / "tests" / "specimen" / "ends"


@pytest.mark.slow
def test_the_specimen(briefing: Run, tmp_path: Path) -> None:
    shutil.copytree(SPECIMEN, tmp_path / "issues" / "ends")
    ran = briefing("build", "ends", "--format", "pdf", "--format", "docx", "--format", "ofd")
    assert ran.code == 0, ran.err
    if shutil.which("soffice"):
        said = briefing("prove", "ends", "--office").out
        assert re.search(r"与 PDF 相同的有 (\d+)/\1 行、(\d+)/\2 页", said), said
    built = tmp_path / "build" / "ends" / "ends.docx"
    first = built.read_bytes()
    shutil.move(tmp_path / "issues" / "ends", tmp_path / "original")
    assert briefing("import", str(built), "--new", "ends").code == 0
    built.unlink()
    assert briefing("build", "ends", "--format", "docx", "--force").code == 0
    assert built.read_bytes() == first


@pytest.mark.slow
def test_the_code_is_seen_in_the_drawing() -> None:
    page = stages.compose(stages.read(SPECIMEN))
    drawing = next(iter(page.drawings.values()))
    url = next(line.split()[2] for line in (SPECIMEN / "01-tongzhi.md").read_text("utf-8").splitlines() if "二维码" in line)
    matrix = segno.make_qr(url, error="m").matrix
    shown = pypdfium2.PdfDocument(drawing.pdf)[0].render(scale=8).to_pil().convert("L")
    module = shown.height / (len(matrix) + 2 * QUIET)
    left = (shown.width - shown.height) / 2
    for y, row in enumerate(matrix, QUIET):
        for x, on in enumerate(row, QUIET):
            assert (shown.getpixel((int(left + (x + 0.5) * module), int((y + 0.5) * module))) < 128) == bool(on)
