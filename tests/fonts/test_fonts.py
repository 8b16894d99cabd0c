"""The shipped faces are what metrics.json says, and fit for a bulletin."""

from __future__ import annotations

import hashlib
import json
import random
import re
from bisect import bisect_right
from functools import cache
from pathlib import Path
from statistics import median

import pytest
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont
from json_answers import Json
from PIL import Image, ImageDraw, ImageFont

from briefing.fonts.metrics import sides

FONTS = Path(__file__).resolve().parents[2] / "fonts"
METRICS: dict[str, Json] = json.loads((FONTS / "metrics.json").read_text("ascii"))
FACES: dict[str, dict[str, Json]] = METRICS["faces"]
HAN_FACES = [key for key, face in FACES.items() if face["role"] != "latin"]
#: Those that set whole texts; the rare ones have Han alone, and what the face lacks beside which they stand.
TEXT_FACES = [key for key in HAN_FACES if "-rare" not in key]
ALL_FACES = list(FACES)
FULL_WIDTH = "“”‘’—…·、。，；：？！（）〔〕《》〈〉【】「」　一国"


@cache
def opened(key: str) -> TTFont:
    return TTFont(FONTS / FACES[key]["file"], lazy=True)


def covers(key: str, codepoint: int) -> bool:
    return bisect_right(FACES[key]["coverage"], codepoint) % 2 == 1


def advance(key: str, character: str) -> float:
    width: float = FACES[key]["advances"].get(character, FACES[key]["default_advance"])
    return width


