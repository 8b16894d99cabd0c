"""The writers of a process: what makes an issue's outputs, here or in a child, and stays warm for the next issue."""

from __future__ import annotations

import contextlib
import gc
import importlib
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from briefing.building import children
from briefing.core import bounds
from briefing.core.errors import during
from briefing.files import cache
from briefing.files.world import World

if TYPE_CHECKING:
    from briefing.fonts.metrics import Fonts
    from briefing.paint.marks import Painted
    from briefing.prove import DocxProof, Expected
    from briefing.typeset.composed import Composed


class Writers:
    def __init__(self) -> None:
        self._engine: children.Worker | None = None
        self._issues = 0

    def close(self) -> None:
        """What was begun is given up."""
        if self._engine is not None:
            self._engine.close()
            self._engine = None

    def typescript(self, composed: Composed, fonts: Fonts, expected: Expected, world: World) -> children.Worker:
        """The DOCX and its proof, being made by a child that has all it needs from this process. The second issue's child finds
        the libraries loaded; the first loads them itself, while the parent makes the PDF."""
        if self._issues:
            importlib.import_module("briefing.output.docx.word_file")

        self._issues += 1

        def prepare() -> children.Handler:
            from briefing.output.docx.word_file import write_docx
            from briefing.prove.docx_proof import prove_docx

            def write(_: None) -> tuple[bytes, DocxProof]:
                with during("写 DOCX "):
                    data = write_docx(composed, world)
                with during("核对 DOCX "):
                    return data, prove_docx(expected, fonts, data)

            return write

        child = children.start(prepare, "写 DOCX")
        size = sum(map(len, world.issue.sources.values()))
        child.send(None, children.Allowance(2 * bounds.seconds_for(size), bounds.STAGE_MB))
        return child

    def styled_engine(self) -> children.Worker:
        """WeasyPrint, starting up or warm: send it (composed, world), receive the file and its libraries' versions."""
        if self._engine is None:
            cache.working()  # a temporary folder is the parent's, who clears it away
            self._engine = children.start(_pdf_engine, "PDF 排版引擎")
        return self._engine


def write_pages(painted: Painted, world: World, formats: Collection[str]) -> dict[str, bytes]:
    """Format → file, of "pdf" and "ofd" those that are among `formats`. Faces are opened, and a house's own drawn, once."""
    if not formats:
        return {}
    from briefing.output.faces import face_files

    with during("打开字体"):
        files = face_files(painted, world)
    outputs = {}
    if "pdf" in formats:
        from briefing.output.pdf import write_pdf

        with during("写 PDF "):
            outputs["pdf"] = write_pdf(painted, world, files=files)
    if "ofd" in formats:
        from briefing.output.ofd import write_ofd

        with during("写 OFD "):
            outputs["ofd"] = write_ofd(painted, world, files=files)
    return outputs


def harfbuzz() -> dict[str, str]:
    """It cuts the faces to what is used: the bytes of a PDF depend on it."""
    import uharfbuzz

    return {"harfbuzz": uharfbuzz.version_string()}


def _pdf_engine() -> children.Handler:
    """In the child: WeasyPrint is imported while the parent reads, composes and typesets."""
    gc.disable()
    from briefing.output.css import whole_pdf

    importlib.import_module("weasyprint")

    def write(request: Any) -> tuple[bytes, dict[str, str]]:
        composed, world, *sheets = request
        with during("写 PDF "):
            data = whole_pdf.write_pdf(composed, world, css=sheets[0] if sheets else None)
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


def for_writing(composed: Any) -> Any:
    """Without the house's defaults for issue.yaml: unpickled in the child they would import the whole reader (30 ms)."""
    from dataclasses import replace

    return replace(composed, house=replace(composed.house, defaults={}))
