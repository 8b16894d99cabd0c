"""Painted → OFD (GB/T 33190-2016): text, fonts, lines and pictures at the same places as in the PDF, not pictures of pages.

container.py       the package: OFD.xml, Document.xml, resources, pages, outline
graphic_units.py   a page's marks → its Content.xml
font_resources.py  faces → font files that find glyphs by character
custom_tags.py     nodes → custom tags: what the objects of the pages are, in reading order
xml.py             elements, numbers, boxes and lists as the standard writes them
"""

from __future__ import annotations

from briefing.output.ofd.container import write_ofd

__all__ = ["write_ofd"]
