"""双行合一: text that Word draws in two half-high lines within one, perhaps in brackets that stand in no text (ECMA-376 part 1,
§17.3.2.10)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from xml.etree.ElementTree import Element

from briefing.importing.flow import Remark
from briefing.importing.word_names import attribute, child, local, on

_BRACKETS = {"round": "（）", "square": "［］", "angle": "〈〉", "curly": "｛｝"}


def in_one_line(root: Element, numbers: Mapping[int, int]) -> list[Remark]:
    """The brackets written into the runs that they stand around, and what now stands in one line. `numbers`: of paragraphs, by
    `id`."""
    found, number = [], 0
    for parent in list(root.iter()):
        number = numbers.get(id(parent), number)
        for runs in _together(parent):
            layout = _layout(runs[0])
            marks = _BRACKETS.get(attribute(layout, "combineBrackets"), "")
            words = "".join(text.text or "" for run in runs for text in run if local(text) == "t")
            if marks and words:
                first = next((at for at, inner in enumerate(runs[0]) if local(inner) == "t"), len(runs[0]))
                runs[0].insert(first, _said(runs[0], marks[0]))
                runs[-1].append(_said(runs[-1], marks[1]))
            if words.strip():
                found.append(Remark("two-in-one", marks[:1] + words + marks[1:], number))
    return found


def _together(parent: Element) -> Iterator[list[Element]]:
    """Runs beside one another that are one pair of lines."""
    for identity, runs in groupby(parent, _pair):
        if identity is not None:
            yield list(runs)


def _pair(element: Element) -> str | None:
    layout = _layout(element) if local(element) == "r" else None
    return attribute(layout, "id") if on(_toggle(layout)) else None


def _layout(run: Element) -> Element | None:
    return child(run, "rPr", "eastAsianLayout")


def _toggle(layout: Element | None) -> Element | None:
    """`w:combine` as the toggle that it is."""
    said = attribute(layout, "combine")
    return Element("combine", {"val": said}) if said else None


def _said(run: Element, text: str) -> Element:
    said = Element(f"{run.tag[:-1]}t")
    said.text = text
    return said
