"""Many issues, from folders to files."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Generator, Sequence
from pathlib import Path

from briefing.building import lanes
from briefing.building.ancestry import Surroundings
from briefing.building.run import BuildSession, Built, FailedIssue, unchanged
from briefing.core.errors import BriefingError
from briefing.storage import commit, disk, manifest

#: Of Markdown, in UTF-8.
_BYTES_A_PAGE = 1500


def build_many(
    folders: Sequence[Path], output: str | os.PathLike[str], formats: Sequence[str], *, force: bool = False, jobs: int = 1
) -> Generator[tuple[Path, Built | FailedIssue]]:
    """Every issue, also after one has failed: its folder and what became of it, as soon as that is known.

    `jobs` processes are at work at once, each with an issue of its own; with fewer issues than half of them, two an issue."""
    todo = yield from settled(folders, output, tuple(formats), force)
    if len(todo) < 2:
        with BuildSession() as session:
            for folder in todo:
                yield folder, session.attempt(folder, output, tuple(formats), force=force)
        return

    count = max(1, min(jobs, len(todo)))

    def prepare() -> Callable[[Path], Built | FailedIssue]:
        of_lane = BuildSession(beside=2 * count <= jobs)
        return lambda folder: of_lane.attempt(folder, output, tuple(formats), force=force)

    for folder, result in lanes.work(todo, prepare, count, "制作"):
        yield folder, FailedIssue.of(folder.name, result.error, {}) if isinstance(result, lanes.LostJob) else result


def settled(
    folders: Sequence[Path], output: str | os.PathLike[str], formats: tuple[str, ...], force: bool
) -> Generator[tuple[Path, Built], None, list[Path]]:
    """Those that stand as they should. Returns the others, the longest first, so that none is left over at the end."""
    outputs = Path(output).resolve()
    places = {folder: outputs / folder.name for folder in folders}
    for place in places.values():
        commit.watch(place)  # here, where somebody speaks of all of them in the end
    todo: list[Path] = []
    surroundings: Surroundings = {}
    for folder, place in places.items():
        standing = None if force else unchanged(folder, place, formats, surroundings)
        if standing is not None:
            yield folder, standing
        else:
            todo.append(folder)
    return sorted(todo, key=lambda folder: -_expected_length(folder, places[folder]))


def _expected_length(folder: Path, place: Path) -> int:
    """Pages that it had, else as many as its texts would fill."""
    with contextlib.suppress(BriefingError):
        if made := manifest.load(place):
            return made.pages
    return sum(disk.size(path) for path in folder.glob("*.md")) // _BYTES_A_PAGE
