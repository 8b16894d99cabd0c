"""A picture of the release PDF as the press wants it: grey or in the press's CMYK, never RGB, never transparent; and as the
archive does, whose output intent is sRGB."""

from __future__ import annotations

import io
from typing import Any

#: JPEG quality of photographs that were JPEG before; chroma is not thinned out.
QUALITY = 95


class Undecodable(ValueError):
    """Says how large the picture is, by which it is known (pages share their resources), and what the decoder said."""


def pressed(document: Any, image: Any, profile: bytes | None) -> Any:
    """The image XObject to be drawn instead of `image`: in CMYK by the ICC `profile`, in grey without one.

    Transparent places become paper. Raises Undecodable."""
    from pikepdf import Name
    from PIL import Image

    if image.get("/ImageMask"):
        return image
    picture, jpeg = _decoded(image)
    mask = image.get("/SMask")
    if mask is not None:
        picture = picture.convert("RGB")
        paper = Image.new("RGB", picture.size, "white")
        picture = Image.composite(picture, paper, _decoded(mask)[0].convert("L").resize(picture.size))
    if picture.mode == "1":
        return _stream(document, picture, Name.DeviceGray, 1, picture.tobytes())
    if picture.mode != "CMYK":
        picture = _separated(picture, profile) if profile and not _grey(picture) else picture.convert("RGB").convert("L")
    elif profile is None:
        picture = picture.convert("L")
    return written(document, picture, jpeg)


def shown(document: Any, image: Any, profile: bytes) -> Any:
    """The image XObject in sRGB to be drawn instead of `image`, which is in the CMYK of the ICC `profile`. Raises Undecodable."""
    from PIL import ImageCms

    picture, jpeg = _decoded(image)
    transform = ImageCms.buildTransform(
        ImageCms.getOpenProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), "CMYK", "RGB",
        ImageCms.Intent.RELATIVE_COLORIMETRIC, ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )  # fmt: skip
    made = written(document, ImageCms.applyTransform(picture, transform), jpeg)
    if "/SMask" in image:
        made.SMask = image.SMask
    return made


def _decoded(image: Any) -> tuple[Any, bool]:
    """The whole picture, and whether it was a JPEG."""
    import pikepdf

    try:
        source = pikepdf.PdfImage(image)
        picture = source.as_pil_image()
        picture.load()  # a picture that ends early tells only now
    except (pikepdf.PikepdfError, OSError, ValueError, NotImplementedError) as error:
        raise Undecodable(f"{image.get('/Width')}×{image.get('/Height')} 像素的图片解不开：{error}") from error
    return picture, any("DCT" in str(name) for name in source.filters)


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
