"""Whatever an office calls a picture comes out right, or is refused with the reason: kind × mode × depth × profile × way up."""

from __future__ import annotations

import io
import random
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pictures_made as made
import pytest
from conftest import ROOT
from pictures_made import INKS, Made, png, saved
from PIL import Image, ImageFile
from slices import share

from briefing.core.errors import InputError
from briefing.pictures import MAX_PIXELS, SoundPicture, findings_about, sound
from briefing.prove.looks import of_file, of_source, unlike


@cache
def everything() -> tuple[Made, ...]:
    return tuple(made.everything())


@cache
def read(data: bytes) -> SoundPicture:
    return sound(data, "图", None, INKS)


def refused(data: bytes) -> str:
    """Code and message."""
    with pytest.raises(InputError) as caught:
        read(data)
    (told,) = caught.value.diagnostics
    assert told.hint
    return f"{told.code} {told.message}"


def shown(picture: SoundPicture) -> Image.Image:
    image = Image.open(io.BytesIO(picture.data))
    image.load()
    return image


# --- right


def test_every_kind_comes_out_right() -> None:
    """237 pictures; each is what a person sees in it, and of the two kinds that all outputs take."""
    wrong = []
    for item in everything():
        picture = read(item.data)
        image = shown(picture)
        fit = image.format == picture.format and image.size == (picture.width, picture.height)
        plain = image.mode in ("1", "L", "P", "RGB") and "transparency" not in image.info
        upright = image.getexif().get(made.ORIENTATION, 1) == 1
        if not (fit and plain and upright and made.distance(image, item.seen) <= item.near):
            wrong.append((item.name, image.mode, image.size, made.distance(image, item.seen)))
    assert not wrong
    assert len({item.kind for item in everything()}) >= 15


def test_the_proof_sees_in_the_source_what_was_made_of_it() -> None:
    """Two decodings that share no rule agree on all of them."""
    seen = {item.name: unlike(of_file(read(item.data).data), of_source(item.data, INKS)) for item in everything()}
    assert not {name: message for name, message in seen.items() if message}


def test_a_sound_picture_stays_as_it_is() -> None:
    for item in everything():
        first = read(item.data)
        assert read(first.data).data == first.data, item.name


PASSED = ("PNG 1", "PNG L", "PNG P", "PNG RGB", "PNG 灰4位", "PNG 隔行", "JPEG L", "JPEG-420 RGB", "JPEG-progressive RGB")


@pytest.mark.parametrize("name", [*PASSED, "JPEG 没有JFIF"])
def test_what_is_sound_passes_byte_for_byte(name: str) -> None:
    (item,) = [item for item in everything() if item.name == name]
    assert read(item.data).data == item.data


def test_nothing_of_the_camera_is_passed_on() -> None:
    """The place where it was taken, the device, a preview: in no kind, turned or not."""
    for item in everything():
        if "方向" in item.name:
            told = Image.open(io.BytesIO(item.data)).getexif().get_ifd(made.GPS)
            assert told or item.kind.startswith(("TIFF", "AVIF")), item.name  # where Pillow does not write it
            image = shown(read(item.data))
            assert not image.getexif() and not {"exif", "xmp", "XML:com.adobe.xmp"} & set(image.info), item.name
    plain = Image.new("RGB", (8, 8))
    loud = saved(plain, "JPEG", exif=made.exif(1), comment=b"secret", xmp=b"<x:xmpmeta>secret")
    assert b"secret" in loud and b"secret" not in read(loud).data
    assert shown(read(loud)).tobytes() == Image.open(io.BytesIO(loud)).tobytes()


def test_a_turned_photograph_loses_next_to_nothing() -> None:
    """On its own grid of blocks, with its own tables: not larger, hardly different."""
    photograph = made.photograph(5, (320, 240))
    for options in ({"quality": 75, "subsampling": 0}, {"quality": 92, "subsampling": 2}):
        data = saved(photograph, "JPEG", exif=made.exif(6), **options)
        wanted = Image.open(io.BytesIO(data)).transpose(Image.Transpose.ROTATE_270)
        picture = read(data)
        assert made.distance(shown(picture), wanted, side=240) < 1.0
        assert len(picture.data) < 1.1 * len(data)


