"""A real scheduler and two workers: the same bytes as here, whoever dies meanwhile."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from slices import share

from briefing.building.many import build_many
from briefing.building.run import Built, FailedIssue
from briefing.core.errors import ExitCode, MissingToolError
from briefing.scaling import cluster
from briefing.scaling.cluster import build_on

pytestmark = pytest.mark.slow
BIN = Path(sys.executable).parent
FORMATS = ("pdf", "docx")


class Cluster:
    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{port}"
        self._folder = folder
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
        self.workers = [self.worker(), self.worker()]

    def worker(self, **environ: str) -> subprocess.Popen[bytes]:
        return self._start(
            "worker", self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--memory-limit", "0",
            "--local-directory", str(self._folder / "dask"), **environ,
        )  # fmt: skip

    def _start(self, *arguments: str, **environ: str) -> subprocess.Popen[bytes]:
        with (self._folder / "cluster.log").open("ab") as log:
            return subprocess.Popen(
                [str(BIN / "dask"), *arguments], stdout=log, stderr=log, env={**os.environ, **environ}, start_new_session=True
            )

    def end(self) -> None:
        for process in (*self.workers, self.scheduler):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture
def network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cluster]:
    pytest.importorskip("distributed")
    monkeypatch.setenv("BRIEFING_CACHE", str(tmp_path / "cache"))
    made = Cluster(tmp_path)
    yield made
    made.end()


@pytest.fixture
def issues(sample: Path) -> list[Path]:
    """Six of them, one of which cannot be built."""
    folders = [sample]
    for number in range(6, 11):
        folder = Path(shutil.copytree(sample, sample.parent / f"2024-{number:02}"))
        text = (folder / "issue.yaml").read_text("utf-8").replace("number: 5", f"number: {number}")
        (folder / "issue.yaml").write_text(text, "utf-8")
        folders.append(folder)
    (folders[-1] / "issue.yaml").write_text("house: x\n", "utf-8")
    return folders


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


def test_the_same_bytes_as_here(network: Cluster, issues: list[Path], tmp_path: Path) -> None:
    here = dict(build_many(issues, tmp_path / "here", FORMATS))
    there = dict(build_on(network.address, issues, tmp_path / "there", FORMATS))
    assert contents(tmp_path / "there") == contents(tmp_path / "here") != {}
    assert set(there) == set(here) == set(issues)
    bad = issues[-1]
    ours, theirs = here[bad], there[bad]
    assert isinstance(ours, FailedIssue) and isinstance(theirs, FailedIssue)
    assert theirs.diagnostics == ours.diagnostics and theirs.exit_code == ours.exit_code
    again = dict(build_on(network.address, issues[:-1], tmp_path / "there", FORMATS))
    assert not any(result.changed for result in again.values() if isinstance(result, Built))
    more = dict(build_on(network.address, issues[:1], tmp_path / "there", ("ofd",)))
    dict(build_many(issues[:1], tmp_path / "here", ("ofd",)))
    assert isinstance(more[issues[0]], Built)
    assert contents(tmp_path / "there" / issues[0].name) == contents(tmp_path / "here" / issues[0].name)


@pytest.mark.parametrize("moment", range(share(20, 2)))
def test_a_worker_that_dies(network: Cluster, issues: list[Path], moment: int, tmp_path: Path) -> None:
    """Killed with its warm processes' parent at some moment; the other one does the rest."""
    good = issues[:-1]
    wait = random.Random(moment).uniform(0, 3)
    victim = network.workers[0]
    with subprocess.Popen(["sh", "-c", f"sleep {wait:.2f}; kill -9 {victim.pid}"]):
        there = dict(build_on(network.address, good, tmp_path / "there", FORMATS))
    assert all(isinstance(result, Built) for result in there.values())
    dict(build_many(good, tmp_path / "here", FORMATS))
    assert contents(tmp_path / "there") == contents(tmp_path / "here")


def test_a_scheduler_that_goes_away(network: Cluster, issues: list[Path], tmp_path: Path) -> None:
    good = issues[:-1]
    results = build_on(network.address, good, tmp_path / "there", FORMATS)
    done = [next(results)]
    os.killpg(network.scheduler.pid, signal.SIGKILL)
    with pytest.raises(MissingToolError) as told:
        done.extend(results)
    assert told.value.diagnostics[0].code == "dask-lost"
    for folder, _ in done:
        assert {f"{folder.name}.pdf", f"{folder.name}.docx", "manifest.json"} <= set(contents(tmp_path / "there" / folder.name))
    assert len(contents(tmp_path / "there")) == 3 * len(done)
    finished = dict(build_many(good, tmp_path / "there", FORMATS))
    assert sum(isinstance(result, Built) and not result.changed for result in finished.values()) == len(done)


