"""Pictures of all kinds that offices have, made here, each with what a person sees in it."""

from __future__ import annotations

import functools
import io
import random
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from conftest import ROOT
from PIL import Image, ImageChops, ImageCms, ImageDraw, ImageFilter

SIZE = (96, 64)
ORIENTATION, GPS = 0x0112, 0x8825
INKS = (ROOT / "templates" / "gb9704" / "FOGRA39L_coated.icc").read_bytes()

#: From the picture as it is seen to the pixels as they are stored, by EXIF orientation.
LAID = {
    1: None, 2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_270,
}  # fmt: skip


@dataclass(frozen=True)
class Made:
    """`seen`: RGB on white paper, upright; `near`: by how much a sound picture may differ from it (0–255, root mean square)."""

    name: str
    data: bytes
    seen: Image.Image
    near: float = 3.0

    @property
    def kind(self) -> str:
        return self.name.split()[0]


def photograph(seed: int = 1, size: tuple[int, int] = SIZE) -> Image.Image:
    """Something with a sky, grain and three marks by which every way up is told; soft colours that inks can print."""
    chance = random.Random(seed)
    width, height = size
    image = Image.new("RGB", size)
    draw = ImageDraw.Draw(image)
    light, dark = chance.randrange(150, 200), chance.randrange(70, 110)
    for y in range(height):
        draw.line([(0, y), (width, y)], fill=(dark + 50 * y // height, 120, light - 60 * y // height))
    draw.rectangle([width * 0.06, height * 0.08, width * 0.42, height * 0.32], fill=(180, 70, 70))
    draw.ellipse([width * 0.6, height * 0.5, width * 0.95, height * 0.92], fill=(225, 215, 120))
    draw.rectangle([width * 0.05, height * 0.7, width * 0.17, height * 0.95], fill=(40, 70, 50))
    grain = Image.frombytes("L", (width // 4, height // 4), chance.randbytes((width // 4) * (height // 4))).resize(size)
    return Image.blend(image.filter(ImageFilter.GaussianBlur(1)), Image.merge("RGB", (grain,) * 3), 0.08)


def saved(image: Image.Image, format: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


def exif(orientation: int) -> Image.Exif:
    """With the place where it was taken."""
    found = Image.Exif()
    found[ORIENTATION] = orientation
    found.get_ifd(GPS).update({1: "N", 2: (32.0, 3.0, 41.5), 3: "E", 4: (118.0, 46.0, 2.25)})
    return found


def distance(one: Image.Image, other: Image.Image, side: int = 24) -> float:
    """Root mean square of what is seen from a little way off, 0–255; sizes must be the same, or 255."""
    if one.size != other.size:
        return 255.0
    small = [image.convert("RGB").resize((side, side), Image.Resampling.BOX).tobytes() for image in (one, other)]
    return float((sum((a - b) ** 2 for a, b in zip(*small, strict=True)) / len(small[0])) ** 0.5)


# --- ICC profiles, as ICC.1:2001-04 says


def profile(primaries: tuple[tuple[float, float, float], ...], gamma: float, space: bytes = b"RGB ") -> bytes:
    """Matrix and gamma; `primaries`: XYZ under D50 of red, green and blue, none for grey."""
    names = (b"r", b"g", b"b") if primaries else (b"k",)
    white = struct.pack(">4sI3i", b"XYZ ", 0, *(round(v * 65536) for v in (0.9642, 1.0, 0.8249)))
    curve = struct.pack(">4sIIHH", b"curv", 0, 1, round(gamma * 256), 0)
    said = b"test\0"
    described = struct.pack(">4sII", b"desc", 0, len(said)) + said + bytes(78 + (-len(said) - 90) % 4)
    tags = [(b"desc", described), (b"wtpt", white), (b"cprt", struct.pack(">4sI", b"text", 0) + b"none\0\0\0\0")]
    for name, primary in zip(names, primaries, strict=False):
        tags.append((name + b"XYZ", struct.pack(">4sI3i", b"XYZ ", 0, *(round(v * 65536) for v in primary))))
    tags += [(name + b"TRC", curve) for name in names]
    place, table, body = 128 + 4 + 12 * len(tags), b"", b""
    for name, content in tags:
        table += struct.pack(">4sII", name, place + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    whole = struct.pack(">I", len(tags)) + table + body
    return struct.pack(
        ">I4sI4s4s4s12s4s4sI4s4s8sI3i48s", 128 + len(whole), b"test", 0x02400000, b"mntr", space, b"XYZ ", bytes(12), b"acsp",
        bytes(4), 0, bytes(4), bytes(4), bytes(8), 0, *(round(v * 65536) for v in (0.9642, 1.0, 0.8249)), bytes(48),
    ) + whole  # fmt: skip


PROFILES = {
    "AdobeRGB": profile(((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457)), 2.2),
    "P3": profile(((0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407)), 2.2),
    "sRGB": ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
}
GREY = profile((), 1.8, b"GRAY")


def managed(image: Image.Image, icc: bytes, mode: str, back: bool = False) -> Image.Image:
    """sRGB → the numbers of a profile, or `back`."""
    own, screen = ImageCms.ImageCmsProfile(io.BytesIO(icc)), ImageCms.createProfile("sRGB")
    how = ImageCms.Intent.RELATIVE_COLORIMETRIC, ImageCms.Flags.BLACKPOINTCOMPENSATION
    if back:
        transform = ImageCms.buildTransform(own, screen, image.mode, "RGB", *how)
    else:
        transform = ImageCms.buildTransform(screen, own, "RGB", mode, *how)
    found = ImageCms.applyTransform(image, transform)
    assert found is not None
    return found


# --- by hand, what Pillow does not write


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(
    size: tuple[int, int], depth: int, colour: int, rows: bytes, extra: bytes = b"", interlaced: int = 0, packed: bool = False
) -> bytes:
    """`rows` with their filters; `packed`: they are compressed already."""
    head = struct.pack(">IIBBBBB", *size, depth, colour, 0, 0, interlaced)
    data = rows if packed else zlib.compress(rows)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def rows(image: Image.Image, depth: int = 8) -> bytes:
    """Unfiltered rows of `depth` bits a channel, from 8."""
    width, height = image.size
    channels = len(image.getbands())
    out = bytearray()
    for y in range(height):
        line = image.crop((0, y, width, y + 1)).tobytes()
        out.append(0)
        if depth == 16:
            out += bytes(value for level in line for value in (level, level))
        elif depth == 8:
            out += line
        else:
            bits = "".join(f"{level >> (8 - depth):0{depth}b}" for level in line)
            bits += "0" * (-len(bits) % 8)
            out += int(bits, 2).to_bytes(len(bits) // 8)
    assert len(out) == height * (1 + (width * channels * depth + 7) // 8)
    return bytes(out)


def adam7(image: Image.Image) -> bytes:
    out = b""
    for x, y, across, down in (
        (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2),
    ):  # fmt: skip
        lines = [image.crop((0, row, image.width, row + 1)).tobytes() for row in range(y, image.height, down)]
        out += b"".join(b"\0" + b"".join(line[3 * at : 3 * at + 3] for at in range(x, image.width, across)) for line in lines)
    return out


def levels(image: Image.Image, depth: int) -> Image.Image:
    """Grey in 2 ** depth levels, as they are widened to 8 bits."""
    most = 2**depth - 1
    return image.convert("L").point([(level >> (8 - depth)) * 255 // most for level in range(256)])


def on_paper(image: Image.Image) -> Image.Image:
    image = image.convert("RGBA")
    paper = Image.new("RGBA", image.size, "white")
    paper.alpha_composite(image)
    return paper.convert("RGB")


def without_segments(jpeg: bytes, *markers: int) -> bytes:
    """A JPEG less its segments of these kinds, before the first scan."""
    out, position = bytearray(jpeg[:2]), 2
    while jpeg[position + 1] != 0xDA:
        length = 2 + int.from_bytes(jpeg[position + 2 : position + 4])
        if jpeg[position + 1] not in markers:
            out += jpeg[position : position + length]
        position += length
    return bytes(out) + jpeg[position:]


# --- the kinds

#: Kind → what writes it.
WRITERS: dict[str, Callable[..., bytes]] = {
    "JPEG": functools.partial(saved, format="JPEG", quality=92, subsampling=0),
    "JPEG-420": functools.partial(saved, format="JPEG", quality=90, subsampling=2),
    "JPEG-progressive": functools.partial(saved, format="JPEG", quality=92, progressive=True),
    "JPEG-optimized": functools.partial(saved, format="JPEG", quality=80, optimize=True, restart_marker_blocks=3),
    "MPO": lambda image, **k: saved(image, "MPO", quality=92, save_all=True, append_images=[Image.new("RGB", (40, 30))], **k),
    "PNG": functools.partial(saved, format="PNG"),
    "TIFF": functools.partial(saved, format="TIFF"),
    "TIFF-LZW": functools.partial(saved, format="TIFF", compression="tiff_lzw"),
    "TIFF-deflate": functools.partial(saved, format="TIFF", compression="tiff_adobe_deflate"),
    "WebP": functools.partial(saved, format="WEBP", quality=92),
    "WebP-lossless": functools.partial(saved, format="WEBP", lossless=True),
    "AVIF": functools.partial(saved, format="AVIF", quality=92),
    "BMP": functools.partial(saved, format="BMP"),
    "GIF": functools.partial(saved, format="GIF"),
}
EXACT = ("PNG", "TIFF", "WebP-lossless", "BMP")
#: Kinds that say which way up they are.
TURNED = (
    "JPEG", "JPEG-420", "JPEG-progressive", "JPEG-optimized", "MPO", "PNG", "TIFF", "TIFF-LZW", "WebP", "WebP-lossless", "AVIF",
)  # fmt: skip


def near(kind: str) -> float:
    return 0.0 if kind.startswith(EXACT) else 8.0 if kind == "GIF" else 3.5


def turned(kind: str, image: Image.Image) -> Iterator[Made]:
    """All ways in which a camera can lay a picture."""
    for orientation, laid in LAID.items():
        stored = image if laid is None else image.transpose(laid)
        yield Made(f"{kind} 方向{orientation}", WRITERS[kind](stored, exif=exif(orientation)), image, near(kind))


def modes(kind: str, image: Image.Image) -> Iterator[Made]:
    """All modes that the kind can hold."""
    alpha = Image.linear_gradient("L").resize(image.size)
    for mode in ("1", "L", "P", "RGB", "RGBA", "LA", "YCbCr"):
        stored = image.convert(mode)
        if mode in ("RGBA", "LA"):
            if kind in ("GIF", "BMP"):
                continue
            stored.putalpha(alpha)
        try:
            data = WRITERS[kind](stored)
        except (OSError, ValueError):
            continue  # it cannot
        seen = on_paper(stored) if "A" in mode else stored.convert("RGB")
        yield Made(f"{kind} {mode}", data, seen, near(kind) + (mode == "YCbCr"))


def profiled(image: Image.Image) -> Iterator[Made]:
    for name, icc in PROFILES.items():
        for kind in ("JPEG", "JPEG-progressive", "PNG", "TIFF", "WebP-lossless", "AVIF"):
            yield Made(f"{kind} {name}", WRITERS[kind](managed(image, icc, "RGB"), icc_profile=icc), image, 4.5)
    transparent = managed(image, PROFILES["AdobeRGB"], "RGB").convert("RGBA")
    transparent.putalpha(Image.linear_gradient("L").resize(image.size))
    seen = image.convert("RGBA")
    seen.putalpha(transparent.getchannel("A"))
    yield Made("PNG 透明AdobeRGB", saved(transparent, "PNG", icc_profile=PROFILES["AdobeRGB"]), on_paper(seen), 3)
    grey = image.convert("L")
    for kind in ("JPEG", "PNG", "TIFF"):
        yield Made(f"{kind} 灰度曲线", WRITERS[kind](grey, icc_profile=GREY), managed(grey, GREY, "L", back=True), 3)
    inks = managed(image, INKS, "CMYK")
    seen = managed(inks, INKS, "CMYK", back=True)
    for kind in ("JPEG", "TIFF"):
        yield Made(f"{kind} 四色有曲线", WRITERS[kind](inks, icc_profile=INKS), seen, 3.5)
        yield Made(f"{kind} 四色", WRITERS[kind](inks), seen, 3.5)
    yield Made("JPEG 曲线坏了", WRITERS["JPEG"](image, icc_profile=b"garbage"), image)
    yield Made("PNG 曲线坏了", WRITERS["PNG"](image, icc_profile=b"garbage"), image)
    yield Made("JPEG 曲线是别的颜色的", WRITERS["JPEG"](image, icc_profile=INKS), image)


def deep(image: Image.Image) -> Iterator[Made]:
    """Depths and colour types of PNG that Pillow does not write, and its other peculiarities."""
    grey = image.convert("L")
    alpha = Image.linear_gradient("L").resize(image.size)
    for depth in (1, 2, 4):
        low, most = levels(grey, depth), 2**depth - 1
        yield Made(f"PNG 灰{depth}位", png(image.size, depth, 0, rows(grey, depth)), low, 0)
        clear = on_paper(Image.merge("LA", (low, low.point([0 if level == 255 // most else 255 for level in range(256)]))))
        yield Made(f"PNG 灰{depth}位透明", png(image.size, depth, 0, rows(grey, depth), chunk(b"tRNS", b"\0\1")), clear, 0)
    clear = Image.merge("LA", (grey, grey.point(lambda level: 0 if level == 119 else 255)))
    yield Made("PNG 灰8位透明", png(image.size, 8, 0, rows(grey), chunk(b"tRNS", b"\0\x77")), on_paper(clear), 0)
    yield Made("PNG 灰16位透明", png(image.size, 16, 0, rows(grey, 16), chunk(b"tRNS", b"\x77\x77")), on_paper(clear), 0)
    yield Made("PNG 灰16位不透明", png(image.size, 16, 0, rows(grey, 16), chunk(b"tRNS", b"\x77\x78")), grey, 0)
    yield Made("PNG 灰16位", png(image.size, 16, 0, rows(grey, 16)), grey, 0)
    yield Made("PNG 彩16位", png(image.size, 16, 2, rows(image, 16)), image, 0)
    both, four = Image.merge("LA", (grey, alpha)), image.copy()
    four.putalpha(alpha)
    yield Made("PNG 灰16位通道", png(image.size, 16, 4, rows(both, 16)), on_paper(both), 1)
    yield Made("PNG 彩16位通道", png(image.size, 16, 6, rows(four, 16)), on_paper(four), 1)
    yield Made("PNG 隔行", png(image.size, 8, 2, adam7(image), interlaced=1), image, 0)
    palette = image.quantize(200)
    seen = palette.convert("RGBA")
    seen.putalpha(palette.point([120 if index < 40 else 255 for index in range(256)], "L"))
    yield Made("PNG 调色板透明", saved(palette, "PNG", transparency=bytes([120] * 40)), on_paper(seen), 1)
    yield Made("PNG 尾巴", saved(image, "PNG") + b"junk", image, 0)
    yield Made("PNG 分辨率荒唐", saved(image, "PNG", dpi=(1, 60000)), image, 0)
    wide = grey.convert("I;16").point(lambda level: level * 257)
    yield Made("TIFF 灰16位", saved(wide, "TIFF"), grey, 0.6)
    yield Made("TIFF 灰16位白为零", saved(wide, "TIFF", tiffinfo={262: 0}), ImageChops.invert(grey), 0.6)


def odd(image: Image.Image) -> Iterator[Made]:
    """JPEGs, TIFFs and animations as they come."""
    plain = WRITERS["JPEG"](image)
    yield Made("JPEG 没有JFIF", without_segments(plain, 0xE0), image)
    yield Made("JPEG 尾巴", plain + bytes(500), image)
    yield Made("JPEG RGB", saved(image, "JPEG", quality=92, keep_rgb=True), image)
    yield Made("JPEG 分辨率零", saved(image, "JPEG", quality=92, dpi=(0, 0)), image)
    yield Made("JPEG 灰", saved(image.convert("L"), "JPEG", quality=92), image.convert("L"))
    yield Made("JPEG 全灰", saved(Image.new("RGB", SIZE, (128, 128, 128)), "JPEG"), Image.new("RGB", SIZE, (128, 128, 128)))
    inks = managed(image, INKS, "CMYK")
    seen = managed(inks, INKS, "CMYK", back=True)
    yield Made("JPEG 四色没有Adobe段", without_segments(saved(inks, "JPEG", quality=92), 0xEE), seen, 3.5)
    yield Made("JPEG 四色横放", WRITERS["JPEG"](inks.transpose(Image.Transpose.ROTATE_90), exif=exif(6)), seen, 3.5)
    bilevel = image.convert("1")
    yield Made("TIFF-G4", saved(bilevel, "TIFF", compression="group4"), bilevel, 0)
    yield Made("TIFF-G3", saved(bilevel, "TIFF", compression="group3"), bilevel, 0)
    yield Made("TIFF-JPEG", saved(image, "TIFF", compression="jpeg", quality=92), image)
    fax = saved(bilevel.resize((image.width, image.height // 2)), "TIFF", compression="group4", dpi=(204, 102))
    yield Made("TIFF-传真", fax, bilevel.resize((image.width, image.height // 2)).resize(image.size), 60)
    lab = ImageCms.profileToProfile(image, ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB")
    assert lab is not None
    yield Made("TIFF LAB", saved(lab, "TIFF"), image, 4)
    other = image.transpose(Image.Transpose.ROTATE_180)
    moving: dict[str, dict[str, object]] = {"GIF": {}, "WEBP": {"lossless": True}, "PNG": {}, "AVIF": {"quality": 92}}
    for kind, options in moving.items():
        data = saved(image, kind, save_all=True, append_images=[other], duration=100, **options)
        yield Made(f"{kind} 动画", data, image, 8 if kind == "GIF" else 3.5)
    for size in ((1, 1), (1, 1500), (1500, 1), (7, 3)):
        small = photograph(3, (64, 64)).resize(size)
        yield Made(f"PNG {size[0]}×{size[1]}", saved(small, "PNG"), small, 0)
        yield Made(f"JPEG {size[0]}×{size[1]}", saved(small, "JPEG", quality=95, subsampling=0), small, 12)


def everything(image: Image.Image | None = None) -> list[Made]:
    """kind × mode × depth × profile × orientation."""
    image = image or photograph()
    found = [made for kind in WRITERS for made in modes(kind, image)]
    found += [made for kind in TURNED for made in turned(kind, image)]
    return [*found, *profiled(image), *deep(image), *odd(image)]
