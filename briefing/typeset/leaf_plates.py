"""Pages of another format within a section (宽页, 折页): which blocks stand on them, and which of them text passes.

A plate stands right after the page on which it is due. Word parts no paragraph around the pages of another section, so what goes
before it goes whole, with its notes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.core.records import dataclass
from briefing.typeset.context import Context

if TYPE_CHECKING:
    from briefing.typeset.pages import PageFlow


@dataclass(frozen=True, slots=True)
class LeafFormat:
    """The pages that a region stands on. `plate`: it has but figures and tables (`model.freedoms.is_plate`)."""

    context: Context
    plate: bool = False

    @property
    def leaf(self) -> str:
        return self.context.house.leaf


def leaf_at(flow: PageFlow, index: int) -> str:
    """The format of the pages that block `index` belongs on."""
    return flow.formats[index].leaf if flow.formats else flow.context.house.leaf


def format_end(flow: PageFlow, index: int, region_end: int) -> int:
    """Where the blocks end that stand on pages of the format of block `index`."""
    leaf = flow.formats[index].leaf
    return next((at for at in range(index, region_end) if flow.formats[at].leaf != leaf), region_end)


def begins(flow: PageFlow, index: int) -> bool:
    """Whether block `index` begins a plate, seen from a page of the house's own format."""
    return bool(flow.formats) and flow.formats[index].plate and bool(flow.formats[index].leaf) and not flow.context.house.leaf


def plate_end(flow: PageFlow, index: int, region_end: int) -> int:
    """Where the plate ends that begins with block `index`; `index`: none does."""
    if not begins(flow, index):
        return index
    own = flow.formats[index]
    return next((at for at in range(index, region_end) if flow.formats[at] is not own), region_end)


def waits(flow: PageFlow, index: int) -> bool:
    """Whether a page more of text comes before the plate that begins with block `index`: a fold-out begins on a right-hand page,
    and before any plate the notes end that go on."""
    following = len(flow.pages) + (not flow.empty)
    return bool(flow.foot.waiting) or (flow.formats[index].leaf == "foldout" and following % 2 == 0)


def follows(flow: PageFlow, index: int) -> bool:
    """Whether block `index` begins a plate right after pages of its format, or such pages right after a plate: on a page, and in
    a section of a DOCX, of its own."""
    own, before = flow.formats[index], flow.formats[max(0, index - 1)]
    return own is not before and bool(own.leaf) and (own.plate or before.plate)
