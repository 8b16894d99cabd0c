"""From names to files: which issues, whether anything changed, the stages in order, and what is put in place.

    issue_names  what an issue's name means
    ancestry     the digest of everything an output depends on, and whether it is still so; nothing heavy is imported
    plan         one issue to make: from where, into what, and what stands there
    reasons      why it is made again, in words; changed_since: which issues git says have changed
    stages       read → render → typeset, as functions of one folder; said_once: what the house says is not said again
    children     forked children: the PDF engine gets ready, the DOCX is written meanwhile
    writers      what makes an issue's outputs, and stays warm for the next issue
    run          one issue, start to end
    many, lanes  many issues, in processes that take the next one when they are free
    output_proof the proof of what is about to be put in place
    used_faces   which fonts were used

Nothing is imported here: `briefing check` pays for the stages alone.
"""
