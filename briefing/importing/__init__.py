"""Other people's files → this project's Markdown, with nothing lost on the way.

    package.py               a DOCX opened with limits: parts, relationships
    changes.py               tracked changes accepted or refused
    styles.py, numbering.py  what Word shows without saying it: inherited looks, automatic numbers
    docx.py, drawing.py      the body as a Flow: paragraphs, tables and pictures with their looks
    text.py, html.py, office.py   the same Flow from plain text, pasted HTML, and what LibreOffice opens
    flow.py                  that Flow
    repairs.py               marks, spaces, quotes and digits put right, each with its place
    structure.py, front.py, tables.py, look.py   Flow → Article
    bulletin.py, kinds.py, kept.py   our own DOCX → a whole issue, from its style names
    account.py               the file's own text, read a second time, against the Markdown that was written
    placing.py, listing.py   names of new files, and their place in issue.yaml
    session.py               all of it, for one file

Nothing here writes into an issue: `building/sources.py` does.
"""
