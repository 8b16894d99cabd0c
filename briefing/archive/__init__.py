"""What the archive keeps: the release PDF as PDF/A-2u and PDF/UA-1, and its metadata in the terms of DA/T 46.

`facts` says what each block of the pages is, `tree` builds the structure from that and from the release's own tags, `archive_pdf`
puts everything together, `metadata` writes the sidecar.
"""
