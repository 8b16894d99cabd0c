"""Every command that writes, struck at every call it makes to the system: killed, torn, refused.

Held each time: what stands is the old complete state or the new complete one; what is said about it is so; the same command run
again leads to the new state and leaves nothing behind. `make crash` runs all, the slow suite a slice (BRIEFING_FUZZ).
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import SAMPLE
from faults_support import FAULTS, Stage, Struck, stage
from slices import FUZZ, SLICE

from briefing.storage import standing

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux" or shutil.which("gcc") is None, reason="preloads a library made with gcc"),
]

#: Strikes of one fault in one scenario. `make crash` leaves none out.
MOST = max(1, FUZZ // 100)
#: May stay: the lock of a folder of outputs, and the way back from `check --fix`.
_STAYS = {".briefing.lock", ".undo"}

Snapshot = dict[str, bytes | None]


def snapshot(root: Path) -> Snapshot:
    """Every file and folder but hidden ones, with its contents; of a link, where it leads."""
    found: Snapshot = {}
    for top, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        where = Path(top).relative_to(root).as_posix()
        found |= {f"{where}/{name}/": None for name in folders if f"{where}/{name}" != "./build"}
        found |= {f"{where}/{name}": contents(Path(top, name)) for name in files if not name.startswith(".")}
    return found


def contents(path: Path) -> bytes:
    return b"-> " + os.fsencode(os.readlink(path)) if path.is_symlink() else path.read_bytes()


def hidden(root: Path) -> list[str]:
    found = []
    for top, folders, files in os.walk(root):
        found += [str(Path(top, name).relative_to(root)) for name in (*folders, *files) if name.startswith(".")]
    return [name for name in found if Path(name).name not in _STAYS]


#: What a report, and the command that makes it, say where a file of the sources could not be read.
_DOUBT = re.compile(r'<p class="verdict bad">说不准成品是不是用现在的稿件、版式和程序做的：[^<]+</p>\n'.encode())


def undoubted(state: Snapshot) -> Snapshot:
    """Reports as they are where everything can be read: a doubt is true where something cannot, and the next one is without."""
    return {name: _DOUBT.sub(b"", data) if data and name.endswith("/prove.html") else data for name, data in state.items()}


def outputs(state: Snapshot) -> Snapshot:
    """The files of sets of outputs; folders among them may still be on their way."""
    return {name: data for name, data in state.items() if name.startswith("build/") and name.count("/") == 2 and data is not None}


def whole(state: Snapshot) -> None:
    """Every file that a manifest lists is as it says."""
    for path, data in state.items():
        if path.endswith("/manifest.json") and data is not None:
            for name, entry in json.loads(data)["files"].items():
                listed = state[path.replace("manifest.json", name)]
                assert listed is not None and hashlib.sha256(listed).hexdigest() == entry["sha256"], f"{name} is torn"


@dataclass(frozen=True)
class Scenario:
    """`prepare` makes the state before; `command` is struck; `codes`: how it ends when nothing is in its way. `again`: how it may
    end when it had come through already."""

    prepare: Callable[[Path, Stage], None]
    command: tuple[str, ...]
    codes: tuple[int, ...] = (0,)
    again: tuple[int, ...] = (0,)


def issue(root: Path, **files: str) -> Path:
    folder = root / "issues" / "2024-05"
    folder.mkdir(parents=True)
    for name, text in (SAMPLE | files).items():
        (folder / name).write_text(text, "utf-8")
    return folder


def _sources(root: Path, _: Stage) -> None:
    issue(root)


def _built(root: Path, stage: Stage) -> None:
    """Outputs of other sources than stand there now, with things of the editor's among them."""
    folder = issue(root)
    assert stage.run(["build", "5"], root).code == 0
    (folder / "01-甲.md").write_text(SAMPLE["01-甲.md"].replace("年度要点", "重点工作"), "utf-8")
    (root / "build/2024-05/便条.txt").write_text("编辑自己的")
    (root / "build/2024-05/往来").mkdir()
    (root / "build/2024-05/往来/回函.txt").write_text("编辑自己的")
    assert stage.run(["prove", "5", "--report"], root).code == 3
    (root / "build/2024-05/2024-05.docx").write_bytes(b"edited")


