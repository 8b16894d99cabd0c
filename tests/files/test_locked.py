"""Nothing may be looked into, read or written, or something else lies there: each folder and file that a command meets.

Other people's folders lie beside ours on a shared disk, files come with whatever rights somebody's system gave them, and what was
copied from another disk may be a link, a pipe or a folder. Every command says so calmly and goes on where it can; what it says
about the disk is so.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import ROOT, SAMPLE, SECONDS
from kept_ready import Kept
from read_support import SOUND_PNG
from slices import some

from briefing.storage import standing

WITHOUT_POWER = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]
pytestmark = pytest.mark.skipif(
    sys.platform == "win32" or (os.geteuid() == 0 and shutil.which("setpriv") is None), reason="root may look into everything"
)

#: What is locked, below the folder where the commands run.
PLACES = (
    "issues",
    "issues/2024-04",
    "issues/2024-04/issue.yaml",
    "issues/2024-05",
    "issues/2024-05/issue.yaml",
    "issues/2024-05/01-甲.md",
    "issues/2024-05/图片",
    "issues/2024-05/图片/a.png",
    "issues/往来",
    "issues/.undo",
    "issues/.undo/2024-05",
    "build",
    "build/2024-05",
    "build/2024-05/2024-05.pdf",
    "build/2024-05/2024-05.docx",
    "build/2024-05/manifest.json",
    "given",
    "given/templates",
    "given/templates/own",
    "given/templates/own/house.yaml",
    "given/templates/own/words.yaml",
    "given/templates/own/bulletin.html.j2",
    "given/templates/gb9704",
    "given/fonts",
    "home",
    "home/.cache",
    "home/.cache/briefing",
    "home/.local",
    "来稿",
    "来稿/甲.txt",
)
#: No rights at all; a folder that is listed and not entered, a file that is not written; and of folders besides: entered and not
#: listed; not written.
MODES, FOLDERS_MODES = (0o000, 0o444), (0o111, 0o555)

COMMANDS = (
    ("check", "5"),
    ("check", "2024-05"),
    ("check",),
    ("check", "5", "--fix"),
    ("check", "5", "--undo"),
    ("build", "5"),
    ("build", "issues/2024-05", "--format", "docx", "--force"),
    ("build", "--all", "--format", "docx"),
    ("prove", "5", "--report"),
    ("press", "5", "--for", "print"),
    ("press", "5", "--for", "archive"),
    ("show", "5"),
    ("new", "--house", "own", "--number", "6", "--date", "2024-04-08", "--city", "甲市"),
    ("import", "来稿/甲.txt", "-i", "5"),
    ("import", "build/2024-05/2024-05.docx", "--new", "2024-07"),
    ("houses",),
    ("doctor",),
)


@dataclass
class Locked:
    code: int
    out: str
    err: str


@pytest.fixture(scope="module")
def unprivileged() -> Iterator[Kept]:
    kept = Kept(ROOT, WITHOUT_POWER if os.geteuid() == 0 else ())
    yield kept
    kept.close()


def ran(kept: Kept, arguments: tuple[str, ...], root: Path) -> Locked:
    environ = {"PATH": os.environ["PATH"], "HOME": str(root / "home"), "BRIEFING_HOME": str(root / "given"), "LANG": "C.UTF-8"}
    files = [root.parent / name for name in ("in", "out", "err")]
    files[0].touch()
    streams = [os.open(files[0], os.O_RDONLY), *(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC) for path in files[1:])]
    try:
        code = kept.run(arguments, root, environ, streams, SECONDS)
    finally:
        for stream in streams:
            os.close(stream)
    return Locked(code, *(path.read_text("utf-8", "replace") for path in files[1:]))


@pytest.fixture(scope="module")
def model(unprivileged: Kept, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place of work in which everything is there: two issues, one with mistakes mended and to be mended, its outputs."""
    root = tmp_path_factory.mktemp("locked") / "model"
    for issue, number in (("2024-05", 5), ("2024-04", 4)):
        folder = root / "issues" / issue
        (folder / "图片").mkdir(parents=True)
        yaml = SAMPLE["issue.yaml"].replace("number: 5", f"number: {number}").replace("jiangsu-jingshen-wenming", "own")
        (folder / "issue.yaml").write_text(f"{yaml}serial: 第{number}号\n", "utf-8")
        (folder / "01-甲.md").write_text(SAMPLE["01-甲.md"] + "\n会议作了布署。\n\n![图](图片/a.png)\n", "utf-8")
        (folder / "图片" / "a.png").write_bytes(SOUND_PNG)
    (root / "issues" / "往来").mkdir()
    (root / "given").mkdir()
    shutil.copytree(ROOT / "templates", root / "given" / "templates")
    shutil.copytree(ROOT / "templates" / "jiangsu-jingshen-wenming", root / "given" / "templates" / "own")
    (root / "given" / "fonts").symlink_to(shutil.copytree(ROOT / "fonts", root.parent / "fonts"))
    (root / "home").mkdir()
    (root / "来稿").mkdir()
    (root / "来稿" / "甲.txt").write_text(SAMPLE["01-甲.md"].replace("甲市", "乙市").replace("# ", ""), "utf-8")
    assert ran(unprivileged, ("check", "5", "--fix"), root).code in (0, 1)
    assert ran(unprivileged, ("build", "5"), root).code in (0, 1)
    text = (root / "issues/2024-05/01-甲.md").read_text("utf-8")
    (root / "issues/2024-05/01-甲.md").write_text(text + "\n会议又作了布署。\n", "utf-8")
    return root


