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
from briefing.core.errors import MissingToolError
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
    killer = subprocess.Popen(["sh", "-c", f"sleep {wait:.2f}; kill -9 {victim.pid}"])
    there = dict(build_on(network.address, good, tmp_path / "there", FORMATS))
    killer.wait()
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
