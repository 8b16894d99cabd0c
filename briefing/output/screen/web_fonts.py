"""The faces of an issue as web fonts, and what else a browser must be told to set a page as it is."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Mapping

from briefing.output.faces import JOINING, SCREEN, FaceFile, characters
from briefing.paint.marks import FaceKey, Glyphs, Painted

#: Nothing is kerned, joined, trimmed or spaced apart but by us; no weight is made up; characters stand in the order of the text.
_TEXT = (
    "white-space:pre;text-rendering:geometricPrecision;font-kerning:none;font-variant-ligatures:none;font-synthesis:none;"
    "font-style:normal;font-weight:400;text-spacing-trim:space-all;text-autospace:no-autospace;text-anchor:start;"
    "direction:ltr;unicode-bidi:bidi-override;word-spacing:0;text-transform:none"
)


def family(key: FaceKey) -> str:
    """What pages call a face: an identifier of CSS that no font of a machine is called."""
    name, bold = key
    return ("BB-" if bold else "B-") + re.sub(r"[^\w-]|_", lambda found: f"_{ord(found[0]):x}_", name)


def style_sheet(urls: Mapping[FaceKey, str]) -> str:
    """CSS of the pages; `urls`: of each face, which brings no quotes."""
    faces = (f'@font-face{{font-family:{family(key)};src:url("{url}")}}' for key, url in urls.items())
    return "\n".join([*faces, f"svg.sheet text{{{_TEXT}}}", ""])


def data_urls(painted: Painted, files: Mapping[FaceKey, FaceFile]) -> dict[FaceKey, str]:
    """Each face with the characters that the issue sets in it, as a data: URL of a WOFF file. WOFF 2 is a fifth smaller, and
    takes thirty times as long to make."""
    return {
        key: f"data:font/woff;base64,{base64.b64encode(_woff(files[key].subset(glyphs, SCREEN))).decode()}"
        for key, glyphs in _glyphs(painted, files).items()
    }


def _glyphs(painted: Painted, files: Mapping[FaceKey, FaceFile]) -> dict[FaceKey, set[int]]:
    """Of each face: those of its characters, and of dashes the forms that join, which a browser finds from them."""
    found = {key: {files[key].glyphs(char)[0] for char in chars} for key, chars in characters(painted).items()}
    for page in painted.pages:
        for mark in page.marks:
            if isinstance(mark, Glyphs) and not JOINING.isdisjoint(mark.text):
                found[mark.face].update(files[mark.face].glyphs(mark.text))
    return found


def _woff(data: bytes) -> bytes:
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(data), recalcBBoxes=False, recalcTimestamp=False)
    font.flavor = "woff"
    packed = io.BytesIO()
    font.save(packed, reorderTables=None)
    return packed.getvalue()