def _odd(root: Path, _: Stage) -> None:
    """Things of others in the places of outputs."""
    issue(root)
    (root / "build/2024-05/2024-05.pdf").mkdir(parents=True)
    (root / "build/2024-05/2024-05.pdf/我的.txt").write_text("编辑自己的")
    (root / "build/2024-05/2024-05.docx").symlink_to("/nowhere")


def _release(root: Path, stage: Stage) -> None:
    issue(root)
    assert stage.run(["build", "5"], root).code == 0


def _letters(root: Path, _: Stage) -> None:
    issue(root)
    for name in ("南京", "苏州"):
        text = f"# {name}市：推进示范创建工作\n\n一是加强统筹。{name}市把创建工作列入年度要点，逐项落实责任。\n"
        (root / f"{name}.txt").write_text(text.replace("# ", ""), "utf-8")


def _revised(root: Path, stage: Stage) -> None:
    _letters(root, stage)
    assert stage.run(["import", "南京.txt", "苏州.txt", "-i", "5"], root).code in (0, 1)
    for name in ("南京", "苏州"):
        path = root / f"{name}.txt"
        path.write_text(path.read_text("utf-8") + "二是抓好落实。各项任务都有专人负责。\n", "utf-8")


_WRONG = {
    "01-甲.md": "# 甲市：推进工作\n\n会议作了布署，,要求落实其它任务。\n",
    "02-乙.md": "# 乙市：推进工作\n\n会议作了布署，要求落实其它任务。\n",
    "issue.yaml": SAMPLE["issue.yaml"] + "summary: 会议作了布署\n",
}


def _wrong(root: Path, _: Stage) -> None:
    issue(root, **_WRONG)


def _fixed(root: Path, stage: Stage) -> None:
    _wrong(root, stage)
    assert stage.run(["check", "5", "--fix"], root).code in (0, 1)


SCENARIOS = {
    "build the first time": Scenario(_sources, ("build", "5", "--format", "docx")),
    "build over an edited set": Scenario(_built, ("build", "5")),
    "build where other things stand": Scenario(_odd, ("build", "5", "--format", "docx")),
    "press": Scenario(_release, ("press", "5", "--for", "print")),
    "archive": Scenario(_release, ("press", "5", "--for", "archive")),
    "report": Scenario(_release, ("prove", "5", "--report")),
    "import two": Scenario(_letters, ("import", "南京.txt", "苏州.txt", "-i", "5"), (0, 1), (0, 1)),
    "import new versions": Scenario(_revised, ("import", "南京.txt", "苏州.txt", "-i", "5", "--force"), (0, 1), (0, 1)),
    "fix": Scenario(_wrong, ("check", "5", "--fix"), (0, 1, 3), (0, 1, 3)),
    "undo": Scenario(_fixed, ("check", "5", "--undo"), (0,), (0, 2)),
    "new": Scenario(_sources, ("new", "--number", "6", "--date", "2024-04-08", "--city", "南京市、苏州市"), (0,), (0, 2)),
    "bring back": Scenario(_release, ("import", "build/2024-05/2024-05.docx", "--new", "2024-06"), (0, 1), (0, 1, 2)),
}


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with stage(tmp_path_factory.mktemp("faults")) as found:
        yield found


@dataclass
class Place:
    """A folder that is put back to the state before, as often as wanted."""

    root: Path
    model: Path

    def reset(self) -> None:
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(self.model, self.root, symlinks=True)


def _truth(struck: Struck, before: Snapshot, after: Snapshot, now: Snapshot) -> None:
    """What a command that came to its end says is what stands."""
    said = struck.out + struck.err
    if struck.code in (0, 1):
        assert now in (before, after), "neither"
    if standing.UNCHANGED in said or "没有写入" in said:
        assert now == before, f"said to be unchanged: {said}"
    if "已经放好新的一套" in said or "已经写入" in said or "已经新建" in said:
        assert now != before, f"said to be changed: {said}"
    if struck.code in (5, 70) and now != before:
        assert "已经" in said or "只写了一半" in said, f"not said to be changed: {said}"
    if struck.code not in (0, 1):
        assert struck.err.strip(), "ended without a word"


