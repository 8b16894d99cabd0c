"""Names of files in one string, as `make import-18 FILES="南京 终稿.docx 苏州.docx"` hands them over: spaces may part names
and may stand in them, so what is there decides. Shells and make have taken nothing away from the string."""

from __future__ import annotations

import glob
import re
import shlex
from pathlib import Path

#: Between names: blanks, line ends, and the marks that people put there. Each may stand in a name, too.
_BETWEEN = re.compile(r"\s*[、，,；;]\s*|\s+")
_ENDS = re.compile(r"\.[A-Za-z]{2,5}$")


def split(text: str) -> list[str]:
    """The names in `text`, in order. From each place the longest name that is there; where none is, what looks like a name,
    up to an ending such as .docx."""
    text = text.strip()
    for quoted in (text.replace("$$", "$"), text):  # whoever knows make doubles the dollar
        if _there(quoted):
            return [quoted]
    if re.search(r"[\"']", text) and (names := _quoted(text)):
        return names
    names = []
    position = 0
    while position < len(text):
        ends = [*(match.start() for match in _BETWEEN.finditer(text, position) if match.start() > position), len(text)]
        found = next((end for end in reversed(ends) if _there(text[position:end].replace("$$", "$"))), None)
        if found is None:
            found = next((end for end in ends if _ENDS.search(text[position:end])), len(text))
        names += _expanded(text[position:found].replace("$$", "$"))
        after = _BETWEEN.match(text, found)
        position = after.end() if after else max(found, position + 1)
    return names


def _quoted(text: str) -> list[str]:
    try:
        names = shlex.split(text)
    except ValueError:
        return []
    return names if all(map(_there, names)) else []


def _there(name: str) -> bool:
    try:
        return Path(name).is_file()
    except (OSError, ValueError):
        return False


def _expanded(name: str) -> list[str]:
    """A pattern such as 来稿/*.docx as the files that fit it."""
    return sorted(glob.glob(name)) or [name] if glob.has_magic(name) and not _there(name) else [name]
