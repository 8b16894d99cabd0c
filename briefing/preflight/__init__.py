"""A finished print file, read back: what is in it, and whether that is what its label and the job ticket say.

`survey` reads a file, `content_walk` its pages (`outlines`: paths and places of text, `color_spaces`, `picture_ink`), as
`page_facts`. `print_rules`, with `ink_rules` and `object_rules`, hold them against the job (`promise`); `trade_profile` says what
the trade asks and where that is looked at. `plates` asks Ghostscript, where it is installed, which plates get ink. Nothing here
knows how the file was made.
"""
