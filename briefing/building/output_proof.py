"""Proof of outputs: of those about to be put in place, and of those that stand in a folder."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.building import plan as planning
from briefing.building.ancestry import Age, Freshness
from briefing.building.output_formats import ALL_FORMATS
from briefing.core.errors import Diagnostic, InternalError, OutputError, UsageError
from briefing.core.plain import Entries
from briefing.core.records import dataclass
from briefing.core.terminal import shell
from briefing.files import cache
from briefing.files.world import World
from briefing.fonts.metrics import Fonts
from briefing.preflight.inspection import preflight_sets
from briefing.prove import Expected, Proof, prepare, prove
from briefing.storage import commit, disk, manifest
from briefing.storage.disk import shown

if TYPE_CHECKING:
    from briefing.building.stages import Read
    from briefing.preflight.promise import SourcePlace, SourcePlaces
    from briefing.prove.check_office import OfficeProof

__all__ = ["Proved", "ensure", "measure_office", "prepare", "prove", "prove_issue"]

#: Findings that a failed build tells; the first ones say what is wrong.
_TOLD = 8


@dataclass(frozen=True, slots=True)
class ProofMaterial:
    """What a proof was held against, and the files as they lay there."""

    read: Read
    expected: Expected
    pdf: bytes | None
    docx: bytes | None


@dataclass(frozen=True, slots=True)
class Proved:
    """The proof of an issue's files as they stand. `freshness`: whether they are of the sources, house and program as they are
    now; `edited`: names of outputs that somebody changed, `missing`: that somebody took away; `sources`: text of the files that
    findings point into. `material` is left out where only the findings cross a process border."""

    name: str
    folder: Path
    proof: Proof
    material: ProofMaterial | None = field(repr=False)
    freshness: Freshness
    edited: tuple[str, ...]
    sources: dict[str, str] = field(repr=False)
    pressed: tuple[str, ...] = ()  # names of the files for the print shop and the archive
    pressed_findings: tuple[Diagnostic, ...] = ()
    missing: tuple[str, ...] = ()


def ensure(expected: Expected, fonts: Fonts, outputs: Mapping[str, bytes]) -> Proof:
    """Prove `outputs` (format → bytes). Raises InternalError where they are not what the sources and the house ask for."""
    return ensured(prove(expected, fonts, **outputs))


def ensured(proof: Proof) -> Proof:
    """`proof`, if there is no error in it; else raises InternalError."""
    if proof.errors:
        hint = "成品与稿件核对不上，没有采用。请把稿件和这条提示发给维护者。"
        raise InternalError(*(replace(error, hint=hint) for error in proof.errors[:_TOLD]))
    return proof


def prove_issue(source: Path, output: str | os.PathLike[str] = "build") -> Proved:
    """Prove what stands in `<output>/<issue>/`. Raises UsageError if nothing does, InputError for wrong sources."""
    from briefing.building import drawings, stages
    from briefing.rendering.issue_to_sheet import render_sheet

    plan = planning.plan(source, output, ALL_FORMATS)
    listed = plan.listed
    standing = {name: data for name in {*listed, *plan.targets} if (data := _standing(plan.folder / name)) is not None}
    found = {format: standing.get(f"{plan.name}.{format}") for format in plan.formats}
    if not any(data is not None for data in found.values()):
        message = f"还没有成品：{shown(plan.folder)}"
        raise UsageError(Diagnostic("prove-unbuilt", message, hint=f"请先运行 briefing build {shell(plan.name)}。"))
    world = World(source)
    read = stages.read(source, world)
    sheet = render_sheet(read.issue, read.house, world, cache.shelf("templates"))
    fonts = read.fonts()
    sheet, drawn = drawings.drawn(sheet, read.house, world, fonts)
    expected = prepare(sheet, read.house, world.issue, drawn)
    proof = prove(expected, fonts, **found)
    missing = tuple(name for name in plan.targets if name in listed and name not in standing)
    edited = tuple(name for name in listed if name in standing and _sha256(standing[name]) != listed[name].sha256)
    places = _Places(read) if plan.freshness.age is Age.SAME else None
    pressed, findings = preflight_sets(standing, plan.previous.sets if plan.previous else {}, read.house, places)
    material = ProofMaterial(read, expected, found["pdf"], found["docx"])
    return Proved(plan.name, plan.folder, proof, material, plan.freshness, edited, world.sources, pressed, findings, missing)


class _Places:
    """Where in the sources stands what is on the pages: they are set again when something is first asked of them."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._known: SourcePlaces | None = None

    def __call__(self, page: int, at: tuple[float, float] | None) -> SourcePlace | None:
        from briefing.building import stages
        from briefing.building.source_places import source_places
        from briefing.paint import paint

        if self._known is None:
            self._known = source_places(paint(stages.compose(self._read), self._read.fonts()))
        return self._known(page, at)


def measure_office(proved: Proved) -> tuple[str, OfficeProof] | None:
    """What LibreOffice makes of the DOCX, held against the PDF, and which LibreOffice; None without both files.

    The figures go into the manifest, where they stay until the DOCX changes. Raises MissingToolError and OutputError."""
    from briefing.building import office_pages
    from briefing.prove.check_office import check_office
    from briefing.prove.pdf_pages import read_pdf

    material = proved.material
    if material is None or material.pdf is None or material.docx is None:
        return None
    engine = office_pages.version()
    printed = office_pages.print_docx(material.docx, material.read.house)
    found = check_office(material.expected, read_pdf(material.pdf), read_pdf(printed), engine.partition(" ")[0])
    previous = manifest.load(proved.folder)
    if previous is not None and previous.files and not proved.edited:
        files = manifest.standing(proved.folder, previous)
        figures: Entries = {"engine": engine, **found.figures()}
        files[manifest.FILE] = manifest.with_office(previous, _sha256(material.docx), figures)
        commit.commit(proved.folder, files)
    return engine, found


def _standing(path: Path) -> bytes | None:
    """None: nothing lies there. Raises OutputError."""
    data = disk.standing(path)
    if data is None and os.path.lexists(path):
        message = f"成品读不出来：{shown(path)} 是{disk.kind(path)}，不是文件"
        raise OutputError(Diagnostic("output", message, hint="请把它移走，重新制作。"))
    return data


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
