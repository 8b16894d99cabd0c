"""What a picture looks like from far away: enough to tell whether two files show the same one, the right way up.

The sources are decoded here by the rules of their formats, not by `briefing.pictures`: a mistake there is a mistake here, too.
"""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    from PIL import Image
    from PIL.TiffImagePlugin import TiffImageFile

#: Cells of a look in each direction.
SIDE = 16
#: A decoder may give a JPEG smaller than it is, which is quicker, but not below this.
_ENOUGH = 8 * SIDE
_ORIENTATION = 0x0112

#: Distance (of 255) of two looks of one picture: scaling, coding and rounding stay below.
_ALIKE = 16.0
#: Below, two looks are the same, whatever way up; above, another way up that is twice as near is what is seen.
_SAME = 4.0


class Unseen(ValueError):
    """It cannot be decoded."""


class PictureLook(NamedTuple):
    """`ratio` of width to height; `cells`: RGB, row by row."""

    ratio: float
    cells: bytes


def of_source(data: bytes, inks: bytes | None = None) -> PictureLook:
    """Of a picture file as its author sees it: turned as EXIF says, by its profile, on white paper. `inks`: the ICC profile of
    CMYK that brings none. Raises Unseen."""
    return _look(data, True, inks)


def of_file(data: bytes) -> PictureLook:
    """Of a picture file as programs show it that know nothing of EXIF. Raises Unseen."""
    return _look(data, False, None)


def of_pixels(image: Image.Image, ratio: float) -> PictureLook:
    """Of a Pillow image in RGB that is drawn in that `ratio`."""
    from PIL.Image import Resampling

    return PictureLook(ratio, image.resize((SIDE, SIDE), Resampling.BOX).tobytes())


def unlike(found: PictureLook, wanted: PictureLook, precision: float = 0.002) -> str:
    """How `found` departs from `wanted`, in Chinese; "" where it does not. `precision`: how exactly the width of the found one
    is known for a height of 1, beside one in a hundred."""
    if abs(found.ratio - wanted.ratio) > 0.01 * wanted.ratio + precision * (1 + wanted.ratio):
        return f"长宽比是 {found.ratio:.3g}，原图是 {wanted.ratio:.3g}，变形了"
    straight = _distance(found.cells, wanted.cells)
    nearest = min((_distance(found.cells, cells) for cells in _turned(wanted.cells)), default=straight)
    if straight > _SAME and nearest < straight / 2:
        return "方向与原图不同（转了，或左右、上下颠倒）"
    if straight > _ALIKE:
        return "与原图不是同一幅，或颜色不对"
    return ""


def _look(data: bytes, upright: bool, inks: bytes | None) -> PictureLook:
    from PIL import Image, ImageOps

    limit, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None  # the reader has seen to the size
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image: Image.Image = Image.open(io.BytesIO(data))
            width, height = (float(side) for side in image.size)
            if image.format in ("JPEG", "MPO"):
                image.draft(None, (_ENOUGH, _ENOUGH))
            image.load()
            if image.format == "PNG" and data[24] < 8 and data[25] == 0 and "transparency" in image.info:
                image = image.convert("L")
                image.info["transparency"] *= 255 // (2 ** data[24] - 1)  # Pillow gives it in the bits of the file
            if upright:
                turned = _turned_by_exif(image)
                height *= _stretch(image)
                image = ImageOps.exif_transpose(image) if turned else image
                width, height = (height, width) if turned >= 5 else (width, height)
            return of_pixels(_rgb(image, inks), width / height)
    except Exception as error:  # decoders raise whatever a spoilt file makes them
        raise Unseen(str(error)) from error
    finally:
        Image.MAX_IMAGE_PIXELS = limit


def _turned_by_exif(image: Image.Image) -> int:
    """2–8; 0 where it lies as it should, or where nobody can read how it lies."""
    try:
        found = image.getexif().get(_ORIENTATION, 1)
    except Exception:
        return 0
    return found if found in range(2, 9) else 0


def _stretch(image: Image.Image) -> float:
    """How much higher than wide the dots of a fax are."""
    if image.format != "TIFF" or image.mode != "1":
        return 1.0
    across, down = (float(edge) for edge in image.info.get("dpi", (1, 1)))
    return across / down if down and 1.5 < across / down < 2.5 else 1.0


def _rgb(image: Image.Image, inks: bytes | None) -> Image.Image:
    """In sRGB on white paper."""
    from PIL import Image

    profile = image.info.get("icc_profile")
    if image.mode.startswith("I;16"):
        image = _eight_bits(image)
    clear = image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info
    solid = image.convert("RGBA").getchannel("A") if clear else None
    if image.mode not in ("L", "RGB", "CMYK", "LAB"):
        image = image.convert("L" if image.mode in ("1", "LA", "La") else "RGB")
    for known in (profile, inks if image.mode == "CMYK" else None):
        if known or image.mode == "LAB":
            image = _by_profile(image, known)
    image = image.convert("RGB")
    return Image.composite(image, Image.new("RGB", image.size, "white"), solid) if solid is not None else image


def _by_profile(image: Image.Image, profile: bytes | None) -> Image.Image:
    """`profile` None: of CIELAB itself. As it is where the profile is not for these colours, or is none."""
    from PIL import ImageCms

    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile)) if profile else ImageCms.createProfile("LAB")
        made = ImageCms.profileToProfile(
            image, own, ImageCms.createProfile("sRGB"), ImageCms.Intent.RELATIVE_COLORIMETRIC, "RGB",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )  # fmt: skip
        return image if made is None else made
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image


def _eight_bits(image: Image.Image) -> Image.Image:
    """16 bits of grey, in a TIFF perhaps with white as zero, in a PNG perhaps with a level that is clear."""
    from PIL import Image, ImageMath

    wide = image.convert("I")
    grey = wide.point(lambda level: level * (1 / 257)).convert("L")
    if image.format == "TIFF" and cast("TiffImageFile", image).tag_v2.get(262) == 0:
        return grey.point(lambda level: 255 - level)
    clear = image.info.get("transparency")
    if isinstance(clear, int):
        solid = ImageMath.lambda_eval(lambda names: names["convert"]((names["wide"] != clear) * 255, "L"), wide=wide)
        return Image.merge("LA", (grey, solid))
    return grey


def _distance(one: bytes, other: bytes) -> float:
    """Root mean square, of 255."""
    return float((sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) / len(one)) ** 0.5)


def _turned(cells: bytes) -> list[bytes]:
    """The seven other ways to lay it on the page."""
    from PIL import Image

    image = Image.frombytes("RGB", (SIDE, SIDE), cells)
    return [image.transpose(turn).tobytes() for turn in Image.Transpose]
