"""A built DOCX that somebody has worked on: his words count, the rest stays as it was."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import example_issues
import pytest
from importing_support import zipped
from json_answers import Json
from slices import SLICE

from briefing.core.errors import InputError
from briefing.importing import kept, session
from briefing.importing.kept import Folder

NAMES = example_issues.NAMES


def restored(data: bytes, name: str) -> Folder:
    return kept.restore(session.open_source(data, f"{name}.docx"), name)


def edited(data: bytes, change: Callable[[str], str], drop: str = "") -> bytes:
    """`change` made to the text part; parts whose name begins with `drop` left out."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    main = files["word/document.xml"]
    assert isinstance(main, bytes)
    files["word/document.xml"] = change(main.decode())
    return zipped({name: content for name, content in files.items() if not drop or not name.startswith(drop)})


def replaced(old: str, new: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return change


def paragraph(text: str, style: str = "") -> str:
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{named}<w:r><w:t>{text}</w:t></w:r></w:p>"


def before_first(style: str, addition: str) -> Callable[[str], str]:
    """`addition` put before the first paragraph of `style`."""

    def change(text: str) -> str:
        place = text.rindex("<w:p>", 0, text.index(f'<w:pStyle w:val="{style}"/>'))
        return text[:place] + addition + text[place:]

    return change


def test_a_word_changed() -> None:
    name = "2022-17"
    original = restored(example_issues.docx(name), name)
    folder = restored(edited(example_issues.docx(name), replaced("书记工程", "头雁工程")), name)
    changed = {file for file in original.files if folder.files[file] != original.files[file]}
    assert changed == {"01-nanjing.md"} and not folder.findings
    assert folder.files["01-nanjing.md"].decode() == original.files["01-nanjing.md"].decode().replace("书记工程", "头雁工程")


def test_paragraphs_added_and_removed() -> None:
    """In Word's own style, or in one of the house; a heading that carries its number in its text."""
    name = "2022-08-xinxi"
    data = edited(
        example_issues.docx(name),
        before_first("Heading2", paragraph("新加的一段，用的是“正文”样式。") + paragraph("一、新加的标题", "Heading2")),
    )
    text = restored(data, name).files["01-rexian.md"].decode()
    assert "新加的一段，用的是“正文”样式。\n\n## 一、新加的标题\n\n## 总体情况" in text
    gone = edited(
        example_issues.docx(name), lambda xml: re.sub(r"<w:p>(?:(?!</w:p>).)*供暖保障类集中在(?:(?!</w:p>).)*</w:p>", "", xml)
    )
    assert "供暖保障类集中在" not in "".join(
        text.decode() for file, text in restored(gone, name).files.items() if file.endswith(".md")
    )


def test_a_report_added() -> None:
    """It goes into the last section, under a name of its own; the others keep theirs."""
    name = "2022-17"
    extra = paragraph("宿迁市：新增一篇报道", "Title") + paragraph("新增报道的正文，写得完整。", "Body")

    def change(text: str) -> str:
        place = text.rindex('<w:pStyle w:val="Title')
        place = text.rindex("<w:p>", 0, place)
        return text[:place] + extra + text[place:]

    folder = restored(edited(example_issues.docx(name), change), name)
    reports = [file for file in folder.files if file.endswith(".md")]
    assert len(reports) == 4
    assert sum("宿迁市：新增一篇报道" in folder.files[file].decode() for file in reports) == 1
    assert all(f"- {file}" in folder.files["issue.yaml"].decode() for file in reports)


@pytest.mark.parametrize("name", NAMES)
def test_without_what_the_docx_keeps(name: str) -> None:
    """The masthead tells number and date; words and headings are all there; what issue.yaml lacks is told."""
    folder = restored(edited(example_issues.docx(name), str, drop="customXml/"), name)
    assert "import-facts" in {found.code for found in folder.findings}
    lost = [found.message.partition("：")[2] for found in folder.findings if found.code == "import-lost"]
    lost = [text for text in lost if not text.startswith(("【", "云溪市", "责任编辑：", "电话："))]
    assert lost == []
    settings = folder.files["issue.yaml"].decode()
    issue = example_issues.source(name).issue
    assert f"house: {issue.house}\n" in settings and f"date: {issue.date}\n" in settings
    assert re.search(rf"number: \"?0*{issue.number.value}\"?\n", settings)
    original = restored(example_issues.docx(name), name)
    bodies = [text for file, text in folder.files.items() if file.endswith(".md")]
    for mine, theirs in zip(bodies, [text for file, text in original.files.items() if file.endswith(".md")], strict=True):
        assert _words(mine) == _words(theirs)


def test_another_house_is_broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is being made in the workplace stops nobody; where no other fits, it may have been the one, and is named."""
    (tmp_path / "templates" / "aa").mkdir(parents=True)
    (tmp_path / "templates" / "aa" / "house.yaml").write_text("extends: [", "utf-8")
    monkeypatch.chdir(tmp_path)
    bare = edited(example_issues.docx(NAMES[0]), str, drop="customXml/")
    assert restored(bare, NAMES[0]).articles
    with pytest.raises(InputError) as caught:
        restored(edited(bare, lambda text: text.replace("w:pStyle", "w:pStyles")), NAMES[0])
    assert caught.value.diagnostics[0].code == "import-bulletin" and "版式 aa 有错" in caught.value.diagnostics[0].hint


def with_facts(facts: str, name: str = "2022-17") -> bytes:
    """A built DOCX whose facts are `facts`."""
    with zipfile.ZipFile(io.BytesIO(example_issues.docx(name))) as archive:
        files: dict[str, str | bytes] = {part: archive.read(part) for part in archive.namelist()}
    part = files["customXml/item1.xml"]
    assert isinstance(part, bytes)
    before, rest = part.decode().split('facts">', 1)
    files["customXml/item1.xml"] = f'{before}facts">{escape(facts)}</facts>'
    assert rest.endswith("</facts>")
    return zipped(files)


@pytest.mark.parametrize("facts", ["", "{}", "[1]", '{"version":1}', '{"version":1,"house":"nobody"}', "{" * 5000, "\\"])
def test_facts_that_are_spoilt(facts: str) -> None:
    """What somebody has overwritten counts as missing."""
    folder = restored(with_facts(facts), "2022-17")
    assert "import-facts" in {found.code for found in folder.findings} and len(folder.articles) == 3


@pytest.mark.parametrize("step", [6, pytest.param(3 if SLICE else 1, marks=pytest.mark.slow)])
def test_facts_that_are_anything(step: int) -> None:
    """Each value in turn replaced by something of another kind: a folder of the same words, and names that are names."""
    name = "2022-08-xinxi"
    facts = json.loads(session.open_source(example_issues.docx(name), "a.docx").flow.facts)
    others: list[object] = [None, 7, "../../../etc/passwd", [], ["x", 1], {}, {"a": [1]}, True, [[1, 2]], "\u0007"]
    words = _counted(restored(example_issues.docx(name), name))
    places = [(owner, key) for owner in _owners(facts) for key in (owner if isinstance(owner, dict) else range(len(owner)))]
    assert len(places) >= 30
    for number, (owner, key) in [*enumerate(places)][::step]:
        before, owner[key] = owner[key], others[number // step % len(others)]
        try:
            folder = restored(with_facts(json.dumps(facts), name), name)
            assert all(not file.startswith(("/", ".")) and ".." not in file for file in folder.files)
            assert _counted(folder) >= words
        except InputError as error:
            assert "house" in str(key) and error.diagnostics
        owner[key] = before


def _counted(folder: Folder) -> Counter[str]:
    """Han characters of all reports."""
    text = "".join(data.decode() for file, data in folder.files.items() if file.endswith(".md"))
    return Counter(re.findall("[\u4e00-\u9fff]", re.sub(r"[\w-]+\.png", "", text)))


def _owners(node: Json) -> Iterator[Json]:
    """Every mapping and list of a JSON value."""
    if isinstance(node, dict | list):
        yield node
        for inner in node.values() if isinstance(node, dict) else node:
            yield from _owners(inner)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_saved_by_libreoffice(name: str, tmp_path: Path) -> None:
    """A word changed, opened and saved by another program: nothing but that word is different."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    word, other = {"2022-17": ("书记工程", "头雁工程"), "2022-08-xinxi": ("供暖保障", "供热保障")}.get(name, ("", ""))
    original = restored(example_issues.docx(name), name)
    source = tmp_path / f"{name}.docx"
    source.write_bytes(edited(example_issues.docx(name), lambda text: text.replace(word, other)))
    command = [program, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(tmp_path / "out"), str(source)]
    subprocess.run(command, check=True, timeout=120, capture_output=True)
    folder = restored((tmp_path / "out" / f"{name}.docx").read_bytes(), name)
    assert not folder.findings
    for file, data in original.files.items():
        if file.endswith(".png"):
            assert folder.files[file] == data
        else:
            assert folder.files[file].decode() == data.decode().replace(word, other), file


def _words(markdown: bytes) -> str:
    """Without the head and the marks of headings, whose numbers are the house's or typed; and without what only the document's
    facts tell: what is asked of a table, and whether a space between Han was typed as wide as it is shown."""
    text = re.sub(r"\A---.*?---\n", "", markdown.decode(), flags=re.DOTALL)
    text = re.sub(r"^(#+) (?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)?", r"\1 ", text, flags=re.MULTILINE)
    text = re.sub(r"^(.*) \{(?:head|widths|size|align|total)\b.*\}$", r"\1", text, flags=re.MULTILINE)
    text = re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", "", text)
    return re.sub(r"^!\[([^\]]*)\].*$", r"\1", text.replace("\u3000", ""), flags=re.MULTILINE)
