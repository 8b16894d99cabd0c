"""Proof: the finished PDF, DOCX and OFD, read back and held against the sources and the numbers of the house.

Nothing that typesetting decided is looked at; a mistake there shows as a mistake here.

pdf_pages.py, docx_text.py, ofd_text.py   what stands in the files
pdf_pictures.py, docx_pictures.py, ofd_pictures.py   the pictures in them; looks.py   what a picture looks like from far away
expected.py                  what the sources say must stand there: characters with their places in the sources
aligned.py, reading.py       the two brought together: glyphs known as characters of the sources, in lines
areas.py, gaps.py            where the house wants things; what lies between characters
check_*.py                   one kind of fault each
docx_proof.py, pages_proof.py   all checks over a file; proof.py   what comes of them
set_quality.py               counts of loose, ragged and uneven lines in any PDF
report.py                    a page with pictures for an editor to look at
"""

from __future__ import annotations

from briefing.prove.expected import Expected, expect
from briefing.prove.proof import DocxProof, PagesProof, Proof, conclude, prepare, prove

__all__ = ["DocxProof", "Expected", "PagesProof", "Proof", "conclude", "expect", "prepare", "prove"]
