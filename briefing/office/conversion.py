"""What LibreOffice opens (.doc, .wps, .rtf, .odt) → DOCX."""

from __future__ import annotations

from briefing.core import bounds
from briefing.core.errors import Diagnostic, InputError, MissingToolError, Span
from briefing.office import libreoffice


def converted(data: bytes, file: str, suffix: str) -> bytes:
    """The DOCX that LibreOffice makes of `data`, in a profile of its own. Raises MissingToolError, InputError."""
    office = libreoffice.program()
    if office is None:
        hint = "请在 Word 或 WPS 里另存为 .docx；或安装 LibreOffice（briefing doctor 会说怎样装）。"
        message = f"读 {suffix} 文件要用 LibreOffice，这台电脑上没有"
        raise MissingToolError(Diagnostic("import-office", message, Span(file, 1, 1), hint))
    try:
        return libreoffice.convert(office, data, suffix, "docx:MS Word 2007 XML", cpu=bounds.IMPORT_SECONDS)
    except libreoffice.TooMuch:
        hint = "文件可能是有意做坏的，或者太长；请用 Word 或 WPS 打开，另存为 .docx。"
        message = f"LibreOffice 用了 {bounds.IMPORT_SECONDS:.0f} 秒还没有打开这个文件，已经停下"
        raise InputError(Diagnostic("import-office", message, Span(file, 1, 1), hint)) from None
    except libreoffice.OfficeFailed:
        hint = "文件可能坏了或加了密；请用 Word 或 WPS 打开，另存为 .docx。"
        raise InputError(Diagnostic("import-office", "LibreOffice 打不开这个文件", Span(file, 1, 1), hint)) from None
