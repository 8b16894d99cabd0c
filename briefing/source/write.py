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
from typing import assert_never

from mdit_py_cjk_friendly import is_cjk

from briefing.core.errors import Span
from briefing.core.han import HAN
from briefing.core.type_sizes import HAO, called
from briefing.model.blocks import Block, Brief, Cell, Fenced, Figure, Heading, ListBlock, ListItem, Paragraph, Quote, Table
from briefing.model.bulletin import Article
from briefing.model.text_lines import Break, Inline, Line, NoteMark, Text, plain
from briefing.source import cell_braces, containers, foreign_marks, merged_cells, script_marks

#: What `wide:` of a head says of a format.
WIDE_VALUES = {"": "", "wide": True, "foldout": "A3"}
#: Marks wherever they stand, but for a _ within a word or an address. `]` and `!` mean nothing without an open bracket.
_ALWAYS = re.compile(r"[\\*`<\[]|(?<![0-9A-Za-z])_|_(?![0-9A-Za-z])|&(?=#?\w+;)")
#: At the start of a line: headings, quotes, lists, rules, fences, tables.
_AT_START = re.compile(r"(?:#|>|[-+](?=\s|$)|-(?=--)|~(?=~~)|=(?==)|\||:(?=::)|(?P<number>\d{1,9})(?P<dot>[.)])(?=\s|$))")
#: Strings that YAML reads as themselves, and people too.
_BARE = re.compile(rf"[0-9A-Za-z{HAN}（《“—〔][^\x00-\x1f:#\[\]{{}},&*!|>'\"%@`\\]*")
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
    if article.title:
        yield _meant(f"# {_title(article.title)}"), article.span
    yield from _blocks(article.blocks)
    for note in article.notes:
        yield _meant(f"[^{note.number}]: {_line(note.content)}"), note.span


def _blocks(blocks: Sequence[Block]) -> Iterator[tuple[str, Span]]:
    marker = ""
    above: Block | None = None
    for block in blocks:
        if isinstance(block, Brief):
            if isinstance(above, Brief):
                yield "---", block.span
            yield from _blocks(block.blocks)
            above = block
            continue
        above = block
        # lists that follow one another are kept apart by their signs
        marker = ("+" if marker == "-" else "-") if isinstance(block, ListBlock) else ""
        if isinstance(block, Fenced):
            yield from _fenced(block)
        else:
            yield _meant("\n".join(_block(block, marker))), block.span


def _fenced(block: Fenced) -> Iterator[tuple[str, Span]]:
    said = containers.written(block)
    name = f"::: {containers.KINDS[block.fence].name}"
    if said.lines is not None:
        first = " ".join(filter(None, (name, _inline(said.title), said.more)))
        yield _meant("\n".join([first, *map(_line, said.lines), ":::"])), block.span
        return
    yield " ".join(filter(None, (name, _meant(_inline(said.title)), said.more))), block.span
    yield from _blocks(said.blocks)
    yield ":::", block.span


def _meant(text: str) -> str:
    """With a backslash before what the reader would take for a mark of other programs'."""
    return "\n".join(line if line.startswith("![") else foreign_marks.meant(line) for line in text.split("\n"))


def yaml(entries: Mapping[str, object]) -> str:
    """Keys in order, as an editor would write them: strings, numbers, dates, lists of strings, and mappings of those."""
    return "".join(f"{row}\n" for key, value in entries.items() for row in _entry(key, value))


def _head(article: Article) -> str:
    said = {
        "subtitle": yaml_line(article.subtitle),
        "lead": yaml_line(article.lead),
        "editor_note": yaml_line(article.editor_note),
        "contributor": str(article.contributor),
        "source": str(article.source),
        "signature": [yaml_line(line) for line in article.signature],
        "contents_title": str(article.contents_title),
        "wide": WIDE_VALUES[article.wide],
    }
    rows = yaml({key: value for key, value in said.items() if value})
    return f"---\n{rows}---\n\n" if rows else ""


def yaml_line(line: Line) -> str:
    """A line of a YAML head, where | forces a break."""
    said = ""
    for item in line:
        if isinstance(item, Break):
            said += "|"
        elif isinstance(item, Text):
            kind = _script(item)
            said += (script_marks.written(item.text, kind, said) if kind else None) or item.text
    return said


# --- blocks


