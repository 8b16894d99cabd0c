"""What an issue says and its pages do not show: enough to read a DOCX back into the folder it came from.

A DOCX carries this beside its text (`output/docx/word_file.py`); `briefing import --new` reads it. Words of the reports are
no part of it: what an editor deletes from the document is gone, and what he changes there is what counts.

    house           版式
    issue           the keys of issue.yaml, house defaults included
    sections, attachments   栏目 with the files of their reports; 附件 with their labels
    reports         for each report and attachment, in reading order: its file, which headings have a typed number
                    ("1") and which the house numbers ("0"), the alignment of table columns, pictures and widths, spaces
                    that a title shows wider than they were typed, line breaks of the author's in lines that the
                    typesetter breaks, what is asked of tables, where lists, quotations and 折页 begin that stand together,
                    how many lines of 落款 are those of its head, how many items a file of 简讯 has, whether it stands
                    before the reports (2: and has a 编者按 of its own), and how many lines of 落款 after the last report
                    are the issue's
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any

from briefing.model import fields, walk
from briefing.model.bulletin import (
    Article,
    Block,
    Box,
    Break,
    Brief,
    Contents,
    Figure,
    Filing,
    Heading,
    Issue,
    Line,
    ListBlock,
    PrintWishes,
    QrCode,
    Quote,
    Recipients,
    Wide,
    plain,
    within,
)

VERSION = 1
#: What `pictures` has for the name of a 二维码: no name of a file.
QR = "qr:"
#: How bookmarks begin that say where a figure or table stands in the sources which text has passed.
FIGURE_PLACE = "_Figure"
#: Of the XML part that holds the facts in a DOCX.
NAMESPACE = "urn:briefing:facts"
_ALIGN = {"": "-", "left": "l", "center": "c", "right": "r"}
ALIGNED = {sign: align for align, sign in _ALIGN.items()}
#: Shown by the pages themselves, word by word.
_PROSE = {"editor_note", "summary", "signature"}
#: `digits` are the zeros of `number`; the others have entries of their own.
_OWN = {"house", "sections", "reports", "attachments", "front", "digits"}
#: Lines that may be centred.
_CENTRED: tuple[walk.TextRole, ...] = ("title", "subtitle", "table-caption", "table-unit", "cell", "figure-source", "heading")
#: The template sets this space as a full em.
_NARROW_SPACE = re.compile(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])")


def of_issue(issue: Issue, picture_name: Callable[[str], str]) -> str:
    """The facts as JSON, the same for the same issue. `picture_name`: path of a picture → the name of what the document holds of
    it."""
    attached = [_report(attachment.article, picture_name) for attachment in issue.attachments]
    reports = [_report(article, picture_name) for article in issue.articles]
    if issue.signature and reports:
        reports[-1]["last_signature"] = len(issue.signature)
    front = [{**_report(article, picture_name), "front": 2 if article.editor_note else 1} for article in issue.front]
    facts = {
        "version": VERSION,
        "house": issue.house,
        "issue": dict(_entries(issue)),
        "sections": [
            {
                "name": section.name,
                "numbering": section.numbering,
                "reports": [article.path for article in section.articles],
                **({"form": section.form} if section.brief else {}),
                **({"rule": section.rule} if section.rule else {}),
            }
            for section in issue.sections
        ],
        "attachments": [{"label": item.label, "file": item.article.path} for item in issue.attachments],
        "reports": [*front, *reports, *attached],
    }
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))


def parsed(text: str) -> Mapping[str, Any] | None:
    """Facts of a version that is known, else None: whoever changed them may have broken them."""
    try:
        facts = json.loads(text)
    except (ValueError, RecursionError):
        return None
    known = isinstance(facts, dict) and facts.get("version") == VERSION
    sound = known and _fits(facts, {"version": int, "house": str, "issue": dict, **dict.fromkeys(_SHAPES, list)}, every=True)
    sound = sound and all(_fits(entry, shapes) for key, shapes in _SHAPES.items() for entry in facts[key])
    sound = sound and all(_pairs(entry.get("pictures", ())) for entry in facts["reports"])
    return facts if sound else None


#: Lists of mappings, and what may stand in each.
_SHAPES: dict[str, dict[str, type]] = {
    "sections": {"name": str, "numbering": str, "reports": list, "form": str, "rule": str},
    "attachments": {"label": str, "file": str},
    "reports": {
        "file": str, "numbers": str, "tables": list, "pictures": list, "contents_title": str, "title": str, "subtitle": str,
        "breaks": dict, "lists": list, "quotes": list, "wishes": list, "boxes": list, "opening_note": str, "wide": str,
        "aligned": dict,
        "signature": int, "last_signature": int, "briefs": int, "front": int, "leaves": list,
    },
}  # fmt: skip


def _fits(entry: Any, shapes: Mapping[str, type], every: bool = False) -> bool:
    """Whether `entry` is a mapping whose keys are known and of their types; `every`: and all there."""
    known = isinstance(entry, dict) and all(key in shapes and isinstance(value, shapes[key]) for key, value in entry.items())
    return known and (not every or entry.keys() == shapes.keys())


def _pairs(pictures: Any) -> bool:
    return all(isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], str) for pair in pictures)


def _entries(issue: Issue) -> Iterator[tuple[str, Any]]:
    """Keys of issue.yaml and plain values, in the order of the manual; empty ones may undo a default of the house."""
    owners = (issue, issue.number, issue.masthead, issue.colophon)
    for field in fields.ISSUE:
        if field.key in _OWN | _PROSE:
            continue
        value = getattr(next(owner for owner in owners if hasattr(owner, field.attribute)), field.attribute)
        if not (isinstance(value, PrintWishes | Filing) and not value.written):
            yield field.key, _value(field.key, value, issue)


def of_defaults(bound: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """A house's defaults, as bound by the reader, in the same plain values."""
    for key, value in bound.items():
        if key == "number":
            yield key, _numbers(value[0], value[3], value[1])
        elif key not in _PROSE:
            yield key, _plain(value)


