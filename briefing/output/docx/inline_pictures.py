"""Pictures."""

from __future__ import annotations

import posixpath
from functools import cache

from briefing.output.docx.elements import NAMESPACES, Element, copied, make, named, parsed
from briefing.output.docx.word_package import JPEG, PNG, WordPart
from briefing.pictures import SoundPicture
from briefing.typeset.composed import SetPicture

_EMU = 12700  # a point
_DRAWING = """\
<wp:inline xmlns:wp="{wp}" xmlns:a="{a}" xmlns:pic="{pic}" xmlns:r="{r}">
  <wp:extent/>
  <wp:docPr/>
  <wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>
  <a:graphic><a:graphicData uri="{pic}">
    <pic:pic>
      <pic:nvPicPr><pic:cNvPr id="0"/><pic:cNvPicPr/></pic:nvPicPr>
      <pic:blipFill><a:blip/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>
      <pic:spPr>
        <a:xfrm><a:off x="0" y="0"/><a:ext/></a:xfrm>
        <a:prstGeom prst="rect"/>
      </pic:spPr>
    </pic:pic>
  </a:graphicData></a:graphic>
</wp:inline>"""


def picture_part(sound: SoundPicture, number: int) -> WordPart:
    return WordPart(f"word/media/image{number}{sound.suffix}", PNG if sound.format == "PNG" else JPEG, sound.data)


def picture(block: SetPicture, path: str, style: str, relation: str, number: int) -> Element:
    """A paragraph that holds one picture in line with the text, its alternative text with it. `path`: what to call it;
    `relation`: to the part that holds it."""
    inline = copied(_drawing())
    size = {"cx": str(int(block.width * _EMU)), "cy": str(int(block.height * _EMU))}
    said = {
        "wp:extent": size,
        "wp:docPr": {"id": str(number), "name": f"Picture {number}", "descr": block.picture.alt},
        "pic:cNvPr": {"name": posixpath.basename(path)},
        "a:blip": {named("r:embed"): relation},
        "a:ext": size,
    }
    for name, attributes in said.items():
        element = next(inline.iter(named(name)))
        for key, value in attributes.items():
            element.set(key, value)
    return make("p", make("pPr", make("pStyle", val=style)), make("r", make("drawing", inline)))


@cache
def _drawing() -> Element:
    """An inline drawing (ECMA-376 part 1, §20.4.2.8) that says everything but which picture, and how large."""
    return parsed(_DRAWING.format(**NAMESPACES))
