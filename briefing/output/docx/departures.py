"""How one paragraph departs from its kind's style, and what such departures are called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import NamedTuple

from briefing.core.records import dataclass
from briefing.model.sheet import ParagraphKind


@dataclass(frozen=True, slots=True)
class Departure:
    """How one paragraph departs from what its kind says; None: it does not. Lengths in twips, `size` in
    half-points."""

    before: int | None = None
    after: int | None = None
    size: int | None = None
    spacing: int | None = None
    leading: int | None = None
    left: int | None = None
    right: int | None = None
    hanging: int | None = None  # negative: first-line indent
    tab: str | None = None  # "right": the pair's tab stop; "leader": with dots
    align: str | None = None
    outline: int | None = None
    break_before: bool | None = None
    keep_next: bool | None = None
    keep_lines: bool | None = None


class WantedParagraph(NamedTuple):
    """One paragraph to come."""

    kind: ParagraphKind
    look: Departure
    colophon: bool = False


#: What the usual paragraph of a kind has in common, and so belongs to the kind's own style.
_COMMON = ("before", "after", "tab")
#: And, for kinds that stand in the 版记 only, its indents.
_COMMON_COLOPHON = (*_COMMON, "left", "right", "hanging")
#: Kinds whose type is the 报头's to decide (typeset/mastheads.py), and what it decides.
_MASTHEAD = frozenset({"mark", "overline", "nameplate", "number", "special", "imprint"})
_COMMON_MASTHEAD = (*_COMMON, "size", "spacing", "leading")

_LABELS = {
    "before": "段前{:g}",
    "after": "段后{:g}",
    "size": "字号{:g}",
    "spacing": "字距{:g}",
    "leading": "行距{:g}",
    "left": "左{:g}",
    "right": "右{:g}",
    "hanging": "悬挂{:g}",
    "tab": "制表位",
    "outline": "{}级",
    "break_before": "另页",
    "keep_next": "与下段同页",
    "keep_lines": "段中不分页",
}
_ALIGNED = {"justify": "两端", "left": "居左", "center": "居中", "right": "居右"}


def usual_looks(wanted: Iterable[WantedParagraph]) -> Mapping[str, Departure]:
    """What goes into the style of each kind: the most frequent look of its paragraphs."""
    looks: dict[str, list[WantedParagraph]] = {}
    for one in wanted:
        looks.setdefault(one.kind, []).append(one)
    usual: dict[str, Departure] = {}
    for kind, group in looks.items():
        names = _COMMON_COLOPHON if all(one.colophon for one in group) else _COMMON
        names = _COMMON_MASTHEAD if kind in _MASTHEAD else names
        counts = Counter(Departure(**{name: getattr(one.look, name) for name in names}) for one in group)
        usual[kind] = counts.most_common(1)[0][0]
    return usual


def style_name(look: Departure) -> str:
    """The look in words, for the name of a derived style."""
    parts = []
    for item in fields(Departure):
        value = getattr(look, item.name)
        if value is None:
            continue
        if value is False:
            parts.append(f"不{_LABELS[item.name]}")
        elif item.name == "align":
            parts.append(_ALIGNED[value])
        elif item.name == "size":
            parts.append(_LABELS["size"].format(value / 2))
        elif isinstance(value, int) and not isinstance(value, bool) and item.name != "outline":
            parts.append(_LABELS[item.name].format(value / 20))
        else:
            parts.append(_LABELS[item.name].format(value))
    return "".join(parts)
