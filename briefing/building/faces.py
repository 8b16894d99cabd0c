"""Which faces set at least one character of a composed bulletin."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from briefing.composed import Composed, FaceRun, SetParagraph, SetTable
from briefing.fonts import Fonts
from briefing.world import MAX_FONT, World


def used_faces(composed: Composed, fonts: Fonts, world: World) -> list[dict[str, str]]:
    """Family, weight and SHA-256 of each face, in order of family and weight; for the manifest."""
    roles = {(run.face, run.bold) for run in _runs(composed)}
    faces = {face.name: face for face in (fonts.face(role, bold) for role, bold in roles)}
    return [
        {"family": face.family, "weight": str(face.weight), "file": face.file, "sha256": _sha256(face.file, world)}
        for face in sorted(faces.values(), key=lambda face: (face.family, face.weight))
    ]


def _runs(composed: Composed) -> Iterator[FaceRun]:
    for block in composed.blocks:
        if isinstance(block, SetParagraph):
            yield from (*block.faces, *block.pair_faces)
        elif isinstance(block, SetTable):
            for row in block.cells:
                for cell in row:
                    yield from cell.faces


def _sha256(file: str, world: World) -> str:
    """Of a shipped face; a house's own has no file in `fonts/` and is named by its family alone."""
    return hashlib.sha256(world.fonts.bytes(file, MAX_FONT)).hexdigest() if file else ""
