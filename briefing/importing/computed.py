"""Fields (ECMA-376 part 1, §17.16): those whose result the file stores, and those that Word draws from their code."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from briefing.core.records import dataclass
from briefing.importing.equation import ScriptedText, equation
from briefing.importing.symbols import symbol
from briefing.importing.word_names import attribute, child, children, local, on, value, whole

#: Fields that show nothing: marks for an index, values that are set, questions that are asked.
_UNSEEN = {
    "ADVANCE", "ASK", "AUTOTEXT", "BIDIOUTLINE", "DATA", "DDE", "ERROR", "GLOSSARY", "NEXT", "NEXTIF", "PRINT", "PRIVATE", "RD",
    "SET", "SKIPIF", "TA", "TC", "TOC", "XE", "HYPERLINK", "INDEX", "TOA", "",
}  # fmt: skip
_EMPTY = "空着的填写框"
TICKED, OPEN = "☑", "□"


@dataclass(slots=True)
class OpenField:
    """An open field. `separated`: what follows is its result; `told`: that result has said something."""

    form: Element | None = None  # w:ffData
    code: str = ""
    separated: bool = False
    told: bool = False

    @property
    def kind(self) -> str:
        words = self.code.split(maxsplit=1)
        return words[0].upper().partition("\\")[0] if words else ""


@dataclass(frozen=True, slots=True)
class FieldResult:
    """What a field shows: `remark` is the kind of an Aside and its words, where there is something to say of it."""

    said: list[ScriptedText]
    remark: tuple[str, str] | None = None


def drop_unended(root: Element) -> None:
    """Fields that never end are none: what follows such a mark is text (a half of a field is what is left where somebody cut
    the other half, or a program put files together)."""
    open_: list[Element] = []
    for element in root.iter():
        if local(element) == "fldChar":
            kind = attribute(element, "fldCharType")
            if kind == "begin":
                open_.append(element)
            elif kind == "end" and open_:
                open_.pop()
    for mark in open_:
        mark.attrib.clear()


def shown(field: OpenField) -> FieldResult:
    """What Word draws for a field that has no result of its own."""
    kind, code = field.kind, field.code.strip()
    rest = code[len(kind) :].strip()
    if kind == "EQ":
        found = equation(rest)
        text = "".join(text for text, _ in found.said)
        if not found.sure:
            return FieldResult(found.said, ("equation", f"{code} → {text}"))
        return FieldResult(found.said, ("formula", text) if found.drawn else None)
    if kind == "FORMCHECKBOX":
        box = child(field.form, "checkBox")
        ticked = on(child(box, "checked"))
        return FieldResult([(TICKED if (on(child(box, "default")) if ticked is None else ticked) else OPEN, "")])
    if kind == "FORMDROPDOWN":
        return FieldResult([(_chosen(field.form), "")])
    if kind == "FORMTEXT":
        return FieldResult([], ("placeholder", _EMPTY))
    if kind == "SYMBOL":
        return _symbol(rest, code)
    if kind == "QUOTE":
        return FieldResult([(match[1] if (match := re.match(r'"([^"]*)"', rest)) else rest, "")])
    if kind in ("MACROBUTTON", "GOTOBUTTON"):
        return FieldResult([], ("placeholder", rest.partition(" ")[2].strip()))
    if kind in _UNSEEN or field.separated:
        return FieldResult([])
    return FieldResult([], ("field", code))


def _chosen(form: Element | None) -> str:
    listed = child(form, "ddList")
    entries = [attribute(entry, "val") for entry in children(listed, "listEntry")]
    index = whole(value(listed, "result") or value(listed, "default"))
    return entries[index] if 0 <= index < len(entries) else ""


def _symbol(rest: str, code: str) -> FieldResult:
    match = re.match(r'(0x[0-9a-f]+|\d+|\S)\s*(?:.*?\\f\s*"?([^"\\]+)"?)?', rest, re.IGNORECASE)
    if match is None:
        return FieldResult([], ("field", code))
    number = int(match[1], 0) if match[1][0].isdigit() and match[1].lstrip("0") else ord(match[1][0])
    font = (match[2] or "").strip()
    try:
        char = symbol(font, f"{number:x}") if font else bytes([number]).decode("cp1252") if number < 256 else chr(number)
    except (ValueError, OverflowError):
        char = None
    return FieldResult([(char or "□", "")], None if char else ("symbol", code))
