"""Pictures of any kind in files from offices: sound once they are imported, and lying as the file shows them."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import pytest
from importing_constructs import QUARTERS, photograph, shown
from importing_support import BODY, centred, p, package, picture
from pictures_made import exif, saved
from PIL import Image

from briefing.building import trial
from briefing.core.errors import Severity
from briefing.files.world import Root
from briefing.importing import session
from briefing.importing.session import Draft

RED, GREEN, BLUE, YELLOW = QUARTERS


def plain() -> Image.Image:
    return Image.open(io.BytesIO(photograph()))


def kinds() -> dict[str, bytes]:
    image = plain()
    return {
        "cmyk.jpg": saved(image.convert("CMYK"), "JPEG"),
        "cmyk.tif": saved(image.convert("CMYK"), "TIFF"),
        "deep.png": saved(image.convert("L").convert("I").point(lambda level: level * 257).convert("I;16"), "PNG"),
        "clear.png": saved(image.convert("RGBA"), "PNG"),
        "drawing.gif": saved(image.convert("P"), "GIF"),
        "scan.tif": saved(image.convert("1"), "TIFF"),
        "page.webp": saved(image, "WEBP"),
        "screen.bmp": saved(image, "BMP"),
    }


def drawn(files: dict[str, bytes], crop: str = "", frame: str = "") -> Draft:
    related = {f"p{index}": ("image", f"media/{name}") for index, name in enumerate(files)}
    body = "".join(p(shown(crop, frame, relation)) + p(BODY) for relation in related)
    data = package(centred("标题在此") + p(BODY) + body, {f"media/{name}": data for name, data in files.items()}, related)
    draft = session.draft(session.open_source(data, "a.docx"), "01-a")
    trial.compose_drafts([draft], None)
    return draft


def corners(data: bytes) -> list[tuple[int, ...]]:
    """The nearest of the four colours in each quarter, row by row."""
    with Image.open(io.BytesIO(data)) as image:
        pixels = image.convert("RGB")
        places = [(pixels.width * x // 4, pixels.height * y // 4) for y in (1, 3) for x in (1, 3)]
        found = [pixels.getpixel(place) for place in places]
    nearest: list[tuple[int, ...]] = []
    for pixel in found:
        assert isinstance(pixel, tuple)
        apart = [(sum(abs(a - b) for a, b in zip(colour, pixel, strict=True)), colour) for colour in QUARTERS]
        nearest.append(min(apart)[1])
    return nearest


@pytest.mark.parametrize("crop", ["", "r='25000'"])
def test_whatever_word_holds_can_be_built(crop: str, tmp_path: Path) -> None:
    files = kinds()
    draft = drawn(files, crop)
    assert len(draft.pictures) == len(files)
    assert not [found for found in draft.findings if found.code != "import-aside"]
    for name, data in draft.pictures.items():
        (tmp_path / name).write_bytes(data)
        sound = Root(tmp_path).picture(name)
        assert sound.data == data and sound.suffix == Path(name).suffix and not sound.notes
        assert sound.width == (60 if crop else 80) and sound.height == 40


def test_what_cannot_be_used_is_kept_aside_and_told() -> None:
    whole = saved(plain().resize((800, 400)), "JPEG")
    draft = drawn({"torn.jpg": whole[: len(whole) // 2], "drawing.wmf": b"\xd7\xcd\xc6\x9a" + bytes(60)})
    assert sorted(draft.pictures) == ["_01-a-1.jpg", "_01-a-2.wmf"]
    said = [found.message + found.hint for found in draft.findings if found.code == "import-picture"]
    assert len(said) == 2 and all("没有放进来" in words and "已另存为" in words for words in said)
    assert not [found for found in draft.findings if found.severity is Severity.ERROR]


def test_an_animation_is_told() -> None:
    frames = [plain(), plain().rotate(180)]
    draft = drawn({"moving.gif": saved(frames[0], "GIF", save_all=True, append_images=frames[1:])})
    assert [found.code for found in draft.findings] == ["picture-frames"]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_word_draws_pixels_as_they_are_stored(orientation: int) -> None:
    (data,) = drawn({"a.jpg": saved(plain(), "JPEG", exif=exif(orientation))}).pictures.values()
    assert corners(data) == [RED, GREEN, BLUE, YELLOW]
    assert b"Exif" not in data


def test_the_turn_that_word_writes_is_the_only_one() -> None:
    (data,) = drawn({"a.jpg": saved(plain(), "JPEG", exif=exif(6))}, frame="rot='5400000'").pictures.values()
    assert corners(data) == [BLUE, RED, YELLOW, GREEN]


def test_pictures_of_a_page_stand_as_in_a_browser() -> None:
    data = base64.b64encode(saved(plain(), "JPEG", exif=exif(6))).decode()
    page = f"<html><body><h1>标题在此</h1><p>{BODY}</p><img alt='现场' src='data:image/jpeg;base64,{data}'></body></html>"
    (found,) = session.draft(session.open_source(page.encode(), "a.html"), "01-a").pictures.values()
    assert corners(found) == [BLUE, RED, YELLOW, GREEN]


@pytest.mark.parametrize(
    ("below", "taken"),
    [
        ("图为志愿者劝导行人", True), ("（图为文艺演出现场。张三摄）", True), ("上图：开工仪式", True), ("图：开工仪式", True),
        ("下图：竣工仪式", False), ("图书馆建成三座", False), ("图为" + "长" * 90, False),
    ],
)  # fmt: skip
def test_words_under_a_photograph_are_its_caption(below: str, taken: bool) -> None:
    """Offices rarely number their photographs: 图为…… stands under them. What speaks of the next picture, or goes on, is text."""
    body = centred("镇江市：文明交通") + p(BODY) + p(picture("rId9")) + p(below) + p(BODY)
    data = package(body, {"media/a.png": photograph()}, {"rId9": ("image", "media/a.png")})
    found = session.draft(session.open_source(data, "a.docx"), "01-a")
    assert (f'"{below}")' in found.markdown) is taken and below in found.markdown
    assert list(found.pictures) == ["01-a-1.png"]
