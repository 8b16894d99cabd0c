"""Names of files: the same under any spelling of theirs, and the part that tells whose text it is. Pure."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from briefing.core.pattern import Pattern

#: Numbers and words that file names of offices end in: （定稿）, 终稿2, (1).
_STATE = "定稿|终稿|最终稿|修改稿|初稿|上报稿|报送稿|送审稿|副本|备份|[Cc]opy|conflicted copy|冲突(?:副本|文件)?"
_VERSION = Pattern(rf"\s*[（(]\d{{1,2}}[)）]$|[-_\s（(]*(?:{_STATE})[)）]?\d?$")


def same(name: str) -> str:
    """Equal for names that look the same: a Mac stores é as e and an accent."""
    return unicodedata.normalize("NFC", name)


def plain_path(path: str) -> str:
    """./a.md and sub//./a.md as they are called without steps that lead nowhere."""
    return str(PurePosixPath(path)) if path.startswith("./") or "//" in path or "/./" in path else path


def subject(file: str) -> str:
    """What is left of a file's name without folder, ending, leading number and state: 01-南京（定稿）.docx → 南京."""
    return versionless(re.sub(r"^\d{1,3}[-_.、 ]+", "", PurePosixPath(file).stem.strip()))


def versionless(bare: str) -> str:
    """A file's name without folder and ending, less what tells one state of a text from another: 01-南京 - 副本 → 01-南京."""
    while (shorter := _VERSION.sub("", bare)) != bare and shorter:
        bare = shorter
    return bare
