"""Pictures as the bulletin can print them: PNG and JPEG stay as they are, other raster formats become PNG. One that the
file shows in part, turned or mirrored is made so: what its sender cut off shall not come back."""

from __future__ import annotations

import io
import posixpath
from typing import Any

from briefing.importing.flow import PLAIN, Picture, View

_SIGNATURES = ((b"\x89PNG\r\n\x1a\n", ".png"), (b"\xff\xd8\xff", ".jpg"))
#: A page at 1200 dpi; more is a bomb.
_MAX_PIXELS = 150_000_000
#: Cuts and turns smaller than this nobody sees.
_LEAST_CUT, _LEAST_TURN = 0.002, 0.2


def printable(picture: Picture) -> tuple[bytes | None, str]:
    """Bytes and suffix, or None and the suffix that the format has."""
    view = picture.view
    if _changes(view):
        shown = _shown(picture.data, view)
        if shown is not None:
            return shown
    for signature, suffix in _SIGNATURES:
        if picture.data.startswith(signature):
            return (None if _changes(view) else picture.data), suffix
    converted = _png(picture.data)
    if converted is not None and not _changes(view):
        return converted, ".png"
    return None, posixpath.splitext(picture.name)[1].lower() or ".bin"


def _changes(view: View) -> bool:
    if view == PLAIN:
        return False
    turn = min(view.turn % 360, -view.turn % 360)
    return max(view.cut) > _LEAST_CUT or view.mirrored or view.flipped or turn > _LEAST_TURN


def _shown(data: bytes, view: View) -> tuple[bytes, str] | None:
    """As `view` says: cut, mirrored, turned, in this order. Word reads pixels as they are stored, so a camera's
    note of which side is up goes. None where nothing can read it, or nothing would be left of it."""
    import warnings

    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")) as image:
                if image.width * image.height > _MAX_PIXELS:
                    return None
                kind = image.format
                left, top, right, bottom = view.cut
                box = (image.width * left, image.height * top, image.width * (1 - right), image.height * (1 - bottom))
                x0, y0, x1, y1 = map(round, box)
                if x1 <= x0 or y1 <= y0:
                    return None
                result: Any = image.convert("RGBA") if image.mode in ("P", "LA", "PA") else image
                result = result.crop((x0, y0, x1, y1))
                result = ImageOps.mirror(result) if view.mirrored else result
                result = ImageOps.flip(result) if view.flipped else result
                result = _turned(result, view.turn)
                profile = image.info.get("icc_profile")
                out = io.BytesIO()
                if kind in ("JPEG", "MPO"):
                    result.save(out, "JPEG", quality=95, subsampling=0, icc_profile=profile, exif=b"")
                else:
                    result.save(out, "PNG", icc_profile=profile)
                return out.getvalue(), ".jpg" if kind in ("JPEG", "MPO") else ".png"
    except Exception:  # decoders raise whatever a spoilt picture makes them
        return None


def _turned(image: Any, degrees: float) -> Any:
    from PIL import Image

    quarter = round(degrees / 90)
    if abs(degrees - quarter * 90) <= _LEAST_TURN:
        turns = (None, Image.Transpose.ROTATE_270, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90)
        turn = turns[quarter % 4]
        return image if turn is None else image.transpose(turn)
    if image.mode not in ("L", "RGB", "RGBA", "CMYK"):
        image = image.convert("RGB")
    white = {"L": 255, "RGB": (255,) * 3, "RGBA": (255, 255, 255, 0), "CMYK": (0,) * 4}[image.mode]
    return image.rotate(-degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=white)


def _png(data: bytes) -> bytes | None:
    """GIF, BMP, TIFF, WebP as PNG; None for what Pillow cannot read or may not (WMF needs Windows)."""
    import warnings

    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data), formats=("GIF", "BMP", "TIFF", "WEBP")) as image:
                if image.width * image.height > _MAX_PIXELS:
                    return None
                out = io.BytesIO()
                image.convert("RGBA" if image.mode in ("RGBA", "LA", "PA", "P") else "RGB").save(out, "PNG")
                return out.getvalue()
    except Exception:  # decoders raise whatever a spoilt picture makes them
        return None
