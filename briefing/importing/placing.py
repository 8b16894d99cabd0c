"""New files in an issue's folder: what they are called, and all of them or none."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from briefing.errors import Diagnostic, OutputError

_FORBIDDEN = re.compile(r"[^0-9A-Za-z\u4e00-\u9fff-]+")
_NUMBERED = re.compile(r"(\d{2,3})-(.+)\.md")
#: Numbers and words that file names of offices end in: （定稿）, 终稿2, (1).
_VERSION = re.compile(r"[（(]\d{1,2}[)）]$|[-_（(]?(?:定稿|终稿|最终稿|修改稿|初稿)\d?[)）]?$")


def stem(file: str) -> str:
    """The part of a report's name that tells whose it is."""
    bare = Path(file).stem.strip()
    bare = re.sub(r"^\d{1,3}[-_.、 ]+", "", bare)
    while (shorter := _VERSION.sub("", bare)) != bare and shorter:
        bare = shorter
    return _FORBIDDEN.sub("-", bare).strip("-")[:40] or "report"


def vacant(folder: Path, wanted: str, *, replace: bool = False, taken: tuple[str, ...] = ()) -> str:
    """`NN-wanted` with the next number; with `replace`, that of the report of this name that is there already."""
    names = [*(os.listdir(folder) if folder.is_dir() else ()), *(f"{name}.md" for name in taken)]
    found = [match for name in names if (match := _NUMBERED.fullmatch(name))]
    if replace:
        same = sorted(match[1] for match in found if match[2] == wanted)
        if same:
            return f"{same[-1]}-{wanted}"
    number = max((int(match[1]) for match in found), default=0) + 1
    return f"{number:02d}-{wanted}"


def place(folder: Path, files: Mapping[str, bytes], *, replace: bool = False) -> None:
    """Write `files` into `folder`, reports after the pictures that they name. Raises OutputError; then none of
    the new ones is there, and without `replace` no old one was touched."""
    placed: list[Path] = []
    drafts: list[Path] = []
    try:
        for name, data in files.items():
            drafts.append(_written(folder, data))
            if not replace and (folder / name).exists():
                raise FileExistsError(name)
        for (name, _), draft in sorted(zip(files.items(), drafts, strict=True), key=lambda pair: pair[0][0].endswith(".md")):
            target = folder / name
            if replace:
                if target.exists():
                    shutil.copymode(target, draft)
                os.replace(draft, target)
            else:
                _link(draft, target)
                placed.append(target)
    except OSError as error:
        for path in placed:
            path.unlink(missing_ok=True)
        exists = isinstance(error, FileExistsError)
        reason = f"{error} 已经有了" if exists else (os.strerror(error.errno) if error.errno else str(error))
        hint = "要覆盖请加 --force。" if exists else "原有文件没有改动。"
        raise OutputError(Diagnostic("import-output", f"稿件写不进 {folder.name}：{reason}", hint=hint)) from error
    finally:
        for draft in drafts:
            draft.unlink(missing_ok=True)


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
        raise FileExistsError(target.name) from None
    except OSError:  # the file system has no hard links
        with contextlib.suppress(FileNotFoundError), target.open("xb") as stream:
            stream.write(draft.read_bytes())


def _umask() -> int:
    value = os.umask(0)
    os.umask(value)
    return value
