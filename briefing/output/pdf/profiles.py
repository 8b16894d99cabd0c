"""What a PDF is for: its version and labels, what it holds beside the drawn pages."""

from __future__ import annotations

from briefing.core.records import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """`tagged`: structure, links, bookmarks and anchors, for readers; a press has no use for them. `packed`: objects in
    compressed streams."""

    name: str
    version: str
    tagged: bool
    packed: bool


RELEASE = Profile("release", "1.7", tagged=True, packed=True)  # PDF/UA-1
ARCHIVE = Profile("archive", "1.7", tagged=True, packed=True)  # PDF/A-2u and PDF/UA-1
X4 = Profile("PDF/X-4", "1.6", tagged=False, packed=True)
X1A = Profile("PDF/X-1a:2003", "1.4", tagged=False, packed=False)
