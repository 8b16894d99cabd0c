"""Painted → files: a package for each kind. A writer walks the marks once and reads no other writer's file.

faces.py         the faces of an issue as font files: glyphs of characters, subsets
palette.py       the house's colours as inks
separations.py   pictures in grey or the press's CMYK; drawn_inks.py: drawings in the house's inks
drawn_faces.py   characters of faces that are not shipped, as a font file; strokes.py: made heavier
forms.py         a drawing as an object of a PDF; stand_in_pictures.py: as a picture, where there are no vectors
opc.py           a zip that is the same wherever it is made
pdf/             release, archive and print
ofd/             the same pages as an OFD package
screen/          the same pages as SVG
docx/            Composed, not Painted: live text that a word processor sets to the same lines
css/             what WeasyPrint lays out
"""
