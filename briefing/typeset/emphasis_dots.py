"""着重号: which characters of a set paragraph have a dot under them, and how large it is and where.

GB/T 15834-2011 §4.13: a dot under each character that is meant, 汉字, letter or figure; none under marks and blanks, nor
under what is raised.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from briefing.house.style import HouseStyle
from briefing.typeset.composed import FaceRun

#: Of the type size: the dot's diameter, and how far under the baseline its middle stands. A face reaches 0.12 under it.
DIAMETER, DEPTH = 0.13, 0.24


def dotted(text: str, faces: Iterable[FaceRun], house: HouseStyle) -> frozenset[int]:
    """Places of `text` under which a dot stands."""
    found: list[int] = []
    for face in faces:
        style = house.inline[face.style] if face.style else None
        if style is not None and style.dots and not style.raise_em:
            found += (place for place in range(face.start, face.end) if unicodedata.category(text[place])[0] in "LN")
    return frozenset(found)
