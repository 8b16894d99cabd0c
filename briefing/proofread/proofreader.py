"""Runs the rules over an issue: galley in, diagnostics out, at the levels of the house and without what is excused."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from pathlib import Path

from briefing.core.code import Code
from briefing.core.errors import Diagnostic, Edit, Severity, Span, why_unread
from briefing.files.world import World
from briefing.house.style import HouseStyle
from briefing.model.bulletin import Issue
from briefing.proofread import excuses, neighbours
from briefing.proofread.manual import rule
from briefing.proofread.neighbours import Neighbour
from briefing.proofread.passages import passages
from briefing.proofread.rule import Finding, Galley, Rule
from briefing.proofread.rules import CODES
from briefing.proofread.words import Words, load_words
from briefing.source import yaml_tree

_UNUSED: Code = "excuse-unused"
#: Nobody reads more; a report pasted from a machine may break a rule in every line.
MAX_FINDINGS = 1_000


def proofread(
    issue: Issue, house: HouseStyle, world: World, kept: MutableMapping[str, bytes] | None = None,
    between: Callable[[], None] = lambda: None,
) -> list[Diagnostic]:  # fmt: skip
    """Everything to be said about an issue that has been read in `world`, in source order.

    `kept`: see load_words; `between`: called before each rule, and may raise. Raises InputError where the words.yaml of the house
    or of one that it extends is wrong.
    """
    words = load_words(world, house.chain, kept)
    file = world.issue.name(neighbours.FILE)
    source = world.issue.sources.get(neighbours.FILE, "")
    shelf, unread = _shelf(world.issue.folder, house)
    said = findings(galley(issue, words, shelf, yaml_tree.places(source, file)), world.issue.sources, between)
    return sorted([*said, *unread], key=Diagnostic.sort_key)


def _shelf(folder: Path, house: HouseStyle) -> tuple[tuple[Neighbour, ...], list[Diagnostic]]:
    """The issues beside the one in `folder`, or why they are not known."""
    try:
        return neighbours.neighbours(folder, house.name, _serial(house)), []
    except OSError as error:
        message = f"放各期的文件夹打不开（{why_unread(error)}），期号、编号没有与其他各期核对"
        return (), [Diagnostic("file-unreadable", message, hint="请允许读取这个文件夹。", severity=Severity.NOTE)]


def _serial(house: HouseStyle) -> str:
    """The serial of issues that say none."""
    said = house.defaults.get("serial")
    return said.text if isinstance(said, yaml_tree.Scalar) else said if isinstance(said, str) else ""


def galley(issue: Issue, words: Words, shelf: tuple[Neighbour, ...] = (), keys: Mapping[str, Span] | None = None) -> Galley:
    """What the rules look at."""
    return Galley(issue, passages(issue), words, shelf, dict(keys or {}))


def findings(proof: Galley, sources: Mapping[str, str], between: Callable[[], None] = lambda: None) -> list[Diagnostic]:
    """The findings of all rules that are not off; `sources` is the text of the issue's files, for excuses."""
    levels = proof.words.levels
    said: list[Diagnostic] = []
    for code, one in _rules(levels):
        between()
        severity = levels.get(code) or one.severity
        said += (_diagnostic(code, severity, finding) for finding in one.run(proof))
    said = list(dict.fromkeys(said))
    known = excuses.collect(sources)
    kept = excuses.kept(said, known)
    level = levels.get(_UNUSED, Severity.WARNING)
    if level is not None:
        off = [code for code, value in levels.items() if value is None]
        for excuse, why in excuses.unused(known, off):
            hint = "请删去这条注释，或核对代码。"
            kept.append(Diagnostic(_UNUSED, why, excuse.span, hint, level))
    return sorted(kept, key=Diagnostic.sort_key)[:MAX_FINDINGS]


def _rules(levels: Mapping[str, Severity | None]) -> Iterator[tuple[Code, Rule]]:
    return ((code, rule(code)) for code in CODES if levels.get(code, Severity.NOTE) is not None)


def _diagnostic(code: Code, severity: Severity, finding: Finding) -> Diagnostic:
    passage, start, end = finding.passage, finding.start, finding.end
    if passage is None:
        return Diagnostic(code, finding.message, finding.span, finding.hint, severity)
    span = passage.span(start, end)
    fix = None
    if finding.new is not None and end > start and passage.whole(start, end):
        fix = Edit(span, passage.text[start:end], finding.new)
    return Diagnostic(code, finding.message, span, finding.hint, severity, fix, passage.text)
