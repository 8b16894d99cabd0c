"""Metadata of the document, as the PDF has it."""

from __future__ import annotations

import datetime
import hashlib
import io
import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Properties:
    """`doc_id`: 32 hexadecimal digits (GB/T 33190 §7.4, a UUID); the same for the same contents."""

    doc_id: str
    title: str = ""
    author: str = ""
    subject: str = ""
    keywords: tuple[str, ...] = ()
    creator: str = ""
    created: datetime.date | None = None


def properties_of(pdf: bytes) -> Properties:
    """What the document information of `pdf` says; the identifier is a digest of the whole file."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        info = {str(key): str(value) for key, value in document.docinfo.items()}
    return Properties(
        hashlib.sha256(pdf).hexdigest()[:32],
        info.get("/Title", ""),
        info.get("/Author", ""),
        info.get("/Subject", ""),
        tuple(word for word in re.split(r"[,，;；、]\s*", info.get("/Keywords", "")) if word),
        info.get("/Creator", ""),
        _date(info.get("/CreationDate", "")),
    )


def _date(text: str) -> datetime.date | None:
    """The day of `D:YYYYMMDD…` (ISO 32000-1 §7.9.4)."""
    found = re.match(r"D:(\d{4})(\d\d)(\d\d)", text)
    return datetime.date(*map(int, found.groups())) if found else None
