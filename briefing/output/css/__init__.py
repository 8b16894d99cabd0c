"""What CSS lays out, by WeasyPrint: drawings inside a page, and whole pages for houses that ask for it.

weasyprint_engine.py   the engine: a house's fonts, no network, no file but what it is handed
drawing.py             an SVG figure or a block of HTML → a Drawing; drawing_faces.py: in which faces
whole_pdf.py           Composed → PDF, compared with what was composed; compress.py: its streams
html_pages.py, html_lines.py, stylesheet.py, spacing.py   Composed as HTML and CSS
"""
