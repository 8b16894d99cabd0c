"""Issue + house → Sheet: the house's Jinja template renders XHTML of a closed vocabulary, which is read back
at once.

The template decides order and wording; it sees the issue, the house and the helpers of `_Helpers`, whose
output carries source places. Nothing is dropped on the way: `briefing.rendering.parse` refuses whatever is not a
block of the vocabulary.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from briefing.core.errors import Diagnostic, InputError, Span
from briefing.core.numerals import chinese
from briefing.files.world import World
from briefing.house.style import HouseStyle
from briefing.model import facts
from briefing.model.blocks import BULLET, Block, Box, Brief, Cell, Container, Heading, ListItem, Signature, Table, within
from briefing.model.bulletin import Article, Attachment, Issue, Section
from briefing.model.described import LocatedText
from briefing.model.sheet import SCRIPTS, Sheet
from briefing.model.text_lines import Break, Inline, Line, NoteMark, Text
from briefing.rendering.attachment_place import above_signatures
from briefing.rendering.empty_cells import wants_sign
from briefing.rendering.note_numbers import NoteNumbers, PrintedNote
from briefing.rendering.parse import parse_sheet
from briefing.rendering.qr_path import QrPath, qr_path

if TYPE_CHECKING:
    from markupsafe import Markup

TEMPLATE = "bulletin.html.j2"

_PLACEHOLDER = re.compile(r"\{(\w+)\}")  # as `house.wording` has checked
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: A space typed between two full-width characters, as in 凝心聚力 奋勇争先.
_TABLE_NUMBER = re.compile(r"表\s?([0-9０-９一二三四五六七八九十.\-—]*)[：:\s]*")
_PHRASE_SPACE = re.compile(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])")


def render_sheet(issue: Issue, house: HouseStyle, world: World, compiled: MutableMapping[str, bytes] | None = None) -> Sheet:
    """The page description of `issue` in the style of `house`. Pure but for reading templates and picture
    sizes through `world`. `compiled` keeps compiled templates between runs (trusted bytecode), else they last
    as long as the process. Raises InputError at a template's line, or at the source of a picture."""
    from briefing.rendering.sandbox import render

    helpers = _Helpers(issue, house)
    text = render(world, house.chain, TEMPLATE, {"issue": issue, "house": house, **helpers.exported()}, compiled)

    def pixels(path: str, span: Span | None) -> tuple[int, int]:
        info = world.issue.picture(path, span)
        return info.width, info.height

    sheet = parse_sheet(text, world.templates.name(f"{house.name}/{TEMPLATE}"), house, pixels)
    if len(issue.articles) == 1:  # those of several reports are nobody's but the issue's
        sheet = above_signatures(sheet)
    return replace(sheet, facts=facts.of_issue(issue, lambda path: world.issue.picture(path).name(path)))


def dropped(
    issue: Issue, house: HouseStyle, world: World, sheet: Sheet, compiled: MutableMapping[str, bytes] | None = None,
    places: Callable[[], Mapping[str, Span]] = dict,
) -> list[Diagnostic]:  # fmt: skip
    """Findings about what the issue says and its `sheet`, as `render_sheet` returned it, does not show. `places`: of the keys
    of issue.yaml, asked for where there is something to say."""
    from briefing.rendering.dropped import dropped as found

    holder = next((name for name in house.chain if world.templates.exists(f"{name}/{TEMPLATE}")), house.name)
    template = world.templates.name(f"{holder}/{TEMPLATE}")
    return list(found(issue, sheet, lambda other: render_sheet(other, house, world, compiled), template, places))


#: Numbers of issues that appear as one are all said up to so many.
_LISTED = 3


class HasPlace(Protocol):
    """A node of the issue."""

    @property
    def span(self) -> Span | None: ...


