"""Pictures in colour that the print files show in grey: told by name, so that nobody learns it from the printed copies."""

from __future__ import annotations

import io
from collections.abc import Iterator

from briefing.errors import Diagnostic, Severity
from briefing.model import Figure, Issue
from briefing.world import MAX_PICTURE, Root

_HINT = "要印彩色，请在版式的 house.yaml 里写 print: {pictures: cmyk}，并与印刷厂说好；灰色也看得清楚就不必管。"


def turned_grey(issue: Issue, root: Root) -> Iterator[Diagnostic]:
    """A note for each figure of the issue whose picture has colours."""
    articles = (*issue.articles, *(attachment.article for attachment in issue.attachments))
    for figure in (block for article in articles for block in article.blocks if isinstance(block, Figure)):
        if _coloured(root.bytes(figure.path, MAX_PICTURE, figure.span)):
            message = f"图片 {figure.path} 是彩色的，付印文件里是灰色"
            yield Diagnostic("press-grey", message, figure.span, _HINT, Severity.NOTE)


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
