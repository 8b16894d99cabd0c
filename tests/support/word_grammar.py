"""What a DOCX must be whoever reads it (ECMA-376, transitional): the order of elements, whole references, one name a thing.

Word refuses a whole file for one element out of order; LibreOffice reads it. This reads the parts as they lie in the package and
knows nothing of how they were made.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from lxml import etree

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{_MAIN}}}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
#: Which type of style an element names.
_STYLES = {"pStyle": "paragraph", "rStyle": "character", "tblStyle": "table"}
#: Word's own limits, beyond which it calls a file damaged or changes it: twips, half-points, characters.
_PAGE, _LENGTH, _SIZE, _FONT, _BOOKMARK, _STYLE, _COLUMNS = 31680, 31680, 3276, 31, 40, 253, 63
_LENGTHS = {
    "spacing": ("before", "after", "line", "val"), "ind": ("left", "right", "firstLine", "hanging"), "trHeight": ("val",),
    "pgMar": ("top", "right", "bottom", "left", "header", "footer", "gutter"), "tcW": ("w",), "gridCol": ("w",), "tblInd": ("w",),
    "pgSz": ("w", "h"), "tab": ("pos",), "cols": ("space",), "docGrid": ("linePitch",),
}  # fmt: skip

_NO_LESS = {("spacing", "before"), ("spacing", "after"), ("spacing", "line"), ("tcW", "w"), ("trHeight", "val"), ("gridCol", "w")}


@cache
def _orders() -> dict[str, tuple[tuple[str, ...], frozenset[str]]]:
    """Of an element, or of one in a certain parent: names in order, and those that may repeat; () where any order will do."""
    found: dict[str, tuple[tuple[str, ...], frozenset[str]]] = {}
    for line in Path(__file__).with_name("word_orders.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        element, _, names = line.partition(":")
        if "|" in names:
            found[element] = (), frozenset(name.strip() for name in names.split("|"))
        else:
            rows = names.split()
            repeated = frozenset(name[:-1] for name in rows if name.endswith("*"))
            found[element] = tuple(name.rstrip("*") for name in rows), repeated
    return found


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


class Package:
    """The parts of a DOCX, its XML parsed."""

    def __init__(self, docx: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(docx)) as archive:
            self.names = archive.namelist()
            data = {name: archive.read(name) for name in self.names}
        self.xml = {name: etree.fromstring(data[name]) for name in self.names if name.endswith((".xml", ".rels"))}

    @property
    def words(self) -> Iterator[tuple[str, etree._Element]]:
        """The parts in WordprocessingML."""
        yield from ((name, root) for name, root in self.xml.items() if root.tag.startswith(W))

    def relations(self, name: str) -> dict[str, tuple[str, bool]]:
        """Of a part: id → the part it leads to, and whether that lies outside."""
        folder, file = posixpath.split(name)
        root = self.xml.get(f"{folder}/_rels/{file}.rels".lstrip("/"))
        found = {}
        for item in root.iter(f"{_RELATIONS}Relationship") if root is not None else ():
            target = item.get("Target", "")
            outside = item.get("TargetMode") == "External"
            inner = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[item.get("Id", "")] = (target if outside else inner, outside)
        return found


def faults(docx: bytes) -> list[str]:
    """All that is wrong, nothing for a sound file."""
    package = Package(docx)
    found = [*_package(package)]
    for name, root in package.words:
        found += (f"{name}: {said}" for said in (*_order(root), *_contents(root), *_limits(root), *_fields(root)))
    document, styles = package.xml["word/document.xml"], package.xml["word/styles.xml"]
    found += _styles(styles, [root for _, root in package.words])
    found += _identities([root for _, root in package.words], document)
    found += _notes(package, document)
    found += _tables(package)
    found += _settings(package)
    return found


# --- the package


def _package(package: Package) -> Iterator[str]:
    """Every part has a type and is led to; every relationship leads somewhere, and every one that is named is there."""
    if duplicates := [name for name, count in Counter(package.names).items() if count > 1]:
        yield f"parts twice: {duplicates}"
    types = package.xml["[Content_Types].xml"]
    endings = {item.get("Extension", "").lower() for item in types.iter(f"{_TYPES}Default")}
    own = {item.get("PartName", "").lstrip("/") for item in types.iter(f"{_TYPES}Override")}
    yield from (f"a type for {name}, which is not there" for name in own - set(package.names))
    reached, pending = {"[Content_Types].xml"}, [""]
    while pending:
        name = pending.pop()
        for target, outside in package.relations(name).values():
            if outside:
                continue
            if target not in package.names:
                yield f"{name}: leads to {target}, which is not there"
            elif target not in reached:
                reached.add(target)
                pending.append(target)
    for name in package.names:
        if not name.endswith(".rels") and name not in reached:
            yield f"{name}: nothing leads to it"
        if name not in own and name.rpartition(".")[2].lower() not in endings and name != "[Content_Types].xml":
            yield f"{name}: has no type"
    for name, root in package.xml.items():
        known = package.relations(name)
        used = {str(value) for element in root.iter() for key, value in element.attrib.items() if str(key).startswith(R)}
        yield from (f"{name}: {each} is no relationship" for each in used - known.keys())


# --- elements


def _order(root: etree._Element) -> Iterator[str]:
    for element in root.iter(f"{W}*", f"{WP}*"):
        name, above = _name(element), element.getparent()
        orders = _orders()
        order = orders.get(f"{_name(above)}/{name}" if above is not None else name) or orders.get(name)
        if order is None:
            continue
        views = dict.fromkeys(tuple(_kinds(element, view, order)) for view in ("Choice", "Fallback"))
        for kinds in views:
            yield from _in_order(name, kinds, *order)


def _kinds(element: etree._Element, view: str, order: tuple[tuple[str, ...], frozenset[str]]) -> Iterator[str]:
    """What is in an element, in the place of alternatives those of a view, unless the order names them."""
    for child in element:
        if child.tag == f"{MC}AlternateContent" and not any("AlternateContent" in named for named in order):
            yield from (_name(each) for branch in child if _name(branch) == view for each in branch)
        else:
            yield _name(child)


def _in_order(name: str, kinds: tuple[str, ...], names: tuple[str, ...], repeated: frozenset[str]) -> Iterator[str]:
    last = -1
    for kind in kinds:
        if not names:
            if kind not in repeated:
                yield f"{name} has {kind}"
        elif kind not in names:
            yield f"{name} has {kind}"
        elif (place := names.index(kind)) < last or (place == last and kind not in repeated):
            yield f"{name}: {kind} after {names[last]}"
        else:
            last = place


def _contents(root: etree._Element) -> Iterator[str]:
    """What stands first, what last, and that nothing is empty that may not be."""
    for element in root.iter(f"{W}p", f"{W}r", f"{W}tc", f"{W}tr", f"{W}tbl", f"{W}footnote", f"{W}ftr", f"{W}body", f"{W}t"):
        name = _name(element)
        kinds = [_name(child) for child in element]
        if f"{name}Pr" in kinds[1:]:
            yield f"{name}: its properties are not first"
        if name == "tc" and (not kinds or kinds[-1] != "p"):
            yield f"tc ends with {kinds[-1:]}"
        if name in ("footnote", "ftr") and "p" not in kinds and _name(root) != "settings":
            yield f"{name} has no paragraph"
        if name == "tr" and "tc" not in kinds:
            yield "tr has no cell"
        if name == "tbl" and kinds[:2] != ["tblPr", "tblGrid"]:
            yield "tbl does not begin with tblPr and tblGrid"
        if name == "body" and kinds[-1:] != ["sectPr"]:
            yield "body does not end with sectPr"
        if name == "p" and "p" in kinds:
            yield "p in p"
        if name == "t":
            said, kept = element.text or "", element.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
            if not said:
                yield "t is empty"
            if said != said.strip(" \t\r\n") and not kept:
                yield f"t loses its blanks: {said!r}"
    for choice in root.iter(f"{MC}AlternateContent"):
        if [_name(child) for child in choice] not in (["Choice"], ["Choice", "Fallback"]):
            yield "AlternateContent has no Choice and Fallback"
    for choice in root.iter(f"{MC}Choice"):
        if any(prefix not in choice.nsmap for prefix in choice.get("Requires", "?").split()):
            yield f"Choice requires {choice.get('Requires')}, which is not declared"
    ignored = root.get(f"{MC}Ignorable", "").split()
    yield from (f"Ignorable names {prefix}, which is not declared" for prefix in ignored if prefix not in root.nsmap)
    known = {root.nsmap[prefix] for prefix in ignored if prefix in root.nsmap}
    main = etree.QName(root).namespace
    for element in root.iter(f"{W}sectPr", f"{W}pPr", f"{W}rPr", f"{W}tblPr", f"{W}tcPr", f"{W}settings"):
        for child in element:
            if etree.QName(child).namespace not in {main, MC.strip("{}"), *known}:
                yield f"{_name(element)}: {child.tag} may not be ignored by those who do not know it"


def _limits(root: etree._Element) -> Iterator[str]:
    for element in root.iter(f"{W}*"):
        name = _name(element)
        for key in _LENGTHS.get(name, ()):
            given = element.get(f"{W}{key}")
            if given is None:
                continue
            if not re.fullmatch(r"-?\d+", given):
                yield f"{name}: {key} is {given}"
            elif abs(int(given)) > (_PAGE if name == "pgSz" else _LENGTH):
                yield f"{name}: {key} is {given}, too much"
            elif int(given) < 0 and (name, key) in _NO_LESS:
                yield f"{name}: {key} is {given}"
        given = element.get(f"{W}val", "")
        if name in ("sz", "szCs") and not (re.fullmatch(r"\d+", given) and 2 <= int(given) <= _SIZE):
            yield f"{name} is {given}"
        if name == "gridSpan" and not (given.isdigit() and int(given) >= 1):
            yield f"gridSpan is {given}"
        if name in ("color", "shd") and not re.fullmatch("auto|[0-9A-F]{6}", element.get(f"{W}fill", given)):
            yield f"{name} is {element.get(f'{W}fill', given)}"
    for font in root.iter(f"{W}font"):
        if len(font.get(f"{W}name", "")) > _FONT:
            yield f"font {font.get(f'{W}name')}: its name is too long"


def _fields(root: etree._Element) -> Iterator[str]:
    """Every complex field has a beginning, a middle and an end, in one paragraph each."""
    for paragraph in root.iter(f"{W}p"):
        kinds = [mark.get(f"{W}fldCharType", "") for mark in paragraph.iter(f"{W}fldChar")]
        if kinds != ["begin", "separate", "end"] * (len(kinds) // 3):
            yield f"a field of {kinds}"


# --- names


def _styles(styles: etree._Element, roots: list[etree._Element]) -> Iterator[str]:
    rows = list(styles.iter(f"{W}style"))
    types = {row.get(f"{W}styleId", ""): row.get(f"{W}type", "") for row in rows}
    for what, names in (
        ("id", [row.get(f"{W}styleId", "") for row in rows]),
        ("name", [name.get(f"{W}val", "").lower() for name in styles.iter(f"{W}name")]),
    ):
        yield from (f"styles: two have the {what} {each}" for each, count in Counter(names).items() if count > 1)
    for row in rows:
        name = next(row.iter(f"{W}name")).get(f"{W}val", "")
        if not name or len(name) > _STYLE or "," in name:
            yield f"styles: a name is {name!r}"
        base = row.find(f"{W}basedOn")
        if base is not None and types.get(base.get(f"{W}val", "")) != row.get(f"{W}type"):
            yield f"styles: {name} is based on {base.get(f'{W}val')}"
    defaults = Counter(row.get(f"{W}type") for row in rows if row.get(f"{W}default") in ("1", "true"))
    if any(count != 1 for count in defaults.values()) or len(defaults) != 4:
        yield f"styles: defaults are {dict(defaults)}"
    for root in roots:
        for element in root.iter(*(f"{W}{name}" for name in _STYLES)):
            wanted = element.get(f"{W}val", "")
            if types.get(wanted) != _STYLES[_name(element)]:
                yield f"{_name(element)} names {wanted}, a style for {types.get(wanted, 'nothing')}"
    headings = {row.get(f"{W}styleId"): row for row in rows if re.fullmatch(r"Heading\d", row.get(f"{W}styleId", ""))}
    for identity, row in headings.items():
        level = row.find(f"{W}pPr/{W}outlineLvl")
        if level is None or level.get(f"{W}val") != str(int(str(identity)[-1]) - 1):
            yield f"styles: {identity} is of another level"


def _identities(roots: list[etree._Element], document: etree._Element) -> Iterator[str]:
    starts = [mark for root in roots for mark in root.iter(f"{W}bookmarkStart")]
    ends = Counter(mark.get(f"{W}id", "") for root in roots for mark in root.iter(f"{W}bookmarkEnd"))
    names = Counter(mark.get(f"{W}name", "") for mark in starts)
    if Counter(mark.get(f"{W}id", "") for mark in starts) != ends or any(count > 1 for count in ends.values()):
        yield "bookmarks begin and end otherwise"
    for name, count in names.items():
        if count > 1 or len(name) > _BOOKMARK or not re.fullmatch(r"[^\W\d]\w*", name):
            yield f"{count} bookmarks {name!r}"
    open_now: set[str] = set()
    for mark in document.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd"):
        identity = mark.get(f"{W}id", "")
        if _name(mark) == "bookmarkStart":
            open_now.add(identity)
        elif identity not in open_now:
            yield f"bookmark {identity} ends before it begins"
    for link in document.iter(f"{W}hyperlink"):
        if (anchor := link.get(f"{W}anchor")) is not None and anchor not in names:
            yield f"a link leads to {anchor}"
    for root in roots:
        for code in root.iter(f"{W}instrText"):
            named = re.match(r"\s*(?:PAGEREF|REF|NOTEREF)\s+(\S+)", code.text or "")
            if named and named[1] not in names:
                yield f"a field leads to {named[1]}"
    pictures = Counter(shape.get("id") for shape in document.iter(f"{WP}docPr"))
    yield from (f"docPr {identity} is there {count} times" for identity, count in pictures.items() if count > 1)


def _chosen(element: etree._Element, kind: str) -> Iterator[etree._Element]:
    """Elements of one kind as Word 2013 meets them (`Choice`), or as others do (`Fallback`)."""
    for child in element:
        if child.tag == f"{MC}AlternateContent":
            for branch in child:
                if _name(branch) == kind:
                    yield from _chosen(branch, kind)
        elif isinstance(child.tag, str):
            yield child
            yield from _chosen(child, kind)


def _notes(package: Package, document: etree._Element) -> Iterator[str]:
    part = package.xml.get("word/footnotes.xml")
    notes = [] if part is None else list(part.iter(f"{W}footnote"))
    types = {note.get(f"{W}id", ""): note.get(f"{W}type", "normal") for note in notes}
    if len(types) != len(notes):
        yield "footnotes: an id is there twice"
    kinds = Counter(types.values())
    if notes and (kinds["separator"], kinds["continuationSeparator"]) != (1, 1):
        yield f"footnotes: types are {dict(kinds)}"
    normal = [identity for identity, kind in types.items() if kind == "normal"]
    for kind in ("Choice", "Fallback"):
        references = [each.get(f"{W}id", "") for each in _chosen(document, kind) if each.tag == f"{W}footnoteReference"]
        if references != normal:
            yield f"{kind}: footnotes are {normal}, references {references}"
    special = {identity for identity, kind in types.items() if kind != "normal"}
    told = {each.get(f"{W}id", "") for each in package.xml["word/settings.xml"].iterfind(f"{W}footnotePr/{W}footnote")}
    if special != told:
        yield f"settings: footnotes {told} are said to be none, footnotes.xml has {special}"


def _tables(package: Package) -> Iterator[str]:
    """Rows are as wide as their grid; what goes on from a cell above has one, of the same columns."""
    for name, root in package.words:
        for table in root.iter(f"{W}tbl"):
            grid = [int(column.get(f"{W}w", "0")) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
            if not 0 < len(grid) <= _COLUMNS:
                yield f"{name}: a table of {len(grid)} columns"
            above: dict[tuple[int, int], bool] = {}
            for row in table.iterfind(f"{W}tr"):
                place, open_now = 0, {}
                for cell in row.iterfind(f"{W}tc"):
                    span = cell.find(f"{W}tcPr/{W}gridSpan")
                    across = int(span.get(f"{W}val", "1")) if span is not None else 1
                    width = cell.find(f"{W}tcPr/{W}tcW")
                    if width is None or int(width.get(f"{W}w", "0")) != sum(grid[place : place + across]):
                        yield f"{name}: a cell is not as wide as its columns"
                    merged = cell.find(f"{W}tcPr/{W}vMerge")
                    if merged is not None:
                        open_now[place, across] = True
                        if merged.get(f"{W}val", "continue") == "continue" and (place, across) not in above:
                            yield f"{name}: a cell goes on from none"
                    place += across
                if place != len(grid):
                    yield f"{name}: a row of {place} columns in a table of {len(grid)}"
                above = open_now


def _settings(package: Package) -> Iterator[str]:
    settings, styles = package.xml["word/settings.xml"], package.xml["word/styles.xml"]
    mode = [each.get(f"{W}val") for each in settings.iter(f"{W}compatSetting") if each.get(f"{W}name") == "compatibilityMode"]
    if mode != ["15"]:
        yield f"settings: compatibility mode {mode}"
    language = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    if language is None or not language.get(f"{W}eastAsia", "").startswith("zh"):
        yield "styles: no Chinese by default"
    known = {font.get(f"{W}name") for font in package.xml["word/fontTable.xml"].iter(f"{W}font")}
    for _, root in package.words:
        for fonts in root.iter(f"{W}rFonts"):
            used = {str(value) for key, value in fonts.attrib.items() if str(key) != f"{W}hint"}
            yield from (f"rFonts: {face} is not in the font table" for face in used - known)
