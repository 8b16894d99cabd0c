"""Whether a picture's data is enough for its size, where that can be told without decoding the picture."""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pikepdf

_CHANNELS = {"DeviceGray": 1, "CalGray": 1, "DeviceRGB": 3, "CalRGB": 3, "Lab": 3, "DeviceCMYK": 4, "Separation": 1}
_CHUNK = 1 << 20


def missing(item: pikepdf.Object, space: str, inks: Collection[str], bits: int) -> bool:
    """Whether there is less of it than its pixels take (ISO 32000-1 §8.9.5.2). `space`, `inks`: as `color_spaces.family` says."""
    import pikepdf

    if not isinstance(item, pikepdf.Stream):
        return False
    drawn_in = item.get("/ColorSpace")
    indexed = isinstance(drawn_in, pikepdf.Array) and str(drawn_in[0]) in ("/Indexed", "/I")
    channels = 1 if indexed else _channels(space, inks)
    if channels is None:
        return False
    needed = (int(item.Width) * channels * bits + 7) // 8 * int(item.Height)
    packing: pikepdf.Object | list[object] = item.get("/Filter", [])
    names = [str(packing)] if isinstance(packing, pikepdf.Name) else [str(each) for each in packing]
    if names and names != ["/FlateDecode"]:
        return False
    data = item.read_raw_bytes()
    return _inflated(data, needed) < needed if names else len(data) < needed


def _channels(space: str, inks: Collection[str]) -> int | None:
    if space == "DeviceN":
        return len(inks)
    if space.startswith("ICCBased"):
        return int(space.removeprefix("ICCBased"))
    return 1 if space == "ImageMask" else _CHANNELS.get(space)


def _inflated(data: bytes, enough: int) -> int:
    """How many bytes it unpacks to, as far as it can be unpacked; `enough` are counted, none is kept."""
    unpacker = zlib.decompressobj()
    found, left = 0, data
    with contextlib.suppress(zlib.error):
        while found < enough and (left or not unpacker.eof):
            piece = unpacker.decompress(left, _CHUNK)
            left = unpacker.unconsumed_tail
            found += len(piece)
            if not piece and not left:
                break
    return found
