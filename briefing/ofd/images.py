"""An image of the PDF as a picture file: a JPEG as it stands, anything else as PNG."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from briefing.ofd.drawn import Unwritable

if TYPE_CHECKING:
    from pikepdf import Stream

_PLAIN = ("/DeviceRGB", "/DeviceGray")


def picture_file(image: Stream) -> tuple[str, bytes]:
    """(format, file), format "JPEG" or "PNG". A soft mask becomes the PNG's transparency.

    Raises Unwritable for stencil masks, color key masks and colors other than gray and RGB."""
    from pikepdf import PdfImage

    if image.get("/ImageMask") or "/Mask" in image or "/Decode" in image:
        raise Unwritable("带蒙版或重映射的图片")
    found = PdfImage(image)
    masked = "/SMask" in image
    if found.filters == ["/DCTDecode"] and not masked and image.get("/ColorSpace") in _PLAIN:
        return "JPEG", image.read_raw_bytes()
    picture = found.as_pil_image()
    if picture.mode not in (("LA", "RGBA") if masked else ("1", "L", "P", "RGB")):
        raise Unwritable(f"{picture.mode} 色彩的图片")
    written = io.BytesIO()
    picture.save(written, "PNG", optimize=True)
    return "PNG", written.getvalue()
