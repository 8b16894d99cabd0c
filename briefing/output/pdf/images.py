"""Pictures as image objects: the data of a JPEG, or of a PNG's rows, as they lie in the file (ISO 32000-1 §8.9)."""

from __future__ import annotations

import struct
from collections.abc import Mapping

import pydyf

from briefing.output.pdf.deflate import stream
from briefing.pictures import SoundPicture
from briefing.pictures.png import chunks

_SPACES = {1: "/DeviceGray", 3: "/DeviceRGB"}


def image(picture: SoundPicture) -> pydyf.Stream:
    """The image of a sound picture: 8 bits or fewer, grey, RGB or a palette, opaque."""
    extra = {"Type": "/XObject", "Subtype": "/Image", "Width": picture.width, "Height": picture.height}
    if picture.format == "JPEG":
        return pydyf.Stream(
            [picture.data],
            {**extra, "ColorSpace": _SPACES[_components(picture.data)], "BitsPerComponent": 8, "Filter": "/DCTDecode"},
        )
    return _png(picture, extra)


def _components(jpeg: bytes) -> int:
    """Of the frame (ITU-T T.81 §B.2.2)."""
    at = 2
    while True:
        marker, length = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4])
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return jpeg[at + 9]
        at += 2 + length if marker not in (0xFF, 0x01) and not 0xD0 <= marker <= 0xD8 else 1 if marker == 0xFF else 2


def _png(picture: SoundPicture, extra: Mapping[str, object]) -> pydyf.Stream:
    found: dict[bytes, bytes] = {}
    for kind, body in chunks(picture.data):
        found[kind] = found.get(kind, b"") + body
    _, _, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", found[b"IHDR"])
    if interlaced:
        return _decoded(picture, extra)
    channels = 3 if colour == 2 else 1
    space: str | pydyf.Array = _SPACES[channels]
    if colour == 3:
        palette = found[b"PLTE"]
        space = pydyf.Array(["/Indexed", "/DeviceRGB", len(palette) // 3 - 1, f"<{palette.hex()}>"])
    rows = pydyf.Dictionary({"Predictor": 15, "Colors": channels, "BitsPerComponent": depth, "Columns": picture.width})
    return pydyf.Stream(
        [found[b"IDAT"]],
        {**extra, "ColorSpace": space, "BitsPerComponent": depth, "Filter": "/FlateDecode", "DecodeParms": rows},
    )


def _decoded(picture: SoundPicture, extra: Mapping[str, object]) -> pydyf.Stream:
    """The rows of an interlaced picture, in their order."""
    import io

    from PIL import Image

    with Image.open(io.BytesIO(picture.data)) as opened:
        grey = opened.mode in ("1", "L")
        pixels = opened.convert("L" if grey else "RGB").tobytes()
    space = _SPACES[1 if grey else 3]
    return stream(pixels, {**extra, "ColorSpace": space, "BitsPerComponent": 8})
