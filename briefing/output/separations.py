"""Pictures as the press wants them: grey, or in its CMYK; never RGB."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from briefing.core.records import dataclass
from briefing.output.palette import BLACK, PROCESS
from briefing.pictures import SoundPicture

if TYPE_CHECKING:
    from PIL import Image
    from PIL.ImageCms import ImageCmsTransform

#: JPEG quality of photographs that were JPEG before; chroma is not thinned out.
_QUALITY = 95
#: Pixels that are reckoned with at a time.
_BAND = 1_000_000


@dataclass(frozen=True, slots=True)
class Separated:
    """One picture. `mode` "L" or "CMYK"; `data` a JPEG where it was one before (CMYK upside down, as Pillow and Photoshop write
    it), else rows of pixels, and b"" for a file that is grey already. `inks`: ink → mean amount (0–1)."""

    mode: str
    data: bytes
    inks: Mapping[str, float]


class Separations:
    """The pictures of one job, each separated once: by the ICC `profile` of the press, or into grey without one. No place of one
    takes more ink than `limit`, per cent: profiles are made for one paper, and a job may be on another."""

    def __init__(self, profile: bytes | None, limit: float = 400.0) -> None:
        self._profile, self._limit = profile, limit
        self._made: dict[bytes, Separated] = {}

    def of(self, picture: SoundPicture) -> Separated:
        found = self._made.get(picture.data)
        if found is None:
            found = self._made[picture.data] = self._separated(picture)
        return found

    def _separated(self, picture: SoundPicture) -> Separated:
        from PIL import Image, ImageStat

        with Image.open(io.BytesIO(picture.data)) as opened:
            opened.load()
            if opened.mode in ("1", "L"):
                return Separated("L", b"", {BLACK: 1 - ImageStat.Stat(opened.convert("L")).mean[0] / 255})
            pixels = self._plates(opened.convert("RGB"))
        means = [mean / 255 for mean in ImageStat.Stat(pixels).mean]
        inks = dict(zip(PROCESS, means, strict=True)) if pixels.mode == "CMYK" else {BLACK: 1 - means[0]}
        if picture.format != "JPEG":
            return Separated(pixels.mode, pixels.tobytes(), inks)
        buffer = io.BytesIO()
        pixels.save(buffer, "JPEG", quality=_QUALITY, subsampling=0)
        return Separated(pixels.mode, buffer.getvalue(), inks)

    def _plates(self, colors: Image.Image) -> Image.Image:
        """What has no colour takes black alone, whatever the profile would make of it."""
        red, green, blue = colors.split()
        if red.tobytes() == green.tobytes() == blue.tobytes():
            return red
        if self._profile is None:
            return colors.convert("L")
        return limited(self._transform.apply(colors), round(self._limit * 2.55))

    @cached_property
    def _transform(self) -> ImageCmsTransform:
        from PIL import ImageCms

        assert self._profile is not None
        return ImageCms.buildTransform(
            ImageCms.createProfile("sRGB"), ImageCms.getOpenProfile(io.BytesIO(self._profile)), "RGB", "CMYK",
            ImageCms.Intent.RELATIVE_COLORIMETRIC, ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )  # fmt: skip


def limited(plates: Image.Image, limit: int) -> Image.Image:
    """Where the sum of all inks (255: full) is over `limit`, colour gives way to what black leaves of it, in proportion."""
    from PIL import Image, ImageMath, ImageStat

    if sum(most for _, most in ImageStat.Stat(plates).extrema) <= limit:
        return plates
    height = max(1, _BAND // plates.width)
    for top in range(0, plates.height, height):
        box = (0, top, plates.width, min(top + height, plates.height))
        *colors, black = plates.crop(box).split()
        named = dict(zip("cmyk", (*colors, black), strict=True))

        def kept(parts: dict[str, Any], name: str = "c") -> ImageMath._Operand:
            colored = parts["c"] + parts["m"] + parts["y"]
            over = parts["max"](colored + parts["k"] - limit, 0)
            less = parts["max"](parts[name] - (parts[name] * over + colored) / parts["max"](colored, 1), 0)
            made: ImageMath._Operand = parts["convert"](
                parts["min"](parts[name], less * (over > 0) + parts[name] * (over <= 0)), "L"
            )
            return made

        thinner = [ImageMath.lambda_eval(partial(kept, name=name), **named) for name in "cmy"]
        plates.paste(Image.merge("CMYK", (*thinner, black)), box)
    return plates
