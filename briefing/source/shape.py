"""What an office's wording says about structure: numbers typed before headings, run-in leads, forced
breaks. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from briefing.core.pattern import Pattern
from briefing.model.text_lines import Break, Inline, Line, Text, plain
from briefing.source import script_marks

_HAN = "一二三四五六七八九十百零"
_NUMBER = Pattern(
    rf"(?:第[{_HAN}]+[章节条]|[{_HAN}]+、|[（(][{_HAN}]+[）)]|\d{{1,3}}(?:、|[.．](?!\d))|[（(]\d{{1,3}}[）)]|[①-⑳])"
    r"[ \t\u3000]*"
)
#: Numbers of several levels, 1.1 and 1.2.3, which stand apart from the words: 1.5 亿元 has no heading's look but its space.
_DECIMAL = Pattern(r"\d{1,2}(?:[.．]\d{1,2}){1,3}(?:[.．、](?!\d)[ \t\u3000]*|[ \t\u3000]+)(?![万亿元个%％])")
#: A run-in lead is a sentence or ends like one: 一是强化统筹。 / 苏州市：
_LEAD_END = "。！？：；…”）"


def split_number(content: Line) -> tuple[str, Line]:
    """The number an author typed before a heading (一、（一）1.（1）), and the heading without it."""
    first = content[0] if content else None
    match = _NUMBER.match(first.text) or _DECIMAL.match(first.text) if isinstance(first, Text) else None
    if match is None or not isinstance(first, Text) or match.end() == len(plain(content)):
        return "", content
    return number_as_set(match[0]), without_start(content, match.end())


def number_as_set(typed: str) -> str:
    """A typed number as it stands before its heading: 一、 without a space, 1.1 with one."""
    number = typed.rstrip()
    return f"{number}\u3000" if number[-1:].isdigit() and "." in number.replace("．", ".") else number


def without_start(content: Line, length: int) -> Line:
    """`content` without the first `length` characters of its first text."""
    first, *others = content
    if not length or not isinstance(first, Text):
        return content
    rest = first.text[length:]
    kept = (Text(rest, first.span.shifted(length, len(rest)), first.marks),) if rest else ()
    return (*kept, *others)


def lead(content: Line) -> int:
    """How many first items are a run-in lead: bold from the start to a closing mark, with plain text after
    it."""
    count = 0
    for item in content:
        if not isinstance(item, Text) or "strong" not in item.marks:
            break
        count += 1
    if count in (0, len(content)):
        return 0
    last, following = content[count - 1], content[count]
    ends = isinstance(last, Text) and last.text.rstrip("\u3000 ")[-1:] in _LEAD_END
    spaced = isinstance(following, Text) and following.text[:1] in ("\u3000", " ")
    return count if ends or spaced else 0


def scripts(text: Text) -> Line:
    """`text` of a YAML file with what m^2^ and H~2~O raise and lower."""
    items: list[Inline] = []
    start, place = 0, 0
    while place < len(text.text):
        found = script_marks.script_at(text.text, place)
        if found is None:
            place += 1
            continue
        inner, kind = found
        items += [_part(text, start, place), replace(_part(text, place + 1, place + 1 + len(inner)), marks=text.marks | {kind})]
        start = place = place + len(inner) + 2
    return tuple(item for item in (*items, _part(text, start, len(text.text))) if not isinstance(item, Text) or item.text)


def _part(text: Text, start: int, end: int) -> Text:
    return Text(text.text[start:end], text.span.shifted(start, end - start), text.marks)


def without_blank_lines(line: Sequence[Inline]) -> Line:
    """`line` without the breaks that part nothing: at its ends, or one right after another but for blanks."""
    rows: list[list[Inline]] = [[]]
    ends: list[Inline] = []
    for item in line:
        if not isinstance(item, Break):
            rows[-1].append(item)
        elif _blank(rows[-1]):
            rows[-1] = []
        else:
            ends.append(item)
            rows.append([])
    if _blank(rows[-1]):
        rows.pop()
    return tuple(item for index, row in enumerate(rows) for item in (*ends[index - 1 : index], *row))


def _blank(row: Sequence[Inline]) -> bool:
    return all(isinstance(item, Text) and not item.text.strip() for item in row)


def broken(text: Text) -> Line:
    """`text` with each | in it as a forced break."""
    items: list[Inline] = []
    column = 0
    for index, part in enumerate(text.text.split("|")):
        if index:
            items.append(Break(text.span.shifted(column - 1)))
        if part:
            items.append(Text(part, text.span.shifted(column, len(part)), text.marks))
        column += len(part) + 1
    return tuple(items)
