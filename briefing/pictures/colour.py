"""A mode and profile of Pillow's → "L" or "RGB": 8 bits, grey or sRGB, on white paper."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from briefing.pictures.picture import undecodable

if TYPE_CHECKING:
    from PIL import Image
    from PIL._imagingcms import CmsProfile
    from PIL.ImageCms import ImageCmsProfile, ImageCmsTransform

#: A profile by which no colour moves further (of 255) is sRGB, or as good as that.
_SAME = 4
_WITH_ALPHA = ("RGBA", "LA", "PA", "RGBa", "La")


def plain(image: Image.Image, inks: bytes | None) -> Image.Image:
    """`image`, loaded, in mode "L" or "RGB". `inks`: the ICC profile of CMYK that brings none. Raises UnusablePicture for kinds
    of numbers that no picture for print has. Where nothing is to be done the same object comes back."""
    if image.mode.startswith("I;16"):
        image = _eight_bits(image)
    alpha = None
    if image.mode in _WITH_ALPHA or "transparency" in image.info:
        grey = image.mode in ("L", "LA", "La", "1")
        profile = image.info.get("icc_profile")
        image = image.convert("RGBA")
        alpha = image.getchannel("A")
        image = image.convert("L" if grey else "RGB")
        image.info = {"icc_profile": profile} if profile else {}
    image = _managed(image, inks)
    return image if alpha is None or alpha.getextrema() == (255, 255) else _on_paper(image, alpha)


def same(image: Image.Image) -> bool:
    """Whether the profile of `image`, in mode "L" or "RGB", leaves its colours where they are."""
    transform = _transform(image, None)
    if transform is None:
        return True
    from PIL import Image

    steps = range(0, 256, 15)
    if image.mode == "L":
        levels = bytes(steps)
        made = Image.frombytes("L", (len(levels), 1), levels)
        wanted = made.convert("RGB").tobytes()
    else:
        wanted = bytes(value for red in steps for green in steps for blue in steps for value in (red, green, blue))
        made = Image.frombytes("RGB", (len(wanted) // 3, 1), wanted)
    found = transform.apply(made).tobytes()
    return all(abs(one - other) <= _SAME for one, other in zip(found, wanted, strict=True))


def _eight_bits(image: Image.Image) -> Image.Image:
    """16 bits of grey as 8, a transparent level as an alpha channel."""
    from PIL import Image, ImageMath

    clear = image.info.get("transparency")
    profile = image.info.get("icc_profile")
    wide = image.convert("I")
    made = wide.point(lambda level: level * (1 / 257) + 0.5).convert("L")
    if isinstance(clear, int):
        solid = ImageMath.lambda_eval(lambda names: names["convert"]((names["wide"] != clear) * 255, "L"), wide=wide)
        made = Image.merge("LA", (made, solid))
    made.info = {"icc_profile": profile} if profile else {}
    return made


def _managed(image: Image.Image, inks: bytes | None) -> Image.Image:
    """In sRGB, by the picture's own profile where it has one that is meant for it."""
    if image.mode == "1":
        return image.convert("L")
    if image.mode in ("P", "YCbCr"):
        profile = image.info.get("icc_profile")
        image = image.convert("RGB")
        image.info = {"icc_profile": profile} if profile else {}
    if image.mode in ("L", "RGB") and same(image):
        return image
    transform = _transform(image, inks)
    if transform is not None:
        made: Image.Image = transform.apply(image)
        return made.getchannel("G") if image.mode == "L" else made
    if image.mode == "CMYK":
        return image.convert("RGB")
    raise undecodable(f"的每个像素是 32 位的数（{image.mode}），不是一般的图片")


_SPACES = {"L": "GRAY", "RGB": "RGB ", "CMYK": "CMYK", "LAB": "Lab "}


def _transform(image: Image.Image, inks: bytes | None) -> ImageCmsTransform | None:
    """To sRGB; None where there is no profile that fits the picture's numbers."""
    from PIL import ImageCms

    if image.mode == "LAB":
        return _to_srgb(ImageCms.createProfile("LAB"), "LAB")
    for data in (image.info.get("icc_profile"), inks if image.mode == "CMYK" else None):
        try:
            profile = ImageCms.getOpenProfile(io.BytesIO(data)) if data else None
            if profile is not None and profile.profile.xcolor_space == _SPACES.get(image.mode):
                return _to_srgb(profile, image.mode)
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            continue  # a profile that cannot be read says nothing
    return None


def _to_srgb(profile: ImageCmsProfile | CmsProfile, mode: str) -> ImageCmsTransform:
    from PIL import ImageCms

    return ImageCms.buildTransform(
        profile, ImageCms.createProfile("sRGB"), mode, "RGB",
        ImageCms.Intent.RELATIVE_COLORIMETRIC, ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )  # fmt: skip


def _on_paper(image: Image.Image, alpha: Image.Image) -> Image.Image:
    from PIL import Image

    return Image.composite(image, Image.new(image.mode, image.size, "white"), alpha)
