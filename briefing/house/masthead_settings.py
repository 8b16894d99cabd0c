"""How a house proportions its 报头: the `masthead:` block of house.yaml. Shares are of 1."""

from __future__ import annotations

from briefing.core.records import dataclass
from briefing.house.setting import setting


@dataclass(frozen=True, slots=True)
class MastheadStyle:
    """Left out, a 报头 stands as its styles say; only a nameplate that would be too wide gives way, all its lines alike."""

    #: shorter names are set further apart, by an em at most, and larger where there is room
    narrowest: float = setting("报名至少占版心宽的几成，短的放宽字距、加大字号；0 为照样式的字距", default=0.0, least=0)
    #: longer names are set closer, and smaller where that is not enough
    widest: float = setting("报名至多占版心宽的几成", default=1.0, least=0.1)
    overline: float = setting("报名上一行的字号至多是报名的几成；0 为不管", default=0.0, least=0)
    #: the red rule ends the lines of `masthead_lines`; white above and below the nameplate is what the other lines leave
    balanced: bool = setting("报名上下匀着留白，红线正在报头所占的最后一行", default=False)
