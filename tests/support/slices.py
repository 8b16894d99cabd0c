"""How much of what takes minutes is run: all of it, or a slice (`BRIEFING_FUZZ`, of 400; CI sets 40).

What is random takes fewer seeds; of what is listed every so manieth case is taken, by its place in the list, so that a slice is
the same on every machine. Nothing is held to less in a slice than in the whole.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

FULL = 400
FUZZ = int(os.environ.get("BRIEFING_FUZZ", str(FULL)))
#: Whether a slice will do.
SLICE = FUZZ < FULL // 2

_Case = TypeVar("_Case")


def share(most: int, least: int = 1) -> int:
    """How many examples of `most`, and no fewer than `least`."""
    return max(least, min(most, most * FUZZ // FULL))


def some(cases: Sequence[_Case], parts: int = 3, first: int = 0) -> Sequence[_Case]:
    """All cases, or in a slice every `parts`-th from the `first` on."""
    return cases[first::parts] if SLICE else cases
