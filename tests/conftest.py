"""What all tests share: the checkout, a way to run the command line, and `--accept` for golden files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

SAMPLE = {
    "issue.yaml": "house: jiangsu-jingshen-wenming\nnumber: 5\ndate: 2024-03-08\n",
    "01-甲.md": "# 甲市：稳步推进示范创建工作\n\n一是加强统筹。甲市把创建工作列入年度要点，逐项落实责任。\n",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="write the golden files anew instead of comparing")


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def briefing(tmp_path: Path) -> Run:
    """`briefing("build", "5", cwd=…)` runs the real command line in a process of its own, with no terminal."""

    def run(*arguments: str, cwd: Path | None = None, stdin: str = "", **environ: str) -> Ran:
        env = {name: value for name, value in os.environ.items() if not name.startswith(("BRIEFING_", "PYTEST_"))}
        env |= {"PYTHONPATH": str(ROOT), **environ}
        done = subprocess.run(
            [sys.executable, "-m", "briefing", *arguments],
            cwd=cwd or tmp_path, env=env, input=stdin, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A small issue, 2024-05, on a shelf of its own under `tmp_path`."""
    folder = tmp_path / "issues" / "2024-05"
    folder.mkdir(parents=True)
    for name, text in SAMPLE.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    """A copy of the real bulletin's sources, to be changed at will."""
    return Path(shutil.copytree(ROOT / "issues" / "2022-17", tmp_path / "issues" / "2022-17"))
