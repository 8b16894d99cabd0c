"""Other people's files → this project's Markdown, with nothing lost on the way.

    formats.py               what a file is, by its contents
    web_archive.py, mail.py, wordml.py, `briefing.office`   make one that can be read of it
    docx_package.py          a DOCX opened with limits: parts, relationships; links.py: those that lead out of it
    word_names.py            elements and attributes without their namespaces
    changes.py               tracked changes accepted or refused
    styles.py, auto_numbers.py, number_forms.py   what Word shows without saying it: inherited looks, automatic numbers
    computed.py, equation.py, enclosed.py, formula.py   what Word draws from a code: fields, ①, 1/2, formulas
    symbols.py               signs that are letters of a symbol font
    word_document.py         the body as a Flow: paragraphs, tables and pictures with their looks; given_marks.py: of notes
    word_grid.py, word_drawing.py, word_pictures.py   its tables; its drawings, and the pictures in them
    two_in_one.py            双行合一 in one line, with the brackets that Word draws
    run_in.py                paragraphs that go on in the next one's line
    page_formats.py          which of its pages stand on their side
    surroundings.py          comments, headers, watermarks, words of charts
    text.py, html.py         the same Flow from plain text and pasted HTML; sent_markdown.py: Markdown by way of it
    flow.py                  that Flow; labels.py: numbers before its paragraphs, pieces cut
    visible.py               looks that say something (m², struck words, blanks to fill in) as characters; glyph_check.py
    photographs.py           pictures as the bulletin can print them
    line_breaks.py           breaks inside a paragraph
    contents.py              contents lists typed by hand
    continued_tables.py      tables that a file has page by page
    repairs.py               marks, spaces, quotes and digits put right, each with its place
    recognise.py, front.py, grids.py, look.py, captions.py, foreign_groups.py, inline_text.py   Flow → Article
    own_docx.py              our own DOCX → a bulletin's reports (own_parts.py): blocks (own_blocks.py), notes (own_notes.py)
    style_kinds.py, frames.py, passed_figures.py, told_lines.py, told_items.py   what its styles and facts tell
    own_looks.py, item_labels.py   what somebody made of its words beside its styles, and typed before its items
    kept.py, kept_parts.py   that → a whole issue's folder; told_apart.py: what it says otherwise than its sources
    bring_back.py            that → the sources of its own issue, where it was changed
    second.py, account.py    the file read a second time, against the Markdown that was written; asides.py: what is told of it
    placing.py, listing.py   names of new files, and their place in issue.yaml
    session.py               all of it, for one file

Nothing here writes into an issue: `storage/source_files.py` does.
"""
