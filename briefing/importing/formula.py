"""A formula of Word's (OMML, ECMA-376 part 1, §22.1) as one line of text: fractions with a stroke, roots with their sign."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from briefing.importing.equation import ScriptedText, grouped, root
from briefing.importing.word_names import attribute, child, children, local

_ACCENTS = {"\u0302": "^", "\u0303": "~", "\u0304": "¯", "\u0305": "¯", "\u20d7": "→"}


def linear(element: Element) -> list[ScriptedText]:
    """What `m:oMath` (or any part of it) says."""
    return [said for inner in element for said in _part(inner)]


def words(element: Element | None) -> str:
    """`linear`, its scripts written as x^2 and x_i."""
    said = linear(element) if element is not None else []
    return "".join(text if not script else f"{_SIGN[script]}{grouped(text)}" for text, script in said).strip()


_SIGN = {"super": "^", "sub": "_"}


def _part(element: Element) -> Iterator[ScriptedText]:
    name = local(element)
    if name in ("m:t", "t"):
        yield element.text or "", ""
    elif name == "m:f":
        bar = attribute(child(element, "m:fPr", "m:type"), "val")
        above, below = words(child(element, "m:num")), words(child(element, "m:den"))
        yield (f"({above} {below})" if bar == "noBar" else f"{grouped(above)}/{grouped(below)}"), ""
    elif name == "m:rad":
        yield root(words(child(element, "m:e")), words(child(element, "m:deg"))), ""
    elif name in ("m:sSup", "m:sSub", "m:sSubSup", "m:sPre"):
        yield from _scripts(element, name)
    elif name == "m:d":
        yield from _delimited(element)
    elif name == "m:nary":
        sign = attribute(child(element, "m:naryPr", "m:chr"), "val") or "∫"
        low, high = words(child(element, "m:sub")), words(child(element, "m:sup"))
        limits = (f"_{grouped(low)}" if low else "") + (f"^{grouped(high)}" if high else "")
        yield f"{sign}{limits} {words(child(element, 'm:e'))}", ""
    elif name in ("m:m", "m:eqArr"):
        rows = (", ".join(map(words, children(row, "m:e"))) for row in children(element, "m:mr"))
        yield "；".join(rows if name == "m:m" else map(words, children(element, "m:e"))), ""
    elif name in ("m:limLow", "m:limUpp"):
        yield f"{words(child(element, 'm:e'))}{'_' if name == 'm:limLow' else '^'}{grouped(words(child(element, 'm:lim')))}", ""
    elif name == "m:func":
        yield f"{words(child(element, 'm:fName'))} {words(child(element, 'm:e'))}", ""
    elif name in ("m:acc", "m:groupChr"):
        sign = attribute(child(element, f"{name}Pr", "m:chr"), "val") or ("\u0302" if name == "m:acc" else "")
        yield f"{words(child(element, 'm:e'))}{_ACCENTS.get(sign, sign)}", ""
    elif not name.endswith("Pr"):
        for inner in element:
            yield from _part(inner)


def _scripts(element: Element, name: str) -> Iterator[ScriptedText]:
    base = child(element, "m:e")
    inner = linear(base) if base is not None else []
    if name != "m:sPre":
        yield from inner
    if (sub := words(child(element, "m:sub"))) and name != "m:sSup":
        yield sub, "sub"
    if (sup := words(child(element, "m:sup"))) and name != "m:sSub":
        yield sup, "super"
    if name == "m:sPre":
        yield from inner


def _delimited(element: Element) -> Iterator[ScriptedText]:
    properties = child(element, "m:dPr")

    def sign(name: str, usual: str) -> str:
        found = child(properties, name)
        return usual if found is None else attribute(found, "val")

    yield sign("m:begChr", "("), ""
    for index, part in enumerate(children(element, "m:e")):
        if index:
            yield sign("m:sepChr", "|"), ""
        yield from linear(part)
    yield sign("m:endChr", ")"), ""
