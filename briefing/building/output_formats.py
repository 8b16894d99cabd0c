"""The formats of outputs: what building, the command line, the desk and the manifest know of each.

A new one is a row here, a package below `output/` and, beside the PDF, its reader in `prove/pages_proof.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from briefing.core.records import dataclass

if TYPE_CHECKING:
    from briefing.files.world import World
    from briefing.output.faces import FaceFile
    from briefing.paint.marks import FaceKey, Painted

    Write = Callable[[Painted, World, Mapping[FaceKey, FaceFile]], bytes]


@dataclass(frozen=True, slots=True)
class OutputFormat:
    """`name`: after `--format`, and the ending of its files; `usual`: made unless somebody says which. `write`: from painted
    pages, whose PDF proves it; None: of the composed text itself, by a process of its own."""

    name: str
    usual: bool
    write: Write | None

    @property
    def title(self) -> str:
        return self.name.upper()


def _pdf(painted: Painted, world: World, files: Mapping[FaceKey, FaceFile]) -> bytes:
    from briefing.output.pdf import write_pdf

    return write_pdf(painted, world, files=files)


def _ofd(painted: Painted, world: World, files: Mapping[FaceKey, FaceFile]) -> bytes:
    from briefing.output.ofd import write_ofd

    return write_ofd(painted, world, files=files)


#: In the order in which they are listed. The PDF is laid out and proved for every format of pages, also where nobody asks for it.
TABLE = (OutputFormat("pdf", True, _pdf), OutputFormat("docx", True, None), OutputFormat("ofd", False, _ofd))
BY_NAME = {format.name: format for format in TABLE}
#: What a build makes unless it is told, and what it can make.
FORMATS = tuple(format.name for format in TABLE if format.usual)
ALL_FORMATS = tuple(BY_NAME)
#: Those that are drawn from painted pages.
PAGES = frozenset(format.name for format in TABLE if format.write is not None)
