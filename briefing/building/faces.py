"""Which faces set at least one character of a composed bulletin."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from briefing.composed import Composed, FaceRun, SetParagraph, SetTable
from briefing.fonts import Face, Fonts
from briefing.world import MAX_FONT, World


def used_faces(composed: Composed, fonts: Fonts, world: World) -> list[dict[str, str]]:
    """Family, weight and SHA-256 of each face, in order of family and weight; for the manifest."""
    roles = {(run.face, run.bold) for run in _runs(composed)}
    faces = {face.name: face for face in (fonts.face(role, bold) for role, bold in roles)}
    return [
        {"family": face.family, "weight": str(face.weight), "file": _file(face), "sha256": _sha256(face, world)}
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


def _file(face: Face) -> str:
    """As the manifest names it: of a shipped face its name in fonts/, of a house's own its path below templates/."""
    return face.file if face.origin is None else face.origin.path


def _sha256(face: Face, world: World) -> str:
    """Of a shipped face as it lies there now."""
    return hashlib.sha256(world.fonts.bytes(face.file, MAX_FONT)).hexdigest() if face.origin is None else face.sha256
