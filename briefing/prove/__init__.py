"""Proof: the finished PDF, DOCX and OFD, read back and held against the sources and the numbers of the house.

Nothing that typesetting decided is looked at; a mistake there shows as a mistake here.

pdf_pages.py, docx_text.py, ofd_text.py   what stands in the files; pdf_glyphs.py   asked in bulk; docx_looks.py, docx_boxes.py
pdf_pictures.py, docx_pictures.py, ofd_pictures.py   the pictures in them; looks.py   what a picture looks like from far away
pdf_drawings.py, drawn_text.py   the drawings, and what their sources say
expected.py                  what the sources say must stand there: characters with their places in the sources
aligned.py, reading.py       the two brought together: glyphs known as characters of the sources, in lines
areas.py, gaps.py            where the house wants things; what lies between characters
floated.py, parted_rows.py, noted.py, continued.py   orders of reading: figures passed, rows parted, notes, tables that go on
numbered_notes.py            numbers that only pages decide, of notes
check_*.py                   one kind of fault each; findings.py   how they are told
docx_proof.py, pages_proof.py   all checks over a file; proof.py   what comes of them
set_quality.py, weights.py, masthead_shape.py, evenness.py, note_places.py, mention_places.py, page_ends.py,
                             title_breaks.py   qualities of any PDF
page_lines.py                lines of pages, to compare what two engines set
report.py                    a page with pictures for an editor to look at; page_pictures.py
"""

from __future__ import annotations

from briefing.prove.expected import Expected, expect
from briefing.prove.proof import DocxProof, PagesProof, Proof, conclude, prepare, prove

__all__ = ["DocxProof", "Expected", "PagesProof", "Proof", "conclude", "expect", "prepare", "prove"]
