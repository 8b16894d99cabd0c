"""Other people's files → this project's Markdown, with nothing lost on the way.

    formats.py               what a file is, by its contents
    web_archive.py, wordml.py, `briefing.office`   make one that can be read of it
    docx_package.py           a DOCX opened with limits: parts, relationships
    changes.py               tracked changes accepted or refused
    styles.py, auto_numbers.py, number_forms.py   what Word shows without saying it: inherited looks, automatic numbers
    computed.py, equation.py, enclosed.py, formula.py   what Word draws from a code: fields, ①, 1/2, formulas
    symbols.py               signs that are letters of a symbol font
    word_document.py, word_drawing.py      the body as a Flow: paragraphs, tables and pictures with their looks
    surroundings.py          comments, headers, watermarks, words of charts
    text.py, html.py         the same Flow from plain text and pasted HTML
    flow.py                  that Flow
    visible.py               looks that say something (m², struck words, blanks to fill in) as characters; glyph_check.py
    contents.py              contents lists typed by hand
    repairs.py               marks, spaces, quotes and digits put right, each with its place
    recognise.py, front.py, grids.py, look.py   Flow → Article
    own_docx.py, own_blocks.py, style_kinds.py, kept.py   our own DOCX → a whole issue, from its style names
    second.py, account.py    the file read a second time, against the Markdown that was written; asides.py: what is told of it
    placing.py, listing.py   names of new files, and their place in issue.yaml
    session.py               all of it, for one file

Nothing here writes into an issue: `storage/source_files.py` does.
"""
