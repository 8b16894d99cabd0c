"""A sound picture, and why there is none."""

from __future__ import annotations

import math
from typing import NamedTuple

from briefing.core.code import Code
from briefing.core.errors import Span
from briefing.core.records import dataclass

#: A4 at 600 dpi has 35 million pixels; a renderer unpacks each into 4 bytes.
MAX_PIXELS = 40_000_000
#: One side may be so many times the other; beyond, what is drawn is thinner than any pen.
MAX_RATIO = 5_000


@dataclass(frozen=True, slots=True)
class PictureNote:
    """What is said of a picture that is used all the same; `message` goes on after its name."""

    code: Code
    message: str
    hint: str


class Word(NamedTuple):
    """Text of a drawing, of one line of its file."""

    text: str
    span: Span


class EmbeddedPhoto(NamedTuple):
    """A photograph in a drawing, PNG or JPEG, by the name that the drawing has for it."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class SoundPicture:
    """`format` is "PNG" or "JPEG"; sizes in pixels, which are square. Or it is "SVG": a drawing, still to be drawn, is `data`, so
    large at 300 pixels an inch; it says these `words` and holds these `parts`."""

    format: str
    width: int
    height: int
    data: bytes
    notes: tuple[PictureNote, ...] = ()
    words: tuple[Word, ...] = ()
    parts: tuple[EmbeddedPhoto, ...] = ()

    @property
    def suffix(self) -> str:
        """How a file of it ends, drawn if it is a drawing."""
        return ".jpg" if self.format == "JPEG" else ".png"

    def name(self, path: str) -> str:
        """What to call it where `path` is the file it was made from: that, unless its ending names another kind."""
        return path if path.lower().endswith((".png", ".jpg", ".jpeg")) else path + self.suffix


class UnusablePicture(Exception):
    """`code` of the finding; `message` goes on after the picture's name; both for editors, in Chinese."""

    def __init__(self, code: Code, message: str, hint: str) -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint


def damaged(reason: str) -> UnusablePicture:
    return UnusablePicture("picture-damaged", f"已损坏：{reason}", "请重新导出或复制这张图片。")


def undecodable(reason: str) -> UnusablePicture:
    return UnusablePicture("picture-format", reason, "请用看图软件打开，另存为 PNG 或 JPEG 再用。")


def measured(width: int, height: int, most: int = MAX_PIXELS) -> None:
    """Raises UnusablePicture for a size that cannot be printed; asked before anything is unpacked."""
    if not width or not height:
        raise damaged("宽或高为零")
    if width * height > most:
        raise UnusablePicture(
            "picture-size",
            f"太大：{width}×{height} 像素，最多 {most // 10_000} 万像素",
            "请缩小后再用；按 A4 满版 300 dpi 印刷，2480×3508 像素已足够。",
        )
    if max(width, height) > MAX_RATIO * min(width, height):
        times = math.ceil(max(width, height) / min(width, height))
        raise UnusablePicture("picture-size", f"太窄：{width}×{height} 像素，一边是另一边的 {times} 倍", "请核对是不是截错了图。")
