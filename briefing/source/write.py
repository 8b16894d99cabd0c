"""An Article → its Markdown, an Issue → its issue.yaml: what `briefing.source` reads back to the same model.

Pure. Characters that Markdown would take for marks are escaped only where they would be.
"""

from __future__ import annotations

import datetime
import itertools
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, assert_never

from mdit_py_cjk_friendly import is_cjk

from briefing.core.errors import Span
from briefing.model.bulletin import (
    Article,
    Block,
    Break,
    Cell,
    Figure,
    Heading,
    Line,
    ListBlock,
    ListItem,
    NoteMark,
    Paragraph,
    QrCode,
    Quote,
    Signature,
    Table,
    Text,
    plain,
)
from briefing.source import foreign_marks
from briefing.source.fences import NAMED

#: Marks wherever they stand. `]` and `!` mean nothing without an open bracket.
_ALWAYS = re.compile(r"[\\*_`<\[]|&(?=#?\w+;)")
#: At the start of a line: headings, quotes, lists, rules, fences, tables.
_AT_START = re.compile(r"(?:#|>|[-+](?=\s|$)|-(?=--)|~(?=~~)|=(?==)|:(?=::)|\||(?P<number>\d{1,9})(?P<dot>[.)])(?=\s|$))")
#: Strings that YAML reads as themselves, and people too.
_BARE = re.compile(r"[0-9A-Za-z\u4e00-\u9fff（《“—〔][^\x00-\x1f:#\[\]{},&*!|>'\"%@`\\]*")
_NOT_TEXT = re.compile(r"(?:true|false|yes|no|on|off|null|~|[\d.+\-_eE:oxOX]+)", re.IGNORECASE)
_TABLE_CAPTION = re.compile(r"表\s?[0-9０-９一二三四五六七八九十.\-—]*[：:\u3000 ]")
_RULE = {"left": ":---", "center": ":---:", "right": "---:"}


def markdown(article: Article) -> str:
    """The whole file, ending in a line end."""
    return _head(article) + "\n\n".join(text for text, _ in _parts(article)) + "\n"


def origins(article: Article) -> list[Span]:
    """For each line of `markdown(article)` the span that what stands there has in the article."""
    lines = [article.span] * _head(article).count("\n")
    for text, span in _parts(article):
        lines += [span] * (text.count("\n") + 2)
    return lines


def _parts(article: Article) -> Iterator[tuple[str, Span]]:
    """What blank lines part, and where it comes from."""
    yield _meant(f"# {_title(article.title)}"), article.span
    marker = ""
    for block in article.blocks:
        # lists that follow one another are kept apart by their signs
        marker = ("+" if marker == "-" else "-") if isinstance(block, ListBlock) else ""
        yield _meant("\n".join(_block(block, marker))), block.span
    for note in article.notes:
        yield _meant(f"[^{note.number}]: {_line(note.content)}"), note.span


def _meant(text: str) -> str:
    """With a backslash before what the reader would take for a mark of other programs'."""
    return "\n".join(line if line.startswith("![") else foreign_marks.meant(line) for line in text.split("\n"))


def yaml(entries: Mapping[str, Any]) -> str:
    """Keys in order, as an editor would write them: strings, numbers, dates, lists of strings, and mappings of those."""
    return "".join(f"{row}\n" for key, value in entries.items() for row in _entry(key, value))


def _head(article: Article) -> str:
    said = {
        "subtitle": _said(article.subtitle),
        "lead": _said(article.lead),
        "editor_note": _said(article.editor_note),
        "contributor": str(article.contributor),
        "source": str(article.source),
        "signature": [_said(line) for line in article.signature],
        "contents_title": str(article.contents_title),
    }
    rows = yaml({key: value for key, value in said.items() if value})
    return f"---\n{rows}---\n\n" if rows else ""


def _said(line: Line) -> str:
    """A line of a YAML head, where | forces a break."""
    return "".join("|" if isinstance(item, Break) else item.text for item in line if not isinstance(item, NoteMark))


# --- blocks


def _block(block: Block, marker: str) -> Iterator[str]:
    match block:
        case Paragraph():
            yield _line(block.content)
        case Heading():
            yield f"{'#' * (block.level + 1)} {_escaped(block.number)}{_inline(block.content)}"
        case ListBlock():
            yield from _list(block.items, marker)
        case Quote():
            for index, paragraph in enumerate(block.blocks):
                if index:
                    yield ">"
                yield from (f"> {row}" for row in _line(paragraph.content).split("\n"))
        case Table():
            yield from _table(block)
        case Figure():
            yield _figure(block)
            if block.source:
                yield _line(block.source)
        case Signature():
            yield f"::: {NAMED['signature']}"
            yield from (_line(line) for line in block.lines)
            yield ":::"
        case QrCode():
            yield f"::: {NAMED['qr']} {block.url}"
            if block.caption:
                yield _line(block.caption)
            yield ":::"
        case _:
            assert_never(block)


def _list(items: Sequence[ListItem], marker: str) -> Iterator[str]:
    indents = [""]
    for item in items:
        del indents[item.depth + 1 :]
        indents += [indents[-1]] * (item.depth + 1 - len(indents))
        indent = indents[item.depth]
        label = item.label if re.fullmatch(r"\d{1,9}[.)]", item.label) else marker
        inner = indent + " " * (len(label) + 1)
        yield f"{indent}{label} " + _line(item.content).replace("\n", f"\n{inner}")
        indents.append(inner)


