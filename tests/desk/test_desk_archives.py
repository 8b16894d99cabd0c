"""Archives that cities send: what is in them, whatever systems and people have made of their names; and those made to do harm."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sent_archives import document, packed

from briefing.core.errors import InputError
from briefing.desk import archives


def linked(name: str, target: str) -> tuple[zipfile.ZipInfo, bytes]:
    entry = zipfile.ZipInfo(name)
    entry.create_system, entry.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return entry, target.encode()


def lying(data: bytes, size: int) -> bytes:
    """Its directory says that each entry has so many bytes."""
    made = bytearray(data)
    for sign, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = made.find(sign)
        while at >= 0:
            made[at + offset : at + offset + 4] = size.to_bytes(4, "little")
            at = made.find(sign, at + 4)
    return bytes(made)


def packed_by(way: int, data: bytes) -> bytes:
    """9 is Deflate64, which Windows takes for large files."""
    made = bytearray(data)
    for sign, offset in ((b"PK\x01\x02", 10), (b"PK\x03\x04", 8)):
        made[made.find(sign) + offset] = way
    return bytes(made)


def locked(data: bytes) -> bytes:
    made = bytearray(data)
    for sign, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        made[made.find(sign) + offset] |= 1
    return bytes(made)


def opened(data: bytes, folder: Path, name: str = "来稿.zip") -> dict[str, bytes]:
    """What is in an archive that was sent, by what it is called. Raises InputError."""
    inbox = folder / "inbox"
    inbox.mkdir()
    path = folder / "000-sent"
    path.write_bytes(data)
    assert archives.is_archive(path, name)
    found = archives.unpacked(path, archives.ArchiveRoom(inbox))
    assert {each for each in folder.rglob("*") if each.is_symlink() or each.is_dir()} == {inbox}
    assert {place.parent for place in found} <= {inbox}
    return {name: place.read_bytes() for place, name in found.items()}


SOME: list[tuple[str | zipfile.ZipInfo, bytes]] = [(f"{number}.docx", b"x") for number in range(11)]
REFUSED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "no archive": ("坏了", lambda: b"PK\x03\x04" + bytes(100)),
    "locked": ("加了密", lambda: locked(packed(("a.docx", b"x")))),
    "more files than anybody sends": ("超过 20 个", lambda: packed(*((f"{number}.docx", b"") for number in range(21)))),
    "cut off": ("坏了", lambda: packed(("a.docx", bytes(5000)))[:3000]),
    "another's bytes": ("坏了", lambda: packed(("a.docx", b"x" * 5000)).replace(b"x" * 100, b"y" * 100, 1)),
    "a way of packing that is not read": ("特别", lambda: packed_by(9, packed(("a.docx", b"x")))),
    "says that it is huge": ("太多", lambda: lying(packed(("a.docx", b"x" * 100)), 0xF000_0000)),
    "nothing in it": ("没有文件", lambda: packed()),
    "nothing in it of people's": ("没有文件", lambda: packed(("__MACOSX/._a.docx", b"x"), ("夹/", b""))),
    "locked in another": ("加了密", lambda: packed(("稿.zip", locked(packed(("a.docx", b"x")))))),
    "archives in archives": ("超过 20 个", lambda: packed(*((f"{each}.zip", packed(*SOME)) for each in range(2)))),
}


@pytest.mark.parametrize("case", REFUSED)
def test_an_archive_that_is_refused(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_FILES", 20)
    why, made = REFUSED[case]
    with pytest.raises(InputError, match=why):
        opened(made(), tmp_path)


PLAIN = {
    "../../../../etc/cron.d/x": "x", "/etc/passwd": "passwd", "C:\\Windows\\system.ini": "system.ini",
    "..\\..\\a.docx": "a.docx", "a\u202ecod.exe": "a_cod.exe", "a\nb.docx": "a_b.docx", "<script>.docx": "_script_.docx",
    "..": "..", "x.docx:stream": "x.docx_stream", "CON.docx": "CON.docx", f"{'甲' * 300}.docx": f"{'甲' * 64}….docx",
    "市/区/街道/稿件.docx": "稿件.docx",
}  # fmt: skip


@pytest.mark.parametrize("name", PLAIN)
def test_an_archive_writes_beside_itself_only(name: str, tmp_path: Path) -> None:
    """What it calls its files is what they are called to people, and no file's name."""
    assert opened(packed((name, b"words")), tmp_path) == {PLAIN[name]: b"words"}


@pytest.mark.parametrize("says", [0, 1, 300, 500])
def test_an_archive_that_lies_of_its_size(says: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However much it says, no more than there is room for comes out of it."""
    monkeypatch.setattr(archives, "MOST_BYTES", 400)
    try:
        found = opened(lying(packed(("a.docx", b"x" * 900), compressed=True), says), tmp_path)
    except InputError:
        found = {}
    assert sum(map(len, found.values())) <= 400
    assert sum(path.stat().st_size for path in (tmp_path / "inbox").iterdir()) <= 400


def test_a_link_in_an_archive_is_a_file_with_a_path_in_it(tmp_path: Path) -> None:
    found = opened(packed(linked("稿件.docx", "/etc/passwd"), linked("夹", "/etc"), ("夹/passwd", b"x")), tmp_path)
    assert found == {"稿件.docx": b"/etc/passwd", "夹": b"/etc", "passwd": b"x"}


class Foreign(zipfile.ZipInfo):
    """An entry whose name is written as `codec` says, and does not say how."""

    codec = "gb18030"

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode(self.codec), self.flag_bits & ~0x800


class OfMac(Foreign):
    codec = "utf-8"


@pytest.mark.parametrize("kind", [Foreign, OfMac, zipfile.ZipInfo])
def test_names_in_archives_of_every_system(kind: type[zipfile.ZipInfo], tmp_path: Path) -> None:
    """In folders, in an archive in another, beside what the systems leave."""
    inner = packed((kind("徐州稿\\徐州.docx"), b"1"), (kind("徐州稿/~$徐州.docx"), b"x"))
    data = packed(
        (kind("来稿/徐州.zip"), inner), (kind("来稿/連雲港誠.docx"), b"2"), (kind("来稿/.DS_Store"), b"x"),
        (kind("__MACOSX/来稿/._徐州.zip"), b"x"),
    )  # fmt: skip
    assert opened(data, tmp_path) == {"徐州.docx": b"1", "~$徐州.docx": b"x", "連雲港誠.docx": b"2", ".DS_Store": b"x"}


@pytest.mark.parametrize(
    ("name", "data"), [("a.zip", document("<w:p/>")), ("a.docx", document("")), ("a.zip", b"Rar!\x1a\x07\0"), ("a.zip", b"")]
)
def test_what_is_no_archive_is_read_as_what_it_is(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(data)
    assert not archives.is_archive(tmp_path / "a", name)
