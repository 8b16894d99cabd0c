"""Real footnotes: `footnotes.xml`, what refers to it, and how notes are numbered (ECMA-376 part 1, §17.11).

Word numbers them itself as long as its count is ours; else, where each report begins anew, the mark is given. Around a number
Word draws nothing, so the brackets of a mark are text. LibreOffice 7.4 draws the number of a note before its text wherever the
file has it, and a mark that is given twice, as its own and as the text that it is: for LibreOffice, which knows no Word 2013,
number and brackets are text, and the mark is of no width.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field, replace

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.package import Package

from briefing.core.records import dataclass
from briefing.house.style import HouseStyle
from briefing.output.docx.elements import Element, alternatives, make, text, twips
from briefing.output.docx.frame_placement import BlockSpace
from briefing.output.docx.hung_notes import Host, hung_notes
from briefing.typeset.composed import Composed, Page, SetParagraph
from briefing.typeset.foot_notes import PAIR, RULE_ABOVE, SEPARATOR

ZERO_WIDTH = "\u200b"
_NUMBER = re.compile(r"\d+")
_HAIR = 0.05  # pt


@dataclass(frozen=True, slots=True)
class WordNote:
    """`identity` in the file; `own`: Word counts to its number by itself. `gap`: white between the rule and it; `under`: white
    kept free below it, for the 版记, pt. `elsewhere`: it hangs at another paragraph in LibreOffice."""

    identity: int
    index: int
    own: bool
    gap: float = 0.0
    under: float = 0.0
    elsewhere: bool = False


@dataclass(slots=True)
class WordNotes:
    """The notes of a document by their anchors, in the order of their marks. `hung`: those that hang elsewhere in LibreOffice, by
    what they hang at; `told`: those that a mark has led to already."""

    notes: Mapping[str, WordNote] = field(default_factory=dict)
    hung: Mapping[Host, tuple[str, ...]] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)

    def first_mark(self, target: str) -> WordNote | None:
        """The note that a mark leads to; a further mark of it is text, as in a book."""
        if target in self.told or target not in self.notes:
            return None
        self.told.add(target)
        return self.notes[target]


def word_notes(composed: Composed) -> WordNotes:
    numbering = composed.house.notes.numbering
    found: dict[str, WordNote] = {}
    count = 0
    for page in composed.pages:
        if numbering == "page":
            count = 0
        for place, placed in enumerate(page.notes):
            note = composed.notes[placed.index]
            last = place + 1 == len(page.notes)
            under = page.box.depth - placed.y - note.standing(placed.first, placed.last) if last else 0.0
            if placed.first:
                key = note.paragraph.anchor
                if under > _HAIR:
                    found[key] = WordNote(found[key].identity, placed.index, found[key].own, found[key].gap, under)
                continue
            own = _number(note) == count + 1
            count += own
            gap = white_above(composed, page, place)
            found[note.paragraph.anchor] = WordNote(len(found) + 1, placed.index, own, gap, under if under > _HAIR else 0.0)
    hung = hung_notes(composed)
    for anchor in (anchor for anchors in hung.values() for anchor in anchors):
        found[anchor] = replace(found[anchor], elsewhere=True)
    return WordNotes(found, hung)


def white_above(composed: Composed, page: Page, place: int) -> float:
    """White above a note, beyond what there always is."""
    y = page.notes[place].y
    if place:
        above = page.notes[place - 1]
        return max(0.0, y - above.y - composed.notes[above.index].standing(above.first, above.last))
    low = max((patch.bottom for patch in page.patches if patch.bottom <= y), default=y - RULE_ABOVE)
    return max(0.0, y - RULE_ABOVE - low)


def _number(note: SetParagraph) -> int:
    found = _NUMBER.search(note.text)
    return int(found[0]) if found else 0


def space_of(note: WordNote, paragraph: SetParagraph) -> BlockSpace:
    """LibreOffice keeps two lines of a note with its mark, as it is told, but leaves one for the next page if there are three,
    and of two, too, where it takes in the line of the mark before it has set the note."""
    whole = PAIR <= len(paragraph.lines) < 2 * PAIR
    return BlockSpace(before=twips(note.gap), keep_lines=whole)


def mark(characters: str, note: WordNote) -> list[Element]:
    """The contents of the run of a mark that says `characters`."""
    reference = make("footnoteReference", id=note.identity)
    given = make("footnoteReference", customMarkFollows=True, id=note.identity)
    ours = list(_around(characters, reference)) if note.own else [given, text(characters)]
    return [alternatives(ours, [text(characters), *(() if note.elsewhere else _hidden(note))])]


def _hidden(note: WordNote) -> list[Element]:
    """A reference of no width."""
    return [make("footnoteReference", customMarkFollows=True, id=note.identity), text(ZERO_WIDTH)]


def hang(paragraph: Element, notes: WordNotes, host: Host) -> None:
    """Put into a paragraph what leads LibreOffice to the notes that hang at it."""
    runs = [make("r", alternatives((), _hidden(notes.notes[anchor]))) for anchor in notes.hung.get(host, ())]
    at = 1 if host.first else len(paragraph)  # after its w:pPr
    paragraph[at:at] = runs


def label(characters: str, note: WordNote) -> list[Element]:
    """The contents of the run of a note's own label."""
    if not note.own:
        return [text(characters)]
    return [alternatives(list(_around(characters, make("footnoteRef"))), [text(characters)])]


def _around(characters: str, number: Element) -> Iterator[Element]:
    found = _NUMBER.search(characters)
    before, after = (characters[: found.start()], characters[found.end() :]) if found else (characters, "")
    if before:
        yield text(before)
    yield number
    if after:
        yield text(after)


def numbering(house: HouseStyle) -> Element:
    """`w:footnotePr` of a section."""
    restart = "eachPage" if house.notes.numbering == "page" else "continuous"
    return make("footnotePr", make("pos", val="pageBottom"), make("numRestart", val=restart))


def separators() -> Element:
    """`w:footnotePr` of the settings: which notes are no notes."""
    return make("footnotePr", make("footnote", id=-1), make("footnote", id=0))


def footnotes_part(bodies: Mapping[int, list[Element]], spacer: str, package: Package) -> XmlPart:
    """`bodies`: the paragraphs of each note by its identity; `spacer`: the style of a paragraph as high as white is."""
    root = make("footnotes")
    for identity, kind in ((-1, "separator"), (0, "continuationSeparator")):
        line = make("p", make("pPr", make("pStyle", val=spacer)), make("r", make(kind)))
        root.append(make("footnote", line, type=kind, id=identity))
    for identity, paragraphs in bodies.items():
        root.append(make("footnote", *paragraphs, id=identity))
    return XmlPart(PackURI("/word/footnotes.xml"), CT.WML_FOOTNOTES, root, package)


def separator_height() -> int:
    """Twips."""
    return twips(SEPARATOR)
