"""What stands on the disk: transactions, manifests, records to undo by, and true sentences about them.

commit        the only module that writes outputs: all files of an issue in one step, or none
source_files  the only one that writes sources, by a journal
undo_records  the way back from `check --fix`
manifest      manifest.json: what was made, of what, with what
disk          durable writes, exchanges, locks
standing      what has been replaced, found by looking
"""
