"""The font table, and the faces that the document brings along (ECMA-376 part 1, §17.8)."""

from __future__ import annotations

from collections.abc import Iterable

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.oxml.ns import qn
from docx.package import Package

from briefing.output.docx.elements import Element, make
from briefing.output.docx.embedded_faces import EmbeddedFace
from briefing.output.docx.settings_parts import LATIN

#: Names under which Windows, WPS and macOS ship the same face, where the official one is missing.
ALTERNATIVES = {
    "仿宋_GB2312": "仿宋",
    "楷体_GB2312": "楷体",
    "方正小标宋简体": "华文中宋",
    "黑体": "SimHei",
    "宋体": "SimSun",
}
_OBFUSCATED = "application/vnd.openxmlformats-officedocument.obfuscatedFont"


def font_table(names: Iterable[str], faces: Iterable[EmbeddedFace], package: Package) -> XmlPart:
    """Each face with the names it has elsewhere (`w:altName`, §17.8.3.1), first that of the face embedded for it, and its forms.
    One part serves all the names of a face. File names are plain: Word takes no others."""
    table = XmlPart(PackURI("/word/fontTable.xml"), CT.WML_FONT_TABLE, make("fonts"), package)
    forms: dict[str, list[tuple[EmbeddedFace, Element]]] = {name: [] for name in (*names, LATIN)}
    for number, face in enumerate(faces, 1):
        part = Part(PackURI(f"/word/fonts/font{number}.odttf"), _OBFUSCATED, face.hidden, package)
        relation = table.relate_to(part, RT.FONT)
        for name in face.names:
            form = make("embedBold" if face.bold else "embedRegular", fontKey=f"{{{face.key}}}".upper())
            form.set(qn("r:id"), relation)
            forms.setdefault(name, []).append((face, form))
    for name in sorted(forms):
        table.element.append(_font(name, sorted(forms[name], key=lambda form: form[0].bold)))
    return table


def _font(name: str, forms: list[tuple[EmbeddedFace, Element]]) -> Element:
    latin = name == LATIN
    others = dict.fromkeys(face.family for face, _ in forms if face.family != name and face.family in face.names)
    alternatives = ",".join((*others, *([ALTERNATIVES[name]] if name in ALTERNATIVES else ())))
    return make(
        "font",
        make("altName", val=alternatives) if alternatives else None,
        make("charset", val="00" if latin else "86"),  # 86: GB2312
        make("family", val="roman" if latin else "auto"),
        make("pitch", val="variable" if latin else "default"),
        *(form for _, form in forms),
        name=name,
    )
