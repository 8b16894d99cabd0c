"""What a paragraph or run looks like once its styles are looked through (ECMA-376 part 1, §17.7)."""

from __future__ import annotations

from dataclasses import replace
from xml.etree.ElementTree import Element

from briefing.core.records import dataclass
from briefing.importing.word_names import attribute, child, children, on, value, whole

#: A chain of styles longer than this goes in circles.
_MAX_CHAIN = 32


@dataclass(frozen=True, slots=True)
class StyleLooks:
    """`outline` 1–9, 0 for body text; `size` pt; None and "": not said."""

    bold: bool | None = None
    size: float | None = None
    font: str = ""
    align: str = ""
    outline: int | None = None
    hidden: bool | None = None
    number: str = ""  # id of a list
    depth: int | None = None
    latin: str = ""  # face of letters and digits, and of what is set in a symbol font
    colour: str = ""
    script: str = ""  # "super", "sub", "line"
    struck: bool | None = None
    struck_twice: bool | None = None
    underlined: bool | None = None
    dotted: bool | None = None
    capitals: bool | None = None
    raised: float | None = None  # pt above the line

    def over(self, base: StyleLooks) -> StyleLooks:
        """These looks where they say something, else those of `base`."""
        if self == _SILENT:
            return base
        said = {name: said for name in self.__dataclass_fields__ if (said := getattr(self, name)) not in (None, "")}
        return replace(base, **said)


_SILENT = StyleLooks()


class WordStyles:
    """The styles part. An unknown id is the default style, as in Word."""

    def __init__(self, root: Element | None) -> None:
        self._styles = {attribute(style, "styleId"): style for style in children(root, "style")}
        defaults = child(root, "docDefaults")
        self._base = looks(child(defaults, "pPrDefault", "pPr"), child(defaults, "rPrDefault", "rPr"))
        self._default = next(
            (
                identity
                for identity, style in self._styles.items()
                if attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true")
            ),
            "",
        )
        self._known: dict[str, StyleLooks] = {}

    def name(self, identity: str) -> str:
        """The style's name: that of the nearest style that a person named (an alias goes before Word's own
        `heading 2`, the part before · before a style derived from it)."""
        style = self._styles.get(identity or self._default)
        name = value(style, "aliases").split(",")[0] or value(style, "name")
        return name.split("·")[0]

    def outline_named(self, identity: str) -> int:
        """1–9 for Word's built-in headings, which say so by their name alone in some files."""
        for style in self._chain(identity):
            name = value(style, "name").lower()
            if name.startswith(("heading ", "标题 ")) and name[-1:].isdigit():
                return int(name[-1])
        return 0

    def looks(self, identity: str, *, character: bool = False) -> StyleLooks:
        """Everything that the style says, and the styles it is based on."""
        identity = identity or ("" if character else self._default)
        if identity not in self._known:
            found = StyleLooks() if character else self._base
            for style in reversed(self._chain(identity)):
                found = looks(child(style, "pPr"), child(style, "rPr")).over(found)
            self._known[identity] = found
        return self._known[identity]

    def _chain(self, identity: str) -> list[Element]:
        chain: list[Element] = []
        while (style := self._styles.get(identity)) is not None and len(chain) < _MAX_CHAIN:
            chain.append(style)
            identity = value(style, "basedOn")
        return chain


def looks(paragraph: Element | None, run: Element | None) -> StyleLooks:
    """What `w:pPr` and `w:rPr` say themselves."""
    level = value(paragraph, "outlineLvl")
    size = value(run, "sz")
    depth = value(paragraph, "numPr", "ilvl")
    fonts = child(run, "rFonts")
    return StyleLooks(
        bold=on(child(run, "b")),
        size=_points(size) if size else None,
        font=attribute(fonts, "eastAsia") or attribute(fonts, "ascii"),
        align=_ALIGNED.get(value(paragraph, "jc"), ""),
        outline=(whole(level, 9) + 1) % 10 if level else None,
        hidden=on(child(run, "vanish")),
        number=value(paragraph, "numPr", "numId"),
        depth=whole(depth) if depth else None,
        latin=attribute(fonts, "ascii") or attribute(fonts, "hAnsi"),
        colour=value(run, "color"),
        script=_SCRIPTS.get(value(run, "vertAlign"), ""),
        struck=on(child(run, "strike")),
        struck_twice=on(child(run, "dstrike")),
        underlined=on(child(run, "u")),
        dotted=None if child(run, "em") is None else value(run, "em") != "none",
        capitals=_either(on(child(run, "caps")), on(child(run, "smallCaps"))),
        raised=_points(raised) if (raised := value(run, "position")) else None,
    )


def _either(one: bool | None, other: bool | None) -> bool | None:
    return other if one is None else one or bool(other)


#: Units of measures in strict files (§22.9.2.15), in points.
_UNITS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "pc": 12.0, "pi": 12.0}


def _points(text: str) -> float:
    """A size, in half points or with its unit."""
    unit = _UNITS.get(text[-2:])
    if unit is None:
        return whole(text) / 2
    try:
        return float(text[:-2]) * unit
    except ValueError:
        return 0.0


_SCRIPTS = {"superscript": "super", "subscript": "sub", "baseline": "line"}


_ALIGNED = {
    "center": "center", "right": "right", "end": "right", "left": "left", "start": "left", "both": "justify",
    "distribute": "justify",
}  # fmt: skip


def moved(text: str, look: StyleLooks, base: StyleLooks) -> str:
    """Small letters and digits that are moved off the line by hand stand high or low as well."""
    small = look.size is not None and base.size is not None and look.size < base.size * 0.85
    if not (small and look.raised and abs(look.raised) >= 2 and text.strip().isascii() and len(text.strip()) <= 4):
        return ""
    return "super" if look.raised > 0 else "sub"
