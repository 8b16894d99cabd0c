"""All checks over a PDF, and over an OFD beside it."""

from __future__ import annotations

from briefing.fonts.metrics import Fonts
from briefing.prove.check_colophon import check_colophon
from briefing.prove.check_contents import check_contents, pages_of_anchors
from briefing.prove.check_edges import check_edges
from briefing.prove.check_folios import check_folios
from briefing.prove.check_fonts import check_fonts
from briefing.prove.check_grid import check_grid
from briefing.prove.check_measure import LineSlack, check_measure
from briefing.prove.check_overlap import check_overlap
from briefing.prove.check_pictures import check_drawn_words, check_ofd_pictures, check_pdf_pictures
from briefing.prove.check_text import check_pdf_text
from briefing.prove.expected import Expected
from briefing.prove.findings import OFD, PDF, Faults
from briefing.prove.pdf_pages import Pdf, UnreadableFile, read_pdf
from briefing.prove.proof import Extreme, PagesProof, Proof
from briefing.prove.reading import read_back


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
        from briefing.prove.check_ofd import check_ofd

        try:
            check_ofd(laid_out, ofd, findings)
            check_ofd_pictures(expected, ofd, findings)
        except UnreadableFile as error:
            findings.in_ofd("prove-unreadable", f"读不出来：{error}")
    return PagesProof(tuple(findings.items), proof, pages)


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