def _table(table: Table) -> Iterator[str]:
    if table.caption:
        text = _line(table.caption)
        yield text if _TABLE_CAPTION.match(plain(table.caption)) else f"表：{text}"
    if table.unit:
        yield _line(table.unit)
    if table.caption or table.unit:
        yield ""
    yield _row(table.header)
    yield "|" + "|".join(_RULE.get(cell.align, "---") for cell in table.header) + "|"
    yield from (_row(row) for row in table.rows)
    if table.notes:
        yield ""
        yield from (_line(note) for note in table.notes)


def _row(cells: tuple[Cell, ...]) -> str:
    return "| " + " | ".join(_inline(cell.content, "|").replace("\\\n", "\u3000") for cell in cells) + " |"


def _figure(figure: Figure) -> str:
    path = f"<{figure.path}>" if re.search(r"[\s()\"“”]", figure.path) else figure.path
    caption = plain(figure.caption)
    title = (f" “{caption}”" if '"' in caption else f' "{caption}"') if caption else ""
    width = f"{{width={figure.width:g}mm}}" if figure.width else ""
    alt = "" if caption and figure.alt == caption else figure.alt.replace("[", "［").replace("]", "］")
    return f"![{alt}]({path}{title}){width}"


# --- inline


def _title(line: Line) -> str:
    return _inline(line, "|").replace("\\\n", "|")


def _line(line: Line) -> str:
    """Inline content as one or, with forced breaks, several lines, none of which begins like a block."""
    return "\n".join(_AT_START.sub(_guarded, row, count=1) if _AT_START.match(row) else row for row in _inline(line).split("\n"))


def _guarded(match: re.Match[str]) -> str:
    return f"{match['number']}\\{match['dot']}" if match["number"] else f"\\{match[0]}"


def _inline(line: Line, also: str = "") -> str:
    """Marks open and close around runs; `also` is escaped too."""
    groups = [(marks, list(group)) for marks, group in itertools.groupby(line, key=_marks)]
    parts: list[str] = []
    for index, (marks, group) in enumerate(groups):
        if marks is None:
            parts += map(_sign, group)
            continue
        # escaped as one: runs end where a source line ends, and may cut &amp; in two
        text = "".join(item.text for item in group if isinstance(item, Text))
        sign = "**" if "strong" in marks else "*" if "emphasis" in marks else ""
        before, inner, after = _bounded(text, "".join(parts)[-1:], _first(groups[index + 1 :])) if sign else (text, "", "")
        marked = f"{sign}{_escaped(inner, also)}{sign}" if inner else ""
        parts.append(_escaped(before, also) + marked + _escaped(after, also))
    return "".join(parts)


def _marks(item: object) -> frozenset[str] | None:
    return item.marks if isinstance(item, Text) else None


def _first(groups: Sequence[tuple[frozenset[str] | None, list[Any]]]) -> str:
    """The first character of what follows; that of a note's or break's sign is a mark."""
    item = groups[0][1][0] if groups else None
    return item.text[:1] if isinstance(item, Text) else "[" if item is not None else ""


def _bounded(text: str, before: str, after: str) -> tuple[str, str, str]:
    """`text` in three: what stays outside of its signs is spaces, beside which Markdown knows no sign, and marks that
    adjoin a Latin word or a digit (5G“双千兆”: a sign between G and “ would neither open nor close)."""
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    if start == 0 and _is_word(before):
        while start < end and _is_mark(text[start]):
            start += 1
    if end == len(text) and _is_word(after):
        while end > start and _is_mark(text[end - 1]):
            end -= 1
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (text[:start], text[start:end], text[end:]) if start < end else (text, "", "")


def _is_mark(char: str) -> bool:
    """Punctuation, and not that of Han, as CommonMark with CJK-friendly emphasis sees it."""
    return unicodedata.category(char)[0] in "PS" and not is_cjk(char)


def _is_word(char: str) -> bool:
    # signs beyond ASCII (√ ≥) are letters to the parser, which knows the punctuation of Unicode only; so are ㊀ and ㎡
    mark = char != "" and unicodedata.category(char)[0] in ("PS" if char.isascii() else "P")
    return char != "" and not char.isspace() and not is_cjk(char) and not mark


def _sign(item: object) -> str:
    return "\\\n" if isinstance(item, Break) else f"[^{item.number}]" if isinstance(item, NoteMark) else ""


def _escaped(text: str, also: str = "") -> str:
    escaped = _ALWAYS.sub(lambda match: f"\\{match[0]}", text)
    return escaped.replace(also, f"\\{also}") if also else escaped


# --- YAML


def _entry(key: str, value: Any, indent: str = "") -> Iterator[str]:
    if isinstance(value, Mapping) and value:
        yield f"{indent}{_scalar(key)}:"
        for inner, found in value.items():
            yield from _entry(inner, found, indent + "  ")
    elif isinstance(value, list | tuple):
        yield f"{indent}{_scalar(key)}:"
        for entry in value:
            if isinstance(entry, Mapping) and entry:
                rows = [row for inner, found in entry.items() for row in _entry(inner, found, f"{indent}    ")]
                rows[0] = f"{indent}  - {rows[0].lstrip()}"
                yield from rows
            else:
                yield f"{indent}  - {_scalar(entry)}"
    else:
        yield f"{indent}{_scalar(key)}: {_scalar(value)}"


def _scalar(value: object) -> str:
    if value == {}:  # no office writes this, but a DOCX that somebody has edited may hold it: the reader will say what is wrong
        return "{}"
    text = str(value)
    bare = _BARE.fullmatch(text) and not _NOT_TEXT.fullmatch(text) and text == text.strip()
    if bare or isinstance(value, int | datetime.date):
        return text
    return json.dumps(text, ensure_ascii=False)
