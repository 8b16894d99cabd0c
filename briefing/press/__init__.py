"""What leaves the house, made from the finished release PDF: the print shop's files.

    palette    the house's colours as inks                print_pdf  release PDF → PDF/X, two inks
    streams    one page's drawing, re-inked               marks      boxes, crop marks, job line
    pictures   pictures in grey or the press's CMYK       impose     pages → sheets for folding
    lettering  a small embedded face                      copies     the numbered run 份号
    coverage   how much of each ink a page takes          dummy      a picture of the folding
    ticket     印刷通知单                                   package    everything in one zip

Every module is a pure function of bytes and data; pikepdf and Pillow are imported where they are used.
"""
