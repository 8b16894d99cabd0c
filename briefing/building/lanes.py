"""Many issues on one machine: processes that take the next issue when they are free.

What is already as it should be is found out here, by one process that has nothing heavy in it. The rest goes to the lanes, the
longest first. A lane that dies or hangs takes nobody with it: another is started, and its issue is tried once more in the end,
alone, since it may have been the company that was too much; then it is reported. A lane that has grown is replaced.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections import deque
from collections.abc import Callable, Generator, Sequence
from functools import partial
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from briefing.building import children
from briefing.core import bounds
from briefing.core.errors import BriefingError
from briefing.files import cache

#: By the wall's clock: who has not answered by then never will. The longest issue allowed takes a minute.
PATIENCE = 600.0
#: MB that a lane may have in use between two issues before it is replaced; one that has built hundreds has 80.
LANE_MB = 400.0

T = TypeVar("T")


class LostJob(NamedTuple):
    """A job whose lane was lost twice."""

    error: BriefingError


class _Answer(NamedTuple, Generic[T]):
    value: T
    megabytes: float


class _Lane(Generic[T]):
    def __init__(self, prepare: Callable[[], Callable[[Path], T]], what: str) -> None:
        self._prepare, self._what = prepare, what
        self.job: Path | None = None
        self.until = 0.0
        self._start()

    def _start(self) -> None:
        def weighed() -> children.Handler[Path, _Answer[T]]:
            work = self._prepare()
            return lambda job: _Answer(work(job), bounds.resident())

        self.worker: children.Worker[Path, _Answer[T]] = children.start(weighed, self._what, spare=0)

    def give(self, job: Path) -> None:
        self.job, self.until = job, time.monotonic() + PATIENCE
        self.worker.send(job)

    def take(self) -> T:
        """What became of the job. Raises BriefingError where the lane was lost; it is another then."""
        self.job = None
        try:
            answer = self.worker.receive(max(0.0, self.until - time.monotonic()))
        except BriefingError:
            self.replace()
            raise
        if answer.megabytes > LANE_MB:
            self.replace()
        return answer.value

    def replace(self) -> None:
        self.worker.close()
        self._start()


def work(
    jobs: Sequence[Path], prepare: Callable[[], Callable[[Path], T]], lanes: int, what: str
) -> Generator[tuple[Path, T | LostJob]]:
    """Every job with its result, as soon as it is there; `prepare` is run in each of the `lanes`. `what` names the work
    (Chinese)."""
    waiting, again = deque(jobs), deque[Path]()
    cache.working()  # one folder for all, if there is none to keep
    free: list[_Lane[T]] = []
    busy: list[_Lane[T]] = []
    try:
        while waiting or busy or again:
            while waiting and len(busy) < lanes:
                lane = free.pop() if free else _Lane(prepare, what)
                busy.append(lane)
                lane.give(waiting.popleft())
            alone = not busy
            if alone:
                lane = free.pop() if free else _Lane(prepare, what)
                busy.append(lane)
                lane.give(again.popleft())
            lane = _ready(busy)
            busy.remove(lane)
            free.append(lane)
            job = lane.job
            assert job is not None
            try:
                result = lane.take()
            except BriefingError as error:
                if alone:
                    yield job, LostJob(error)
                else:
                    again.append(job)
                continue
            yield job, result
    finally:
        for lane in (*busy, *free):
            lane.worker.close()


def spare(jobs: int) -> bool:
    """Whether each of so many jobs may have two processors, where `each` does them."""
    processors = os.cpu_count() or 1
    return 2 * min(jobs, processors) <= processors


def each(jobs: Sequence[Path], do: Callable[[Path], T], what: str) -> Generator[tuple[Path, Callable[[], T]]]:
    """`do` of every job, on all processors; with each job what gives its result or raises what `do` raised."""
    count = min(len(jobs), os.cpu_count() or 1)
    if count < 2:
        yield from ((job, partial(do, job)) for job in jobs)
        return

    def prepare() -> Callable[[Path], T | None]:
        def attempt(job: Path) -> T | None:
            with contextlib.suppress(Exception):  # errors of libraries need not survive the way: it is done again where they can
                return do(job)
            return None

        return attempt

    for job, result in work(jobs, prepare, count, what):
        yield job, partial(do, job) if result is None else partial(_given, result)


def _given(result: T | LostJob) -> T:
    if isinstance(result, LostJob):
        raise result.error
    return result


def _ready(busy: Sequence[_Lane[T]]) -> _Lane[T]:
    """One that has answered, died or is past its time."""
    first = min(lane.until for lane in busy)
    answered = children.ready([lane.worker for lane in busy], max(0.0, first - time.monotonic()))
    return next((lane for lane in busy if lane.worker in answered), None) or min(busy, key=lambda lane: lane.until)
