"""The PDF writer: what was composed is what stands on the page."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
import write_pdf_sample as sample
from write_pdf_readback import assert_landed, assert_on_the_grid
from write_pdf_sample import world

from briefing.core.errors import InputError, InternalError
from briefing.model.sheet import Run
from briefing.output.css.whole_pdf import write_pdf
from briefing.typeset.composed import Composed, SetParagraph


@pytest.fixture(scope="module")
def bulletin() -> Composed:
    return sample.composed()


@pytest.fixture(scope="module")
def pdf(bulletin: Composed, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return write_pdf(bulletin, world(tmp_path_factory.mktemp("issue")))


@pytest.mark.parametrize(("chars", "mirrored"), [(None, False), pytest.param(28, False, marks=pytest.mark.slow), (26, True)])
def test_every_glyph_lands_where_it_was_composed(chars: int | None, mirrored: bool, tmp_path: Path) -> None:
    composed = sample.composed(sample.house(chars, mirrored=mirrored))
    assert_landed(write_pdf(composed, world(tmp_path)), composed, sample.fonts())


def test_body_baselines_stand_on_the_grid(bulletin: Composed, pdf: bytes) -> None:
    """On a text page without titles every baseline is a whole number of pitches below the first."""
    assert_on_the_grid(pdf)


def test_a_character_without_glyph_is_refused(bulletin: Composed, tmp_path: Path) -> None:
    index, block = next((i, b) for i, b in enumerate(bulletin.blocks) if isinstance(b, SetParagraph) and len(b.text) > 50)
    broken = replace(block, runs=(Run("\U0001f600" + block.text[1:]),))
    blocks = (*bulletin.blocks[:index], broken, *bulletin.blocks[index + 1 :])
    with pytest.raises(InternalError, match="缺字"):
        write_pdf(replace(bulletin, blocks=blocks), world(tmp_path))


def test_an_anchor_on_another_page_than_composed_is_refused(bulletin: Composed, tmp_path: Path) -> None:
    with pytest.raises(InternalError, match="a2"):
        write_pdf(replace(bulletin, anchors={**bulletin.anchors, "a2": 2}), world(tmp_path))


def test_a_line_too_high_for_its_page_is_refused(bulletin: Composed, tmp_path: Path) -> None:
    tall = replace(bulletin.house.styles["body"], size=60)
    house = replace(bulletin.house, styles={**bulletin.house.styles, "body": tall}, css=("tall.css",))
    (tmp_path / "tall.css").write_text(".k-body{line-height:60pt}")
    with pytest.raises(InternalError, match="页"):
        write_pdf(replace(bulletin, house=house), world(tmp_path))


# --- pictures and style sheets


@pytest.mark.parametrize(
    "rule",
    [
        "@import url(file:///etc/passwd);",
        "@import url(https://example.org/a.css);",
        "body{background:url(file:///etc/hostname)}",
        "@font-face{font-family:x;src:url(file:///usr/share/fonts/x.ttf)}",
    ],
)
def test_nothing_is_fetched_for_a_style_sheet(rule: str, tmp_path: Path) -> None:
    (tmp_path / "house.css").write_text(rule)
    with pytest.raises(InputError, match="PDF 只能用本期的图片"):
        write_pdf(sample.composed(sample.house(css=("house.css",))), world(tmp_path))


def test_a_mistake_in_a_style_sheet_has_its_place(tmp_path: Path) -> None:
    (tmp_path / "house.css").write_text("p{color:red}\n.k-body{colour:red}")
    with pytest.raises(InputError) as caught:
        write_pdf(sample.composed(sample.house(css=("house.css",))), world(tmp_path))
    span = caught.value.diagnostics[0].span
    assert span is not None
    assert (span.line, span.column) == (2, 9)


def test_the_houses_style_sheet_comes_last(tmp_path: Path) -> None:
    (tmp_path / "house.css").write_text(".k-title{color:#00ff00}")
    data = write_pdf(sample.composed(sample.house(css=("house.css",))), world(tmp_path))
    with pikepdf.open(io.BytesIO(data)) as document:
        assert b"0 1 0 rg" in document.pages[1].Contents.read_bytes()
