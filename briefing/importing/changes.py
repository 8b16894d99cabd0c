"""Tracked changes, accepted or refused before anything else looks at the text (ECMA-376 part 1, §17.13.5)."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from briefing.importing.names import child, local

_INSERTED, _DELETED = {"ins", "moveTo"}, {"del", "moveFrom"}
_CELLS = {"cellIns": _INSERTED, "cellDel": _DELETED}


def settle(root: Element, *, refuse: bool = False) -> int:
    """Make `root` say what it says once all changes are accepted, or refused. Returns how many there were."""
    return _Changes(_INSERTED if refuse else _DELETED, _DELETED if refuse else _INSERTED).settle(root)


class _Changes:
    def __init__(self, dropped: set[str], kept: set[str]) -> None:
        self._dropped, self._kept = dropped, kept
        self._count = 0

    def settle(self, element: Element) -> int:
        self._children(element)
        return self._count

    def _children(self, parent: Element) -> None:
        result: list[Element] = []
        for inner in parent:
            name = local(inner)
            if name in self._dropped and _wraps(inner):
                self._count += 1
                continue
            if name in self._kept and _wraps(inner):
                self._count += 1
                self._children(inner)
                result.extend(inner)
                continue
            if name == "tr" and self._marked(child(inner, "trPr")):
                continue
            if name == "tc" and self._cell(child(inner, "tcPr")):
                _empty(inner)
            self._children(inner)
            if name == "delText":  # deleted text that stays is text
                inner.tag = str(inner.tag).removesuffix("delText") + "t"
            result.append(inner)
        parent[:] = self._joined(result)

    def _marked(self, properties: Element | None) -> bool:
        """Whether a paragraph mark or a table row goes."""
        if properties is None:
            return False
        names = {local(inner) for inner in properties}
        self._count += bool(names & (self._dropped | self._kept))
        return bool(names & self._dropped)

    def _cell(self, properties: Element | None) -> bool:
        names = {local(inner) for inner in properties} if properties is not None else set()
        return any(name in names and kinds == self._dropped for name, kinds in _CELLS.items())

    def _joined(self, blocks: list[Element]) -> list[Element]:
        """A paragraph whose mark goes continues in the next one, whose properties it takes."""
        result: list[Element] = []
        waiting: list[Element] = []
        for block in blocks:
            if local(block) != "p":
                if waiting and local(block) == "tbl":  # a table cannot take the text in: keep the paragraph
                    result.append(_paragraph(block, waiting))
                    waiting = []
                result.append(block)
                continue
            content = [inner for inner in block if local(inner) != "pPr"]
            if self._marked(child(block, "pPr", "rPr")):
                waiting += content
                continue
            if waiting:
                own = child(block, "pPr")
                block[:] = [*([own] if own is not None else []), *waiting, *content]
                waiting = []
            result.append(block)
        if waiting:
            result.append(_paragraph(result[-1] if result else waiting[0], waiting))
        return result


def _wraps(element: Element) -> bool:
    """Whether `w:ins` holds content, and is not the mark in a paragraph's, row's or number's properties."""
    return len(element) > 0


def _empty(cell: Element) -> None:
    for element in cell.iter():
        if local(element) == "p":
            element[:] = [inner for inner in element if local(inner) == "pPr"]


def _paragraph(like: Element, content: list[Element]) -> Element:
    space = str(like.tag).rpartition("}")[0]
    paragraph = Element(f"{space}}}p" if space else "p")
    paragraph.extend(content)
    return paragraph
