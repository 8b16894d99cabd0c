"""What an issue says and its pages do not show: a template that leaves a field or a report out is told, whatever it prints it as.

The issue is rendered a second time with a mark of its own behind every word, number and date; what comes out without its mark was
not printed. A template may print a date in characters or a number as a word, where no mark survives: what is missing then counts
only if the pages stay the same when the value changes.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar, cast

from briefing.core.errors import BriefingError, Diagnostic, Severity, Span
from briefing.core.records import dataclass
from briefing.model import fields, walk
from briefing.model.blocks import Cell, Figure
from briefing.model.bulletin import Article, Issue
from briefing.model.described import LocatedText
from briefing.model.fields import Field
from briefing.model.issue_parts import Colophon, Masthead, Number, Recipients
from briefing.model.sheet import CssBlock, Picture, Sheet, stretches
from briefing.model.text_lines import Text

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")
V = TypeVar("V")
#: An issue → the Sheet of the template in question.
Render = Callable[[Issue], Sheet]
Places = Callable[[], Mapping[str, Span]]

_FIRST_MARK, _LAST_MARK = 0xF0000, 0x10FFFD
#: Keys that say how something is printed, or are no words of the page.
_NOT_PRINTED = frozenset(
    {"house", "contents", "year", "digits", "sections", "reports", "attachments", "front", "print", "archive"}
)
#: Findings of one report that are told; the first ones say what is wrong with the template.
_TOLD = 5


@dataclass(frozen=True, slots=True)
class _Mark:
    """A mark and what carries it: `key` of issue.yaml, or "" for words of the report `article`."""

    sign: str
    key: str
    text: str
    span: Span | None
    article: str = ""


def dropped(issue: Issue, sheet: Sheet, render: Render, template: str, places: Places) -> Iterator[Diagnostic]:
    """Findings about what `sheet`, rendered from `issue` by `template`, does not show. `places`: of the keys of issue.yaml."""
    marker = _Marker()
    marked = marker.issue(issue)
    try:
        rendered = render(marked)
    except BriefingError:
        return  # longer words may break a limit that the words themselves keep
    shown = frozenset(_visible(rendered) + rendered.properties.get("keywords", ""))
    missing = [mark for mark in marker.marks if mark.sign not in shown]
    visible = _visible(sheet)
    kind = [_Mark("", "kind", issue.masthead.kind, None)] if issue.masthead.kind not in ("", "正刊") else []
    keys = dict.fromkeys(mark.key for mark in [*missing, *kind] if mark.key)
    texts = {key: {mark.text for mark in [*missing, *kind] if mark.key == key} for key in keys}
    unseen = [key for key in keys if not _matters(issue, key, texts[key], visible, render)]
    for section in issue.sections:
        if section.name and _bare(section.name) not in visible:
            hint = f"请在模板 {template} 里排出栏目的名称。"
            message = f"版式没有排出栏目名“{section.name}”"
            yield Diagnostic("template-drops", message, section.span, hint, Severity.WARNING)
    for key in unseen:
        yield _field(key, [mark for mark in [*missing, *kind] if mark.key == key], template, places)
    lost = [mark for mark in missing if not mark.key and _bare(mark.text) not in visible]
    counts, gone = (Counter(mark.article for mark in marks if not mark.key) for marks in (marker.marks, missing))
    whole = {article for article in gone if 2 * gone[article] > counts[article]}
    yield from _reports(issue, sheet, lost, whole, template)


# --- findings


def _field(key: str, marks: list[_Mark], template: str, places: Places) -> Diagnostic:
    field = next(field for field in fields.ISSUE if field.key == key)
    said = "；".join(dict.fromkeys(mark.text for mark in marks))
    said = said if len(said) <= 40 else f"{said[:40]}……"
    span = next((mark.span for mark in marks if mark.span is not None), None) or places().get(key, Span("issue.yaml", 1, 1))
    hint = f"模板 {template} 里没有排它，请补上（写法见 docs/house.md）；本来就不排的，请把 {key} 留空。"
    return Diagnostic("template-drops", f"版式没有排出{field.title}（{key}）：{said}", span, hint, Severity.WARNING)


def _reports(issue: Issue, sheet: Sheet, missing: list[_Mark], whole: set[str], template: str) -> Iterator[Diagnostic]:
    pictures = {block.path for block in sheet.blocks if isinstance(block, Picture)}
    pictures.update(path for block in sheet.blocks if isinstance(block, CssBlock) for path in block.pictures)
    hint = f"稿件的内容都要排出来，请修改模板 {template}。"
    for article in issue.all_articles:
        lost = [mark for mark in missing if mark.article == article.path]
        if lost and article.path in whole:
            yield Diagnostic("template-drops", f"版式没有排出报告 {article.path}", article.span, hint)
            continue
        for mark in lost[:_TOLD]:
            text = mark.text if len(mark.text) <= 30 else f"{mark.text[:30]}……"
            yield Diagnostic("template-drops", f"版式没有排出这些文字：{text}", mark.span or article.span, hint)
        if len(lost) > _TOLD:
            yield Diagnostic("template-drops", f"版式没有排出 {article.path} 的 {len(lost)} 处文字", article.span, hint)
        for figure in walk.figures([article]):
            if figure.path not in pictures:
                yield Diagnostic("template-drops", f"版式没有排出图片 {figure.path}", figure.span, hint)


def _matters(issue: Issue, key: str, texts: set[str], visible: str, render: Render) -> bool:
    """Whether the pages change when those `texts` of `key` do that came out without their marks."""
    try:
        return _visible(render(_changed(issue, key, texts))) != visible
    except BriefingError:
        return True  # it is looked at, since another value is refused


def _visible(sheet: Sheet) -> str:
    return _bare("".join(run.text for block in sheet.all_blocks for runs in stretches(block) for run in runs))


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


# --- the issue with marks


class _Marker:
    def __init__(self) -> None:
        self.marks: list[_Mark] = []
        self._key = ""
        self._article = ""

    def issue(self, issue: Issue) -> Issue:
        changed = replace(
            issue,
            masthead=self._owner(issue.masthead, Masthead),
            number=self._owner(issue.number, Number),
            colophon=self._owner(issue.colophon, Colophon),
        )
        if issue.contents.style != "none":
            self._key = "contents"
            changed = replace(changed, contents=replace(issue.contents, heading=self._value(issue.contents.heading)))
        marked = self._owner(changed, Issue)
        self._key = ""
        sections = tuple(replace(section, articles=tuple(map(self._report, section.articles))) for section in issue.sections)
        attachments = tuple(replace(item, article=self._report(item.article)) for item in issue.attachments)
        front = tuple(map(self._report, issue.front))
        return replace(marked, sections=sections, attachments=attachments, front=front)

    def _owner(self, owner: T, declared: type) -> T:
        """`owner` with every printed key of its own marked."""
        values = {}
        for field in fields.declared(declared, ""):
            if field.key not in _NOT_PRINTED and field.kind != "choice":
                self._key = field.key
                values[field.attribute] = self._value(getattr(owner, field.attribute))
        return replace(owner, **values)

    def _report(self, article: Article) -> Article:
        self._article = article.path
        values = {
            item.name: self._value(getattr(article, item.name))
            for item in dataclasses.fields(article)
            if item.name not in ("span", "path", "contents_title")
        }
        return replace(article, **values)

    def _value(self, value: V) -> V:
        return cast(V, self._marked(value))

    def _marked(self, value: object) -> object:
        """`value` with marks on all words in it. Roles of recipients stay: templates ask for them by name."""
        if isinstance(value, Text):
            return replace(value, text=value.text + self._sign(value.text, value.span)) if value.text.strip() else value
        if isinstance(value, tuple):
            return tuple(map(self._value, value))
        if isinstance(value, str):
            return _marked_text(value, self._sign(value, getattr(value, "span", None))) if value.strip() else value
        if isinstance(value, datetime.date):
            return _MarkedDate.of(value, self._sign(value.isoformat(), None))
        if isinstance(value, int) and self._key:
            return _MarkedInt.of(value, self._sign(str(value), None))
        if isinstance(value, Recipients):
            return replace(value, lines=self._value(value.lines))
        if isinstance(value, Figure):
            return replace(value, caption=self._value(value.caption), source=self._value(value.source))
        if isinstance(value, Cell):
            return replace(value, content=self._value(value.content))
        if dataclasses.is_dataclass(value) and not isinstance(value, type | Span):
            inner = {item.name: getattr(value, item.name) for item in dataclasses.fields(value)}
            return replace(value, **{name: self._value(part) for name, part in inner.items() if _holds_words(part)})
        return value

    def _sign(self, text: str, span: Span | None) -> str:
        """The next mark; the last one over and over in an issue of more than 100,000 runs."""
        sign = chr(min(_FIRST_MARK + len(self.marks), _LAST_MARK))
        if ord(sign) & 0xFFFF >= 0xFFFE:  # no characters
            sign = chr(0xFFFFD)
        self.marks.append(_Mark(sign, self._key, text, span, "" if self._key else self._article))
        return sign


def _holds_words(value: object) -> bool:
    """Whether a part of a block holds inline text: a tuple of nodes, not the number of a heading or a label."""
    return isinstance(value, tuple) and not isinstance(value, Span)


def _marked_text(text: str, sign: str) -> str:
    return LocatedText(text + sign, text.span) if isinstance(text, LocatedText) else text + sign


class _MarkedInt(int):
    """A number that prints itself with its mark."""

    sign: str

    @classmethod
    def of(cls, value: int, sign: str) -> _MarkedInt:
        marked = cls(value)
        marked.sign = sign
        return marked

    def __str__(self) -> str:
        return int.__repr__(self) + self.sign

    def __format__(self, spec: str) -> str:
        return format(int(self), spec) + self.sign


class _MarkedDate(datetime.date):
    """A date whose day prints itself with its mark."""

    sign: str

    @classmethod
    def of(cls, value: datetime.date, sign: str) -> _MarkedDate:
        marked = cls(value.year, value.month, value.day)
        marked.sign = sign
        return marked

    @property
    def day(self) -> int:
        return _MarkedInt.of(super().day, self.sign)

    def __str__(self) -> str:
        return super().isoformat() + self.sign


# --- the issue with another value


def _changed(issue: Issue, key: str, texts: set[str]) -> Issue:
    """The issue with another value of `key`, where it says one of `texts`."""

    def other(owner: T) -> T:
        field = next((field for field in fields.declared(type(owner), "") if field.key == key), None)
        return (
            owner if field is None else replace(owner, **{field.attribute: _other(getattr(owner, field.attribute), field, texts)})
        )

    changed = replace(issue, masthead=other(issue.masthead), number=other(issue.number), colophon=other(issue.colophon))
    return other(changed)


def _other(value: V, field: Field, texts: set[str]) -> V:
    return cast(V, _another(value, field, texts))


def _another(value: object, field: Field, texts: set[str]) -> object:
    if field.kind == "choice":
        return next(choice for choice in reversed(field.choices) if choice != value)
    if isinstance(value, tuple):
        return tuple(_other(item, field, texts) for item in value)
    if isinstance(value, Recipients):
        return replace(value, lines=_other(value.lines, field, texts))
    if isinstance(value, Text):
        return replace(value, text=f"{value.text}改") if value.text in texts else value
    if isinstance(value, datetime.date):
        return datetime.date(value.year - 1, value.month % 12 + 1, value.day % 28 + 1)
    if isinstance(value, int):
        return value + 1
    return _marked_text(value, "改") if isinstance(value, str) and value in texts else value
