"""What an editor typed though the house prints it: 签发人：张三 where the house's wording is 签发人：{name}, （…） where it has
brackets. It is said once, as the house says it, and told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from briefing.core.errors import Findings, Severity, Span
from briefing.core.pattern import Pattern
from briefing.model.bulletin import Article, Issue
from briefing.model.described import LocatedText
from briefing.model.issue_parts import Colophon, Masthead, Recipients
from briefing.model.text_lines import Line, Text, plain
from briefing.source import shape

_T = TypeVar("_T", Issue, Masthead, Colophon, Article)
_PLACE = Pattern(r"\{(?:name|names|text|role)\}")
_PAIRS = {"（": "）", "(": ")", "〔": "〕", "【": "】", "［": "］", "[": "]"}
_BRACKETS = "".join(_PAIRS) + "".join(_PAIRS.values())
_BLANKS = " \u3000\t"


def said_once(issue: Issue, wording: Mapping[str, str], findings: Findings) -> Issue:
    """`issue` without what `wording`, that of its house, says of its own."""
    once = _Once(wording, findings)
    masthead = once.texts(issue.masthead, {"special": "special", "signer": "signer"})
    colophon = once.texts(issue.colophon, {"serial": "serial", "permit": "permit"})
    if colophon.editors:
        first = once.text(colophon.editors[0], "editors", issue.span)
        colophon = replace(colophon, editors=(first, *colophon.editors[1:]))
    colophon = replace(colophon, recipients=tuple(once.role(entry) for entry in colophon.recipients))
    sections = tuple(replace(section, articles=tuple(map(once.article, section.articles))) for section in issue.sections)
    whole = once.lines(once.lines(issue, "editor_note"), "summary")
    front = tuple(map(once.article, issue.front))
    attachments = tuple(replace(each, article=once.article(each.article)) for each in issue.attachments)
    said = replace(whole, masthead=masthead, colophon=colophon, sections=sections, front=front, attachments=attachments)
    return said if once.told else issue


class _Once:
    def __init__(self, wording: Mapping[str, str], findings: Findings) -> None:
        self._wording, self._findings = wording, findings
        self.told = False

    def texts(self, owner: _T, keys: Mapping[str, str]) -> _T:
        """`owner` with each of its fields as the wording of its key leaves it."""
        span = getattr(owner, "span", None)
        filled = [(name, key) for name, key in keys.items() if getattr(owner, name)]
        said: dict[str, Any] = {name: self.text(getattr(owner, name), key, span) for name, key in filled}
        return replace(owner, **said)

    def text(self, text: str, key: str, span: Span | None) -> str:
        before, after = _around(self._wording.get(key, ""))
        start, end = _double(text, before, after)
        place = text.span if isinstance(text, LocatedText) else span
        kept = text[start:end]
        if kept == text:
            return text
        self._tell(text, kept, place)
        return LocatedText(kept, place.shifted(start)) if place else kept

    def role(self, entry: Recipients) -> Recipients:
        """报: 报：省委."""
        before, _ = _around(self._wording.get("recipients", "").replace("{role}", entry.role) + "{name}")
        lines = list(entry.lines)
        start, _ = _double(lines[0], before, "")
        if start:
            first = lines[0]
            self._tell(first, first[start:], first.span if isinstance(first, LocatedText) else entry.span)
            lines[0] = LocatedText(first[start:], first.span.shifted(start)) if isinstance(first, LocatedText) else first[start:]
        return replace(entry, lines=tuple(lines))

    def article(self, article: Article) -> Article:
        article = self.texts(article, {"contributor": "contributor", "source": "source"})
        note = self._line(article.editor_note, "editor_note")
        return replace(article, editor_note=note) if note is not article.editor_note else article

    def lines(self, issue: Issue, name: str) -> Issue:
        """`issue` with its editor's note or its summary without the word that the house begins it with."""
        lines: tuple[Line, ...] = getattr(issue, name)
        first = self._line(lines[0], name) if lines else ()
        said: dict[str, Any] = {name: (first, *lines[1:])}
        return replace(issue, **said) if lines and first is not lines[0] else issue

    def _line(self, line: Line, key: str) -> Line:
        text = plain(line)
        start, _ = _double(text, self._wording.get(key, ""), "")
        head = line[0] if line else None
        if not start or not isinstance(head, Text) or start >= len(head.text):
            return line
        self._tell(text, text[start:], head.span)
        return shape.without_start(line, start)

    def _tell(self, text: str, kept: str, place: Span | None) -> None:
        self.told = True
        gone = text.replace(kept, "…" if kept != text[-len(kept) :] else "", 1)
        message = f"“{gone}”由版式排，这里的不重复印"
        where = place._replace(length=1) if place else None
        self._findings.add("said-twice", message, where, f"这里只写“{_short(kept)}”就可以。", Severity.NOTE)


def _short(text: str) -> str:
    return text if len(text) <= 20 else f"{text[:19]}…"


def _around(wording: str) -> tuple[str, str]:
    """What stands before and after what is filled in."""
    match = _PLACE.search(wording)
    return (wording[: match.start()], wording[match.end() :]) if match else ("", "")


def _double(text: str, before: str, after: str) -> tuple[int, int]:
    """Where in `text` that begins and ends which `before` and `after` do not say."""
    start, end = 0, len(text)
    opened = next((sign for sign in before if sign in _PAIRS), "")
    if opened and _PAIRS[opened] in after and _wrapped(text):
        start, end = 1, len(text) - 1
    label = before.strip(_BRACKETS + _BLANKS + "：:")
    said = re.match(rf"[{_BLANKS}]*{re.escape(label)}[{_BLANKS}]*[：:{_BLANKS}][{_BLANKS}]*", text[start:end]) if label else None
    if said:
        start += said.end()
    return (start, end) if text[start:end].strip(_BLANKS) else (0, len(text))


def _wrapped(text: str) -> bool:
    """Whether one pair of brackets stands around all of it."""
    if text[:1] not in _PAIRS or text[-1:] != _PAIRS.get(text[:1]):
        return False
    depth = 0
    for at, char in enumerate(text):
        depth += (char == text[0]) - (char == text[-1])
        if depth == 0:
            return at == len(text) - 1
    return False
