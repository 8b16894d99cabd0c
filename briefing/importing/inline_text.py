"""Pieces → model text: bold where it says something, dots under characters as emphasis, footnotes numbered as they are met."""

from __future__ import annotations

from briefing.core.errors import Findings, Severity, Span
from briefing.importing.flow import Flow, Para, Piece
from briefing.model.bulletin import Note
from briefing.model.text_lines import Inline, Line, NoteMark, Text


class InlineMaker:
    """Of one report; `notes()` once all of it is read."""

    def __init__(self, flow: Flow, findings: Findings) -> None:
        self._flow, self._findings = flow, findings
        self._numbers: dict[str, int] = {}

    def line(self, pieces: list[Piece], number: int, *, marks: bool = True) -> Line:
        """`number` is the paragraph's. Without `marks`, bold is the look of the whole and is dropped."""
        items: list[Inline] = []
        column = 1
        for piece in pieces:
            span = Span(self._flow.file, number, column, max(1, len(piece.text)))
            column += len(piece.text)
            if piece.note:
                items += self._note(piece.note, span)
                continue
            strong = frozenset({"strong"}) if marks and piece.bold else frozenset[str]()
            strong |= {"emphasis"} if piece.dotted and not strong else set()
            strong |= {f"{piece.script}script"} if piece.script else set()
            last = items[-1] if items else None
            if isinstance(last, Text) and (last.marks == strong or not piece.text.strip()):
                items[-1] = Text(last.text + piece.text, last.span, last.marks)
            elif piece.text:
                items.append(Text(piece.text, span, strong))
        return _trimmed(items)

    def notes(self) -> tuple[Note, ...]:
        found = []
        for identity, number in self._numbers.items():
            paragraphs = self._said(identity)
            pieces: list[Piece] = []
            for para in paragraphs:
                pieces += [Piece("\u3000")] if pieces else []
                pieces += [Piece(piece.text.replace("\n", "")) for piece in para.pieces if not piece.note]
            first = paragraphs[0].number
            found.append(Note(number, self.line(pieces, first, marks=False), Span(self._flow.file, first, 1)))
        return tuple(sorted(found, key=lambda note: note.number))

    def _said(self, identity: str) -> list[Para]:
        """The paragraphs of a note that say something."""
        return [para for para in self._flow.notes.get(identity, ()) if para.text.strip()]

    def unused(self) -> list[Para]:
        """Paragraphs of notes that nothing refers to."""
        return [para for identity, group in self._flow.notes.items() if identity not in self._numbers for para in group]

    def _note(self, identity: str, span: Span) -> list[Inline]:
        if not self._said(identity):
            self._findings.add("import-note", "脚注没有内容，已略去注码", span, "请核对原文，需要时补上脚注。", Severity.WARNING)
            return []
        return [NoteMark(self._numbers.setdefault(identity, len(self._numbers) + 1), span)]


def _trimmed(items: list[Inline]) -> Line:
    """Without spaces at its ends."""
    while items and isinstance(last := items[-1], Text) and not last.text.strip():
        items.pop()
    while items and isinstance(first := items[0], Text) and not first.text.strip():
        items.pop(0)
    if items and isinstance(first := items[0], Text):
        items[0] = Text(first.text.lstrip(), first.span, first.marks)
    if items and isinstance(last := items[-1], Text):
        items[-1] = Text(last.text.rstrip(), last.span, last.marks)
    return tuple(items)
