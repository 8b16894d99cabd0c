"""Every code the program can report is a type, is explained, and is given by an input or a test; no explanation is left over."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import get_args

import pytest
from code_inputs import InputRoom
from conftest import ROOT

import briefing
from briefing.core.code import Code
from briefing.diagnostics import codes, limits
from briefing.proofread.rules import CODES as RULES

PACKAGE = Path(briefing.__file__).parent
CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
ENTRIES = {code: entry for code, entry in codes.codes().items() if code not in RULES}
#: An entry's numbers stand for these units; they come from the code. What a standard or a setting says is not ours to fill.
WRITTEN = re.compile(
    r"(?:最多|超过|上限)[^，。：的]{0,12}?[\d一二三四五六七八九十百千万]+ ?(?:MB|字|段|页|行|列|格|层|级|次|倍|项|份)"
)


@cache
def text(path: Path) -> str:
    return path.read_text("utf-8")


def test_the_type_is_that_of_the_manual() -> None:
    assert (PACKAGE / "core/code.py").read_text("utf-8") == codes.literal(), "run `make codes`"
    assert set(get_args(Code)) == set(codes.codes())


def test_no_explanation_is_left_over() -> None:
    product = "".join(text(path) for path in PACKAGE.rglob("*.py") if path.name != "code.py")
    assert [code for code in ENTRIES if f'"{code}"' not in product] == []


def test_a_code_has_one_entry() -> None:
    heads = re.findall(r"(?m)^### (\S+)", text(codes.FILE))
    assert len(heads) == len(set(heads))


def test_entries_are_complete() -> None:
    for code, entry in codes.codes().items():
        assert CODE.fullmatch(code)
        assert all(entry[:3]), code
        assert entry.title[-1] not in "。：", code
        assert entry.why.endswith("。") and entry.remedy.endswith("。"), code
        assert "{{" not in entry.why + entry.remedy, code


def test_every_code_is_given_by_something() -> None:
    assert [code for code, entry in ENTRIES.items() if bool(entry.input) == bool(entry.test)] == []


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> InputRoom:
    return InputRoom(tmp_path_factory.mktemp("inputs"))


@pytest.mark.parametrize("code", [code for code, entry in ENTRIES.items() if entry.input])
def test_the_input_of_the_manual_gives_the_code(
    code: str, bench: InputRoom, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = bench.codes(ENTRIES[code].input, code, monkeypatch, capsys)
    assert code in found, found


def test_the_tests_that_the_manual_names_are_there() -> None:
    """Each is a function of its file, which names the code, itself or in a table of a module that it imports."""
    for code, entry in ENTRIES.items():
        if entry.test:
            file, _, name = entry.test.partition("::")
            own = text(ROOT / file)
            assert f"\ndef {name}(" in own, entry.test
            imported = re.findall(r"^from (\w+) import", own, re.MULTILINE)
            tables = [path for module in imported if (path := ROOT / f"tests/support/{module}.py").exists()]
            tables += sorted((ROOT / "tests" / "support").glob("hostile_*.py")) if "hostile_corpus" in imported else []
            said = re.compile(rf"(?<![\w-]){re.escape(code)}(?![\w-])")
            assert any(said.search(source) for source in (own, *map(text, tables))), (code, entry.test)


def test_numbers_of_the_manual_come_from_the_code(monkeypatch: pytest.MonkeyPatch) -> None:
    manual = text(codes.FILE)
    used = set(re.findall(r"\{\{(\w+)\}\}", manual))
    assert used == set(limits.numbers())
    for part in manual.split("\n### ")[1:]:
        assert not WRITTEN.search(part.split("\n\n```")[0]), part.split("\n\n```")[0]
    monkeypatch.setattr("briefing.source.table_blocks.MAX_COLUMNS", 7)
    codes.codes.cache_clear()
    try:
        assert "最多 7 列" in codes.codes()["table-size"].why
    finally:
        monkeypatch.undo()
        codes.codes.cache_clear()
