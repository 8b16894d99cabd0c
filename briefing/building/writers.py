"""The writers of a process: what makes an issue's outputs, here or in a child, and stays warm for the next issue."""

from __future__ import annotations

import contextlib
import gc
import importlib
from collections.abc import Collection
from typing import TYPE_CHECKING

from briefing.building import children
from briefing.building.output_formats import TABLE
from briefing.core import bounds
from briefing.core.errors import during
from briefing.files import cache
from briefing.files.world import World

if TYPE_CHECKING:
    from briefing.fonts.metrics import Fonts
    from briefing.paint.marks import Painted
    from briefing.prove import DocxProof, Expected
    from briefing.typeset.composed import Composed

    #: What comes of them: the file and what it is proved of, or the versions of the libraries that made it.
    Typescript = children.Worker[None, tuple[bytes, DocxProof]]
    StyledEngine = children.Worker[tuple[Composed, World], tuple[bytes, dict[str, str]]]


class Writers:
    """`beside`: the DOCX is made by a child while this process makes the PDF; where all processors are at work it is made here,
    which costs them less."""

    def __init__(self, beside: bool = True) -> None:
        self._beside = beside
        self._engine: StyledEngine | None = None
        self._issues = 0

    def close(self) -> None:
        """What was begun is given up."""
        if self._engine is not None:
            self._engine.close()
            self._engine = None

    def typescript(self, composed: Composed, fonts: Fonts, expected: Expected, world: World) -> Typescript:
        """The DOCX and its proof, being made by a child that has all it needs from this process, or here when they are asked for.
        The second issue's child finds the libraries loaded; the first loads them itself, while the parent makes the PDF."""
        if self._issues and self._beside:
            importlib.import_module("briefing.output.docx.word_file")

        self._issues += 1

        def prepare() -> children.Handler[None, tuple[bytes, DocxProof]]:
            from briefing.output.docx.word_file import write_docx
            from briefing.prove.docx_proof import prove_docx

            def write(_: None) -> tuple[bytes, DocxProof]:
                with during("写 DOCX "):
                    data = write_docx(composed, world)
                with during("核对 DOCX "):
                    return data, prove_docx(expected, fonts, data)

            return write

        child = children.start(prepare, "写 DOCX") if self._beside else children.Inline(prepare, "写 DOCX")
        size = sum(map(len, world.issue.sources.values()))
        child.send(None, children.Allowance(2 * bounds.seconds_for(size), bounds.STAGE_MB))
        return child

    def styled_engine(self) -> StyledEngine:
        """WeasyPrint, starting up or warm: send it (composed, world), receive the file and its libraries' versions."""
        if self._engine is None:
            cache.working()  # a temporary folder is the parent's, who clears it away
            self._engine = children.start(_pdf_engine, "PDF 排版引擎")
        return self._engine


def write_pages(painted: Painted, world: World, formats: Collection[str]) -> dict[str, bytes]:
    """Format → file, of those among `formats` that are drawn from painted pages. Faces are opened, a house's own drawn, once."""
    if not formats:
        return {}
    from briefing.output.faces import face_files

    with during("打开字体"):
        files = face_files(painted, world)
    outputs = {}
    for format in TABLE:
        if format.write is not None and format.name in formats:
            with during(f"写 {format.title} "):
                outputs[format.name] = format.write(painted, world, files)
    return outputs


def harfbuzz() -> dict[str, str]:
    """It cuts the faces to what is used: the bytes of a PDF depend on it."""
    import uharfbuzz

    return {"harfbuzz": uharfbuzz.version_string()}


def _pdf_engine() -> children.Handler[tuple[Composed, World], tuple[bytes, dict[str, str]]]:
    """In the child: WeasyPrint is imported while the parent reads, composes and typesets."""
    gc.disable()
    from briefing.output.css import whole_pdf

    importlib.import_module("weasyprint")

    def write(request: tuple[Composed, World]) -> tuple[bytes, dict[str, str]]:
        composed, world = request
        with during("写 PDF "):
            data = whole_pdf.write_pdf(composed, world)
        gc.collect()
        return data, _library_versions()

    return write


def _library_versions() -> dict[str, str]:
    """Of the system's libraries that place the glyphs and cut the faces to what is used: the bytes of a PDF depend on them.
    Asked where they are loaded anyway."""
    import ctypes

    from weasyprint.text.ffi import pango

    number = pango.pango_version()
    versions = {"pango": f"{number // 10000}.{number // 100 % 100}.{number % 100}"}
    for name in ("libharfbuzz.so.0", "libharfbuzz.0.dylib"):
        with contextlib.suppress(OSError):
            told = ctypes.CDLL(name).hb_version_string
            told.restype = ctypes.c_char_p
            versions["harfbuzz"] = told().decode()
    return versions


def for_writing(composed: Composed) -> Composed:
    """Without the house's defaults for issue.yaml: unpickled in the child they would import the whole reader (30 ms)."""
    from dataclasses import replace

    return replace(composed, house=replace(composed.house, defaults={}))
