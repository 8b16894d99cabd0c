"""Painted → files: a package for each kind. A writer walks the marks once and reads no other writer's file.

faces.py   the faces of an issue as font files: glyphs of characters, subsets
pdf/       release, archive and print
"""
