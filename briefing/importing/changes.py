"""Tracked changes, accepted or refused before anything else looks at the text (ECMA-376 part 1, §17.13.5)."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from briefing.importing.word_names import attribute, child, local

_INSERTED, _DELETED = {"ins", "moveTo"}, {"del", "moveFrom"}
_DELETED_NAMES = {"delText": "t", "delInstrText": "instrText"}
_CELLS = {"cellIns": _INSERTED, "cellDel": _DELETED}


#: What properties hold beside formatting.
_NO_FORMATTING = {*_INSERTED, *_DELETED, *_CELLS, "rPr", "sectPr"}
_NOTES = {"footnoteReference", "endnoteReference"}
#: What the author of a change did.
_VERBS = {"ins": "插入", "del": "删除", "moveFrom": "移走", "moveTo": "移来"}
#: Runs of one author that follow one another are one change to a reader.
Settled = tuple[str, str, Element | None]


def settle(root: Element, *, refuse: bool = False) -> list[Settled]:
    """Make `root` say what it says once all changes are accepted, or refused. What was changed: what its author did, the
    words, and the paragraph that it stood in."""
    if refuse:
        _format_as_before(root)
    return _Changes(_INSERTED if refuse else _DELETED, _DELETED if refuse else _INSERTED).settle(root)


def _format_as_before(root: Element) -> None:
    """Take back what was changed of properties: each of them keeps what it said before, as `w:rPrChange` in `w:rPr` does."""
    for properties in root.iter():
        change = child(properties, f"{local(properties)}Change")
        if change is not None:
            before = child(change, local(properties))
            kept = [inner for inner in properties if local(inner) in _NO_FORMATTING]
            properties[:] = [*kept, *(before if before is not None else ())]


class _Changes:
    def __init__(self, dropped: set[str], kept: set[str]) -> None:
        self._dropped, self._kept = dropped, kept
        self._found: list[Settled] = []
        self._places: dict[tuple[str, int], int] = {}  # where the last of a verb and a paragraph stands among those

    def settle(self, element: Element) -> list[Settled]:
        self._children(element, None)
        return self._found

    def _note(self, mark: Element, content: Element | None, paragraph: Element | None) -> None:
        verb = _VERBS.get(local(mark), "")
        words = ("".join(_words(content)).strip() or _unsaid(content)) if content is not None else "（分段）"
        at = self._places.get((verb, id(paragraph)), -1)
        if paragraph is not None and at >= 0 and (content is None or at == len(self._found) - 1):
            self._found[at] = (verb, self._found[at][1] + words, paragraph)
        elif verb:
            self._places[verb, id(paragraph)] = len(self._found)
            self._found.append((verb, words, paragraph))

    def _children(self, parent: Element, paragraph: Element | None, told: bool = False) -> None:
        """`told`: inside of a change that stays and has been noted with all its words."""
        result: list[Element] = []
        for inner in parent:
            name = local(inner)
            if name == "p":
                paragraph = inner
            if name in self._dropped and _wraps(inner):
                self._note(inner, inner, paragraph)
                continue
            if name in self._kept and _wraps(inner):
                if not told:
                    self._note(inner, inner, paragraph)
                self._children(inner, paragraph, True)
                result.extend(inner)
                continue
            row = child(inner, "trPr") if name == "tr" else None
            if self._goes(row, inner, None, told):
                continue
            if name == "tc" and self._cell(child(inner, "tcPr")):
                self._found.append(("删除" if "del" in self._dropped else "插入", "".join(_words(inner)), None))
                _empty(inner)
            self._children(inner, paragraph, told or bool(self._marks(row)))
            if name in _DELETED_NAMES:  # deleted text that stays is text
                inner.tag = str(inner.tag).removesuffix(name) + _DELETED_NAMES[name]
            result.append(inner)
        parent[:] = self._joined(result, told)

    def _goes(self, properties: Element | None, row: Element | None, paragraph: Element | None, told: bool) -> bool:
        """Whether a paragraph's mark, or a table's `row`, goes."""
        marks = self._marks(properties)
        for mark in marks[:1] if not told else ():
            self._note(mark, row, paragraph)
        return any(local(mark) in self._dropped for mark in marks)

    def _marks(self, properties: Element | None) -> list[Element]:
        """What says that a paragraph's mark or a row was changed."""
        return [inner for inner in (() if properties is None else properties) if local(inner) in self._dropped | self._kept]

    def _cell(self, properties: Element | None) -> bool:
        names = {local(inner) for inner in properties} if properties is not None else set()
        return any(name in names and kinds == self._dropped for name, kinds in _CELLS.items())

    def _joined(self, blocks: list[Element], told: bool) -> list[Element]:
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
            if self._goes(child(block, "pPr", "rPr"), None, block, told):
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


def _unsaid(element: Element) -> str:
    """What a change holds that has no words."""
    names = {local(inner) for inner in element.iter()}
    return "（注码）" if names & _NOTES else "（域）" if names & {"fldChar", "instrText", "delInstrText"} else ""


def notes(element: Element) -> Iterator[str]:
    """Kind and id of the notes that are referred to in it."""
    for inner in element.iter():
        if local(inner) in _NOTES:
            yield f"{local(inner).removesuffix('Reference')} {attribute(inner, 'id')}"


def _words(element: Element) -> Iterator[str]:
    for inner in element.iter():
        name = local(inner)
        if name in ("t", "delText", "m:t"):
            yield inner.text or ""
        elif name in ("drawing", "pict", "object"):
            yield "（图）"
        elif name in ("br", "cr"):
            yield "（换行）"
        elif name == "tc":
            yield "　"


def _empty(cell: Element) -> None:
    for element in cell.iter():
        if local(element) == "p":
            element[:] = [inner for inner in element if local(inner) == "pPr"]


def _paragraph(like: Element, content: list[Element]) -> Element:
    space = str(like.tag).rpartition("}")[0]
    paragraph = Element(f"{space}}}p" if space else "p")
    paragraph.extend(content)
    return paragraph
