"""Issues made in a folder and set in this very process: read, composed, typeset, written as DOCX (and PDF), proved."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from conftest import ROOT

from briefing.building import output_proof, stages
from briefing.core.errors import BriefingError, Diagnostic, ExitCode
from briefing.files.world import World
from briefing.prove import Proof
from briefing.typeset.composed import Composed

YAML = "house: gb9704\nnumber: 17\ndate: 2022-05-13\nnameplate: 测试简报\n"
REPORT = "# 标题\n\n正文。\n"


@dataclass(frozen=True)
class Made:
    """`composed` None: it was refused, with `found` and `code`."""

    composed: Composed | None
    found: tuple[Diagnostic, ...]
    code: ExitCode
    outputs: Mapping[str, bytes]
    proof: Proof | None = None

    @property
    def codes(self) -> list[str]:
        return [item.code for item in self.found]


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def make(folder: Path, files: Mapping[str, str | bytes], *, pdf: bool = False, templates: Path | None = None) -> Made:
    """Set the issue `files` in `folder`/2022-17. What is no BriefingError is a bug, and is raised."""
    from painted_release import write_release

    from briefing.output.docx.word_file import write_docx

    issue = folder / "2022-17"
    shutil.rmtree(issue, ignore_errors=True)
    write(issue, {"issue.yaml": YAML, "01.md": REPORT, **files})
    world = World(issue, templates)
    try:
        read = stages.read(issue, world)
        composed = stages.compose(read)
        outputs = {"docx": write_docx(composed, world)}
        if pdf:
            outputs["pdf"] = write_release(composed, world)
        expected = output_proof.prepare(composed.sheet, composed.house, world.issue, composed.drawings)
        proof = output_proof.ensure(expected, stages.fonts_of(composed.house, world), outputs)
    except BriefingError as error:
        return Made(None, error.diagnostics, error.exit_code, {})
    return Made(composed, tuple(read.findings.items), ExitCode.OK, outputs, proof)


def houses(folder: Path, text: str, css: str | None = None) -> Path:
    """A templates folder with gb9704 and a house `mine` that extends it by `text`."""
    shutil.copytree(ROOT / "templates" / "gb9704", folder / "gb9704")
    write(
        folder / "mine",
        {"house.yaml": f"title: 试\nextends: gb9704\n{text}", **({"bulletin.css": css} if css is not None else {})},
    )
    return folder
