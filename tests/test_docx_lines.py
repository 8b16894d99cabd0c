"""LibreOffice sets every line and every page of the DOCX as they were composed."""

from __future__ import annotations

import shutil

import pytest
from docx_lines import agreement
from example_issues import NAMES, composed, docx


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed (apt-get install libreoffice-writer)")
@pytest.mark.parametrize("name", NAMES)
def test_libreoffice_breaks_the_same_lines(name: str) -> None:
    found = agreement(composed(name), docx(name))
    assert (found.lines, found.pages, found.differences) == (found.of, found.pages_of, ())
