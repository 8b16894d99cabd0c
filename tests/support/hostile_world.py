"""Hostile pictures, folders, caches and environments."""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Callable

from hostile_running import REPORT, Case, Shelf
from read_support import SOUND_PNG, png

PICTURED = REPORT + "\n![图](p.png)\n"


def _picture(name: str, expected: str, make: Callable[[], bytes], file: str = "p.png") -> Case:
    def lay(shelf: Shelf) -> None:
        shelf.write("a.md", PICTURED.replace("p.png", file))
        shelf.write(file, make())

    return Case("picture", name, lay, expected)


def _folder(name: str, expected: str, lay: Callable[[Shelf], object], *command: str) -> Case:
    return Case("folder", name, lay, expected, command or ("build", "17"))


def _environment(
    name: str, expected: str, *command: str, lay: Callable[[Shelf], object] = lambda shelf: None, **environ: str
) -> Case:
    return Case("environment", name, lay, expected, command or ("build", "17"), environ)


def _grey(width: int, height: int) -> bytes:
    return png(width, height, zlib.compress((b"\0" + b"\x80" * width) * height, 9))


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _with_chunks(count: int) -> bytes:
    return SOUND_PNG[:33] + _chunk(b"tEXt", b"a\0" + b"b" * 8) * count + SOUND_PNG[33:]


def _text_bomb() -> bytes:
    return SOUND_PNG[:33] + _chunk(b"zTXt", b"a\0\0" + zlib.compress(b"x" * 200_000_000, 9)) + SOUND_PNG[33:]


def _profile_bomb() -> bytes:
    return SOUND_PNG[:33] + _chunk(b"iCCP", b"a\0\0" + zlib.compress(b"x" * 200_000_000, 9)) + SOUND_PNG[33:]


def _many_files(count: int) -> Callable[[Shelf], object]:
    def lay(shelf: Shelf) -> None:
        for number in range(count):
            (shelf.issue / f"x{number}.txt").touch()

    return lay


def _deep(shelf: Shelf) -> None:
    folder = shelf.issue
    for _ in range(500):
        folder = folder / "d"
        folder.mkdir()


def _many_pictures(shelf: Shelf) -> None:
    data = _grey(3_000, 2_000)
    for number in range(60):
        shelf.write(f"p{number}.png", data)
    shelf.write("a.md", REPORT + "".join(f"\n![图](p{number}.png)\n" for number in range(60)))


def _cache(make: Callable[[Shelf], object]) -> Callable[[Shelf], object]:
    def lay(shelf: Shelf) -> None:
        (shelf.root / "cache").mkdir(mode=0o700)
        make(shelf)

    return lay


def _stuffed(shelf: Shelf) -> None:
    for name in ("words", "templates", "css", "fontconfig"):
        (shelf.root / "cache" / name).mkdir()
        (shelf.root / "cache" / name / "x.bin").write_bytes(b"\x80\x04" * 1_000_000)


def _output(make: Callable[[Shelf], object]) -> Callable[[Shelf], object]:
    def lay(shelf: Shelf) -> None:
        (shelf.root / "build" / "2022-17").mkdir(parents=True)
        make(shelf)

    return lay