def test_leniency_asked_for_elsewhere_does_not_reach_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """WeasyPrint switches it on for the whole process."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    assert refused(saved(made.photograph(), "TIFF")[:-3000]).startswith("picture-damaged")
    assert ImageFile.LOAD_TRUNCATED_IMAGES is True


def test_a_plain_png_needs_no_decoder(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(saved(made.photograph(), "PNG"))
    code = (
        "import sys; from pathlib import Path; from briefing.files.world import Root; "
        f"Root(Path({str(tmp_path)!r})).picture('a.png'); print('PIL' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_names_lie_and_nobody_minds() -> None:
    webp = read(saved(made.photograph(), "WEBP", lossless=True))
    assert (webp.format, webp.name("照片.jpg"), webp.name("照片.webp")) == ("PNG", "照片.jpg", "照片.webp.png")


# --- told


def test_what_is_left_out_is_told() -> None:
    notes = {item.name: findings_about(read(item.data), "a", None) for item in everything()}
    assert {name for name, found in notes.items() if found} == {"GIF 动画", "WEBP 动画", "PNG 动画", "AVIF 动画"}
    assert {note.code for found in notes.values() for note in found} == {"picture-frames"}


def test_white_on_nothing_is_told() -> None:
    logo = Image.new("RGBA", (20, 20), (255, 255, 255, 0))
    logo.paste((255, 255, 255, 255), (5, 5, 15, 15))
    assert [note.code for note in findings_about(read(saved(logo, "PNG")), "a", None)] == ["picture-blank"]


# --- refused

PHOTOGRAPH = made.photograph(2)
SCANS = {
    "baseline": saved(PHOTOGRAPH, "JPEG", quality=85),
    "progressive": saved(PHOTOGRAPH, "JPEG", quality=85, progressive=True),
    "restarts": saved(PHOTOGRAPH, "JPEG", quality=85, restart_marker_blocks=2),
    "optimized": saved(PHOTOGRAPH, "JPEG", quality=85, optimize=True),
    "grey": saved(PHOTOGRAPH.convert("L"), "JPEG", quality=85),
    "inks": saved(PHOTOGRAPH.convert("CMYK"), "JPEG", quality=85),
    "turned": saved(PHOTOGRAPH, "JPEG", quality=85, exif=made.exif(6)),
}


@pytest.mark.parametrize("name", SCANS)
def test_a_scan_that_ends_early_is_no_photograph(name: str) -> None:
    """Decoders fill up with grey, the more so where an end mark stands in its place."""
    data = SCANS[name]
    assert read(data)
    begin = data.find(b"\xff\xda")
    begin += 2 + int.from_bytes(data[begin + 2 : begin + 4])
    for part in (0, 2, *range(3, len(data) - begin - 4, max(1, (len(data) - begin) // 25))):
        for end in (b"", b"\xff\xd9"):
            assert refused(data[: begin + part].removesuffix(b"\xff") + end).startswith("picture-damaged"), (part, end)


def test_files_cut_anywhere() -> None:
    """Never half a picture."""
    for kind in ("PNG", "TIFF", "TIFF-LZW", "WebP", "WebP-lossless", "AVIF", "BMP", "GIF"):
        data = made.WRITERS[kind](PHOTOGRAPH)
        for part in range(1, 20):
            assert re.match("picture-(damaged|format)", refused(data[: len(data) * part // 20])), (kind, part)


ROWS = made.rows(PHOTOGRAPH)
PNGS = {
    "校验不符": saved(PHOTOGRAPH, "PNG").replace(b"IDAT", b"IDAX"),
    "图像数据解不开": png(made.SIZE, 8, 2, b"\x12\x34" * 500, packed=True),
    "图像数据不完整": png(made.SIZE, 8, 2, ROWS[:-300]),
    "图像数据不对": png(made.SIZE, 8, 2, b"\x07" + ROWS[1:]),
    "不存在的类型（色彩 9，8 位）": png(made.SIZE, 8, 9, ROWS),
    "不存在的类型（色彩 2，4 位）": png(made.SIZE, 4, 2, ROWS),
    "没有调色板": png(made.SIZE, 8, 3, ROWS),
    "调色板不对": png(made.SIZE, 8, 2, ROWS, made.chunk(b"PLTE", b"1234")),
    "有两个图像头": png(made.SIZE, 8, 2, ROWS, made.chunk(b"IHDR", bytes(13))),
    "宽或高为零": png((0, 9), 8, 2, ROWS),
    "没有图像数据": saved(PHOTOGRAPH, "PNG")[:33] + made.chunk(b"IEND", b""),
    "没有图像头": b"\x89PNG\r\n\x1a\n" + made.chunk(b"IDAT", b"") + saved(PHOTOGRAPH, "PNG")[8:],
    "不连续": png((1, 1), 8, 0, b"", made.chunk(b"IDAT", b"x") + made.chunk(b"tEXt", b"a\0b")),
    "文件不完整": saved(PHOTOGRAPH, "PNG")[:-12],
}


@pytest.mark.parametrize("reason", PNGS)
def test_spoilt_pngs(reason: str) -> None:
    assert refused(PNGS[reason]).startswith("picture-damaged") and reason in refused(PNGS[reason])


STRANGERS = {
    "SVG": b'<?xml version="1.0"?>\n<!-- made --><svg xmlns="http://www.w3.org/2000/svg"/>',
    "HEIC": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
    "PDF": b"%PDF-1.7\n",
    "网页": b"\xef\xbb\xbf<!DOCTYPE html><p>404",
    "Photoshop": b"8BPS\0\1",
    "JPEG 2000": saved(PHOTOGRAPH, "JPEG2000"),
    "Office": b"PK\x03\x04rest",
    "Git LFS": b"version https://git-lfs.github.com/spec/v1\n",
    "EMF": b"\1\0\0\0" + bytes(36) + b" EMF",
    "WMF": b"\xd7\xcd\xc6\x9a",
    "视频": b"\0\0\0\x18ftypisom\0\0\0\0isommp42",
    "空文件": b"",
    "不是图片": "你好".encode(),
    "3 页的 TIFF": saved(PHOTOGRAPH, "TIFF", save_all=True, append_images=[PHOTOGRAPH] * 2),
    "RAW": saved(PHOTOGRAPH, "TIFF", tiffinfo={254: 1}),
    "32 位": saved(PHOTOGRAPH.convert("F"), "TIFF"),
    "12 位的 JPEG": SCANS["baseline"].replace(b"\xff\xc0\x00\x11\x08", b"\xff\xc1\x00\x11\x0c"),
}


@pytest.mark.parametrize("kind", STRANGERS)
def test_other_kinds_are_named_with_a_way_out(kind: str) -> None:
    assert refused(STRANGERS[kind]).startswith("picture-format") and kind in refused(STRANGERS[kind])


def test_a_small_copy_in_a_tiff_is_no_second_page() -> None:
    thumbnail = PHOTOGRAPH.resize((24, 16))
    thumbnail.encoderinfo = {"tiffinfo": {254: 1}}
    data = saved(PHOTOGRAPH, "TIFF", save_all=True, append_images=[thumbnail])
    assert made.distance(shown(read(data)), PHOTOGRAPH) == 0


@pytest.mark.parametrize("size", [(100_000, 100_000), (8_000, 8_000), (1, 20_000), (30_000, 2)])
def test_sizes_are_looked_at_before_anything_is_unpacked(size: tuple[int, int]) -> None:
    head = (size[1].to_bytes(2) + size[0].to_bytes(2)) if max(size) < 65536 else b""
    forged = [png(size, 8, 2, b"")]
    if head:
        forged.append(re.sub(rb"(\xff\xc2\0\x11\x08)....", lambda match: match[1] + head, SCANS["progressive"], flags=re.DOTALL))
        forged.append(b"BM" + bytes(8) + b"\x36\0\0\0\x28\0\0\0" + size[0].to_bytes(4, "little") + size[1].to_bytes(4, "little")
                      + b"\1\0\x18\0" + bytes(24))  # fmt: skip
    for data in forged:
        assert refused(data).startswith("picture-size"), data[:8]


def test_chance_never_brings_anything_but_a_picture_or_a_reason() -> None:
    _spoil(range(60))


@pytest.mark.slow
def test_chance_never_brings_anything_but_a_picture_or_a_reason_at_length() -> None:
    _spoil(range(60, 60 + share(4000)))


def _spoil(seeds: range) -> None:
    """Bytes changed, taken out, put in, files joined: refused, or a picture that is sound."""
    for seed in seeds:
        chance = random.Random(seed)
        item = chance.choice(everything())
        data = bytearray(item.data)
        for _ in range(chance.choice((1, 1, 3, 20))):
            place = chance.randrange(len(data) or 1)
            match chance.randrange(4):
                case 0:
                    data[place : place + 1] = chance.randbytes(1)
                case 1:
                    del data[place : place + chance.choice((1, 2, 100))]
                case 2:
                    data[place:place] = chance.randbytes(chance.choice((1, 4, 50)))
                case _:
                    data[place : place + 4] = chance.choice((b"\0\0\0\0", b"\xff\xff\xff\xff", b"\0\0\0\1", b"\x7f\xff\xff\xff"))
        try:
            picture = read(bytes(data))
        except InputError as error:
            assert error.diagnostics[0].code.startswith("picture-"), seed
            continue
        assert shown(picture).size == (picture.width, picture.height), seed
        assert read(picture.data).data == picture.data, seed
        assert not unlike(of_file(picture.data), of_source(bytes(data), INKS)), seed  # else the proof would stop an honest build


@pytest.mark.slow
def test_a_very_large_photograph_is_read_smaller() -> None:
    """As phones take them: 50 million pixels and more."""
    wanted = made.photograph(3, (400, 304))
    picture = read(saved(wanted.resize((8000, 6080)).transpose(Image.Transpose.ROTATE_90), "JPEG", quality=80, exif=made.exif(6)))
    assert picture.width * picture.height <= MAX_PIXELS and (picture.width, picture.height) == (4000, 3040)
    assert [note.code for note in findings_about(picture, "a", None)] == ["picture-reduced"]
    assert made.distance(shown(picture).resize((400, 304)), wanted) < 3
