"""A contents list typed by hand or left by Word as plain text: 一、总体情况⇥1. Its lines would be headings twice."""

from __future__ import annotations

import re

from briefing.core.records import dataclass
from briefing.importing.flow import Flow, Para

#: A page number, what leads the eye to it, and how much of that, or of white, there is at least.
_PAGE = re.compile(r"[（(]?(\d{1,3})[)）]?$")
_LEADERS, _BLANKS = ".．·…﹒•-—_", " \u3000"
_LED, _APART = 3, 2
_HEADING = re.compile(r"目[\s\u3000]*(?:录|次)")


@dataclass(frozen=True, slots=True)
class _Entry:
    index: int
    words: str
    page: int


def mark(flow: Flow) -> None:
    """Set `contents` on the lines of a list whose pages do not fall, and most of whose words stand again below it."""
    paragraphs = [item for item in flow.items if isinstance(item, Para) and item.text.strip()]
    texts = [_bare(para.text) for para in paragraphs]
    labelled = [_bare(para.label + para.text) for para in paragraphs]
    for run in _runs(paragraphs):
        later = {*texts[run[-1].index + 1 :], *labelled[run[-1].index + 1 :]}
        again = sum(entry.words in later for entry in run)
        headed = run[0].index > 0 and bool(_HEADING.fullmatch(paragraphs[run[0].index - 1].text.strip()))
        if again * 2 < len(run) and not headed:
            continue
        for entry in run:
            paragraphs[entry.index].contents = True
        if headed:
            paragraphs[run[0].index - 1].contents = True


def _runs(paragraphs: list[Para]) -> list[list[_Entry]]:
    runs: list[list[_Entry]] = [[]]
    for index, para in enumerate(paragraphs):
        entry = None if para.contents else _entry(index, para.text.strip())
        if entry is None:
            runs.append([])
            continue
        if runs[-1] and entry.page < runs[-1][-1].page:
            runs.append([])
        runs[-1].append(entry)
    return [run for run in runs if len(run) > 1]


def _entry(index: int, text: str) -> _Entry | None:
    """Words, room or leaders, and a page number."""
    match = _PAGE.search(text)
    if match is None:
        return None
    before = text[: match.start()]
    words = before.rstrip()
    white = before[len(words) :]
    leaders = len(words) - len(words.rstrip(_LEADERS))
    if "\t" not in white and sum(map(white.count, _BLANKS)) < _APART and leaders < _LED:
        return None
    words = words[: len(words) - leaders] if leaders >= _LED else words
    return _Entry(index, _bare(words), int(match[1])) if words.strip() else None


def _bare(text: str) -> str:
    return "".join(text.split())
