"""An address → the black modules of its QR code, as a path of SVG."""

from __future__ import annotations

from itertools import groupby
from typing import TypedDict

#: White around a code without which telephones may not find it, in modules (ISO/IEC 18004).
QUIET = 4


class QrPath(TypedDict):
    """What a template draws."""

    size: int
    path: str


def qr_path(url: str) -> QrPath:
    """`size`: modules on a side, white and all; `path`: one bar for each run of black ones, in those units. Correction level M:
    a sixth of it may be soiled."""
    import segno

    code = segno.make_qr(url, error="m")
    bars = []
    for y, row in enumerate(code.matrix, QUIET):
        x = QUIET
        for black, run in groupby(row):
            wide = len(list(run))
            if black:
                bars.append(f"M{x} {y}h{wide}v1h-{wide}z")
            x += wide
    return {"size": int(code.symbol_size(border=QUIET)[0]), "path": "".join(bars)}
