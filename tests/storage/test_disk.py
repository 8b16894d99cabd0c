"""What lies in the way, what was left behind, who else is at work: nothing of anybody's is lost, and what is said is so."""

from __future__ import annotations

import errno
import inspect
import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT, SAMPLE
from test_build_commit import files, version_in

from briefing.building import check_issue, issue_names
from briefing.building.plan import plan
from briefing.cli import import_
from briefing.cli.app import main
from briefing.core.errors import OutputError
from briefing.storage import commit, disk, journal, manifest, source_files, standing, undo_records

if TYPE_CHECKING:
    from _typeshed import StrOrBytesPath


Err = pytest.CaptureFixture[str]


def _folder(path: Path) -> None:
    path.mkdir()
    (path / "我的.txt").write_text("我的")


def _socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # names of sockets are short
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


def _file(path: Path) -> None:
    path.write_text("我的")


def _locked_file(path: Path) -> None:
    path.write_text("我的")
    path.chmod(0o444)


ODD: dict[str, Callable[[Path], None]] = {
    "folder": _folder,
    "pipe": os.mkfifo,
    "socket": _socket,
    "broken link": lambda path: path.symlink_to("/nowhere/at/all"),
    "link to a file": lambda path: path.symlink_to("/etc/hostname"),
    "link to a folder": lambda path: path.symlink_to("/usr"),
    "file": _file,
    "read-only file": _locked_file,
}
FILES = {"file", "read-only file"}


def looks(path: Path) -> tuple[str, str]:
    """What something is, and what is in it."""
    found = disk.kind(path)
    inside = {disk.FOLDER: lambda: ",".join(sorted(os.listdir(path))), disk.LINK: lambda: os.readlink(path)}
    return found, inside.get(found, lambda: path.read_text() if found == disk.FILE else "")()


@pytest.mark.parametrize("kind", ODD)
@pytest.mark.parametrize("name", ["a.pdf", manifest.FILE, "别的"])
def test_in_an_outputs_place(tmp_path: Path, kind: str, name: str) -> None:
    """Whatever it is, it is kept; a manifest alone is the program's own."""
    folder = tmp_path / "a"
    folder.mkdir()
    ODD[kind](folder / name)
    was = looks(folder / name)
    kept = commit.commit(folder, files("new"))
    assert version_in(folder) == "new"
    there = {looks(folder / each) for each in (name, *kept)}
    ours = name == manifest.FILE and kind in FILES
    assert ours or was in there
    assert bool(kept) == (name != "别的" and not ours)
    commit.commit(folder, files("newer"))
    assert version_in(folder) == "newer" and (ours or was in {looks(path) for path in folder.iterdir()})
    assert sorted(path.name for path in tmp_path.iterdir()) == [commit.LOCK_FILE, "a"]


@pytest.mark.parametrize("kind", [kind for kind in ODD if kind != "folder"])
@pytest.mark.parametrize("place", ["build", "build/a", "build/.a.new", "build/.a.old", f"build/{commit.LOCK_FILE}"])
def test_in_the_place_of_a_folder_of_ours(tmp_path: Path, kind: str, place: str) -> None:
    """Refused, and nothing is moved, followed or left behind. A lock file may be any file."""
    (tmp_path / place).parent.mkdir(exist_ok=True)
    ODD[kind](tmp_path / place)
    before, target = looks(tmp_path / place), tmp_path / "build" / "a"
    lock = place.endswith(commit.LOCK_FILE)
    if (lock and kind in {*FILES, "pipe"}) or (place == "build" and kind.startswith("link to a folder")):
        return
    blocked = commit.obstacle(target)
    assert lock or blocked is not None
    with pytest.raises(OutputError) as caught:
        commit.commit(target, files("new"))
    assert "成品写不进" in caught.value.diagnostics[0].message
    assert looks(tmp_path / place) == before
    assert {path.name for path in tmp_path.rglob("*")} <= {"build", Path(place).name, commit.LOCK_FILE}


def test_a_link_to_a_folder_is_not_exchanged(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "我的.txt").write_text("我的")
    (tmp_path / "a").symlink_to("elsewhere")
    with pytest.raises(OutputError, match="是链接"):
        commit.commit(tmp_path / "a", files("new"))
    assert os.readlink(tmp_path / "a") == "elsewhere" and os.listdir(tmp_path / "elsewhere") == ["我的.txt"]


