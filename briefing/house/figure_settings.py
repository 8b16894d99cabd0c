"""What a house says of its figures: the `figures:` block of house.yaml."""

from __future__ import annotations

from briefing.core.records import dataclass
from briefing.house.setting import setting


@dataclass(frozen=True, slots=True)
class FigureStyle:
    #: figures, and tables that go to the next page whole; the DOCX keeps where they stand in the sources
    floats: bool = setting("图和不转页的表这一页放不下时，让后面的文字排到前面来，不留空白", default=False, key="float")
