"""Several files of one folder changed together: all of them, or after the next recovery none.

The folder `.briefing-draft` is being written; renamed to `.briefing-journal` it holds the new files, the old ones and a list of
both, and the files of the issue are replaced one by one; when all are, the list becomes the file `.briefing-done`, which goes
when whoever asked has been told. So a kill leaves a draft or a journal without a list (rubbish), a journal with one (what is
new is put back) or a list of what has been done. They lie in the folder
itself, where nothing takes hidden files for sources: on the same file system, and they travel with it. They may come from
strangers with the folder; a list that names anything but files of this folder is none.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from briefing.core import plain, saving
from briefing.storage import disk
from briefing.storage.disk import kind

DRAFT, JOURNAL, DONE = ".briefing-draft", ".briefing-journal", ".briefing-done"
_LIST = "list.json"
_LARGEST = 1 << 20


class FileChange(NamedTuple):
    """`name` in the folder; SHA-256 of what it becomes and of what it was, "" where there was none."""

    name: str
    new: str
    old: str


class Conflict(Exception):
    """A file is not what the caller took it for."""


def write(folder: Path, files: Mapping[str, bytes], over: Collection[str], was: Mapping[str, bytes]) -> list[FileChange]:
    """The journal of putting `files` into `folder`, written and durable; the folder's files stay as they are. `over`: names that
    may replace a file; `was`: what the caller read there. Raises OSError (FileExistsError for other names), Conflict."""
    draft = folder / DRAFT
    draft.mkdir()
    changes = []
    for number, (name, data) in enumerate(files.items()):
        target, old, new = located(folder, name), "", draft / f"new-{number}"
        saving.write(new, data)
        there = kind(target)
        if there == disk.FILE:
            if name not in over:
                raise FileExistsError(name)
            if not os.lstat(target).st_mode & 0o200:
                raise PermissionError(13, "", str(target))
            before = target.read_bytes()
            if name in was and was[name] != before:
                raise Conflict(name)
            old = digest(before)
            disk.twin(target, draft / f"old-{number}")
            shutil.copymode(target, new)
        elif there:
            raise FileExistsError(name)
        else:
            if name in was:
                raise Conflict(name)
            os.chmod(new, 0o666 & ~disk.umask())
        changes.append(FileChange(name, digest(data), old))
    listed = [change._asdict() for change in changes]
    saving.write(draft / _LIST, json.dumps(listed, ensure_ascii=False, indent=1).encode())
    saving.sync(draft)
    draft.rename(folder / JOURNAL)
    saving.sync(folder)
    return changes


def apply(folder: Path, changes: Sequence[FileChange], order: Mapping[str, int]) -> None:
    """Put the journal's files in place, those of which others are told by name first. Raises OSError: then `back`."""
    journal = folder / JOURNAL
    for number, change in sorted(enumerate(changes), key=lambda item: order.get(Path(item[1].name).suffix, 0)):
        target = located(folder, change.name)
        if change.old:
            os.replace(journal / f"new-{number}", target)
        else:
            disk.twin(journal / f"new-{number}", target)  # under its name, unless somebody took that meanwhile
    saving.sync(folder)
    os.replace(journal / _LIST, folder / DONE)
    saving.sync(folder)


def back(folder: Path) -> list[str]:
    """Undo what a journal may have begun; the names that were put back. What somebody changed since is left alone."""
    journal = folder / JOURNAL
    names = []
    for number, change in enumerate(_read(journal / _LIST)):
        target, old = located(folder, change.name), journal / f"old-{number}"
        if kind(target) != disk.FILE or digest(target.read_bytes()) != change.new:
            continue
        if change.old:
            os.replace(old, target)
        else:
            target.unlink()
        names.append(change.name)
    saving.sync(folder)
    discard(folder, JOURNAL)
    return names


def done(folder: Path) -> dict[str, str]:
    """What a process put in place and died before it could tell: names, with the SHA-256 of the files."""
    return {change.name: change.new for change in _read(folder / DONE)}


def discard(folder: Path, name: str) -> None:
    """Remove what one of the three names stands for."""
    path = folder / name
    if name == DONE and kind(path) == disk.FILE:
        path.unlink()
    elif name != DONE and kind(path) == disk.FOLDER:
        shutil.rmtree(path)


def located(folder: Path, name: str) -> Path:
    """The file of that name, behind links within the folder. Raises OSError where it leads out."""
    root = folder.resolve()
    path = (root / name).resolve()
    if not _plain(name) or not path.is_relative_to(root) or path == root:
        raise PermissionError(13, "", name)
    return path


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _plain(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return bool(parts) and not any(part == ".." or part.startswith((".", "/")) for part in parts) and "\0" not in name


def _read(path: Path) -> list[FileChange]:
    """The list of a journal; [] where it is none of ours."""
    journal = path.parent
    if kind(journal) != disk.FOLDER or kind(path) != disk.FILE or os.lstat(path).st_size > _LARGEST:
        return []
    try:
        found = plain.mappings(plain.read(path.read_bytes()))
        changes = [FileChange(str(entry["name"]), str(entry["new"]), str(entry["old"])) for entry in found]
    except (ValueError, KeyError, TypeError, RecursionError):
        return []
    whole = all(
        _plain(change.name) and (not change.old or kind(journal / f"old-{number}") in (disk.FILE, disk.NOTHING))
        for number, change in enumerate(changes)
    )
    return changes if whole else []
