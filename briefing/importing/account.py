"""Nothing lost: the file's own text, read a second time, against the Markdown as the reader of reports reads it.

This module shares no reading with `docx.py`: it takes every `w:t` of the document, its text boxes, footnotes and
endnotes straight from the XML. Both sides are folded, so that what a repair may change (widths, spaces, quotes)
counts as the same; a character that is gone is found however it went.
"""

from __future__ import annotations

import html as markup
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from briefing import unseen
from briefing.importing.package import Package
from briefing.model import Article, Figure, Heading, Line, ListBlock, Paragraph, Quote, Table, plain

#: Marks that a repair exchanges for one another, and signs that only begin a list's item.
_ALIKE = str.maketrans({"。": ".", "、": ".", "“": '"', "”": '"', "‘": "'", "’": "'"})
_SIGNS = re.compile(f"[\\s{unseen.INVISIBLE}\ue000-\uf8ff●•◦∙‣◆■▪▶➢➤◇○□★☆·]+")
#: A dash or asterisk that begins a typed list's item.
_DASH = re.compile(r"^\s*[-–*]\s*(?=\D)")
_SAID = {"t", "delText"}
#: Where a word may stand beside others than those it is stored beside: signs without a `w:t`, phonetic guides.
_APART = {"sym", "noBreakHyphen", "ruby", "rubyBase", "rt", "oMath"}
_CUT = "\0"
_INSERTED, _DELETED = {"ins", "moveTo"}, {"del", "moveFrom"}
_TAG = re.compile(r"<(script|style|head|title)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Lost:
    """Words of the file's paragraph `number` (0: unknown) that the Markdown does not hold."""

    number: int
    text: str


def missing(source: list[tuple[int, str]], article: Article, left: list[str]) -> list[Lost]:
    """What of `source` (stretches of text with their paragraphs' numbers) `article` does not say; `left` was left
    out on purpose."""
    return lost(source, "".join(article_texts(article)), left)


def lost(source: list[tuple[int, str]], said: str, left: Sequence[str] = ()) -> list[Lost]:
    """As `missing`, against any text: each stretch must have a place of its own in `said`."""
    said = _folded(said)
    rest = bytearray(said.encode())  # what nobody has claimed yet
    waived = Counter(_folded(text) for text in left)
    gone: list[Lost] = []
    wanted: Counter[str] = Counter()
    stretches = [(number, text.strip(), _folded(_DASH.sub("", text))) for number, text in source]
    # the longest first, so that none takes the place of one that it is part of
    for number, text, folded in sorted(stretches, key=lambda stretch: -len(stretch[2])):
        if waived[folded]:
            waived[folded] -= 1
            continue
        wanted.update(folded)
        needle = folded.encode()
        place = rest.find(needle)
        if place < 0:
            gone.append(Lost(number, text))
        else:
            rest[place : place + len(needle)] = b"\0" * len(needle)
    short = wanted - Counter(said)
    # words that say the same thing twice may claim each other's places: nothing is gone where no character is short
    gone = [entry for entry in gone if (folded := _folded(entry.text)) not in said or short.keys() & set(folded)]
    short -= Counter("".join(_folded(entry.text) for entry in gone))
    gone.sort(key=lambda entry: entry.number)
    return [*gone, Lost(0, "".join(sorted(short.elements())))] if short else gone


def article_texts(article: Article) -> Iterator[str]:
    """Everything the report says, in the order of the file."""
    yield plain(article.title)
    yield plain(article.subtitle)
    yield plain(article.lead)
    for block in article.blocks:
        match block:
            case Paragraph():
                yield plain(block.content)
            case Heading():
                yield block.number + plain(block.content)
            case ListBlock():
                yield from (item.label + plain(item.content) for item in block.items)
            case Quote():
                yield from (plain(paragraph.content) for paragraph in block.blocks)
            case Table():
                caption = plain(block.caption)
                yield caption if caption.startswith("表") or not caption else f"表：{caption}"
                yield plain(block.unit)
                yield from (plain(cell.content) for row in (block.header, *block.rows) for cell in row)
                yield from map(plain, block.notes)
            case Figure():
                yield from _lines(block.caption, block.source)
    if article.contributor:
        yield f"（{article.contributor}）"
    if article.source:
        yield f"（来源：{article.source}）"
    yield from (plain(note.content) for note in article.notes)


def _lines(*lines: Line) -> Iterator[str]:
    return (plain(line) for line in lines)


def _folded(text: str) -> str:
    """`text` without what repairs change."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text.translate(_ALIKE)).translate(_ALIKE))


# --- the file's own text


def docx_source(data: bytes, file: str, *, refuse_changes: bool = False) -> list[tuple[int, str]]:
    """Every paragraph with text of the document, its boxes and its notes. Raises InputError."""
    package = Package(data, file)
    texts: list[tuple[int, str]] = []
    names = [package.main, *package.of_kind(package.main, "footnotes"), *package.of_kind(package.main, "endnotes")]
    for name in names:
        root = package.xml(name)
        if root is not None:
            texts += _Words(refuse_changes).read(root)
    return texts


class _Words:
    """An explicit stack, not recursion: it shall read whatever the reader reads, and more."""

    def __init__(self, refuse: bool) -> None:
        self._gone = _INSERTED if refuse else _DELETED
        self._texts: list[list[str]] = []
        self._joins: set[int] = set()

    def read(self, root: Element) -> list[tuple[int, str]]:
        stack: list[tuple[Element, int]] = [(root, -1)]
        while stack:
            element, paragraph = stack.pop()
            name = _name(element)
            if (name in self._gone and len(element)) or self._gone_row(element, name):
                continue
            if name == "AlternateContent":
                element = _one_of(element)
            if name == "p":
                paragraph = self._open(element)
            elif name in _APART and paragraph >= 0:
                self._texts[paragraph].append(_CUT)
                if len(element):  # and another one after what it holds
                    stack.append((Element(name), paragraph))
            elif name in _SAID and paragraph >= 0:
                self._texts[paragraph].append(element.text or "")
            stack += [(inner, paragraph) for inner in reversed(element)]
        paragraphs = enumerate(("".join(parts) for parts in self._merged()), 1)
        return [(number, part) for number, text in paragraphs for part in text.split(_CUT) if part.strip()]

    def _open(self, element: Element) -> int:
        self._texts.append([])
        place = len(self._texts) - 1
        mark = {_name(inner) for part in element if _name(part) == "pPr" for inner in part.iter() if not len(inner)}
        if mark & self._gone:
            self._joins.add(place)
        return place

    def _merged(self) -> Iterator[list[str]]:
        """A paragraph whose mark is gone is one with the next; both numbers stay, the first is empty."""
        carried: list[str] = []
        for place, parts in enumerate(self._texts):
            if place in self._joins and place + 1 < len(self._texts):
                carried += parts
                yield []
            else:
                yield carried + parts
                carried = []

    def _gone_row(self, element: Element, name: str) -> bool:
        if name != "tr":
            return False
        return any(_name(mark) in self._gone for part in element if _name(part) == "trPr" for mark in part)


def _one_of(alternatives: Element) -> Element:
    """The first alternative with words in it: the others show the same."""
    for option in alternatives:
        if any(_name(inner) in _SAID for inner in option.iter()):
            return option
    return Element("none")


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def html_source(text: str) -> list[tuple[int, str]]:
    """The words of HTML as one stretch: tags gone, entities read."""
    return [(0, markup.unescape(part)) for part in re.split(f"{_CUT}+", _TAG.sub(_CUT, text)) if part.strip()]


def text_source(text: str) -> list[tuple[int, str]]:
    return [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
