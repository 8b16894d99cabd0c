"""JPEG (ITU-T T.81): its segments and scans, and whether all that is promised is there. Without decoding a pixel."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from dataclasses import field

from briefing.core.records import dataclass
from briefing.pictures.picture import damaged

#: Start-of-frame markers: C0–CF without DHT (C4), JPG (C8) and DAC (CC).
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
#: Markers without a segment: TEM, RST0–7, SOI.
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})
_SCAN, _END, _ADOBE, _INTERVAL = 0xDA, 0xD9, 0xEE, 0xDD
_RESTART = re.compile(rb"\xff[\xd0-\xd7]")
#: What a scan holds: anything but a marker that is neither a stuffed FF nor a restart.
_MARKER = re.compile(rb"\xff(?![\x00\xff\xd0-\xd7])")
#: Segments that stay where a file is sound: JFIF, ICC profile, Adobe's colour transform.
_KEPT = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", _ADOBE: b"Adobe"}

#: As much as any scan needs that ends early, and no marker in it.
_FILLING = b"\xaa\xfe\x55" * 21_000
#: Up to so many pixels are compared one by one.
_FINE = 1_000_000


@dataclass(slots=True)
class Jpeg:
    """`frame`: the marker of its process; `scans`: (first, past the last) byte of the data of each; `segments`: (marker, first,
    past the last) of all others; `end`: past its end mark."""

    frame: int = 0
    precision: int = 0
    width: int = 0
    height: int = 0
    components: tuple[int, ...] = ()  # identifiers
    sampling: tuple[tuple[int, int], ...] = ()
    transform: int | None = None  # Adobe's
    interval: int = 0  # blocks between two restarts; 0: there are none
    scans: list[tuple[int, int]] = field(default_factory=list)
    segments: list[tuple[int, int, int]] = field(default_factory=list)
    end: int = 0
    #: component → coefficient → bits that are still to come
    missing: dict[int, list[int]] = field(default_factory=dict)

    @property
    def progressive(self) -> bool:
        return self.frame in (0xC2, 0xC6, 0xCA, 0xCE)

    @property
    def usual(self) -> bool:
        """Whether every reader takes it, and for the same colours: 8 bits, Huffman, grey or YCbCr."""
        plain = self.frame in (0xC0, 0xC1, 0xC2) and self.precision == 8
        if len(self.components) == 3:
            return plain and self.transform in (None, 1) and self.components != tuple(b"RGB")
        return plain and len(self.components) == 1 and self.sampling == ((1, 1),)

    @property
    def unit(self) -> tuple[int, int]:
        """Width and height of the block that is coded together, in pixels."""
        return 8 * max(across for across, _ in self.sampling), 8 * max(down for _, down in self.sampling)


def read(data: bytes) -> Jpeg:
    """Raises UnusablePicture for a file that ends early, or whose parts contradict each other."""
    try:
        return _read(data)
    except (struct.error, IndexError):
        raise damaged("文件不完整") from None


def _read(data: bytes) -> Jpeg:
    found, position = Jpeg(), 2
    while True:
        if data[position] != 0xFF:
            raise damaged("段落标记不对")
        start = position
        while data[position] == 0xFF:
            position += 1
        marker = data[position]
        position += 1
        if marker in _BARE:
            continue
        if marker == _END:
            found.end = position
            break
        (length,) = struct.unpack_from(">H", data, position)
        content, position = data[position + 2 : position + length], position + length
        found.segments.append((marker, start, position))
        if marker in _FRAMES:
            _frame(found, marker, content)
        elif marker == _ADOBE and content.startswith(b"Adobe") and len(content) >= 12:
            found.transform = content[11]
        elif marker == _INTERVAL:
            (found.interval,) = struct.unpack_from(">H", content)
        elif marker == _SCAN:
            _scan(found, content)
            following = _MARKER.search(data, position)
            if following is None:
                raise damaged("文件不完整")
            if len(_RESTART.findall(data, position, following.start())) < _restarts(found, content):
                raise damaged("图像数据不完整")
            found.scans.append((position, following.start()))
            position = following.start()
    if not found.frame:
        raise damaged("没有图像尺寸")
    if any(bits for left in found.missing.values() for bits in left):
        raise damaged("图像数据不完整")
    return found


def _frame(found: Jpeg, marker: int, content: bytes) -> None:
    if found.frame:
        raise damaged("有两个图像头")
    precision, height, width, count = struct.unpack_from(">BHHB", content)
    if not height or not width:
        raise damaged("宽或高为零")
    parts = [content[6 + 3 * index : 9 + 3 * index] for index in range(count)]
    found.frame, found.precision, found.width, found.height = marker, precision, width, height
    found.components = tuple(part[0] for part in parts)
    found.sampling = tuple((part[1] >> 4, part[1] & 15) for part in parts)
    found.missing = {component: [1 << 8] * (64 if found.progressive else 1) for component in found.components}


def _scan(found: Jpeg, content: bytes) -> None:
    """Note which coefficients of which components it brings, to which bit."""
    count = content[0]
    first, last, approximation = struct.unpack_from(">BBB", content, 1 + 2 * count)
    if not found.progressive:
        first = last = approximation = 0
    for index in range(count):
        left = found.missing.get(content[1 + 2 * index])
        if left is None or last >= len(left):
            raise damaged("扫描与图像头不符")
        left[first : last + 1] = [approximation & 15] * (last + 1 - first)


def _restarts(found: Jpeg, content: bytes) -> int:
    """How many restart marks the scan has."""
    if not found.interval:
        return 0
    most: list[int] = [max(factor) for factor in zip(*found.sampling, strict=True)]
    if content[0] == 1:  # one component: its own blocks, one by one
        wide, high = found.sampling[found.components.index(content[1])]
        across, down = -(-found.width * wide // most[0]), -(-found.height * high // most[1])
        blocks = -(-across // 8) * -(-down // 8)
    else:
        blocks = -(-found.width // (8 * most[0])) * -(-found.height // (8 * most[1]))
    return int(-(-blocks // found.interval)) - 1


def complete(data: bytes, found: Jpeg, decode: Callable[[bytes, bool], bytes]) -> bool:
    """Whether every scan reaches its last block. Decoders fill up a scan that ends early with grey and say nothing; but one
    that lacks nothing never looks at what is added after it. `decode`: pixels of a file, coarse ones where the second is true:
    of a large one, of which no more than a part of its last block can go unnoticed then."""
    filled, last = bytearray(), 0
    for _, end in found.scans:
        filled += data[last:end] + _FILLING
        last = end
    filled += data[last : found.end]
    coarse = not found.progressive and found.width * found.height > _FINE
    return decode(data[: found.end], coarse) == decode(bytes(filled), coarse)


def without_notes(data: bytes, found: Jpeg) -> bytes:
    """The file less what a camera or an editor noted in it (place, time, device, a preview), and less what follows its end."""
    kept, last = bytearray(), 0
    for marker, start, end in found.segments:
        note = 0xE0 <= marker <= 0xEF or marker == 0xFE
        if note and not (marker in _KEPT and _KEPT[marker] in data[start : start + 16]):
            kept += data[last:start]
            last = end
    return bytes(kept + data[last : found.end])