WORLD: tuple[Case, ...] = (
    _picture("of 20,000 × 10,000", "3 a.md:5:1 picture-size", lambda: png(20_000, 10_000)),
    _picture("of 38 million pixels", "0", lambda: _grey(7_600, 5_000)),
    _picture("of two billion square", "3 a.md:5:1 picture-size", lambda: png(2**31 - 1, 2**31 - 1)),
    _picture("one pixel high", "3 a.md:5:1 picture-size", lambda: _grey(1_000_000, 1)),
    _picture("of garbage", "3 a.md:5:1 picture-damaged", lambda: png(100, 100, b"garbage" * 100)),
    _picture("that unpacks to a gigabyte", "0", lambda: png(100, 100, zlib.compress(b"\0" * (1 << 30), 9))),
    _picture("with words of 200 MB", "3", _text_bomb),
    _picture("with a profile of 200 MB", "3", _profile_bomb),
    _picture("of a hundred thousand chunks", "0", lambda: _with_chunks(100_000)),
    _picture("without pixels", "3", lambda: png(0, 5)),
    _picture("cut short", "3", lambda: SOUND_PNG[:-20]),
    _picture("that is text", "3", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    _picture("of nothing", "3", lambda: b""),
    _picture("of 51 MB", "3", lambda: SOUND_PNG + bytes(51 << 20)),
    _picture("a JPEG of a header", "3", lambda: b"\xff\xd8\xff\xe0\0\x10JFIF", "p.jpg"),
    _picture("a JPEG of markers", "3", lambda: b"\xff\xd8" + b"\xff\xe1\0\x02" * 500_000, "p.jpg"),
    _picture("a GIF that says 65,535", "3 a.md:5:1 picture-damaged", lambda: b"GIF89a\xff\xff\xff\xff\0\0\0" + bytes(50), "p.gif"),
    _picture("a TIFF in a ring", "3 a.md:5:1 picture-damaged", lambda: b"II*\0\x08\0\0\0\x01\0\0\x01\x03\0\x01\0\0\0\x01\0\0\0\x08\0\0\0", "p.tif"),
    _picture("a BMP that says a billion", "3 a.md:5:1 picture-size", lambda: b"BM" + struct.pack("<IHHI", 100, 0, 0, 54) + struct.pack("<IiiHH", 40, 100_000, 100_000, 1, 24) + bytes(40), "p.bmp"),
    _folder("sixty pictures", "0", _many_pictures),
    _folder("two thousand files", "0", _many_files(1_900)),
    _folder("twenty thousand files", "3 2022-17:1:1 folder-size", _many_files(20_000)),
    _folder("five hundred deep", "0", _deep),
    _folder("a link to itself", "3 a.md:5:1 file-missing", lambda shelf: (shelf.write("a.md", PICTURED), (shelf.issue / "p.png").symlink_to("p.png"))),
    _folder("links in a ring", "3 a.md:5:1 file-missing", lambda shelf: (shelf.write("a.md", PICTURED), (shelf.issue / "p.png").symlink_to("q.png"), (shelf.issue / "q.png").symlink_to("p.png"))),
    _folder("a link above", "3 up:1:1 path-outside", lambda shelf: (shelf.issue / "up").symlink_to("..")),
    _folder("a link to endless zeros", "3 p.png:1:1 path-outside", lambda shelf: (shelf.write("a.md", PICTURED), (shelf.issue / "p.png").symlink_to("/dev/zero"))),
    _folder("a report that is endless zeros", "3 a.md:1:1 path-outside", lambda shelf: ((shelf.issue / "a.md").unlink(), (shelf.issue / "a.md").symlink_to("/dev/zero"))),
    _folder("a pipe as a report", "3 issue.yaml:1:1 reports-none", lambda shelf: ((shelf.issue / "a.md").unlink(), os.mkfifo(shelf.issue / "a.md"))),
    _folder("a pipe as issue.yaml", "2 no-issue", lambda shelf: ((shelf.issue / "issue.yaml").unlink(), os.mkfifo(shelf.issue / "issue.yaml"))),
    _folder("a folder as issue.yaml", "2 no-issue", lambda shelf: ((shelf.issue / "issue.yaml").unlink(), (shelf.issue / "issue.yaml").mkdir())),
    _folder("a sparse file of a terabyte", "3 a.md:1:1 file-size", lambda shelf: os.truncate(shelf.issue / "a.md", 1 << 40)),
    _folder("a sparse issue.yaml of a terabyte", "3 issue.yaml:1:1 file-size", lambda shelf: os.truncate(shelf.issue / "issue.yaml", 1 << 40)),
    _folder("a name of 250 letters", "0", lambda shelf: shelf.write("a" * 250 + ".md", REPORT)),
    _folder("a name that is no text", "3 issue.yaml:1:1 file-name-encoding", lambda shelf: open(os.fsencode(shelf.issue) + b"/\xd6\xd0.md", "wb").close()),
    _folder("a name of newlines", "0", lambda shelf: shelf.write("a\nb.md", REPORT)),
    _folder("a manifest of 50 MB", "0", _output(lambda shelf: (shelf.root / "build/2022-17/manifest.json").write_bytes(b"[" * (50 << 20)))),
    _folder("words of a megabyte", "3 words.yaml:10001:10 yaml-size", lambda shelf: shelf.house(words__yaml="wrong:\n" + "".join(f"  错{n}: 对{n}\n" for n in range(40_000))), "check", "17"),
    _folder("words that nest", "3 words.yaml:1:132 yaml-depth", lambda shelf: shelf.house(words__yaml="wrong: " + "{a: " * 10_000), "check", "17"),
    _folder("a drop-in face of noise", "3 fangsong.ttf:1:1 house-font", lambda shelf: ((shelf.house() / "fonts").mkdir(), (shelf.home / "templates/own/fonts/fangsong.ttf").write_bytes(os.urandom(1_000_000)))),
    _folder("a drop-in face of nothing", "3 fangsong.ttf:1:1 house-font", lambda shelf: ((shelf.house() / "fonts").mkdir(), (shelf.home / "templates/own/fonts/fangsong.ttf").touch())),
    _folder("nothing but an issue that is not there", "2 no-issue", lambda shelf: None, "build", "99"),
    _folder("a path of no end", "2 no-issue", lambda shelf: None, "build", "a/" * 60_000),
    _folder("a name of no end", "2 no-issue", lambda shelf: None, "build", "9" * 100_000),
    _folder("a command of no end", "2", lambda shelf: None, "b" * 100_000),
    _environment("a cache in /proc", "0", BRIEFING_CACHE="/proc"),
    _environment("a cache that is a file", "0", BRIEFING_CACHE="{root}/issues/2022-17/a.md"),
    _environment("a cache that is full of noise", "0", lay=_cache(_stuffed), BRIEFING_CACHE="{root}/cache"),
    _environment("a cache that is a device", "0", BRIEFING_CACHE="/dev/full"),
    _environment("a cache without a name", "0", BRIEFING_CACHE=" "),
    _environment("a home that is not there", "3 issue.yaml:1:8 house-unknown", BRIEFING_HOME="{root}/nowhere"),
    _environment("a home that is /proc", "3 issue.yaml:1:8 house-unknown", BRIEFING_HOME="/proc"),
    _environment("a clock that is no number", "3 clock", SOURCE_DATE_EPOCH="soon"),
    _environment("a clock beyond time", "3 clock", SOURCE_DATE_EPOCH="9" * 100),
    _environment("a clock of many digits", "3 clock", SOURCE_DATE_EPOCH="9" * 5_000),
    _environment("a clock before time", "3 clock", SOURCE_DATE_EPOCH="-999999999999"),
    _environment("temporary files nowhere", "0", TMPDIR="/nowhere"),
    _environment("no language", "0", LANG="zh_CN.GBK", LC_ALL="zh_CN.GBK"),
    _environment("a terminal of no width", "0", COLUMNS="0", LINES="-1"),
    _environment("a terminal of a billion columns", "0", "houses", COLUMNS="1000000000"),
    _environment("no bytecode", "0", PYTHONDONTWRITEBYTECODE="1"),
    _environment("optimised", "0", PYTHONOPTIMIZE="2"),
    _environment("one process", "0", BRIEFING_SEQUENTIAL="1"),
)  # fmt: skip
