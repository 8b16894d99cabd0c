"""What a house says of its footnotes beside the style of their text: the `notes:` block of house.yaml."""

from __future__ import annotations

from briefing.core.records import dataclass
from briefing.house.setting import setting

#: At the foot of the page of their mark, or under the report, before 供稿.
PLACES = ("foot", "end")
#: Of each report, each page, or through the issue. No page has two notes of one number: of two reports the second goes on there.
NUMBERINGS = ("report", "page", "issue")


@dataclass(frozen=True, slots=True)
class NoteStyle:
    place: str = setting("注排在哪里：foot 本页下面，end 一篇之后", default="end", choices=PLACES)
    #: one by page numbers what is at the foot of pages, else it is that of the report
    numbering: str = setting(
        "注码：report 每篇从 1 起（与上一篇的注同在一页的，接着数），page 每页从 1 起，issue 全期连续",
        default="report",
        choices=NUMBERINGS,
    )
    #: a quarter of the measure long, which is what LibreOffice draws
    rule: float = setting("本页下面的注上面的短线有多粗", unit="pt", default=0.5, least=0.1)
