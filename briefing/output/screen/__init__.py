"""Painted → pages for a browser: an SVG each, whose text can be selected and found, and knows its place in the sources.

svg_pages.py a page's marks → SVG
stretches.py a run of glyphs → stretches of equal letter-spacing
web_fonts.py faces → web fonts, and the style sheet that the pages want
"""

from __future__ import annotations

from briefing.output.screen.svg_pages import Earlier, pages
from briefing.output.screen.web_fonts import data_urls, style_sheet

__all__ = ["Earlier", "data_urls", "pages", "style_sheet"]
