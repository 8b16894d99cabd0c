"""How much there is to read in a page or a form, told before it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pikepdf

#: What parts one word of a content stream from the next (ISO 32000-1 §7.2.2), of which a word has one at least.
_APART = (b" ", b"\n", b"\r", b"\t", b"\0", b"\f", b"/", b"[", b"(", b"<", b"{")


def words_of(owner: pikepdf.Object) -> int:
    """At most so many words stand in what draws a page or a form."""
    import pikepdf

    drawn = owner if isinstance(owner, pikepdf.Stream) else owner.get("/Contents")
    parts = list(drawn) if isinstance(drawn, pikepdf.Array) else [drawn]
    return sum(_words(part.read_bytes()) for part in parts if isinstance(part, pikepdf.Stream))


def _words(data: bytes) -> int:
    return len(data) if len(data) < 1 << 20 else 1 + sum(data.count(mark) for mark in _APART)
