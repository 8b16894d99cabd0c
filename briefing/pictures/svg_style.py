"""The CSS of a drawing: read declaration by declaration, kept as far as an engine that sets paper heeds it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from briefing.core.code import Code

if TYPE_CHECKING:
    from tinycss2.ast import Node

#: Tells a finding: code, message, element.
Fault = Callable[[Code, str, ET.Element], None]

_PAINTS = frozenset(("fill", "stroke", "clip-path", "mask", "filter", "marker", "marker-start", "marker-mid", "marker-end"))
#: Nothing is given back once it is taken: an attribute is as long as somebody likes.
_URL = re.compile(r"""url\(\s*+("[^"]*+"|'[^']*+'|[^()'"]*+)\s*+\)""")
_SIZES = frozenset(("xx-small", "x-small", "small", "medium", "large", "x-large", "xx-large", "smaller", "larger"))
_SLANTS, _WEIGHTS = frozenset(("italic", "oblique")), frozenset(("bold", "bolder", "lighter"))


class SvgStyles:
    """`references`: identifiers that paints, clips and markers name, with the elements where they stand."""

    def __init__(self, fault: Fault) -> None:
        self._fault = fault
        self.references: list[tuple[str, ET.Element]] = []

    def sheet(self, text: str, element: ET.Element) -> str:
        """A style sheet. Rules for media are for screens; faces are the house's."""
        import tinycss2

        rules = []
        for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
            if rule.type == "at-rule" and rule.lower_at_keyword == "import":
                self._fault("svg-reference", "矢量图要读别处的样式表（@import）", element)
            elif rule.type == "at-rule" and rule.lower_at_keyword.endswith("keyframes"):
                self._fault("svg-unsupported", "矢量图里有动画（@keyframes），纸上动不起来", element)
            elif rule.type == "qualified-rule":
                selector = tinycss2.serialize(rule.prelude).strip()
                rules.append(f"{selector}{{{self._kept(tinycss2.parse_blocks_contents(rule.content), element)}}}")
        return "\n".join(rules)

    def declarations(self, text: str, element: ET.Element) -> str:
        import tinycss2

        return self._kept(tinycss2.parse_blocks_contents(text), element)

    def attribute(self, name: str, value: str, element: ET.Element) -> None:
        """A presentation attribute. It stays as it is."""
        if name in _PAINTS or "url(" in value:
            self._urls(name, value, element)
        if name == "writing-mode":
            self._upright(value, element)

    def _kept(self, declarations: Sequence[Node], element: ET.Element) -> str:
        import tinycss2

        kept = []
        for item in declarations:
            if item.type != "declaration" or item.name.startswith("-"):
                continue
            name, value = item.lower_name, tinycss2.serialize(item.value).strip()
            self._urls(name, value, element)
            if name == "writing-mode":
                self._upright(value, element)
            important = " !important" if item.important else ""
            pairs = self._font(value, element) if name == "font" else [(name, value)]
            kept += [f"{name}:{value}{important}" for name, value in pairs]
        return ";".join(kept)

    def _font(self, value: str, element: ET.Element) -> list[tuple[str, str]]:
        """`font:` as the properties that it stands for: style and weight, size / line height, families."""
        words = re.sub(r"\s*/\s*[\w.%]+", " ", value, count=1).split()
        found = []
        for number, word in enumerate(words):
            if word in _SLANTS:
                found.append(("font-style", word))
            elif word in _WEIGHTS or re.fullmatch(r"[1-9]\d\d", word):
                found.append(("font-weight", word))
            elif word in _SIZES or re.match(r"[\d.]", word):
                family = " ".join(words[number + 1 :])
                return [*found, ("font-size", word), *([("font-family", family)] if family else [])]
        if value in ("inherit", "initial", "unset"):
            return []
        self._fault("svg-unsupported", f"矢量图里的字体写法看不懂：font: {value[:40]}", element)
        return []

    def _urls(self, name: str, value: str, element: ET.Element) -> None:
        for target in (quoted.strip().strip("'\"").strip() for quoted in _URL.findall(value)):
            if not target.startswith("#"):
                self._fault("svg-reference", f"矢量图要用别处的东西：{target[:60]}", element)
            elif name == "filter":
                self._fault("svg-unsupported", "矢量图里用了滤镜（阴影、模糊之类），印不出来", element)
            elif name in _PAINTS:
                self.references.append((target[1:], element))
        if name == "filter" and value not in ("none", "") and "url(" not in value:
            self._fault("svg-unsupported", "矢量图里用了滤镜（阴影、模糊之类），印不出来", element)

    def _upright(self, value: str, element: ET.Element) -> None:
        if value.startswith(("tb", "vertical", "sideways")):
            self._fault("svg-unsupported", "矢量图里有竖排的字，这里排不了", element)
