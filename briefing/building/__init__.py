"""From names to files: which issues, whether anything changed, the stages in order, and the commit.

    places    what an issue's name means
    ancestry  the digest of everything an output depends on, and whether it is still so; nothing heavy is imported
    plan      one issue to make: from where, into what, and what stands there
    stages    read → compose → typeset, as functions of one folder
    workers   a forked child that prepares the PDF engine meanwhile
    run       one issue, or many, start to end
    manifest  manifest.json
    faces     which fonts were used
    commit    the only module that writes outputs
    sources   the only one that writes sources, by a journal
    disk      durable writes, exchanges, locks
    standing  what has been replaced, found by looking

Nothing is imported here: `briefing check` pays for the stages alone.
"""