def test_workers_that_run_something_else_are_refused_by_name(network: Cluster, sample: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / "Fancy-1.0.dist-info"
    other.mkdir(parents=True)
    (other.parent / "weasyprint-1.2.dist-info").mkdir()
    network.workers.append(network.worker(PYTHONPATH=str(other.parent)))
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            list(build_on(network.address, [sample], tmp_path / "there", ("docx",), force=True))
        except MissingToolError as refused:
            (item,) = refused.diagnostics
            assert item.code == "dask-versions" and "tcp://127.0.0.1" in item.message and "weasyprint 1.2（这里 " in item.message
            return
        time.sleep(0.3)
    pytest.fail("the third worker never came")


def test_nobody_answers(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "_ANSWER_SECONDS", 1)
    with pytest.raises(MissingToolError) as told:
        list(build_on("tcp://127.0.0.1:1", [sample], tmp_path / "build", ("docx",)))
    assert told.value.diagnostics[0].code == "dask-unreachable"


@pytest.mark.parametrize("_", range(share(1, 0)))  # in whole runs only: each starts a cluster
def test_a_worker_that_cannot_write_is_passed_over(network: Cluster, issues: list[Path], tmp_path: Path, _: int) -> None:
    """A worker without room has answered first each time: nobody may lose an issue to it, nor the others wait for it."""
    good = issues[:3]
    dict(build_many(good, tmp_path / "here", FORMATS))
    one, other = network.workers
    _end(one)
    nowhere = {"BRIEFING_CACHE": "/proc/none", "XDG_CACHE_HOME": "/proc/none", "TMPDIR": "/proc/none"}
    full = network.worker(PYTHONPATH=str(_without_room(tmp_path)), **nowhere)
    network.workers.append(full)
    _until(network, 2)
    there = dict(build_on(network.address, good, tmp_path / "there", FORMATS))
    assert all(isinstance(result, Built) for result in there.values())
    assert contents(tmp_path / "there") == contents(tmp_path / "here")
    _end(other)
    _until(network, 1)
    for result in dict(build_on(network.address, good[:1], tmp_path / "more", FORMATS)).values():
        assert isinstance(result, FailedIssue) and result.exit_code == ExitCode.TOOL
        (item,) = result.diagnostics
        assert item.code == "dask-worker" and "tcp://127.0.0.1" in item.message and "磁盘已满" in item.message
    assert not (tmp_path / "more" / good[0].name).exists()


@pytest.mark.parametrize("_", range(share(1, 0)))  # in whole runs only: each starts a cluster
def test_a_worker_without_the_program_is_refused_by_name(network: Cluster, sample: Path, tmp_path: Path, _: int) -> None:
    (tmp_path / "else" / "briefing").mkdir(parents=True)
    (tmp_path / "else" / "briefing" / "__init__.py").write_text("raise ImportError('another program')\n", "utf-8")
    network.workers.append(network.worker(PYTHONPATH=str(tmp_path / "else")))
    _until(network, 3)
    with pytest.raises(MissingToolError) as told:
        list(build_on(network.address, [sample], tmp_path / "there", ("docx",)))
    assert {item.code for item in told.value.diagnostics} == {"dask-versions"}
    assert "briefing 没有（这里 " in told.value.diagnostics[0].message


@pytest.mark.parametrize("_", range(share(1, 0)))  # in whole runs only: each starts a cluster
def test_all_workers_go_away(network: Cluster, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, _: int) -> None:
    monkeypatch.setattr(cluster, "_WORKER_SECONDS", 4)
    _until(network, 2)
    pids = " ".join(str(worker.pid) for worker in network.workers)
    report = sample / "01-甲.md"
    report.write_text(report.read_text("utf-8") + "\n一是加强统筹，甲市逐项落实各方面的责任，共 32 项。\n" * 4000, "utf-8")
    with subprocess.Popen(["sh", "-c", f"sleep 3; kill -9 {pids}"]), pytest.raises(MissingToolError) as told:
        list(build_on(network.address, [sample], tmp_path / "there", FORMATS))
    assert told.value.diagnostics[0].code == "dask-lost" and "工作机都停了" in told.value.diagnostics[0].message
    assert not (tmp_path / "there" / sample.name).exists()


def _end(worker: subprocess.Popen[bytes]) -> None:
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


def _until(network: Cluster, count: int) -> None:
    """Wait until so many workers are there."""
    from distributed import Client

    with Client(network.address, timeout=60, set_as_default=False) as client:
        deadline = time.monotonic() + 60
        while len(client.scheduler_info()["workers"]) != count:
            assert time.monotonic() < deadline, f"there are not {count} workers"
            time.sleep(0.2)


def _without_room(folder: Path) -> Path:
    """A place for modules from which a worker learns, as it starts, that the disk is full wherever homes are unpacked."""
    place = folder / "full"
    place.mkdir()
    (place / "sitecustomize.py").write_text(
        "import errno, os\n"
        "def full(path, data, **_):\n"
        "    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))\n"
        "from briefing.core import saving\n"
        "saving.save = full\n",
        "utf-8",
    )
    return place
