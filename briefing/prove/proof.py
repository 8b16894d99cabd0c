"""All checks over the finished files of one issue, and the figures that come of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from briefing.core.errors import Diagnostic, Severity
from briefing.files.world import Root
from briefing.fonts.metrics import Fonts
from briefing.house.style import HouseStyle
from briefing.model.sheet import Sheet
from briefing.prove.check_colophon import check_colophon
from briefing.prove.check_contents import (
    PrintedPage,
    check_contents,
    check_docx_links,
    check_docx_pages,
    pages_of_anchors,
)
from briefing.prove.check_docx import check_docx_folios
from briefing.prove.check_docx_seen import check_docx_seen
from briefing.prove.check_edges import check_edges
from briefing.prove.check_folios import check_folios
from briefing.prove.check_fonts import check_fonts
from briefing.prove.check_grid import check_grid
from briefing.prove.check_measure import LineSlack, check_measure
from briefing.prove.check_ofd import check_ofd
from briefing.prove.check_overlap import check_overlap
from briefing.prove.check_pictures import check_docx_pictures, check_drawn_words, check_ofd_pictures, check_pdf_pictures
from briefing.prove.check_text import check_docx_text, check_pdf_text
from briefing.prove.docx_text import read_docx
from briefing.prove.expected import Expected, expect
from briefing.prove.findings import DOCX, OFD, PDF, Fault, Faults
from briefing.prove.pdf_pages import Pdf, UnreadableFile, library, read_pdf
from briefing.prove.reading import read_back
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
    outputs: tuple[str, ...]  # "PDF", "DOCX", "OFD": what was there to be proved
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

    def summary(self) -> dict[str, Any]:
        """Figures for the manifest."""
        found: dict[str, Any] = {"outputs": list(self.outputs), "findings": len(self.findings), "characters": self.characters}
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


def prove_docx(expected: Expected, fonts: Fonts, docx: bytes) -> DocxProof:
    """The part of `prove` that needs no PDF, so that another process can do it meanwhile."""
    findings = Faults()
    printed: tuple[PrintedPage, ...] = ()
    try:
        read = read_docx(docx)
        check_docx_text(expected, read, findings)
        check_docx_folios(expected, read, findings)
        printed = check_docx_links(expected, read, findings)
        check_docx_seen(expected, read, fonts, findings)
        check_docx_pictures(expected, docx, findings)
    except UnreadableFile as error:
        findings.in_docx("prove-unreadable", f"读不出来：{error}")
    return DocxProof(tuple(findings.items), printed)


@dataclass(frozen=True, slots=True)
class PagesProof:
    """What is wrong with a PDF and an OFD; `proof`: their figures; `pages`: on which page of the PDF each anchor is."""

    findings: tuple[Fault, ...]
    proof: Proof
    pages: dict[str, int]


def prove_pages(expected: Expected, fonts: Fonts, pdf: bytes | None = None, ofd: bytes | None = None) -> PagesProof:
    """The part of `prove` that needs no DOCX. The text of the OFD is proved by the PDF."""
    findings = Faults()
    outputs = tuple(name for name, data in ((PDF, pdf), (OFD, ofd)) if data is not None)
    proof = Proof((), outputs, len(expected.text))
    pages: dict[str, int] = {}
    laid_out: Pdf | None = None
    if pdf is not None:
        try:
            laid_out = read_pdf(pdf)
            proof, pages = _prove_pdf(expected, fonts, laid_out, proof, findings)
            check_pdf_pictures(expected, pdf, findings)
            check_drawn_words(expected, laid_out, findings)
        except UnreadableFile as error:
            findings.on_page("prove-unreadable", f"读不出来：{error}", 0)
    if ofd is not None:
        try:
            check_ofd(laid_out, ofd, findings)
            check_ofd_pictures(expected, ofd, findings)
        except UnreadableFile as error:
            findings.in_ofd("prove-unreadable", f"读不出来：{error}")
    return PagesProof(tuple(findings.items), proof, pages)


def conclude(pages: PagesProof, docx: DocxProof | None) -> Proof:
    """The proof of all files: the page numbers in the DOCX are proved by the PDF."""
    findings = Faults()
    findings.items += pages.findings
    if docx is not None:
        findings.items += docx.findings
        check_docx_pages(docx.printed, pages.pages, findings)
    items = tuple(sorted(findings.items, key=lambda item: (item.output != PDF, item.page, item.line)))
    there = {*pages.proof.outputs, *([DOCX] if docx is not None else [])}
    return replace(pages.proof, findings=items, outputs=tuple(name for name in (PDF, DOCX, OFD) if name in there))


def prove(
    expected: Expected, fonts: Fonts, pdf: bytes | None = None, docx: bytes | None = None, ofd: bytes | None = None
) -> Proof:
    """Hold the finished files against what is expected. Any may be left out.

    Never raises for what stands in the files: a broken one is a finding, too."""
    alone = prove_docx(expected, fonts, docx) if docx is not None else None
    return conclude(prove_pages(expected, fonts, pdf, ofd), alone)


def _prove_pdf(expected: Expected, fonts: Fonts, pdf: Pdf, proof: Proof, findings: Faults) -> tuple[Proof, dict[str, int]]:
    reading = read_back(expected, pdf)
    check_pdf_text(reading, findings)
    check_grid(reading, findings)
    opened = check_measure(reading, findings)
    check_edges(reading, findings)
    check_overlap(reading, findings)
    check_fonts(reading, pdf, fonts, findings)
    check_folios(reading, pdf, findings)
    check_contents(reading, findings)
    check_colophon(reading, pdf, findings)
    lines = len({(line.page, line.number) for line in reading.lines})
    loosest, tightest = _extremes(opened)
    return Proof((), proof.outputs, proof.characters, len(pdf.pages), lines, loosest, tightest), pages_of_anchors(reading)


def _extremes(lines: list[LineSlack]) -> tuple[Extreme | None, Extreme | None]:
    if not lines:
        return None, None
    ordered = sorted(lines, key=lambda opened: opened.em)
    loosest, tightest = ordered[-1], ordered[0]
    return (
        Extreme(loosest.line.page, loosest.line.number, loosest.em),
        Extreme(tightest.line.page, tightest.line.number, tightest.em),
    )
