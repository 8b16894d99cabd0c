"""Painted → pages for a browser: an SVG each, whose text can be selected and found, and knows its place in the sources.

pages.py     a page's marks → SVG
stretches.py a run of glyphs → stretches of equal letter-spacing
fonts.py     faces → web fonts, and the style sheet that the pages want
"""

from __future__ import annotations

from briefing.output.screen.fonts import data_urls, style_sheet
from briefing.output.screen.pages import pages

__all__ = ["data_urls", "pages", "style_sheet"]
