"""Which face sets a character, and how wide."""

from __future__ import annotations

import pytest
from typeset_support import ROOT, fonts

from briefing.fonts import Fonts, Glyph, is_latin, unsettable


@pytest.mark.parametrize("char", "“”‘’—…·×℃①　，。")
def test_marks_belong_to_the_han_face(char: str) -> None:
    for role in ("fangsong", "kai", "hei", "biaosong", "song"):
        glyph = fonts().glyphs(role)[char]
        assert glyph is not None and glyph.role in (role, "song")


@pytest.mark.parametrize("char", "A9-/%.( é")
def test_latin_belongs_to_the_latin_face(char: str) -> None:
    assert is_latin(char)
    glyph = fonts().glyphs("fangsong")[char]
    assert glyph is not None and glyph.role == "latin"


def test_digits_are_half_an_em() -> None:
    assert fonts().glyphs("kai")["7"] == Glyph("latin", False, 0.5, "")


def test_rare_name_falls_back_to_song() -> None:
    glyph = fonts().glyphs("fangsong")["喆"]
    assert glyph == Glyph("song", False, 1.0, "")


def test_bold_where_there_is_a_bold() -> None:
    bold = fonts().glyphs("fangsong", bold=True)["文"]
    regular = fonts().glyphs("hei", bold=True)["文"]
    assert bold is not None and bold.bold
    assert regular is not None and not regular.bold


@pytest.mark.parametrize("char", ["\u200b", "\ufeff", "\u00ad", "\ue000", "\ufe0f", "\t", "\U0001f600", "𠮷"])
def test_what_nobody_sets(char: str) -> None:
    assert fonts().glyphs("fangsong")[char] is None


def test_blank_halves() -> None:
    table = fonts().glyphs("fangsong")
    sides = {char: glyph.blank for char in "“”，·文" if (glyph := table[char])}
    assert sides == {"“": "before", "”": "after", "，": "after", "·": "around", "文": ""}


def test_unsettable() -> None:
    assert all(map(unsettable, "\u2028\u0301\ufe0f\u05d0\u302a")) and not unsettable("文") and not unsettable(" ")


def test_dropped_in_face_is_measured_when_first_used() -> None:
    reads: list[str] = []

    def read() -> bytes:
        reads.append("kai")
        return (ROOT / "fonts" / "BriefingHei-Regular.ttf").read_bytes()

    text = (ROOT / "fonts" / "metrics.json").read_text("utf-8")
    own = Fonts.from_json(text, {("kai", 400): read})
    assert own.glyphs("fangsong")["文"] and not reads
    assert own.glyphs("kai")["文"] == Glyph("kai", False, 1.0, "")
    assert own.glyphs("kai")["，"] == Glyph("kai", False, 1.0, "after")
    own.glyphs("kai", bold=True)
    assert reads == ["kai"]
    shipped = fonts().face("hei")
    assert own.face("kai").coverage == shipped.coverage


def test_unknown_role() -> None:
    with pytest.raises(KeyError):
        fonts().glyphs("caoshu")
