"""Composed to DOCX: live paragraphs in named styles, led to the composed lines."""
