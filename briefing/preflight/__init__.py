"""A finished print file, read back: what is in it, and whether that is what its label and the job ticket say.

`survey` walks the pages and lists facts; `print_rules` holds them against the job; `plates` asks Ghostscript, where it is
installed, which plates get ink. Nothing here knows how the file was made.
"""
