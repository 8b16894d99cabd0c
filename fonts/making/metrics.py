"""What line fitting must know of the faces, so that it need not open them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

from .charset import is_han
from .spacing import halves


def describe(file: Path, role: str, weight: int) -> dict[str, Any]:
    """One face's entry in metrics.json; lengths in 1/1000 em. See fonts/README.md for the format."""
    font = TTFont(file, lazy=True)
    upem = font["head"].unitsPerEm
    cmap, hmtx, hhea = font.getBestCmap(), font["hmtx"], font["hhea"]
    advances = {code: _milli(hmtx[name][0], upem) for code, name in sorted(cmap.items())}
    default = 1000 if upem == 1000 else 0
    return {
        "file": file.name,
        "family": font["name"].getDebugName(1),
        "weight": weight,
        "role": role,
        "units_per_em": upem,
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "ascent": _milli(hhea.ascent, upem),
        "descent": _milli(-hhea.descent, upem),
        "line_gap": _milli(hhea.lineGap, upem),
        "halves": _as_drawn(font, halves(font)) if "GPOS" in font and default else {},
        "coverage": edges(cmap),
        "default_advance": default,
        "advances": {chr(code): width for code, width in advances.items() if width != default},
    }


def _as_drawn(font: TTFont, sides: dict[str, str]) -> dict[str, str]:
    """`halt` takes half of every mark, of one that stands in the middle of its em, too (Fandol's ？): such a one is half empty
    around its ink."""
    cmap, glyphs, middle = font.getBestCmap(), font.getGlyphSet(), font["head"].unitsPerEm / 2
    drawn = {"before": "", "after": "", "around": sides["around"]}
    for side in ("before", "after"):
        for char in sides[side]:
            pen = BoundsPen(glyphs)
            glyphs[cmap[ord(char)]].draw(pen)
            across = pen.bounds[0] < middle < pen.bounds[2]
            drawn["around" if across else side] += char
    return drawn


def full_width_han(file: Path) -> list[int]:
    """Code points of a face's Han characters, those an em wide."""
    font = TTFont(file, lazy=True)
    em, widths = font["head"].unitsPerEm, font["hmtx"]
    return [code for code, name in font.getBestCmap().items() if is_han(code) and widths[name][0] == em]


def edges(codepoints: Iterable[int]) -> list[int]:
    """Ranges as [first, past-last, first, past-last …]: c is covered when bisect_right(edges, c) is odd."""
    found: list[int] = []
    for code in sorted(codepoints):
        if found and found[-1] == code:
            found[-1] = code + 1
        else:
            found += [code, code + 1]
    return found


def _milli(length: int, upem: int) -> int | float:
    exact = round(length * 1000 / upem, 2)
    return int(exact) if exact == int(exact) else exact
