"""Line breaks inside a paragraph: web pages and tired typists use them for paragraphs, and for nothing at all."""

from __future__ import annotations

from dataclasses import replace

from briefing.importing import look
from briefing.importing.flow import Para, Piece

#: A line that ends so is a paragraph of its own; any other goes on in the next.
_END = "。！？：；…”）"


def whole_paragraphs(para: Para) -> list[Para]:
    """`para` parted where its line breaks end a paragraph, and joined where they do not. Empty ones go."""
    lines: list[list[Piece]] = [[]]
    for piece in para.pieces:
        for index, text in enumerate(piece.text.split("\n")):
            if index:
                lines.append([])
            if text or piece.note:
                lines[-1].append(replace(piece, text=text, note="" if index else piece.note))
    joined: list[list[Piece]] = []
    breaks: list[int] = []  # that went, by paragraph
    for line in lines:
        if joined and line and not _ends(joined[-1], line):
            breaks[-1] += 1
            joined[-1] += [Piece(_joint(joined[-1], line)), *line] if _joint(joined[-1], line) else line
        elif line:
            joined.append(line)
            breaks.append(0)
    found = []
    for number, pieces in enumerate(joined):
        if any(piece.text.strip() or piece.note for piece in pieces):
            part = replace(para, pieces=pieces, broken=breaks[number])
            if number:
                part.label, part.bullet = "", False
            found.append(part)
    return found


def _ends(before: list[Piece], after: list[Piece]) -> bool:
    ends = "".join(piece.text for piece in before).rstrip()[-1:]
    begins = "".join(piece.text for piece in after).lstrip()
    return ends in _END or bool(look.number_level(begins)) or bool(look.bullet(begins))


def _joint(before: list[Piece], after: list[Piece]) -> str:
    """A space between two Latin words, nothing between Han."""
    ends, begins = "".join(p.text for p in before)[-1:], "".join(p.text for p in after)[:1]
    return " " if ends.isascii() and begins.isascii() and ends.isalnum() and begins.isalnum() else ""
