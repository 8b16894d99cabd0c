"""A web archive (MHT, RFC 2557), which office systems export and call .doc → one HTML page with its pictures inside."""

from __future__ import annotations

import base64
import email
import email.policy
import re
from email.message import EmailMessage, Message

from briefing.core.errors import Diagnostic, InputError, Span

_SOURCE = re.compile(r"""(<(?:img|v:imagedata)\b[^>]*?\bsrc\s*=\s*)(["']?)([^"'>\s]+)\2""", re.IGNORECASE)


def looks_like_mht(start: bytes) -> bool:
    head = start[:2048].lower()
    return head.startswith((b"mime-version:", b"from:", b"content-type: multipart/related", b"date:")) and (
        b"multipart/related" in head or b"content-type: text/html" in head
    )


def page_of_mht(data: bytes, file: str) -> bytes:
    """UTF-8. Raises InputError where there is no page in it."""
    message = email.message_from_bytes(data.lstrip(b"\xef\xbb\xbf \t\r\n"), policy=email.policy.default)
    parts = [part for part in message.walk() if not part.is_multipart()]
    page = next((part for part in parts if part.get_content_type() == "text/html"), None)
    if page is None:
        hint = "请用 Word 打开，另存为 .docx。"
        raise InputError(Diagnostic("import-format", "网页归档文件（MHT）里没有网页", Span(file, 1, 1), hint))
    text = decoded(page)
    pictures = {name: part for part in parts if part.get_content_maintype() == "image" for name in _names(part)}

    def inlined(match: re.Match[str]) -> str:
        name = match[3].replace("\\", "/").removeprefix("cid:")
        part = pictures.get(name) or pictures.get(name.rpartition("/")[2])
        if part is None:
            return match[0]
        content = part.get_payload(decode=True)
        encoded = base64.b64encode(content if isinstance(content, bytes) else b"").decode()
        return f'{match[1]}"data:{part.get_content_type()};base64,{encoded}"'

    text = re.sub(r"(?i)(charset\s*=\s*[\"']?)[\w-]+", r"\1utf-8", _SOURCE.sub(inlined, text), count=1)
    return b"\xef\xbb\xbf" + text.encode("utf-8", "replace")


def decoded(part: Message | EmailMessage) -> str:
    """The text of a part in the charset that it names, or its page does."""
    content = part.get_payload(decode=True)
    data = content if isinstance(content, bytes) else b""
    named = re.search(rb"charset\s*=\s*[\"']?([\w-]+)", data[:2048], re.IGNORECASE)
    charset = part.get_content_charset() or (named[1].decode() if named else "")
    for encoding in ("gb18030" if charset.lower().startswith("gb") else charset, "utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode("gb18030", "replace")


def _names(part: Message | EmailMessage) -> list[str]:
    location = str(part.get("Content-Location", "")).replace("\\", "/")
    identity = str(part.get("Content-ID", "")).strip("<> ")
    return [name for name in (location, location.rpartition("/")[2], identity) if name]
