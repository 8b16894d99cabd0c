"""A file's own text, read a second time: everything that shows, straight from the XML, for `account.py`.

This module shares no reading with `word_document.py`: it takes every `w:t` of the document, its text boxes, notes, headers and
comments, with what fields draw from their code, what stands high or low or is struck out, and the pictures.
"""

from __future__ import annotations

import html as markup
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from briefing.core.errors import InputError
from briefing.core.records import dataclass
from briefing.importing.account import AccountedText, FileReading, folded
from briefing.importing.docx_package import Package
from briefing.importing.styles import StyleLooks, WordStyles, looks
from briefing.importing.symbols import is_symbolic

_SAID = {"t", "delText"}
#: Where a word may stand beside others than those it is stored beside: signs without a `w:t`, phonetic guides.
_APART = {
    "sym", "noBreakHyphen", "ruby", "rubyBase", "rt", "br", "cr", "footnoteReference", "endnoteReference", "footnoteRef",
    "endnoteRef",
}  # fmt: skip
_CUT = "\0"
_INSERTED, _DELETED = {"ins", "moveTo"}, {"del", "moveFrom"}
#: Fields whose code is never drawn, or only together with a result that the file stores.
_DRAWN = {"EQ", "QUOTE", "MACROBUTTON"}
_SIGNS = re.compile("[\uf000-\uf0ff\u2028\u2029\x85]+")
#: Text of a page in a symbol font.
_SIGN_SPAN = re.compile(r"<\w+\b[^>]*font-family\s*:\s*[\"']?(?:wingdings|webdings|symbol)\b[^>]*>[^<]*", re.IGNORECASE)
_BLANK = re.compile("[ \u00a0\u2000-\u200a\u3000\t]{2,}|[\u3000\t]|^[ \u00a0\u2000-\u200a]+$")
_FOLIO = re.compile(r"[—\-－–·~\s0-9/第页共]*")
_TAG = re.compile(r"<(script|style|head|title)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.DOTALL | re.IGNORECASE)


def docx_source(data: bytes, file: str, *, refuse_changes: bool = False, own: bool = False) -> FileReading:
    """Everything that shows of the document, its boxes, notes, headers, footers and comments; of a DOCX of our `own`, which
    has its looks from its styles, the text alone. Raises InputError."""
    package = Package(data, file)
    reading = FileReading()
    styles = WordStyles(_styles(package))
    given: dict[str, str] = {}
    gone_notes: set[str] = set()
    kinds = ["footnotes", "endnotes"] + ([] if own else ["header", "footer", "comments"])
    for kind in ["", *kinds]:
        for name in [package.main] if not kind else dict.fromkeys(package.of_kind(package.main, kind)):
            root = package.xml(name)
            if root is not None:
                words = _Words(refuse_changes, styles, own, given, gone_notes)
                found = words.read(root)
                if kind in ("header", "footer", "comments"):
                    found = [AccountedText(0, part.text, part.kind) for part in found if not _FOLIO.fullmatch(part.text)]
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

    def __init__(self, refuse: bool, styles: WordStyles, own: bool, given: dict[str, str], gone_notes: set[str]) -> None:
        """`given`: how the marks of notes look that the file gives, by kind and id; each note begins with its own. `gone_notes`:
        those that went with what refers to them."""
        self._given, self._mark = given, ""
        self._gone_notes = gone_notes
        self._gone = _INSERTED if refuse else _DELETED
        self._styles, self._own = styles, own
        self._texts: list[list[str | AccountedText]] = []
        self._bases: list[str] = []  # their styles
        self._joins: set[int] = set()
        self._ruled: set[int] = set()  # whose tabs draw lines
        self._fields: list[_Field] = []
        self._struck = False  # what was said last
        self.pictures = 0

    def read(self, root: Element) -> list[AccountedText]:
        unended = self._unended(root)
        stack: list[tuple[Element, int, Element | None]] = [(root, -1, None)]
        while stack:
            element, paragraph, run = stack.pop()
            name = _name(element)
            if self._is_gone(element, name) or id(element) in unended:
                self._gone_notes |= set(_notes(element))
                continue
            if name in ("footnote", "endnote") and name + _at(element, "id") in self._gone_notes:
                continue
            if name == "AlternateContent":
                element = _one_of(element)
            if name in ("footnote", "endnote"):
                self._mark = self._given.get(name + _at(element, "id"), "").strip()
            if name == "p":
                paragraph, run = self._open(element), None
            elif paragraph >= 0 and name == "sdt":
                self._say(_CUT, paragraph, None)
                stack.append((Element("sdtEnd"), paragraph, None))
            elif paragraph >= 0 and name == "sdtEnd":
                self._say(_CUT, paragraph, None)
            elif name == "r":
                run = element
                if _bracketed(run):
                    self._say(_CUT, paragraph, None)
                    stack.append((Element("sdtEnd"), paragraph, None))
            elif paragraph >= 0 and name in _APART:
                self._say(_CUT, paragraph, None)
                if len(element):  # and another one after what it holds
                    stack.append((Element(name), paragraph, None))
            elif paragraph >= 0:
                self._inside(element, name, paragraph, run)
            elif _is_picture(element, name):
                self.pictures += 1
            if name == "fldSimple":
                stack.append((Element("fldSimpleEnd"), paragraph, run))
            if name != "oMath":
                stack += [(inner, paragraph, run) for inner in reversed(element)]
        return list(self._parts())

    def _inside(self, element: Element, name: str, paragraph: int, run: Element | None) -> None:
        if name in _SAID and (identity := _given(element, run)):
            self._given[identity] = self._given.get(identity, "") + (element.text or "")
        elif name in _SAID:
            said = element.text or ""
            if self._mark and said.strip():
                begun = said.lstrip()
                told = self._mark if begun.startswith(self._mark) else begun if self._mark.startswith(begun) else ""
                said, self._mark = begun[len(told) :] if told else said, self._mark[len(told) :] if told else ""
            self._say(said, paragraph, run)
        elif name == "tab" and run is not None:
            if paragraph in self._ruled:
                self._texts[paragraph] += ["_"]
            else:
                self._say("\t", paragraph, run)
        elif name == "oMath":
            text = "".join(inner.text or "" for inner in element.iter() if _name(inner) == "t")
            self._say(_CUT, paragraph, None)
            self._texts[paragraph].append(AccountedText(0, text, "loose"))
        elif name == "textpath" and _at(element, "string"):
            self._texts[paragraph] += [_CUT, _at(element, "string"), _CUT]
        elif _is_picture(element, name):
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
        if last.told or any(not outer.drawn for outer in self._fields):
            return
        self._say(_CUT, paragraph, None)  # whatever Word draws there
        if kind not in _DRAWN:
            return
        code = re.sub(r'\\\*\s*(?:"[^"]*"|\S+)', "", last.code.strip()[len(kind) :])
        if kind == "MACROBUTTON":
            code = code.strip().partition(" ")[2]
        code = re.sub(r"\\[bdfilorsxa](?![a-z])|\\(?:[a-z]{2})\s*-?\d*", "", code, flags=re.IGNORECASE)
        self._say(_CUT, paragraph, None)
        self._texts[paragraph].append(AccountedText(0, re.sub(r'[\s(),;，；\\"○◯□△◇]', "", code), "loose"))

    def _say(self, text: str, paragraph: int, run: Element | None) -> None:
        if any(not field.drawn for field in self._fields):
            if text != _CUT:
                self._fields[-1].code += text
            return
        for open_field in self._fields:
            open_field.told = open_field.told or bool(text.strip(_CUT).strip())
        parts = self._texts[paragraph]
        if text == _CUT:
            parts.append(text)
            return
        look = self._look(run, paragraph)
        struck = bool(look.struck or look.struck_twice)
        if struck != self._struck:
            parts.append(_CUT)
            self._struck = struck
        if self._own:
            parts.append(text)
            return
        script = look.script or self._moved(text, look, paragraph)
        if is_symbolic(look.latin):  # signs that only their table can read
            text = re.sub(r"[\x21-\xff]+", _CUT, text)
        text = _SIGNS.sub(_CUT, text)
        if look.capitals:
            text = text.upper()
        if script in ("super", "sub") and not struck and text.strip():
            text = text.replace(_CUT, "")
            last = parts[-2] if len(parts) > 1 and parts[-1] == _CUT else None
            if isinstance(last, AccountedText) and last.kind == script:  # one power in several runs
                parts[-2] = AccountedText(0, last.text + text, last.kind)
            else:
                parts += [_CUT, AccountedText(0, text, script), _CUT]
        elif look.underlined and not struck:
            parts.append(_BLANK.sub("_", text))
        else:
            parts.append(text)

    def _moved(self, text: str, look: StyleLooks, paragraph: int) -> str:
        """Small type off the line is a power or an index, too."""
        usual = self._styles.looks(self._bases[paragraph]).size
        if not look.raised or not look.size or not usual or look.size >= usual * 0.85 or abs(look.raised) < 2:
            return ""
        return "" if len(text.strip()) > 4 or not text.strip().isascii() else "super" if look.raised > 0 else "sub"

    def _look(self, run: Element | None, paragraph: int) -> StyleLooks:
        properties = next((part for part in run if _name(part) == "rPr"), None) if run is not None else None
        if properties is None:
            return self._styles.looks(self._bases[paragraph])
        style = _of(run, "rPr", "rStyle")
        named = self._styles.looks(style, character=True) if style else StyleLooks()
        return looks(None, properties).over(named).over(self._styles.looks(self._bases[paragraph]))

    def _open(self, element: Element) -> int:
        self._texts.append([])
        self._bases.append(_of(element, "pPr", "pStyle"))
        self._struck = False
        place = len(self._texts) - 1
        stops = (tab for part in element if _name(part) == "pPr" for tabs in part if _name(tabs) == "tabs" for tab in tabs)
        if any(_at(tab, "leader") in ("underscore", "heavy") for tab in stops):
            self._ruled.add(place)
        mark = {_name(inner) for part in element if _name(part) == "pPr" for inner in part.iter() if not len(inner)}
        if mark & self._gone:
            self._joins.add(place)
        return place

    def _parts(self) -> Iterator[AccountedText]:
        for number, parts in enumerate(self._merged(), 1):
            text = ""
            for part in parts:
                if isinstance(part, str):
                    text += part
                else:
                    text += _CUT
                    yield AccountedText(number, part.text, part.kind)
            yield from (AccountedText(number, piece) for piece in text.split(_CUT) if folded(piece))

    def _merged(self) -> Iterator[list[str | AccountedText]]:
        """A paragraph whose mark is gone is one with the next; both numbers stay, the first is empty."""
        carried: list[str | AccountedText] = []
        for place, parts in enumerate(self._texts):
            if place in self._joins and place + 1 < len(self._texts):
                carried += parts
                yield []
            else:
                yield carried + parts
                carried = []

    def _unended(self, root: Element) -> set[int]:
        """Ids of the marks of fields that begin and never end: they hide nothing."""
        open_: list[int] = []
        stack = [root]
        while stack:
            element = stack.pop()
            name = _name(element)
            if self._is_gone(element, name):
                continue
            kind = _at(element, "fldCharType") if name == "fldChar" else ""
            if kind == "begin":
                open_.append(id(element))
            elif kind == "end" and open_:
                open_.pop()
            stack.extend(reversed(element))
        return set(open_)

    def _is_gone(self, element: Element, name: str) -> bool:
        if name in self._gone and len(element):
            return True
        if name != "tr":
            return False
        return any(_name(mark) in self._gone for part in element if _name(part) == "trPr" for mark in part)


def _notes(element: Element) -> Iterator[str]:
    """Kind and id of the notes that are referred to in it."""
    for inner in element.iter():
        name = _name(inner)
        if name in ("footnoteReference", "endnoteReference"):
            yield name.removesuffix("Reference") + _at(inner, "id")


def _given(element: Element, run: Element | None) -> str:
    """Kind and id of the note whose mark a text of a run gives."""
    for other in run if run is not None else ():
        if other is element:
            return ""
        name = _name(other)
        if name in ("footnoteReference", "endnoteReference") and _at(other, "customMarkFollows") not in ("", "0", "false", "off"):
            return name.removesuffix("Reference") + _at(other, "id")
    return ""


def _is_picture(element: Element, name: str) -> bool:
    """Whether a picture is shown here, be it in the file or elsewhere."""
    if name == "blip":
        return bool(_at(element, "embed") or _at(element, "link"))
    return name == "imagedata" and bool(_at(element, "id"))


def _bracketed(run: Element) -> bool:
    """Whether brackets that are no text stand around its words (双行合一)."""
    looks_of = (inner for part in run if _name(part) == "rPr" for inner in part)
    return any(_name(inner) == "eastAsianLayout" and _at(inner, "combineBrackets") for inner in looks_of)


def _at(element: Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _of(element: Element | None, *path: str) -> str:
    """`w:val` along `path`."""
    for name in path:
        element = next((inner for inner in element if _name(inner) == name), None) if element is not None else None
    return _at(element, "val") if element is not None else ""


def _one_of(alternatives: Element) -> Element:
    """The first alternative with words in it: the others show the same; but what Word 2013 takes, even if it is empty."""
    for option in alternatives:
        if _at(option, "Requires").strip() == "w15":
            return option
        if any(_name(inner) in _SHOWN for inner in option.iter()):
            return option
    return Element("none")


_SHOWN = {*_SAID, "blip", "imagedata", "textpath"}


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def html_source(text: str) -> FileReading:
    """The words of HTML, those between two tags together: tags gone, entities read."""
    stretches: list[AccountedText] = []

    def apart(match: re.Match[str]) -> str:
        words = markup.unescape(_TAG.sub("", match[2]))
        stretches.append(AccountedText(0, words, {"sup": "super", "sub": "sub"}[match[1].lower()]))
        return _CUT

    text = _SIGN_SPAN.sub(_CUT, text)
    text = re.sub(r"<(select|option)\b.*?</\1\s*>", _CUT, text, flags=re.DOTALL | re.IGNORECASE)
    text = re.sub(r"<(sup|sub)\b[^>]*>(.*?)</\1\s*>", apart, text, flags=re.DOTALL | re.IGNORECASE)
    parts = (markup.unescape(part) for part in re.split(f"{_CUT}+", _TAG.sub(_CUT, text)))
    return FileReading([*stretches, *(AccountedText(0, part) for part in parts if folded(part))])


def text_source(text: str) -> FileReading:
    parts = ((number, part) for number, line in enumerate(text.split("\n"), 1) for part in line.split("\t"))
    return FileReading([AccountedText(number, part) for number, part in parts if folded(part)])
