"""Twenty Word files as offices send them: what becomes of each, and that no character is lost.

What each becomes stands in `tests/golden/importing/`, the report as it is written and below it what the editor is told;
`make accept` writes it anew. That nothing is lost is judged by mammoth, a reader of Word files by somebody else.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Callable

import mammoth
import pytest
from conftest import ROOT
from importing_support import SAMPLES
from read_support import SOUND_PNG

from briefing.importing import session
from briefing.importing.flow import Flow, Para
from briefing.importing.session import Draft

GOLDEN = ROOT / "tests" / "golden" / "importing"
#: What mammoth does not read: automatic numbers, phonetic guides and formulas, notes, fields without a separator,
#: alternative text. And what is left out on purpose: the contents list, signs of typed lists. (lost, more), sorted.
DIFFERENT = {
    "word_styles": ("()", ""),  # of the office that signs, which the house prints
    "pictures": ("", "志愿者在社区服务"),
    "auto_numbers": ("", "一.(一)(二)二.1.2.3.a)"),
    "footnotes": ("", "指年度测评.数据来自统计公报.另见附表.尾注也要留下."),
    "fields": ("一.主要做法", "2022年5月3日"),
    "symbols": ("✓‐", "√-(pī)邳S=a×b"),
    "typed_lists": ("●•-", ""),
}
#: The title comes first, whatever stands above it.
MOVED = {"frames"}
_ALIKE = str.maketrans({"。": ".", "、": ".", "“": '"', "”": '"', "‘": "'", "’": "'"})


def imported(name: str, *, refuse: bool = False) -> Draft:
    source = session.open_source(SAMPLES[name](), f"{name}.docx", refuse_changes=refuse)
    return session.draft(source, "01-" + name)


def folded(text: str) -> str:
    """Without what repairs change: spaces, widths, the shape of quotes and stops."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text.translate(_ALIKE)).translate(_ALIKE))


def said(markdown: str) -> str:
    """The characters of a report, its marks taken off one by one."""
    text = re.sub(r"^(?:---|subtitle: |contributor: |source: |\|[-:|]+\|$)", "", markdown, flags=re.MULTILINE)
    text = re.sub(r"!\[([^\]]*)\]\([^ )]+(?: \"([^\"]*)\")?\)", r"\1\2", text)
    text = re.sub(r"^(?:#+ | *- |表：)", "", text, flags=re.MULTILINE)
    text = re.sub(r"\[\^\d\]:?|\*\*|(?<!\\)\|", "", text)
    return re.sub(r"\\(.)", r"\1", text)


def told(draft: Draft) -> str:
    repairs = [f"{done.span.line}:{done.span.column} {done.before} → {done.after}" for done in draft.repairs]
    findings = [f"{found.span} {found.severity} {found.code} {found.message}" for found in draft.findings]
    return "\n".join([draft.markdown, "=" * 40, *findings, *repairs, ""])


def test_there_are_twenty() -> None:
    assert len(SAMPLES) == 20


@pytest.mark.parametrize("name", SAMPLES)
def test_imported_as_accepted(name: str, request: pytest.FixtureRequest) -> None:
    path = GOLDEN / f"{name}.txt"
    found = told(imported(name))
    if request.config.getoption("--accept"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, "utf-8")
    assert found == path.read_text("utf-8"), "看过差别之后运行 make accept"


@pytest.mark.parametrize("name", SAMPLES)
def test_every_character_is_accounted_for(name: str) -> None:
    draft = imported(name)
    assert not [found for found in draft.findings if found.code == "import-lost"]
    theirs = folded(mammoth.extract_raw_text(io.BytesIO(SAMPLES[name]())).value)
    ours = folded(said(draft.markdown))
    lost, more = (Counter(folded(text)) for text in DIFFERENT.get(name, ("", "")))
    assert Counter(theirs) - Counter(ours) == lost
    assert Counter(ours) - Counter(theirs) == more
    if name not in DIFFERENT and name not in MOVED:
        assert ours == theirs  # in the same order, too


def test_notes_as_mammoth_reads_them() -> None:
    html = mammoth.convert_to_html(io.BytesIO(SAMPLES["footnotes"]())).value
    notes = re.findall(r'<li id="(?:foot|end)note-\d">(.*?)</li>', html)
    theirs = [folded(re.sub("<[^>]*>|↑", "", note)) for note in notes]
    ours = re.findall(r"^\[\^\d\]: (.*)$", imported("footnotes").markdown, re.MULTILINE)
    assert set(map(folded, ours)) == set(theirs) and len(ours) == 3  # mammoth repeats one that is referred to twice


def test_changes_refused() -> None:
    """As the document was before anybody changed it."""
    draft = imported("tracked", refuse=True)
    assert "全市开展活动二十场，常态长效成效明显，。" in draft.markdown
    assert "本段与下段\n\n合为一段" in draft.markdown
    assert "泰州市" not in draft.markdown and "扬州市" in draft.markdown
    accepted = imported("tracked")
    assert "全市开展活动三十场，成效明显，常态长效。" in accepted.markdown
    assert "本段与下段合为一段" in accepted.markdown and "| 泰州市 | 7 |" in accepted.markdown


def test_pictures_are_the_files_own() -> None:
    draft = imported("pictures")
    assert draft.pictures == {"01-pictures-1.png": SOUND_PNG, "01-pictures-2.png": SOUND_PNG}
    assert all(f"({name}" in draft.markdown for name in draft.pictures)


def test_repairs_say_where() -> None:
    """Each repair names characters that stand at its place in the file."""
    theirs = mammoth.extract_raw_text(io.BytesIO(SAMPLES["bad_typing"]())).value.split("\n\n")
    draft = imported("bad_typing")
    assert len(draft.repairs) > 40
    for done in draft.repairs:
        line = theirs[done.span.line - 1]
        assert line[done.span.column - 1 :].startswith(done.before), done


def test_a_loss_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guards the guard: a reader that skips a paragraph, or half a word, is found out."""
    from briefing.importing import word_document

    read = word_document.read_docx
    for spoil in (lambda text: "", lambda text: text.replace("工作取得", "工取得")):

        def lossy(data: bytes, file: str, *, refuse_changes: bool = False, spoil: Callable[[str], str] = spoil) -> Flow:
            flow = read(data, file, refuse_changes=refuse_changes)
            paragraph = flow.items[1]
            assert isinstance(paragraph, Para)
            for piece in paragraph.pieces:
                piece.text = spoil(piece.text)
            return flow

        monkeypatch.setattr(session, "read_docx", lossy)
        lost = [found for found in imported("leads").findings if found.code == "import-lost"]
        assert len(lost) == 1 and lost[0].span is not None and lost[0].span.line == 2
