"""Fonts that an office brings: by any name, of any kind, with whatever metrics, or told what is wrong with them."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pikepdf
import pytest
from conftest import ROOT
from font_house import REPORT, Office, made
from font_support import TEXT, made_collection, made_font
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib import TTFont
from slices import share

from briefing.building import stages
from briefing.core.errors import InputError
from briefing.fonts.metrics import Fonts

BIAOSONG = made_font()


def faces(office: Office) -> Fonts:
    source = office.read()
    return stages.fonts_of(source.house, source.world, source.findings)


@pytest.mark.parametrize(
    "name",
    ["方正小标宋简体", "FZXiaoBiaoSong-B05S", "fzxiaobiaosong b05s", "小标宋.TTF", "小标宋", "FZXiaoBiaoSong-B05S Regular"],
)
def test_a_face_is_found_by_any_of_its_names(name: str, tmp_path: Path) -> None:
    fonts = faces(Office.at(tmp_path, f"{{biaosong: {name}}}", {"小标宋.TTF": BIAOSONG}))
    assert fonts.primary("biaosong").shown == "方正小标宋简体"
    assert fonts.primary("biaosong").origin is not None
    assert fonts.glyphs("biaosong")["甲"].face == "own-biaosong-1"  # type: ignore[union-attr]
    assert fonts.glyphs("biaosong")["喆"].face == "biaosong"  # type: ignore[union-attr]
    assert fonts.glyphs("hei")["甲"].face == "hei"  # type: ignore[union-attr]


def test_a_mark_that_a_face_draws_in_the_middle_gives_up_no_half(tmp_path: Path) -> None:
    fangsong = (ROOT / "fonts" / "BriefingFangsong-Regular.ttf").read_bytes()
    table = faces(Office.at(tmp_path, "{kai: 甲.ttf}", {"甲.ttf": fangsong})).glyphs("kai")
    seen = {char: (glyph.face, glyph.blank) for char in "？！“" if (glyph := table[char])}
    assert seen == {"？": ("own-kai-1", "around"), "！": ("own-kai-1", "after"), "“": ("own-kai-1", "before")}


def test_several_faces_are_asked_in_order(tmp_path: Path) -> None:
    files = {"a.ttf": BIAOSONG, "b.ttf": made_font("甲𠀀", english="SimSun-ExtB", chinese="宋体扩展")}
    fonts = faces(Office.at(tmp_path, "{fangsong: [Briefing Fangsong, 宋体扩展], biaosong: [宋体扩展, 方正小标宋简体]}", files))
    asked = {(role, char): fonts.glyphs(role)[char].face for role in ("fangsong", "biaosong") for char in "甲市𠀀喆"}  # type: ignore[union-attr]
    assert asked == {
        ("fangsong", "甲"): "fangsong", ("fangsong", "市"): "fangsong", ("fangsong", "𠀀"): "own-fangsong-2",
        ("fangsong", "喆"): "fangsong-rare",
        ("biaosong", "甲"): "own-biaosong-1", ("biaosong", "市"): "own-biaosong-2", ("biaosong", "𠀀"): "own-biaosong-1",
        ("biaosong", "喆"): "biaosong",
    }  # fmt: skip


def test_a_file_that_bears_a_roles_name_comes_first_and_takes_nothing_away(tmp_path: Path) -> None:
    fonts = faces(Office.at(tmp_path, "", {"song.ttf": BIAOSONG, "fangsong-bold.otf": made_font(compact=True)}))
    assert fonts.glyphs("song")["甲"].face == "own-song" and fonts.glyphs("song")["䶮"].face == "song"  # type: ignore[union-attr]
    assert fonts.glyphs("fangsong")["㐀"].face == "song-for-fangsong"  # type: ignore[union-attr]
    assert fonts.primary("fangsong").family == "Briefing Fangsong"
    assert fonts.primary("fangsong", bold=True).origin is not None


def test_the_weights_of_one_family(tmp_path: Path) -> None:
    files = {f"{weight}.ttf": made_font(weight=weight, english="A", chinese="某宋") for weight in (300, 400, 700)}
    fonts = faces(Office.at(tmp_path, "{fangsong: 某宋}", files))
    paths = [fonts.primary("fangsong", bold).origin.path for bold in (False, True)]  # type: ignore[union-attr]
    assert paths == ["own/fonts/400.ttf", "own/fonts/700.ttf"]


def test_a_variable_face_has_both_weights(tmp_path: Path) -> None:
    font = TTFont(io.BytesIO(made_font(english="A", chinese="某宋")))
    builder = FontBuilder(font=font)
    builder.setupFvar([("wght", 200, 400, 900, "Weight")], [])
    builder.setupGvar({name: [] for name in font.getGlyphOrder()})
    written = io.BytesIO()
    font.save(written)
    fonts = faces(Office.at(tmp_path, "{fangsong: 某宋}", {"a.ttf": written.getvalue()}))
    assert [fonts.primary("fangsong", bold).origin.wght for bold in (False, True)] == [400, 700]  # type: ignore[union-attr]


def test_every_kind_of_file_sets_right_pages(tmp_path: Path) -> None:
    other = {"ascent": 1300, "descent": 500, "units": 2048, "joined": True}
    files = {
        "FZXBSJW.otf": made_font(compact=True, joined=True),
        "all.ttc": made_collection(BIAOSONG, made_font(english="A", chinese="某仿", **other)),  # type: ignore[arg-type]
        "Bold.ttf": made_font(english="A", chinese="某仿", weight=700, units=1000),
    }
    office = Office.at(tmp_path, "{biaosong: FZXiaoBiaoSong-B05S, fangsong: [某仿, Briefing Fangsong]}", files)
    (tmp_path / "templates/own/fonts/all.ttc").rename(tmp_path / "templates/own/fonts/某.TTC")
    result = made(office.read())
    with pikepdf.open(io.BytesIO(result.pdf)) as pdf:
        named = {str(font.BaseFont).split("+")[1].split("-x")[0] for page in pdf.pages for font in page.Resources.Font.values()}
    assert {"A", "FZXiaoBiaoSongB05S"} <= named and "Briefing-Fangsong-Bold" not in named
    assert made(office.read()).pdf == result.pdf


@pytest.mark.parametrize(
    ("fonts", "files", "place", "said", "advice"),
    [
        ("{fangsong: 没有这种字体}", {}, ("house.yaml", 3, 19), "没有“没有这种字体”这个字体", "templates/own/fonts/"),
        ("{fangsong: [Briefing Fangsong, 小标送]}", {"a.ttf": BIAOSONG}, ("house.yaml", 3, 39), "没有“小标送”", "现有："),
        ("{biaosong: 方正小标宋简本}", {"a.ttf": BIAOSONG}, ("house.yaml", 3, 19), "没有“方正小标宋简本”", "“方正小标宋简体”？"),
        ("{fangsong: []}", {}, ("house.yaml", 3, 19), "fangsong 要写字体名", ""),
        ("", {"a.ttf": b"nothing of the kind"}, ("fonts/a.ttf", 1, 1), "字体文件 a.ttf 不是完好的字体文件", "TTF"),
        ("", {"a.otf": BIAOSONG[:900]}, ("fonts/a.otf", 1, 1), "字体文件 a.otf 不完整", "TTF"),
        ("", {"a.ttf": b""}, ("fonts/a.ttf", 1, 1), "不是完好的字体文件", "TTF"),
        ("", {"a.woff2": b"wOF2" + bytes(60)}, ("fonts/a.woff2", 1, 1), "是网页字体", "TTF"),
        ("", {"a.ttf": b"wOFF" + bytes(60)}, ("fonts/a.ttf", 1, 1), "是网页字体", "TTF"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    fonts: str, files: dict[str, bytes], place: tuple[str, int, int], said: str, advice: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as caught:
        stages.compose(Office.at(tmp_path, fonts, files).read())
    (finding,) = caught.value.diagnostics
    assert finding.span is not None
    assert (finding.span.file, finding.span.line, finding.span.column) == (f"templates/own/{place[0]}", *place[1:])
    assert said in finding.message and advice in finding.hint


def test_a_face_that_nothing_uses_is_told(tmp_path: Path) -> None:
    source = Office.at(tmp_path, "", {"FZXBSJW.TTF": BIAOSONG, "说明.txt": b"x"}).read()
    stages.fonts_of(source.house, source.world, source.findings)
    (finding,) = source.findings.items
    assert finding.code == "house-font-unused" and finding.severity.value == "warning"
    assert finding.span is not None and finding.span.file == "templates/own/fonts/FZXBSJW.TTF"
    assert "fonts: {biaosong: 方正小标宋简体}" in finding.hint


def test_the_advice_for_a_missing_character_is_true(tmp_path: Path) -> None:
    text = "# 甲市\n\n姓名𠀀的人。\n"
    office = Office.at(tmp_path / "a")
    with pytest.raises(InputError) as caught:
        stages.compose(office.read(text, BRIEFING_FONTS="/nowhere"))
    (finding,) = caught.value.diagnostics
    assert finding.span is not None and (finding.span.line, finding.span.column) == (3, 3)
    assert "sudo apt-get install -y fonts-hanazono" in finding.hint and "house.yaml 的 fonts" in finding.hint
    fonts = "{fangsong: [Briefing Fangsong, 宋体扩展]}"
    office = Office.at(tmp_path / "b", fonts, {"simsunb.ttf": made_font("甲𠀀", chinese="宋体扩展")})
    result = made(office.read(text, BRIEFING_FONTS="/nowhere"))
    (note,) = [finding for finding in result.findings if finding.code == "glyph-substituted"]
    assert "“𠀀”，仿宋字体里没有，PDF 里用 宋体扩展 排" in note.message


def test_what_the_report_of_fonts_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from briefing.cli.font_report import report

    Office.at(tmp_path, "{biaosong: 方正小标宋简体, hei: 没有}", {"小标宋.TTF": BIAOSONG, "b.ttf": made_font(chinese="闲置")})
    (tmp_path / "fonts").symlink_to(Path(__file__).resolve().parents[2] / "fonts")
    monkeypatch.setenv("BRIEFING_HOME", str(tmp_path))
    monkeypatch.setenv("BRIEFING_FONTS", "/nowhere")
    told = {(finding.ok, finding.what): finding for finding in report()}
    wrong = told[False, "版式 own"]
    assert "templates/own/house.yaml:3:33 没有“没有”这个字体" in wrong.detail and wrong.needed
    hana = next(finding for (_, what), finding in told.items() if "fonts-hanazono" in what)
    assert not hana.ok and not hana.needed and "HanaMinA.ttf、HanaMinB.ttf" in hana.remedy
    house = tmp_path / "templates/own/house.yaml"
    house.write_text(house.read_text("utf-8").replace(", hei: 没有", ""), "utf-8")
    lines = [f"{finding.what}：{finding.detail}" for finding in report()]
    who = "小标宋：方正小标宋简体（templates/own/fonts/小标宋.TTF）；缺的字依次用 Briefing Biaosong"
    assert any(who in line for line in lines)
    assert any("字体“闲置”没有用到" in line for line in lines)


@pytest.mark.slow
@pytest.mark.parametrize("compact", [False, True])
def test_a_spoilt_file_is_told_or_set(compact: bool, tmp_path: Path) -> None:
    """Bytes changed, runs blanked, the end cut off: pages that are proved, or a finding at the file."""
    office = Office.at(tmp_path, "{fangsong: 某仿}")
    whole = made_font(compact=compact, english="A", chinese="某仿")
    chance = random.Random(compact)
    told = 0
    for _ in range(share(150)):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 4, 40))):
            place = chance.randrange(len(data))
            data[place : place + chance.choice((1, 2, 64))] = bytes(chance.randrange(256) for _ in range(chance.choice((1, 2))))
        (tmp_path / "templates/own/fonts/a.ttf").write_bytes(data)
        try:
            made(office.read())
        except InputError as error:
            told += 1
            assert {item.code for item in error.diagnostics} <= {"house-font"}, error.diagnostics
    assert told


def test_the_sample_report_is_covered() -> None:
    assert set(REPORT) - set(TEXT) <= set("# \n*")
