"""Automatic numbers: what Word prints before a paragraph and stores nowhere (ECMA-376 part 1, §17.9)."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from briefing.core.records import dataclass
from briefing.importing.number_forms import written
from briefing.importing.symbols import spelled
from briefing.importing.word_names import attribute, child, children, on, value, whole

_LEVELS = 9
#: Bullets that say something: boxes to tick, stars.
_BOXES = set("□☐☑☒√×★☆")


@dataclass(slots=True)
class _Level:
    form: str
    text: str
    start: int
    legal: bool = False  # all numbers in digits
    restart: int | None = None  # the level (from 1) after which it begins anew; 0: never
    font: str = ""  # of a bullet


@dataclass(frozen=True, slots=True)
class Label:
    """`text` without the tab or space after it; `bullet`: a sign, not a number. `unknown`: the format that nobody here
    knows how to write; the number is in digits then."""

    text: str
    bullet: bool
    depth: int
    unknown: str = ""


class Numbering:
    """Counts as paragraphs go by: ask once for each numbered paragraph, in their order."""

    def __init__(self, root: Element | None) -> None:
        abstract = {attribute(node, "abstractNumId"): node for node in children(root, "abstractNum")}
        styled = {name: identity for identity, node in abstract.items() if (name := value(node, "styleLink"))}
        self._lists: dict[str, dict[int, _Level]] = {}
        self._shared: dict[str, str] = {}  # list → the abstract list whose counters it shares
        self._styled: dict[str, tuple[str, int]] = {}
        for node in children(root, "num"):
            identity, base = attribute(node, "numId"), value(node, "abstractNumId")
            if linked := value(abstract.get(base), "numStyleLink"):  # the levels stand where the list style is defined
                base = styled.get(linked, base)
            levels = _levels(abstract.get(base))
            overridden = False
            for change in children(node, "lvlOverride"):
                index = whole(attribute(change, "ilvl"))
                levels |= _levels(change)
                if start := value(change, "startOverride"):
                    overridden = True
                    if index in levels:
                        levels[index].start = whole(start, 1)
            self._lists[identity] = levels
            self._shared[identity] = f"num {identity}" if overridden else base
            for level in children(abstract.get(base), "lvl"):
                if style := value(level, "pStyle"):
                    self._styled.setdefault(style, (identity, whole(attribute(level, "ilvl"))))
        self._counts: dict[str, list[int | None]] = {}

    def of_style(self, style: str) -> tuple[str, int]:
        """List and level that a style is bound to, ("", 0) for none."""
        return self._styled.get(style, ("", 0))

    def label(self, identity: str, depth: int) -> Label | None:
        """The label of the next paragraph of list `identity` at level `depth`; None where there is none."""
        levels = self._lists.get(identity)
        level = levels.get(depth) if levels else None
        if levels is None or level is None or not 0 <= depth < _LEVELS:
            return None
        counts = self._counts.setdefault(self._shared[identity], [None] * _LEVELS)
        before = counts[depth]
        counts[depth] = level.start if before is None else before + 1
        for below in range(depth + 1, _LEVELS):
            restart = levels[below].restart if below in levels else None
            if restart is None or restart > depth:
                counts[below] = None
        if level.form == "bullet":
            sign = "".join(char for char, known in spelled(level.text, level.font) if known)
            return Label(sign, False, depth) if sign in _BOXES else Label("", True, depth)
        if level.form == "none" and "%" in level.text:
            return None

        unknown = ""

        def fill(match: re.Match[str]) -> str:
            nonlocal unknown
            index = int(match[1]) - 1
            other = levels.get(index, level)
            count = counts[index]
            number = other.start if count is None else count
            said = written(number, "decimal" if level.legal and not other.form.startswith("decimalZero") else other.form)
            unknown = unknown or ("" if said is not None else other.form)
            return str(number) if said is None else said

        text = re.sub(r"%([1-9])", fill, level.text).strip()
        return Label(text, False, depth, unknown) if text else None


def _levels(node: Element | None) -> dict[int, _Level]:
    return {
        whole(attribute(level, "ilvl")): _Level(
            value(level, "numFmt") or _custom(level),
            value(level, "lvlText"),
            whole(value(level, "start"), 1),
            on(child(level, "isLgl")) or False,
            whole(restart) if (restart := value(level, "lvlRestart")) else None,
            attribute(child(level, "rPr", "rFonts"), "ascii") or attribute(child(level, "rPr", "rFonts"), "hAnsi"),
        )
        for level in children(node, "lvl")
    }


def _custom(level: Element) -> str:
    """Formats of Word 2010 stand in `mc:AlternateContent`, with a fallback for older readers: 01, 02 and 001, 002 by
    their pattern."""
    chosen = child(level, "AlternateContent", "Choice", "numFmt")
    zeros = re.match("(0{1,5})1, ", attribute(chosen, "format"))
    if attribute(chosen, "val") == "custom" and zeros:
        return f"decimalZero{len(zeros[1]) + 1}"
    return value(child(level, "AlternateContent", "Fallback"), "numFmt") or "decimal"
