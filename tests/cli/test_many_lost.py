"""One command, several issues, two processes: one loops without end in its template, one takes too much memory there, and whoever
works on another is killed by the system as often as it is tried. Those are reported; all others are made."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.slow, pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks /proc who works")]
HEAD = '{% extends "gb9704/bulletin.html.j2" %}{% block articles %}'
TEMPLATES = {
    "endless": "{% for a in range(50000) %}{% for b in range(50000) %}{% endfor %}{% endfor %}",
    "greedy": '{% for a in range(50000) %}{% set b = "文" * 100000000 %}{{ b }}{% endfor %}',
}
GOOD = ("2024-05", "2024-06", "2024-07")
#: The one whose process is killed: it takes so long that it is known who works on it once all others are done.
LOST = "2024-08"


def test_whoever_is_lost_takes_nobody_with_it(sample: Path, tmp_path: Path) -> None:
    shelf, report = sample.parent, (sample / "01-甲.md").read_text("utf-8")
    others = [*GOOD[1:], LOST, *TEMPLATES]
    for number, name in enumerate(others, 6):
        folder = Path(shutil.copytree(sample, shelf / name))
        house = f"house: {name}\n" if name in TEMPLATES else ""
        head = "".join(
            line for line in (folder / "issue.yaml").read_text("utf-8").splitlines(True) if not house or line[:6] != "house:"
        )
        (folder / "issue.yaml").write_text(house + head.replace("number: 5", f"number: {number}"), "utf-8")
    for name, loop in TEMPLATES.items():
        (tmp_path / "templates" / name).mkdir(parents=True)
        (tmp_path / "templates" / name / "house.yaml").write_text("extends: gb9704\n", "utf-8")
        (tmp_path / "templates" / name / "bulletin.html.j2").write_text(f"{HEAD}{loop}{{% endblock %}}", "utf-8")
    (shelf / LOST / "01-甲.md").write_text(report + "\n一是加强统筹，甲市逐项落实各方面的责任，共 32 项。\n" * 3000, "utf-8")

    code, records, kills = built(tmp_path)

    assert kills >= 2, "nobody was killed: the issue is too short for this machine"
    assert set(records) == {*GOOD, LOST, *TEMPLATES} and code == 3
    for name in GOOD:
        assert records[name]["state"] == "made"
        assert all((tmp_path / "build" / name / f"{name}.{kind}").is_file() for kind in ("pdf", "docx"))
    for name in (LOST, *TEMPLATES):
        assert records[name]["state"] == "failed" and not (tmp_path / "build" / name / "manifest.json").exists()
    assert codes(records[LOST]) == {"work-limit"}
    assert all(codes(records[name]) <= {"template-refused", "work-limit", "template-limit"} for name in TEMPLATES)


def codes(record: dict[str, object]) -> set[str]:
    found = record["diagnostics"]
    assert isinstance(found, list)
    return {item["code"] for item in found if item["severity"] == "error"}


def built(work: Path) -> tuple[int, dict[str, dict[str, object]], int]:
    """Exit code and records of `build --all --jobs 2`, of which twice the lane is killed that works when others have ended."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "BRIEFING_CACHE": str(work / "cache")}
    command = [sys.executable, "-P", "-m", "briefing", "build", "--all", "--jobs", "2", "--json"]
    kills, until, told = 0, time.monotonic() + 300, work / "told"
    with (
        told.open("wb") as out,
        subprocess.Popen(command, cwd=work, env=environ, stdout=out, stderr=subprocess.DEVNULL) as running,
    ):
        while running.poll() is None and time.monotonic() < until:
            if told.read_bytes().count(b"\n") >= len(GOOD) + len(TEMPLATES) and kills < 2:
                kills += killed(running.pid)
            time.sleep(0.05)
        running.kill()
    records = [json.loads(line) for line in told.read_text("utf-8").splitlines()]
    return running.returncode, {record["issue"]: record for record in records}, kills


def killed(parent: int) -> int:
    """Kill the child of `parent` that computes; how many that were."""
    before = {pid: seconds(pid) for pid in children(parent)}
    time.sleep(0.3)
    for pid, ticks in before.items():
        if seconds(pid) > ticks:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                return 1
    return 0


def children(parent: int) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text("ascii").split()]


def seconds(pid: int) -> int:
    """Of the processor's, in the system's own unit; -1: it has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
    except OSError:
        return -1
    return int(fields[11]) + int(fields[12])
