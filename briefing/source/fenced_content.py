"""What stands between `::: 名称 …` and `:::`, for whoever makes a block of it: read when it is asked for, since each kind takes
the same lines for something else."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from briefing.core.errors import Span
from briefing.core.records import dataclass
from briefing.model.blocks import Block
from briefing.model.text_lines import Line
from briefing.source.inline import Row
from briefing.source.table_blocks import Rows


@dataclass(frozen=True, slots=True)
class Fence:
    """A container whose first line is `start` and whose last, `:::`, is `end` (from 0; past the last line where it is missing).
    `said`: what follows its name, from column `column` (from 0)."""

    kind: str
    start: int
    end: int
    said: str
    column: int
    date: str = ""  # of a 批示, at the line's end
    date_column: int = 0
    told: bool = False  # that something is wrong with it


@dataclass(frozen=True, slots=True)
class FencedContent:
    """`name`: what an editor calls it. `items`: its blocks, whose paragraphs are still source lines."""

    fence: Fence
    name: str
    file: str
    items: Sequence[Rows | Block]
    read_head: Callable[[], Line]
    read_blocks: Callable[[], Sequence[Block]]
    read_row: Callable[[Row], Line]

    @property
    def span(self) -> Span:
        """Where it begins."""
        return Span(self.file, self.fence.start + 1, 1)

    @property
    def head_span(self) -> Span:
        """The place of what its first line says after the name."""
        return Span(self.file, self.fence.start + 1, self.fence.column + 1, max(1, len(self.fence.said)))

    def rows(self) -> tuple[Line, ...]:
        """A line for each source line of its paragraphs."""
        return tuple(self.read_row(row) for item in self.items if isinstance(item, Rows) for row in item.rows)
