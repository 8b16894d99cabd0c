"""A paragraph with the number that Word prints before it, and pieces of text cut."""

from __future__ import annotations

import re
from dataclasses import replace

from briefing.importing import look
from briefing.importing.flow import Para, Piece

#: 第一章, 第二条: a space parts them from what follows.
_ARTICLE = re.compile("第[0-9一二三四五六七八九十百零〇]{1,6}[编章节条款项篇部]分?")


def labelled(para: Para) -> list[Piece]:
    """With the automatic number that Word prints before it."""
    if not para.label:
        return para.pieces
    if _ARTICLE.fullmatch(para.label):
        return [Piece(para.label + "\u3000", bold=bool(para.pieces) and para.pieces[0].bold), *without_room(para.pieces)]
    ends = para.label[-1].isascii() and para.label[-1].isalnum()
    gap = "." if ends and para.outline and para.label.isdecimal() else " " if ends else ""
    return [Piece(para.label + gap, bold=bool(para.pieces) and para.pieces[0].bold), *para.pieces]


def apart(pieces: list[Piece]) -> list[Piece]:
    """With a space after a number like 1.1, by which the reader of reports knows it for one."""
    first = pieces[0] if pieces else None
    match = look.DECIMAL.match("".join(piece.text for piece in pieces)) if first is not None else None
    if first is None or match is None or match[0][-1:].isspace() or match.end() > len(first.text):
        return pieces
    return [replace(first, text=f"{match[0]} {first.text[match.end() :]}"), *pieces[1:]]


def counted(para: Para) -> bool:
    """Whether its automatic number is one of those that technical texts have, 1, 1.1, 1.2.3: its level is its style's."""
    return para.label.isdecimal() or bool(para.label and look.DECIMAL.match(f"{para.label}题"))


def full(para: Para) -> str:
    return "".join(piece.text for piece in labelled(para)).strip()


def without_room(pieces: list[Piece]) -> list[Piece]:
    """Without the spaces that it begins with."""
    text = "".join(piece.text for piece in pieces)
    return without(pieces, len(text) - len(text.lstrip()))


def without(pieces: list[Piece], length: int) -> list[Piece]:
    """Without the first `length` characters."""
    rest = []
    for piece in pieces:
        cut = min(length, len(piece.text))
        length -= cut
        if piece.text[cut:] or piece.note:
            rest.append(replace(piece, text=piece.text[cut:]))
    return rest
