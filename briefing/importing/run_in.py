"""Paragraphs that go on in the next one's line: a dropped capital, which Word keeps as a paragraph of its own, and a heading
before a style separator (ECMA-376 part 1, §17.3.1.11, §17.3.2.36)."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from briefing.importing.flow import Para, Piece
from briefing.importing.labels import labelled
from briefing.importing.word_names import attribute, child, on


class RunIn:
    """What waits for the paragraph that it stands in front of."""

    def __init__(self) -> None:
        self._waiting: list[Piece] = []
        self._number = 0

    def before(self, para: Para, properties: Element | None) -> bool:
        """Put what waits before `para`. Whether `para` itself, whose `w:pPr` is `properties`, waits now for the next."""
        para.pieces[:0] = self._waiting
        self._waiting = []
        if not _goes_on(properties):
            return False
        self._waiting, self._number = labelled(para), para.number
        return True

    def alone(self) -> Iterator[Para]:
        """What waits where no paragraph follows."""
        if self._waiting:
            yield Para(self._waiting, self._number)
            self._waiting = []


def _goes_on(properties: Element | None) -> bool:
    dropped = attribute(child(properties, "framePr"), "dropCap") in ("drop", "margin")
    hidden = child(properties, "rPr")
    separated = bool(on(child(hidden, "specVanish"))) and bool(on(child(hidden, "vanish")))
    return (dropped or separated) and child(properties, "sectPr") is None
