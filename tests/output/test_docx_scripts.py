"""The DOCX names a face where a word processor would take another, and helps where one would open a gap."""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from lxml import etree

from briefing.building import stages
from briefing.files.world import World
from briefing.model.sheet import LINE_BREAK
from briefing.output.docx.script_runs import Script, edges
from briefing.output.docx.word_file import write_docx
from briefing.typeset.office_scripts import latin_marks, read_as_latin

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HELP = "|"
TEXTS = ("排放CO₂国三t，全为Ⅳ类，达到aⅣ级。", "排放θ和Ж各½国，①国a①国。", "好№5，＃，升¥5。")


@cache
def document() -> tuple[list[list[tuple[str, dict[str, str]]]], str]:
    """The runs of each of the texts, with the faces that their style names; the settings."""
    folder = Path(mkdtemp(prefix="scripts-")) / "2022-01"
    folder.mkdir()
    (folder / "01-r.md").write_text("# 题目\n\n" + "\n\n".join(TEXTS) + "\n", encoding="utf-8")
    (folder / "issue.yaml").write_text(
        "house: jiangsu-jingshen-wenming\nnumber: 1\ndate: 2022-05-13\nsections:\n  - name: 字\n    reports: [01-r.md]\n",
        encoding="utf-8",
    )
    source = stages.read(folder, World(folder))
    with zipfile.ZipFile(io.BytesIO(write_docx(stages.compose(source), source.world))) as archive:
        body, styles = (etree.fromstring(archive.read(f"word/{name}.xml")) for name in ("document", "styles"))
        settings = archive.read("word/settings.xml").decode()
    faces = {
        style.get(f"{W}styleId"): {str(key).rpartition("}")[2]: str(value) for key, value in fonts.attrib.items()}
        for style in styles.iter(f"{W}style")
        if (fonts := style.find(f"{W}rPr/{W}rFonts")) is not None
    }
    found = []
    for paragraph in body.iter(f"{W}p"):
        runs = []
        for run in paragraph.iter(f"{W}r"):
            named = run.find(f"{W}rPr/{W}rStyle")
            text = "".join((t.text or "").replace("\u200b", HELP) for t in run.iter(f"{W}t"))
            runs.append((text, faces.get(named.get(f"{W}val"), {}) if named is not None else {}))
        if "".join(text for text, _ in runs).replace(HELP, "") in TEXTS:
            found.append(runs)
    return found, settings


def face(text: int, characters: str) -> dict[str, str]:
    return next(faces for run, faces in document()[0][text] if run.replace(HELP, "").startswith(characters))


def helped(text: int) -> str:
    return "".join(run for run, _ in document()[0][text])


def test_what_only_the_latin_face_has_is_latin_in_every_slot() -> None:
    assert face(0, "₂") == dict.fromkeys(("ascii", "hAnsi", "eastAsia"), "Times New Roman")


@pytest.mark.parametrize(("text", "character"), [(0, "Ⅳ级"), (1, "①国")])
def test_what_the_han_face_has_is_han_as_latin_text(text: int, character: str) -> None:
    assert face(text, character[0]) == dict.fromkeys(("ascii", "hAnsi"), "仿宋_GB2312")


@pytest.mark.parametrize("character", "θЖ½")
def test_letters_and_signs_that_a_hint_would_make_han_are_latin_by_name(character: str) -> None:
    """§17.3.2.26: Word takes the Han face for them in a run with the hint."""
    assert face(1, character) == dict.fromkeys(("ascii", "hAnsi", "eastAsia"), "Times New Roman")


def test_a_help_stands_wherever_libreoffice_would_open_a_gap() -> None:
    assert helped(0) == "排放|CO₂|国三|t，全为Ⅳ类，达到|a|Ⅳ|级。"
    assert helped(1) == "排放|θ|和|Ж|各|½|国，①国|a|①|国。"


def test_scripts_as_libreoffice_reads_them() -> None:
    assert read_as_latin("“国”a”国×”") == [True, False, False, True, True, False, True, True]
    assert latin_marks("“国”a”国×”") == {0, 4, 6, 7}
    assert read_as_latin(f"国{LINE_BREAK}“国”") == [False, True, True, False, False]
    assert read_as_latin("国“国”", broken={1}) == [False, True, False, False]


@pytest.mark.parametrize(
    ("text", "piece"),
    [("元／人国", "元"), ("元）人", "元）"), ("№三", "№"), ("№5国", "№5"), ("5℃国", "5℃"), ("人‰", "人"), ("（人国", "（人")],
)
def test_libreoffice_parts_what_its_own_lists_do_not_name(text: str, piece: str) -> None:
    """It reads no list of a document's, so that 元 may stand without ／ on a line."""
    nowhere: frozenset[int] = frozenset()
    script = Script(text, edges("basic"), nowhere, {}, nowhere, nowhere)
    assert text[: script.piece(0)] == piece


def test_what_the_composition_keeps_from_the_edges_the_document_says() -> None:
    after, before = (re.search(rf'noLineBreaks{side}[^>]*w:val="([^"]*)"', document()[1]) for side in ("After", "Before"))
    assert after and before and set("№€￥“") <= set(after[1]) and set("₂℉／，") <= set(before[1])
