"""A bulletin as pieces that any program can set: texts, pictures, tables, in reading order, with what belongs to them.

Frames, columns and wide pages are plain text here.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from briefing.model.blocks import Beside, Box, Figure, Heading, ListBlock, Paragraph, QrCode, Quote, Signature, Table
from briefing.model.blocks import Block as ModelBlock
from briefing.model.bulletin import Issue
from briefing.model.text_lines import Line, NoteMark, Text, plain


class Words(NamedTuple):
    """A run of a text. `note`: what the note says whose mark stands after it."""

    text: str
    strong: bool = False
    note: str = ""


class Said(NamedTuple):
    """A paragraph. `kind`: title, heading, paragraph, caption, unit, small, signature."""

    kind: str
    words: tuple[Words, ...]


class Shown(NamedTuple):
    """A picture. `width`: mm, 0: as wide as the measure at most."""

    path: Path
    width: float
    captions: tuple[Said, ...]


class Grid(NamedTuple):
    table: Table
    above: tuple[Said, ...]
    below: tuple[Said, ...]


Piece = Said | Shown | Grid


def pieces(issue: Issue, folder: Path) -> Iterator[Piece]:
    """All that follows the 报头 and the contents, in reading order, but the 版记."""
    for article in issue.all_articles:
        yield Said("title", (Words(plain(article.title)),))
        notes = {note.number: plain(note.content) for note in article.notes}
        yield from _blocks(article.blocks, notes, folder)
        for line in article.signature:
            yield Said("signature", _words(line, notes))
        if article.contributor:
            yield Said("signature", (Words(f"（{article.contributor}供稿）"),))


def _blocks(blocks: tuple[ModelBlock, ...], notes: dict[int, str], folder: Path) -> Iterator[Piece]:
    def said(kind: str, line: Line) -> tuple[Said, ...]:
        return (Said(kind, _words(line, notes)),) if line else ()

    for block in blocks:
        match block:
            case Paragraph():
                yield from said("paragraph", block.content)
            case Heading():
                yield from said("heading", block.content)
            case ListBlock():
                for item in block.items:
                    yield Said("paragraph", (Words(item.label), *_words(item.content, notes)))
            case Quote():
                for paragraph in block.blocks:
                    yield from said("paragraph", paragraph.content)
            case Signature():
                for line in block.lines:
                    yield from said("signature", line)
            case Table():
                above = (*said("caption", block.caption), *said("unit", block.unit))
                yield Grid(block, above, tuple(text for note in block.notes for text in said("small", note)))
            case Figure():
                below = (*said("caption", block.caption), *said("small", block.source))
                yield Shown(folder / block.path, block.width or 0.0, below)
            case Beside():
                yield from _blocks(block.figures, notes, folder)
                yield from said("caption", block.caption)
            case QrCode():
                yield Said("paragraph", (Words(block.url),))
            case _:
                if isinstance(block, Box):
                    yield from said("heading", block.title)
                yield from _blocks(block.held, notes, folder)


def _words(line: Line, notes: dict[int, str]) -> tuple[Words, ...]:
    found: list[Words] = []
    for item in line:
        match item:
            case Text():
                found.append(Words(item.text, "strong" in item.marks))
            case NoteMark():
                found.append(Words("", note=notes.get(item.number, "")))
            case _:  # a break that the author forced: the program breaks where it likes
                continue
    return tuple(found)


def masthead(issue: Issue) -> tuple[str, list[str], list[str]]:
    """密级, nameplate, and the lines under it."""
    own = issue.masthead
    lines = [f"第{issue.number.value}期", own.special, "　".join([*own.offices, str(issue.date or "")])]
    return own.mark, list(own.nameplate), [line for line in lines if line]


def recipients(issue: Issue) -> list[str]:
    return [f"{entry.role}：{'；'.join(entry.lines)}" for entry in issue.colophon.recipients]
