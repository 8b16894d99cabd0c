"""`briefing check` of one issue: what is found, less what a baseline knows; and the safe fixes written into its sources."""

from __future__ import annotations

from collections import Counter
from dataclasses import field
from pathlib import Path

from briefing.building import stages
from briefing.core import unseen
from briefing.core.errors import BriefingError, Diagnostic, Edit
from briefing.core.records import dataclass
from briefing.files.world import MAX_MARKDOWN, World
from briefing.proofread import baseline, fixing

Known = Counter[tuple[str, str]]
#: A fix may make room for another (“,,” becomes “，，” and then “，”), and of a very bad report a part of the findings is told
#: at a time; no text needs this many rounds.
_ROUNDS = 128
#: What is said where the system refuses.
_REFUSED = {"file-unreadable", "folder-missing"}


@dataclass(frozen=True, slots=True)
class Fixed:
    """The files that change, as they are and as they will be; `edits` of the former, in order, lead to the latter."""

    before: dict[str, bytes] = field(default_factory=dict)
    after: dict[str, bytes] = field(default_factory=dict)
    edits: list[Edit] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Checked:
    """What is said of an issue after any fixes; `sources`: text of the files that spans point into. `kept`: where the files
    lie as they were before the fixes; None where nothing was written. `proofread`: not of one that does not read."""

    found: list[Diagnostic]
    sources: dict[str, str]
    fixed: list[Edit] = field(default_factory=list)
    kept: Path | None = None
    proofread: bool = True


def check_issue(
    folder: Path, known: Known | None = None, *, fix: bool = False, write: bool = True, beside: bool = True
) -> Checked:
    """Check, with `fix` after putting right what can be put right; without `write` only as if. `beside`: see `stages.judged`.
    Raises OutputError where the sources cannot be written or the files as they were not be kept; then nothing is changed."""
    if fix and write:
        fixed, kept = _fixed(folder, known)
    else:
        fixed, kept = fixes(folder, known) if fix else Fixed(), None
    world = World(folder, drafts=fixed.after)
    found, reads = stages.judged(folder, world, beside)
    return Checked(baseline.quiet(found, known or Counter()), world.sources, fixed.edits, kept, reads)


def _fixed(folder: Path, known: Known | None) -> tuple[Fixed, Path | None]:
    """Make the fixes, with the sources in nobody else's hands; where the files as they were lie, None if there were none."""
    from briefing.storage import source_files

    with source_files.held(folder):
        fixed = fixes(folder, known)
        return fixed, _written(folder, fixed) if fixed.edits else None


def fixes(folder: Path, known: Known | None = None) -> Fixed:
    """The safe fixes of an issue, round by round until there are none left. Nothing is written.

    An issue that cannot be read is left alone, but for what nobody sees in it; a round after which one that could be read
    could not is not made, nor any from where they lead round in a circle.
    """
    states = [Fixed()]
    texts: dict[str, str] = {}
    readable = False
    for _ in range(_ROUNDS):
        state = states[-1]
        world = World(folder, drafts=state.after)
        wanted, reads = _wanted(folder, world, known)
        if readable and not reads:
            return states[-2]
        readable = reads
        following = _next(state, world, wanted, texts)
        for earlier in states:
            if earlier.after == following.after:
                return earlier
        states.append(following)
    return states[-1]


def _next(state: Fixed, world: World, wanted: dict[str, list[Edit]], texts: dict[str, str]) -> Fixed:
    """`state` after the edits `wanted` of it; `texts` collects the files as they were at first."""
    before, after, edits = dict(state.before), dict(state.after), list(state.edits)
    for file, group in wanted.items():
        data, text = world.issue.bytes(file, MAX_MARKDOWN), world.issue.sources[file]
        changed, made = fixing.apply(data, text, group)
        if made:
            before.setdefault(file, data)
            after[file] = changed
            earlier = [edit for edit in edits if edit.span.file == file]
            edits = [edit for edit in edits if edit.span.file != file]
            edits += fixing.joined(texts.setdefault(file, text), earlier, made)
    return Fixed(before, after, sorted(edits, key=lambda edit: edit.span))


def _wanted(folder: Path, world: World, known: Known | None) -> tuple[dict[str, list[Edit]], bool]:
    """The fixes of the issue's own files, and whether the issue reads. Of one that does not, those of the reader: what nobody
    sees, and marks that were typed full-width. Raises InputError where the system lets nobody read it."""
    own = world.issue.sources
    try:
        source = stages.read(folder, world)
        found, reads = [*source.findings.items, *baseline.quiet(stages.proofread(source), known or Counter())], True
    except BriefingError as error:
        if any(item.code in _REFUSED for item in error.diagnostics):
            raise  # no fault of an edit's
        found, reads = [*error.diagnostics], False
    groups: dict[str, list[Edit]] = {}
    for item in found:
        if item.fix is not None and item.fix.span.file in own:
            groups.setdefault(item.fix.span.file, []).append(item.fix)
    hidden = {item.span.file for item in found if item.code in unseen.CODES and item.span}
    return groups | {file: unseen.edits(own[file], file) for file in hidden if file in own}, reads


def _written(folder: Path, fixed: Fixed) -> Path:
    """Put the files in place, all or none; where they lie as they were."""
    from briefing.storage import source_files, undo_records

    kept = undo_records.keep(folder, fixed.before, fixed.after)
    try:
        source_files.place(folder, fixed.after, over=fixed.after, was=fixed.before)
    except BaseException:
        undo_records.drop(kept)
        raise
    return kept
