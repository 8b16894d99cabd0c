"""What all tests share: the checkout, a way to run the command line, and `--accept` for golden files."""

from __future__ import annotations

import gc
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

#: How `make test` was called is nothing to the `make` that a test calls.
for _name in ("MAKEFLAGS", "MFLAGS", "MAKEOVERRIDES", "MAKELEVEL", "GNUMAKEFLAGS", "ARGS"):
    os.environ.pop(_name, None)

import made_once  # noqa: E402
from kept_ready import AT_START, Kept  # noqa: E402

#: Every run asks the same on every machine, however busy, and what one run found is not replayed for ever; those who look for
#: more set BRIEFING_FUZZ and run the slow tests, whose seeds are new each time.
hypothesis.settings.register_profile("fresh", deadline=None, database=None, derandomize=True)
hypothesis.settings.load_profile("fresh")

SAMPLE = {
    "issue.yaml": "house: jiangsu-jingshen-wenming\nnumber: 5\ndate: 2024-03-08\n",
    "01-甲.md": "# 甲市：稳步推进示范创建工作\n\n一是加强统筹。甲市把创建工作列入年度要点，逐项落实责任。\n",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="write the golden files anew instead of comparing")


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        made_once.begin()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        made_once.end()


def pytest_collection_finish(session: pytest.Session) -> None:
    """The collector looks every 20,000 new objects instead of every 700, and hardly ever at the half million that are there when
    tests begin and stay: it took a seventh of their time. (`gc.freeze` would hide them from Hypothesis, which looks for them.)
    Not where slow tests run: some of them leave much, and what a child is said to take begins with what its parent has."""
    if session.config.option.markexpr == "not slow":
        gc.set_threshold(20_000, 20, 100)


@pytest.fixture(autouse=True)
def no_limit_left() -> Iterator[None]:
    """A command that a test runs in this process limits its address space, for good: what comes later must not inherit that."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    yield
    if resource.getrlimit(resource.RLIMIT_AS) != before:
        resource.setrlimit(resource.RLIMIT_AS, before)


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


#: No command of a test takes longer, also on a machine that does much else.
SECONDS = 300


@pytest.fixture(scope="session")
def kept_ready() -> Iterator[Callable[[], Kept]]:
    """The process that forks for commands, started when a test first asks for one."""
    started: list[Kept] = []

    def kept() -> Kept:
        if not started:
            started.append(Kept(ROOT))
        return started[0]

    yield kept
    for one in started:
        one.close()


@pytest.fixture
def briefing(tmp_path: Path, kept_ready: Callable[[], Kept]) -> Run:
    """`briefing("build", "5", cwd=…)` runs the real command line in a process of its own, with no terminal."""

    def run(*arguments: str, cwd: Path | None = None, stdin: str = "", **environ: str) -> Ran:
        env = {name: value for name, value in os.environ.items() if not name.startswith(("BRIEFING_", "PYTEST_"))}
        env |= {"PYTHONPATH": str(ROOT), **environ}
        with (
            tempfile.TemporaryFile("w+", encoding="utf-8") as given,
            tempfile.TemporaryFile("w+", encoding="utf-8") as out,
            tempfile.TemporaryFile("w+", encoding="utf-8") as err,
        ):
            given.write(stdin)
            given.seek(0)
            streams = (given, out, err)
            if any(name.startswith(AT_START) for name in environ):
                command = [sys.executable, "-m", "briefing", *arguments]
                code = subprocess.run(
                    command, cwd=cwd or tmp_path, env=env, stdin=given, stdout=out, stderr=err, timeout=SECONDS, check=False
                ).returncode
            else:
                code = kept_ready().run(arguments, cwd or tmp_path, env, [stream.fileno() for stream in streams], SECONDS)
            out.seek(0)
            err.seek(0)
            return Ran(code, out.read(), err.read())

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