class _Helpers:
    """The functions of a template; each returns text, or markup that carries source places."""

    def __init__(self, issue: Issue, house: HouseStyle) -> None:
        from markupsafe import Markup, escape

        self._markup = Markup
        self._escape = escape
        self._issue = issue
        self._house = house
        articles = issue.all_articles
        self._anchors = {id(article): f"a{index}" for index, article in enumerate(articles, 1)}
        self._numbers: dict[int, str] = {}
        for article in articles:
            self._number_headings(article.blocks)
        self._notes = NoteNumbers(articles, house.notes.numbering if house.foot_notes else "report")
        self._briefs = {id(block): about for section in issue.sections for block, about in self._items(section)}

    def exported(self) -> dict[str, Callable[..., object]]:
        return {
            "anchor": self.anchor,
            "at": self.at,
            "attachment_item": self.attachment_item,
            "brief": self.brief,
            "bullet": self.bullet,
            "continued": self.continued,
            "empty": self.empty,
            "heading_number": self.heading_number,
            "item_number": self.item_number,
            "kind": self.kind,
            "numbers": self.numbers,
            "padded": self.padded,
            "printed_notes": self.printed_notes,
            "qr": self.qr,
            "runs": self.runs,
            "say": self.say,
            "signed": self.signed,
            "unknown": self.unknown,
            "words": self.words,
        }

    def kind(self, block: Block) -> str:
        """The class of a block of the model: Paragraph, Heading, ListBlock, Quote, Table, Figure, Signature, QrCode, Beside, Box,
        Columns, Wide or Brief."""
        return type(block).__name__

    def unknown(self, block: Block) -> str:
        """For the end of a template's list of kinds: what it does not know must not be printed as something else."""
        raise TypeError(f"模板里没有排 {self.kind(block)} 这种内容")

    def at(self, owner: HasPlace | Span) -> Markup:
        """A `data-src` attribute with the place of `owner` (a node of the issue, or a Span)."""
        span = owner if isinstance(owner, Span) else owner.span
        return self._markup(f' data-src="{self._escape(str(span))}"') if span else self._markup("")

    def runs(self, line: Line, lead: int = 0, wide: bool = False, notes: bool = True) -> Markup:
        """Inline content, each run with its place. The first `lead` items are the run-in lead; `wide` sets
        the space between two phrases of a title as a full em; without `notes` marks are left out: of a title in the contents."""
        shown = (item for item in line if notes or not isinstance(item, NoteMark))
        return self._markup("").join(self._inline(item, index < lead, wide) for index, item in enumerate(shown))

    def printed_notes(self, article: Article) -> list[PrintedNote]:
        """The notes of a report as they are printed: each with its number and anchor."""
        return self._notes.printed(article)

    def words(self, text: str, owner: HasPlace | Span, wide: bool = False) -> Markup:
        """A plain string of the issue, with its own place, or that of `owner`."""
        span = text.span if isinstance(text, LocatedText) else owner if isinstance(owner, Span) else owner.span
        return self._tag("span", "", self._checked(text, span, wide), span)

    def say(self, key: str, **values: object) -> Markup:
        """The house's wording of `key`, its {placeholders} filled in. Raises InputError for one that is
        empty."""
        wording = self._house.wording.get(key)
        if wording is None:
            raise LookupError(f"house.yaml 的 wording 里没有“{key}”")

        def fill(match: re.Match[str]) -> str:
            value = values.get(match[1])
            if value is None:
                raise InputError(
                    Diagnostic(
                        "wording-value",
                        f"版式的 wording.{key}（{wording}）要用 {match[1]}，本期没有这一项",
                        self._issue.span,
                        "请在 issue.yaml 里补上，或修改版式的写法。",
                    )
                )
            return str(self._escape(value))

        return self._markup(_PLACEHOLDER.sub(fill, str(self._escape(wording))))

    def padded(self, number: int, digits: int) -> str:
        """The number with leading zeros to `digits` places."""
        return f"{number:0{min(digits, 9)}d}"

    def numbers(self) -> str:
        """期号: 017, or those of 合刊, 20、21; more than three from the first to the last, 20—23."""
        number = self._issue.number
        if number.value is None:
            return ""
        if number.until is None:
            return self.padded(number.value, number.digits)
        few = number.until - number.value < _LISTED
        found = range(number.value + 1, number.until + 1) if few else (number.until,)
        listed = [number.value, *found]  # the first as it is: it may carry a mark
        return ("、" if few else "—").join(self.padded(each, number.digits) for each in listed)

    def qr(self, url: str) -> QrPath:
        """The 二维码 of an address: `size` in modules, with the white that belongs to it, and `path`, SVG of the black ones."""
        return qr_path(str(url))

    def signed(self, owner: Article | Issue) -> Signature | None:
        """The 落款 in the head of a report or issue, as a block."""
        return Signature(owner.signature, owner.span) if owner.signature else None

    def anchor(self, article: Article) -> str:
        return self._anchors[id(article)]

    def continued(self, table: Table) -> Markup:
        """A `data-continued` attribute with what stands over a table on further pages, where the house says so: 续表1."""
        if not self._house.tables.continued:
            return self._markup("")
        caption = " ".join("".join(item.text if isinstance(item, Text) else " " for item in table.caption).split(" "))
        number = _TABLE_NUMBER.match(caption)
        rest = caption[number.end() :] if number else caption
        said = self.say("continued", n=number[1] if number else "", caption=self._checked(rest, table.span, True)).strip()
        return self._markup(f' data-continued="{said}"') if said else self._markup("")

    def empty(self, table: Table, cell: Cell) -> Markup:
        """What stands in a cell without words, as the house has it in columns of figures. It is a label, so that a DOCX read back
        has an empty cell again."""
        sign = self._house.tables.empty
        if not sign or not wants_sign(table, cell):
            return self._markup("")
        return self._markup(f'<span class="label">{self._escape(sign)}</span>')

    def bullet(self, item: ListItem) -> str:
        """The house's sign before an item of a list without numbers, "" before one with a number."""
        return self._house.bullet(item.depth) if item.label == BULLET else ""

    def brief(self, block: Brief) -> dict[str, str | bool]:
        """Of an item of 简讯: `label`, its number; `anchor`, that of its file where it is the first; `ruled`, whether a line
        stands above it."""
        return self._briefs[id(block)]

    def _items(self, section: Section) -> Iterator[tuple[Brief, dict[str, str | bool]]]:
        ruled = section.rule == "有" if section.rule else self._house.item_rule
        number = itertools.count(1)
        for article in section.articles:
            anchor = self.anchor(article)
            for outer in article.blocks:
                for block in within((outer,)):
                    if isinstance(block, Brief):
                        index = next(number)
                        above = ruled and index > 1 and block is outer  # columns have a line of their own
                        yield block, {"label": self.item_number(section, index), "anchor": anchor, "ruled": above}
                        anchor = ""

    def heading_number(self, heading: Heading) -> str:
        """The number the author typed, or else the house's."""
        return self._numbers[id(heading)]

    def attachment_item(self, attachment: Attachment) -> Markup:
        """What stands before an attachment's title in the note under the text (GB/T 9704-2012 §7.3.4): 1. for 附件1, the label
        for one that has a name of its own, nothing for the only one."""
        label = attachment.label.strip()
        number = label.removeprefix("附件").strip()
        if len(self._issue.attachments) == 1 and number in ("", "1"):
            return self._markup("")
        if number.isdecimal() and number != label:
            return self.say("attachment_item", n=int(number))
        return self._escape(label) + self.say("gap")

    def item_number(self, section: Section, index: int) -> str:
        """The label of the `index`-th report of a section: 1., 一、 or a sign such as ★."""
        style = section.numbering
        if style in ("", "none"):
            return ""
        for first, numeral in (("1", str(index)), ("一", chinese(index))):
            if first in style:
                return style.replace(first, numeral)
        return style

    def _number_headings(self, blocks: Sequence[Block], counts: list[int] | None = None) -> None:
        """Those in a frame are numbered by themselves, those in columns go on."""
        counts = [0] * 5 if counts is None else counts
        for block in blocks:
            if isinstance(block, Box):
                self._number_headings(block.blocks)
            elif isinstance(block, Container):
                self._number_headings(block.blocks, counts)
            elif isinstance(block, Heading):
                counts[block.level] += 1
                counts[block.level + 1 :] = [0] * (4 - block.level)
                count = counts[block.level]
                own = str(self.say(f"heading_{block.level}", n=count, cn=chinese(count)))
                self._numbers[id(block)] = block.number or own

    def _inline(self, item: Inline, lead: bool, wide: bool) -> Markup:
        if isinstance(item, Break):
            return self._markup(f"<br{self.at(item)}/>")
        if isinstance(item, NoteMark):
            number, target = self._notes.of_mark(item)
            return self._tag("sup", "", self.say("note_ref", n=number), item.span, target)
        text = self._checked(item.text, item.span, wide)
        script = next((name for name in SCRIPTS if name in item.marks), "")
        if script:
            around = "strong-" if "strong" in item.marks else "emphasis-" if "emphasis" in item.marks else ""
            return self._tag("span", around + script, text, item.span)
        if lead:
            return self._tag("span", "lead-in", text, item.span)
        tag = "strong" if "strong" in item.marks else "em" if "emphasis" in item.marks else "span"
        return self._tag(tag, "", text, item.span)

    def _tag(self, tag: str, name: str, content: str, span: Span | None, target: str = "") -> Markup:
        style = (f' class="{name}"' if name else "") + (f' data-target="{target}"' if target else "")
        place = f' data-src="{self._escape(str(span))}"' if span else ""
        return self._markup(f"<{tag}{style}{place}>{self._escape(content)}</{tag}>")

    def _checked(self, text: str, span: Span | None, wide: bool) -> str:
        bad = _NOT_XML.search(text)
        if bad:
            code = f"U+{ord(bad[0]):04X}"
            where = span.shifted(bad.start()) if span else None
            raise InputError(Diagnostic("text-control", f"文字里有不能印刷的字符 {code}", where, "请删去这个字符。"))
        return _PHRASE_SPACE.sub("\u3000", text) if wide else text
