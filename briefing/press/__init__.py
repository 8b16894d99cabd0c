"""What leaves the house, made from the marks of an issue: the print shop's files.

    print_pdf  marks → PDF/X in the job's inks            bound      a binding → an imposition, and what is said of it
    impose     pages → sides of sheets, arithmetic        sheet_folds   where the pages of a folded sheet stand
    sheet_layout   paper, and the places of pages on it   imposed_pdf   sides of sheets → PDF; sheet_marks beside the pages
    savings    lines that would save a sheet              ticket_rows   what the ticket says; xjdf, for machines
    printable  what those inks cannot print, refused      copies     the numbered run 份号; copy_register, whose they are
    paper_and_ink   paper and profile that contradict     press_control   registration crosses, colour bar
    source_places   where in the sources a place of a page comes from
    bleed      what reaches the edge, drawn beyond it
    printer_marks   room for a bleed, crop marks, job line     lettering  a small embedded face
    folio      a page without its number                  dummy      a picture of the folding
    ink_coverage   how much of each ink a page takes          print_package   everything in one zip
    ticket     印刷通知单

Every module is a pure function of marks, bytes and data; pikepdf and Pillow are imported where they are used.
"""
