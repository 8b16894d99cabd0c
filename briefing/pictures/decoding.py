"""Pictures by Pillow: all kinds but plain PNG."""

from __future__ import annotations

import io
import os
import sys
import threading
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from briefing.pictures import colour, jpeg, png
from briefing.pictures.picture import MAX_PIXELS, PictureNote, SoundPicture, UnusablePicture, damaged, measured, undecodable

if TYPE_CHECKING:
    from PIL import Image
    from PIL.JpegImagePlugin import JpegImageFile
    from PIL.TiffImagePlugin import TiffImageFile

#: Of photographs that are written anew with other colours or on another grid of blocks; chroma is not thinned out.
QUALITY = 95
#: A baseline JPEG may be so large: it is read at half, a quarter or an eighth of its size, and never unpacked whole.
MAX_READ_SMALLER = 250_000_000
#: The longest side a JPEG can have.
_JPEG_SIDE = 65_500

_FORMATS = {"JPEG": ("JPEG", "MPO"), "WebP": ("WEBP",)}
#: How finely the components are sampled → Pillow's number for it.
_SUBSAMPLINGS: dict[tuple[tuple[int, int], ...], int] = {
    ((1, 1), (1, 1), (1, 1)): 0, ((2, 1), (1, 1), (1, 1)): 1, ((2, 2), (1, 1), (1, 1)): 2,
}  # fmt: skip
_ORIENTATION = 0x0112
#: What a PNG may tell beside its pixels; a profile by which nothing changes, or that cannot be read, is no use either.
_NOTES = frozenset((b"eXIf", b"iTXt", b"zTXt", b"tEXt", b"iCCP"))
#: TIFF: what a further image is (a smaller copy, a mask), and where a raw file keeps its real one.
_SUBFILE, _REDUCED, _MASK, _BITS, _PHOTOMETRIC = 254, 1, 4, 258, 262

_SETTINGS = threading.Lock()


def sound(data: bytes, kind: str, inks: bytes | None, upright: bool = True) -> SoundPicture:
    """`kind`: one of kinds.ACCEPTED; `inks`: the ICC profile of CMYK that brings none; `upright`: whether what a camera noted of
    its own turn counts. Raises UnusablePicture."""
    try:
        with _strict(), _silent(kind):
            if kind == "JPEG":
                return _jpeg(data, inks, upright)
            return _png(data, inks, upright) if kind == "PNG" else _other(data, kind, inks, upright)
    except UnusablePicture:
        raise
    except MemoryError:
        raise UnusablePicture("picture-size", "太大，内存不够", "请缩小后再用。") from None
    except Exception as error:  # decoders raise whatever a spoilt file makes them
        raise damaged(_reason(error)) from error


def _jpeg(data: bytes, inks: bytes | None, upright: bool) -> SoundPicture:
    found = jpeg.read(data)
    large = found.width * found.height > MAX_PIXELS and not found.progressive
    measured(found.width, found.height, MAX_READ_SMALLER if large else MAX_PIXELS)
    if found.precision != 8:
        raise undecodable(f"是 {found.precision} 位的 JPEG，不是一般图片用的")
    image = _open(data[: found.end], "JPEG")
    orientation = _orientation(image) if upright else 1
    if not jpeg.complete(data, found, _pixels):
        raise damaged("图像数据不完整，下面一截是灰的")
    if large:
        return _smaller(image, orientation, inks)
    if orientation == 1 and found.usual and colour.same(image):
        return SoundPicture("JPEG", found.width, found.height, jpeg.without_notes(data, found))
    image.load()
    made = colour.plain(image, inks)
    kept = made is image and _whole_blocks(found)
    made = _upright(made, orientation)
    if not kept:
        return _photograph(made)
    tables = {number: _turned(table, orientation) for number, table in cast("JpegImageFile", image).quantization.items()}
    across = tuple((down, wide) if orientation >= 5 else (wide, down) for wide, down in found.sampling)
    if made.mode != "L" and across not in _SUBSAMPLINGS:
        return _photograph(made)
    return _photograph(made, qtables=tables, subsampling=_SUBSAMPLINGS.get(across, 0))


