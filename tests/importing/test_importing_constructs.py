"""Every construct of office files that shows something beside plain text: kept with its meaning, or told with its words.

The third reading here is written for the tests: a plain walk over the XML that lists what shows, which the Markdown and the
findings together must hold.
"""

from __future__ import annotations

import io
import random
import re
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
from importing_constructs import CASES, EQUATIONS, QUARTERS, check_form, code, control, fraction, math, report
from importing_support import p, r
from PIL import Image
from slices import share, some

from briefing.building import trial
from briefing.cli.app import main
from briefing.core.errors import Severity
from briefing.importing import computed, formula, look, session, surroundings, visible, word_document, word_drawing, word_names
from briefing.importing.session import Draft

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


#: Cases whose words the Markdown says in other characters, see there.
_SAID_OTHERWISE = {
    "capitals", "small capitals", "tick in Wingdings", "Greek in Symbol", "mark above", "degrees", "radicals of a PDF",
}  # fmt: skip


@cache
def imported(name: str) -> Draft:
    return imported_anew(name)


def imported_anew(name: str) -> Draft:
    return session.draft(session.open_source(CASES[name].make(), f"{name}.docx"), "01-a")


def told(draft: Draft) -> str:
    return "\n".join(f"{found.message}　{found.hint}" for found in draft.findings)


def shown_words(data: bytes) -> list[str]:
    """Each `w:t` and `m:t` that stands in no field's code, in headers, notes and comments as well; of every run of them."""
    words = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if re.fullmatch(r"word/(document|header\d|footer\d|footnotes|comments)\.xml", name):
                coded = 0
                states: list[bool] = []
                for element in ElementTree.fromstring(archive.read(name)).iter():
                    kind = element.get(f"{_W}fldCharType")
                    if kind == "begin":
                        states.append(True)
                    elif kind == "separate":
                        states[-1] = False
                    elif kind == "end":
                        states.pop()
                    coded = sum(states)
                    if element.tag in (f"{_W}t", f"{_M}t") and not coded:
                        words += re.split("[\u2028\u0085]", element.text or "")
                    words += [value for key, value in element.attrib.items() if key == "string"]
    return words


def folded(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).translate(str.maketrans("。、，：；", ".,,:;"))
    return re.sub(r"[\W_]|\\", "", text)


def test_there_are_enough() -> None:
    assert len(CASES) >= 60


@pytest.mark.parametrize("name", CASES)
def test_kept_or_told(name: str) -> None:
    case, draft = CASES[name], imported(name)
    said, findings = draft.markdown, told(draft)
    assert not [found for found in draft.findings if found.code == "import-lost"], findings
    for words in case.kept:
        assert words in said
    for words in case.told:
        assert words in findings
    for words in case.gone:
        assert words not in said
    assert len(draft.pictures) == case.pictures
    everything = folded(said + findings)
    if name not in _SAID_OTHERWISE:
        assert not [words for words in shown_words(case.make()) if folded(words) not in everything]


def test_every_report_composes() -> None:
    """What is imported can be set. All in one issue: what stops one would stop them all."""
    drafts = [replace(imported(name), name=f"{index:03}-a") for index, name in enumerate(CASES, 1) if name != "long table"]
    trial.compose_drafts(drafts, None)
    assert not [(draft.name, found) for draft in drafts for found in draft.findings if found.severity is Severity.ERROR]


@pytest.mark.parametrize("beside", ["㊀", "㈠", "㎡", "①", "Ⅳ", "√", "5", "市", "︵"])
def test_bold_that_begins_or_ends_with_a_mark(beside: str) -> None:
    """Whatever stands beside it: the parser's letters are not Unicode's."""
    for words in ("“重点”", "(甲)", "（甲）", "《条例》", "—重点…", "︵甲︶"):
        line = r(f"会议强调{beside}") + r(words, "<w:b/>") + r(f"{beside}要抓紧落实。")
        draft = session.draft(session.open_source(report(line), "a.docx"), "01-a")
        assert not [found for found in draft.findings if found.code != "import-aside"], draft.markdown
        assert "**" in draft.markdown


@pytest.mark.slow
@pytest.mark.parametrize("name", some(list(CASES)))
def test_every_report_builds(name: str, tmp_path: Path) -> None:
    """Through the command, to PDF and DOCX."""
    issue = tmp_path / "issues" / "2022-5"
    issue.mkdir(parents=True)
    (issue / "issue.yaml").write_text("house: gb9704\nnumber: 5\ndate: 2022-05-13\nnameplate: 简报\n", "utf-8")
    file = tmp_path / "来稿.docx"
    file.write_bytes(CASES[name].make())
    assert main(["import", str(file), "-i", str(issue)]) in (0, 1)
    warned = name == "prompt as text"  # that somebody still has to write something is said at every build
    assert main(["build", str(issue), "-o", str(tmp_path / "build")]) == int(warned)


