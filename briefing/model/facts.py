"""What an issue says and its pages do not show: enough to read a DOCX back into the folder it came from.

A DOCX carries this beside its text (`output/docx/word_file.py`); `briefing import --new` reads it. Words of the reports are
no part of it: what an editor deletes from the document is gone, and what he changes there is what counts.

    house           版式
    issue           the keys of issue.yaml, house defaults included
    sections, attachments   栏目 with the files of their reports; 附件 with their labels
    reports         for each report and attachment, in reading order: its file, which headings have a typed number
                    ("1") and which the house numbers ("0"), the alignment of table columns, pictures and widths, spaces
                    that a title shows wider than they were typed, line breaks of the author's in lines that the
                    typesetter breaks, how many marks are those of notes marked before, what is asked of tables, where
                    lists, quotations and 折页 begin that stand together, by what each table is known (`known_by` of its head),
                    how many lines of 落款 are those of its head, how many items a file of 简讯 has, whether it stands
                    before the reports (2: and has a 编者按 of its own), and how many lines of 落款 after the last report
                    are the issue's
"""

from __future__ import annotations

import dataclasses
import datetime
import json
import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from itertools import groupby, pairwise

from briefing.core import plain as plain_values
from briefing.core.plain import Entries, Plain
from briefing.core.records import dataclass
from briefing.model import fields, walk
from briefing.model.blocks import Block, Box, Brief, Figure, Heading, ListBlock, QrCode, Quote, Wide, within
from briefing.model.bulletin import Article, Issue
from briefing.model.issue_parts import Contents, Filing, PrintWishes, Recipients
from briefing.model.text_lines import Break, Line, NoteMark, TextRole, plain

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
_CENTRED: tuple[TextRole, ...] = ("title", "subtitle", "table-caption", "table-unit", "cell", "figure-source", "heading")
#: The template sets this space as a full em.
_NARROW_SPACE = re.compile(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])")


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """Of one report or attachment, in the words above. What is in a list or mapping is as it was found: a DOCX that somebody
    edited may hold anything there."""

    file: str = ""
    numbers: str = ""
    tables: Sequence[Plain] = ()
    aligned: Entries = field(default_factory=dict)
    wishes: Sequence[Plain] = ()
    heads: Sequence[Plain] = ()
    pictures: Sequence[tuple[str, Plain]] = ()
    contents_title: str = ""
    title: str = ""
    subtitle: str = ""
    breaks: Entries = field(default_factory=dict)
    boxes: Sequence[Plain] = ()
    wide: str = ""
    opening_note: str = ""
    leaves: Sequence[Plain] = ()
    lists: Sequence[Plain] = ()
    quotes: Sequence[Plain] = ()
    marked_again: int = 0
    signature: int = 0
    briefs: int = 0
    last_signature: int = 0
    front: int = 0

    @classmethod
    def of(cls, entry: Plain) -> ReportFacts:
        """Raises TypeError for what is not as it was written."""
        found = _known(entry, _REPORT)
        pairs = map(plain_values.items, plain_values.items(found.get("pictures", ())))
        pictures = [(plain_values.text(name), rest) for name, rest in pairs]
        return replace(cls(**found), pictures=pictures)  # type: ignore[arg-type] # as `_REPORT` says

    def written(self) -> Entries:
        """What there is to say."""
        return {each.name: value for each in dataclasses.fields(self) if (value := getattr(self, each.name))}


#: In JSON.
_KINDS: dict[str, type] = {"str": str, "int": int, "Entries": dict, "Sequence[Plain]": list, "Sequence[tuple[str, Plain]]": list}
_REPORT = {each.name: _KINDS[str(each.type)] for each in dataclasses.fields(ReportFacts)}


