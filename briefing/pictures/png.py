"""PNG (ISO/IEC 15948): chunks in their order with their checksums, pixel data to the last row. Without decoding a pixel."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from briefing.pictures.picture import SoundPicture, damaged, measured

SIGNATURE = b"\x89PNG\r\n\x1a\n"

#: Colour type → channels and depths.
_TYPES = {0: (1, (1, 2, 4, 8, 16)), 2: (3, (8, 16)), 3: (1, (1, 2, 4, 8)), 4: (2, (8, 16)), 6: (4, (8, 16))}
#: Adam7: first column and row of each pass, and the steps to the next.
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
#: Chunks by which a picture is not what its plain pixels say, or which tell more than its pixels.
_TELLING = {b"tRNS", b"iCCP", b"acTL", b"eXIf", b"iTXt", b"zTXt"}


class Png(NamedTuple):
    width: int
    height: int
    depth: int
    colour: int
    chunks: frozenset[bytes]


def sound(data: bytes) -> SoundPicture | None:
    """`data` as it is, where that is a sound picture; None where it has to be decoded.

    Raises UnusablePicture where it is damaged."""
    found = read(data)
    if found.depth > 8 or found.colour in (4, 6) or found.chunks & _TELLING:
        return None
    return SoundPicture("PNG", found.width, found.height, data)


def read(data: bytes) -> Png:
    """Raises UnusablePicture for a file that readers would show otherwise than its author, or not at all."""
    try:
        return _read(data)
    except (struct.error, IndexError):
        raise damaged("文件不完整") from None


def _read(data: bytes) -> Png:
    if data[12:16] != b"IHDR" or data[8:12] != b"\0\0\0\x0d":
        raise damaged("没有图像头")
    width, height, depth, colour, packing, filtering, interlaced = struct.unpack_from(">IIBBBBB", data, 16)
    measured(width, height)
    if colour not in _TYPES or depth not in _TYPES[colour][1] or packing or filtering or interlaced > 1:
        raise damaged(f"图像头里写着不存在的类型（色彩 {colour}，{depth} 位）")
    kinds: list[bytes] = []
    pixels: list[bytes] = []
    for kind, content in chunks(data):
        if kind == b"IHDR" and kinds:
            raise damaged("有两个图像头")
        if kind == b"IDAT":
            if pixels and kinds[-1] != b"IDAT":
                raise damaged("图像数据不连续")
            if colour == 3 and b"PLTE" not in kinds:
                raise damaged("没有调色板")
            pixels.append(content)
        elif kind == b"PLTE" and (pixels or len(content) % 3 or not 3 <= len(content) <= 768):
            raise damaged("调色板不对")
        kinds.append(kind)
    if not pixels:
        raise damaged("没有图像数据")
    _check_rows(b"".join(pixels), _rows(width, height, depth * _TYPES[colour][0], bool(interlaced)))
    return Png(width, height, depth, colour, frozenset(kinds))


def without(data: bytes, kinds: frozenset[bytes]) -> bytes:
    """The file less its chunks of `kinds`; what stands after its end is left out, too."""
    return SIGNATURE + b"".join(
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in chunks(data)
        if kind not in kinds
    )


def chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and content of each, the end mark last. Raises UnusablePicture, struct.error where the file ends before."""
    position, kind = len(SIGNATURE), b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", data, position)
        end = position + 8 + length
        if zlib.crc32(data[position + 4 : end]) != struct.unpack_from(">I", data, end)[0]:
            raise damaged("校验不符")
        yield kind, data[position + 8 : end]
        position = end + 4


def _rows(width: int, height: int, bits: int, interlaced: bool) -> list[tuple[int, int]]:
    """(rows, bytes in each) of every pass that has any."""
    passes = _PASSES if interlaced else ((0, 0, 1, 1),)
    sizes = ((-(-(width - x) // step), -(-(height - y) // down)) for x, y, step, down in passes)
    return [(down, 1 + (across * bits + 7) // 8) for across, down in sizes if across > 0 and down > 0]


def _check_rows(packed: bytes, passes: list[tuple[int, int]]) -> None:
    """Every row is there, and begins with a filter that exists."""
    wanted = sum(rows * size for rows, size in passes)
    try:
        unpacked = zlib.decompressobj().decompress(packed, wanted)
    except zlib.error:
        raise damaged("图像数据解不开") from None
    if len(unpacked) < wanted:
        raise damaged("图像数据不完整")
    start = 0
    for rows, size in passes:
        end = start + rows * size
        if max(unpacked[start:end:size]) > 4:
            raise damaged("图像数据不对")
        start = end
