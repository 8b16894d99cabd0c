"""`briefing check` of one issue: what is found, less what a baseline knows; and the safe fixes written into its sources."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from briefing.building import stages
from briefing.errors import BriefingError, Diagnostic, Edit
from briefing.proofread import baseline, fixing
from briefing.proofread.rules import CODES
from briefing.world import MAX_MARKDOWN, World

#: A fix may make room for another (“,,” becomes “，，” and then “，”); no text needs this many rounds.
_ROUNDS = 8


@dataclass(frozen=True, slots=True)
class Checked:
    """What is said of an issue after any fixes; `sources`: text of the files that spans point into."""

    found: list[Diagnostic]
    sources: dict[str, str]
    fixed: list[Edit] = field(default_factory=list)


def check_issue(folder: Path, known: Counter[tuple[str, str]] | None = None, *, fix: bool = False) -> Checked:
    """Check, with `fix` after putting right what can be put right. Raises OutputError where a source cannot be written."""
    fixed = fix_issue(folder, known) if fix else []
    world = World(folder)
    found = stages.check(folder, world)
    return Checked(baseline.quiet(found, known or Counter()), world.sources, fixed)


def fix_issue(folder: Path, known: Counter[tuple[str, str]] | None = None) -> list[Edit]:
    """Apply the safe fixes until there are none left; the edits, in the order in which they were made.

    An issue that cannot be read is left alone, and so is one that could not be read after a round: that round is taken back.
    """
    from briefing.building import sources

    done: list[list[Edit]] = []
    before: dict[str, bytes] = {}
    for _ in range(_ROUNDS):
        world = World(folder)
        try:
            found = stages.proofread(stages.read(folder, world))
        except BriefingError:
            sources.place(folder, before, over=before)
            del done[-1:]
            break
        edits = [item.fix for item in baseline.quiet(found, known or Counter()) if item.code in CODES and item.fix is not None]
        before, after, applied = _apply(world, edits)
        if not applied:
            break
        sources.place(folder, after, over=after)
        done.append(applied)
    return [edit for edits in done for edit in edits]


def _apply(world: World, edits: list[Edit]) -> tuple[dict[str, bytes], dict[str, bytes], list[Edit]]:
    """The issue's files that `edits` change, before and after, and the edits that were made."""
    before: dict[str, bytes] = {}
    after: dict[str, bytes] = {}
    applied: list[Edit] = []
    root = world.issue
    for file in dict.fromkeys(edit.span.file for edit in edits if edit.span.file in root.sources):
        data = root.bytes(file, MAX_MARKDOWN)
        changed, made = fixing.apply(data, root.sources[file], [edit for edit in edits if edit.span.file == file])
        if made and changed != data:
            before[file], after[file] = data, changed
            applied += made
    return before, after, applied
