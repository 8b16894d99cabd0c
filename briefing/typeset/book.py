"""The blocks of an issue by the regions they are in, and the pages that they fill."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from briefing.core.records import dataclass
from briefing.typeset.composed import SetBlock, SetGroup, SetParagraph
from briefing.typeset.context import Context
from briefing.typeset.filled_page import Care
from briefing.typeset.pages import PageFlow

#: Block i of the sources in a line less, or one more; None: it cannot be.
Refit = Callable[[int], SetParagraph | None]


@dataclass(frozen=True, slots=True)
class Refits:
    """How the house lets paragraphs be set otherwise: in a line less (`tighter`), in a line more (`looser`)."""

    tighter: Refit | None = None
    looser: Refit | None = None


@dataclass(frozen=True, slots=True)
class Book:
    """`regions[i]` names the region of block i; `starts` holds the index of each region's first block, `contexts` of each region
    the one of the pages that it stands on (`context` unless given)."""

    regions: Sequence[str]
    starts: Sequence[int]
    context: Context
    groups: Sequence[SetGroup]
    contexts: Sequence[Context]
    notes: Sequence[SetParagraph] = ()

    def parts(self, blocks: Sequence[SetBlock]) -> Iterator[tuple[int, int, int]]:
        """(number, start, end) of each region that holds something."""
        bounds = [*self.starts, len(blocks)]
        return ((number, *ends) for number, ends in enumerate(pairwise(bounds)) if ends[0] < ends[1])

    def turns(self, number: int) -> bool:
        """Whether a region begins on a new page, whatever was before it."""
        before = self.regions[self.starts[number] - 1] if number and self.starts[number] else ""
        if self.contexts and number and self.contexts[number].house.leaf != self.contexts[number - 1].house.leaf:
            return True
        return self.regions[self.starts[number]] in ("attachment", "front") or before in ("cover", "front")

    def filled(self, blocks: Sequence[SetBlock], care: Care, short: dict[int, float] | None = None) -> PageFlow:
        """`short`: pages that are left early (`FilledPage`)."""
        flow = PageFlow(list(blocks), self.context, self.groups, self.notes, care, short)
        for number, start, end in self.parts(blocks):
            name = self.regions[start]
            if self.contexts:
                flow.lay(self.contexts[number])
            if self.turns(number):
                flow.turn()
            if name == "colophon":
                flow.colophon(start, end)
            else:
                flow.region(start, end)
            if name == "masthead":
                flow.masthead_end()
        flow.finish_notes(last=True)
        return flow

    def stretches(self, blocks: Sequence[SetBlock]) -> Iterator[tuple[int, int, bool]]:
        """(start, end) of the texts that end where something else begins a page; whether that is the 版记, which need not."""
        begun = -1
        for number, start, end in self.parts(blocks):
            ends = self.regions[start] == "colophon"
            if begun >= 0 and (ends or self.turns(number)):
                yield begun, start, ends
                begun = -1
            if begun < 0 and not ends:
                begun = start
            if end == len(blocks) and begun >= 0:
                yield begun, end, False