@dataclass(frozen=True, slots=True)
class Facts:
    """Of an issue."""

    house: str = ""
    issue: Entries = field(default_factory=dict)
    sections: Sequence[Entries] = ()
    attachments: Sequence[Entries] = ()
    reports: Sequence[ReportFacts] = ()

    def written(self) -> str:
        """JSON, the same for the same facts."""
        said = {
            "version": VERSION, "house": self.house, "issue": self.issue, "sections": self.sections,
            "attachments": self.attachments, "reports": [report.written() for report in self.reports],
        }  # fmt: skip
        return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def of_issue(issue: Issue, picture_name: Callable[[str], str]) -> str:
    """The facts as JSON, the same for the same issue. `picture_name`: path of a picture → the name of what the document holds of
    it."""
    attached = [_report(attachment.article, picture_name) for attachment in issue.attachments]
    reports = [_report(article, picture_name) for article in issue.articles]
    if issue.signature and reports:
        reports[-1] = replace(reports[-1], last_signature=len(issue.signature))
    front = [replace(_report(article, picture_name), front=2 if article.editor_note else 1) for article in issue.front]
    sections: list[Entries] = [
        {
            "name": section.name,
            "numbering": section.numbering,
            "reports": [article.path for article in section.articles],
            **({"form": section.form} if section.brief else {}),
            **({"rule": section.rule} if section.rule else {}),
        }
        for section in issue.sections
    ]
    attachments: list[Entries] = [{"label": item.label, "file": item.article.path} for item in issue.attachments]
    return Facts(issue.house, dict(_entries(issue)), sections, attachments, [*front, *reports, *attached]).written()


