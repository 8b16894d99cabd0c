"""Latin words and numbers in a text, by the classes of its characters."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefing.typeset.classes import WORDLIKE, CharClass

#: Over classes as bytes.
_WORD = re.compile(b"[%b]+" % re.escape(bytes(sorted(WORDLIKE))))


def words(kinds: Sequence[CharClass]) -> list[tuple[int, int]]:
    """Maximal runs of Latin letters, digits and their marks, as (start, end)."""
    return [match.span() for match in _WORD.finditer(bytes(kinds))]
