"""Which faces set at least one character of a composed bulletin."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.fonts.metrics import Face, Fonts
from briefing.typeset.composed import Composed, FaceRun, set_paragraphs


def used_faces(composed: Composed, fonts: Fonts) -> list[dict[str, str]]:
    """Family, weight and SHA-256 of each face, in order of family and weight; for the manifest. Shipped faces are what
    `metrics.json` says of them, which `doctor` compares."""
    roles = {(run.face, run.bold) for run in _runs(composed)}
    faces = {face.name: face for face in (fonts.face(role, bold) for role, bold in roles)}
    return [
        {"family": face.family, "weight": str(face.weight), "file": _file(face), "sha256": face.sha256}
        for face in sorted(faces.values(), key=lambda face: (face.family, face.weight))
    ]


def _runs(composed: Composed) -> Iterator[FaceRun]:
    for block in composed.all_blocks:
        for paragraph in set_paragraphs(block):
            yield from (*paragraph.faces, *paragraph.pair_faces)


def _file(face: Face) -> str:
    """As the manifest names it: of a shipped face its name in fonts/, of a house's own its path below templates/."""
    return face.file if face.origin is None else face.origin.path
