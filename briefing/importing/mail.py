"""A mail as it was saved (.eml, RFC 5322): its text, where it holds nothing else. What hangs on it is the manuscript."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage, Message

from briefing.core.errors import Diagnostic, InputError, Span
from briefing.importing.flow import Remark
from briefing.importing.web_archive import decoded, page_of_mht

#: Headers of what went by mail, not of a page that a browser saved.
_SENT = re.compile("(?im)^(?:to|cc|received|return-path|delivered-to|message-id|subject|x-mailer|thread-topic):")
_HISTORY = re.compile("(?im)^(?:to|cc|received|return-path|delivered-to|message-id):")
_HEADER = re.compile(r"[!-9;-~]+:")


def looks_like_mail(start: bytes) -> bool:
    """Whether `start` are the headers of a mail: lines such as `To: …`, one under another."""
    head = re.split(r"\r?\n\r?\n", start.decode("latin-1"), maxsplit=1)[0]
    lines = [line for line in head.splitlines() if line[:1] not in (" ", "\t")]
    return len(lines) > 2 and all(map(_HEADER.match, lines[:-1])) and len(_SENT.findall(head)) > 1 and bool(_HISTORY.search(head))


def text_of_mail(data: bytes, file: str) -> tuple[bytes, bool, Remark | None]:
    """The text in UTF-8, whether it is a page, and what is told of its headers. Raises InputError where documents hang on the
    mail, and where it has no text."""
    message = email.message_from_bytes(data.lstrip(b"\xef\xbb\xbf \t\r\n"), policy=email.policy.default)
    parts = [part for part in message.walk() if not part.is_multipart()]
    if hung := [name for part in parts if (name := _hung(part))]:
        names = "、".join(hung[:5]) + ("等" if len(hung) > 5 else "")
        hint = "请在邮件软件里把附件另存出来，再导入它；要导入正文的，请把正文复制到 Word 里。"
        raise InputError(Diagnostic("import-format", f"这是一封邮件，带着附件 {names}", Span(file, 1, 1), hint))
    subject = str(message.get("Subject", "")).strip()
    told = Remark("mail", subject) if subject else None
    if any(part.get_content_type() == "text/html" for part in parts):
        return page_of_mht(data, file), True, told
    plain = next((part for part in parts if part.get_content_type() == "text/plain"), None)
    words = decoded(plain) if plain is not None else ""
    if not words.strip():
        raise InputError(Diagnostic("import-format", "这是一封邮件，里面没有文字", Span(file, 1, 1), "请核对是不是选错了文件。"))
    return words.encode(), False, told


def _hung(part: Message | EmailMessage) -> str:
    """The name of an attachment; "" for the text and the pictures in it."""
    name = str(part.get_filename() or "").strip()
    kind = part.get_content_maintype()
    shown = kind == "text" and part.get_content_disposition() != "attachment"
    if shown or (kind == "image" and part.get("Content-ID")):
        return ""
    return name or ("没有名字的文件" if kind != "text" else "")