def _value(key: str, value: Any, issue: Issue) -> Any:
    number = issue.number
    if key == "number":
        return None if number.value is None else _numbers(number.value, number.until, number.digits)
    if key == "year":
        return None if issue.date is not None and issue.date.year == value else value
    return _plain(value)


def _numbers(first: int, until: int | None, digits: int) -> str:
    """017, or 20-21 of several that appear as one."""
    return "-".join(f"{number:0{min(digits, 9)}d}" for number in (first, until) if number is not None)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Contents):
        more = {"heading": str(value.heading)} if value.heading else {}
        more |= {"place": value.place} if value.place != "接排" else {}
        return {"style": value.style, **more} if more else value.style
    if isinstance(value, PrintWishes | Filing):
        return value.written
    if isinstance(value, tuple):
        if value and isinstance(value[0], Recipients):
            return {entry.role: [str(line) for line in entry.lines] for entry in value}
        return [str(entry) for entry in value]
    return value if isinstance(value, int) or value is None else str(value)


def _own_alignments(article: Article) -> Iterator[tuple[str, str]]:
    """Of cells that ask for one, by their number among all cells."""
    cells = (cell for table in walk.tables(article) for row in (table.header, *table.rows) for cell in row)
    return ((str(number), _ALIGN[cell.own]) for number, cell in enumerate(cells) if cell.own)


def _report(article: Article, picture_name: Callable[[str], str]) -> dict[str, Any]:
    blocks = tuple(within(article.blocks))
    found: dict[str, Any] = {
        "file": article.path,
        "numbers": "".join("1" if block.number else "0" for block in blocks if isinstance(block, Heading)),
        "tables": ["".join(_ALIGN[cell.align] for cell in block.header) for block in walk.tables(article)],
        "aligned": dict(_own_alignments(article)),
        "wishes": _asked(article),
        "pictures": list(_pictures(blocks, picture_name)),
        "contents_title": str(article.contents_title),
        "title": _spaced(article.title),
        "subtitle": _spaced(article.subtitle),
        "breaks": dict(_breaks(article)),
        "boxes": _titles(blocks),
        "wide": article.wide,
        "opening_note": "block" if _opens_with_note(article) else "",
        "leaves": _leaves(article),
        "lists": _parts(blocks, ListBlock),
        "quotes": _parts(blocks, Quote),
        "signature": len(article.signature),
        "briefs": sum(isinstance(block, Brief) for block in blocks),
    }
    return {key: value for key, value in found.items() if value}


def _asked(article: Article) -> list[str]:
    """What the author asks of each table; nothing where he asks nothing of any."""
    found = [table.wishes.written() for table in walk.tables(article)]
    return found if any(found) else []


def _titles(blocks: Sequence[Block]) -> list[str]:
    """Those of all frames, nothing where their spaces are shown as typed."""
    found = [_spaced(block.title) for block in blocks if isinstance(block, Box)]
    return found if any(found) else []


def _opens_with_note(article: Article) -> bool:
    first = article.blocks[0] if article.blocks else None
    return isinstance(first, Box) and first.kind == "editor-note" and not article.editor_note


def _pictures(blocks: Sequence[Block], picture_name: Callable[[str], str]) -> Iterator[list[Any]]:
    """Name and width of each; of a 二维码, which is drawn anew, QR and its address."""
    for block in blocks:
        if isinstance(block, Figure):
            yield [picture_name(block.path), block.width]
        elif isinstance(block, QrCode):
            yield [QR, block.url]


def _spaced(line: Line) -> str:
    """The characters, where one of them is a space that is shown as another."""
    return plain(line) if _NARROW_SPACE.search(plain(line)) else ""


def _breaks(article: Article) -> Iterator[tuple[str, list[int]]]:
    """Lines that may be centred, by what and which they are → the places in their text where the author broke them."""
    texts = list(walk.texts(article))
    for role in _CENTRED:
        for number, line in enumerate(text.line for text in texts if text.role == role):
            places = [len(plain(line[:index])) for index, item in enumerate(line) if isinstance(item, Break)]
            if places:
                yield role if role in ("title", "subtitle") else f"{role} {number}", places


def _leaves(article: Article) -> list[list[int]]:
    """Pages of other formats that stand together: how many blocks each of 宽页 and 折页 holds, a list for each run of one format;
    nothing where none do."""
    runs = [
        [len(block.blocks) for block in run if isinstance(block, Wide)]
        for leaf, run in groupby(article.blocks, lambda block: block.leaf if isinstance(block, Wide) else "")
        if leaf
    ]
    return runs if any(len(run) > 1 for run in runs) else []


def _parts(blocks: Sequence[Block], kind: type[ListBlock] | type[Quote]) -> list[str]:
    """The depths of each list's items ("0010"), a 0 for each paragraph of a quotation; nothing where the pages tell:
    no two stand together, and no list is three deep."""
    found = [block for block in blocks if isinstance(block, kind)]
    inner = [block for block in blocks if not isinstance(block, Wide)]
    together = any(isinstance(one, kind) and isinstance(other, kind) for one, other in pairwise(inner))
    parts = ["".join(str(item.depth) for item in block.items) if isinstance(block, ListBlock) else "0" * len(block.blocks)
             for block in found]  # fmt: skip
    return parts if together or any("2" in part for part in parts) else []
