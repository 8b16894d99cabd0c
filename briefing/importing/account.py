"""Nothing lost: the file's own text, read a second time, against the Markdown as the reader of reports reads it.

This module shares no reading with `docx.py`: it takes every `w:t` of the document, its text boxes, notes, headers and comments
straight from the XML, with what fields draw from their code, what stands high or low or is struck out, and the pictures.
Both sides are folded, so that what a repair may change (widths, spaces, quotes) counts as the same; a character that is gone is
found however it went. What is no part of the report must be named in a finding: those words count as said, too.
"""

from __future__ import annotations

import html as markup
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from xml.etree.ElementTree import Element

from briefing.errors import InputError
from briefing.importing.package import Package
from briefing.importing.styles import Looks, Styles, looks
from briefing.importing.symbols import is_symbolic
from briefing.model import Article, Figure, Heading, Line, ListBlock, Paragraph, Quote, Table, plain

#: Marks that a repair exchanges for one another.
_ALIKE = str.maketrans({"。": ".", "、": ".", "“": '"', "”": '"', "‘": "'", "’": "'"})
#: What shows nothing, spaces, and places of symbol fonts, which only a table of signs can read.
_UNSEEN = re.compile("[\\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028\u2029\u2060\ufeff\ufffc\u00ad\u202a-\u202e\uf000-\uf0ff]+")
_WIDE = re.compile("[\uff00-\uffef]+")
#: A sign that begins a typed list's item, which a list of the report begins with a sign of its own.
_SIGN = re.compile(r"^\s*(?:[●•◦∙‣◆■▪▶➢➤◇○]\s*|[-–·*]\s*(?=\D))")
#: Signs that no face holds and a near one stands for.
_NEAR = str.maketrans({"☑": "√", "✔": "√", "✅": "√", "☒": "■", "☐": "□", "✗": "×", "✘": "×", "✕": "×", "➢": "▶", "➤": "▶", "◯": "○"})
_SAID = {"t", "delText"}
#: Where a word may stand beside others than those it is stored beside: signs without a `w:t`, phonetic guides.
_APART = {"sym", "noBreakHyphen", "ruby", "rubyBase", "rt", "br", "cr"}
_CUT = "\0"
_INSERTED, _DELETED = {"ins", "moveTo"}, {"del", "moveFrom"}
#: Fields whose code is never drawn, or only together with a result that the file stores.
_DRAWN = {"EQ", "QUOTE", "MACROBUTTON"}
_BLANK = re.compile("[ \u00a0\u2000-\u200a\u3000\t]{2,}|[\u3000\t]|^[ \u00a0\u2000-\u200a]+$")
_FOLIO = re.compile(r"[—\-－–·~\s0-9/第页共]*")
_TAG = re.compile(r"<(script|style|head|title)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text of the file's paragraph `number` (0: unknown). `kind`: "text"; "super" and "sub", which must stand so; "loose",
    whose characters may be anywhere, since a formula is written otherwise than it is drawn."""

    number: int
    text: str
    kind: str = "text"


@dataclass(slots=True)
class Reading:
    stretches: list[Stretch] = field(default_factory=list)
    pictures: int = 0  # places where one is shown


@dataclass(frozen=True, slots=True)
class Lost:
    """Words of the file's paragraph `number` (0: unknown) that the Markdown does not hold."""

    number: int
    text: str


def lost(source: Sequence[Stretch], said: str, left: Sequence[str] = ()) -> list[Lost]:
    """What of `source` neither `said` holds nor `left`, the words that findings name: each stretch must have a place of its
    own."""
    told = "\0".join([said, *left])
    folded = _folded(told)
    rest = bytearray(folded.encode())  # what nobody has claimed yet
    gone: list[Lost] = []
    wanted: Counter[str] = Counter()
    firm = [(part, _folded(part.text)) for part in source if part.kind == "text"]
    # the longest first, so that none takes the place of one that it is part of
    for part, text in sorted(firm, key=lambda entry: -len(entry[1])):
        bare = _folded(_SIGN.sub("●", part.text, count=1))
        if not any(_claim(rest, form) for form in dict.fromkeys((text, bare, bare[1:] if _dashed(part.text) else text))):
            gone.append(Lost(part.number, part.text.strip()))
            wanted.update(text)
        else:
            wanted.update(text if not _SIGN.match(part.text) else bare[1:])
    short = wanted - Counter(folded)
    # words that say the same thing twice may claim each other's places: nothing is gone where no character is short
    gone = [entry for entry in gone if (text := _folded(entry.text)) not in folded or short.keys() & set(text)]
    short -= Counter("".join(_folded(entry.text) for entry in gone))
    gone += _scripts_gone(source, folded, told)
    gone += _loose_gone(source, told)
    gone.sort(key=lambda entry: entry.number)
    return [*gone, Lost(0, "".join(sorted(short.elements())))] if short else gone


def _claim(rest: bytearray, text: str) -> bool:
    needle = text.encode()
    place = rest.find(needle)
    if place >= 0:
        rest[place : place + len(needle)] = b"\0" * len(needle)
    return place >= 0


def _dashed(text: str) -> bool:
    return text.lstrip()[:1] in ("-", "–", "·", "*")


def _scripts_gone(source: Sequence[Stretch], folded: str, told: str) -> Iterator[Lost]:
    """What stands high or low in the file must do so in the report, or be named: “10 → ^10”."""
    for part in source:
        if part.kind in ("super", "sub") and (bare := part.text.strip()):
            shown = "".join(_raised(part.kind).get(char, char) for char in bare.replace("−", "-"))
            named = re.search(rf"(?:^|\0){re.escape(bare)}(?: →|\0|$)", told)
            usual = bare in ("TM", "tm", "o", "O", "0", "。", "○", "〇") and ("™" in told or "°" in told)
            if not (_folded(shown) in folded and shown != bare) and not named and not usual and bare not in "°℃®©′″％%":
                yield Lost(part.number, part.text)


def _loose_gone(source: Sequence[Stretch], told: str) -> Iterator[Lost]:
    have = Counter(unicodedata.normalize("NFKC", told).casefold())
    for part in source:
        if part.kind == "loose":
            want = Counter("".join(unicodedata.normalize("NFKC", part.text).casefold().split()))
            if want - have:
                yield Lost(part.number, part.text)


@cache
def _raised(kind: str) -> dict[str, str]:
    """Character → the one that stands high or low."""
    chars = map(chr, (*range(0x80, 0x100), *range(0x1D00, 0x1DC0), *range(0x2070, 0x20A0)))
    return {base: char for char in chars if (base := _base(char, kind))}


def _base(char: str, kind: str) -> str:
    mark, _, code = unicodedata.decomposition(char).partition(" ")
    return chr(int(code, 16)).replace("−", "-") if mark == f"<{kind}>" and " " not in code else ""


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
    text = _WIDE.sub(lambda wide: unicodedata.normalize("NFKC", wide[0]), unicodedata.normalize("NFC", text))
    return re.sub("_+", "_", _UNSEEN.sub("", text.translate(_ALIKE).translate(_NEAR)))


# --- the file's own text


def docx_source(data: bytes, file: str, *, refuse_changes: bool = False, own: bool = False) -> Reading:
    """Everything that shows of the document, its boxes, notes, headers, footers and comments; of a DOCX of our `own`, which
    has its looks from its styles, the text alone. Raises InputError."""
    package = Package(data, file)
    reading = Reading()
    styles = Styles(_styles(package))
    kinds = ["footnotes", "endnotes"] + ([] if own else ["header", "footer", "comments"])
    for kind in ["", *kinds]:
        for name in [package.main] if not kind else dict.fromkeys(package.of_kind(package.main, kind)):
            root = package.xml(name)
            if root is not None:
                words = _Words(refuse_changes, styles, own)
                found = words.read(root)
                if kind in ("header", "footer", "comments"):
                    found = [Stretch(0, part.text, part.kind) for part in found if not _FOLIO.fullmatch(part.text)]
                reading.stretches += found
                reading.pictures += words.pictures
    return reading


def _styles(package: Package) -> Element | None:
    names = package.of_kind(package.main, "styles") or ["word/styles.xml"]
    try:
        return package.xml(names[0])
    except InputError:
        return None


@dataclass(slots=True)
class _Field:
    code: str = ""
    drawn: bool = False  # what follows is its result
    told: bool = False


class _Words:
    """An explicit stack, not recursion: it shall read whatever the reader reads, and more."""

    def __init__(self, refuse: bool, styles: Styles, own: bool) -> None:
        self._gone = _INSERTED if refuse else _DELETED
        self._styles, self._own = styles, own
        self._texts: list[list[str | Stretch]] = []
        self._bases: list[str] = []  # their styles
        self._joins: set[int] = set()
        self._fields: list[_Field] = []
        self._struck = False  # what was said last
        self.pictures = 0

    def read(self, root: Element) -> list[Stretch]:
        stack: list[tuple[Element, int, Element | None]] = [(root, -1, None)]
        while stack:
            element, paragraph, run = stack.pop()
            name = _name(element)
            if (name in self._gone and len(element)) or self._gone_row(element, name):
                continue
            if name == "AlternateContent":
                element = _one_of(element)
            if name == "p":
                paragraph = self._open(element)
            elif name == "r":
                run = element
            elif paragraph >= 0 and name in _APART:
                self._say(_CUT, paragraph, None)
                if len(element):  # and another one after what it holds
                    stack.append((Element(name), paragraph, None))
            elif paragraph >= 0:
                self._inside(element, name, paragraph, run)
            elif (name == "blip" and _at(element, "embed")) or (name == "imagedata" and _at(element, "id")):
                self.pictures += 1
            if name == "fldSimple":
                stack.append((Element("fldSimpleEnd"), paragraph, run))
            if name != "oMath":
                stack += [(inner, paragraph, run) for inner in reversed(element)]
        return list(self._parts())

    def _inside(self, element: Element, name: str, paragraph: int, run: Element | None) -> None:
        if name in _SAID:
            self._say(element.text or "", paragraph, run)
        elif name == "oMath":
            text = "".join(inner.text or "" for inner in element.iter() if _name(inner) == "t")
            self._say(_CUT, paragraph, None)
            self._texts[paragraph].append(Stretch(0, text, "loose"))
        elif name == "textpath" and _at(element, "string"):
            self._texts[paragraph] += [_CUT, _at(element, "string"), _CUT]
        elif (name == "blip" and _at(element, "embed")) or (name == "imagedata" and _at(element, "id")):
            self.pictures += 1
        elif name == "instrText" and self._fields and not self._fields[-1].drawn:
            self._fields[-1].code += element.text or ""
        elif name == "fldChar":
            kind = _at(element, "fldCharType")
            if kind == "begin":
                self._fields.append(_Field())
            elif kind == "separate" and self._fields:
                self._fields[-1].drawn = True
            elif kind == "end" and self._fields:
                self._close(paragraph)
        elif name == "fldSimple":
            self._fields.append(_Field(_at(element, "instr"), True))
        elif name == "fldSimpleEnd" and self._fields:
            self._close(paragraph)

    def _close(self, paragraph: int) -> None:
        """A field that showed nothing of its own: what of its code is drawn."""
        last = self._fields.pop()
        words = last.code.split(maxsplit=1)
        kind = words[0].upper().partition("\\")[0] if words else ""
        if last.told or kind not in _DRAWN or any(not outer.drawn for outer in self._fields):
            return
        code = re.sub(r'\\\*\s*(?:"[^"]*"|\S+)', "", last.code.strip()[len(kind) :])
        if kind == "MACROBUTTON":
            code = code.strip().partition(" ")[2]
        code = re.sub(r"\\[bdfilorsxa](?![a-z])|\\(?:[a-z]{2})\s*-?\d*", "", code, flags=re.IGNORECASE)
        self._say(_CUT, paragraph, None)
        self._texts[paragraph].append(Stretch(0, re.sub(r'[\s(),;，；\\"○◯□△◇]', "", code), "loose"))

    def _say(self, text: str, paragraph: int, run: Element | None) -> None:
        if any(not field.drawn for field in self._fields):
            if text != _CUT:
                self._fields[-1].code += text
            return
        for open_field in self._fields:
            open_field.told = open_field.told or bool(text.strip(_CUT).strip())
        parts = self._texts[paragraph]
        if self._own or text == _CUT:
            parts.append(text)
            return
        look = self._look(run, paragraph)
        if is_symbolic(look.latin):  # signs that only their table can read
            text = "".join(char for char in text if ord(char) > 0xFF)
        if look.capitals:
            text = text.upper()
        struck = bool(look.struck or look.struck_twice)
        if struck != self._struck:
            parts.append(_CUT)
            self._struck = struck
        if look.script in ("super", "sub") and not struck and text.strip():
            last = parts[-2] if len(parts) > 1 and parts[-1] == _CUT else None
            if isinstance(last, Stretch) and last.kind == look.script:  # one power in several runs
                parts[-2] = Stretch(0, last.text + text, last.kind)
            else:
                parts += [_CUT, Stretch(0, text, look.script), _CUT]
        elif look.underlined and not struck:
            parts.append(_BLANK.sub("_", text))
        else:
            parts.append(text)

    def _look(self, run: Element | None, paragraph: int) -> Looks:
        properties = next((part for part in run if _name(part) == "rPr"), None) if run is not None else None
        style = _of(run, "rPr", "rStyle")
        named = self._styles.looks(style, character=True) if style else Looks()
        return looks(None, properties).over(named).over(self._styles.looks(self._bases[paragraph]))

    def _open(self, element: Element) -> int:
        self._texts.append([])
        self._bases.append(_of(element, "pPr", "pStyle"))
        self._struck = False
        place = len(self._texts) - 1
        mark = {_name(inner) for part in element if _name(part) == "pPr" for inner in part.iter() if not len(inner)}
        if mark & self._gone:
            self._joins.add(place)
        return place

    def _parts(self) -> Iterator[Stretch]:
        for number, parts in enumerate(self._merged(), 1):
            text = ""
            for part in [*parts, _CUT]:
                if isinstance(part, Stretch):
                    yield Stretch(number, part.text, part.kind)
                elif part != _CUT:
                    text += part
                    continue
                if _folded(text):
                    yield Stretch(number, text)
                text = ""

    def _merged(self) -> Iterator[list[str | Stretch]]:
        """A paragraph whose mark is gone is one with the next; both numbers stay, the first is empty."""
        carried: list[str | Stretch] = []
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


def _at(element: Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _of(element: Element | None, *path: str) -> str:
    """`w:val` along `path`."""
    for name in path:
        element = next((inner for inner in element if _name(inner) == name), None) if element is not None else None
    return _at(element, "val") if element is not None else ""


def _one_of(alternatives: Element) -> Element:
    """The first alternative with words in it: the others show the same."""
    for option in alternatives:
        if any(_name(inner) in _SHOWN for inner in option.iter()):
            return option
    return Element("none")


_SHOWN = {*_SAID, "blip", "imagedata", "textpath"}


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def html_source(text: str) -> Reading:
    """The words of HTML, those between two tags together: tags gone, entities read."""
    stretches: list[Stretch] = []

    def apart(match: re.Match[str]) -> str:
        words = markup.unescape(_TAG.sub("", match[2]))
        stretches.append(Stretch(0, words, {"sup": "super", "sub": "sub"}[match[1].lower()]))
        return _CUT

    text = re.sub(r"<(select|option)\b.*?</\1\s*>", _CUT, text, flags=re.DOTALL | re.IGNORECASE)
    text = re.sub(r"<(sup|sub)\b[^>]*>(.*?)</\1\s*>", apart, text, flags=re.DOTALL | re.IGNORECASE)
    parts = (markup.unescape(part) for part in re.split(f"{_CUT}+", _TAG.sub(_CUT, text)))
    return Reading([*stretches, *(Stretch(0, part) for part in parts if _folded(part))])


def text_source(text: str) -> Reading:
    return Reading([Stretch(number, line) for number, line in enumerate(text.split("\n"), 1) if _folded(line)])
