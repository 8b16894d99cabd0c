"""Sets of files for somebody: the print shop (`print_set`), the archive (`archive_set`), made from a finished release.

deliveries         the table of them
file_set           what all have in common: what stands already, the commit
overdue            a delivery date that has gone by
archive_metadata   what the archive keeps beside the PDF, in the terms of DA/T 46
greys              pictures in colour that the print files show in grey
"""
