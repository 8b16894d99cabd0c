"""Archives and Word files made to do harm, or as strange systems make them."""

from __future__ import annotations

import io
import zipfile


def packed(*entries: tuple[str | zipfile.ZipInfo, bytes], compressed: bool = False) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return data.getvalue()


def document(content: str, relations: str = "") -> bytes:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    declared, _, content = content.rpartition("]>") if "]>" in content else ("", "", content)
    entries = [
        ("[Content_Types].xml", b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'),
        (
            "word/document.xml",
            f"{declared}{']>' if declared else ''}<w:document {space}><w:body>{content}</w:body></w:document>".encode(),
        ),
    ]
    if relations:
        entries.append(
            (
                "word/_rels/document.xml.rels",
                f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>'.encode(),
            )
        )
    return packed(*entries)
