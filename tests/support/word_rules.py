"""Where the lines of a finished DOCX end by ECMA-376 alone: a second word processor, as small as one can be.

It reads the XML parts and font files, nothing else of this program, and takes what the standard says of
Word 2013 and later: the choice of an alternate content (part 3, §10), the eastAsia face by character and hint (§17.3.2.26), every
character as wide as its advance and its `w:spacing` (§17.3.2.35), lines filled until the next piece that may not be parted does
not fit, with `w:kinsoku` (§17.3.1.16) and one closing mark that may hang (`w:overflowPunct`, §17.3.1.21). What the standard
leaves open is a `Reading`. Pages, tabs beyond the first of a paragraph, pictures and justification are left aside: none
of them moves a line end here.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

from fontTools.ttLib import TTFont
from lxml import etree
from xml_support import at, value

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_FONTS = Path(__file__).parents[2] / "fonts"

#: Official faces → the files that stand for them here; a face without a bold file is emboldened, as wide as it is.
_FACES = {
    "仿宋_GB2312": "BriefingFangsong",
    "楷体_GB2312": "BriefingKai",
    "方正小标宋简体": "BriefingBiaosong",
    "黑体": "BriefingHei",
    "宋体": "BriefingSong",
    "Times New Roman": "LiberationSerif",
}
#: Word's own sets for simplified Chinese, where the settings have none (§17.15.1.58, §17.15.1.59).
_NEVER_FIRST = frozenset("!%),.:;>?]}¢¨°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠")
_NEVER_LAST = frozenset("$([{£¥·‘“〈《「『【〔〖〝﹗﹙﹛＄（．［｛￡￥")
_OPENING = frozenset("‘“〈《「『【〔〖〝（［｛")
#: Zero-width space: a place to part, and no text.
PLACE = "\u200b"
#: A hyphen where a line ends at it, and no text elsewhere (§17.3.3.29).
SOFT_HYPHEN = "\u00ad"
_UNDERSTOOD = {"w14", "w15", "wps", "wpg"}
_RAISED = 2 / 3  # of the size, for superscripts; no clause says how much


class Reading(NamedTuple):
    """`hangs`: a closing mark may stand out of the measure; `trails`: the spacing after a line's last character counts; `heads`:
    `w:topLinePunct` (§17.3.1.43) is heeded, so that an opening mark at a line's head is half as wide."""

    hangs: bool
    trails: bool
    heads: bool = True


READINGS = tuple(Reading(*choice) for choice in product((True, False), repeat=3))


@dataclass
class Letter:
    """`advance` and `spacing` in pt; `wide`: East Asian and no letter, so that lines may part beside it. A break is "\\n"."""

    char: str
    advance: float
    spacing: float
    wide: bool


@dataclass
class Paragraph:
    """In a box of `width` pt, of which the lines take `left` and `right`, the first `first` more. `letters` end at a tab."""

    letters: list[Letter]
    width: float
    left: float
    right: float
    first: float
    never_first: frozenset[str]
    never_last: frozenset[str]
    hangs: bool
    heads: bool
    style: str = ""

    @property
    def text(self) -> str:
        return "".join(letter.char for letter in self.letters if letter.char not in (PLACE, "\n"))


@dataclass
class _Look:
    """Properties as they add up along styles: element name → attributes."""

    paragraph: dict[str, dict[str, str]] = field(default_factory=dict)
    run: dict[str, dict[str, str]] = field(default_factory=dict)

    def under(self, other: _Look) -> _Look:
        return _Look(_over(self.paragraph, other.paragraph), _over(self.run, other.run))


