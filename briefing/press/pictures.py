"""A picture of the release PDF as the press wants it: grey or in the press's CMYK, never RGB, never transparent; and as the
archive does, whose output intent is sRGB."""

from __future__ import annotations

import io
from typing import Any

#: JPEG quality of photographs that were JPEG before; chroma is not thinned out.
QUALITY = 95


def pressed(document: Any, image: Any, profile: bytes | None) -> Any:
    """The image XObject to be drawn instead of `image`: in CMYK by the ICC `profile`, in grey without one.

    Transparent places become paper. Raises ValueError for a picture that cannot be decoded."""
    from pikepdf import Name, PdfImage
    from PIL import Image

    if image.get("/ImageMask"):
        return image
    source = PdfImage(image)
    jpeg = any("DCT" in str(name) for name in source.filters)
    picture: Any = source.as_pil_image()
    mask = image.get("/SMask")
    if mask is not None:
        picture = picture.convert("RGB")
        paper = Image.new("RGB", picture.size, "white")
        picture = Image.composite(picture, paper, PdfImage(mask).as_pil_image().convert("L").resize(picture.size))
    if picture.mode == "1":
        return _stream(document, picture, Name.DeviceGray, 1, picture.tobytes())
    if picture.mode != "CMYK":
        picture = _separated(picture, profile) if profile and not _grey(picture) else picture.convert("RGB").convert("L")
    elif profile is None:
        picture = picture.convert("L")
    return written(document, picture, jpeg)


def shown(document: Any, image: Any, profile: bytes) -> Any:
    """The image XObject in sRGB to be drawn instead of `image`, which is in the CMYK of the ICC `profile`.

    Raises ValueError for a picture that cannot be decoded."""
    from pikepdf import PdfImage
    from PIL import ImageCms

    source = PdfImage(image)
    transform = ImageCms.buildTransform(
        ImageCms.getOpenProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), "CMYK", "RGB",
        ImageCms.Intent.RELATIVE_COLORIMETRIC, ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )  # fmt: skip
    picture = ImageCms.applyTransform(source.as_pil_image(), transform)
    made = written(document, picture, any("DCT" in str(name) for name in source.filters))
    if "/SMask" in image:
        made.SMask = image.SMask
    return made


def written(document: Any, picture: Any, jpeg: bool) -> Any:
    """A new image XObject: `picture` in the colour space of its mode."""
    from pikepdf import Array, Name

    space = {"CMYK": Name.DeviceCMYK, "RGB": Name.DeviceRGB}.get(picture.mode, Name.DeviceGray)
    if not jpeg:
        return _stream(document, picture, space, 8, picture.tobytes())
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=QUALITY, subsampling=0)
    made = _stream(document, picture, space, 8, buffer.getvalue(), Name.DCTDecode)
    if picture.mode == "CMYK":
        made.Decode = Array([1, 0] * 4)  # Pillow writes CMYK upside down, as Photoshop does
    return made


def _grey(picture: Any) -> bool:
    return picture.mode in ("L", "LA", "I", "I;16")


def _separated(picture: Any, profile: bytes) -> Any:
    from PIL import ImageCms

    transform = ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"), ImageCms.getOpenProfile(io.BytesIO(profile)), "RGB", "CMYK",
        ImageCms.Intent.RELATIVE_COLORIMETRIC, ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )  # fmt: skip
    return ImageCms.applyTransform(picture.convert("RGB"), transform)


def _stream(document: Any, picture: Any, space: Any, bits: int, data: bytes, filter: Any = None) -> Any:
    from pikepdf import Name, Stream

    made = Stream(document, b"")
    if filter is None:
        made.write(data)
    else:
        made.write(data, filter=filter)
    made.Type, made.Subtype = Name.XObject, Name.Image
    made.Width, made.Height = picture.size
    made.ColorSpace, made.BitsPerComponent = space, bits
    return document.make_indirect(made)
