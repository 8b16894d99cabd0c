"""New sources in an issue's folder, or a new folder of them: all of the files or none, one command at a time."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from briefing.core import saving
from briefing.core.errors import Diagnostic, OutputError
from briefing.storage import disk, journal, standing
from briefing.storage.disk import kind, reason, shown

#: What names others comes after them, so that whoever looks meanwhile finds no name without its file.
_ORDER = {".md": 1, ".yaml": 2}
#: Of folders that are being written, and of files that earlier versions wrote aside.
_NEW = re.compile(r"\.new-[a-z0-9_]{8}")
_OLD_DRAFT = re.compile(r"\.import-[a-z0-9_]{8}")

#: Beside the issues: what `check --fix` replaced, in a folder for each issue (`undo_records`).
_RECORDS = ".undo"

_held: dict[Path, dict[str, str]] = {}


@contextlib.contextmanager
def held(folder: Path) -> Iterator[dict[str, str]]:
    """The sources in `folder` for this command alone, made whole first. Yields what an earlier command put there that died
    before it could tell (name → SHA-256). Raises OutputError where another command has them, or they cannot be made whole."""
    root = folder.resolve()
    if root in _held:
        yield _held[root]
        return
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(disk.locked(root))
            earlier = journal.done(root)
            _mend(root)
        except OSError as error:
            raise OutputError(_refused(folder, error)) from error
        sweep_new(records(root))
        _held[root] = earlier
        try:
            yield earlier
        finally:
            del _held[root]
            _forget(root, journal.DONE)


def recover(folder: Path) -> None:
    """Put right what a killed command left in an issue's folder and beside it; costs a look at both when nothing did. Raises
    OutputError where the sources are half changed and cannot be put right."""
    sweep_new(folder.parent)
    root = Path(os.path.realpath(folder))
    if root in _held:
        return
    _sweep_records(root)
    if not _left(root):
        return
    try:
        with disk.locked(root):
            if done := journal.done(root):
                message = f"{shown(folder)}：上次的命令没有来得及说，其实已经做完：{'、'.join(done)}"
                standing.remark("recovered", message, "不用再做一次。")
            _mend(root)
    except OSError as error:
        message = f"{shown(folder)}：上次的命令写到一半被中断，现在退不回原样：{reason(error)}"
        hint = "稿件里可能新旧混杂。请让这个文件夹可以写，再运行一次。"
        raise OutputError(Diagnostic("sources-output", message, hint=hint)) from error


def records(folder: Path) -> Path:
    """Where the way back from `check --fix` lies, for the issue in `folder`."""
    return _records(folder.resolve())


def _records(root: Path) -> Path:
    return root.parent / _RECORDS / root.name


def create(folder: Path, files: Mapping[str, bytes], *, asked: bool = True) -> None:
    """A new `folder` with `files`, written aside and renamed into place. Raises OutputError; then there is none. `asked`: the
    folder is what the editor wanted, of which is said whether it stands."""
    draft = ""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with disk.locked(folder.parent):
            sweep_new(folder.parent, locked=True)
            try:
                import tempfile  # a tenth of a rebuild that has nothing to do

                draft = tempfile.mkdtemp(prefix=".new-", dir=folder.parent)
                os.chmod(draft, 0o777 & ~disk.umask())
                for name, data in files.items():
                    path = Path(draft, name)
                    path.parent.mkdir(parents=True, exist_ok=True)
                    saving.write(path, data)
                saving.sync(Path(draft))
                if kind(folder):
                    raise FileExistsError(errno.EEXIST, "", str(folder))
                standing.watch([folder] if asked else [], f"已经新建 {shown(folder)}")
                with disk.uninterrupted():
                    Path(draft).rename(folder)
                    draft = ""
                saving.sync(folder.parent)
            finally:
                if draft:
                    shutil.rmtree(draft, ignore_errors=True)
    except OSError as error:
        raise OutputError(_refused(folder, error)) from error


def place(folder: Path, files: Mapping[str, bytes], over: Collection[str] = (), was: Mapping[str, bytes] | None = None) -> None:
    """Write `files` into `folder`; those named in `over` may take the place of old ones, which must be as in `was` where that
    names them. Raises OutputError; then the folder is as it was, or is after the next command (`recover`)."""
    with held(folder):
        root = folder.resolve()
        _forget(root, journal.DONE)
        try:
            changes = journal.write(root, files, over, was or {})
            pending = root / journal.JOURNAL
            names = "、".join(files)
            standing.watch(
                [journal.located(root, name) for name in files], f"{shown(folder)} 里已经写入 {names}", [pending],
                f"{shown(folder)} 里的 {names} 只写了一半，下一次运行任何命令时会先退回原样",
            )  # fmt: skip
            with disk.uninterrupted():
                journal.apply(root, changes, _ORDER)
            _forget(root, journal.JOURNAL)
        except journal.Conflict as error:
            _undo(root)
            message = f"稿件写不进 {shown(folder)}：{error} 在这期间被别人改动过"
            raise OutputError(Diagnostic("sources-output", message, hint="没有写入，请再运行一次。")) from None
        except OSError as error:
            _undo(root)
            raise OutputError(_refused(folder, error)) from error
        except BaseException:
            _undo(root)
            raise


def _undo(root: Path) -> None:
    """After a failure; what cannot be undone now, the next command does."""
    with disk.uninterrupted(), contextlib.suppress(OSError):
        journal.back(root)
    _forget(root, journal.DRAFT)


def _mend(root: Path) -> None:
    """Only under the lock. Raises OSError where files cannot be put back; litter that stays is nobody's misfortune."""
    _forget(root, journal.DRAFT)
    if names := journal.back(root):
        message = f"{shown(root)}：上次的命令写到一半被中断，已经退回原样：{'、'.join(names)}"
        standing.remark("recovered", message, "需要的话，请把那条命令再运行一次。")
    _forget(root, journal.DONE)
    with contextlib.suppress(OSError):
        for path in root.iterdir():
            if _OLD_DRAFT.fullmatch(path.name) and kind(path) == disk.FILE:
                path.unlink()


