"""Our own DOCX: what each paragraph and run is, by the names of its styles (`word:` in house.yaml)."""

from __future__ import annotations

import itertools
import re
from typing import Literal

from briefing.core.errors import Span
from briefing.core.records import dataclass
from briefing.house.style import HouseStyle
from briefing.importing.flow import Flow, Para, Piece
from briefing.importing.own_notes import OwnNotes
from briefing.model.sheet import INLINE_STYLES, LABELS, SCRIPTS, ParagraphKind
from briefing.model.text_lines import Break, Inline, Line, NoteMark, Text

_OPENING = {"〔", "（", "(", "[", "［", "【"}
#: A file with all of one of these is a bulletin of some house.
_TELLING = ({"title", "body"}, {"section", "brief"})


@dataclass(frozen=True, slots=True)
class Kinds:
    """Style names of one house."""

    paragraphs: dict[str, ParagraphKind]
    inline: dict[str, str]
    house: HouseStyle

    @classmethod
    def of(cls, house: HouseStyle) -> Kinds:
        built_in: dict[str, ParagraphKind] = {}  # programs that know no aliases keep Word's own name of a heading only
        for kind, style in house.styles.items():
            if style.outline:
                built_in.setdefault(f"heading {style.outline}", kind)
        return cls(
            built_in | {style.word: kind for kind, style in house.styles.items()},
            {style.word: name for name, style in house.inline.items()},
            house,
        )

    def fits(self, flow: Flow) -> bool:
        """Whether the file is a bulletin in styles of this house."""
        used = {self.kind(para) for para in flow.paragraphs()}
        return any(kinds <= used for kinds in _TELLING)

    def kind(self, para: Para) -> ParagraphKind | Literal[""]:
        """A kind of `sheet.PARAGRAPH_KINDS`, "" for what stands in a style of somebody else's."""
        return self.paragraphs.get(para.style) or self.paragraphs.get(para.style.lower()) or ""

    def style(self, piece: Piece) -> str:
        """A style of `sheet.INLINE_STYLES`; one that only spaces characters is none."""
        return self.inline.get(piece.style, "")

    def label(self, para: Para) -> str:
        """The characters in front that are a label, not text."""
        return "".join(piece.text for piece in self._label(para))

    def line(self, para: Para, file: str, notes: OwnNotes | None = None) -> Line:
        """The paragraph without its label. `notes`: of the report, which says what its marks are."""
        items: list[Inline] = []
        column = 1 + len(self.label(para))
        own = para.pieces[len(self._label(para)) :]
        marks = notes.marks(own, [self.style(piece) == "note-ref" for piece in own]) if notes is not None else {}
        for place, piece in enumerate(own):
            span = Span(file, para.number, column, max(1, len(piece.text)))
            column += len(piece.text)
            style = self.style(piece)
            if place in marks:
                items += (NoteMark(number, span) for number in marks[place])
            elif piece.note:
                continue
            elif style == "note-ref" and (number := re.search(r"\d+", piece.text)):
                items.append(NoteMark(int(number[0]), span))
            else:
                _add(items, piece.text, span, _MARKS.get(style, frozenset()))
        return tuple(items)

    def _label(self, para: Para) -> list[Piece]:
        label: list[Piece] = []
        for piece, following in itertools.pairwise([*para.pieces, Piece("")]):
            # LibreOffice takes the style from the bracket before a number when it writes .doc
            opens = not label and piece.text in _OPENING and self.style(following) in LABELS
            if self.style(piece) not in LABELS and not opens:
                break
            label.append(piece)
        return label


_MARKS: dict[str, frozenset[str]] = {
    "lead-in": frozenset({"strong"}),
    **{name: frozenset(name.split("-")) for name in INLINE_STYLES if name in ("strong", "emphasis") or name.endswith(SCRIPTS)},
}


def _add(items: list[Inline], text: str, span: Span, marks: frozenset[str]) -> None:
    """`text` as runs and breaks after `items`, joined to a run of the same marks."""
    for index, part in enumerate(text.split("\n")):
        if index:
            items.append(Break(span))
        last = items[-1] if items else None
        if part and isinstance(last, Text) and last.marks == marks:
            items[-1] = Text(last.text + part, last.span, marks)
        elif part:
            items.append(Text(part, span, marks))
