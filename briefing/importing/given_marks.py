"""Marks of notes that a file gives itself (customMarkFollows): the text after the reference in its run says what the mark looks
like, and the note begins with the same. Neither is text of the report."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from briefing.importing.flow import Para
from briefing.importing.word_names import attribute, local

NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}


def identity(reference: Element) -> str:
    """Of the note that a reference names."""
    return f"{NOTES[local(reference)]} {attribute(reference, 'id')}"


def is_given(reference: Element) -> bool:
    return attribute(reference, "customMarkFollows") not in ("", "0", "false", "off")


class GivenMarks:
    """Those that were met, by the note's identity."""

    def __init__(self) -> None:
        self._found: dict[str, str] = {}

    def tells(self, element: Element, run: Element | None, para: Para) -> bool:
        """Whether a text, or a sign, of a run is the mark of the reference before it, the last that was read of its paragraph."""
        for other in run if run is not None else ():
            if other is element:
                return False
            if local(other) in NOTES and is_given(other):
                name = identity(other)
                self._found[name] = self._found.get(name, "") + (element.text or "")
                if para.pieces:
                    para.pieces[-1].mark = self._found[name]
                return True
        return False

    def drop(self, name: str, paragraphs: Sequence[Para]) -> None:
        """Take the mark away from the beginning of its note."""
        mark = self._found.get(name, "").strip()
        said = [piece for para in paragraphs[:1] for piece in para.pieces if piece.text.strip()]
        if not mark or not "".join(piece.text for piece in said).lstrip().startswith(mark):
            return
        left = len(mark)
        for piece in said:
            text = piece.text.lstrip() if left == len(mark) else piece.text
            piece.text, left = text[left:], left - min(left, len(text))
            if not left:
                return
