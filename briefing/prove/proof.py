"""What is found when the finished files of one issue are held against what is expected, and the figures that come of it.

The two halves, docx_proof.py and pages_proof.py, are imported where they run: in two processes, when a build makes both files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from briefing.core.errors import Diagnostic, Severity
from briefing.core.pdfium import library
from briefing.core.plain import Plain
from briefing.core.records import dataclass
from briefing.files.world import Root
from briefing.fonts.metrics import Fonts
from briefing.house.style import HouseStyle
from briefing.model.sheet import Sheet
from briefing.prove.check_contents import PrintedPage, check_docx_pages
from briefing.prove.expected import Expected, expect
from briefing.prove.findings import DOCX, PDF, Fault, Faults
from briefing.typeset.composed import Drawing


class Extreme(NamedTuple):
    """The line that is opened furthest, or squeezed hardest: `em` on the average of its gaps."""

    page: int
    line: int
    em: float


@dataclass(frozen=True, slots=True)
class Proof:
    """What was read back. Without a PDF there are no pages and lines; `characters` are those of the sources."""

    findings: tuple[Fault, ...]
    outputs: tuple[str, ...]  # "PDF", "DOCX", …: what was there to be proved
    characters: int
    pages: int = 0
    lines: int = 0
    loosest: Extreme | None = None
    tightest: Extreme | None = None

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        return tuple(finding.diagnostic for finding in self.findings)

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """What keeps the files from being put in place."""
        return tuple(item for item in self.diagnostics if item.severity is Severity.ERROR)

    def summary(self) -> dict[str, Plain]:
        """Figures for the manifest."""
        found: dict[str, Plain] = {"outputs": list(self.outputs), "findings": len(self.findings), "characters": self.characters}
        if self.pages:
            found |= {"pages": self.pages, "lines": self.lines}
        for name, extreme in (("loosest", self.loosest), ("tightest", self.tightest)):
            if extreme is not None:
                found[name] = {"page": extreme.page, "line": extreme.line, "em": round(extreme.em, 3)}
        return found


def prepare(sheet: Sheet, house: HouseStyle, root: Root | None = None, drawings: Mapping[str, Drawing] | None = None) -> Expected:
    """What the files must hold, whose pictures are in `root`, drawn as `drawings`; and all that `prove` needs is loaded (some
    40 ms), while there is time to."""
    library()
    return expect(sheet, house, root, drawings)


@dataclass(frozen=True, slots=True)
class DocxProof:
    """What is wrong with a DOCX by itself, and the page numbers that it prints, which a PDF has to prove."""

    findings: tuple[Fault, ...]
    printed: tuple[PrintedPage, ...] = ()


@dataclass(frozen=True, slots=True)
class PagesProof:
    """What is wrong with a PDF and files beside it; `proof`: their figures; `pages`: on which page of the PDF each anchor is."""

    findings: tuple[Fault, ...]
    proof: Proof
    pages: dict[str, int]


def conclude(pages: PagesProof, docx: DocxProof | None) -> Proof:
    """The proof of all files: the page numbers in the DOCX are proved by the PDF."""
    findings = Faults()
    findings.items += pages.findings
    if docx is not None:
        findings.items += docx.findings
        check_docx_pages(docx.printed, pages.pages, findings)
    items = tuple(sorted(findings.items, key=lambda item: (item.output != PDF, item.page, item.line)))
    there = [*pages.proof.outputs, *([DOCX] if docx is not None else [])]
    return replace(pages.proof, findings=items, outputs=tuple(sorted(there, key=lambda name: (name != PDF, name != DOCX))))


def prove(expected: Expected, fonts: Fonts, pdf: bytes | None = None, docx: bytes | None = None, **beside: bytes | None) -> Proof:
    """Hold the finished files against what is expected; all may be left out. `beside`: those of other formats of pages, by name.

    Never raises for what stands in the files: a broken one is a finding, too."""
    from briefing.prove.docx_proof import prove_docx
    from briefing.prove.pages_proof import prove_pages

    alone = prove_docx(expected, fonts, docx) if docx is not None else None
    return conclude(prove_pages(expected, fonts, {"pdf": pdf, **beside}), alone)