def test_a_locked_folder_on_the_shelf_stops_nobody(unprivileged: Kept, sample: Path, tmp_path: Path) -> None:
    """Somebody's private folder among the issues, `lost+found` at the root of a disk: told to who asks for it, or for all."""
    (tmp_path / "home").mkdir()
    (tmp_path / "given").symlink_to(ROOT)
    locked = tmp_path / "issues" / "2024-07"
    locked.mkdir()
    locked.chmod(0)
    try:
        said = [ran(unprivileged, ("check", *number), tmp_path) for number in (("5",), (), ("7",), ("9",))]
        (tmp_path / "issues").chmod(0o111)
        unlisted = ran(unprivileged, ("check", "2024-05"), tmp_path)
    finally:
        (tmp_path / "issues").chmod(0o755)
        locked.chmod(0o755)
    one, every, asked, unknown = said
    assert (one.code, one.out, one.err) == (0, "2024-05：没有问题\n", "")
    assert (every.code, every.out) == (1, "2024-05：没有问题\n") and "打不开：issues/2024-07（没有权限）" in every.err
    assert asked.code == 3 and "打不开：issues/2024-07（没有权限）" in asked.err
    assert unknown.code == 2 and "没有这一期：9" in unknown.err
    assert unlisted.code == 0 and "没有与其他各期核对" in unlisted.err


def snapshot(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for top in ("issues", "build")
        for path in sorted((root / top).rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


Prepare = Callable[[Path], None]
Meanwhile = Callable[[Path], AbstractContextManager[None]]


def wrong(kept: Kept, model: Path, root: Path, command: tuple[str, ...], prepare: Prepare, meanwhile: Meanwhile) -> str:
    """What is not as promised when `command` runs in a copy of `model`; "" where all is. `prepare` changes the copy before, and
    `meanwhile` as long as the command runs."""
    shutil.copytree(model, root, symlinks=True)
    prepare(root)
    before = snapshot(root)
    try:
        with meanwhile(root):
            one = ran(kept, command, root)
    except TimeoutError:
        return "hangs"
    now = snapshot(root)
    shutil.rmtree(root)
    said = one.out + one.err
    if one.code not in (0, 1, 2, 3, 4, 5):
        return f"exit {one.code}: {said}"
    if "Traceback" in said or "internal" in said:
        return said
    if one.code not in (0, 1) and not said.strip():
        return "ended without a word"
    if "--all" not in command and (standing.UNCHANGED in said or "没有写入" in said) and now != before:
        return f"said to be unchanged: {said}"
    return ""


@contextlib.contextmanager
def locked(path: Path, mode: int) -> Iterator[None]:
    old = path.stat().st_mode
    path.chmod(mode)
    yield
    if path.exists():  # the command may have put something else there, or nothing
        path.chmod(old)


def _other(path: Path, folder: bool) -> None:
    if folder:
        path.write_text("x")
    else:
        path.mkdir()
        (path / "内").write_text("y")


#: What may lie in the place of a file or folder; made at a path, with whether a folder was there.
ODD: dict[str, Callable[[Path, bool], None]] = {
    "another kind": _other,
    "empty": lambda path, folder: path.mkdir() if folder else path.touch(),
    "pipe": lambda path, _: os.mkfifo(path),
    "circle": lambda path, _: path.symlink_to(path.name),
    "link to nowhere": lambda path, _: path.symlink_to("/nowhere/at/all"),
    "link outside": lambda path, folder: path.symlink_to("/etc" if folder else "/etc/passwd"),
}


def replaced(path: Path, kind: str) -> None:
    folder = path.is_dir()
    if folder and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()
    ODD[kind](path, folder)


CASES = [
    (place, mode)
    for place in PLACES
    for mode in (*MODES, *FOLDERS_MODES)
    if mode in MODES or not Path(place).suffix or Path(place).name.startswith(".")
]


@pytest.mark.slow
@pytest.mark.parametrize(("place", "mode"), some(CASES), ids=lambda value: oct(value) if isinstance(value, int) else value)
def test_every_command_where_something_is_locked(unprivileged: Kept, model: Path, tmp_path: Path, place: str, mode: int) -> None:
    commands = some(COMMANDS, 4, CASES.index((place, mode)) % 4)
    _none_wrong(
        (command, wrong(unprivileged, model, tmp_path / "work", command, lambda _: None, lambda root: locked(root / place, mode)))
        for command in commands
    )


def _none_wrong(found: Iterable[tuple[tuple[str, ...], str]]) -> None:
    said = [f"{' '.join(command)}: {what}" for command, what in found if what]
    assert not said, "\n".join(said)


def _untouched(_: Path) -> AbstractContextManager[None]:
    return nullcontext()


ODD_CASES = [(place, kind) for place in PLACES for kind in ODD]


@pytest.mark.slow
@pytest.mark.parametrize(("place", "kind"), some(ODD_CASES))
def test_every_command_where_something_else_lies(unprivileged: Kept, model: Path, tmp_path: Path, place: str, kind: str) -> None:
    """A third of the commands for each, in turn; in a slice a twelfth."""
    at = ODD_CASES.index((place, kind))
    _none_wrong(
        (command, wrong(unprivileged, model, tmp_path / "work", command, lambda root: replaced(root / place, kind), _untouched))
        for command in some(COMMANDS[at % 3 :: 3], 4, at % 4)
    )