def _left(root: Path) -> bool:
    """Whether a killed command left anything in the folder."""
    try:
        with os.scandir(root) as entries:
            return any(
                entry.name in (journal.DRAFT, journal.JOURNAL, journal.DONE) or _OLD_DRAFT.fullmatch(entry.name)
                for entry in entries
            )
    except OSError:
        return False


def _forget(root: Path, name: str) -> None:
    with contextlib.suppress(OSError):  # the next command does
        journal.discard(root, name)


def sweep_new(parent: Path, *, locked: bool = False) -> None:
    """Remove folders that a killed command was about to add to `parent`; a living one holds the lock."""
    with contextlib.suppress(OSError):
        left = [path for name, _ in disk.leavings(parent, _NEW) if kind(path := parent / name) == disk.FOLDER]
        if not left:
            return
        with contextlib.nullcontext(True) if locked else disk.locked(parent, seconds=0) as mine:
            for path in left if mine else ():
                shutil.rmtree(path, ignore_errors=True)


def _sweep_records(root: Path) -> None:
    """Remove records that were half kept or half forgotten, unless somebody is about to write one."""
    place = _records(root)
    with contextlib.suppress(OSError):
        if any(map(_NEW.fullmatch, os.listdir(place))):
            with disk.locked(root, seconds=0) as mine:
                if mine:
                    sweep_new(place)
                    prune(place)


def prune(place: Path) -> None:
    """Remove the folders of records that hold nothing any more. Only while the issue is held."""
    for folder in (place, place.parent):
        try:
            folder.rmdir()
        except OSError:
            return


def _refused(folder: Path, error: OSError) -> Diagnostic:
    where = f"稿件写不进 {shown(folder)}"
    name = Path(os.fsdecode(error.filename2 or error.filename or str(error))).name
    if isinstance(error, FileExistsError):
        if name in (journal.DRAFT, journal.JOURNAL, journal.DONE):
            return Diagnostic("sources-output", f"{where}：{name} 的位置上有别的东西", hint="请把它移走，再运行一次。")
        hint = "请换一个名字。" if name == folder.name else "要换掉它请加 --force。"
        return Diagnostic("sources-output", f"{where}：{name} 已经有了", hint=hint)
    if isinstance(error, PermissionError) and error.filename and name != folder.name:
        return Diagnostic("sources-output", f"{where}：{name} 不许改（{reason(error)}）", hint="请先把它改成可以写，再运行一次。")
    return Diagnostic("sources-output", f"{where}：{reason(error)}", hint="腾出空间、改好权限，或等另一个命令结束，再运行一次。")
