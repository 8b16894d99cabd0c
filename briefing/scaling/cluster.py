"""Issues sent to the workers of a Dask cluster; outputs come back and are put in place here, by one process.

A worker that dies takes nobody with it: Dask gives its issues to others. Workers whose program, libraries or Python differ are
refused by name, since their pages might. Nothing but bytes is taken from the cluster: its pickles are not read.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections import Counter
from collections.abc import Generator, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.building import plan as planning
from briefing.building import reasons
from briefing.building.ancestry import differing, running
from briefing.building.many import settled
from briefing.building.plan import place
from briefing.building.run import Built, FailedIssue, still_valid
from briefing.core import plain
from briefing.core.errors import BriefingError, Diagnostic, InputError, MissingToolError
from briefing.scaling import answers, parcels, workshop
from briefing.storage import commit, disk, manifest, standing

if TYPE_CHECKING:
    from distributed import Future

    from briefing.building.plan import Plan

#: Seconds for the scheduler to answer, and for a first worker to come.
_ANSWER_SECONDS, _WORKER_SECONDS = 10, 30
#: Issues that are on their way at once, for each thread of the cluster: one in work, one waiting.
_AHEAD = 2
_NAMED = 3
_HOME = "briefing-home-"
#: Seconds between two looks for an answer.
_LOOK = 0.02
#: How often the home is sent, where workers go meanwhile.
_SENDINGS = 5
_START = "请先启动集群（见 docs/scale.md），再核对地址，如 tcp://10.0.0.5:8786。"


def build_on(
    address: str, folders: Sequence[Path], output: str | os.PathLike[str], formats: Sequence[str], *, force: bool = False
) -> Generator[tuple[Path, Built | FailedIssue]]:
    """Every issue, as `many.build_many`, on the cluster whose scheduler is at `address`. Raises MissingToolError where there is
    no cluster that can do it, or when it goes away; what had been put in place by then stands."""
    todo = yield from settled(folders, output, tuple(formats), force, os.cpu_count() or 1)
    if todo:
        yield from _Cluster(address).build(todo, output, tuple(formats), force)


class _Cluster:
    def __init__(self, address: str) -> None:
        try:
            import distributed
        except ImportError:
            hint = "请安装：pip install 'briefing[dask]'（在检出的文件夹里：.venv/bin/pip install distributed）。"
            raise MissingToolError(Diagnostic("dask-missing", "没有安装 Dask，不能用 --dask", hint=hint)) from None
        try:
            plain = ["msgpack", "dask"]
            self._client = distributed.Client(
                address, timeout=_ANSWER_SECONDS, set_as_default=False, deserializers=plain, name="briefing"
            )
            self._client.wait_for_workers(1, timeout=_WORKER_SECONDS)
        except Exception as error:  # of the network, of TLS, of the address: each library of Dask's has its own
            said = str(error).splitlines()[0] if str(error) else type(error).__name__
            message = f"连不上 Dask 集群，或集群里没有工作机：{address}（{said}）"
            raise MissingToolError(Diagnostic("dask-unreachable", message, hint=_START)) from None

    def build(
        self, folders: Sequence[Path], output: str | os.PathLike[str], formats: tuple[str, ...], force: bool
    ) -> Generator[tuple[Path, Built | FailedIssue]]:
        waiting = list(reversed(folders))
        sent: dict[Future[bytes], tuple[Path, Plan]] = {}
        again: Counter[Path] = Counter()
        shunned: dict[str, str] = {}
        from distributed import as_completed

        try:
            self._refuse_others()
            home = parcels.of_home()
            shared = self._share(home)
            ahead = _AHEAD * max(1, sum(self._client.nthreads().values()))
            results = as_completed(loop=self._client.loop, with_results=True, raise_errors=False)
            while waiting or sent:
                while waiting and len(sent) < ahead:
                    folder = waiting.pop()
                    try:
                        future, plan = self._send(folder, output, formats, shared, shunned)
                    except (BriefingError, OSError) as error:
                        yield folder, _failed(folder, error)
                        continue
                    sent[future] = folder, plan
                    results.add(future)
                if sent:
                    future, answer = self._next(results)
                    folder, plan = sent.pop(future)
                    if future.status != "finished":
                        self._still_there()
                        if not again[folder]:  # it may have gone with the worker that had the home
                            again[folder] += 1
                            shared = self._share(home)
                            waiting.insert(0, folder)
                            continue
                        answer = b""
                    lacks = _lacking(answer)
                    shunned |= lacks
                    others = self._workers() - shunned.keys() if lacks else set()
                    if others and again[folder] <= len(shunned):
                        again[folder] += 1
                        waiting.append(folder)  # another worker need not lack it
                        continue
                    yield folder, _refused(folder, lacks) if lacks else _taken(plan, answer, force)
        except BriefingError:
            raise
        except Exception as error:
            if self._client.status == "running" and not isinstance(error, OSError | TimeoutError | CancelledError):
                raise  # nobody's but ours
            raise self._gone(error) from error
        finally:
            with contextlib.suppress(Exception):
                self._client.close(timeout=2)

    def _next(self, results: Iterator[tuple[Future[bytes], bytes]]) -> tuple[Future[bytes], bytes]:
        """The next answer. Raises MissingToolError where there is nobody any more from whom one could come."""
        asked = until = time.monotonic()
        while not results.has_ready():  # type: ignore[attr-defined]
            time.sleep(_LOOK)
            if time.monotonic() - asked > 1:
                asked = time.monotonic()
                self._still_there()
                if self._workers():
                    until = asked
                elif asked - until > _WORKER_SECONDS:
                    raise self._gone(None)
        return next(results)

    def _workers(self) -> set[str]:
        """Addresses of those that there are."""
        return {*self._client.scheduler_info(n_workers=-1)["workers"]}

    def _share(self, home: bytes) -> Future[bytes]:
        """The home on every worker there is: what lies on one alone goes with it. One that goes meanwhile takes the sending with
        it: the others are sent it anew."""
        key = f"{_HOME}{parcels.digest(home)}"
        for left in reversed(range(_SENDINGS)):
            self._client.wait_for_workers(1, timeout=_WORKER_SECONDS)
            try:
                shared: Future[bytes] = self._client.scatter({key: home}, hash=False, broadcast=True)[key]
                break
            except Exception:  # CommClosedError, KeyError of the worker's address
                self._still_there()
                if not left:
                    raise
                time.sleep(_LOOK)
        return shared

    def _send(
        self,
        folder: Path,
        output: str | os.PathLike[str],
        formats: tuple[str, ...],
        home: Future[bytes],
        shunned: Mapping[str, str],
    ) -> tuple[Future[bytes], Plan]:
        """`shunned`: workers that lack something."""
        commit.recover(place(folder, output))
        plan = planning.plan(folder, output, formats)
        blocked = commit.obstacle(plan.folder)
        if blocked is not None:
            raise InputError(blocked)
        issue = parcels.of_issue(folder)
        digest, of_home = parcels.digest(issue), str(home.key).removeprefix(_HOME)
        order = workshop.BuildOrder(plan.name, digest, of_home, plan.formats, os.environ.get("SOURCE_DATE_EPOCH", ""))
        future = self._client.submit(
            workshop.make, tuple(order), issue, home, pure=False, retries=1,
            workers=sorted(self._workers() - shunned.keys()) or None if shunned else None, allow_other_workers=bool(shunned),
            key=f"briefing-{plan.name}-{digest[:12]}-{os.urandom(4).hex()}",
        )  # fmt: skip
        return future, plan

    def _refuse_others(self) -> None:
        """Raises MissingToolError where a worker has another program, Python or library than there is here."""
        own = running()
        said = []
        for worker in sorted(self._workers()):
            try:
                found: Mapping[str, str] = self._client.run(workshop.program, workers=[worker])[worker]
            except Exception:  # what cannot be imported there, or is another thing
                self._still_there()
                found = {**own, "briefing": ""}
            if other := differing(own, found):
                listed = "、".join(f"{name} {_short(found.get(name))}（这里 {_short(own.get(name))}）" for name in other[:_NAMED])
                said.append(
                    Diagnostic("dask-versions", f"工作机 {worker} 上的程序不一样：{listed}", hint="请在各台机器上装同一个版本。")
                )
        if said:
            raise MissingToolError(*said)

    def _still_there(self) -> None:
        if self._client.status != "running":
            raise self._gone(None)

    def _gone(self, error: Exception | None) -> MissingToolError:
        with contextlib.suppress(Exception):  # of the network: the scheduler is gone, too
            error = error if self._workers() else RuntimeError("工作机都停了")
        said = f"（{str(error).splitlines()[0]}）" if error is not None and str(error) else ""
        message = f"Dask 集群断开了{said}，其余各期没有制作"
        return MissingToolError(Diagnostic("dask-lost", message, hint="已经做好的各期都在；集群好了再运行一次，只做剩下的。"))


def _lacking(answer: bytes) -> dict[str, str]:
    """What the worker that answers lacks, by its address; {} where it is an answer about the issue."""
    try:
        said = plain.by_name(plain.read(parcels.contents(answer)[workshop.TROUBLE]))
        return {said["worker"]: said["said"]}
    except (InputError, KeyError, ValueError, TypeError):
        return {}


def _refused(folder: Path, lacks: Mapping[str, str]) -> FailedIssue:
    said = "；".join(f"{worker} {what}" for worker, what in lacks.items())
    message, hint = f"没有工作机能做：{said}", "请看工作机的磁盘、权限和安装；修好后再运行一次，只做剩下的。"
    return FailedIssue.of(folder.name, MissingToolError(Diagnostic("dask-worker", message, hint=hint)), {})


def _taken(plan: Plan, answer: bytes, force: bool) -> Built | FailedIssue:
    """Put what came back in place."""
    if not answer:
        message, hint = "工作机两次没有做完就停了，多半是内存不够", "请减少图片、分成几期，或给工作机多一些内存。"
        return FailedIssue.of(plan.name, InputError(Diagnostic("work-limit", message, hint=hint)), {})
    try:
        files = parcels.contents(answer)
        result = answers.read(files.pop(workshop.ANSWER, b""), plan.name)
        if isinstance(result, FailedIssue):
            return result
        why = tuple(reasons.reasons(plan, force))
        made = manifest.understood(files.pop(manifest.FILE, b"")).document
        if made is None or not (made.houses and made.inputs) or set(files) != set(plan.targets):
            raise InputError(Diagnostic("dask-answer", "工作机送回来的不是成品", hint=parcels.REMEDY))
        if manifest.listed(files) != made.files:
            raise InputError(Diagnostic("dask-answer", "工作机送回来的成品与它的清单不符", hint=parcels.REMEDY))
        now = planning.plan(plan.source, plan.folder.parent, plan.formats).in_houses(made.houses)
        if made.key != now.key:
            message = "稿件或版式在制作期间改动过，或一时读不出来"
            raise InputError(Diagnostic("source-changed", message, hint="请再运行一次。"))
        everything = still_valid(now) | {target: files[target] for target in plan.targets}
        everything[manifest.FILE] = manifest.completed(made, now.previous, everything)
        kept = commit.commit(plan.folder, everything, planning.outdated_report(now))
        reasons.keep(now)
    except (BriefingError, OSError) as error:
        return _failed(plan.source, error)
    paths = tuple(disk.shown(plan.folder / name) for name in (*plan.targets, manifest.FILE))
    told = (*result.diagnostics, *standing.remarks())
    return Built(plan.name, paths, result.pages, True, told, result.sources, kept, why)


def _failed(folder: Path, error: BriefingError | OSError) -> FailedIssue:
    if isinstance(error, BriefingError):
        return FailedIssue.of(folder.name, error, {})
    message = f"稿件读不出来：{disk.reason(error)}"
    return FailedIssue.of(folder.name, InputError(Diagnostic("file-unreadable", message)), {})


def _short(value: str | None) -> str:
    return value[:12] if value else "没有"
