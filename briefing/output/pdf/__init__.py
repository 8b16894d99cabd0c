"""Painted → PDF. One writer, several profiles.

profiles.py   release, archive and print: what each is labelled and may hold
assembly.py   the file: pages, bookmarks, anchors, labels
boxes.py      the sheet and what is left after the cut
print_parts.py   what print has of its own: pictures, label and output intent
operators.py  a page's marks → its content stream
coded_faces.py   faces → embedded subsets
images.py     pictures → image objects, their data as they are
structure_tree.py   nodes → the structure tree
inks.py       colour names → operators
xmp.py        metadata, in step with the Info dictionary
numbers.py, deflate.py   numbers and streams as the file has them
"""

from __future__ import annotations

from briefing.output.pdf.assembly import write_pdf

__all__ = ["write_pdf"]
