"""PDF → OFD, a pure function of bytes."""

from __future__ import annotations

import io

from briefing.errors import Diagnostic, InputError
from briefing.ofd.drawn import Unwritable, on_page
from briefing.ofd.properties import Properties

_HINT = "请去掉版式 bulletin.css 里产生它的那一条，或不做 OFD。"


def write_ofd(pdf: bytes, properties: Properties) -> bytes:
    """The OFD with the pages, outline and fonts of `pdf`, which WeasyPrint made. The same input gives the same bytes.

    Raises InputError, with the page, for what the PDF shows and this writer has no OFD for."""
    import pikepdf

    from briefing.ofd.container import package
    from briefing.ofd.jumps import Jumps
    from briefing.ofd.page_objects import Resources, read_page
    from briefing.write.opc import canonical_zip

    with pikepdf.open(io.BytesIO(pdf)) as document:
        resources, jumps, pages = Resources(), Jumps(document), []
        try:
            for number, page in enumerate(document.pages):
                with on_page(number + 1):
                    pages.append((read_page(page, resources), list(jumps.links(number))))
            parts = package(properties, pages, resources.faces, resources.pictures, jumps.outline())
        except Unwritable as error:
            where = f"PDF 第{error.page}页" if error.page else "PDF"
            raise InputError(Diagnostic("ofd-content", f"{where}：{error}，OFD 里写不出来", hint=_HINT)) from None
    return canonical_zip(parts)
