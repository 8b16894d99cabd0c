"""The PDF written from the marks: what was composed is what stands on the page, for readers of all kinds."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pikepdf
import pytest
import write_pdf_sample as sample
from painted_release import write_release
from write_pdf_readback import FOOT, assert_landed, assert_on_the_grid, glyphs
from write_pdf_sample import world

from briefing.core.errors import InputError
from briefing.files.world import World
from briefing.house.style import PT_PER_MM
from briefing.typeset.composed import Composed, SetParagraph


def write_pdf(composed: Composed, here: World) -> bytes:
    return write_release(composed, here, sample.fonts())


@pytest.fixture(scope="module")
def bulletin() -> Composed:
    return sample.composed()


@pytest.fixture(scope="module")
def pdf(bulletin: Composed, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return write_pdf(bulletin, world(tmp_path_factory.mktemp("issue")))


@pytest.mark.parametrize(("chars", "mirrored"), [(None, False), (28, False), (26, True)])
def test_every_glyph_lands_where_it_was_composed(chars: int | None, mirrored: bool, tmp_path: Path) -> None:
    composed = sample.composed(sample.house(chars, mirrored=mirrored))
    assert_landed(write_pdf(composed, world(tmp_path)), composed, sample.fonts())


def test_body_baselines_stand_on_the_grid(bulletin: Composed, pdf: bytes) -> None:
    """On a text page without titles every baseline is a whole number of pitches below the first."""
    assert_on_the_grid(pdf)


def test_page_numbers_stand_seven_mm_below(pdf: bytes) -> None:
    feet = {number: [g for g in glyphs(pdf) if g.page == number and g.y > FOOT + 10] for number in (1, 2, 3)}
    assert feet[1] == []
    assert "".join(g.char for g in feet[2]) == "—2—"
    assert feet[2][0].x == pytest.approx(28 * PT_PER_MM + 14, abs=0.1)
    assert feet[3][0].x > 105 * PT_PER_MM
    # The dash is 0.38 em above its baseline.
    assert feet[2][0].y - 0.38 * 14 == pytest.approx((37 + 225 + 7) * PT_PER_MM, abs=0.5)


def test_metadata_language_and_bookmarks(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        info = document.docinfo
        assert str(info["/Title"]) == "精神文明建设简报"
        assert str(info["/Author"]) == "江苏省文明办"
        assert str(info["/CreationDate"]).startswith("D:20220505000000")
        assert str(document.Root.Lang) == "zh-CN"
        assert bool(document.Root.MarkInfo.Marked)
        with document.open_outline() as outline:
            first, second = outline.root
            assert first.title == "以绣花功夫推进全域文明创建打造新时代文明典范城市"
            assert [item.title for item in first.children] == ["一、高位统筹"]
            assert [item.title for item in first.children[0].children] == ["（一）健全机制"]
            assert second.title == "坚持“创建为民”让文明成为城市底色"


def test_headings_paragraphs_and_tables_are_tagged(bulletin: Composed, pdf: bytes) -> None:
    tags: list[str] = []

    def walk(node: pikepdf.Object) -> None:
        if isinstance(node, pikepdf.Array):
            for child in node:
                walk(child)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            tags.append(str(node.S))
            walk(node.get("/K", pikepdf.Array()))

    with pikepdf.open(io.BytesIO(pdf)) as document:
        walk(document.Root.StructTreeRoot.K)
    kinds = [block.style.kind for block in bulletin.blocks if isinstance(block, SetParagraph) and not block.paragraph.outline]
    entries = kinds.count("contents-entry")
    assert [tags.count(f"/H{level}") for level in (1, 2, 3)] == [2, 1, 1]
    assert (tags.count("/Table"), tags.count("/TH"), tags.count("/TD")) == (1, 3, 6)
    assert (tags.count("/TOC"), tags.count("/TOCI"), tags.count("/Link")) == (1, entries, entries)
    assert tags.count("/P") == len(kinds) - entries, "a paragraph over a page turn is one"


def test_only_the_houses_faces_and_all_embedded_as_subsets(pdf: bytes) -> None:
    names, sizes = set(), []
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for item in document.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
                names.add(str(item.FontName).partition("+")[2])
                sizes.append(len(item.FontFile2.read_bytes()))
    assert names == {
        "Briefing-Fangsong", "Briefing-Fangsong-Bold", "Briefing-Kai", "Briefing-Hei", "Briefing-Biaosong",
        "Briefing-Song", "Briefing-Fangsong-Rare", "Liberation-Serif",
    }  # fmt: skip
    assert max(sizes) < 400_000


def test_links_lead_from_the_contents_to_the_titles(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        links = [a for a in document.pages[0].get("/Annots", []) if a.Subtype == "/Link"]
        assert {str(link.Dest) for link in links} == {"a1", "a2"}


# --- pictures


def _png(width: int = 30, height: int = 20) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\xc0\x20\x20" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def test_a_picture_is_set_at_its_size_with_its_text(tmp_path: Path) -> None:
    (tmp_path / "photo.png").write_bytes(_png())
    data = write_pdf(sample.composed(picture=True), world(tmp_path))
    with pikepdf.open(io.BytesIO(data)) as document:
        alts = [str(o.Alt) for o in document.objects if isinstance(o, pikepdf.Dictionary) and "/Alt" in o]
        images = [o for o in document.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"]
        assert [(int(image.Width), int(image.Height)) for image in images] == [(30, 20)]
    assert alts == ["一张照片"]


def test_a_missing_picture_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"photo\.png"):
        write_pdf(sample.composed(picture=True), world(tmp_path))


def test_a_spoilt_picture_is_not_left_out(tmp_path: Path) -> None:
    (tmp_path / "photo.png").write_bytes(_png()[:60])
    with pytest.raises(InputError, match=r"photo\.png"):
        write_pdf(sample.composed(picture=True), world(tmp_path))
