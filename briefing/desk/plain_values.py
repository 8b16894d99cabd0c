"""What goes to the browser and between processes: findings as JSON."""

from __future__ import annotations

from collections.abc import Iterable

from briefing.core.errors import Diagnostic, Edit, Span
from briefing.core.plain import Plain
from briefing.desk.desk_words import for_desk
from briefing.diagnostics.codes import codes

#: What a page may say of an element's style, and what it may here, where no style stands in an element.
HYPHEN = ('style="user-select:none"', 'class="unselected"')


def finding(item: Diagnostic) -> dict[str, Plain]:
    """A finding with what the manual says of its code, in the words of the desk."""
    entry = codes().get(item.code)
    return {
        "code": item.code,
        "title": for_desk(entry.title) if entry else "",
        "why": for_desk(entry.why) if entry else "",
        "remedy": for_desk(entry.remedy) if entry else "",
        "message": for_desk(item.message) or item.message,
        "hint": for_desk(item.hint),
        "severity": str(item.severity),
        "span": None if item.span is None else span(item.span),
        "fix": None if item.fix is None else edit(item.fix),
    }


def findings(items: Iterable[Diagnostic]) -> list[dict[str, Plain]]:
    """In source order, each once."""
    return [finding(item) for item in sorted(dict.fromkeys(items), key=Diagnostic.sort_key)]


def span(place: Span) -> dict[str, Plain]:
    return {"file": place.file, "line": place.line, "column": place.column, "length": place.length}


def edit(change: Edit) -> dict[str, Plain]:
    return {"span": span(change.span), "old": change.old, "new": change.new}
