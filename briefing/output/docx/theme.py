"""The theme part. Styles name their faces and colours themselves, so it only has to be there and contradict
nothing."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from briefing.house.style import FontRole

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_COLORS = {
    "dk1": "000000", "lt1": "FFFFFF", "dk2": "1F1F1F", "lt2": "F2F2F2", "accent1": "C00000",
    "accent2": "1F4E79", "accent3": "7F7F7F", "accent4": "BF9000", "accent5": "2E75B6", "accent6": "548235",
    "hlink": "000000", "folHlink": "000000",
}  # fmt: skip
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"


def theme(faces: Mapping[FontRole, str], latin: str) -> bytes:
    """`a:theme` (ECMA-376 part 1, §20.1.6.9) with the house's 黑体 for headings and 仿宋 for text."""
    colors = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _COLORS.items())
    lines = "".join(f'<a:ln w="{width}">{_FILL}</a:ln>' for width in (6350, 12700, 19050))
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<a:theme xmlns:a="{_DRAWING}" name="briefing"><a:themeElements>'
        f'<a:clrScheme name="briefing">{colors}</a:clrScheme><a:fontScheme name="briefing">'
        f"<a:majorFont>{_faces(latin, faces['hei'])}</a:majorFont>"
        f"<a:minorFont>{_faces(latin, faces['fangsong'])}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="briefing"><a:fillStyleLst>{_FILL * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{lines}</a:lnStyleLst><a:effectStyleLst>{_EFFECT * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    ).encode()


def _faces(latin: str, east_asian: str) -> str:
    return f'<a:latin typeface="{escape(latin)}"/><a:ea typeface="{escape(east_asian)}"/><a:cs typeface=""/>'
