"""Where a house lets text pass figures and tables: the order in which an output has what the sources say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from briefing.prove.expected import Expected, ExpectedPassage

#: Paragraphs that may stand before a figure or table that stands before them in the sources.
_PASSING = frozenset({"body", "list-item", "list-item-2", "list-item-3", "quote"})
#: Headings that may stand there with the text under them.
_MINOR = frozenset({"heading-2", "heading-3", "heading-4"})
_FIGURE = ("figure-caption", "figure-source")
_TABLE = ("table-caption", "table-unit", "table-note")
#: By so much text on either side it is known what follows what.
_CONTEXT = 60


def as_found(expected: Expected, text: str) -> Expected:
    """`expected` with its figures and tables later in their sections, where `text`, what an output says, has them so."""
    if not expected.house.figures.floats or text == expected.text:
        return expected
    passages = list(expected.passages)
    for start, end in _units(passages):
        stop = _stop(passages, start, end, text)
        passages[start:stop] = [*passages[end:stop], *passages[start:end]]
    starts = tuple(accumulate((len(passage.text) for passage in passages), initial=0))[:-1]
    whole = "".join(passage.text for passage in passages)
    return replace(expected, passages=tuple(passages), text=whole, starts=starts)


def _stop(passages: Sequence[ExpectedPassage], start: int, end: int, text: str) -> int:
    """How far the unit `start:end` went: behind those up to there. By its place, or else, if something before it is not as
    expected, by what stands around it."""
    said = _joined(passages[start:end])
    before = _joined(passages[:start])
    stops = [(stop, _joined(passages[end:stop])) for stop in (end, *_stops(passages, end, passages[start]))]
    for stop, passed in stops:
        if text.startswith(passed, len(before)) and _reordered(said, text, len(before) + len(passed)):
            return stop
    if not text.startswith(before):
        around = before[-_CONTEXT:]
        for stop, passed in stops:
            if around + passed + said[:_CONTEXT] in text:
                return stop
    return end


def _reordered(said: str, text: str, at: int) -> bool:
    """Whether `text` has at `at` what is said, as it is or page by page of each cell."""
    return text.startswith(said, at) or sorted(text[at : at + len(said)]) == sorted(said)


def _joined(passages: Sequence[ExpectedPassage]) -> str:
    return "".join(passage.text for passage in passages)


def _units(passages: Sequence[ExpectedPassage]) -> Iterator[tuple[int, int]]:
    """Stretches of passages that belong to one figure or table, in order."""
    found: list[tuple[int, int]] = []
    for at, passage in enumerate(passages):
        kind = _belongs(passage)
        if not kind:
            continue
        last = passages[found[-1][1] - 1] if found and found[-1][1] == at else None
        if last is not None and _goes_on(last, passage):
            found[-1] = (found[-1][0], at + 1)
        else:
            found.append((at, at + 1))
    yield from found


def _belongs(passage: ExpectedPassage) -> str:
    kind = passage.style.kind
    if passage.group or (passage.cell and passage.row < 0):
        return ""
    return "table" if passage.row >= 0 or kind in _TABLE else "figure" if kind in _FIGURE else ""


def _goes_on(last: ExpectedPassage, passage: ExpectedPassage) -> bool:
    if _belongs(last) != _belongs(passage):
        return False
    if _belongs(passage) == "figure":
        return last.block + 1 == passage.block
    order = {"table-caption": 0, "table-unit": 1, "table-note": 3}
    one, other = (2 if each.row >= 0 else order[each.style.kind] for each in (last, passage))
    return other > one or (one == other == 3) or (one == other == 2 and last.block == passage.block)


def _stops(passages: Sequence[ExpectedPassage], end: int, unit: ExpectedPassage) -> Iterator[int]:
    """Ends of what may pass a figure or table that ends at `end`, the nearest first."""
    for stop in range(end, len(passages)):
        passage = passages[stop]
        kind = passage.style.kind
        if kind not in _PASSING | _MINOR or passage.group or passage.cell:
            return
        if (passage.region, passage.leaf) != (unit.region, unit.leaf):
            return
        if kind in _PASSING:
            yield stop + 1
