"""Lines of a page, told from glyphs alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from briefing.prove.page_lines import rows
from briefing.prove.pdf_glyphs import Glyph


def line(text: str, x: float, y: float, size: float = 16.0) -> Iterator[Glyph]:
    """What stands in 〔〕 is a raised mark."""
    small = False
    for char in text:
        small = small or char == "〔"
        own = 0.6 * size if small else size
        yield Glyph(char, x, y - 0.4 * size if small else y, own, own, 0, False)
        x += own
        small = small and char != "〕"


@pytest.mark.parametrize("down", [0.0, 1.5, 4.4, 6.5, 8.5, 9.5, 14.0])
def test_a_raised_mark_is_on_the_line_of_its_word(down: float) -> None:
    """However high a line of the column beside it stands."""
    glyphs = [*line("左栏一行", 80, 100), *line("右栏〔1〕〔2〕一行", 320, 100 + down)]
    found = ["".join(glyph.char for glyph in row) for row in rows(glyphs)]
    assert found == (["左栏一行右栏〔1〕〔2〕一行"] if down <= 8 else ["左栏一行", "右栏〔1〕〔2〕一行"])