def parsed(text: str) -> Facts | None:
    """Facts of a version that is known, else None: whoever changed them may have broken them."""
    try:
        found = plain_values.entries(plain_values.read(text))
        if found["version"] != VERSION or found.keys() != {"version", *(field.name for field in dataclasses.fields(Facts))}:
            return None
        return Facts(
            plain_values.text(found["house"]),
            plain_values.entries(found["issue"]),
            [_known(entry, _SECTION) for entry in plain_values.items(found["sections"])],
            [_known(entry, _ATTACHMENT) for entry in plain_values.items(found["attachments"])],
            [ReportFacts.of(entry) for entry in plain_values.items(found["reports"])],
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


_SECTION = {"name": str, "numbering": str, "reports": list, "form": str, "rule": str}
_ATTACHMENT = {"label": str, "file": str}


def _known(entry: Plain, shapes: Mapping[str, type]) -> Entries:
    """`entry`, a mapping whose keys are known and of their types. Raises TypeError."""
    found = plain_values.entries(entry)
    if not all(key in shapes and isinstance(value, shapes[key]) for key, value in found.items()):
        raise TypeError("not as it was written")
    return found


def _entries(issue: Issue) -> Iterator[tuple[str, Plain]]:
    """Keys of issue.yaml and plain values, in the order of the manual; empty ones may undo a default of the house."""
    owners = (issue, issue.number, issue.masthead, issue.colophon)
    for known in fields.ISSUE:
        if known.key in _OWN | _PROSE:
            continue
        value = getattr(next(owner for owner in owners if hasattr(owner, known.attribute)), known.attribute)
        if not (isinstance(value, PrintWishes | Filing) and not value.written):
            yield known.key, _value(known.key, value, issue)


def of_defaults(bound: Mapping[str, object]) -> Iterator[tuple[str, Plain]]:
    """A house's defaults, as bound by the reader, in the same plain values."""
    for key, value in bound.items():
        if key == "number" and isinstance(value, tuple):
            yield key, _numbers(value[0], value[3], value[1])
        elif key not in _PROSE:
            yield key, _plain(value)


def _value(key: str, value: object, issue: Issue) -> Plain:
    number = issue.number
    if key == "number":
        return None if number.value is None else _numbers(number.value, number.until, number.digits)
    if key == "year":
        return None if issue.date is not None and issue.date.year == value else _plain(value)
    return _plain(value)


def _numbers(first: int, until: int | None, digits: int) -> str:
    """017, or 20-21 of several that appear as one."""
    return "-".join(f"{number:0{min(digits, 9)}d}" for number in (first, until) if number is not None)


def _plain(value: object) -> Plain:
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
    if value is None or isinstance(value, int):
        return value
    return str(value)


def _own_alignments(article: Article) -> Iterator[tuple[str, str]]:
    """Of cells that ask for one, by their number among all cells."""
    cells = (cell for table in walk.tables(article) for row in (table.header, *table.rows) for cell in row)
    return ((str(number), _ALIGN[cell.own]) for number, cell in enumerate(cells) if cell.own)


def _report(article: Article, picture_name: Callable[[str], str]) -> ReportFacts:
    blocks = tuple(within(article.blocks))
    return ReportFacts(
        file=article.path,
        numbers="".join("1" if block.number else "0" for block in blocks if isinstance(block, Heading)),
        tables=["".join(_ALIGN[cell.align] for cell in block.header) for block in walk.tables(article)],
        aligned=dict(_own_alignments(article)),
        wishes=_asked(article),
        heads=_heads(article),
        pictures=list(_pictures(blocks, picture_name)),
        contents_title=str(article.contents_title),
        title=_spaced(article.title),
        subtitle=_spaced(article.subtitle),
        breaks=dict(_breaks(article)),
        boxes=_titles(blocks),
        wide=article.wide,
        opening_note="block" if _opens_with_note(article) else "",
        leaves=_leaves(article),
        lists=_parts(blocks, ListBlock),
        quotes=_parts(blocks, Quote),
        marked_again=_marked_again(article),
        signature=len(article.signature),
        briefs=sum(isinstance(block, Brief) for block in blocks),
    )


def known_by(text: str) -> str:
    """What a text is known by that is kept nowhere, blanks and breaks apart."""
    return f"{zlib.crc32(''.join(text.split()).encode()):08x}"


def _heads(article: Article) -> list[str]:
    return [known_by("".join(plain(cell.content) for cell in table.header)) for table in walk.tables(article)]


def _asked(article: Article) -> list[str]:
    """What the author asks of each table; nothing where he asks nothing of any."""
    found = [table.wishes.written() for table in walk.tables(article)]
    return found if any(found) else []


def _titles(blocks: Sequence[Block]) -> list[str]:
    """Those of all frames, nothing where their spaces are shown as typed."""
    found = [_spaced(block.title) for block in blocks if isinstance(block, Box)]
    return found if any(found) else []


def _marked_again(article: Article) -> int:
    marks = [item.number for text in walk.texts(article) for item in text.line if isinstance(item, NoteMark)]
    return len(marks) - len(set(marks))


def _opens_with_note(article: Article) -> bool:
    first = article.blocks[0] if article.blocks else None
    return isinstance(first, Box) and first.kind == "editor-note" and not article.editor_note


def _pictures(blocks: Sequence[Block], picture_name: Callable[[str], str]) -> Iterator[tuple[str, Plain]]:
    """Name and width of each; of a 二维码, which is drawn anew, QR and its address."""
    for block in blocks:
        if isinstance(block, Figure):
            yield picture_name(block.path), block.width
        elif isinstance(block, QrCode):
            yield QR, block.url


def _spaced(line: Line) -> str:
    """The characters, where one of them is a space that is shown as another."""
    return plain(line) if _NARROW_SPACE.search(plain(line)) else ""


def _breaks(article: Article) -> Iterator[tuple[str, list[int]]]:
    """Lines that may be centred, by what and which they are → the places in their text where the author broke them."""
    texts = list(walk.texts(article))
    for role in _CENTRED:
        for line in (text.line for text in texts if text.role == role):
            places = [len(plain(line[:index])) for index, item in enumerate(line) if isinstance(item, Break)]
            if places:
                yield role if role in ("title", "subtitle") else f"{role} {known_by(plain(line))}", places


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
