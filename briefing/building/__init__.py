"""From names to files: which issues, whether anything changed, the stages in order, and the commit.

    places    what an issue's name means
    plan      the digest of everything an output depends on; nothing heavy is imported
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
