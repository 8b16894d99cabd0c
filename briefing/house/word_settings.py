"""What a house says of its Word files: the `word:` block of house.yaml."""

from __future__ import annotations

from briefing.core.records import dataclass
from briefing.house.setting import setting


@dataclass(frozen=True, slots=True)
class WordStyle:
    #: "subset": the characters of the issue; "full": the faces whole, so that an editor can type others
    embed_fonts: str = setting(
        "DOCX 里带不带字体：不带（none）、只带用到的字（subset）、整个带上（full）",
        default="none",
        choices=("none", "subset", "full"),
    )