def gb2312_han() -> list[int]:
    cells = ((row, cell) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    return [ord(bytes(pair).decode("gb2312")) for pair in cells if not (pair[0] == 0xD7 and pair[1] > 0xF9)]


@pytest.mark.parametrize("key", ALL_FACES)
def test_the_digest_is_that_of_the_file(key: str) -> None:
    content = (FONTS / FACES[key]["file"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == FACES[key]["sha256"]


@pytest.mark.parametrize("key", ALL_FACES)
def test_coverage_and_advances_are_those_of_the_file(key: str) -> None:
    font = opened(key)
    cmap, upem = font.getBestCmap(), font["head"].unitsPerEm
    edges = FACES[key]["coverage"]
    assert edges == sorted(set(edges))
    assert sum(past - first for first, past in zip(edges[::2], edges[1::2], strict=True)) == len(cmap)
    pick = random.Random(0)
    for code in [*range(0x20, 0x7F), *pick.sample(sorted(cmap), 300), *pick.sample(range(0x30000), 300)]:
        assert covers(key, code) == (code in cmap), hex(code)
        if code in cmap:
            exact = font["hmtx"][cmap[code]][0] * 1000 / upem
            assert advance(key, chr(code)) == pytest.approx(exact, abs=0.006), hex(code)


@pytest.mark.parametrize("key", ALL_FACES)
def test_the_names_are_those_of_the_file(key: str) -> None:
    font, face = opened(key), FACES[key]
    assert font["name"].getDebugName(1) == face["family"]
    assert font["OS/2"].usWeightClass == face["weight"]
    assert "glyf" in font
    assert METRICS["roles"][face["role"]][str(face["weight"])] == key
    if key in HAN_FACES:
        reserved = ("Noto", "Source", "Fandol", "Liberation", "LXGW", "霞鹜", "Hana")
        own = [font["name"].getDebugName(number) for number in (1, 4, 6)]
        assert not any(word in name for word in reserved for name in own)


@pytest.mark.parametrize("key", HAN_FACES)
def test_han_faces_share_one_line_box(key: str) -> None:
    font = opened(key)
    hhea, os2 = font["hhea"], font["OS/2"]
    assert (hhea.ascent, hhea.descent, hhea.lineGap) == (880, -120, 0)
    assert (os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap) == (880, -120, 0)
    assert (os2.usWinAscent, os2.usWinDescent) == (880, 120)
    assert "BASE" not in font
    assert [FACES[key][field] for field in ("ascent", "descent", "line_gap")] == [880, 120, 0]


@pytest.mark.parametrize("key", HAN_FACES)
def test_han_stand_in_the_middle_of_the_em_box(key: str) -> None:
    font = opened(key)
    cmap, glyf = font.getBestCmap(), font["glyf"]
    han = gb2312_han() if key in TEXT_FACES else sorted(cmap)
    glyphs = [glyf[cmap[code]] for code in random.Random(1).sample(han, 200)]
    middle = sum(glyph.yMin + glyph.yMax for glyph in glyphs) / 2 / len(glyphs)
    assert middle == pytest.approx(380, abs=8 if key in TEXT_FACES else 14)


@pytest.mark.parametrize("key", TEXT_FACES)
def test_gb2312_is_covered(key: str) -> None:
    han = gb2312_han()
    assert len(han) == 6763
    assert [chr(code) for code in han if not covers(key, code)] == []


def test_the_last_of_every_chain_has_the_symbols_of_gb2312() -> None:
    cells = bytes(value for row in range(0xA1, 0xAA) for cell in range(0xA1, 0xFF) for value in (row, cell))
    symbols = cells.decode("gb2312", errors="ignore")
    assert len(symbols) > 600
    assert [symbol for symbol in symbols if not covers("song", ord(symbol))] == []


def test_the_fallback_has_the_rare_characters_of_names() -> None:
    assert all(covers("song", ord(character)) for character in "喆堃珺玥昇淼龑翀")


@pytest.mark.parametrize("key", TEXT_FACES)
def test_marks_and_han_are_full_width(key: str) -> None:
    assert {mark: advance(key, mark) for mark in FULL_WIDTH if covers(key, ord(mark))} == dict.fromkeys(FULL_WIDTH, 1000)


@pytest.mark.parametrize("key", TEXT_FACES)
def test_adjacent_marks_can_share_a_blank(key: str) -> None:
    tags = {record.FeatureTag for record in opened(key)["GPOS"].table.FeatureList.FeatureRecord}
    assert {"halt", "chws"} <= tags
    halves = FACES[key]["halves"]
    assert set("、。，；：”’）〕》") <= set(halves["after"])
    assert set("“‘（〔《") <= set(halves["before"])
    assert "·" in halves["around"]
    font, glyphs, cmap = opened(key), opened(key).getGlyphSet(), opened(key).getBestCmap()
    for char, side in sides(halves).items():  # the half that a mark gives up has no ink
        pen = BoundsPen(glyphs)
        glyphs[cmap[ord(char)]].draw(pen)
        left, right = (edge / font["head"].unitsPerEm for edge in (pen.bounds[0], pen.bounds[2]))
        assert (left >= 0.5) if side == "before" else (right <= 0.5) if side == "after" else (left > 0.25 and right < 0.75), char


def test_bold_is_heavier_and_no_wider() -> None:
    regular, bold = opened("fangsong"), opened("fangsong-bold")
    assert FACES["fangsong"]["coverage"] == FACES["fangsong-bold"]["coverage"]
    assert FACES["fangsong"]["advances"] == FACES["fangsong-bold"]["advances"]

    def bounds(font: TTFont, character: str) -> tuple[int, int, int, int]:
        glyph = font["glyf"][font.getBestCmap()[ord(character)]]
        return glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax

    grown = [new - old for new, old in zip(bounds(bold, "—"), bounds(regular, "—"), strict=True)]
    assert grown == [-14, -14, 14, 14]  # a plain bar: half of 28/1000 em on every side
    for character in "国一赢":  # pointed corners grow more, yet not out of the em box
        left, bottom, right, top = bounds(bold, character)
        old_left, old_bottom, old_right, old_top = bounds(regular, character)
        assert 0 <= left < old_left and old_right < right <= 1000
        assert -140 <= bottom < old_bottom and old_top < top <= 920


def test_licences_come_along() -> None:
    texts = {path.stem: path.read_text("utf-8") for path in (FONTS / "LICENSES").glob("*.txt")}
    assert "Version 3, 29 June 2007" in texts["GPL-3.0-only"]
    assert "As a special exception" in texts["Font-exception-2.0"]
    assert "SIL OPEN FONT LICENSE Version 1.1" in texts["OFL-1.1"]
    for key in HAN_FACES:
        named = opened(key)["name"].getDebugName(13).split(":")[0]
        assert all(part in texts for part in named.split(" WITH ")), named


def test_the_folder_stays_small_and_known() -> None:
    assert {path.name for path in FONTS.glob("*.[to]tf")} == {face["file"] for face in FACES.values()}
    assert sum(path.stat().st_size for path in FONTS.rglob("*") if path.is_file() and "optional" not in path.parts) < 55_000_000


def strokes(image: Image.Image, *, upright: bool) -> list[int]:
    """Lengths in pixels of what level lines (upright strokes) or upright ones (level strokes) cross of the ink of `image`."""
    seen = image if upright else image.transpose(Image.Transpose.TRANSPOSE)
    width, rows = seen.width, seen.tobytes()
    return [
        len(run)
        for at in range(0, len(rows), 4 * width)
        for run in re.findall(rb"[\x00-\x7f]+", rows[at : at + width])
        if len(run) < width / 4
    ]


@pytest.mark.parametrize("key", TEXT_FACES)
def test_a_dash_is_as_thick_as_the_strokes_of_the_han(key: str) -> None:
    face = ImageFont.truetype(str(FONTS / FACES[key]["file"]), 400)

    def drawn(text: str) -> Image.Image:
        image = Image.new("L", (400 * len(text), 480), 255)
        ImageDraw.Draw(image).text((0, 20), text, font=face, fill=0)
        return image

    han = [drawn(char) for char in "二三工王十土中国日田由革"]
    level, upright = (median(run for image in han for run in strokes(image, upright=way)) for way in (False, True))
    dash = median(strokes(drawn("——").crop((200, 0, 600, 480)), upright=False))
    assert 0.8 * min(level, upright) <= dash <= 1.2 * max(level, upright)
    assert abs(dash / level - 1) <= 0.2 or level < 0.6 * upright, "where all strokes are alike, so is the dash"