def test_the_new_set_stands_though_the_old_one_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "a"
    commit.commit(folder, files("old"))
    standing.begin()
    commit.watch(folder)

    def refuse(path: Path) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))

    monkeypatch.setattr(shutil, "rmtree", refuse)
    assert commit.commit(folder, files("new")) == ()
    assert version_in(folder) == "new" and "新的一套" in standing.sentence()
    (said,) = standing.remarks()
    assert said.code == "leftover" and ".a.new" in said.message and "磁盘读写出错" in said.message
    monkeypatch.undo()
    commit.recover(folder)
    assert sorted(path.name for path in tmp_path.iterdir()) == [commit.LOCK_FILE, "a"]


def test_the_folder_keeps_its_rights(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir(mode=0o750)
    (tmp_path / "a").chmod(0o2750)
    commit.commit(tmp_path / "a", files("new"))
    assert (tmp_path / "a").stat().st_mode & 0o7777 == 0o2750


def test_probes_of_the_dead_are_swept(tmp_path: Path) -> None:
    dead = os.posix_spawn("/bin/true", ["true"], {})
    os.waitpid(dead, 0)
    for number in (dead, os.getpid()):
        (tmp_path / f".briefing-probe-{number}").mkdir()
    commit.recover(tmp_path / "a")
    assert [path.name for path in tmp_path.iterdir()] == [f".briefing-probe-{os.getpid()}"]


# --- sources


def state(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def forked(work: Callable[[], None]) -> int:
    pid = os.fork()
    if pid == 0:
        try:
            work()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def killed_at_the_second(folder: Path, new: dict[str, bytes]) -> None:
    real, seen = os.replace, []

    def replace(
        src: StrOrBytesPath, dst: StrOrBytesPath, *, src_dir_fd: int | None = None, dst_dir_fd: int | None = None
    ) -> None:
        seen.append(dst)
        if len(seen) == 2:
            os._exit(9)
        real(src, dst, src_dir_fd=src_dir_fd, dst_dir_fd=dst_dir_fd)

    os.replace = replace
    source_files.place(folder, new, new)


def test_killed_half_way_goes_back(sample: Path) -> None:
    before = state(sample)
    new = {name: data + b"\n" for name, data in before.items()}
    assert forked(lambda: killed_at_the_second(sample, new)) == 9
    assert state(sample) not in (before, new)
    assert plan(sample, sample.parent.parent / "build").sources.keys() == before.keys()
    standing.begin()
    issue_names.locate(sample)
    assert state(sample) == before and not [path for path in sample.iterdir() if path.name.startswith(".")]
    (said,) = standing.remarks()
    assert said.code == "recovered" and "已经退回原样" in said.message


def test_what_was_written_since_is_not_undone(sample: Path) -> None:
    before = state(sample)
    new = {name: data + b"\n" for name, data in before.items()}
    forked(lambda: killed_at_the_second(sample, new))
    (sample / "01-甲.md").write_text("后来写的", "utf-8")
    source_files.recover(sample)
    assert (sample / "01-甲.md").read_text("utf-8") == "后来写的"


def test_a_file_that_changed_meanwhile_is_not_overwritten(sample: Path) -> None:
    before = state(sample)
    with pytest.raises(OutputError, match="在这期间被别人改动过"):
        source_files.place(sample, {"issue.yaml": b"new"}, {"issue.yaml"}, {"issue.yaml": b"what I read"})
    assert state(sample) == before


@pytest.mark.parametrize("listed", ["[", "[1]", '[{"name": "../x", "new": "", "old": ""}]', '{"name": 1}'])
def test_a_strangers_journal(sample: Path, listed: str) -> None:
    (sample.parent / "x").write_text("")
    (sample / journal.JOURNAL).mkdir()
    (sample / journal.JOURNAL / "list.json").write_text(listed)
    before = state(sample)
    source_files.recover(sample)
    assert state(sample) == before and (sample.parent / "x").exists()


def test_a_read_only_source_is_not_replaced(sample: Path) -> None:
    (sample / "issue.yaml").chmod(0o444)
    before = state(sample)
    with pytest.raises(OutputError, match="不许改"):
        source_files.place(sample, {"02.md": b"x", "issue.yaml": b"new"}, {"issue.yaml"})
    assert state(sample) == before and not (sample / journal.DRAFT).exists()


def test_half_of_a_new_issue_is_no_issue(sample: Path) -> None:
    shelf = sample.parent
    shutil.copytree(sample, shelf / ".new-ab12cd_3")
    (sample / ".import-x1y2z3w4").write_text("")
    assert issue_names.names(shelf) == ["2024-05"]
    with disk.locked(shelf):
        issue_names.locate(sample)
        assert (shelf / ".new-ab12cd_3").is_dir()  # somebody is at it
    issue_names.locate(sample)
    assert sorted(os.listdir(shelf)) == ["2024-05"] and not (sample / ".import-x1y2z3w4").exists()


def test_one_command_at_a_time(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(inspect.unwrap(disk.locked).__kwdefaults__, "seconds", 0.05)
    with disk.locked(sample.resolve()), pytest.raises(OutputError, match="另一个 briefing"):
        source_files.place(sample, {"02.md": b"x"})
    source_files.place(sample, {"02.md": b"x"})


def test_a_record_of_nothing_is_not_undone(sample: Path) -> None:
    """`check --fix` killed after it kept the files and before it changed them."""
    before = state(sample)
    undo_records.keep(sample, {"issue.yaml": before["issue.yaml"]}, {"issue.yaml": b"never written"})
    assert main(["check", str(sample), "--undo"]) == 2
    assert not (sample.parent / ".undo").exists()
    assert check_issue.check_issue(sample, fix=True).fixed == []


def test_import_told_late_is_not_repeated(sample: Path, monkeypatch: pytest.MonkeyPatch, capfd: Err) -> None:
    """Killed when all was done and nothing had been said; so the editor runs it again."""
    letter = sample.parent.parent / "南京.txt"
    letter.write_text(SAMPLE["01-甲.md"].replace("# 甲市", "南京市"), "utf-8")

    def work() -> None:

        monkeypatch.setattr(import_, "_tell", lambda *_: os._exit(9))
        main(["import", str(letter), "-i", str(sample)])

    assert forked(work) == 9
    after = state(sample)
    assert "02-南京.md" in after
    assert main(["import", str(letter), "-i", str(sample)]) in (0, 1)
    assert {name: data for name, data in after.items() if name[0] != "."} == state(sample)
    assert "没有再放一遍" in capfd.readouterr().err


# --- sentences


def test_what_is_said_at_an_interrupt(sample: Path, monkeypatch: pytest.MonkeyPatch, capfd: Err) -> None:
    from briefing.cli import build

    monkeypatch.chdir(sample.parent.parent)
    arguments = ["build", "5", "--format", "docx", "--force"]

    def interrupt(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(build, "_tell", interrupt)
    handler = __import__("signal").getsignal(2)
    assert main(arguments) == 130
    assert "build/2024-05 里已经放好新的一套" in capfd.readouterr().err
    monkeypatch.setattr(commit, "obstacle", interrupt)
    assert main(arguments) == 130
    assert standing.UNCHANGED in capfd.readouterr().err
    __import__("signal").signal(2, handler)


@pytest.mark.parametrize("kind", ["folder", "pipe", "socket"])
def test_a_report_in_the_place_of_no_file(tmp_path: Path, kind: str) -> None:
    ODD[kind](tmp_path / "r.html")
    before = looks(tmp_path / "r.html")
    with pytest.raises(OSError):
        disk.replace(tmp_path / "r.html", b"new")
    assert looks(tmp_path / "r.html") == before and os.listdir(tmp_path) == ["r.html"]


def test_a_report_behind_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.html").write_text("old")
    (tmp_path / "r.html").symlink_to("real.html")
    disk.replace(tmp_path / "r.html", b"new")
    assert os.readlink(tmp_path / "r.html") == "real.html" and (tmp_path / "real.html").read_text() == "new"


def test_a_pipe_where_an_output_is_read(sample: Path, capfd: Err, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(sample.parent.parent)
    folder = Path("build", sample.name)
    folder.mkdir(parents=True)
    os.mkfifo(folder / f"{sample.name}.pdf")
    assert main(["prove", "5"]) == 5
    assert "是管道" in capfd.readouterr().err


@pytest.mark.parametrize("place", ["build", "given", "issues"])
def test_links_that_lead_in_a_circle(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], place: str
) -> None:
    """Where a folder of ours ought to be; `Path.resolve` makes a RuntimeError of it."""
    monkeypatch.setenv("BRIEFING_HOME", str(tmp_path / "given" if place == "given" else ROOT))
    monkeypatch.chdir(tmp_path)
    if place == "issues":
        shutil.move("issues", "moved")
    (tmp_path / place).symlink_to(place)
    assert main(["build", "5" if place != "issues" else "issues/2024-05", "--format", "docx"]) in (2, 3, 5)
    said = capfd.readouterr().err
    assert "internal" not in said and said.strip()
