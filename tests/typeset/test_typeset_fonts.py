"""Which face sets a character, and how wide."""

from __future__ import annotations

import pytest
from typeset_support import ROOT, fonts

from briefing.fonts.font_files import faces_in, measure
from briefing.fonts.metrics import Face, Fonts, GlyphWidth, OwnFaces, is_latin, unsettable


@pytest.mark.parametrize("char", "“”‘’—…·×℃①　，。")
def test_marks_belong_to_the_han_face(char: str) -> None:
    for role in ("fangsong", "kai", "hei", "biaosong", "song"):
        glyph = fonts().glyphs(role)[char]
        assert glyph is not None and glyph.face in (role, "song")


@pytest.mark.parametrize("char", "A9-/%.( é")
def test_latin_belongs_to_the_latin_face(char: str) -> None:
    assert is_latin(char)
    glyph = fonts().glyphs("fangsong")[char]
    assert glyph is not None and glyph.face == "latin"


def test_digits_are_half_an_em() -> None:
    assert fonts().glyphs("kai")["7"] == GlyphWidth("latin", False, 0.5, "")


@pytest.mark.parametrize(
    ("role", "bold", "char", "face"),
    [
        ("fangsong", False, "喆", "fangsong-rare"),
        ("fangsong", True, "喆", "fangsong-rare"),
        ("kai", False, "𬎆", "kai-rare"),
        ("biaosong", False, "喆", "biaosong"),
        ("biaosong", False, "𠮷", "biaosong-rare"),
        ("hei", False, "𬎆", "hei-rare"),
        ("song", False, "𠮷", "song-rare"),
        ("fangsong", False, "㐀", "song-for-fangsong"),
        ("fangsong", True, "㐀", "song-for-fangsong-bold"),
        ("hei", False, "㐀", "song-for-hei"),
        ("song", False, "㐀", "song"),
        ("fangsong", False, "㎡", "song"),  # a mark needs no weight of its own
    ],
)
def test_who_sets_a_rare_character(role: str, bold: bool, char: str, face: str) -> None:
    glyph = fonts().glyphs(role, bold)[char]
    assert glyph == GlyphWidth(face, bold and face == "fangsong-rare", 1.0, "")
    assert fonts().face(glyph.face, glyph.bold).covers(char)


def test_bold_where_there_is_a_bold() -> None:
    bold = fonts().glyphs("fangsong", bold=True)["文"]
    regular = fonts().glyphs("hei", bold=True)["文"]
    assert bold is not None and bold.bold
    assert regular is not None and not regular.bold


@pytest.mark.parametrize("char", ["\u200b", "\ufeff", "\u00ad", "\ue000", "\ufe0f", "\t", "\U0001f600", "𠀀"])
def test_what_nobody_sets(char: str) -> None:
    assert fonts().glyphs("fangsong")[char] is None


def test_blank_halves() -> None:
    table = fonts().glyphs("fangsong")
    sides = {char: glyph.blank for char in "“”，·文" if (glyph := table[char])}
    assert sides == {"“": "before", "”": "after", "，": "after", "·": "around", "文": ""}


def test_unsettable() -> None:
    assert all(map(unsettable, "\u2028\u0301\ufe0f\u05d0\u302a")) and not unsettable("文") and not unsettable(" ")


def test_own_face_is_measured_when_first_used() -> None:
    reads: list[str] = []
    path = ROOT / "fonts" / "BriefingHei-Regular.ttf"

    def read() -> Face:
        reads.append("kai")
        data = path.read_bytes()
        return measure(data, "own-kai", 400, faces_in(data)[0], "templates", "a/fonts/x.ttf")

    text = (ROOT / "fonts" / "metrics.json").read_text("utf-8")
    own = Fonts.from_json(text, OwnFaces({"kai": ["own-kai"]}, {("own-kai", 400): read}))
    assert own.glyphs("fangsong")["文"] and not reads
    assert own.glyphs("kai")["文"] == GlyphWidth("own-kai", False, 1.0, "")
    assert own.glyphs("kai")["，"] == GlyphWidth("own-kai", False, 1.0, "after")
    own.glyphs("kai", bold=True)
    assert reads == ["kai"]
    assert own.primary("kai").coverage == fonts().face("hei").coverage
    assert own.primary("kai").origin == ("templates", "a/fonts/x.ttf", 0, None, 0.0, (0.0, 0.0))


def test_a_regular_face_of_ones_own_keeps_the_shipped_bold() -> None:
    hei = fonts().face("hei")
    own = Fonts.from_json(
        (ROOT / "fonts" / "metrics.json").read_text("utf-8"),
        OwnFaces({"fangsong": ["own"], "kai": ["own-bold"]}, {("own", 400): lambda: hei, ("own-bold", 700): lambda: hei}),
    )
    assert own.primary("fangsong") is hei and own.primary("fangsong", bold=True).family == "Briefing Fangsong"
    assert own.primary("kai").family == "Briefing Kai" and own.primary("kai", bold=True) is hei


def test_unknown_role() -> None:
    with pytest.raises(KeyError):
        fonts().glyphs("caoshu")
