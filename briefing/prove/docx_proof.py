"""All checks over a DOCX by itself."""

from __future__ import annotations

from briefing.fonts.metrics import Fonts
from briefing.prove.check_contents import PrintedPage, check_docx_links
from briefing.prove.check_continued import check_continued
from briefing.prove.check_docx import check_docx_folios
from briefing.prove.check_docx_seen import check_docx_seen
from briefing.prove.check_pictures import check_docx_pictures
from briefing.prove.check_text import check_docx_text
from briefing.prove.docx_text import read_docx
from briefing.prove.expected import Expected
from briefing.prove.findings import Faults
from briefing.prove.floated import as_found
from briefing.prove.noted import as_marked
from briefing.prove.numbered_notes import as_counted
from briefing.prove.pdf_pages import UnreadableFile
from briefing.prove.proof import DocxProof


def prove_docx(expected: Expected, fonts: Fonts, docx: bytes) -> DocxProof:
    """The part of `prove` that needs no PDF, so that another process can do it meanwhile."""
    findings = Faults()
    printed: tuple[PrintedPage, ...] = ()
    try:
        read = read_docx(docx, expected.house.inline["note-ref"].word)
        expected = as_counted(expected, [paragraph.text for paragraph in read.said_once if paragraph.text])
        check_continued(expected, read, findings)
        text = "".join(paragraph.text for paragraph in read.said_once)
        expected = as_marked(as_found(expected, text), text)
        check_docx_text(expected, read, findings)
        check_docx_folios(expected, read, findings)
        printed = check_docx_links(expected, read, findings)
        check_docx_seen(expected, read, fonts, findings)
        check_docx_pictures(expected, docx, findings)
    except UnreadableFile as error:
        findings.in_docx("prove-unreadable", f"读不出来：{error}")
    return DocxProof(tuple(findings.items), printed)
