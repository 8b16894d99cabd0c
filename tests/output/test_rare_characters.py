"""Every character of GB 18030-2022 has an answer: in every role, at every place of a bulletin, in every format."""

from __future__ import annotations

import io
import json
import os
import random
from itertools import product
from pathlib import Path

import gb18030
import pytest
from conftest import ROOT, Run
from font_house import Office, Set, made
from fontTools.ttLib import TTFont
from slices import share, some
from typeset_support import fonts

from briefing.building import stages
from briefing.core.errors import InputError
from briefing.files.world import World
from briefing.fonts.metrics import Fonts
from briefing.output.ofd import write_ofd
from briefing.paint import paint
from briefing.prove.pdf_pages import read_pdf

ROLES = ("fangsong", "kai", "biaosong", "hei", "song")
#: Of names: 通用规范汉字表 below and above U+FFFF, household registers, and what only 宋体 has.
NAMES = "喆堃珺玥昇䶮㛃𫖯𬭚𬍡𬎆𠮷㐀"
MARKS = "，。、；：？！“”‘’（）〔〕《》〈〉【】「」『』—…～·－％"
PLACES = f"""# 甲{NAMES}——乙

一是{NAMES}——，**加粗{NAMES}——**，*楷体{NAMES}——*。

## 一、黑体{NAMES}——丙

### （一）楷体{NAMES}——丁

#### 1. 仿宋{NAMES}——戊

- 项目{NAMES}——己

| 表头{NAMES}—— | 乙 |
|---|---|
| 表文{NAMES}—— | **粗{NAMES}** |

: 表题{NAMES}——庚

注文[^1]。

[^1]: 脚注{NAMES}——辛。
"""
EXTRA = f"""signer: 喆{NAMES[:3]}
offices: 某办𬎆𠮷
recipients:
  报: [𠮷𬎆办公室, 𫖯㐀]
"""


def glyph_of(book: Fonts, role: str, bold: bool, char: str) -> bool:
    glyph = book.glyphs(role, bold)[char]
    return glyph is not None and glyph.advance == 1.0


def test_the_levels_have_the_numbers_that_the_standard_names() -> None:
    unified = [char for char in gb18030.level_1() if "㐀" <= char <= "鿿" or char in "﨎﨏﨑﨓﨔﨟﨡﨣﨤﨧﨨﨩"]
    assert len(unified) == 27_570  # with the 14 radicals the standard's 27,584
    assert len(gb18030.level_2()) == 196
    assert len(unified) + len(gb18030.level_3()) == 87_887


@pytest.mark.parametrize(("role", "bold"), [*product(ROLES, [False]), ("fangsong", True)])
def test_levels_1_and_2_are_set_by_what_is_shipped(role: str, bold: bool) -> None:
    book = fonts()
    assert book.optional is None
    every = (*gb18030.level_1(), *gb18030.level_2())
    some = every if role == "kai" else every[::9]  # the slow test below asks all roles for all
    assert [char for char in some if not glyph_of(book, role, bold, char)] == []


def test_level_3_is_set_by_what_is_shipped_or_by_the_package() -> None:
    world = World(ROOT)
    faces = stages.optional_faces(world)
    book = Fonts(json.loads((ROOT / "fonts" / "metrics.json").read_bytes()), optional=faces)
    hana = [each.face for each in faces.faces.values() if each.package == "fonts-hanazono"]
    assert [char for char in gb18030.level_3() if not any(face.covers(char) for face in reversed(hana))] == []
    for role in ROLES:
        for char in random.Random(role).sample(gb18030.level_3(), 200):
            packages = {each.package for each in book.would_set(role, char)}
            assert fonts().glyphs(role)[char] is not None or "fonts-hanazono" in packages, hex(ord(char))


@pytest.mark.slow
def test_the_list_of_optional_faces_is_that_of_the_files() -> None:
    world = World(ROOT)
    faces = stages.optional_faces(world)
    for each in faces.faces.values():
        if faces.installed(each):
            font = TTFont(io.BytesIO(world.optional_font(each.face.origin.path) or b""), lazy=True)  # type: ignore[union-attr]
            cmap, em = font.getBestCmap(), font["head"].unitsPerEm
            codes = [code for code in range(0x3000, 0x2FA00, 7) if each.face.covers(chr(code))]
            assert codes and all(font["hmtx"][cmap[code]][0] == em for code in codes)


def test_a_font_of_that_name_which_is_another_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "HanaMinA.ttf").write_bytes(b"another")
    world = World(ROOT, environ={**os.environ, "BRIEFING_FONTS": str(tmp_path)})
    faces = stages.optional_faces(world)
    assert world.optional_font("HanaMinA.ttf") == b"another"
    assert not any(faces.installed(each) for each in faces.faces.values())
    with pytest.raises(InputError) as caught:
        stages.compose(Office.at(tmp_path / "office").read("# 甲\n\n文𠀀。\n", BRIEFING_FONTS=str(tmp_path)))
    assert "装着的 HanaMinA.ttf 与清单上的版本不同" in caught.value.diagnostics[0].hint


@pytest.mark.slow
@pytest.mark.parametrize(("role", "bold"), [*product(ROLES, [False]), ("fangsong", True)])
def test_every_character_of_levels_1_and_2_in_every_role(role: str, bold: bool) -> None:
    every = (*gb18030.level_1(), *gb18030.level_2())
    assert [char for char in every if not glyph_of(fonts(), role, bold, char)] == []


