"""Pictures as the bulletin can print them: sound, and as the file shows them. One that it shows in part, turned or mirrored is
made so: what its sender cut off shall not come back.

Word and LibreOffice draw the pixels as they are stored. What a camera noted of its own turn says nothing there: Word writes the
turn of a photograph into the drawing (`a:xfrm rot`) when it is put in. Browsers heed the note, so pictures of pages keep it.
"""

from __future__ import annotations

import io
import posixpath
from typing import TYPE_CHECKING

from briefing import pictures
from briefing.core.code import Code
from briefing.core.errors import Diagnostic, InputError
from briefing.files import world
from briefing.importing.flow import PLAIN, FlowPicture, View
from briefing.pictures import SoundPicture
from briefing.pictures.decoding import QUALITY
from briefing.pictures.picture_kinds import kind_of

if TYPE_CHECKING:
    from PIL import Image

_SUFFIXES = {"PNG": ".png", "JPEG": ".jpg", "GIF": ".gif", "BMP": ".bmp", "TIFF": ".tif", "WebP": ".webp", "AVIF": ".avif"}
#: Cuts and turns smaller than this nobody sees.
_LEAST_CUT, _LEAST_TURN = 0.002, 0.2


def printable(picture: FlowPicture) -> SoundPicture:
    """Raises InputError for what is no picture, is spoilt, too large or of a kind that is not decoded."""
    name = posixpath.basename(picture.name)
    found = pictures.sound(picture.data, name, None, world.Root(world.home()).inks(), picture.browsed)
    if _changes(picture.view):
        found = _shown(found, picture.view, name)
    if len(found.data) > world.MAX_PICTURE:
        raise _refusal("picture-size", f"图片 {name} 太大", "请缩小后再用。")
    return found


def suffix(picture: FlowPicture) -> str:
    """How a file of its bytes as they are should end."""
    return _SUFFIXES.get(kind_of(picture.data)) or posixpath.splitext(picture.name)[1].lower() or ".bin"


def _changes(view: View) -> bool:
    if view == PLAIN:
        return False
    turn = min(view.turn % 360, -view.turn % 360)
    return max(view.cut) > _LEAST_CUT or view.mirrored or view.flipped or turn > _LEAST_TURN


def _shown(picture: SoundPicture, view: View, name: str) -> SoundPicture:
    """As `view` says: cut, mirrored, turned, in this order."""
    from PIL import Image, ImageOps

    left, top, right, bottom = view.cut
    box = (picture.width * left, picture.height * top, picture.width * (1 - right), picture.height * (1 - bottom))
    x0, y0, x1, y1 = map(round, box)
    if x1 <= x0 or y1 <= y0:
        raise _refusal("picture-size", f"图片 {name} 在原文里裁得一点不剩", "请核对原文。")
    with Image.open(io.BytesIO(picture.data), formats=(picture.format,)) as image:
        image.load()
        result: Image.Image = image if image.mode in ("L", "RGB") else image.convert("RGB")
    result.info = {}
    result = result.crop((x0, y0, x1, y1))
    result = ImageOps.mirror(result) if view.mirrored else result
    result = ImageOps.flip(result) if view.flipped else result
    result = _turned(result, view.turn)
    out = io.BytesIO()
    result.save(out, picture.format, **({"quality": QUALITY, "subsampling": 0} if picture.format == "JPEG" else {}))
    return SoundPicture(picture.format, result.width, result.height, out.getvalue(), picture.notes)


def _turned(image: Image.Image, degrees: float) -> Image.Image:
    from PIL import Image

    quarter = round(degrees / 90)
    if abs(degrees - quarter * 90) <= _LEAST_TURN:
        turns = (None, Image.Transpose.ROTATE_270, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90)
        turn = turns[quarter % 4]
        return image if turn is None else image.transpose(turn)
    white = 255 if image.mode == "L" else (255,) * 3
    return image.rotate(-degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=white)


def _refusal(code: Code, message: str, hint: str) -> InputError:
    return InputError(Diagnostic(code, message, None, hint))
