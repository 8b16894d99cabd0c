"""Line breaks inside a paragraph: web pages and tired typists use them for paragraphs, and for nothing at all."""

from __future__ import annotations

from dataclasses import replace

from briefing.importing import look
from briefing.importing.flow import Para, Piece

#: A line that ends so is a paragraph of its own; any other goes on in the next.
_END = "。！？：；…”）"
#: A line that begins so is one of its own.
_SIGNS = tuple("□☐☑★☆√○")


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
            joint = _joint(joined[-1], line)
            joined[-1] += [Piece(joint), *line] if joint else line
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


def within(para: Para, limit: int) -> list[Para]:
    """`para` in parts of at most `limit` characters, each ending with a sentence where there is one."""
    parts: list[Para] = []
    rest = para.pieces
    while sum(len(piece.text) for piece in rest) > limit:
        text = "".join(piece.text for piece in rest)[:limit]
        cut = max((text.rfind(mark) + 1 for mark in "。！？；"), default=0) or limit
        first, rest = _parted(rest, cut)
        parts.append(replace(para, pieces=first) if not parts else replace(para, pieces=first, label="", bullet=False))
    parts.append(replace(para, pieces=rest) if not parts else replace(para, pieces=rest, label="", bullet=False))
    return parts


def _parted(pieces: list[Piece], cut: int) -> tuple[list[Piece], list[Piece]]:
    first: list[Piece] = []
    for index, piece in enumerate(pieces):
        if len(piece.text) >= cut:
            first.append(replace(piece, text=piece.text[:cut]))
            return first, [replace(piece, text=piece.text[cut:], note=""), *pieces[index + 1 :]]
        cut -= len(piece.text)
        first.append(piece)
    return first, []


def _ends(before: list[Piece], after: list[Piece]) -> bool:
    ends = _last(before)
    begins = "".join(piece.text for piece in after).lstrip()
    return (ends != "" and ends in _END) or bool(look.number_level(begins)) or bool(look.bullet(begins)) or begins[:1] in _SIGNS


def _last(pieces: list[Piece]) -> str:
    """The last visible character. From the end: a line of thousands of pieces is asked once a break."""
    return next((text[-1] for piece in reversed(pieces) if (text := piece.text.rstrip())), "")


def _joint(before: list[Piece], after: list[Piece]) -> str:
    """A space between two Latin words, nothing between Han."""
    ends = next((piece.text[-1] for piece in reversed(before) if piece.text), "")
    begins = next((piece.text[0] for piece in after if piece.text), "")
    return " " if ends.isascii() and begins.isascii() and ends.isalnum() and begins.isalnum() else ""
