"""Lines of our own DOCX with what its facts tell of how they were typed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from briefing.model.text_lines import Break, Inline, Line, NoteMark, Text, plain

_PHRASE_SPACE = re.compile(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])")


def joined(items: Iterable[Inline]) -> Line:
    """Runs of one look that have come to stand together as one."""
    joined: list[Inline] = []
    for item in items:
        last = joined[-1] if joined else None
        if isinstance(item, Text) and isinstance(last, Text) and item.marks == last.marks:
            joined[-1] = replace(last, text=last.text + item.text)
        else:
            joined.append(item)
    return tuple(joined)


def as_typed(line: Line, told: object) -> Line:
    """A title with the spaces that were typed, if it is still as it was set: `told`, its spaces shown a full em wide."""
    text = str(told or "")
    if not text or _PHRASE_SPACE.sub("\u3000", text) != plain(line):
        return line
    items: list[Text | Break | NoteMark] = []
    for item in line:
        if isinstance(item, Text):
            items.append(replace(item, text=text[: len(item.text)]))
            text = text[len(item.text) :]
        else:
            items.append(item)
    return tuple(items)
