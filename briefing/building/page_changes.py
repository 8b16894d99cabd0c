"""Which pages of an issue look otherwise than before, and small pictures of both: for whoever reviews a change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from briefing.core import pdfium

if TYPE_CHECKING:
    from PIL.Image import Image

#: Pixels a pt: what is compared, enough for the dot of an ⅰ, and what is shown.
SEEN, SHOWN = 1.0, 0.45


class PageChange(NamedTuple):
    """A page by its number in reading order; None: there was, or is, no such page."""

    number: int
    before: Image | None
    now: Image | None


def changed_pages(before: bytes | None, now: bytes) -> Iterator[PageChange]:
    """Of two PDFs of ours, in order. Without one from before every page is new."""
    if before == now:
        return
    old = [] if before is None else pdfium.pages(before, SEEN)
    new = pdfium.pages(now, SEEN)
    for number in range(max(len(old), len(new))):
        was = old[number] if number < len(old) else None
        is_now = new[number] if number < len(new) else None
        if was is None or is_now is None or was.size != is_now.size or was.tobytes() != is_now.tobytes():
            yield PageChange(number + 1, was and _small(was), is_now and _small(is_now))


def _small(page: Image) -> Image:
    return page.resize((round(page.width * SHOWN / SEEN), round(page.height * SHOWN / SEEN)), 3)  # bicubic