def hold(warm: Stage, place: Place, scenario: Scenario, struck: Struck, before: Snapshot, after: Snapshot) -> None:
    """Everything that is promised after `struck`. Raises AssertionError."""
    now = undoubted(snapshot(place.root))
    assert outputs(now) in (outputs(before), outputs(after)), f"torn: {sorted(outputs(now))}"
    alive = struck.code >= 0
    assert struck.code != 70, f"a bug of ours: {struck.err}"
    assert "改动过" not in struck.err or scenario.command[0] != "prove", f"nobody changed anything: {struck.err}"
    if alive:
        half = "只写了一半" in struck.err or "下次制作时会放回去" in struck.err
        assert half or now in (before, after), f"mixed: {sorted(set(now.items()) ^ set(before.items()))} {struck.err}"
        if not half:
            _truth(struck, before, after, now)
    done = struck.code in scenario.codes and now == after
    writes = scenario.command[0] in ("build", "press", "prove")  # once more, with nothing to do
    again = warm.run(("check", "5") if done and not writes else scenario.command, place.root)
    assert again.code in ((0, 1, 3) if done else scenario.codes + scenario.again), again.err
    assert snapshot(place.root) == after, f"{struck} then {again}"
    assert not hidden(place.root), hidden(place.root)


#: Each scenario with each fault; a slice has each scenario and each fault, not each with each.
STRIKES = [
    (name, fault)
    for row, name in enumerate(SCENARIOS)
    for column, fault in enumerate(FAULTS)
    if not SLICE or (row + column) % 4 == 0
]


@pytest.mark.parametrize(("name", "fault"), STRIKES)
def test_struck_at_every_call(warm: Stage, tmp_path: Path, name: str, fault: str) -> None:
    scenario = SCENARIOS[name]
    model = tmp_path / "model"
    model.mkdir()
    scenario.prepare(model, warm)
    place = Place(tmp_path / "work", model)
    place.reset()
    before = snapshot(place.root)
    calls = warm.calls(scenario.command, place.root, fault)
    after = snapshot(place.root)
    assert after != before and calls > 0
    whole(after)
    wrong, struck = {}, 0
    step = max(1, -(-calls // MOST))
    for at in range(1, calls + 1, step):
        place.reset()
        one = warm.run(scenario.command, place.root, fault, at)
        struck += one.hit
        try:
            hold(warm, place, scenario, one, before, after)
        except AssertionError as error:
            wrong[at] = str(error).replace("\n", " ")[:400]
    with open(os.environ.get("BRIEFING_CRASH_LOG", os.devnull), "a") as log:
        log.write(json.dumps([name, fault, calls, struck, wrong], ensure_ascii=False) + "\n")
    assert not wrong, f"{len(wrong)} of {struck}: {json.dumps(wrong, ensure_ascii=False, indent=1)}"


def test_a_naive_writer_fails(warm: Stage, tmp_path: Path) -> None:
    """The control: the strikes do tear what is written without care."""
    (tmp_path / "a").mkdir()
    old = dict.fromkeys(("1.md", "2.md"), "旧" * 1000)
    new = dict.fromkeys(old, "新" * 1000)
    command = ("naive", "a", json.dumps(new))
    torn = 0
    calls = warm.calls(command, tmp_path, "kill")
    for fault in ("kill", "torn", "ENOSPC"):
        for at in range(1, calls + 1):
            for name, text in old.items():
                (tmp_path / "a" / name).write_text(text, "utf-8")
            warm.run(command, tmp_path, fault, at)
            found = {name: (tmp_path / "a" / name).read_text("utf-8", "replace") for name in old}
            torn += found not in (old, new)
    assert torn >= 6
