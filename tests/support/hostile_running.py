"""How a hostile input is laid out, run by the real command line and measured.

A `Case` says what is laid on the shelf, which command meets it, and what must come of it: exit code, place, code, seconds, MB.
Seconds are the processor's, of all processes that the command started together, so that a busy machine says the same; memory
is that of the largest of them. Both as the kernel counted them.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ISSUE = "house: gb9704\nnumber: 17\ndate: 2022-05-13\nnameplate: 测试简报\n"
REPORT = "# 稳步推进示范创建\n\n一是加强统筹，逐项落实责任。\n"
#: No input may take more, whatever it is.
SECONDS, MEGABYTES = 20.0, 1000.0

_FINDING = re.compile(r"^(?:(?P<place>\S.*?): )?(?:错误|警告|提示)\[(?P<code>[\w-]+)\]", re.MULTILINE)


class Shelf:
    """A folder with one small sound issue, houses and fonts, to be made hostile."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.issue = root / "issues" / "2022-17"
        self.issue.mkdir(parents=True)
        self.home = root / "home"
        self.write("issue.yaml", ISSUE)
        self.write("a.md", REPORT)

    def write(self, name: str, data: str | bytes) -> Path:
        path = self.issue / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data)
        return path

    def outside(self, name: str, data: str | bytes) -> Path:
        """A file beside the issues, where files to import lie."""
        path = self.root / name
        path.write_bytes(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data)
        return path

    def house(self, yaml: str = "", template: str | None = None, css: str | bytes | None = None, **files: str | bytes) -> Path:
        """The issue is set in a house of its own, `own`, that extends gb9704."""
        self.home.mkdir()
        shutil.copytree(ROOT / "templates", self.home / "templates")
        (self.home / "fonts").symlink_to(ROOT / "fonts")
        folder = self.home / "templates" / "own"
        folder.mkdir()
        texts: dict[str, str | bytes | None] = {"house.yaml": "extends: gb9704\ntitle: 自家\n" + yaml, **files}
        texts["bulletin.html.j2"], texts["bulletin.css"] = template, css
        for name, text in texts.items():
            if text is not None:
                (folder / name.replace("__", ".")).write_bytes(text.encode() if isinstance(text, str) else text)
        self.write("issue.yaml", ISSUE.replace("gb9704", "own"))
        return folder


@dataclass(frozen=True)
class Case:
    """`expected`: "exit place code", "exit code" or "exit", where 0 and 1 are all ways of having done the work; of several findings one of the errors must be it."""

    area: str
    name: str
    lay: Callable[[Shelf], object]
    expected: str
    command: tuple[str, ...] = ("build", "17")
    environ: Mapping[str, str] = field(default_factory=dict)
    seconds: float = SECONDS
    megabytes: float = MEGABYTES

    @property
    def title(self) -> str:
        return f"{self.area}: {self.name}"


@dataclass(frozen=True)
class Ran:
    code: int
    said: str
    seconds: float
    megabytes: float

    @property
    def findings(self) -> list[tuple[str, str]]:
        """(place, code) of everything said."""
        return [(found["place"] or "", found["code"]) for found in _FINDING.finditer(self.said)]


def run(case: Case) -> Ran:
    """Lay it out in a folder of its own and run the command there."""
    with tempfile.TemporaryDirectory(prefix="hostile-") as name:
        root = Path(name).resolve()
        shelf = Shelf(root)
        _apart(lambda: case.lay(shelf))
        environ = {key: value for key, value in os.environ.items() if not key.startswith(("BRIEFING_", "PYTEST_"))}
        environ |= {"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "BRIEFING_CACHE": os.environ.get("BRIEFING_CACHE", "")}
        if (root / "home").exists():
            environ["BRIEFING_HOME"] = str(shelf.home)
        environ |= {key: value.replace("{root}", name) for key, value in case.environ.items()}
        environ = {key: value for key, value in environ.items() if value}
        command = [argument.replace("{root}", name) for argument in case.command]
        return _measured([sys.executable, "-P", "-m", "briefing", *command], root, environ, 20 * case.seconds)


def _apart(work: Callable[[], object]) -> None:
    """In a child: what making a bomb takes would otherwise be counted as the command's, which begins as a copy of this process."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    assert os.waitpid(pid, 0)[1] == 0


#: What a process takes at most begins with what its parent has: a small one stands between the tests and the command.
_BETWEEN = """
import json, resource, subprocess, sys
code = subprocess.call(sys.argv[2:])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
with open(sys.argv[1], "w") as told:
    json.dump([code, used.ru_utime + used.ru_stime, used.ru_maxrss], told)
"""


def _measured(command: list[str], folder: Path, environ: Mapping[str, str], patience: float) -> Ran:
    with tempfile.TemporaryFile() as said, tempfile.NamedTemporaryFile() as told:
        began = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _BETWEEN, told.name, *command],
            cwd=folder,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        while process.poll() is None:
            if time.monotonic() - began > patience:
                os.killpg(process.pid, 9)
            time.sleep(0.01)
        said.seek(0)
        text = said.read(1 << 22).decode("utf-8", "replace")
        # killed with its child: it took all the time there was
        code, used, most = json.load(told) if os.fstat(told.fileno()).st_size else (-9, patience, 0)
    return Ran(code, text, used, most / (1024 if sys.platform.startswith("linux") else 1 << 20))


def faults(case: Case, ran: Ran) -> list[str]:
    """What is not as it must be."""
    wanted = case.expected.split()
    found = []
    exit_code = int(wanted[0])
    if exit_code in (0, 1):  # it did its work: the code is that of the gravest thing it told
        exit_code = 1 if "警告[" in ran.said else 0
        if case.command[0] == "import" and "错误[" in ran.said:  # placed, though it cannot be set yet
            exit_code = 3
    if ran.code != exit_code:
        found.append(f"exit {ran.code}, not {exit_code}")
    if ran.code == 70 or ran.code < 0:
        found.append("a fault of our own")
    if "Traceback (most recent" in ran.said or "Exception ignored" in ran.said:
        found.append("a traceback")
    if len(wanted) > 1:
        place, code = ("", wanted[1]) if len(wanted) == 2 else (wanted[1], wanted[2])
        if not any(said == code and (not place or at.endswith(place)) for at, said in ran.findings):
            found.append(f"not said: {place} {code}; said: {ran.findings[:4]}")
    if ran.seconds > case.seconds:
        found.append(f"{ran.seconds:.1f} s, not {case.seconds:.0f}")
    if ran.megabytes > case.megabytes:
        found.append(f"{ran.megabytes:.0f} MB, not {case.megabytes:.0f}")
    return found
