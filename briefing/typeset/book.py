"""The blocks of an issue by the regions they are in, and the pages that they fill."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from briefing.core.records import dataclass
from briefing.typeset.composed import SetBlock, SetGroup, SetParagraph
from briefing.typeset.context import Context
from briefing.typeset.filled_page import Care
from briefing.typeset.leaf_plates import LeafFormat
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
    """`regions[i]` names the region of block i; `starts` holds the index of each region's first block, `formats` those of the
    pages that each region stands on; `context`: of the house's own."""

    regions: Sequence[str]
    starts: Sequence[int]
    context: Context
    groups: Sequence[SetGroup]
    formats: Sequence[LeafFormat]
    notes: Sequence[SetParagraph] = ()

    def parts(self, blocks: Sequence[SetBlock]) -> Iterator[tuple[int, int, int]]:
        """(number, start, end) of each region that holds something."""
        bounds = [*self.starts, len(blocks)]
        return ((number, *ends) for number, ends in enumerate(pairwise(bounds)) if ends[0] < ends[1])

    def sections(self, blocks: Sequence[SetBlock]) -> Iterator[tuple[int, int, int]]:
        """The same of sections: regions of one name on pages of several formats are one, by the number of the first."""
        begun: tuple[int, int, int] | None = None
        last = -1
        for number, start, end in self.parts(blocks):
            if (
                begun is not None
                and self.regions[start] == self.regions[begun[1]]
                and self.formats[number].leaf != self.formats[last].leaf
            ):
                begun = (*begun[:2], end)
            else:
                if begun is not None:
                    yield begun
                begun = number, start, end
            last = number
        if begun is not None:
            yield begun

    def turns(self, number: int) -> bool:
        """Whether a region begins on a new page, whatever was before it."""
        before = self.regions[self.starts[number] - 1] if number and self.starts[number] else ""
        if number and self.formats[number].leaf != self.formats[number - 1].leaf:
            return True
        return self.regions[self.starts[number]] in ("attachment", "front") or before in ("cover", "front")

    def filled(self, blocks: Sequence[SetBlock], care: Care, short: dict[int, float] | None = None) -> PageFlow:
        """`short`: pages that are left early (`FilledPage`)."""
        several = any(each.leaf for each in self.formats)
        formats = (
            [self.formats[number] for number, start, end in self.parts(blocks) for _ in range(start, end)] if several else ()
        )
        flow = PageFlow(list(blocks), self.context, self.groups, self.notes, care, formats, short)
        for number, start, end in self.sections(blocks):
            name = self.regions[start]
            flow.lay(self.formats[number].context)
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

    def stretches(self, flow: PageFlow) -> Iterator[tuple[int, int, bool]]:
        """(start, end) of the texts that end where something else begins a page; whether that is the 版记, which need not. Pages
        of another format are within a text that has passed them."""
        begun = -1
        for number, start, end in self.parts(flow.blocks):
            ends = self.regions[start] == "colophon"
            if begun >= 0 and (ends or (self.turns(number) and not _passed(flow, start))):
                yield begun, start, ends
                begun = -1
            if begun < 0 and not ends:
                begun = start
            if end == len(flow.blocks) and begun >= 0:
                yield begun, end, False


def _passed(flow: PageFlow, start: int) -> bool:
    """Whether text from block `start` of the sources on stands before what is before that there."""
    return any(source >= start for source in flow.order[:start])
