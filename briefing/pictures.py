"""Format and size of a picture from its own structure, without decoding a pixel. Pure.

PNG chunks are walked with their checksums and JPEG segments to the end marker, so a truncated or damaged
file is found here, at its source line, and not by a renderer that leaves the picture out. The pixel limit
is checked before anything is unpacked.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

from briefing.errors import Diagnostic, InputError, Span

#: A4 at 600 dpi has 35 million pixels; a renderer unpacks each into 4 bytes.
MAX_PIXELS = 40_000_000

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
#: Start-of-frame markers: C0–CF without DHT (C4), JPG (C8) and DAC (CC).
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
#: Markers without a segment: TEM, RST0–7, SOI.
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})
_OTHERS = {
    b"GIF8": "GIF",
    b"BM": "BMP",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
    b"RIFF": "WebP",
    b"%PDF": "PDF",
    b"<svg": "SVG",
    b"<?xml": "SVG",
}


@dataclass(frozen=True, slots=True)
class PictureInfo:
    """`format` is "PNG" or "JPEG"; sizes in pixels."""

    format: str
    width: int
    height: int


class _Spoilt(Exception):
    """What is wrong with the file, in Chinese."""


def probe(data: bytes, path: str, span: Span | None = None) -> PictureInfo:
    """Format and size. Raises InputError at `span` for another format, a damaged file or more than
    MAX_PIXELS."""
    try:
        if data.startswith(_PNG):
            info = PictureInfo("PNG", *_png_size(data))
        elif data.startswith(_JPEG):
            info = PictureInfo("JPEG", *_jpeg_size(data))
        else:
            kind = next((name for magic, name in _OTHERS.items() if data.startswith(magic)), "")
            raise InputError(
                Diagnostic(
                    "picture-format",
                    f"图片 {path} 不是 PNG 或 JPEG" + (f"，而是 {kind}" if kind else ""),
                    span,
                    "请用图片软件另存为 PNG 或 JPEG，只改扩展名没有用。",
                )
            )
    except (_Spoilt, struct.error, IndexError) as error:
        reason = str(error) if isinstance(error, _Spoilt) else "文件不完整"
        raise InputError(
            Diagnostic("picture-damaged", f"图片 {path} 已损坏：{reason}", span, "请重新导出或复制这张图片。")
        ) from None
    if info.width * info.height > MAX_PIXELS:
        raise InputError(
            Diagnostic(
                "picture-size",
                f"图片 {path} 太大：{info.width}×{info.height} 像素，最多 {MAX_PIXELS // 10_000} 万像素",
                span,
                "请缩小后再用；按 A4 满版 300 dpi 印刷，2480×3508 像素已足够。",
            )
        )
    return info


def _png_size(data: bytes) -> tuple[int, int]:
    """Width and height from IHDR, after the size check has read only it: checksums follow for sane sizes."""
    if data[12:16] != b"IHDR":
        raise _Spoilt("没有图像头")
    width, height = struct.unpack_from(">II", data, 16)
    if not width or not height:
        raise _Spoilt("宽或高为零")
    if width * height > MAX_PIXELS:
        return width, height
    position, pixels = len(_PNG), False
    while True:
        length, kind = struct.unpack_from(">I4s", data, position)
        end = position + 8 + length
        if zlib.crc32(data[position + 4 : end]) != struct.unpack_from(">I", data, end)[0]:
            raise _Spoilt("校验不符")
        pixels = pixels or kind == b"IDAT"
        if kind == b"IEND":
            break
        position = end + 4
    if not pixels:
        raise _Spoilt("没有图像数据")
    return width, height


def _jpeg_size(data: bytes) -> tuple[int, int]:
    """Width and height from the frame header; the scan must reach an end marker."""
    position, size = 2, None
    while True:
        if data[position] != 0xFF:
            raise _Spoilt("段落标记不对")
        while data[position] == 0xFF:
            position += 1
        marker = data[position]
        position += 1
        if marker in _BARE:
            continue
        (length,) = struct.unpack_from(">H", data, position)
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", data, position + 3)
            size = (width, height)
        position += length
        if marker == 0xDA:
            break
    if size is None or not all(size):
        raise _Spoilt("没有图像尺寸")
    if data.rfind(b"\xff\xd9", position) < 0:
        raise _Spoilt("文件不完整")
    return size
