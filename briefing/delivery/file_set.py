"""Sets of files that are made from a finished release for somebody: the print shop, the archive. One mechanism for all.

A set stands in the manifest under its kind, with the options it was made by and the names of its files. A build from the same
sources carries it over, one from others drops it; making one set leaves the others as they are.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from briefing.building import plan as planning
from briefing.building import stages
from briefing.building.ancestry import digest
from briefing.building.output_formats import FORMATS
from briefing.building.plan import place
from briefing.building.run import BuildSession, Worked
from briefing.core.errors import Diagnostic, InternalError, OutputError, Severity, during
from briefing.core.plain import Entries
from briefing.core.records import dataclass
from briefing.delivery.deliveries import BY_KIND
from briefing.files.world import World
from briefing.paint import paint
from briefing.storage import commit, manifest, standing

#: Findings that a failed preflight tells; the first ones say what is wrong.
_TOLD = 8


@dataclass(frozen=True, slots=True)
class Pressed:
    """What was made. `changed` False: everything stood as it should."""

    name: str
    files: tuple[str, ...]
    pages: int
    changed: bool
    diagnostics: tuple[Diagnostic, ...] = ()
    kept: tuple[str, ...] = ()  # names under which files that somebody changed were kept


@dataclass(frozen=True, slots=True)
class FileSet:
    """A set that is ready to be put in place: its `files`, what the manifest is to say of it (but for options and names, which
    `deliver` knows), and what was noticed."""

    files: Mapping[str, bytes]
    promised: manifest.DeliveredSet
    told: tuple[Diagnostic, ...] = ()


class Release:
    """An issue's release as it stands, its sources and its pages: those it was just `worked` from, or else read and set again."""

    def __init__(self, plan: planning.Plan, made: manifest.Manifest, kind: str, worked: Worked | None) -> None:
        self.plan, self.manifest = plan, made
        self.world = worked.world if worked else World(plan.source)
        read = worked.read if worked else stages.read(plan.source, self.world)
        self.issue, self.house, self.fonts = read.issue, read.house, read.fonts()
        self.composed = worked.composed if worked else stages.compose(read)
        self.painted = worked.painted if worked else paint(self.composed, self.fonts)
        own = made.sets[kind].files if kind in made.sets else ()
        standing = manifest.standing(plan.folder, made)
        self.files: dict[str, bytes] = {file: data for file, data in standing.items() if file not in own}
        #: Of other sets: somebody took them away or changed them, and the manifest no longer answers for them.
        self.gone = tuple(file for file in made.files if file not in standing and file not in own)

    @property
    def name(self) -> str:
        return self.plan.name

    @property
    def title(self) -> str:
        return self.manifest.title or self.name


def deliver(
    source: Path,
    output: str | os.PathLike[str],
    kind: str,
    options: Callable[[planning.Plan], Entries],
    shown: Sequence[str],
    make: Callable[[Release], FileSet],
    *,
    force: bool = False,
) -> Pressed:
    """Build the issue where it must be, then have its set `kind` made and put it in place in one commit, unless it stands
    there as `options` of the release ask. `shown`: endings of the files to tell of. Raises a BriefingError; the old files
    then stand untouched."""
    commit.watch(place(source, output), kind, BY_KIND[kind].files)
    with BuildSession() as session:
        built = session.build(source, output, FORMATS, force=False)
        plan = planning.plan(source, output)
        made = plan.previous
        if made is None:  # it was there a moment ago
            message = f"清单 {commit.shown(plan.folder / manifest.FILE)} 不能用（{plan.damage or '不见了'}）"
            raise OutputError(Diagnostic("output", message, hint="请再运行一次；总是这样时请检查磁盘。"))
        wanted, there = dict(options(plan)), made.sets.get(kind)
        if not force and there is not None and there.options == wanted and _stands(plan, there):
            return _pressed(plan, there, shown, False, built.diagnostics, built.kept)
        gc.disable()  # as in a build
        try:
            with during(f"做{BY_KIND[kind].files}"):
                release = Release(plan, made, kind, session.worked)
                done = make(release)
        finally:
            gc.enable()
        section = replace(done.promised, options=wanted, files=tuple(sorted(done.files)))
        everything = {**release.files, **done.files}
        everything[manifest.FILE] = manifest.with_set(made, kind, section, everything)
        kept = commit.commit(plan.folder, everything)
        told = (*built.diagnostics, *_gone(release), *done.told, *standing.remarks())
        return _pressed(plan, section, shown, True, told, (*built.kept, *kept))


def _gone(release: Release) -> Iterator[Diagnostic]:
    if release.gone:
        names = "、".join(release.gone)
        message = f"{names} 已经移走或改动过，清单里不再列出"
        yield Diagnostic("delivery-gone", message, hint="需要时请再做一次。", severity=Severity.NOTE)


def passed(found: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    """What preflight found, if there is no error in it; else raises InternalError: we have made a file that is wrong."""
    errors = [item for item in found if item.severity is Severity.ERROR]
    if errors:
        raise InternalError(*errors[:_TOLD])
    return tuple(found)


def _stands(plan: planning.Plan, section: manifest.DeliveredSet) -> bool:
    listed = plan.listed
    return bool(section.files) and all(
        file in listed and digest(plan.folder / file) == listed[file].sha256 for file in section.files
    )


def _pressed(
    plan: planning.Plan,
    section: manifest.DeliveredSet,
    shown: Sequence[str],
    changed: bool,
    told: tuple[Diagnostic, ...],
    kept: tuple[str, ...],
) -> Pressed:
    files = [file for suffix in shown for file in section.files if file.endswith(suffix)]
    return Pressed(plan.name, tuple(commit.shown(plan.folder / file) for file in files), section.pages, changed, told, kept)