def corners(data: bytes) -> list[tuple[int, int, int]]:
    """Colours at the middles of the quarters, row by row."""
    with Image.open(io.BytesIO(data)) as image:
        shown = image.convert("RGB")
        places = [(x, y) for y in (1, 3) for x in (1, 3)]
        return [shown.getpixel((shown.width * x // 4, shown.height * y // 4)) for x, y in places]  # type: ignore[misc]


RED, GREEN, BLUE, YELLOW = QUARTERS
SEEN = {
    "cropped": [RED, RED, BLUE, BLUE],
    "turned": [BLUE, RED, YELLOW, GREEN],
    "mirrored": [GREEN, RED, YELLOW, BLUE],
    "cropped in VML": [BLUE, BLUE, RED, RED],
}


@pytest.mark.parametrize("name", SEEN)
def test_pictures_are_what_the_file_shows(name: str) -> None:
    (data,) = imported(name).pictures.values()
    assert corners(data) == SEEN[name]
    with Image.open(io.BytesIO(data)) as image:
        assert image.size == {"cropped": (40, 40), "turned": (40, 80), "mirrored": (80, 40)}.get(name, (40, 40))


def spoil_scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visible._Settler, "_script", lambda self, text, script, following: text)


def spoil_struck(monkeypatch: pytest.MonkeyPatch) -> None:
    def drop(self: visible._Settler) -> None:
        self._para.pieces = [piece for piece in self._para.pieces if not piece.struck]

    monkeypatch.setattr(visible._Settler, "_struck", drop)


def spoil_fields(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(computed, "shown", lambda field: computed.FieldResult([]))


def spoil_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visible, "_width", lambda char: 0)


def spoil_asides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(surroundings, "read", lambda *all: None)


def spoil_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_drawing, "pictures", lambda element: iter(()))


def spoil_formulas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formula, "linear", lambda element: [])
    monkeypatch.setattr(formula, "words", lambda element: "")


def spoil_prompts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        word_document._Reader,
        "_is_prompt",
        lambda self, control: word_names.child(control, "sdtPr", "showingPlcHdr") is not None,
    )


def spoil_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(look, "_BULLET", re.compile("[□★☆○][\\s\u3000]*"))


SPOILT = {
    spoil_scripts: ("square metres", "subscript", "power by style", "power by hand"),
    spoil_struck: ("struck", "struck twice", "struck paragraph"),
    spoil_fields: ("equation 0", "equation 4", "equation 8", "macro button"),
    spoil_blanks: ("underlined blanks",),
    spoil_asides: ("watermark", "header", "footer", "comments", "picture in the header"),
    spoil_pictures: ("cropped", "picture in a note", "pictures side by side", "cropped in VML"),
    spoil_formulas: ("half", "power", "sum"),
    spoil_prompts: ("prompt",),
    spoil_signs: ("boxes to tick", "stars"),
}


@pytest.mark.parametrize(("spoil", "name"), [(spoil, name) for spoil, names in SPOILT.items() for name in names])
def test_a_loss_of_any_kind_is_told(
    spoil: Callable[[pytest.MonkeyPatch], None], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Guards the guard: a reader that does not know a construct is found out by the account, which knows it by itself."""
    spoil(monkeypatch)
    assert [found for found in imported_anew(name).findings if found.code == "import-lost"]


_WORDS = [
    "文明",
    "5G",
    "创建工作",
    "m",
    "10",
    "2",
    "-3",
    "（试行）",
    "。",
    "，",
    "[1]",
    "abc",
    "x",
    "100%",
    "□是",
    "○二",
    "ü",
    "☑",
    "①",
    "第",
    "\uf0fc",
    "ij",
    "＋",
    "年",
]
_LOOKS = (
    "<w:vertAlign w:val='superscript'/>",
    "<w:vertAlign w:val='subscript'/>",
    "<w:strike/>",
    "<w:u w:val='single'/>",
    "<w:b/>",
    "<w:caps/>",
    "<w:rFonts w:ascii='Wingdings' w:hAnsi='Wingdings'/>",
    "<w:position w:val='6'/><w:sz w:val='18'/>",
    "<w:vanish/>",
    "<w:em w:val='dot'/>",
)


def any_run(chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.75:
        look = chance.choice(_LOOKS) if chance.random() < 0.6 else ""
        return r("".join(chance.choices(_WORDS, k=chance.randint(1, 3))), look)
    if kind < 0.85:
        return code(chance.choice([equation for equation, said in EQUATIONS.items() if said != "㊀"]))
    return chance.choice(
        [
            "<w:r><w:br/></w:r>",
            "<w:r><w:tab/></w:r>",
            math(fraction("a", "b")),
            code(" FORMCHECKBOX ", form=check_form(True)),
            control("<w:showingPlcHdr/>", "单击此处输入"),
        ]
    )


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(share(300)))
def test_looks_in_any_company(seed: int) -> None:
    """Constructs beside one another at random: the account finds nothing lost, and the report can be read."""
    chance = random.Random(seed)
    data = report(*[p("".join(any_run(chance) for _ in range(chance.randint(1, 8)))) for _ in range(6)])
    draft = session.draft(session.open_source(data, "a.docx"), "a")
    assert not [found for found in draft.findings if found.code == "import-lost" or found.severity is Severity.ERROR]
