"""Painted → PDF. One writer, several profiles.

profiles.py   release, archive and print: what each is labelled and may hold
document.py   the file: pages, bookmarks, anchors, labels
boxes.py      the sheet and what is left after the cut
press.py      what print has of its own: pictures, label and output intent
content.py    a page's marks → its content stream
fonts.py      faces → embedded subsets
images.py     pictures → image objects, their data as they are
tags.py       nodes → the structure tree
inks.py       colour names → operators
"""

from __future__ import annotations

from briefing.output.pdf.document import write_pdf

__all__ = ["write_pdf"]
