"""Remarks to the proofreader in a source: `<!-- 校对：不查 代码 理由 -->` in Markdown, `# 校对：不查 代码 理由` in YAML.

On a line with text a remark speaks of that line; alone on a line, of what follows: the paragraph, or the line of YAML. They reach
no page: those at the end of a line the reader drops before anything else looks at the text, those behind which somebody has gone
on writing where it reads words. Other comments stay refused HTML.
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
_SAID = rf"校对[：:]\s*不查\s*(?P<codes>{_WORD}(?:\s*[、，,\s]\s*{_WORD})*)(?![\w-])"
#: The reason ends with its remark: what is written between two of them is text.
_COMMENT = rf"<!--\s*{_SAID}(?:(?!-->)[^\n])*?-->"
_REMARK = Pattern(rf"[ \t\u3000]*{_COMMENT}", "校对")
_LAST = Pattern(rf"(?:[ \t\u3000]*{_COMMENT})+[ \t]*$", "校对")
_YAML = Pattern(rf"(?:^|\s)#\s*{_SAID}(?:(?!\s#\s*校对)[^\n])*", "校对")


@dataclass(frozen=True, slots=True)
class ExcuseRemark:
    """`codes` with their places; they are not looked for on lines `first` to `last`."""

    codes: tuple[tuple[str, Span], ...]
    first: int
    last: int


def without(lines: list[str]) -> list[str]:
    """The lines of a Markdown file without the remarks at their ends; nothing moves."""
    if not any("校对" in line for line in lines):
        return lines
    return [_LAST.sub("", line) if "<!--" in line else line for line in lines]


def is_remark(comment: str) -> bool:
    """Whether a comment within a line is a remark to the proofreader."""
    return _REMARK.fullmatch(comment) is not None


def excuses(text: str, file: str) -> Iterator[ExcuseRemark]:
    """Every remark of a Markdown or YAML file."""
    lines = text.split("\n")
    head = _head(lines) if file.endswith(".md") else len(lines)
    for index, line in enumerate(lines):
        found = list((_YAML if index < head else _REMARK).finditer(line)) if "校对" in line else []
        if not found:
            continue
        codes = tuple(
            (word[0], Span(file, index + 1, match.start("codes") + word.start() + 1, len(word[0])))
            for match in found
            for word in re.finditer(_WORD, match["codes"])
        )
        alone = _alone(line)
        yield ExcuseRemark(codes, *(_following(lines, index, index < head) if alone else (index + 1, index + 1)))


def _head(lines: list[str]) -> int:
    """How many lines of a report are its YAML head."""
    return max(0, extent(lines)[1])


def _alone(line: str) -> bool:
    """Whether nothing but remarks stands on it."""
    return not line.strip() or _LAST.fullmatch(line) is not None or _YAML.match(line.lstrip()) is not None


def _following(lines: list[str], index: int, is_yaml: bool) -> tuple[int, int]:
    """First and last line (from 1) of what follows lines[index]."""
    first = index + 1
    while first < len(lines) and _alone(lines[first]):
        first += 1
    last = first
    while not is_yaml and last + 1 < len(lines) and lines[last + 1].strip():
        last += 1
    return first + 1, last + 1
