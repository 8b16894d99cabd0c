"""The finished PDF as OFD (GB/T 33190-2016): text, fonts, lines and pictures at the same places, not pictures of pages.

page_objects.py   a page's content stream → what is drawn (drawn.py), everything understood or refused
state.py          what the stream has set so far, and its operators
fonts.py          the embedded subsets, as font files that find glyphs by character
images.py         pictures as files
jumps.py          the outline, and links on pages
properties.py     metadata
content.py        what is drawn → Content.xml
container.py      the other parts of the package
"""

from __future__ import annotations

from briefing.ofd.properties import Properties, properties_of
from briefing.ofd.writer import write_ofd

__all__ = ["Properties", "properties_of", "write_ofd"]
