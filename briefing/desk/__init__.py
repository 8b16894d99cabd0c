"""The editor's desk: a local web application for people who know Word only. Files stay what they are: YAML and Markdown.

Who is let in, and what is heard:

    serving      the server from its start to its end; which addresses, the browser
    gate         who is let in: Host, Origin, cookie; what a browser may do with an answer
    passes       tokens, the password, sessions
    routes       addresses → what is done; with writing_, incoming_ and outgoing_routes. Nothing else speaks HTTP
    handling     what handlers share
    connections  which of them are kept
    bodies       what a request brings, bounded
    news         what windows are told, a stream each

    presence     which windows there are, to end with the last one
    wishes       what people wish of the desk itself
    desk         the shelf, the issues that are open, what is being done to them

One issue that is open:

    open_issue   its files: read, watched, joined with the texts, saved
    issue_texts  the texts as they are on the desk, from every window and from the disk; what is set, told
    deeds        what was done to it as a whole, to be undone
    manuscript   one file: its text, and its bytes as they lie on the disk
    three_way    two texts that come from a third, joined by paragraph
    kept_folder  where the desk keeps what it needs of it; never where a link leads
    desk_journal what was typed and is not in its file yet
    taken_edits  which edits of windows were taken, so that one that comes back is known
    earlier_pages pages of a state of before, while what stands cannot be set and the desk has no others
    saved_states every state that was saved, to go back to
    gone_texts   what was taken away, found in those states
    parting      one report made two. Pure
    report_list  which reports there are, in which order; and another order
    yaml_keys    one key of issue.yaml changed, the rest to the letter as it was
    settings_form issue.yaml as a form

What takes time, in processes of its own:

    typesetter   the program: texts → pages, findings; warm
    live_pages   that program as seen from the server: the newest text wins
    errand       the program: one thing done to an issue, and ended
    incoming_works what that is, of files that others sent, the clipboard, pictures
    outgoing_works and of outputs: build, print, archive, proof, a look at the plates
    archives     files that come in one, put beside it
    sent_names   what files that were sent may be called. Pure
    side_by_side a file beside the report that came of it; a repair undone. Pure
    errands      that program as seen from the server
    desk_words   what is said there, in the words of the desk: fields and buttons for keys and commands. Pure
    plain_values what goes between processes and to the browser: findings as JSON
"""