def _whole_blocks(found: jpeg.Jpeg) -> bool:
    """Whether the picture can be turned on its own grid of blocks: coded with its own tables it then loses next to nothing."""
    wide, high = found.unit
    return not found.width % wide and not found.height % high


def _turned(table: Iterable[int], orientation: int) -> list[int]:
    """Of 64 steps, row by row, for blocks that are turned."""
    steps = list(table)
    return [steps[column * 8 + row] for row in range(8) for column in range(8)] if orientation >= 5 else steps


def _smaller(image: Image.Image, orientation: int, inks: bytes | None) -> SoundPicture:
    """A very large JPEG, decoded at a part of its size."""
    size = image.size
    part = next(part for part in (2, 4, 8) if size[0] * size[1] / part**2 <= MAX_PIXELS)
    image.draft(None, (-(-size[0] // part), -(-size[1] // part)))
    image.load()
    made = _photograph(_upright(colour.plain(image, inks), orientation))
    note = PictureNote(
        "picture-reduced",
        f"太大（{size[0]}×{size[1]} 像素），按 {made.width}×{made.height} 像素读入",
        "印出来看不出差别；想自己缩小，请用看图软件改好尺寸再放进来。",
    )
    return SoundPicture(made.format, made.width, made.height, made.data, (note,))


def _png(data: bytes, inks: bytes | None, upright: bool) -> SoundPicture:
    found = png.read(data)
    image = _open(data, "PNG")
    notes = _frames(image, "PNG")
    image.load()
    orientation = _orientation(image) if upright else 1
    if found.colour == 0 and found.depth < 8 and "transparency" in image.info:
        image = image.convert("L")  # Pillow widens the pixels but not the level that is clear
        image.info["transparency"] = image.info["transparency"] * 255 // (2**found.depth - 1)
    opaque = found.colour not in (4, 6) and b"tRNS" not in found.chunks
    managed = b"iCCP" in found.chunks and (found.colour == 3 or not colour.same(image))
    if orientation == 1 and found.depth <= 8 and opaque and not managed and not notes:
        return SoundPicture("PNG", found.width, found.height, png.without(data, _NOTES))
    return _drawing(_upright(colour.plain(image, inks), orientation), notes)


def _other(data: bytes, kind: str, inks: bytes | None, upright: bool) -> SoundPicture:
    image = _open(data, kind)
    measured(*image.size)
    tiff = cast("TiffImageFile", image) if kind == "TIFF" else None
    if tiff is not None:
        _usual(tiff)
    notes = _frames(image, kind)
    lossy = kind == "AVIF" or (kind == "WebP" and b"VP8L" not in data[:64]) or image.info.get("compression") == "jpeg"
    fax = _stretched(image)
    image.load()
    made = colour.plain(_upright(image, _orientation(image) if upright else 1), inks)
    if tiff is not None and tiff.mode.startswith("I;16") and tiff.tag_v2.get(_PHOTOMETRIC) == 0:
        made = made.point(lambda level: 255 - level)  # Pillow turns white-is-zero about for 8 bits and less
    if fax:
        made = made.resize((made.width, round(made.height * fax)))
    return _photograph(made, notes=notes) if lossy else _drawing(made, notes)


def _frames(image: Image.Image, kind: str) -> tuple[PictureNote, ...]:
    count = 1 if kind == "TIFF" else getattr(image, "n_frames", 1)
    if count <= 1:
        return ()
    image.seek(0)
    return (PictureNote("picture-frames", f"是 {count} 幅的动画，只用第一幅", "要用别的一幅，请用看图软件另存为 PNG。"),)


def _usual(image: TiffImageFile) -> None:
    """Refuse a TIFF of several pages, a camera's raw file, of which only the preview could be read, and one of 12 bits."""
    if 12 in image.tag_v2.get(_BITS, ()):
        raise undecodable("是 12 位的 TIFF，不是一般图片用的")
    head = image.tag_v2.prefix[:2] + cast(io.BytesIO, image.fp).getvalue()[8:10]
    if int(image.tag_v2.get(_SUBFILE, 0)) & _REDUCED or head == b"IICR":
        raise undecodable("是相机的原始（RAW）照片")
    pages = 0
    for number in range(image.n_frames):
        image.seek(number)
        pages += not int(image.tag_v2.get(_SUBFILE, 0)) & (_REDUCED | _MASK)
    image.seek(0)
    if pages > 1:
        raise undecodable(f"是 {pages} 页的 TIFF，不知道用哪一页")


def _stretched(image: Image.Image) -> float:
    """Of a fax, whose dots are higher than wide: by how much. 0: dots are square."""
    if image.format != "TIFF" or image.mode != "1":
        return 0.0
    across, down = (float(edge) for edge in image.info.get("dpi", (0, 0)))
    return across / down if down and 1.5 < across / down < 2.5 else 0.0


def _open(data: bytes, kind: str) -> Image.Image:
    from PIL import Image, UnidentifiedImageError

    try:
        return Image.open(io.BytesIO(data), formats=_FORMATS.get(kind, (kind.upper(),)))
    except UnidentifiedImageError:
        raise damaged("文件头不对，或文件不完整") from None


def _pixels(data: bytes, coarse: bool) -> bytes:
    """Of a JPEG; `coarse`: a pixel for every block."""
    image = _open(data, "JPEG")
    if coarse:
        image.draft(None, (1, 1))
    pixels: bytes = image.tobytes()
    return pixels


def _orientation(image: Image.Image) -> int:
    """As EXIF has it, 1–8; 1 where it says nothing, or nothing that can be read."""
    try:
        found = image.getexif().get(_ORIENTATION, 1)
    except Exception:  # whatever a spoilt block makes the reader raise; other programs show the picture as it lies
        return 1
    return found if isinstance(found, int) and 1 <= found <= 8 else 1


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT, 3: Transpose.ROTATE_180, 4: Transpose.FLIP_TOP_BOTTOM, 5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270, 7: Transpose.TRANSVERSE, 8: Transpose.ROTATE_90,
    }  # fmt: skip
    if orientation not in turns:
        return image
    turned, turned_info = image.transpose(turns[orientation]), image.info
    turned.info = turned_info
    return turned


def _photograph(image: Image.Image, notes: tuple[PictureNote, ...] = (), **coding: object) -> SoundPicture:
    if max(image.size) > _JPEG_SIDE:
        return _drawing(image, notes)
    return _written(image, "JPEG", notes, **(coding or {"quality": QUALITY, "subsampling": 0}))


def _drawing(image: Image.Image, notes: tuple[PictureNote, ...] = ()) -> SoundPicture:
    return _written(image, "PNG", notes)


def _written(image: Image.Image, format: str, notes: tuple[PictureNote, ...], **coding: object) -> SoundPicture:
    """Its pixels and nothing else: Pillow would write what `info` holds."""
    clean = image.copy()
    clean.info = {}
    if clean.convert("L").getextrema() == (255, 255):
        hint = "透明底的白色图案请换成深色的，或另存为带底色的图片。"
        notes = (*notes, PictureNote("picture-blank", "全是白的，印在纸上看不见", hint))
    out = io.BytesIO()
    clean.save(out, format, **coding)
    width, height = clean.size
    return SoundPicture(format, width, height, out.getvalue(), notes)


@contextmanager
def _strict() -> Iterator[None]:
    """Pillow without leniency (WeasyPrint asks it to fill up what is missing) and without a size limit of its own."""
    from PIL import Image, ImageFile

    with _SETTINGS, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        before = ImageFile.LOAD_TRUNCATED_IMAGES, Image.MAX_IMAGE_PIXELS
        ImageFile.LOAD_TRUNCATED_IMAGES, Image.MAX_IMAGE_PIXELS = False, None
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES, Image.MAX_IMAGE_PIXELS = before


@contextmanager
def _silent(kind: str) -> Iterator[None]:
    """libtiff writes what it thinks of a spoilt file on the terminal, past Python; the finding says it in its place."""
    if kind != "TIFF":
        yield
        return
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _reason(error: Exception) -> str:
    if "truncated" in str(error).lower():
        return "文件不完整"
    said = " ".join(str(error).split())[:80] or type(error).__name__
    return f"解不开（{said}）"
