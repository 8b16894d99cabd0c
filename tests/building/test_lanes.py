"""Processes that take the next job when they are free: what becomes of jobs whose lane dies, hangs or grows. Run in a process of
its own, since the test runner has threads."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAD = f"""
import json, os, signal, sys, time
from pathlib import Path
sys.path.insert(0, {str(ROOT)!r})
from briefing.building import children, lanes

WORK = Path(sys.argv[1])

def tries(job):
    with (WORK / job.name).open("a") as stream:
        stream.write("x")
    return len((WORK / job.name).read_text())

def run(prepare, names, count):
    out = []
    for job, result in lanes.work([Path(name) for name in names], prepare, count, "试验"):
        out.append([job.name, result.error.diagnostics[0].code if isinstance(result, lanes.LostJob) else result])
    print(json.dumps(out))
"""


def run(code: str, folder: Path) -> list[Any]:
    done = subprocess.run(
        [sys.executable, "-c", HEAD + code, str(folder)], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert isinstance(found, list)
    return found


def test_a_long_job_holds_up_nobody(tmp_path: Path) -> None:
    """Dealt out in turn, half of the short ones would wait for it."""
    found = run(
        """
def prepare():
    def work(job):
        while job.name == "long" and len(list(WORK.iterdir())) < 9:
            time.sleep(0.01)
        tries(job)
        return job.name
    return work
run(prepare, ["long", *"abcdefghi"], 2)
""",
        tmp_path,
    )
    done = [job for job, _ in found]  # the long one ends as soon as the last short one has been tried
    assert done[:8] == [*"abcdefgh"] and {*done[8:]} == {"i", "long"}


@pytest.mark.parametrize(
    ("death", "code"),
    [
        ("os.kill(os.getpid(), signal.SIGKILL)", "work-limit"),
        ("os._exit(3)", "worker-died"),
        ("os.abort()", "worker-died"),
        ("time.sleep(60)", "worker-timeout"),
    ],
)
@pytest.mark.parametrize("count", [1, 2])
def test_a_lane_that_is_lost_takes_nobody_with_it(death: str, code: str, count: int, tmp_path: Path) -> None:
    found = run(
        f"""
lanes.PATIENCE = 1.5
def prepare():
    def work(job):
        again = tries(job)
        if job.name == "bad" or (job.name == "once" and again == 1):
            {death}
        return again
    return work
run(prepare, ["a", "bad", "once", "b", "c"], {count})
""",
        tmp_path,
    )
    results = dict(found)
    assert results == {"a": 1, "b": 1, "c": 1, "once": 2, "bad": code}
    assert len(found) == 5 and {job for job, _ in found[-2:]} == {"bad", "once"}


def test_a_job_that_failed_in_company_is_tried_alone(tmp_path: Path) -> None:
    """One that dies while others are in work, and succeeds when there are none."""
    found = run(
        """
def in_work():
    return len(list(WORK.glob("*.in-work")))
def prepare():
    def work(job):
        again, mark = tries(job), WORK / f"{job.name}.in-work"
        mark.touch()
        until = time.monotonic() + 30
        while job.name == "large" and again == 1 and in_work() < 2 and time.monotonic() < until:
            time.sleep(0.01)
        company = in_work() > 1
        if job.name != "large":
            time.sleep(0.3)
        mark.unlink()
        if job.name == "large" and company:
            os._exit(9)
        return company
    return work
run(prepare, ["large", "a", "b", "c"], 2)
""",
        tmp_path,
    )
    assert found[-1] == ["large", False]


def test_a_lane_that_has_grown_is_replaced(tmp_path: Path) -> None:
    found = run(
        """
lanes.LANE_MB = 150
def prepare():
    held = []
    def work(job):
        held.append(bytearray(os.urandom(1 << 20)) * 60)
        return [os.getpid(), len(held)]
    return work
run(prepare, list("abcdef"), 1)
""",
        tmp_path,
    )
    held = [result[1] for _, result in found]
    assert max(held) <= 3 and held[0] == 1 and len({result[0] for _, result in found}) > 1


def test_where_there_are_no_processes_the_work_is_done_here(tmp_path: Path) -> None:
    found = run('os.environ["BRIEFING_SEQUENTIAL"] = "1"\nrun(lambda: tries, ["a", "b"], 2)', tmp_path)
    assert sorted(found) == [["a", 1], ["b", 1]]