def _over(below: dict[str, dict[str, str]], above: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    return below | {name: below.get(name, {}) | attributes for name, attributes in above.items()}


def _said(properties: etree._Element | None) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for child in properties if properties is not None else ():
        if isinstance(child.tag, str) and child.tag.startswith(W):
            found[child.tag[len(W) :]] = {str(name).rpartition("}")[2]: str(given) for name, given in child.attrib.items()}
    return found


def _on(look: dict[str, dict[str, str]], name: str) -> bool:
    return name in look and look[name].get("val", "1") not in ("0", "false", "off")


class Document:
    """The paragraphs of a DOCX in their order, those of tables cell by cell."""

    def __init__(self, docx: bytes, numbers: Mapping[str, str] | None = None) -> None:
        """`numbers` of footnotes that each page counts anew, by their ids: where pages end is not known here."""
        self._numbers = numbers or {}
        with zipfile.ZipFile(io.BytesIO(docx)) as archive:
            self.body = etree.fromstring(archive.read("word/document.xml"))[0]
            styles = etree.fromstring(archive.read("word/styles.xml"))
            settings = etree.fromstring(archive.read("word/settings.xml"))
            noted = "word/footnotes.xml" in archive.namelist()
            notes = etree.fromstring(archive.read("word/footnotes.xml")) if noted else []
        #: Footnotes whose numbers are counted, through the document (§17.11.19).
        self._counted = [node.get(f"{W}id") for node in self._references() if f"{W}customMarkFollows" not in node.attrib]
        self._notes = [note for note in notes if note.get(f"{W}type") is None]
        first, last = (settings.find(f"{W}noLineBreaks{place}[@{W}lang='zh-CN']") for place in ("Before", "After"))
        self._never_first = frozenset(value(first, f"{W}val")) if first is not None else _NEVER_FIRST
        self._never_last = frozenset(value(last, f"{W}val")) if last is not None else _NEVER_LAST
        self._styles = {style.get(f"{W}styleId", ""): style for style in styles.iter(f"{W}style")}
        defaults = _Look(_said(styles.find(f".//{W}pPrDefault/{W}pPr")), _said(styles.find(f".//{W}rPrDefault/{W}rPr")))
        self._defaults = defaults
        self._looks: dict[str, _Look] = {}
        self._normal = next(key for key, s in self._styles.items() if s.get(f"{W}default") and s.get(f"{W}type") == "paragraph")
        page = next(self.body.iter(f"{W}sectPr"))
        size, margins = at(page, f"{W}pgSz"), at(page, f"{W}pgMar")
        beside = (int(value(margins, f"{W}{side}")) for side in ("left", "right", "gutter"))
        self.measure = (int(value(size, f"{W}w")) - sum(beside)) / 20

    def paragraphs(self) -> list[Paragraph]:
        own = [(paragraph, note.get(f"{W}id", "")) for note in self._notes for paragraph in note.iter(f"{W}p")]
        return [
            *(self._paragraph(element, width) for element, width in self._elements(self.body, self.measure)),
            *(self._paragraph(element, self.measure, note) for element, note in own),
        ]

    def _references(self) -> Iterator[etree._Element]:
        pending = [self.body]
        while pending:
            node = pending.pop()
            if node.tag == f"{W}footnoteReference":
                yield node
            pending.extend(reversed(list(_chosen(node))))

    def _elements(self, parent: etree._Element, width: float) -> Iterator[tuple[etree._Element, float]]:
        for child in parent:
            if child.tag == f"{W}p":
                yield child, width
            elif child.tag == f"{W}tbl":
                for cell in child.iter(f"{W}tc"):
                    yield from self._elements(cell, self._cell_width(child, cell))

    def _cell_width(self, table: etree._Element, cell: etree._Element) -> float:
        width = int(value(at(cell, f"{W}tcPr/{W}tcW"), f"{W}w"))
        style = at(table, f"{W}tblPr/{W}tblStyle")
        chain = [table.find(f"{W}tblPr")] + [one.find(f"{W}tblPr") for one in self._chain(value(style, f"{W}val"))[::-1]]
        own = cell.find(f"{W}tcPr/{W}tcMar")
        for side in ("left", "right"):  # the cell's own go before the table's (§17.4.42)
            found = [place.find(f"{W}tblCellMar/{W}{side}") for place in chain if place is not None]
            found.insert(0, own.find(f"{W}{side}") if own is not None else None)
            width -= int(value(next(margin for margin in found if margin is not None), f"{W}w"))
        return width / 20

    # -- looks

    def _chain(self, identity: str) -> list[etree._Element]:
        """A style and those that it is based on, the first of them first."""
        chain: list[etree._Element] = []
        while identity:
            chain.insert(0, self._styles[identity])
            base = chain[0].find(f"{W}basedOn")
            identity = value(base, f"{W}val") if base is not None else ""
        return chain

    def _look(self, identity: str) -> _Look:
        if identity not in self._looks:
            look = _Look()
            for style in self._chain(identity):
                look = look.under(_Look(_said(style.find(f"{W}pPr")), _said(style.find(f"{W}rPr"))))
            self._looks[identity] = look
        return self._looks[identity]

    def _paragraph(self, element: etree._Element, width: float, note: str = "") -> Paragraph:
        """`note`: the footnote that it is."""
        direct = element.find(f"{W}pPr")
        named = direct.find(f"{W}pStyle") if direct is not None else None
        style = value(named, f"{W}val") if named is not None else self._normal
        look = self._defaults.under(self._look(style)).under(_Look(_said(direct)))
        size = float(look.run["sz"]["val"]) / 2
        indents = look.paragraph.get("ind", {})
        # firstLine is ignored where there is a hanging indent (§17.3.1.12)
        first = -float(indents["hanging"]) / 20 if "hanging" in indents else float(indents.get("firstLine", 0)) / 20
        if float(indents.get("firstLineChars", 0)):  # it goes before firstLine (§17.3.1.12)
            first = float(indents["firstLineChars"]) / 100 * size
        return Paragraph(
            letters=list(self._letters(element, look, note)),
            width=width,
            left=float(indents.get("left", 0)) / 20,
            right=float(indents.get("right", 0)) / 20,
            first=first,
            never_first=self._never_first if _on(look.paragraph, "kinsoku") else frozenset(),
            never_last=self._never_last if _on(look.paragraph, "kinsoku") else frozenset(),
            hangs=_on(look.paragraph, "overflowPunct"),
            heads=_on(look.paragraph, "topLinePunct"),
            style=value(at(self._styles[style], f"{W}name"), f"{W}val"),
        )

    # -- text

    def _letters(self, element: etree._Element, look: _Look, note: str) -> Iterator[Letter]:
        in_code = False
        for run in _runs(element):
            properties = run.find(f"{W}rPr")
            direct = _said(properties)
            own = look
            if "rStyle" in direct:
                own = own.under(_Look({}, self._look(direct["rStyle"]["val"]).run))
            own = own.under(_Look({}, direct))
            for child in _chosen(run):
                if child.tag == f"{W}fldChar":
                    in_code = child.get(f"{W}fldCharType") == "begin"
                elif child.tag == f"{W}br":
                    yield Letter("\n", 0.0, 0.0, True)
                elif child.tag == f"{W}tab":
                    return
                elif child.tag == f"{W}softHyphen" and not in_code:
                    yield replace(_letter("-", own.run), char=SOFT_HYPHEN)
                elif child.tag in (f"{W}footnoteReference", f"{W}footnoteRef"):
                    identity = child.get(f"{W}id", note)
                    if identity in self._counted:
                        number = self._numbers.get(identity) or str(self._counted.index(identity) + 1)
                        yield from (_letter(char, own.run) for char in number)
                elif child.tag == f"{W}t" and not in_code:
                    for char in child.text or "":
                        yield _letter(char, own.run)


def _runs(element: etree._Element) -> Iterator[etree._Element]:
    for child in _chosen(element):
        if child.tag == f"{W}r":
            yield child
        elif child.tag in (f"{W}hyperlink", f"{W}fldSimple", f"{W}smartTag"):
            yield from _runs(child)


def _chosen(element: etree._Element) -> Iterator[etree._Element]:
    """Children, of an alternate content those of what Word 2013 takes."""
    for child in element:
        if child.tag != f"{MC}AlternateContent":
            yield child
            continue
        for branch in child:
            if branch.tag == f"{MC}Fallback" or set(branch.get("Requires", "").split()) <= _UNDERSTOOD:
                yield from _chosen(branch)
                break


def _letter(char: str, run: dict[str, dict[str, str]]) -> Letter:
    fonts = run["rFonts"]
    wide = _wide(char, fonts.get("hint") == "eastAsia")
    size = float(run["sz"]["val"]) / 2
    if run.get("vertAlign", {}).get("val") in ("superscript", "subscript"):
        size *= _RAISED
    spacing = float(run.get("spacing", {}).get("val", 0)) / 20
    if char == PLACE:
        return Letter(char, 0.0, 0.0, True)
    face = fonts["eastAsia"] if wide else fonts["ascii" if char < "\x80" else "hAnsi"]
    return Letter(char, advance(face, _on(run, "b"), char) * size, spacing, wide and not _western(char))


def _western(char: str) -> bool:
    """μ and ³, which the East Asian face may set, are of a word all the same; ① and Ⅳ are not (UAX #14: AI, here as ID)."""
    return char < "\u2e80" and (char.isalpha() or unicodedata.decomposition(char).startswith(("<super>", "<sub>")))


def _wide(char: str, hinted: bool) -> bool:
    """§17.3.2.26: what the East Asian face sets, marks of no script only where the hint says so."""
    if char >= "\u2e80":
        return True
    return hinted and (char in "¡¤§¨ª­¯°±²³´¶·¸¹º¼½¾¿×÷" or "\u02b0" <= char <= "\u04ff" or char >= "\u2000")


@cache
def _face(file: str) -> tuple[dict[int, str], dict[str, tuple[int, int]], int]:
    with TTFont(_FONTS / file, lazy=True) as font:
        return font.getBestCmap(), font["hmtx"].metrics, font["head"].unitsPerEm


@cache
def advance(face: str, bold: bool, char: str) -> float:
    """Em. Where a face lacks the character another of its kind has it."""
    stem = _FACES[face]
    stems = (stem, f"{stem}Rare", "BriefingSong", "BriefingSongRare")
    for file in (f"{name}-{weight}.ttf" for name in stems for weight in (("Bold", "Regular") if bold else ("Regular",))):
        if (_FONTS / file).exists():
            glyphs, metrics, em = _face(file)
            if (glyph := glyphs.get(ord(char))) is not None:
                return metrics[glyph][0] / em
    raise AssertionError(f"no face for {char!r}")


# --- lines


def _may_part(before: Letter, after: Letter, paragraph: Paragraph) -> bool:
    if before.char in (PLACE, SOFT_HYPHEN, "\n"):
        return True
    if after.char == " " or after.char == PLACE:
        return after.char == PLACE
    if before.char == " ":
        return True
    if after.char in paragraph.never_first or before.char in paragraph.never_last:
        return False
    if before.char == after.char and after.char in "—…":
        return False
    return before.wide or after.wide or before.char == "-"


def lines(paragraph: Paragraph, reading: Reading) -> list[str]:
    """The text of each line, spaces at its edges left out."""
    found: list[str] = []
    letters, start = paragraph.letters, 0
    while start < len(letters):
        box = paragraph.width - paragraph.left - paragraph.right - (0.0 if found else paragraph.first)
        end = _line_end(paragraph, start, box, reading)
        found.append("".join(letter.char for letter in letters[start:end] if letter.char not in (PLACE, "\n")).strip())
        start = end
    return found


def _line_end(paragraph: Paragraph, start: int, box: float, reading: Reading) -> int:
    letters = paragraph.letters
    width, fits, best = 0.0, start, start
    for i in range(start, len(letters)):
        here = letters[i]
        if here.char == "\n":
            return i + 1
        if here.char == SOFT_HYPHEN:
            if width + here.advance + (here.spacing if reading.trails else 0.0) <= box + 0.01:
                best = fits = i + 1
            continue
        if here.char != " " and here.char != PLACE:
            least = width + here.advance + (here.spacing if reading.trails else 0.0)
            hung = reading.hangs and paragraph.hangs and here.wide and here.char in paragraph.never_first and width <= box + 0.01
            if least > box + 0.01 and not hung:
                break
        width += here.advance + here.spacing
        if i == start and reading.heads and paragraph.heads and here.wide and here.char in _OPENING:
            width -= here.advance / 2
        fits = i + 1
        if i + 1 == len(letters) or _may_part(here, letters[i + 1], paragraph):
            best = fits
    return best if best > start else max(fits, start + 1)


def set_lines(docx: bytes, reading: Reading, numbers: Mapping[str, str] | None = None) -> list[tuple[str, list[str]]]:
    """Text and lines of every paragraph that has any."""
    return [(re.sub(r"\s", "", p.text), lines(p, reading)) for p in Document(docx, numbers).paragraphs() if p.text.strip()]
