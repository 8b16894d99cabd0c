"""All checks over a PDF, and over files of the same pages beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

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
from briefing.prove.findings import PDF, Faults
from briefing.prove.pdf_pages import Pdf, UnreadableFile, read_pdf
from briefing.prove.proof import Extreme, PagesProof, Proof
from briefing.prove.reading import read_back


def _prove_ofd(expected: Expected, pdf: Pdf | None, data: bytes, findings: Faults) -> None:
    from briefing.prove.check_ofd import check_ofd

    check_ofd(pdf, data, findings)
    check_ofd_pictures(expected, data, findings)


#: Format → what holds its file against the PDF of the same pages, None where that is not there. Raises UnreadableFile.
_BESIDE: dict[str, Callable[[Expected, Pdf | None, bytes, Faults], None]] = {"ofd": _prove_ofd}


def prove_pages(expected: Expected, fonts: Fonts, files: Mapping[str, bytes | None]) -> PagesProof:
    """The part of `prove` that needs no DOCX; `files` by format. The text of what stands beside the PDF is proved by it."""
    findings = Faults()
    pdf = files.get("pdf")
    beside = {format: data for format in _BESIDE if (data := files.get(format)) is not None}
    outputs = (*((PDF,) if pdf is not None else ()), *map(str.upper, beside))
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
    for format, data in beside.items():
        try:
            _BESIDE[format](expected, laid_out, data, findings)
        except UnreadableFile as error:
            findings.beside(format.upper(), "prove-unreadable", f"读不出来：{error}")
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
