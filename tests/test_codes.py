"""Every code the program can report is explained, and no explanation is left over."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import briefing
from briefing.diagnostics import codes
from briefing.proofread.rules import CODES as RULES

PACKAGE = Path(briefing.__file__).parent
CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
HAN = re.compile("[\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]")
#: Followed by Chinese, but no codes: names of a unit, a setting, kinds of paragraphs.
NOT_CODES = {"em", "words", "byline", "attachment-note"}
NOT_CALLS = {"Field", "OpenField", "make", "_add", "Finding", "Fault", "_aside"}


@cache
def reported() -> frozenset[tuple[str, str]]:
    return frozenset(_reported())


def _reported() -> Iterator[tuple[str, str]]:
    """(code, file): a code is a string that stands before its Chinese message, in a call or a table."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                values = [] if name in NOT_CALLS else node.args
                surely = name == "Diagnostic"
            elif isinstance(node, ast.Tuple):
                values, surely = node.elts, False
            else:
                continue
            for value, message in itertools.pairwise(values):
                if isinstance(value, ast.Constant) and isinstance(value.value, str) and CODE.fullmatch(value.value):
                    text = ast.unparse(message)
                    if surely or HAN.search(text) or text == "message":
                        yield value.value, path.relative_to(PACKAGE).as_posix()


def test_every_code_is_explained() -> None:
    missing = sorted(
        {f"{code} ({file})" for code, file in reported() if code not in codes.codes()}
        - {f"{code} ({file})" for code, file in reported() if code in NOT_CODES}
    )
    assert not missing, missing


def test_no_explanation_is_left_over() -> None:
    left = set(codes.codes()) - {code for code, _ in reported()}
    assert not left - set(RULES), left


def test_entries_are_complete() -> None:
    for code, entry in codes.codes().items():
        assert CODE.fullmatch(code)
        assert all(entry[:3]), code
        assert entry.title[-1] not in "。：", code
        assert entry.why.endswith("。") and entry.remedy.endswith("。"), code


def test_the_search_finds_codes() -> None:
    """Guards the guard: codes of the writer, the reader and of tables are all seen."""
    found = {code for code, _ in reported()}
    assert {"pdf-css", "report-empty", "html", "file-missing", "output"} <= found
