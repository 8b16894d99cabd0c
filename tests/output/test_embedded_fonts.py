"""A DOCX that brings its faces: hidden as the standard says, allowed by their owners, and enough where there are no others."""

from __future__ import annotations

import io
import shutil
import uuid
import zipfile
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT
from font_house import Office
from font_support import TEXT as TEXT_OF_FONT
from font_support import made_font
from fontTools.ttLib import TTFont
from importing_generated import canonical
from lxml import etree
from painted_release import write_release
from slices import some
from xml_support import at, value

from briefing.building import stages
from briefing.core.errors import Diagnostic, InputError
from briefing.core.han import is_han
from briefing.house.word_settings import WordStyle
from briefing.importing import kept, session
from briefing.office import libreoffice
from briefing.output.docx.embedded_faces import obfuscated, permission
from briefing.output.docx.word_file import write_docx
from briefing.prove.areas import type_area
from briefing.prove.page_lines import compare
from briefing.prove.pdf_pages import read_pdf

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
TEXT = """# 甲市喆堃：稳步推进创建工作

一是加强统筹。赵喆、吴𬎆、郑𠮷到会，2024年3月8日完成98.6%，共12㎡。**逐项落实䶮𠮷责任**，“一办三组”——鬱鬯。

## 二级标题䶮

| 指标 | 数值 |
|---|---|
| 喆堃 | ①Ⅲ |
"""
OFFICIAL = {"仿宋_GB2312": "Briefing Fangsong", "方正小标宋简体": "Briefing Biaosong", "黑体": "Briefing Hei",
            "宋体": "Briefing Song", "Times New Roman": "Liberation Serif"}  # fmt: skip


def office(folder: Path, embed: str, fonts: str = "", files: dict[str, bytes] | None = None) -> Office:
    made = Office.at(folder, fonts, files)
    with (folder / "templates" / "own" / "house.yaml").open("a", encoding="utf-8") as house:
        house.write(f"word: {{embed_fonts: {embed}}}\n")
    return made


def written(source: stages.Read) -> tuple[bytes, list[Diagnostic]]:
    return write_docx(stages.compose(source), source.world), source.findings.items


