"""Files by the digest of what is in them, so that each is sent and stored once; packed as a ZIP without compression."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from briefing.core import saving
from briefing.core.errors import Diagnostic, InputError
from briefing.files import world
from briefing.storage import disk

REMEDY = "请核对集群里运行的是不是同一个程序。"
#: The date of every entry: what is in a parcel is all that its digest depends on.
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def of_issue(folder: Path) -> bytes:
    """The files of the issue in `folder`."""
    return packed({name: path.read_bytes() for name, path in world.Root(folder).tree().files.items()})


def of_home() -> bytes:
    """The houses that can be chosen here, the workplace's among them, and the fonts."""
    return packed(dict(_home()))


def _home() -> Iterator[tuple[str, bytes]]:
    for name, path in world.houses().tree().files.items():
        yield f"templates/{name}", path.read_bytes()
    home = world.home()
    for name in (world.INKS,):  # whatever house stands in the place of the one that it lies in
        path = home / "templates" / name
        if path.is_file():
            yield f"templates/{name}", path.read_bytes()
    for name, path in world.Root(home / "fonts").tree().files.items():
        if name.endswith((".json", ".ttf", ".otf")):
            yield f"fonts/{name}", path.read_bytes()


def digest(parcel: bytes) -> str:
    return hashlib.sha256(parcel).hexdigest()


def packed(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, _LONG_AGO), files[name])
    return out.getvalue()


def contents(parcel: bytes) -> dict[str, bytes]:
    """What is in a parcel. Raises InputError for one that is spoilt, or has names that lead out of a folder."""
    try:
        with zipfile.ZipFile(io.BytesIO(parcel)) as archive:
            found = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
        raise InputError(Diagnostic("dask-answer", "工作机送回来的不是成品", hint=REMEDY)) from None
    for name in found:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or "\\" in name or not path.parts:
            message = f"工作机送回来的文件名不对：{name}"
            raise InputError(Diagnostic("dask-answer", message, hint=REMEDY))
    return found


def unpack(parcel: bytes, folder: Path) -> None:
    """Write what is in it below `folder`, each file whole or not at all. Raises OSError, and InputError as `contents`."""
    for name, data in contents(parcel).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        saving.save(path, data, durable=False)


def lies(parcel: bytes, folder: Path) -> bool:
    """Whether all that is in it lies below `folder`, as long as it is here: somebody who tidies up may have taken some away."""
    with zipfile.ZipFile(io.BytesIO(parcel)) as archive:
        return all(disk.size(folder / entry.filename) == entry.file_size for entry in archive.infolist())
