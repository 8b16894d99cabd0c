"""Word 2003 XML, which office systems export and call .doc → a DOCX: both say nearly the same under nearly the same names.

What differs is put right here: lists, notes and pictures that stand in the text, wrappers, a few names. Whatever stands in no
known place stays where it is, so that the words in it are read.
"""

from __future__ import annotations

import base64
import binascii
import io
import re
import zipfile
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from briefing.importing.docx_package import parse
from briefing.importing.word_names import attribute, children, local, value

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_REL = "http://schemas.openxmlformats.org/package/2006/relationships"
_OLD = "{http://schemas.microsoft.com/office/word/2003/wordml}"
#: Formats of numbers by their code (`w:nfc`).
_FORMS = (
    "decimal", "upperRoman", "lowerRoman", "upperLetter", "lowerLetter", "ordinal", "cardinalText", "ordinalText", "hex",
    "chicago", "ideographDigital", "japaneseCounting", "aiueo", "iroha", "decimalFullWidth", "decimalHalfWidth",
    "japaneseLegal", "japaneseDigitalTenThousand", "decimalEnclosedCircle", "decimalFullWidth2", "aiueoFullWidth",
    "irohaFullWidth", "decimalZero", "bullet", "ganada", "chosung", "decimalEnclosedFullstop", "decimalEnclosedParen",
    "decimalEnclosedCircleChinese", "ideographEnclosedCircle", "ideographTraditional", "ideographZodiac",
    "ideographZodiacTraditional", "taiwaneseCounting", "ideographLegalTraditional", "taiwaneseCountingThousand",
    "taiwaneseDigital", "chineseCounting", "chineseLegalSimplified", "chineseCountingThousand", "decimal", "koreanDigital",
    "koreanCounting", "koreanLegal", "koreanDigital2",
)  # fmt: skip
_NAMES = {"hlink": "hyperlink", "vmerge": "vMerge", "hmerge": "hMerge", "listPr": "numPr", "ilfo": "numId"}
_CHANGES = {"Word.Insertion": "ins", "Word.Deletion": "del"}
_NOTES = {"footnote": "footnotes", "endnote": "endnotes"}
_PARTS = {"hdr": "header", "ftr": "footer"}


def docx_of(data: bytes, file: str) -> bytes:
    """Raises InputError for what is no XML."""
    return _Converter(parse(data, file, file)).docx()


