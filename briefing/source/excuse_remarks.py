"""Remarks to the proofreader in a source: `<!-- 校对：不查 代码 理由 -->` in Markdown, `# 校对：不查 代码 理由` in YAML.

At the end of a line a remark speaks of that line; alone on a line, of what follows: the paragraph, or the line of YAML. The
reader drops remarks before anything else looks at the text, so they reach no page; other comments stay refused HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.core.errors import Span
from briefing.core.pattern import Pattern
from briefing.core.records import dataclass
from briefing.source.head import extent

#: What the reader says and may be excused as a rule of the proofreader may; all else that it says stops a build.
READ = frozenset(("typed-full-width", "typed-foreign", "item-joined", "placeholder"))

_WORD = "[a-z]+(?:-[a-z]+)*"
_SAID = rf"校对[：:]\s*不查\s*(?P<codes>{_WORD}(?:\s*[、，,\s]\s*{_WORD})*)(?![\w-])(?P<reason>[^\n]*?)"
_COMMENT = Pattern(rf"[ \t\u3000]*<!--\s*{_SAID}\s*-->[ \t]*$", "校对")
_YAML = Pattern(rf"(?:^|\s)#\s*{_SAID}$", "校对")


@dataclass(frozen=True, slots=True)
class ExcuseRemark:
    """`codes` with their places; they are not looked for on lines `first` to `last`."""

    codes: tuple[tuple[str, Span], ...]
    first: int
    last: int


def without(lines: list[str]) -> list[str]:
    """The lines of a Markdown file without remarks; nothing before a remark moves."""
    if not any("校对" in line for line in lines):
        return lines
    return [_COMMENT.sub("", line) if "<!--" in line else line for line in lines]


def excuses(text: str, file: str) -> Iterator[ExcuseRemark]:
    """Every remark of a Markdown or YAML file."""
    lines = text.split("\n")
    head = _head(lines) if file.endswith(".md") else len(lines)
    for index, line in enumerate(lines):
        match = (_YAML if index < head else _COMMENT).search(line) if "校对" in line else None
        if match is None:
            continue
        start = match.start("codes")
        codes = tuple(
            (word[0], Span(file, index + 1, start + word.start() + 1, len(word[0])))
            for word in re.finditer(_WORD, match["codes"])
        )
        alone = not line[: match.start()].strip()
        yield ExcuseRemark(codes, *(_following(lines, index, index < head) if alone else (index + 1, index + 1)))


def _head(lines: list[str]) -> int:
    """How many lines of a report are its YAML head."""
    return max(0, extent(lines)[1])


def _following(lines: list[str], index: int, is_yaml: bool) -> tuple[int, int]:
    """First and last line (from 1) of what follows lines[index]."""
    first = index + 1
    while first < len(lines) and (not lines[first].strip() or _COMMENT.fullmatch(lines[first]) or _YAML.fullmatch(lines[first])):
        first += 1
    last = first
    while not is_yaml and last + 1 < len(lines) and lines[last + 1].strip():
        last += 1
    return first + 1, last + 1
