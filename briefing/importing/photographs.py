"""Pictures as the bulletin can print them: PNG and JPEG stay as they are, other raster formats become PNG."""

from __future__ import annotations

import io
import posixpath

from briefing.importing.flow import Picture

_SIGNATURES = ((b"\x89PNG\r\n\x1a\n", ".png"), (b"\xff\xd8\xff", ".jpg"))
#: A page at 1200 dpi; more is a bomb.
_MAX_PIXELS = 150_000_000


def printable(picture: Picture) -> tuple[bytes | None, str]:
    """Bytes and suffix, or None and the suffix that the format has."""
    for signature, suffix in _SIGNATURES:
        if picture.data.startswith(signature):
            return picture.data, suffix
    converted = _png(picture.data)
    if converted is not None:
        return converted, ".png"
    return None, posixpath.splitext(picture.name)[1].lower() or ".bin"


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
