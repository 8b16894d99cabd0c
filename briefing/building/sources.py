"""New sources in an issue's folder, or a new folder of them: all of the files or none."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path

from briefing.building.commit import reason, shown
from briefing.errors import Diagnostic, OutputError

#: What names others comes after them, so that whoever looks meanwhile finds no name without its file.
_ORDER = {".md": 1, ".yaml": 2}


def create(folder: Path, files: Mapping[str, bytes]) -> None:
    """A new `folder` with `files`, written aside and renamed into place. Raises OutputError; then there is none."""
    draft = ""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = tempfile.mkdtemp(prefix=".new-", dir=folder.parent)
        os.chmod(draft, 0o777 & ~_umask())
        for name, data in files.items():
            path = Path(draft, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        Path(draft).rename(folder)
    except OSError as error:
        if draft:
            shutil.rmtree(draft, ignore_errors=True)
        raise OutputError(_refused(folder, error)) from error


def place(folder: Path, files: Mapping[str, bytes], over: Collection[str] = ()) -> None:
    """Write `files` into `folder`; those named in `over` may take the place of old ones. Raises OutputError; then the
    folder is as it was."""
    drafts: dict[str, Path] = {}
    undo: list[tuple[Path, Path | None]] = []  # what was placed, and the old file kept aside
    try:
        for name, data in files.items():
            drafts[name] = _written(folder, data)
        for name in sorted(files, key=lambda name: _ORDER.get(Path(name).suffix, 0)):
            target = folder / name
            if target.exists():
                if name not in over:
                    raise FileExistsError(name)
                undo.append((target, _written(folder, target.read_bytes())))
                shutil.copymode(target, drafts[name])
                os.replace(drafts[name], target)
            else:
                _link(drafts[name], target)
                undo.append((target, None))
    except OSError as error:
        for target, old in reversed(undo):
            if old is None:
                target.unlink(missing_ok=True)
            else:
                os.replace(old, target)
        raise OutputError(_refused(folder, error)) from error
    finally:
        for path in [*drafts.values(), *(old for _, old in undo if old)]:
            path.unlink(missing_ok=True)


def _refused(folder: Path, error: OSError) -> Diagnostic:
    where = f"稿件写不进 {shown(folder)}"
    if isinstance(error, FileExistsError):
        name = Path(error.filename2 or error.filename or str(error)).name
        return Diagnostic("sources-output", f"{where}：{name} 已经有了", hint="原有文件没有改动。要换掉它请加 --force。")
    return Diagnostic("sources-output", f"{where}：{reason(error)}", hint="原有文件没有改动。")


def _written(folder: Path, data: bytes) -> Path:
    descriptor, name = tempfile.mkstemp(prefix=".import-", dir=folder)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    os.chmod(name, 0o666 & ~_umask())
    return Path(name)


def _link(draft: Path, target: Path) -> None:
    """Under its name, unless somebody took that name meanwhile."""
    try:
        os.link(draft, target)
    except FileExistsError:
        raise
    except OSError:  # the file system has no hard links
        with target.open("xb") as stream:
            stream.write(draft.read_bytes())


def _umask() -> int:
    value = os.umask(0)
    os.umask(value)
    return value
