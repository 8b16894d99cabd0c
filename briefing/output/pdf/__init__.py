"""Painted → PDF. One writer, several profiles.

profiles.py   release, archive and print: what each is labelled and may hold
document.py   the file: pages, bookmarks, anchors, labels
content.py    a page's marks → its content stream
fonts.py      faces → embedded subsets
images.py     pictures → image objects, their data as they are
tags.py       nodes → the structure tree
inks.py       colour names → operators
"""

from __future__ import annotations

from briefing.output.pdf.document import write_pdf

__all__ = ["write_pdf"]