class _Converter:
    def __init__(self, root: Element) -> None:
        self._root = root
        self._parts: dict[str, bytes] = {}
        self._media: dict[str, str] = {}  # wordml://… → relation
        self._links: dict[str, tuple[str, str]] = {}
        self._margins: list[tuple[str, Element]] = []
        self._apart: dict[str, list[Element]] = {"footnotes": [], "endnotes": [], "comments": []}

    def docx(self) -> bytes:
        for data in self._root.iter(f"{_OLD}binData"):
            self._keep(data)
        body = next(children(self._root, "body"), Element(f"{{{W}}}body"))
        document = Element(f"{{{W}}}document")
        document.append(self._converted(body))
        self._write("document", document)
        for styles in children(self._root, "styles"):
            self._write("styles", self._converted(styles))
        self._write("numbering", self._numbering())
        for name, margin in self._margins:
            self._write(name, margin)
        for name, found in self._apart.items():
            if found:
                part = Element(f"{{{W}}}{name}")
                part.extend(found)
                self._write(name, part)
        return self._packed()

    def _write(self, name: str, part: Element) -> None:
        self._parts[f"word/{name}.xml"] = ElementTree.tostring(part, "utf-8", xml_declaration=True)
        if name != "document":
            self._links[name] = (re.sub(r"\d", "", name), f"{name}.xml")

    def _keep(self, data: Element) -> None:
        name = attribute(data, "name")
        try:
            content = base64.b64decode(re.sub(r"\s+", "", data.text or ""))
        except (binascii.Error, ValueError):
            return
        stem = re.sub(r"[^\w.]", "", name.rpartition("/")[2]) or f"image{len(self._media)}"
        relation = f"m{len(self._media) + 1}"
        self._parts[f"word/media/{relation}-{stem}"] = content
        self._links[relation] = ("image", f"media/{relation}-{stem}")
        self._media[name] = relation

    def _converted(self, element: Element) -> Element:
        """The element in the names of a DOCX, by a stack of its own: files nest as deep as they like."""
        top = Element("top")
        pending = [(element, top)]
        while pending:
            old, parent = pending.pop()
            name = local(old)
            if not isinstance(old.tag, str) or name in ("binData", "fonts", "docOleData"):
                continue
            if name in ("sect", "sub-section", "pBdrGroup", "content") or name == "annotation":
                target = self._annotated(old, parent) if name == "annotation" else parent
            elif name in _NOTES and parent.tag == f"{{{W}}}r":
                target = self._note(name, parent)
            elif name in _PARTS:
                target = self._margin(name)
            elif old.tag.startswith(_OLD) or name == "imagedata":
                target = SubElement(parent, self._tag(old, name), self._attributes(old, name))
                target.text = old.text
            elif len(old) and (not old.tag.startswith("{urn:schemas-microsoft-com:") or "smarttags}" in old.tag):
                target = parent  # a smart tag or whatever else wraps
            else:
                target = SubElement(parent, old.tag, old.attrib)
                target.text = old.text
            if target is not None:
                pending += [(inner, target) for inner in reversed(old)]
        return top[0] if len(top) else Element(f"{{{W}}}body")

    @staticmethod
    def _tag(old: Element, name: str) -> str:
        return f"{{{W}}}{_NAMES.get(name, name)}" if old.tag.startswith(_OLD) else old.tag

    def _attributes(self, old: Element, name: str) -> dict[str, str]:
        said = {}
        for key, found in old.attrib.items():
            bare = key.rpartition("}")[2]
            said[f"{{{W}}}{'eastAsia' if bare == 'fareast' else bare}"] = "1" if bare == "default" and found == "on" else found
        if name == "imagedata" and (relation := self._media.get(attribute(old, "src"))):
            said[f"{{{_R}}}id"] = relation
        return said

    def _annotated(self, old: Element, parent: Element) -> Element | None:
        kind = attribute(old, "type")
        if kind in _CHANGES:
            mark = f"{{{W}}}{_CHANGES[kind]}"
            return SubElement(parent, mark)
        if kind == "Word.Comment":
            comment = Element(f"{{{W}}}comment", {f"{{{W}}}id": attribute(old, "id")})
            self._apart["comments"].append(comment)
            SubElement(parent, f"{{{W}}}commentReference", {f"{{{W}}}id": attribute(old, "id")})
            return comment
        return parent if kind in ("Word.Formatting", "Word.Numbering") else None

    def _note(self, name: str, run: Element) -> Element:
        identity = str(len(self._apart[_NOTES[name]]) + 1)
        note = Element(f"{{{W}}}{name}", {f"{{{W}}}id": identity})
        self._apart[_NOTES[name]].append(note)
        SubElement(run, f"{{{W}}}{name}Reference", {f"{{{W}}}id": identity})
        return note

    def _margin(self, name: str) -> Element:
        part = Element(f"{{{W}}}{name}")
        kind = _PARTS[name]
        number = sum(key.startswith(kind) for key in self._links) + 1
        self._links[f"{kind}{number}"] = (kind, f"{kind}{number}.xml")
        self._margins.append((f"{kind}{number}", part))
        return part

    def _numbering(self) -> Element:
        part = Element(f"{{{W}}}numbering")
        for lists in children(self._root, "lists"):
            for definition in children(lists, "listDef"):
                found = self._converted(definition)
                found.tag = f"{{{W}}}abstractNum"
                found.set(f"{{{W}}}abstractNumId", attribute(definition, "listDefId"))
                for level in children(found, "lvl"):
                    code = value(level, "nfc")
                    form = (
                        _FORMS[int(code)]
                        if code.isdecimal() and int(code) < len(_FORMS)
                        else "none"
                        if code == "255"
                        else "decimal"
                    )
                    SubElement(level, f"{{{W}}}numFmt", {f"{{{W}}}val": form})
                part.append(found)
            for entry in children(lists, "list"):
                number = SubElement(part, f"{{{W}}}num", {f"{{{W}}}numId": attribute(entry, "ilfo")})
                SubElement(number, f"{{{W}}}abstractNumId", {f"{{{W}}}val": value(entry, "ilst")})
        return part

    def _packed(self) -> bytes:
        links = Element(f"{{{_REL}}}Relationships")
        for identity, (kind, target) in self._links.items():
            SubElement(links, f"{{{_REL}}}Relationship", {"Id": identity, "Type": f"{_R}/{kind}", "Target": target})
        main = Element(f"{{{_REL}}}Relationships")
        SubElement(main, f"{{{_REL}}}Relationship", {"Id": "r1", "Type": f"{_R}/officeDocument", "Target": "word/document.xml"})
        rels = ElementTree.tostring(links)
        parts = {"_rels/.rels": ElementTree.tostring(main), "word/_rels/document.xml.rels": rels, **self._parts}
        for name in ("footnotes", "endnotes", "header1", "header2", "header3"):
            if f"word/{name}.xml" in parts:  # pictures in them
                parts[f"word/_rels/{name}.xml.rels"] = rels
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as package:
            for name, content in parts.items():
                package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
        return stream.getvalue()
