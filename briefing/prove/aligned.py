"""Two texts, one from the sources and one read back: which character is which, and where they differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

#: Texts that differ in more than so many characters squared are compared by their longer common parts only.
_THOROUGH = 4_000_000


class Difference(NamedTuple):
    """`wanted[start:end]` of the sources reads `found[found_start:found_end]` in the output."""

    start: int
    end: int
    found_start: int
    found_end: int


def differences(wanted: str, found: str) -> list[Difference]:
    """In order; [] where the texts are the same."""
    if wanted == found:
        return []
    head = _common(wanted, found)
    tail = _common(wanted[head:][::-1], found[head:][::-1])
    middle, other = wanted[head : len(wanted) - tail], found[head : len(found) - tail]
    if not middle or not other:
        return [Difference(head, head + len(middle), head, head + len(other))]
    import difflib  # only where something is wrong

    matcher = difflib.SequenceMatcher(None, middle, other, autojunk=len(middle) * len(other) > _THOROUGH)
    return [Difference(head + a, head + b, head + c, head + d) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]


def matching(wanted: int, found: int, changes: Sequence[Difference]) -> Sequence[int]:
    """For each of the `found` characters its place among the `wanted`, −1 for one that does not belong. A character that
    stands in another's place is that one, read wrongly."""
    if not changes and found <= wanted:
        return range(found)
    places = list(range(found))
    shift, at = 0, 0
    for change in changes:
        if shift:
            for index in range(at, change.found_start):
                places[index] = index + shift
        for index in range(change.found_start, change.found_end):
            place = change.start + index - change.found_start
            places[index] = place if place < change.end else -1
        at = change.found_end
        shift = change.end - change.found_end
    for index in range(at, found):
        places[index] = index + shift
    return [place if place < wanted else -1 for place in places]


def _common(one: str, other: str) -> int:
    """Length of the common beginning."""
    least = min(len(one), len(other))
    if one[:least] == other[:least]:
        return least
    return next(index for index in range(least) if one[index] != other[index])
