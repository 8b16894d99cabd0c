"""Page numbers of the DOCX: fields, written as the house writes them, odd pages right and even pages left."""

from __future__ import annotations

from briefing.prove.docx_text import Docx
from briefing.prove.expected import REFERENCE, Expected
from briefing.prove.findings import Faults

_SIDES = {"default": ("单页", "右侧", "right"), "even": ("双页", "左侧", "left")}


def check_docx_folios(expected: Expected, docx: Docx, findings: Faults) -> None:
    wanted = "".join(expected.house.page_number.label(REFERENCE, REFERENCE).split())
    numbered = [footer for footer in docx.footers if "".join(footer.text.split())]
    for footer in dict.fromkeys(numbered):
        pages, side, align = _SIDES.get(footer.place, ("首页", "", ""))
        if align and expected.house.page_number.align == "center":
            side, align = "正中", "center"
        text = "".join(footer.text.split())
        if text != wanted:
            findings.in_docx("prove-folio", f"{pages}的页码写作“{text.replace(REFERENCE, '1')}”，与版式不同")
        if align and footer.align != align:
            findings.in_docx("prove-folio", f"{pages}的页码应在{side}")
    if numbered and not docx.sides:
        findings.in_docx("prove-folio", "没有分设单页和双页的页码")
