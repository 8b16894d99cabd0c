"""Font files: every character is a glyph, or the file is told of."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
import write_pdf_sample as sample
from painted_release import write_release

from briefing.core.errors import MissingToolError
from briefing.files.world import World
from briefing.output.faces import face_files
from briefing.paint import paint


def world(folder: Path, fonts: Path) -> World:
    return World(folder, templates_root=folder, fonts_root=fonts, environ={})


@pytest.mark.parametrize("spoil", ["cut", "zeros", "another", "empty", "text", "outlines"])
def test_a_spoilt_face_is_told_of(spoil: str, tmp_path: Path) -> None:
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    for path in sample.FONTS.iterdir():
        if path.suffix in (".ttf", ".json"):
            if path.stat().st_dev == tmp_path.stat().st_dev:
                os.link(path, fonts / path.name)
            else:
                shutil.copy(path, fonts)
    file = fonts / "BriefingFangsong-Regular.ttf"
    data = file.read_bytes()
    file.unlink()
    spoilt = {
        "cut": data[: len(data) // 50], "zeros": data[:2000] + bytes(len(data) - 2000), "empty": b"", "text": b"<html>" * 1000,
        "another": (sample.FONTS / "LiberationSerif-Regular.ttf").read_bytes(), "outlines": data[: len(data) // 2],
    }  # fmt: skip
    file.write_bytes(spoilt[spoil])
    with pytest.raises(MissingToolError, match=r"fonts/BriefingFangsong-Regular\.ttf"):
        write_release(sample.composed(), world(tmp_path, fonts), sample.fonts())


def test_dashes_in_a_row_meet_and_read_as_dashes(tmp_path: Path) -> None:
    painted = paint(sample.composed(), sample.fonts())
    files = face_files(painted, world(tmp_path, sample.FONTS))
    face = files["hei", False]
    alone, first, last = *face.glyphs("—"), *face.glyphs("甲——乙")[1:3]
    assert len({alone, first, last}) == 3
    assert face.glyphs("———")[0] == first and face.glyphs("———")[2] == last
