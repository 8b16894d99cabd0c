"""A house with fonts of its own, on disk, and issues set in it: read, composed, written and proved in this process."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from conftest import ROOT

from briefing.building import output_proof, stages
from briefing.core.errors import Diagnostic
from briefing.files.world import World
from briefing.prove import Proof
from briefing.typeset.composed import Composed

REPORT = "# 甲市——稳步推进创建\n\n一是加强统筹。甲市——把创建工作列入年度要点，逐项落实责任，**逐项落实**。\n"


@dataclass
class Office:
    """`templates` with the project's houses and one named `own`."""

    folder: Path

    @classmethod
    def at(cls, folder: Path, fonts: str = "", files: Mapping[str, bytes] | None = None) -> Office:
        office = cls(folder)
        shutil.copytree(ROOT / "templates", folder / "templates")
        own = folder / "templates" / "own"
        (own / "fonts").mkdir(parents=True)
        (own / "house.yaml").write_text(f"extends: gb9704\ntitle: 本单位\n{fonts and f'fonts: {fonts}'}\n", "utf-8")
        for name, data in (files or {}).items():
            (own / "fonts" / name).write_bytes(data)
        return office

    def read(self, text: str = REPORT, extra: str = "", **environ: str) -> stages.Read:
        issue = self.folder / "issues" / "2024-05"
        issue.mkdir(parents=True, exist_ok=True)
        head = f"house: own\nnumber: 5\ndate: 2024-03-08\nnameplate: 甲市简报\n{extra}"
        (issue / "issue.yaml").write_text(head, "utf-8")
        (issue / "01-甲.md").write_text(text, "utf-8")
        return stages.read(issue, World(issue, self.folder / "templates", environ={**os.environ, **environ}))


@dataclass(frozen=True)
class Set:
    composed: Composed
    pdf: bytes
    docx: bytes
    proof: Proof
    findings: list[Diagnostic]


def made(source: stages.Read) -> Set:
    """Raises what a build would."""
    from painted_release import write_release

    from briefing.output.docx.word_file import write_docx

    composed = stages.compose(source)
    pdf, docx = write_release(composed, source.world), write_docx(composed, source.world)
    fonts = stages.fonts_of(source.house, source.world)
    expected = output_proof.prepare(composed.sheet, composed.house, source.world.issue, composed.drawings)
    proof = output_proof.ensure(expected, fonts, {"pdf": pdf, "docx": docx})
    return Set(composed, pdf, docx, proof, source.findings.items)
