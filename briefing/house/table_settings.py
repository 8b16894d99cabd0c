"""What a house says of its tables beside the styles of their text: the `tables:` block of house.yaml."""

from __future__ import annotations

from briefing.core.records import dataclass
from briefing.house.setting import setting


@dataclass(frozen=True, slots=True)
class TableStyle:
    #: a table that its columns do not go into is set in the next smaller of the usual sizes, down to this
    least_size: float = setting("栏目太多时，表内文字最小缩到多大", unit="pt", default=7.5, least=5)
    #: above a table without caption, below one without notes; None: half a line of the grid
    distance: float | None = setting("没有表题、表注的一边，表格与文字隔多远；不写则为半行", unit="pt", default=None, least=0)
    #: what stands above and below the text of each row; the table as a whole takes lines of the grid
    row_space: float = setting("每一行文字的上面、下面各空多少", unit="pt", default=2.0, least=0)
    grid_rows: bool = setting("表格的每一行都凑成正文的整行", default=False)
    outer: float = setting("表格四周的线多粗", unit="pt", default=1.0, least=0.05)
    inner: float = setting("表格里面的线多粗", unit="pt", default=0.5, least=0.05)
    #: between the frame and the first note under it; and at least between a table and the text under it
    note_distance: float = setting("表注与表格隔多远", unit="pt", default=3.0, least=0)
    decimal: bool = setting("一列数里有小数的，对齐小数点", default=True)
    #: a dash says that there is no such figure, an empty cell that it was forgotten; the author's file stays as it is
    empty: str = setting("全是数字的栏里，空着的格印什么，如 —；不写则空着", default="")
    #: what is said there is `wording: {continued: …}`; in a frame, in columns, and where a row parts nothing is said
    continued: bool = setting("转页的表格在下一页表头上面标“续表”", default=False)