def parts(docx: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def forms(docx: bytes) -> dict[tuple[str, bool], TTFont]:
    """(Word font, bold) → the face embedded for it, each taken out of its hiding as a reader of the standard would."""
    files = parts(docx)
    relations = etree.fromstring(files["word/_rels/fontTable.xml.rels"])
    targets = {relation.get("Id"): relation.get("Target") for relation in relations}
    found = {}
    for font in etree.fromstring(files["word/fontTable.xml"]):
        for form in font:
            if form.tag in (W + "embedRegular", W + "embedBold"):
                data = bytearray(files[f"word/{targets[form.get(R + 'id')]}"])
                key = bytes.fromhex(value(form, W + "fontKey").strip("{}").replace("-", ""))
                for place in range(32):
                    data[place] ^= key[15 - place % 16]
                found[value(font, W + "name"), form.tag == W + "embedBold"] = TTFont(io.BytesIO(bytes(data)), lazy=True)
    return found


def said(docx: bytes) -> dict[tuple[str, bool], set[str]]:
    """(Word font, bold) → the Han characters that the document asks of it, by its styles."""
    files = parts(docx)
    styles = {style.get(W + "styleId"): style for style in etree.fromstring(files["word/styles.xml"]).iter(W + "style")}

    def look(style: str | None, tag: str) -> etree._Element | None:
        while style is not None:
            found = styles[style].find(f"{W}rPr/{W}{tag}")
            if found is not None:
                return found
            based = styles[style].find(W + "basedOn")
            style = based.get(W + "val") if based is not None else None
        return None

    asked: dict[tuple[str, bool], set[str]] = defaultdict(set)
    for paragraph in etree.fromstring(files["word/document.xml"]).iter(W + "p"):
        for run in paragraph.iter(W + "r"):
            names = [element.get(W + "val") for element in (run.find(f"{W}rPr/{W}rStyle"), paragraph.find(f"{W}pPr/{W}pStyle"))
                     if element is not None]  # fmt: skip
            fonts = next((value(found, W + "eastAsia") for name in names if (found := look(name, "rFonts")) is not None
                          and found.get(W + "eastAsia")), "宋体")  # fmt: skip
            weight = next((found for name in names if (found := look(name, "b")) is not None), None)
            bold = weight is not None and weight.get(W + "val") not in ("0", "false")
            asked[fonts, bold].update(filter(is_han, "".join(text.text or "" for text in run.iter(W + "t"))))
    return asked


def embedding(source: stages.Read, mode: str) -> stages.Read:
    return replace(source, house=replace(source.house, word=WordStyle(embed_fonts=mode)))


def issue(folder: Path, files: dict[str, bytes]) -> stages.Read:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return stages.read(folder)


def sample(folder: Path) -> stages.Read:
    head = "house: gb9704\nnumber: 5\ndate: 2024-03-08\nnameplate: 甲市简报\n"
    return issue(folder / "2024-05", {"issue.yaml": head.encode(), "01-甲.md": TEXT.encode()})


@pytest.fixture(scope="module")
def subset(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    docx, findings = written(embedding(sample(tmp_path_factory.mktemp("issues")), "subset"))
    assert not [item for item in findings if item.code == "house-font-embed"]
    return docx


def test_every_character_has_its_glyph_in_the_face_that_comes_along(subset: bytes) -> None:
    faces, asked = forms(subset), said(subset)
    assert {"喆", "𬎆", "鬱"} <= asked["仿宋_GB2312", False] and {"𠮷"} <= asked["仿宋_GB2312", True]
    for (name, bold), characters in asked.items():
        font = faces.get((name, bold)) or faces[name, False]
        glyphs, cmap = font["glyf"], font.getBestCmap()
        assert not [char for char in characters if not glyphs[cmap[ord(char)]].numberOfContours], (name, bold)
    latin = faces["Times New Roman", False].getBestCmap()
    assert set(map(ord, "2024%①ⅢAz~")) <= set(latin)


def test_a_face_goes_by_the_official_name_and_by_its_own(subset: bytes) -> None:
    faces = forms(subset)
    table = etree.fromstring(parts(subset)["word/fontTable.xml"])
    for official, own in OFFICIAL.items():
        for name in (official, own):
            assert faces[name, False]["name"].getBestFamilyName() == own
        alternatives = value(at(table, f"{W}font[@{W}name='{official}']/{W}altName"), W + "val")
        assert alternatives.split(",")[0] == own
    assert faces["仿宋_GB2312", True]["OS/2"].fsSelection & 0x20
    assert all(len(name) <= 31 and permission(font["OS/2"].fsType) != "none" for (name, _), font in faces.items())
    assert b"<w:embedTrueTypeFonts/><w:saveSubsetFonts/>" in parts(subset)["word/settings.xml"]
    assert b"obfuscatedFont" in parts(subset)["[Content_Types].xml"]


def test_comes_back(subset: bytes, tmp_path: Path) -> None:
    """The faces are the house's to give, not the file's: what is restored is the same issue, and writes the same bytes."""
    folder = kept.restore(session.open_source(subset, "2024-05.docx"), "2024-05")
    back = issue(tmp_path / "2024-05", folder.files)
    assert not folder.findings and canonical(back.issue) == canonical(sample(tmp_path / "first").issue)
    assert written(embedding(back, "subset"))[0] == subset


def test_the_standards_own_example() -> None:
    """ECMA-376 part 1, §17.8.1: the key's bytes from last to first."""
    key = uuid.UUID("001B70DC-AA60-4AD5-90EC-18A0948E1EAE")
    assert obfuscated(bytes(40), key) == bytes.fromhex("AE1E8E94A018EC90D54A60AADC701B00") * 2 + bytes(8)
    assert obfuscated(obfuscated(b"0123456789" * 5, key), key) == b"0123456789" * 5


@pytest.mark.parametrize(
    ("fs_type", "allowed"),
    [(0, "any"), (2, "none"), (4, "none"), (8, "any"), (6, "none"), (0xC, "any"), (0x100, "whole"), (0x108, "whole"),
     (0x200, "none"), (0x104, "none"), (1, "any")],
)  # fmt: skip
def test_what_the_bits_allow(fs_type: int, allowed: str) -> None:
    assert permission(fs_type) == allowed


def allowing(fs_type: int, name: str, **kind: object) -> bytes:
    font = TTFont(io.BytesIO(made_font(english=name, chinese=name, **kind)))  # type: ignore[arg-type]
    font["OS/2"].fsType = fs_type
    file = io.BytesIO()
    font.save(file)
    return file.getvalue()


def test_the_owners_word_holds(tmp_path: Path) -> None:
    """A compact face (CFF) comes along as TrueType, one that may not be cut comes whole, and one that may not come at all is
    left at home and said to be."""
    files = {"a.otf": allowing(0, "A", compact=True), "b.ttf": allowing(2, "B"), "c.ttf": allowing(0x108, "C")}
    docx, findings = written(office(tmp_path, "subset", "{biaosong: A, fangsong: B, song: C}", files).read())
    faces = forms(docx)
    title, number = faces["方正小标宋简体", False], faces["宋体", False]
    assert title["OS/2"].fsType == 0 and title["glyf"][title.getBestCmap()[ord("甲")]].numberOfContours == 1
    assert number["OS/2"].fsType == 0x108 and set(map(ord, TEXT_OF_FONT)) <= set(number.getBestCmap())
    assert ord("责") not in title.getBestCmap()  # which is not in the title
    assert ("仿宋_GB2312", False) not in faces and ("仿宋_GB2312", True) in faces
    told = [item for item in findings if item.code == "house-font-embed"]
    assert len(told) == 1 and told[0].span is not None and told[0].span.file == "templates/own/fonts/b.ttf"


def test_nothing_comes_along_unless_asked_for(tmp_path: Path) -> None:
    docx, _ = written(office(tmp_path, "none").read())
    assert not any("fonts/" in name or "fontTable.xml.rels" in name for name in parts(docx))
    assert b"embed" not in parts(docx)["word/fontTable.xml"] + parts(docx)["word/settings.xml"]


def test_a_wrong_word_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError) as told:
        office(tmp_path, "all").read()
    assert told.value.diagnostics[0].code == "house-value"
    assert "subset" in told.value.diagnostics[0].hint


# --- where there are no such fonts


ISSUES = sorted(path.parent.name for path in (ROOT / "issues").glob("*/issue.yaml"))
MODES = [(name, mode) for name in (*ISSUES, "") for mode in ("subset", "full")]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed (libreoffice-writer)")
@pytest.mark.parametrize(("name", "mode"), some(MODES, parts=3, first=1))
def test_a_machine_without_our_fonts_sets_the_same_lines(name: str, mode: str, tmp_path: Path) -> None:
    """fontconfig knows one folder, of one face: the Latin one, so that LibreOffice starts."""
    shutil.copy(ROOT / "fonts" / "LiberationSerif-Regular.ttf", tmp_path / "only.ttf")
    configuration = tmp_path / "fonts.conf"
    configuration.write_text(f"<fontconfig><dir>{tmp_path}</dir><cachedir>{tmp_path}/cache</cachedir></fontconfig>", "utf-8")
    source = embedding(stages.read(ROOT / "issues" / name) if name else sample(tmp_path), mode)
    composed = stages.compose(source)
    docx = write_docx(composed, source.world)
    printed = libreoffice.convert("soffice", docx, ".docx", "pdf", {"FONTCONFIG_FILE": str(configuration)})
    released = write_release(composed, source.world)
    found = compare(read_pdf(released), read_pdf(printed), lambda page: type_area(source.house, page))
    assert found.complete, found.differences
    assert mode == "full" or len(docx) < 400_000
