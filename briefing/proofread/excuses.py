"""In-place excuses: which findings a writer has looked at and let stand, and whether they still excuse anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field

from briefing.core.errors import Diagnostic, Span
from briefing.core.records import dataclass
from briefing.proofread.rules import CODES
from briefing.source.excuse_remarks import READ, excuses


@dataclass
class Excuse:
    """`code` is let stand on lines `first` to `last`; `used` counts what it excused."""

    code: str
    span: Span
    first: int
    last: int
    used: int = field(default=0)


def collect(sources: Mapping[str, str]) -> list[Excuse]:
    """Every excuse of the issue's files, by file name as in spans."""
    found = []
    for file, text in sources.items():
        if not file.startswith(("templates/", "fonts/")) and "校对" in text:
            for said in excuses(text, file):
                found += [Excuse(code, span, said.first, said.last) for code, span in said.codes]
    return found


def kept(findings: Iterable[Diagnostic], known: list[Excuse]) -> list[Diagnostic]:
    """The findings that nothing excuses."""
    return [finding for finding in findings if not _excused(finding, known)]


def _excused(finding: Diagnostic, known: list[Excuse]) -> bool:
    span, excused = finding.span, False
    for excuse in known:
        here = span is not None and span.file == excuse.span.file and excuse.first <= span.line <= excuse.last
        if here and excuse.code == finding.code:
            excuse.used += 1
            excused = True
    return excused


def unused(known: list[Excuse], off: Iterable[str]) -> Iterator[tuple[Excuse, str]]:
    """Those that excused nothing, and why; a rule that is off says nothing about its excuses."""
    silent = set(off)
    for excuse in known:
        if excuse.code in READ:
            continue  # the reader has heeded it
        if excuse.code not in CODES:
            yield excuse, f"没有“{excuse.code}”这条校对规则"
        elif not excuse.used and excuse.code not in silent:
            yield excuse, f"这里没有 {excuse.code} 可以不查"