def _block(block: Paragraph | Heading | ListBlock | Quote | Table | Figure, marker: str) -> Iterator[str]:
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
    wishes = table.wishes.written(called(table.wishes.size) if table.wishes.size in HAO.values() else "")
    braces = f"{{{wishes}}}" if wishes else ""
    if table.caption:
        text = _line(table.caption)
        text = text if _TABLE_CAPTION.match(plain(table.caption)) else f"表：{text}"
        yield f"{text} {braces}" if braces else text
    if table.unit:
        yield _line(table.unit)
    if braces and not table.caption:
        yield braces
    if table.caption or table.unit or braces:
        yield ""
    rows = [_row(cells) for cells in merged_cells.marked((table.header, *table.rows), _cell)]
    yield rows[0]
    yield "|" + "|".join(_RULE.get(cell.align, "---") for cell in table.header) + "|"
    yield from rows[1:]
    if table.notes:
        yield ""
        yield from (_line(note) for note in table.notes)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _cell(cell: Cell) -> str:
    text = _inline(cell.content, "|").replace("\\\n", "<br>")
    return cell_braces.written(cell, f"\\{text}" if text in (merged_cells.ABOVE, merged_cells.LEFT) and not cell.own else text)


def _figure(figure: Figure) -> str:
    path = f"<{figure.path}>" if re.search(r"[\s()\"“”]", figure.path) else figure.path
    caption = "".join(
        item.text if isinstance(item, Text) else _sign(item) for item in figure.caption if not isinstance(item, Break)
    )
    title = (f" “{caption}”" if '"' in caption else f' "{caption}"') if caption else ""
    width = f"{{width={figure.width:g}mm}}" if figure.width else ""
    alt = "" if caption and figure.alt == plain(figure.caption) else figure.alt.replace("[", "［").replace("]", "］")
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
    groups = [(marks, list(group)) for marks, group in itertools.groupby(line, key=_around)]
    parts: list[str] = []
    for index, (marks, group) in enumerate(groups):
        if marks is None:
            parts += map(_sign, group)
            continue
        sign = "**" if "strong" in marks else "*" if "emphasis" in marks else ""
        scripts = [(_script(item), item.text) for item in group if isinstance(item, Text)]
        # escaped as one: runs end where a source line ends, and may cut &amp; in two
        pieces = [
            (kind, "".join(text for _, text in same)) for kind, same in itertools.groupby(scripts, key=lambda each: each[0])
        ]
        parts.append(_marked(pieces, sign, "".join(parts)[-1:], _first(groups[index + 1 :]), also))
    return "".join(parts)


def _marked(pieces: list[tuple[str, str]], sign: str, before: str, following: str, also: str) -> str:
    """Stretches of one emphasis between its signs, which do not go around what may not stand at their inner side."""
    head = tail = ""
    if sign and len(pieces) == 1 and not pieces[0][0]:
        head, inner, tail = _bounded(pieces[0][1], before, following)
        pieces = [("", inner)]
    elif sign:
        (first, opening), (last, closing) = pieces[0], pieces[-1]
        if not first:
            head = opening[: len(opening) - len(opening.lstrip())]
            pieces[0] = "", opening.lstrip()
        if not last:
            tail = closing[len(closing.rstrip()) :]
            pieces[-1] = "", closing.rstrip()
    written = _escaped(head, also, before)
    inside = ""
    for kind, text in pieces:
        ahead = inside or sign[-1:] or written or before
        inside += (script_marks.written(text, kind, ahead) if kind else None) or _escaped(text, also, ahead)
    return written + (f"{sign}{inside}{sign}" if inside else "") + _escaped(tail, also, sign or inside)


def _around(item: object) -> frozenset[str] | None:
    """The marks of a text but for being raised or lowered."""
    return item.marks - {"superscript", "subscript"} if isinstance(item, Text) else None


def _script(item: Text) -> str:
    return next((name for name in ("superscript", "subscript") if name in item.marks), "")


def _first(groups: Sequence[tuple[frozenset[str] | None, list[Inline]]]) -> str:
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


def _escaped(text: str, also: str = "", before: str = "") -> str:
    """`before`: what stands before it, on which a raised or lowered stretch would lean."""
    ends = [*script_marks.places(text, before), len(text)]
    pieces = (_ALWAYS.sub(lambda match: f"\\{match[0]}", text[start:end]) for start, end in itertools.pairwise([0, *ends]))
    escaped = "\\".join(pieces)
    return escaped.replace(also, f"\\{also}") if also else escaped


# --- YAML


def _entry(key: str, value: object, indent: str = "") -> Iterator[str]:
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
    if isinstance(value, bool):
        return str(value).lower()
    if value == {}:  # no office writes this, but a DOCX that somebody has edited may hold it: the reader will say what is wrong
        return "{}"
    text = str(value)
    bare = _BARE.fullmatch(text) and not _NOT_TEXT.fullmatch(text) and text == text.strip()
    if bare or isinstance(value, int | datetime.date):
        return text
    return json.dumps(text, ensure_ascii=False)
