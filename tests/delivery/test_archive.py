"""The archive's files: PDF/A-2u and PDF/UA-1 in content, not by label; metadata; a preflight that finds faults."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import archive_support as support
import example_issues
import pikepdf
import press_support
import pytest
import spoilt_prints
from conftest import Run
from lxml import etree
from painted_release import write_archive
from pikepdf import Name

from briefing.delivery.archive_metadata import metadata
from briefing.delivery.archive_set import stamp_room
from briefing.model.issue_parts import Recipients
from briefing.preflight.archive_rules import preflight
from briefing.prove.pdf_pages import read_pdf
from briefing.typeset.composed import SetRule

if TYPE_CHECKING:
    import pikepdf

EXAMPLES = pytest.mark.parametrize("name", example_issues.NAMES)
THOROUGH = pytest.mark.parametrize("name", example_issues.THOROUGH)
JARS = [Path("/usr/share/java", f"{jar}.jar") for jar in ("preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging")]
#: Java 11 and later no longer bring them.
JARS += [Path("/usr/share/java", f"{jar}.jar") for jar in ("jaxb-api", "jaxb-runtime", "javax.activation")]
NO_JAVA = shutil.which("java") is None or not all(jar.exists() for jar in JARS)


def text_of(data: bytes) -> list[str]:
    return ["".join(glyph.char for glyph in page.glyphs) for page in read_pdf(data).pages]


def pages_of(data: bytes) -> int:
    return len(read_pdf(data).pages)


# --- the PDF


@EXAMPLES
def test_preflight_passes(name: str) -> None:
    assert preflight("a.pdf", support.archived(name), len(example_issues.composed(name).pages)) == []


@EXAMPLES
def test_text_and_pictures_are_the_release_s(name: str) -> None:
    import pypdfium2

    release, archived = example_issues.pdf(name), support.archived(name)
    assert text_of(archived) == text_of(release)
    for old, new in zip(pypdfium2.PdfDocument(release), pypdfium2.PdfDocument(archived), strict=True):
        assert old.render(scale=1).to_numpy().tobytes() == new.render(scale=1).to_numpy().tobytes()


@EXAMPLES
def test_same_bytes(name: str) -> None:
    assert write_archive(example_issues.composed(name), example_issues.source(name).world) == support.archived(name)


@THOROUGH
def test_outloud_finds_nothing(name: str, tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(support.archived(name))
    tool = Path(sys.executable).with_name("outloud")
    done = subprocess.run([tool, file], capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C.UTF-8"})
    assert "0 error(s), 0 warning(s)" in done.stdout + done.stderr, done.stdout


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
@EXAMPLES
def test_qpdf_finds_nothing(name: str, tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(support.archived(name))
    done = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(NO_JAVA, reason="Java or PDFBox's preflight is not installed")
def test_pdfbox_finds_only_what_part_1_forbids(tmp_path: Path) -> None:
    """PDFBox knows PDF/A-1b alone; part 2 allows what is left."""
    file = tmp_path / "a.pdf"
    file.write_bytes(support.archived())
    command = ["java", "-cp", ":".join(map(str, JARS)), "org.apache.pdfbox.preflight.Validator_A1b", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    found = {line.split(":")[0].strip() for line in said.splitlines() if line[:1].isdigit()}
    assert found and found <= PART_1_ONLY, said


#: Codes of PDFBox for what part 2 allows (cross reference streams, version 4 of ICC, subsets without a CIDSet) and for its label.
PART_1_ONLY = {"1.4", "2.1.6", "3.1.11", "7.11.1", "7.11.2"}


def test_a_block_over_pages_is_one_element() -> None:
    composed = example_issues.composed("2022-17")
    with press_support.opened(support.archived("2022-17")) as document:
        paragraphs = [kind for kind, _ in support.kinds(document) if kind in ("P", "H1", "TOCI")]
    blocks = [block for block in composed.blocks if not isinstance(block, SetRule)]
    assert len(paragraphs) == len(blocks) < sum(len(page.items) for page in composed.pages)


def test_every_kind_of_block(tmp_path: Path) -> None:
    release, data, _ = support.everything(tmp_path / "issues" / "2024-05")
    assert preflight("a.pdf", data, pages_of(release)) == []
    assert text_of(data) == text_of(release)
    with press_support.opened(data) as document:
        kinds = [kind for kind, _ in support.kinds(document)]
        assert kinds.count("Table") == 2 and kinds.count("TR") == 2 * 60, "heads that a page repeats are furniture"
        assert kinds.count("L") == 4 and kinds.count("LI") == kinds.count("Lbl") - 2 == 10 and kinds.count("Note") == 2
        assert kinds.count("TOC") == 1 and kinds.count("TOCI") == 2
        assert kinds.count("Link") == 2 + 2 * kinds.count("Note"), "entries of the contents; marks, and back from the notes"
        levels = [kind for kind in kinds if kind in ("H1", "H2", "H3", "H4")]
        assert levels[0] == "H1" and "H4" not in levels
        link = document.pages[0].Annots[0]
        assert "乙市：深化创建" in str(link.Contents) and int(link.F) == 4


# --- preflight of spoilt files

SPOILT: dict[str, tuple[Callable[[pikepdf.Pdf], None], str, str]] = {
    "a face not embedded": (support.font(support.unembed), "archive-font", "没有嵌入"),
    "no ToUnicode": (support.font(support.unmap), "archive-unicode", "没有 ToUnicode"),
    "a character without meaning": (support.font(support.halve_map), "archive-unicode", "ToUnicode 缺 1 个字"),
    "wrong widths": (support.font(support.widen), "archive-font", "宽度与字体不一致"),
    "content without a tag": (press_support.draw(b"10 10 20 20 re f"), "archive-untagged", "第2页，页面"),
    "another label": (support.xmp(b"<pdfaid:conformance>U", b"<pdfaid:conformance>A"), "archive-label", "conformance"),
    "no label of PDF/UA": (support.xmp(b"pdfuaid:part>1", b"pdfuaid:part>2"), "archive-label", "pdfuaid:part"),
    "another title": (spoilt_prints.retitled, "archive-metadata", "Title"),
    "no language": (support.without("/Lang"), "archive-language", "Lang"),
    "no title bar": (support.without("/ViewerPreferences"), "archive-title", "DisplayDocTitle"),
    "no structure": (support.without("/StructTreeRoot"), "archive-tags", "没有结构树"),
    "a figure without a text": (support.silence, "archive-alt", "第3页，对象"),
    "a script": (support.script, "archive-active", "JavaScript"),
    "RGB without an intent": (spoilt_prints.no_intent, "archive-color", "第1页，页面"),
    "CMYK under an RGB intent": (press_support.draw(b"0 0 0 1 k 10 10 20 20 re f"), "archive-color", "第2页，页面"),
    "a heading that skips a level": (support.retag("H2", "H4"), "archive-heading", "从 1 级跳到 4 级"),
    "an attachment": (support.attach, "archive-attachment", "附件"),
    "a head without scope": (support.unscope, "archive-table", "第2页，对象"),
    "a row that lacks a cell": (support.ragged, "archive-table", "格数不一样"),
    "a tag of one's own": (support.retag("Caption", "Legende"), "archive-tags", "Legende"),
    "a comment": (support.comment, "archive-annotation", "第1页，批注1"),
    "a comment in no element": (support.comment, "archive-link", "不在结构树里"),
    "a note without a name": (support.retag("Caption", "Note"), "archive-note", "没有自己的 ID"),
    "a list of no kind": (support.unnumber, "archive-list", "ListNumbering"),
}  # fmt: skip


@pytest.mark.parametrize("spoilt", SPOILT)
def test_a_spoilt_file_is_named(spoilt: str) -> None:
    edit, code, words = SPOILT[spoilt]
    found = preflight("a.pdf", press_support.edited(support.archived(), edit), 4)
    assert any(item.code == code and words in item.message for item in found), found


def test_broken_xmp_is_named() -> None:
    broken = press_support.edited(support.archived(), support.xmp(b"</rdf:RDF>", b""), fix_metadata_version=False)
    assert any(item.code == "archive-label" and "XML" in item.message for item in preflight("a.pdf", broken, 4))


def test_encryption_is_named() -> None:
    locked = press_support.edited(support.archived(), lambda _: None, encryption=pikepdf.Encryption(owner="o", user=""))
    assert "archive-locked" in {item.code for item in preflight("a.pdf", locked, 4)}


def test_a_missing_page_garbage_and_a_bare_label() -> None:
    assert [item.code for item in preflight("a", support.archived(), 5)] == ["archive-pages"]
    assert [item.code for item in preflight("a", b"no PDF", 4)] == ["archive-unreadable"]
    assert [item.code for item in preflight("a", support.archived() + b"more", 4)] == ["archive-form"]

    def label(document: pikepdf.Pdf) -> None:
        with press_support.opened(support.archived()) as other:
            stream = pikepdf.Stream(document, other.Root.Metadata.read_bytes())
        stream.Type, stream.Subtype = Name.Metadata, Name.XML
        document.Root.Metadata = document.make_indirect(stream)

    codes = {item.code for item in preflight("a", press_support.edited(example_issues.pdf(support.NAME), label), 4)}
    assert {"archive-intent", "archive-color"} <= codes and "archive-label" not in codes


# --- the stamp and the metadata


@pytest.mark.parametrize(("top", "free"), [(10.0, True), (60.0, False)])
def test_room_for_the_stamp(top: float, free: bool) -> None:
    house = example_issues.source("2022-17").house
    house = replace(house, archive=replace(house.archive, stamp="center", stamp_top_mm=top))
    found = list(stamp_room("a.pdf", support.archived("2022-17"), house))
    assert [item.code for item in found] == ([] if free else ["archive-stamp"])


def test_metadata_says_what_is_known_and_no_more() -> None:
    source = example_issues.source("2022-17")
    house = replace(source.house, archive=replace(source.house.archive, fonds="X043", retention="永久"))
    described = metadata(source.issue, house, "江苏精神文明建设简报第17期", 8, {"a.pdf": b"%PDF"})
    found = json.loads(described.as_json())
    assert found["档号"] == {"全宗号": "X043", "年度": 2022, "保管期限": "永久"}
    assert found["内容描述"]["题名"] == "江苏精神文明建设简报第17期" and found["形式特征"]["页数"] == 8
    assert "密级" not in found["内容描述"] and "档案馆名称" not in found["来源"]
    [file] = found["电子属性"]["文件"]
    assert (file["计算机文件名"], file["计算机文件大小"], file["数字摘要"]["算法"]) == ("a.pdf", 4, "SHA-256")
    root = etree.parse(io.BytesIO(described.as_xml())).getroot()
    assert root.findtext(".//{*}全宗号") == "X043" and all(element.text for element in root.iter())


# --- the command


def test_every_recipient_is_on_record() -> None:
    source = example_issues.source("2022-17")
    lines = tuple(Recipients(role, (f"{role}一", f"{role}二"), source.issue.span) for role in ("报", "送", "发", "增发", "发"))
    issue = replace(source.issue, colophon=replace(source.issue.colophon, recipients=lines))
    said = etree.fromstring(metadata(issue, source.house, "简报", 8, {}).as_xml()).iterfind(".//{*}主送")
    assert [item.text for item in said] == [f"{role}：{role}一；{role}二" for role in ("报", "送", "发", "增发", "发")]


def test_both_sets_stand_together(briefing: Run, sample: Path, tmp_path: Path) -> None:
    folder = tmp_path / "build" / "2024-05"
    assert briefing("press", "5", "--for", "print").code == 0
    zipped = (folder / "2024-05-print.zip").read_bytes()
    ran = briefing("press", "5", "--for", "archive")
    assert ran.code == 0 and "归档文件" in ran.out, ran.err
    archived = {path.name: path.read_bytes() for path in folder.glob("*-archive.*")}
    assert set(archived) == {f"2024-05-archive.{kind}" for kind in ("pdf", "xml", "json", "zip")}
    assert (folder / "2024-05-print.zip").read_bytes() == zipped
    assert "没有变化" in briefing("press", "5", "--for", "archive").out
    assert "没有变化" in briefing("press", "5", "--for", "print").out
    assert briefing("press", "5", "--for", "print", "--force").code == 0
    assert {path.name: path.read_bytes() for path in folder.glob("*-archive.*")} == archived
    proved = briefing("prove", "5")
    assert proved.code == 0 and "2024-05-archive.pdf 印前检查无误" in proved.out
    assert briefing("build", "5", "--format", "ofd").code == 0
    assert briefing("press", "5", "--for", "archive").code == 0
    assert "2024-05.ofd" in (folder / "2024-05-archive.xml").read_text("utf-8")
    shutil.copy(folder / "2024-05.pdf", folder / "2024-05-archive.pdf")
    spoilt = briefing("prove", "5")
    assert spoilt.code == 3 and "archive-label" in spoilt.err
    (sample / "01-甲.md").write_text("# 甲市：另一题\n\n另一段。\n", "utf-8")
    assert briefing("build", "5").code == 0
    assert not [path for path in folder.glob("*-archive.*") if "改动" not in path.name]


def test_options_of_the_print_shop_are_refused(briefing: Run, sample: Path) -> None:
    ran = briefing("press", "5", "--for", "archive", "--numbers", "3")
    assert ran.code == 2 and "--for print" in ran.err
