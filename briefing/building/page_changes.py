"""Which pages of an issue look otherwise than before, and small pictures of both: for whoever reviews a change."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pypdfium2
    from PIL.Image import Image

#: Pixels a pt: what is compared, enough for the dot of an ⅰ, and what is shown.
SEEN, SHOWN = 1.0, 0.45
#: Pt, the longer side of a page that is looked at: two sheets of A0 are shorter.
_LARGEST = 5000.0


class PageChange(NamedTuple):
    """A page by its number in reading order; None: there was, or is, no such page."""

    number: int
    before: Image | None
    now: Image | None


class UnreadableBefore(Exception):
    """What lies there as the PDF from before is none that can be shown."""


def page_count(data: bytes) -> int:
    """Raises UnreadableBefore."""
    with _opened(data) as document:
        return len(document)


def changed_pages(before: bytes, now: bytes) -> Iterator[PageChange]:
    """Of two PDFs, in order, a page at a time. Raises UnreadableBefore."""
    with _opened(before) as old, _opened(now) as new:
        for number in range(max(len(old), len(new))):
            was, is_now = _seen(old, number), _seen(new, number)
            if was is None or is_now is None or was.size != is_now.size or was.tobytes() != is_now.tobytes():
                yield PageChange(number + 1, was and _small(was), is_now and _small(is_now))


@contextlib.contextmanager
def _opened(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        raise UnreadableBefore from None
    with document:
        sides = [max(document.get_page_size(number)) for number in range(len(document))]
        if not sides or not 1.0 <= max(sides) <= _LARGEST:
            raise UnreadableBefore
        yield document


def _seen(document: pypdfium2.PdfDocument, number: int) -> Image | None:
    if number >= len(document):
        return None
    page = document[number]
    try:
        picture: Image = page.render(scale=SEEN).to_pil()
        return picture
    finally:
        page.close()


def _small(page: Image) -> Image:
    size = (max(1, round(side * SHOWN / SEEN)) for side in page.size)
    return page.resize((next(size), next(size)), 3)  # bicubic
