"""`::: 二维码 https://…` → QrCode: whether a telephone can go there, and one line of caption."""

from __future__ import annotations

from collections.abc import Iterable

from briefing.core import bounds
from briefing.core.errors import Findings
from briefing.core.pattern import Pattern
from briefing.model.blocks import Paragraph, QrCode, within
from briefing.model.bulletin import Article
from briefing.source.fenced_content import FencedContent

_URL = Pattern(r"https?://[^/?#]+\..+", "://")
#: A code of more characters has modules of less than 0.4 mm at 30 mm, which a telephone does not make out in print.
MOST = 300


def qr_code(content: FencedContent, findings: Findings) -> QrCode | None:
    blocks, span, place = content.read_blocks(), content.span, content.head_span
    url = content.fence.said.strip().removeprefix("<").removesuffix(">")
    if not url:
        findings.add("qr-code", "二维码没有写网址", span, "请写成“::: 二维码 https://www.example.gov.cn/”，图题写在下一行。")
        return None
    if not _is_url(url):
        near = f"https://{url}" if _is_url(f"https://{url}") else "https://www.example.gov.cn/"
        findings.add("qr-code", f"“{url[:40]}”不是网址", place, f"网址要写全，没有空格，如 {near}。")
    elif len(url) > MOST:
        findings.add("qr-code", f"网址有 {len(url)} 个字符，最多 {MOST} 个", place, "太长的网址印出来扫不出，请换成短的网址。")
    wrong = next((block for block in (*blocks[1:], *blocks[:1]) if blocks[1:] or not isinstance(block, Paragraph)), None)
    if wrong is not None:
        findings.add("box-content", "二维码下面只能写一段图题", wrong.span, "请把其余的移到 ::: 之后。")
        return None
    caption = blocks[0].content if blocks and isinstance(blocks[0], Paragraph) else ()
    return QrCode(url, span, caption)


def _is_url(text: str) -> bool:
    return not any(map(str.isspace, text)) and _URL.fullmatch(text) is not None


def check(articles: Iterable[Article | None], findings: Findings) -> None:
    """Drawing a code takes a hundred times as long as setting a line."""
    blocks = (block for article in articles if article is not None for block in within(article.blocks))
    codes = [block for block in blocks if isinstance(block, QrCode)]
    if len(codes) > bounds.ISSUE_CODES:
        message = f"本期有 {len(codes)} 个二维码，最多 {bounds.ISSUE_CODES} 个"
        findings.add("qr-code", message, codes[bounds.ISSUE_CODES].span, "请只留要紧的，或分成几期。")
