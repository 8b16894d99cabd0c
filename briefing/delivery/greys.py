"""Pictures in colour that the print files show in grey: told by name, so that nobody learns it from the printed copies."""

from __future__ import annotations

import io
from collections.abc import Iterator

from briefing.core.errors import Diagnostic, Severity
from briefing.files.world import MAX_PICTURE, Root
from briefing.model import walk
from briefing.model.bulletin import Issue
from briefing.output.drawn_inks import DrawnInks
from briefing.paint.marks import Form, Painted

_HINT = "要印彩色，请在版式的 house.yaml 里写 print: {pictures: cmyk}，并与印刷厂说好；灰色也看得清楚就不必管。"
_DRAWN_HINT = "要用版式的墨来印，颜色请写 var(--red) 这样的，不用渐变和半透明；灰色也看得清楚就不必管。"


def turned_grey(issue: Issue, root: Root) -> Iterator[Diagnostic]:
    """A note for each figure of the issue whose picture has colours."""
    for figure in walk.figures(issue.all_articles):
        if _coloured(root.bytes(figure.path, MAX_PICTURE, figure.span)):
            message = f"图片 {figure.path} 是彩色的，付印文件里是灰色"
            yield Diagnostic("press-grey", message, figure.span, _HINT, Severity.NOTE)


def drawings_turned_grey(painted: Painted, drawn: DrawnInks) -> Iterator[Diagnostic]:
    """A note for each drawing with colours that the inks of the job do not give."""
    marks = {mark.path: mark for page in painted.pages for mark in page.marks if isinstance(mark, Form)}
    for path, mark in marks.items():
        drawing = painted.drawings[path]
        if drawn.separated(drawing) is None and _coloured(drawing.picture.data):
            message = f"图 {path} 用了不是版式的颜色、渐变或半透明，付印文件里是灰色的图片"
            yield Diagnostic("press-grey", message, mark.span, _DRAWN_HINT, Severity.NOTE)


def _coloured(data: bytes) -> bool:
    """Whether the channels of a picture differ by more than what JPEG makes of a grey one. A small copy tells."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as opened:
            opened.draft("RGB", (256, 256))
            picture = opened.convert("RGBA")
    except (OSError, ValueError):  # whoever draws it says so
        return False
    paper = Image.new("RGBA", picture.size, "white")
    small = Image.alpha_composite(paper, picture).convert("HSV")
    small.thumbnail((128, 128))
    saturation = small.getchannel("S").histogram()
    return sum(saturation[48:]) > small.width * small.height // 500
