"""The package of a Word file (ECMA-376 part 2): its parts, of which kind each is, and which refers to which.

python-docx has all of this, and element classes beside that nobody here used: to import those took an eighth of a build.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import NamedTuple, cast

from lxml import etree

from briefing.output.docx.elements import Element

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FORMATS = "application/vnd.openxmlformats"
_WORD = f"{_FORMATS}-officedocument.wordprocessingml"


class PartKind(NamedTuple):
    """`relation`: what a part of this kind is to whoever refers to it; `usual`: the ending of its name says the rest."""

    content_type: str
    relation: str
    usual: bool = False


DOCUMENT = PartKind(f"{_WORD}.document.main+xml", f"{_OFFICE}/officeDocument")
STYLES = PartKind(f"{_WORD}.styles+xml", f"{_OFFICE}/styles")
SETTINGS = PartKind(f"{_WORD}.settings+xml", f"{_OFFICE}/settings")
FOOTER = PartKind(f"{_WORD}.footer+xml", f"{_OFFICE}/footer")
FOOTNOTES = PartKind(f"{_WORD}.footnotes+xml", f"{_OFFICE}/footnotes")
FONT_TABLE = PartKind(f"{_WORD}.fontTable+xml", f"{_OFFICE}/fontTable")
FONT = PartKind(f"{_FORMATS}-officedocument.obfuscatedFont", f"{_OFFICE}/font")
THEME = PartKind(f"{_FORMATS}-officedocument.theme+xml", f"{_OFFICE}/theme")
PNG = PartKind("image/png", f"{_OFFICE}/image", usual=True)
JPEG = PartKind("image/jpeg", f"{_OFFICE}/image", usual=True)
FACTS = PartKind("application/xml", f"{_OFFICE}/customXml", usual=True)
FACTS_PROPERTIES = PartKind(f"{_FORMATS}-officedocument.customXmlProperties+xml", f"{_OFFICE}/customXmlProps")
CORE_PROPERTIES = PartKind(f"{_FORMATS}-package.core-properties+xml", f"{_PACKAGE}/relationships/metadata/core-properties")
APP_PROPERTIES = PartKind(f"{_FORMATS}-officedocument.extended-properties+xml", f"{_OFFICE}/extended-properties")

#: Of endings that say all, in any package.
_ENDINGS = {"rels": f"{_FORMATS}-package.relationships+xml", "xml": FACTS.content_type}


class WordPart:
    """A part by its name in the package: an element, or bytes as they are. The package itself has the name ""."""

    def __init__(self, name: str, kind: PartKind, content: Element | bytes) -> None:
        self.name, self.kind, self.content = name, kind, content
        self._relations: dict[str, WordPart] = {}

    def relate_to(self, other: WordPart) -> str:
        """The relationship's id, the same for the same part."""
        known = next((identity for identity, part in self._relations.items() if part is other), None)
        identity = known or f"rId{len(self._relations) + 1}"
        self._relations[identity] = other
        return identity

    def related(self) -> Iterator[WordPart]:
        """All parts that this one leads to, each once."""
        found: dict[int, WordPart] = {}
        pending = [self]
        while pending:
            for part in pending.pop()._relations.values():
                if id(part) not in found:
                    found[id(part)] = part
                    pending.append(part)
        yield from found.values()

    def relations(self) -> tuple[str, bytes] | None:
        """Name and contents of the part that says to what this one refers; None where it is to nothing."""
        if not self._relations:
            return None
        space = f"{_PACKAGE}/relationships"
        root = etree.Element(f"{{{space}}}Relationships", nsmap=_unprefixed(space))
        folder, name = posixpath.split(self.name)
        for identity, part in self._relations.items():
            target = posixpath.relpath(part.name, folder or ".")
            etree.SubElement(root, f"{{{space}}}Relationship", {"Id": identity, "Type": part.kind.relation, "Target": target})
        return posixpath.join(folder, "_rels", f"{name}.rels"), serialized(root)


def package() -> WordPart:
    """An empty one: what is related to it is in it, and what those parts are related to."""
    return WordPart("", PartKind("", ""), b"")


def members(package: WordPart) -> dict[str, bytes]:
    """What stands in the ZIP file, by name."""
    parts = [*package.related()]
    found = {"[Content_Types].xml": _content_types(parts)}
    for part in (package, *parts):
        if part is not package:
            found[part.name] = part.content if isinstance(part.content, bytes) else serialized(part.content)
        if relations := part.relations():
            found[relations[0]] = relations[1]
    return found


def _content_types(parts: list[WordPart]) -> bytes:
    space = f"{_PACKAGE}/content-types"
    root = etree.Element(f"{{{space}}}Types", nsmap=_unprefixed(space))
    usual = {part.name.rpartition(".")[2]: part.kind.content_type for part in parts if part.kind.usual}
    for ending, content_type in sorted({**_ENDINGS, **usual}.items()):
        etree.SubElement(root, f"{{{space}}}Default", {"Extension": ending, "ContentType": content_type})
    for part in sorted((part for part in parts if not part.kind.usual), key=lambda part: part.name):
        named = {"PartName": f"/{part.name}", "ContentType": part.kind.content_type}
        etree.SubElement(root, f"{{{space}}}Override", named)
    return serialized(root)


def _unprefixed(space: str) -> dict[str, str]:
    """A default namespace, in the type of which lxml's stubs know nothing."""
    return cast("dict[str, str]", {None: space})


def serialized(root: Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", standalone=True)
