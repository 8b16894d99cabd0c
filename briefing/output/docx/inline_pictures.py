"""Pictures."""

from __future__ import annotations

import posixpath

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.shape import CT_Inline
from docx.package import Package
from docx.shared import Pt

from briefing.output.docx.elements import Element, make
from briefing.pictures import SoundPicture
from briefing.typeset.composed import SetPicture


def picture_part(sound: SoundPicture, number: int, package: Package) -> Part:
    """Made here and not by python-docx, which reads the headers of some JPEGs only."""
    kind = CT.PNG if sound.format == "PNG" else CT.JPEG
    return Part(PackURI(f"/word/media/image{number}{sound.suffix}"), kind, sound.data, package)


def picture(block: SetPicture, path: str, style: str, relation: str, number: int) -> Element:
    """A paragraph that holds one picture in line with the text, its alternative text with it. `path`: what to call it;
    `relation`: to the part that holds it."""
    inline = CT_Inline.new_pic_inline(number, relation, posixpath.basename(path), Pt(block.width), Pt(block.height))
    inline.docPr.set("descr", block.picture.alt)
    for side in "TBLR":
        inline.set(f"dist{side}", "0")  # without, LibreOffice has 3.19 mm of white on the left and on the right
    return make("p", make("pPr", make("pStyle", val=style)), make("r", make("drawing", inline)))
