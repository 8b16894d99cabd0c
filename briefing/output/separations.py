"""Pictures as the press wants them: grey, or in its CMYK; never RGB."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Any

from briefing.pictures import SoundPicture


def separated(picture: SoundPicture, profile: bytes | None) -> Any:
    """The Pillow image to be printed: of a picture without colour its grey, which takes black alone; of others the separation by
    the ICC `profile` of the press, or their grey without one."""
    from PIL import Image

    with Image.open(io.BytesIO(picture.data)) as opened:
        opened.load()
        if opened.mode in ("1", "L"):
            return opened
        colors = opened.convert("RGB")
    red, green, blue = colors.split()
    if red.tobytes() == green.tobytes() == blue.tobytes():
        return red
    if profile is None:
        return colors.convert("L")
    from PIL import ImageCms

    return ImageCms.applyTransform(colors, _transform(profile))


@lru_cache(maxsize=1)
def _transform(profile: bytes) -> Any:
    from PIL import ImageCms

    return ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"), ImageCms.getOpenProfile(io.BytesIO(profile)), "RGB", "CMYK",
        ImageCms.Intent.RELATIVE_COLORIMETRIC, ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )  # fmt: skip
