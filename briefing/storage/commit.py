"""The only module that writes outputs: all files of an issue come into place in one step, or none.

The files are written into a hidden folder beside the issue's, made durable, and then the two folders change places
(`renameat2(RENAME_EXCHANGE)` on Linux, `renamex_np(RENAME_SWAP)` on macOS). Whoever looks, whenever the process is
killed, sees the old set or the new one. A file system that cannot exchange gets two renames; if it is killed between
them the old set waits in the hidden folder, and the next commit puts it back. What fails after the exchange is
clearing away only: the set is in place, and it is said what stayed.

What others put into the folder stays there. An output that somebody edited, or anything else in an output's place, is
kept under another name. A link or anything but a folder in the place of a folder of ours is refused.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from briefing.core import saving
from briefing.core.errors import Diagnostic, OutputError
from briefing.storage import disk, manifest, standing
from briefing.storage.disk import exchange as _exchange
from briefing.storage.disk import kind, reason, shown
from briefing.storage.manifest import ListedFile

__all__ = ["commit", "obstacle", "reason", "recover", "refused", "shown", "watch"]

LOCK_SECONDS = disk.LOCK_SECONDS
LOCK_FILE = ".briefing.lock"
_LONGEST = 255  # bytes of a file's name
_HINT = "可以用 -o 换一个文件夹，例如 -o ~/简报。"


def commit(folder: Path, files: Mapping[str, bytes], outdated: Collection[str] = ()) -> tuple[str, ...]:
    """Make `folder` hold `files`, the manifest among them, instead of those that the manifest there lists, and without the
    `outdated`: what was made of the old ones.

    Returns the names under which what stood in an output's place and was not ours, or not as we left it, was kept. Raises
    OutputError, with the old files untouched."""
    stage, _ = _hidden(folder)
    watch(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _refuse_odd(folder)
        with _locked(folder.parent):
            _sweep(folder)
            try:
                stage.mkdir()
                for name, data in files.items():
                    saving.write(stage / name, data)
                made = manifest.load(folder)
                kept = _carry(folder, stage, made.files if made else {}, outdated)
                saving.sync(stage)
                with disk.uninterrupted():
                    _place(stage, folder)
                    _finish(folder)
            except BaseException:
                with contextlib.suppress(OSError):
                    _sweep(folder)  # the next commit does what could not be done
                raise
    except OSError as error:
        raise OutputError(refused(folder, error)) from error
    return kept


def recover(folder: Path) -> None:
    """Put right what a killed process left behind; costs some look-ups when nothing did. Raises OutputError."""
    try:
        for place in dict.fromkeys((folder, folder.parent, _existing(folder))):
            disk.sweep(place)
        if any(kind(path) for path in _hidden(folder)):
            _refuse_odd(folder)
            with _locked(folder.parent):
                _sweep(folder)
    except OSError as error:
        raise OutputError(refused(folder, error)) from error


def obstacle(folder: Path) -> Diagnostic | None:
    """Why nothing could be written into `folder`, found without leaving a trace; None if nothing is in the way.

    It asks by doing: access rights alone do not know of read-only mounts, full disks or a file in a folder's place."""
    try:
        _refuse_odd(folder)
        existing = _existing(folder)
        for place in {existing, existing.parent if existing == folder else existing}:
            disk.probe(place)
    except OutputError as error:
        return error.diagnostics[0]
    except OSError as error:
        return refused(folder, error)
    return None


def watch(folder: Path, kind: str = "", files: str = "") -> None:
    """What lies in `folder` may be replaced from now on; see `standing`. `kind`: of the set that the command is to make there,
    which is called `files` (Chinese): a release that was put in place before that failed is not it."""
    before = _set(folder, kind)

    def said() -> str:
        now, done = _set(folder, kind), f"{shown(folder)} 里已经放好新的一套"
        if not kind or (now is not None and now != before):
            return f"{done}{files}"
        return f"{done}成品，{files}没有做成" if now is None else f"{done}成品，{files}还是原来的"

    standing.watch([folder / manifest.FILE], said)


def _set(folder: Path, kind: str) -> dict[str, str] | None:
    """Digests of the files of a set, None where there is none."""
    made = None
    with contextlib.suppress(OutputError):  # what cannot be read was not made
        made = manifest.load(folder) if kind else None
    if made is None or kind not in made.sets:
        return None
    return {name: made.files[name].sha256 for name in made.sets[kind].files if name in made.files}


def _existing(folder: Path) -> Path:
    """The lowest folder of the path that is there."""
    while not os.path.lexists(folder) and folder != folder.parent:
        folder = folder.parent
    return folder


def _refuse_odd(folder: Path) -> None:
    """Nothing but folders in the places of folders. A link is refused, not followed: what it leads to would be exchanged for
    another folder. Raises OutputError."""
    for path in (folder, *_hidden(folder)):
        found = kind(path)
        if found not in (disk.NOTHING, disk.FOLDER):
            message = f"成品写不进 {shown(folder)}：{'这里' if path == folder else shown(path)} 是{found}，不是文件夹"
            raise OutputError(Diagnostic("output", message, hint=f"请把它移走，或换个名字。{_HINT}"))


