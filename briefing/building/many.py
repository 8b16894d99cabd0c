"""Many issues, from folders to files."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Generator, Iterator, Sequence
from itertools import repeat
from pathlib import Path

from briefing.building import children, lanes
from briefing.building import plan as planning
from briefing.building.ancestry import Surroundings, running
from briefing.building.run import BuildSession, Built, FailedIssue, unchanged
from briefing.core.errors import BriefingError, Diagnostic
from briefing.storage import commit, disk, manifest, standing

#: Of Markdown, in UTF-8.
_BYTES_A_PAGE = 1500
#: Issues that a process is asked of at once, at least; and how often it is asked, so that what is found is told as it goes.
_SHARE, _SHARES = 25, 8


def build_many(
    folders: Sequence[Path], output: str | os.PathLike[str], formats: Sequence[str], *, force: bool = False, jobs: int = 1
) -> Generator[tuple[Path, Built | FailedIssue]]:
    """Every issue, also after one has failed: its folder and what became of it, as soon as that is known.

    `jobs` processes are at work at once, each with an issue of its own; with fewer issues than half of them, two an issue."""
    todo = yield from settled(folders, output, tuple(formats), force, jobs)
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


def looked_at(places: Sequence[tuple[Path, Path]], formats: tuple[str, ...], jobs: int) -> Iterator[Built | None]:
    """What stands of each issue, given its folder and that of its outputs, where it is as it should be: see `unchanged`. Many are
    looked at by several processes, `jobs` at most."""
    count = min(jobs, os.cpu_count() or 1, len(places) // _SHARE)
    surroundings: Surroundings = {}
    if count < 2:
        yield from (unchanged(*place, formats, surroundings) for place in places)
        return
    running()  # what the program is, is found out once, before there are copies of this process
    size = max(_SHARE, len(places) // (count * _SHARES))
    shares = [places[start : start + size] for start in range(0, len(places), size)]

    def prepare() -> children.Handler[int, tuple[list[Built | None], tuple[Diagnostic, ...]]]:
        known: Surroundings = {}
        return lambda number: ([unchanged(*place, formats, known) for place in shares[number]], standing.remarks())

    before = standing.remarks()  # else the copies would tell them, too
    with contextlib.ExitStack() as stack:
        started = (children.start(prepare, "查看成品", spare=0) for _ in range(count))
        workers = [stack.enter_context(contextlib.closing(worker)) for worker in started]
        _remark(before)
        for number in range(len(shares)):
            workers[number % count].send(number)
        for number, share in enumerate(shares):
            try:
                found, said = workers[number % count].receive()
            except BriefingError:  # it is gone, and nothing depends on it
                found, said = [unchanged(*place, formats, surroundings) for place in share], ()
            _remark(said)
            yield from found


def _remark(said: Sequence[Diagnostic]) -> None:
    for item in said:
        standing.remark(item.code, item.message, item.hint)


def settled(
    folders: Sequence[Path], output: str | os.PathLike[str], formats: tuple[str, ...], force: bool, jobs: int
) -> Generator[tuple[Path, Built], None, list[Path]]:
    """Those that stand as they should. Returns the others, the longest first, so that none is left over at the end."""
    places = planning.places(folders, output)
    for place in places.values():
        commit.watch(place)  # here, where somebody speaks of all of them in the end
    todo: list[Path] = []
    for folder, stands in zip(places, repeat(None) if force else looked_at(list(places.items()), formats, jobs), strict=False):
        if stands is not None:
            yield folder, stands
        else:
            todo.append(folder)
    return sorted(todo, key=lambda folder: -_expected_length(folder, places[folder]))


def _expected_length(folder: Path, place: Path) -> int:
    """Pages that it had, else as many as its texts would fill."""
    with contextlib.suppress(BriefingError):
        if made := manifest.load(place):
            return made.pages
    return sum(disk.size(path) for path in folder.glob("*.md")) // _BYTES_A_PAGE
