"""Archives that were sent: the files that are in them, put beside them as plain ones, whatever they say of folders and links."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from briefing.core.code import Code
from briefing.core.errors import Diagnostic, InputError
from briefing.desk import sent_names
from briefing.files.world import MB

#: Of all that is sent at once: files, and bytes when they are unpacked.
MOST_FILES, MOST_BYTES = 200, 400 * MB
#: An archive in an archive, as offices pass them on, in another.
_DEPTH = 3
_CHUNK = 1 << 20
#: What is in archives that are documents.
_DOCUMENTS = ("[content_types].xml", "word/document.xml", "mimetype", "ofd.xml", "index/document.iwa")


class ArchiveRoom:
    """What may still come out of archives of one batch, into `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.files, self.bytes = folder, MOST_FILES, MOST_BYTES

    def take(self, count: int) -> None:
        """Raises InputError where so many bytes are too many."""
        self.bytes -= count
        if self.bytes < 0:
            raise _refused("import-size", f"压缩包里的东西太多，超过 {MOST_BYTES // MB} MB", "请分几次放。")

    def place(self) -> Path:
        """Where the next file goes. Raises InputError where there are too many."""
        if not self.files:
            raise _refused("import-size", f"压缩包里的文件超过 {MOST_FILES} 个", "请分几次放。")
        self.files -= 1
        return self.folder / f"u{self.files:03d}"


def is_archive(path: Path, name: str) -> bool:
    """By its contents: names lie. One that is called so and cannot be opened is told of as one."""
    try:
        with path.open("rb") as stream:
            if stream.read(2) != b"PK":
                return False
        with zipfile.ZipFile(path) as archive:
            inside = {each.lower() for each in archive.namelist()[:10_000]}
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError):
        return name.lower().endswith(".zip")
    return not inside.intersection(_DOCUMENTS)


def unpacked(path: Path, room: ArchiveRoom) -> dict[Path, str]:
    """The files of an archive, and of archives in it → what they are called. Raises InputError where it cannot be opened as a
    whole."""
    try:
        found = dict(_files(path, room, _DEPTH))
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError):
        raise _refused("import-damaged", "压缩包坏了，打不开", "请让对方重发；或先解压，再把里面的文件放进来。") from None
    except NotImplementedError:
        raise _refused("import-format", "压缩包的压缩方法特别，打不开", "请先解压，再把里面的文件放进来。") from None
    if not found:
        raise _refused("import-format", "压缩包里没有文件", "请核对是不是选错了文件。")
    return found


def _files(path: Path, room: ArchiveRoom, depth: int) -> Iterator[tuple[Path, str]]:
    with zipfile.ZipFile(path) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > room.bytes:  # one that says so need not be opened to be known
            room.take(room.bytes + 1)
        for entry in archive.infolist():
            told = _called(entry)
            if entry.is_dir() or told.endswith(("/", "\\")) or _of_macos(told):
                continue
            if entry.flag_bits & 1:
                raise _refused("import-encrypted", "压缩包加了密，打不开", "请先用密码解压，再把里面的文件放进来。")
            name = sent_names.shown_name(told) or "没有名字的文件"
            place = room.place()
            with archive.open(entry) as source:
                _copied(source.read, place, room)
            if depth and is_archive(place, name):
                yield from _files(place, room, depth - 1)
            else:
                yield place, name


def _copied(read: Callable[[int], bytes], place: Path, room: ArchiveRoom) -> None:
    """What it says of its size may be no more than that."""
    with place.open("xb") as target:
        while part := read(_CHUNK):
            room.take(len(part))
            target.write(part)


def _called(entry: zipfile.ZipInfo) -> str:
    """Names that say of themselves that they are UTF-8 are; macOS does not say it, and Windows has GBK."""
    if entry.flag_bits & 0x800:
        return entry.filename
    raw = entry.filename.encode("cp437", "replace")  # as which zipfile has read it
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def _of_macos(told: str) -> bool:
    """What it puts beside every file."""
    return "__MACOSX" in told.replace("\\", "/").split("/")[:-1]


def _refused(code: Code, message: str, hint: str) -> InputError:
    return InputError(Diagnostic(code, message, hint=hint))
