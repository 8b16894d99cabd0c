"""What `build` writes comes back: the same model, and from that the same bytes."""

from __future__ import annotations

import io
import re
import shutil
import tempfile
import zipfile
from pathlib import Path

import example_issues
import importing_generated
import pytest
from conftest import ROOT, Run
from hypothesis import HealthCheck, assume, given, settings
from importing_generated import canonical
from read_support import SOUND_PNG
from slices import SLICE, share

from briefing.building import stages
from briefing.core.errors import BriefingError, Severity
from briefing.files import world
from briefing.importing import kept, session
from briefing.importing.kept import Folder
from briefing.model.bulletin import Article
from briefing.output.docx.word_file import write_docx
from briefing.source.markdown import read_report
from briefing.source.write import markdown

FAST = settings(max_examples=5, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
#: A slice asks the same on every machine; who runs all of them asks anew each time.
SLOW = settings(max_examples=share(300) // (2 if SLICE else 1), derandomize=SLICE, suppress_health_check=list(HealthCheck))


def put(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def restored(data: bytes, name: str) -> Folder:
    return kept.restore(session.open_source(data, f"{name}.docx"), name)


def docx_of(source: stages.Read) -> bytes:
    return write_docx(stages.compose(source), source.world)


@pytest.mark.parametrize("name", example_issues.NAMES)
def test_examples_come_back(name: str, tmp_path: Path) -> None:
    original = example_issues.source(name)
    folder = restored(example_issues.docx(name), name)
    assert not folder.findings
    back = stages.read(put(tmp_path / name, folder.files))
    assert canonical(back.issue) == canonical(original.issue)
    assert docx_of(back) == example_issues.docx(name)


@pytest.mark.slow
@pytest.mark.parametrize("name", example_issues.NAMES)
def test_examples_come_back_as_the_same_pages(name: str, tmp_path: Path) -> None:
    from painted_release import write_release

    back = stages.read(put(tmp_path / name, restored(example_issues.docx(name), name).files))
    assert write_release(stages.compose(back), back.world) == example_issues.pdf(name)


def check_issue(files: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as place:
        try:
            one = stages.read(put(Path(place, "one", "2022-17"), files))
            data = docx_of(one)
        except BriefingError:  # a mark that opens nothing, a title too long: no issue that could be built
            assume(False)
        folder = restored(data, "2022-17")
        two = stages.read(put(Path(place, "two", "2022-17"), folder.files))
        assert canonical(two.issue) == canonical(one.issue)
        assert docx_of(two) == data
        before = {found.code for found in one.findings.items}
        assert {found.code for found in folder.findings if found.severity is not Severity.NOTE} <= before


@FAST
@given(importing_generated.issue())
def test_any_issue_comes_back(files: dict[str, bytes]) -> None:
    check_issue(files)


def test_a_page_number_and_the_number_of_the_title_below_it_are_two() -> None:
    """The contents end in 1 and the title begins with it: neither is taken for the other."""
    head = "house: gb9704\nnumber: 17\ndate: 2022-05-13\ncontents: {style: pages}\nnameplate: 简报\noffices: 某办\n"
    sections = "sections:\n  - name: 工作交流\n    reports: [01-甲.md]\n    numbering: 1.\n"
    check_issue({"issue.yaml": (head + sections).encode(), "01-甲.md": "# 城文明城市\n\n城文明城市\n".encode()})


@pytest.mark.parametrize("name", ["宽页", "两栏"])
def test_a_section_that_ends_with_a_picture_holds_it(name: str) -> None:
    head = "house: gb9704\nnumber: 17\ndate: 2022-05-13\nnameplate: 简报\noffices: 某办\n"
    report = f"# 城文明城市\n\n城文明城市\n\n::: {name}\n\n城文明。\n\n![城](a.png)\n\n:::\n\n城市。\n"
    check_issue({"issue.yaml": head.encode(), "01-甲.md": report.encode(), "a.png": SOUND_PNG})


@pytest.mark.parametrize(
    "text",
    [
        "::: 折页\n甲。\n:::\n\n::: 折页\n乙。\n\n丙。\n:::",
        "::: 宽页\n- 甲\n:::\n\n::: 宽页\n- 乙\n\n- 丙\n:::\n\n丁。\n\n::: 宽页\n> 戊\n:::\n\n::: 宽页\n> 己\n:::",
        "::: 两栏\n甲。\n\n![图](a.png)\n:::\n\n乙。",
        "::: 宽页\n::: 两栏\n甲。\n\n![图](a.png)\n:::\n:::",
    ],
)
def test_what_stands_together_is_told_apart(text: str) -> None:
    head = "house: gb9704\nnumber: 17\ndate: 2022-05-13\nnameplate: 简报\noffices: 某办\n"
    check_issue({"issue.yaml": head.encode(), "01.md": f"# 标题\n\n{text}\n".encode(), "a.png": SOUND_PNG})


@pytest.mark.slow
@SLOW
@given(importing_generated.issue())
def test_many_issues_come_back(files: dict[str, bytes]) -> None:
    check_issue(files)


@settings(FAST, max_examples=25)
@given(importing_generated.report())
def test_a_report_written_out_reads_the_same(text: str) -> None:
    """`source/write.py` escapes what Markdown would take for marks, and nothing that says something."""
    check_report(text)


@pytest.mark.slow
@SLOW
@given(importing_generated.report())
def test_many_reports_written_out_read_the_same(text: str) -> None:
    check_report(text)


def check_report(text: str) -> None:
    first = _read(text)
    assume(first is not None)
    assert first is not None
    assert canonical(_read(markdown(first))) == canonical(first)


def _read(text: str) -> Article | None:
    """The report, None where it has errors."""
    pictures = dict.fromkeys(("a.png", "b.png", "img/图 1.png"), SOUND_PNG)
    with tempfile.TemporaryDirectory() as place:
        put(Path(place), {"r.md": text.encode(), **pictures})
        article, findings = read_report(world.Root(Path(place)), "r.md")
        return None if findings.errors else article


def test_command_restores_a_folder(briefing: Run, tmp_path: Path) -> None:
    """Built, restored by the command, built again: the same bytes in all outputs."""
    shutil.copytree(ROOT / "issues" / "2022-08-xinxi", tmp_path / "issues" / "2022-08-xinxi")
    assert briefing("build", "2022-08-xinxi", "--format", "docx").code == 0
    built = tmp_path / "build" / "2022-08-xinxi" / "2022-08-xinxi.docx"
    shutil.move(tmp_path / "issues" / "2022-08-xinxi", tmp_path / "original")
    ran = briefing("import", str(built), "--new", "2022-08-xinxi")
    assert (ran.code, ran.err) == (0, "")
    first = built.read_bytes()
    built.unlink()
    assert briefing("build", "2022-08-xinxi", "--format", "docx", "--force").code in (0, 1)
    assert built.read_bytes() == first
    assert briefing("import", str(built), "--new", "2022-08-xinxi").code == 2  # nothing is overwritten
    ran = briefing("import", str(built), "-i", "2022-08-xinxi")
    assert ran.code == 3 and "--new" in ran.err


def test_no_bulletin_is_refused(briefing: Run, sample: Path, tmp_path: Path) -> None:
    from importing_support import SAMPLES

    (tmp_path / "a.docx").write_bytes(SAMPLES["leads"]())
    ran = briefing("import", "a.docx", "--new", "2022-99")
    assert ran.code == 3 and "import-bulletin" in ran.err
    assert not (tmp_path / "issues" / "2022-99").exists()


_PARTED = re.compile(r"<w:r>(<w:rPr>(?:(?!rStyle|</w:rPr>).)*</w:rPr>)?<w:t(?: [^>]*)?>([^<]{4,})</w:t></w:r>")
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def with_helps(data: bytes) -> tuple[bytes, int]:
    """A bulletin with what leads word processors to our lines: places where an address may be parted, for those that take none
    of Word's, and as LibreOffice saves them; styles that only space characters."""
    count = 0

    def parted(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        first, second, third = match[2][:2], match[2][2:3], match[2][3:]
        return (
            f'<w:r>{match[1] or ""}<w:t xml:space="preserve">{first}</w:t></w:r>'
            f'<w:r><mc:AlternateContent xmlns:mc="{_MC}"><mc:Choice Requires="w15"/><mc:Fallback><w:t>\u200b</w:t></mc:Fallback>'
            f"</mc:AlternateContent></w:r>"
            f'<w:r><w:rPr><w:rStyle w:val="Helps{count % 4}"/></w:rPr><w:t xml:space="preserve">{second}\u200b</w:t></w:r>'
            f'<w:r>{match[1] or ""}<w:t>\u200b</w:t></w:r><w:r>{match[1] or ""}<w:t xml:space="preserve">{third}</w:t></w:r>'
        )

    styles = "".join(
        f'<w:style w:type="character" w:customStyle="1" w:styleId="Helps{index}"><w:name w:val="{name}"/>'
        f'<w:rPr><w:spacing w:val="{index}"/></w:rPr></w:style>'
        for index, name in enumerate(("紧缩0.5", "疏排 0.5", "不加减", "标点半角"))
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                content = _PARTED.sub(parted, content.decode()).encode()
            elif name == "word/styles.xml":
                content = content.replace(b"</w:styles>", styles.encode() + b"</w:styles>")
            new.writestr(name, content)
    return out.getvalue(), count


def test_helps_for_word_processors_are_no_text() -> None:
    name = example_issues.NAMES[0]
    original = restored(example_issues.docx(name), name)
    data, count = with_helps(example_issues.docx(name))
    back = restored(data, name)
    assert count > 20 and back.files == original.files
    assert not back.findings
