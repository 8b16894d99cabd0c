"""`boxes:` and `columns:` of house.yaml: what stands in a frame, and what stands in two columns."""

from __future__ import annotations

from briefing.core.records import dataclass
from briefing.house.setting import setting

#: `sides` → which sides of the frame have a line.
SIDES: dict[str, tuple[str, ...]] = {
    "all": ("top", "left", "bottom", "right"),
    "top-bottom": ("top", "bottom"),
    "left": ("left",),
    "none": (),
}


@dataclass(frozen=True, slots=True)
class BoxStyle:
    """One entry of `boxes:`; each kind of `sheet.BOX_KINDS` has one. A frame is as wide as the type area, with what it adds in
    height a whole line of the grid unless the house says otherwise; its lines stand within that."""

    sides: str = setting("框线：all 四边，top-bottom 上下，left 左边，none 不加", default="all", choices=tuple(SIDES))
    weight: float = setting("框线的粗细", unit="pt", default=0.75, least=0.05)
    color: str = setting("框线的颜色名，见 colors", default="black")
    #: a name of `colors:`, or "none"
    ground: str = setting("底色的颜色名，见 colors；none 不加", default="none")
    inset: float = setting("文字离左右框线多远", unit="em", default=1.0, least=0)
    #: pt; None: a quarter of the grid's pitch
    padding: float | None = setting("文字离上下框线多远；不写则为四分之一行", unit="pt", default=None, least=0)
    space: float | None = setting("框外上下的空白；不写则为四分之一行", unit="pt", default=None, least=0)
    part: bool = setting("一页放不下时可在框里转页", default=True)
    #: whether each part over a page turn is a frame of its own
    closed: bool = setting("转页处框线也封口", default=True)


@dataclass(frozen=True, slots=True)
class ColumnStyle:
    """`columns:`: the white between two columns and the rule in the middle of it."""

    gap: float = setting("两栏之间的空白", unit="em", default=2.0, least=0)
    rule: float = setting("中间竖线的粗细；0 不加", unit="pt", default=0.0, least=0)
    color: str = setting("竖线的颜色名，见 colors", default="black")