def _carry(folder: Path, stage: Path, ours: Mapping[str, ListedFile], outdated: Collection[str]) -> tuple[str, ...]:
    """Take over into `stage` what others put into `folder`. Folders follow after the exchange (`_sweep`)."""
    kept = []
    for path in sorted(folder.iterdir()) if kind(folder) == disk.FOLDER else ():
        target, there = stage / path.name, kind(path)
        if there == disk.FOLDER:
            if kind(target):
                kept.append(_free(stage, folder, path).name)
            continue
        if path.name in {manifest.FILE, *outdated} and there == disk.FILE:
            continue
        if path.name in ours or kind(target):
            if there == disk.FILE and _untouched(path, ours.get(path.name), target):
                continue
            target = _free(stage, folder, path)
            kept.append(target.name)
        try:
            disk.twin(path, target)
        except OSError as error:
            if error.filename == str(path):  # and not of its second name
                raise disk.unreadable(path, error) from error
            raise
    if kind(folder):
        with contextlib.suppress(OSError):
            shutil.copymode(folder, stage)
    return tuple(kept)


def _untouched(path: Path, entry: ListedFile | None, successor: Path) -> bool:
    """Whether the file is as it was written, or just as it is about to be."""
    digest = _sha256(path)
    return (entry is not None and digest == entry.sha256) or (kind(successor) == disk.FILE and digest == _sha256(successor))


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise disk.unreadable(path, error) from error


def _free(stage: Path, folder: Path, path: Path) -> Path:
    """2022-17.docx → 2022-17.改动1.docx, the first number not taken."""
    number = 1
    while True:
        ending = f".改动{number}{path.suffix}"
        name = f"{_shortened(path.stem, _LONGEST - len(os.fsencode(ending)))}{ending}"
        if not kind(stage / name) and not kind(folder / name):
            return stage / name
        number += 1


def _shortened(text: str, octets: int) -> str:
    while len(os.fsencode(text)) > octets:
        text = text[:-1]
    return text


def _hidden(folder: Path) -> tuple[Path, Path]:
    """Where the new set is written, and where the old one waits if the file system cannot exchange."""
    return folder.with_name(f".{folder.name}.new"), folder.with_name(f".{folder.name}.old")


def _sweep(folder: Path) -> None:
    """Clear away the hidden folders: our own leftovers, or a killed process's. Only under the lock."""
    stage, aside = _hidden(folder)
    if kind(aside) == disk.FOLDER and not kind(folder):
        aside.rename(folder)
    for leftover in (stage, aside):
        if kind(leftover) == disk.FOLDER:
            for path in leftover.iterdir() if kind(folder) == disk.FOLDER else ():
                if kind(path) == disk.FOLDER:  # somebody's; where it has the name of an output it gets another
                    target = folder / path.name
                    path.rename(_free(folder, folder, path) if kind(target) else target)
            shutil.rmtree(leftover)


def _place(stage: Path, folder: Path) -> None:
    if not kind(folder):
        stage.rename(folder)
        return
    try:
        _exchange(stage, folder)
    except OSError as error:
        if error.errno not in disk.CANNOT_EXCHANGE:
            raise
        aside = _hidden(folder)[1]
        folder.rename(aside)
        stage.rename(folder)


def _finish(folder: Path) -> None:
    """After the exchange nothing can fail but clearing away."""
    saving.sync(folder.parent)
    try:
        with contextlib.suppress(OSError):
            _sweep(folder)
        _sweep(folder)
    except OSError as error:
        left = [path for path in _hidden(folder) if os.path.lexists(path)]
        names = "、".join(shown(path) for path in left)
        message = f"新的一套已经放好，旧的一套还在 {names}，没有清理掉：{reason(error)}"
        if _hold_folders(left):
            hint = "里面还有原来放在成品旁边的文件夹，请不要删；下次制作时会放回去。"
        else:
            hint = "下次制作时会再清理；着急的话可以自己删去。"
        standing.remark("leftover", message, hint)


def _hold_folders(paths: Iterable[Path]) -> bool:
    try:
        return any(kind(inner) == disk.FOLDER for path in paths for inner in path.iterdir())
    except OSError:  # who knows
        return True


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """One commit at a time below `folder`. The file stays."""
    with disk.locked(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT, seconds=LOCK_SECONDS):
        yield


def refused(folder: Path, error: OSError) -> Diagnostic:
    """Why nothing could be written into `folder`, and where it was refused if that is elsewhere."""
    at = Path(os.fsdecode(error.filename)) if isinstance(error.filename, str | bytes) and error.errno != errno.EBUSY else folder
    where = f"（{shown(at)}）" if at.is_absolute() and at != folder and folder not in at.parents else ""
    return Diagnostic("output", f"成品写不进 {shown(folder)}：{reason(error)}{where}", hint=_HINT)
