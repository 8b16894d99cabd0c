"""Which kind of file it is, by its first bytes: names lie. What is not decoded here is refused with the way to a kind that is."""

from __future__ import annotations

import re

from briefing.pictures.picture import UnusablePicture, damaged

#: Kinds that are taken.
ACCEPTED = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WebP", "AVIF")

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8", "JPEG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"BM", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"II+\0", "TIFF"),
    (b"MM\0+", "TIFF"),
    (b"8BPS", "Photoshop 文件"),
    (b"\0\0\0\x0cjP  ", "JPEG 2000"),
    (b"\xff\x4f\xff\x51", "JPEG 2000"),
    (b"\0\0\0\x0cJXL ", "JPEG XL"),
    (b"\xff\x0a", "JPEG XL"),
    (b"%PDF", "PDF"),
    (b"%!PS", "PostScript"),
    (b"\xc5\xd0\xd3\xc6", "PostScript"),
    (b"\xd7\xcd\xc6\x9a", "WMF 图元文件"),
    (b"\x01\0\0\0", "EMF 图元文件"),
    (b"\0\0\x01\0", "图标（ICO）"),
    (b"\xd0\xcf\x11\xe0", "Office 文件"),
    (b"PK\x03\x04", "压缩包或 Office 文件"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩文件"),
    (b"version https://git-lfs", "Git LFS 指针"),
)
#: Brands of ISO base media files (ISO/IEC 23008-12, AV1 Image File Format).
_AVIF, _HEIC = {b"avif", b"avis"}, {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}

_SAVE_AS = "请用看图软件打开，另存为 PNG 或 JPEG 再用，只改扩展名没有用。"
_HINTS = {
    "HEIC": "这是苹果手机的照片。请在“照片”里打开，导出为 JPEG；以后拍照先在手机 设置—相机—格式 里选“兼容性最佳”。",
    "SVG": "矢量图请放进本期文件夹，在稿件里写它的文件名；嵌在别的文件里的，请在作图软件里导出为 PNG，300 dpi 以上。",
    "PDF": "请在 PDF 阅读器里把要用的那一页另存为 PNG，300 dpi 以上。",
    "PostScript": "请在作图软件里导出为 PNG，300 dpi 以上。",
    "WMF 图元文件": "请在 Word 里右击这张图，另存为 PNG。",
    "EMF 图元文件": "请在 Word 里右击这张图，另存为 PNG。",
    "Git LFS 指针": "图片本身还没有取下来，请运行 git lfs pull。",
    "网页": "多半是下载时存成了网页。请打开原网页，右击图片，选“图片另存为”。",
}


def accepted(data: bytes) -> str:
    """One of ACCEPTED. Raises UnusablePicture for anything else."""
    kind = kind_of(data)
    if kind in ACCEPTED:
        return kind
    if not data:
        raise UnusablePicture("picture-format", "是空文件", "多半没有复制完，请重新复制这张图片。")
    if not data.strip(b"\0"):
        raise damaged("文件里全是零")
    if not kind:
        raise UnusablePicture("picture-format", "不是图片，或不是这里认得的图片", _SAVE_AS)
    raise UnusablePicture("picture-format", f"不是 PNG、JPEG 这样的图片，而是 {kind}", _HINTS.get(kind, _SAVE_AS))


def kind_of(data: bytes) -> str:
    """The name of the kind, for editors; "" where it is not known."""
    if data[4:8] == b"ftyp":
        return _media(data)
    if data[:4] == b"RIFF":
        return "WebP" if data[8:12] == b"WEBP" else ""
    kind = next((name for magic, name in _MAGIC if data.startswith(magic)), "")
    if kind:
        return "" if kind.startswith("EMF") and data[40:44] != b" EMF" else kind
    text = data[:4096].lower()
    if b"<svg" in text:
        return "SVG"
    if re.match(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html)", text):
        return "网页"
    return ""


def _media(data: bytes) -> str:
    size = int.from_bytes(data[:4])
    brands = {data[8:12], *(data[at : at + 4] for at in range(16, min(size, 256), 4))}
    if brands & _AVIF:
        return "AVIF"
    return "HEIC" if brands & _HEIC else "视频"
