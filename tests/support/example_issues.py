"""The example issues of the project, each read and composed once per test process, and written once a run."""

from __future__ import annotations

from functools import cache

import pytest
from conftest import ROOT
from made_once import made_once

from briefing.building import stages
from briefing.files.world import World
from briefing.paint import paint
from briefing.paint.marks import Painted
from briefing.typeset.composed import Composed

#: Set by WeasyPrint whole: what is asked of it is asked by slow tests (test_two_engines.py).
STYLED = "2022-03-cankao"
NAMES = tuple(sorted({path.parent.name for path in (ROOT / "issues").glob("*/issue.yaml")} - {STYLED}))
#: For what takes seconds of each: one, with a table and pictures, by the fast suite, the others by the slow one.
THOROUGH = tuple(name if name == "2022-08-xinxi" else pytest.param(name, marks=pytest.mark.slow) for name in NAMES)


@cache
def source(name: str) -> stages.Read:
    return stages.read(ROOT / "issues" / name, World(ROOT / "issues" / name))


@cache
def composed(name: str) -> Composed:
    return stages.compose(source(name))


@cache
def painted(name: str) -> Painted:
    return paint(composed(name), source(name).fonts())


@made_once
def pdf(name: str) -> bytes:
    from painted_release import write_release

    return write_release(composed(name), source(name).world)


@made_once
def docx(name: str) -> bytes:
    from briefing.output.docx.word_file import write_docx

    return write_docx(composed(name), source(name).world)
