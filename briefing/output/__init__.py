"""Painted → files: a package for each kind. A writer walks the marks once and reads no other writer's file.

faces.py         the faces of an issue as font files: glyphs of characters, subsets
palette.py       the house's colours as inks
separations.py   pictures in grey or the press's CMYK
pdf/             release, archive and print
ofd/             the same pages as an OFD package
screen/          the same pages as SVG
docx/            Composed, not Painted: live text that a word processor sets to the same lines
css/             what WeasyPrint lays out
"""
