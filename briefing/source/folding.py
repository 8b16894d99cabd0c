"""Where source lines meet: a line end between Han characters joins without a space, between Latin words
with one. Pure."""

from __future__ import annotations

import itertools
import unicodedata

from briefing.core.records import dataclass


def joint(before: str, after: str) -> str:
    """What a soft line end between the characters `before` and `after` stands for: "" or " "."""
    return " " if before and after and _narrow(before[-1]) and _narrow(after[0]) else ""


def _narrow(character: str) -> bool:
    """Whether a character belongs to Latin-like text. Quotes, dashes and ellipses of ambiguous width are
    Chinese here."""
    width = unicodedata.east_asian_width(character)
    return width in ("Na", "H", "N") or (width == "A" and character.isalpha())


def rejoin(folded: str, lines: list[str]) -> str:
    """`folded` is `lines` folded by YAML: one space for each line end. Take out those between Han
    characters."""
    kept: list[str] = []
    start = 0
    for line, following in itertools.pairwise(lines):
        before, after = line.strip(" \t"), following.strip(" \t")
        if not before or not after:
            continue
        seam = folded.find(f"{before[-1]} {after[0]}", start)
        if seam < 0:
            continue
        kept.append(folded[start : seam + 1] + joint(before, after))
        start = seam + 2
    return "".join(kept) + folded[start:]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source line of a YAML block: its text without indent, its line (from 0) and column (from 0)."""

    text: str
    line: int
    column: int


def block_rows(lines: list[str], start: int, end: int) -> list[SourceRow]:
    """The lines of a block scalar, `start` ≤ line < `end` or to the end of the file, without their common
    indent."""
    body = lines[start : max(end, start)]
    indents = [len(line) - len(line.lstrip(" ")) for line in body if line.strip(" ")]
    indent = min(indents, default=0)
    rows = [SourceRow(line[indent:].rstrip(" "), start + index, indent) for index, line in enumerate(body)]
    while rows and not rows[-1].text:
        rows.pop()
    return rows


def literal(rows: list[SourceRow]) -> tuple[str, list[SourceRow]]:
    """The text of a `|` block, and the row each of its lines stands on. Blank lines only separate, so they
    go."""
    kept = [row for row in rows if row.text]
    return "\n".join(row.text for row in kept), kept


def folded(rows: list[SourceRow]) -> tuple[str, list[SourceRow]]:
    """The text of a `>` block: a blank line ends a paragraph, other line ends are soft."""
    paragraphs: list[str] = []
    kept: list[SourceRow] = []
    fresh = True
    for row in rows:
        if not row.text:
            fresh = True
        elif fresh:
            paragraphs.append(row.text)
            kept.append(row)
            fresh = False
        else:
            paragraphs[-1] += joint(paragraphs[-1], row.text) + row.text
    return "\n".join(paragraphs), kept