def roles(text: str) -> dict[str, str]:
    """A report with `text` in each role."""
    return {
        "title": f"# {text}\n\n文。\n",
        "body": f"# 甲\n\n{text}\n",
        "bold": f"# 甲\n\n字**{text}字**字\n",
        "kai": f"# 甲\n\n字*{text}字*字\n",
        "hei": f"# 甲\n\n## 一、{text}\n",
        "heading 2": f"# 甲\n\n## 一、甲\n\n### （一）{text}\n",
        "cells": f"# 甲\n\n| {text} | 乙 |\n|---|---|\n| {text} | 乙 |\n\n: {text}\n",
    }


@pytest.mark.slow
@pytest.mark.parametrize("role", roles(""))
def test_every_pair_of_marks_in_every_role(role: str, tmp_path: Path) -> None:
    marks = some(MARKS)
    pairs = [f"字{first}{second}文" for first, second in product(marks, repeat=2)]
    office = Office.at(tmp_path)
    for start in range(0, len(pairs), 14):
        (tmp_path / "issues/2024-05").mkdir(parents=True, exist_ok=True)
        text = roles("".join(pairs[start : start + 14]))[role]
        (tmp_path / f"issues/2024-05/{start + 100}-乙.md").write_text(text, "utf-8")
    assert made(office.read()).proof.findings == ()


@pytest.mark.slow
@pytest.mark.parametrize("role", roles(""))
def test_characters_of_every_level_in_every_role(role: str, tmp_path: Path) -> None:
    """Level 3 where fonts-hanazono is installed."""
    world = World(ROOT)
    faces = stages.optional_faces(world)
    levels = [gb18030.level_1(), gb18030.level_2()]
    if all(faces.installed(each) for each in faces.faces.values() if each.package == "fonts-hanazono"):
        levels.append(gb18030.level_3())
    pick = random.Random(role)
    count = share(120)
    some = "".join(char for level in levels for char in pick.sample(level, count))
    office = Office.at(tmp_path)
    (tmp_path / "issues/2024-05").mkdir(parents=True)
    for start in range(0, len(some), 40):
        (tmp_path / f"issues/2024-05/{start + 100}-乙.md").write_text(roles(some[start : start + 40])[role], "utf-8")
    result = made(office.read())
    assert result.proof.findings == ()
    text = "".join(glyph.char for page in read_pdf(result.pdf).pages for glyph in page.glyphs)
    assert all(char in text for char in some)


@pytest.mark.slow
def test_rare_names_come_back_from_the_docx_and_go_to_press_and_archive(briefing: Run, tmp_path: Path) -> None:
    issue = Office.at(tmp_path).read(PLACES, EXTRA).world.issue.folder
    (tmp_path / "fonts").symlink_to(ROOT / "fonts")
    (tmp_path / "requirements.txt").symlink_to(ROOT / "requirements.txt")
    home = {"BRIEFING_HOME": str(tmp_path), "BRIEFING_FONTS": "/nowhere"}
    for aim in ("print", "archive"):
        ran = briefing("press", "2024-05", "--for", aim, **home)
        assert ran.code == 0, ran.err
    ran = briefing("import", "build/2024-05/2024-05.docx", "--new", "2024-06", **home)
    assert ran.code == 1, ran.err  # the folder's name is not the number
    back = (issue.parent / "2024-06" / "01-甲.md").read_text("utf-8")
    assert back.count("𬎆") == PLACES.count("𬎆") and back.count("𠮷") == PLACES.count("𠮷")


@pytest.fixture(scope="module")
def everywhere(tmp_path_factory: pytest.TempPathFactory) -> tuple[Office, Set]:
    office = Office.at(tmp_path_factory.mktemp("rare"))
    return office, made(office.read(PLACES, EXTRA, BRIEFING_FONTS="/nowhere"))


def test_rare_names_and_dashes_at_every_place(everywhere: tuple[Office, Set]) -> None:
    _, result = everywhere
    assert result.proof.findings == ()
    text = "".join(glyph.char for page in read_pdf(result.pdf).pages for glyph in page.glyphs)
    assert text.count("𬎆") >= PLACES.count("𬎆") + EXTRA.count("𬎆") > 14
    notes = [finding.message for finding in result.findings if finding.code == "glyph-substituted"]
    assert len(notes) == len(set(notes)) and all("PDF 里用 Briefing" in note for note in notes)


def test_rare_names_in_ofd(everywhere: tuple[Office, Set]) -> None:
    from briefing.prove import prepare, prove

    office, result = everywhere
    source = office.read(PLACES, EXTRA, BRIEFING_FONTS="/nowhere")
    package = write_ofd(paint(result.composed, source.fonts()), source.world)
    expected = prepare(result.composed.sheet, result.composed.house)
    proof = prove(expected, source.fonts(), result.pdf, ofd=package)
    assert not proof.errors


def test_what_no_face_has_is_refused_with_its_place_and_its_package(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        stages.compose(Office.at(tmp_path).read("# 甲\n\n文𠀀、𪛖𠀀。\n", BRIEFING_FONTS="/nowhere"))
    assert [(item.code, item.span.line, item.span.column) for item in caught.value.diagnostics if item.span] == [
        ("missing-glyph", 3, 2), ("missing-glyph", 3, 4), ("missing-glyph", 3, 5),
    ]  # fmt: skip


@pytest.mark.parametrize("file", sorted(path.name for path in (ROOT / "fonts").glob("Briefing*.ttf")))
def test_no_face_makes_one_glyph_of_two_characters(file: str) -> None:
    font = TTFont(io.BytesIO((ROOT / "fonts" / file).read_bytes()), lazy=True)
    lookups = font["GSUB"].table.LookupList.Lookup if "GSUB" in font else []
    assert {lookup.LookupType for lookup in lookups} <= {1, 6}  # one for one, and where
