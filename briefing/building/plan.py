"""Whether an issue has to be made again: what its outputs are made from (`ancestry`), and what stands in their place."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from briefing.building.ancestry import Ancestry, Freshness, Surroundings, digest, freshness, of_houses, trace
from briefing.building.output_formats import ALL_FORMATS, FORMATS
from briefing.core import bounds
from briefing.core.errors import Diagnostic, InputError, Severity, Span, UsageError
from briefing.core.records import dataclass
from briefing.files import world
from briefing.storage import disk, manifest
from briefing.storage.manifest import ListedFile, Manifest

#: What `briefing prove --report` writes beside the outputs, and how it is known.
REPORT = "prove.html"
REPORT_MARK = b'name="generator" content="briefing prove"'


@dataclass(frozen=True, slots=True)
class Plan:
    """One issue to make: from `source` into `folder`, the outputs `formats`. `now`: what they are to be made from, in the houses
    of the manifest that stands there."""

    name: str
    source: Path
    folder: Path
    formats: tuple[str, ...]
    now: Ancestry
    previous: Manifest | None  # the manifest that stands in `folder`
    damage: str = ""  # why the one that stands there cannot be used (Chinese)

    def in_houses(self, houses: Sequence[str]) -> Plan:
        """The same, of an issue that was found to be in these."""
        return replace(self, now=of_houses(self.now, houses))

    @property
    def key(self) -> str:
        return self.now.key

    @property
    def sources(self) -> dict[str, str]:
        return self.now.sources

    @property
    def freshness(self) -> Freshness:
        """Whether what stands in the folder was made from this."""
        return freshness(self.previous, self.damage, self.now, self.folder)

    @property
    def targets(self) -> tuple[str, ...]:
        return tuple(f"{self.name}.{format}" for format in self.formats)

    @property
    def up_to_date(self) -> bool:
        """Whether every target stands in the folder as it was written, from these very sources."""
        return self.of_these_sources and all(
            target in self.listed and digest(self.folder / target) == self.listed[target].sha256 for target in self.targets
        )

    @property
    def of_these_sources(self) -> bool:
        """Whether the manifest that stands there is of outputs made from what they would be made from now."""
        return self.previous is not None and self.previous.key == self.key

    @property
    def listed(self) -> Mapping[str, ListedFile]:
        """The files that the manifest there answers for."""
        return self.previous.files if self.previous else {}


def plan(source: Path, output: str | os.PathLike[str], formats: tuple[str, ...] = FORMATS) -> Plan:
    """Look at the sources and at what stands in `<output>/<issue>/`. Raises UsageError for an impossible target."""
    return planned(source, place(source, output), formats)


def place(source: Path, output: str | os.PathLike[str]) -> Path:
    """Where an issue's outputs stand."""
    return places([source], output)[source]


def places(sources: Iterable[Path], output: str | os.PathLike[str]) -> dict[Path, Path]:
    """The same of several, by their folders."""
    outputs = Path(output).resolve()
    return {source: outputs / source.name for source in sources}


def planned(source: Path, folder: Path, formats: tuple[str, ...], surroundings: Surroundings | None = None) -> Plan:
    """As `plan`, of outputs in `folder`, whose way has no links in it. `surroundings`: for many issues in one go, see `trace`."""
    unknown = [format for format in formats if format not in ALL_FORMATS]
    if unknown or not formats:
        message = f"没有这种格式：{'、'.join(unknown)}" if unknown else "没有写要哪种格式"
        raise UsageError(Diagnostic("format", message, hint=f"可以用 {'、'.join(ALL_FORMATS)}。"))
    if _within(folder, source) or _within(source, folder):
        raise UsageError(
            Diagnostic("output-source", "成品不能放进稿件所在的文件夹", hint="请用 -o 另选一个文件夹，例如 -o build。")
        )
    tree = world.Root(source).tree()
    if any(finding.severity is Severity.ERROR for finding in tree.findings):
        raise InputError(*tree.findings)
    stood = manifest.read(folder)
    houses = stood.document.houses if stood.document else ()
    now = trace(tree.files, tree.unlisted, houses, surroundings)
    unread = {name: path for name, path in tree.files.items() if name in now.unread}
    if large := [name for name, path in unread.items() if disk.size(path) > bounds.SOURCE_BYTES]:
        message, hint = f"文件太大，超过 {bounds.SOURCE_BYTES // bounds.MB} MB", "不是本期的稿件和图片的话，请移到别处。"
        raise InputError(*(Diagnostic("file-size", message, Span(name, 1, 1), hint) for name in large))
    wanted = tuple(format for format in ALL_FORMATS if format in formats)
    return Plan(source.name, source, folder, wanted, now, stood.document, stood.damage)


def _within(inner: Path, outer: Path) -> bool:
    """Whether a folder is the other or lies below it; both without links. A thousand issues ask."""
    return os.path.join(inner, "").startswith(os.path.join(outer, ""))


def outdated_report(plan: Plan) -> tuple[str, ...]:
    """The report of `briefing prove` beside the outputs, if those are about to be made from other sources: an old 无误 must not
    stand beside new pages. A file of the same name that is not ours stays. Raises OutputError where nobody can tell."""
    if plan.of_these_sources:
        return ()
    data = disk.standing(plan.folder / REPORT)
    return (REPORT,) if data is not None and REPORT_MARK in data[:1024] else ()
