"""The example issues of the project, each read, composed and written once per test process."""

from __future__ import annotations

from functools import cache

from conftest import ROOT

from briefing.building import stages
from briefing.composed import Composed
from briefing.world import World

NAMES = tuple(sorted(path.parent.name for path in (ROOT / "issues").glob("*/issue.yaml")))


@cache
def source(name: str) -> stages.Read:
    return stages.read(ROOT / "issues" / name, World(ROOT / "issues" / name))


@cache
def composed(name: str) -> Composed:
    return stages.compose(source(name))


@cache
def pdf(name: str) -> bytes:
    from briefing.write.pdf import write_pdf

    return write_pdf(composed(name), source(name).world)


@cache
def docx(name: str) -> bytes:
    from briefing.write.docx import write_docx

    return write_docx(composed(name), source(name).world)
