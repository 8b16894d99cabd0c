"""The OFD has the pages and the text of the PDF."""

from __future__ import annotations

from briefing.prove.expected import seen
from briefing.prove.findings import Faults, shown
from briefing.prove.ofd_text import read_ofd
from briefing.prove.pdf_pages import Pdf

OFD = "OFD"
_MM = 25.4 / 72
#: A page may be so much larger or smaller, mm: the rounding of both files.
_SLACK = 0.01


def check_ofd(pdf: Pdf | None, data: bytes, findings: Faults) -> None:
    """Without a PDF only whether the file can be read. Raises UnreadableFile."""
    pages = read_ofd(data)
    if pdf is None:
        return
    if len(pages) != len(pdf.pages):
        findings.beside(OFD, "prove-ofd", f"PDF 是 {len(pdf.pages)} 页，这里是 {len(pages)} 页")
    for page, theirs in zip(pages, pdf.pages, strict=False):
        if abs(page.width - theirs.width * _MM) > _SLACK or abs(page.height - theirs.height * _MM) > _SLACK:
            findings.beside(OFD, "prove-ofd", f"页面大小与 PDF 不同：{page.width:g}×{page.height:g} mm", theirs.number)
        # PDFium does not tell white space that is drawn by itself, and tells a turned number among the lines beside it.
        glyphs = sorted(theirs.glyphs, key=lambda glyph: glyph.turned)
        own, wanted = ("".join(filter(seen, text)) for text in (page.text, (glyph.char for glyph in glyphs)))
        if any(glyph.hyphen for glyph in glyphs):  # here a hyphen that parts a word is no character
            own, wanted = own.replace("-", ""), wanted.replace("-", "")
        if own != wanted:
            first = next((at for at, pair in enumerate(zip(own, wanted, strict=False)) if len(set(pair)) > 1), 0)
            place = max(0, first - 4)
            found, right = (shown(text[place : place + 12]) for text in (own, wanted))
            findings.beside(OFD, "prove-ofd", f"文字与 PDF 不同，从{found}起（PDF 是{right}）", theirs.number)
