"""Our own DOCX: formatting that somebody gave to its words beside the styles of the house. What became bold, high or low is
marked so; what was struck out is gone for its author, and is told."""

from __future__ import annotations

from dataclasses import replace

from briefing.house.style import HouseStyle
from briefing.importing.flow import Flow, Para, Piece, Remark
from briefing.importing.style_kinds import Kinds
from briefing.model.sheet import LABELS, SCRIPTS

_NO_TEXT = LABELS | {"note-ref", "page-ref"}
_SCRIPTS = dict(zip(("super", "sub"), SCRIPTS, strict=True))


def settle(flow: Flow, kinds: Kinds) -> None:
    """Every piece in the style of the house that says what it looks like."""
    for para in flow.paragraphs():
        para.pieces = [_named(piece, kinds) for piece in _without_struck(para, flow)]


def _without_struck(para: Para, flow: Flow) -> list[Piece]:
    kept = [piece for piece in para.pieces if not piece.struck or piece.note]
    words = "".join(piece.text for piece in para.pieces if piece.struck and not piece.note)
    if words.strip():
        flow.aside.append(Remark("struck", words.strip(), para.number))
    return kept


def _named(piece: Piece, kinds: Kinds) -> Piece:
    name = kinds.style(piece)
    if name in _NO_TEXT or piece.note or not piece.text.strip():
        return piece
    stem, _, script = name.rpartition("-") if name.endswith(SCRIPTS) else (name, "", "")
    if piece.bolded and stem in ("", "emphasis"):  # bold wins, as no 楷体 has a bold
        stem = "strong"
    elif piece.bolded is False and stem in ("strong", "lead-in"):
        stem = ""
    script = script or ("" if stem in ("lead-in", "red") else _SCRIPTS.get(piece.script, ""))
    wanted = f"{stem}-{script}".strip("-")
    return piece if wanted == name else replace(piece, style=_word(kinds.house, wanted))


def _word(house: HouseStyle, name: str) -> str:
    return next((style.word for known, style in house.inline.items() if known == name), "")
