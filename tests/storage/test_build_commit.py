"""All files of an issue or none: killed at every system call, disturbed by others, refused by the disk."""

from __future__ import annotations

import errno
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from briefing.core.errors import ExitCode, OutputError
from briefing.storage import commit as committing
from briefing.storage import manifest
from briefing.storage.commit import commit, obstacle, recover

ROOT = Path(__file__).resolve().parents[2]
HERE = str(Path(__file__).resolve().parent)
NAMES = ("a.pdf", "a.docx")


def files(version: str) -> dict[str, bytes]:
    outputs = {name: f"{name} {version} ".encode() * 5000 for name in NAMES}
    text = manifest.Manifest("a", "", "", 1, manifest.listed(outputs), [], {}, {}, {}, version).encoded()
    return outputs | {manifest.FILE: text}


def version_in(folder: Path) -> str:
    """Which complete set stands there; fails if it is a mixture or torn."""
    made = manifest.load(folder)
    assert made is not None
    key = made.key
    for name, data in files(key).items():
        assert (folder / name).read_bytes() == data, f"{name} is not of {key}"
    return key


#: Commits `new` over `old`, and dies as by power cut at the n-th thing it asks of the system. Exit 0: it got through.
KILLED = """
import os, signal, sys
from pathlib import Path
sys.path[:0] = [{root!r}, {tests!r}]
from test_build_commit import files, committing, manifest
if {plain}:
    committing._exchange = lambda *_: (_ for _ in ()).throw(OSError(38, "ENOSYS"))
folder, left = Path({folder!r}), [{count}]
new = files("new")
def hook(event, args):
    if event in ("open", "os.mkdir", "os.rename", "os.link", "os.remove", "os.rmdir", "ctypes.get_errno", "shutil.rmtree",
                 "os.scandir", "os.listdir", "ctypes.dlsym", "shutil.copyfile", "fcntl.flock"):
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(hook)
committing.commit(folder, new)
left[0] = 10**9
"""


@pytest.mark.slow
@pytest.mark.parametrize("plain", [False, True], ids=["exchange", "two renames"])
def test_killed_at_every_step(tmp_path: Path, plain: bool) -> None:
    folder = tmp_path / "a"
    seen = set()
    for count in range(200):
        commit(folder, files("old"))
        (folder / "note.txt").write_text("mine")
        (folder / "sub").mkdir(exist_ok=True)
        code = KILLED.format(root=str(ROOT), tests=HERE, folder=str(folder), count=count, plain=plain)
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        if not plain:  # whoever looks now, before anything was mended
            seen.add(version_in(folder))
        recover(folder)
        seen.add(version_in(folder))
        assert (folder / "note.txt").read_text() == "mine" and (folder / "sub").is_dir()
        assert sorted(path.name for path in tmp_path.iterdir()) == [committing.LOCK_FILE, "a"]
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL, done.stderr
    else:
        pytest.fail("the commit never came to an end")
    assert count > 10 and seen == {"old", "new"}


def test_killed_at_random_moments(tmp_path: Path) -> None:
    folder, chance = tmp_path / "a", random.Random(17)
    commit(folder, files("0"))
    code = (
        f"import sys; sys.path[:0] = [{str(ROOT)!r}, {HERE!r}]\n"
        "from test_build_commit import *\n"
        f"folder, n = Path({str(folder)!r}), 0\n"
        "print('ready', flush=True)\n"
        "while True:\n    n += 1\n    commit(folder, files(str(n)))"
    )
    for _ in range(6):
        process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
        assert process.stdout is not None and process.stdout.readline() == b"ready\n"
        time.sleep(chance.uniform(0.005, 0.1))
        process.kill()
        process.wait()
        process.stdout.close()
        version_in(folder)


def _commit_many(folder: Path, who: str) -> None:
    for number in range(25):
        commit(folder, files(f"{who}{number}"))


def test_two_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    context = multiprocessing.get_context("spawn")
    both = [context.Process(target=_commit_many, args=(folder, who)) for who in "xy"]
    for process in both:
        process.start()
    while any(process.is_alive() for process in both):
        time.sleep(0.01)
    assert [process.exitcode for process in both] == [0, 0]
    assert version_in(folder) in ("x24", "y24")
    assert sorted(path.name for path in folder.iterdir()) == sorted([*NAMES, manifest.FILE])


def test_a_failed_write_leaves_the_old_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "a"
    commit(folder, files("old"))

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError) as caught:
        commit(folder, files("new"))
    assert caught.value.exit_code == ExitCode.OUTPUT
    assert "磁盘已满" in caught.value.diagnostics[0].message
    assert version_in(folder) == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == [committing.LOCK_FILE, "a"]


def test_a_file_in_the_folders_place(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("a file")
    folder = tmp_path / "build" / "a"
    found = obstacle(folder)
    assert found is not None and "是文件，不是文件夹" in found.message
    with pytest.raises(OutputError):
        commit(folder, files("new"))
    assert (tmp_path / "build").read_text() == "a file"


def test_the_probe_leaves_no_trace(tmp_path: Path) -> None:
    assert obstacle(tmp_path / "x" / "y") is None
    assert not list(tmp_path.iterdir())


def test_edited_output_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    commit(folder, files("old"))
    (folder / "a.docx").write_text("edited")
    assert commit(folder, files("new")) == ("a.改动1.docx",)
    assert version_in(folder) == "new"
    assert (folder / "a.改动1.docx").read_text() == "edited"
    (folder / "a.docx").write_text("edited again")
    assert commit(folder, files("newer")) == ("a.改动2.docx",)
    assert (folder / "a.改动1.docx").read_text() == "edited"


def test_output_of_another_format_goes_with_its_sources(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    commit(folder, files("old"))
    new = files("new")
    del new["a.docx"]
    commit(folder, new)
    assert sorted(path.name for path in folder.iterdir()) == ["a.pdf", manifest.FILE]


def test_a_stranger_of_the_same_name_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    folder.mkdir()
    (folder / "a.docx").write_text("not ours")
    assert commit(folder, files("new")) == ("a.改动1.docx",)


def test_waiting_for_a_lock_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(committing, "LOCK_SECONDS", 0.05)
    with committing._locked(tmp_path), pytest.raises(OutputError) as caught:
        commit(tmp_path / "a", files("new"))
    assert "另一个 briefing" in caught.value.diagnostics[0].message


def test_manifest_of_another_kind_is_no_manifest(tmp_path: Path) -> None:
    for text in ("", "[]", "{", '{"format": 2, "files": {}}', '{"format": 1, "files": []}', '{"format": 1, "files": {"a": 1}}'):
        (tmp_path / manifest.FILE).write_text(text)
        assert manifest.load(tmp_path) is None
