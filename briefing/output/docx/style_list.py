"""The list of styles of one document: ids, names, and `w:style` elements in the order they were asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable

from briefing.house.style import HouseStyle
from briefing.output.docx.elements import Element, make
from briefing.output.docx.style_defaults import defaults, foundations


class Stylesheet:
    """Makes each style once. Ids are ASCII; names are what people see, and unique."""

    def __init__(self, house: HouseStyle, language: str) -> None:
        self.house, self._language = house, language
        self._ids: dict[Hashable, str] = {}
        self._names: set[str] = set()
        self._counts: Counter[str] = Counter()
        self._elements: list[Element] = []

    @property
    def element(self) -> Element:
        """`w:styles` with everything that was asked for."""
        return make("styles", defaults(self._language), *foundations(self.house), *self._elements)

    def once(self, key: Hashable, stem: str, define: Callable[[str, bool], None]) -> str:
        """The id of the style `key`; the first time, `define(id, first)` adds it. Ids of one stem are
        numbered; `first`: no style of this stem was there before."""
        if key not in self._ids:
            self._counts[stem] += 1
            number = self._counts[stem]
            identity = stem if number == 1 else f"{stem}-{number}"
            self._ids[key] = identity
            define(identity, number == 1)
        return self._ids[key]

    def add(
        self,
        type_: str,
        identity: str,
        name: str,
        *properties: Element | None,
        base: str | None = "Normal",
        aliases: str | None = None,
        hidden: bool = False,
        built_in: bool = False,
    ) -> None:
        """Append a `w:style`. `properties`: its pPr, rPr, tblPr. `hidden`: kept out of Word's list of
        styles."""
        self._elements.append(
            make(
                "style",
                make("name", val=self._unique(name)),
                make("aliases", val=aliases) if aliases else None,
                make("basedOn", val=base) if base else None,
                make("uiPriority", val=99) if hidden else None,
                make("semiHidden") if hidden else None,
                None if hidden else make("qFormat"),
                *properties,
                type=type_,
                customStyle=None if built_in else True,
                styleId=identity,
            )
        )

    def _unique(self, name: str) -> str:
        unique, number = name, 1
        while unique in self._names:  # Word drops the second of two styles of one name
            number += 1
            unique = f"{name} {number}"
        self._names.add(unique)
        return unique


def camel(name: str) -> str:
    """table-cell → TableCell."""
    return "".join(word.capitalize() for word in name.split("-"))
