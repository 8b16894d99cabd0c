"""One report made two: a file that held those of two cities. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

from briefing.source.head import extent

_NOTE = re.compile(r"\[\^([^\]\s]+)\]:")
_MARK = re.compile(r"\[\^([^\]\s]+)\](?!:)")
_OWN = re.compile(r"# +[^\s：]{1,11}([市县区])：")
_TITLE = re.compile(
    r"(?:#+ +)?(?:\*\*)?((?![一二三四五六七八九十]+是)[^\s，。；：:*#]{1,11}([市县区])：[^。；|]{4,60}?)(?:\*\*)?\s*"
)


class TwoReports(NamedTuple):
    kept: str
    new: str


def parted(text: str, line: int) -> TwoReports | None:
    """The report up to the line of that number (from 1), and a new one, whose title that line is. Each has the notes that it
    speaks of. None where nothing would be left of one of them."""
    lines = text.split("\n")
    head = max(0, extent(lines)[1] + 1)
    if not head < line <= len(lines):
        return None
    notes = {match[1]: each for each in lines if (match := _NOTE.match(each))}
    above, below = ([each for each in part if not _NOTE.match(each)] for part in (lines[: line - 1], lines[line:]))
    title = re.sub(r"^#+\s+|\*\*", "", lines[line - 1]).strip()
    written = [each for each in above[head:] if each.strip() and not each.startswith("# ")]
    if not title or not written or not any(each.strip() for each in below):
        return None
    return TwoReports(_with_notes(above, notes), _with_notes([f"# {title}", "", *_without_blank_ends(below)], notes))


def other_titles(markdown: str) -> list[str]:
    """Paragraphs of a city's report that read as the title of another city's: 淮安市：“文明淮安”建设提质增效. Its districts are
    none."""
    lines = markdown.split("\n")
    own = next((match for line in lines if (match := _OWN.match(line))), None)
    found = (_TITLE.fullmatch(line) for line in lines if not line.startswith("# "))
    return [match[1] for match in found if match and own and match[2] == own[1]]


def _with_notes(lines: list[str], notes: dict[str, str]) -> str:
    said = [notes[name] for name in dict.fromkeys(_MARK.findall("\n".join(lines))) if name in notes]
    return "\n".join([*_without_blank_ends(lines), *(["", *said] if said else []), ""])


def _without_blank_ends(lines: list[str]) -> list[str]:
    text = "\n".join(lines).strip("\n")
    return text.split("\n")
