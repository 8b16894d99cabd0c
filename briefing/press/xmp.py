"""The XMP packet of a print file, in step with its Info dictionary (ISO 15930, ISO 16684-1)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from xml.sax.saxutils import escape

#: Everything about the file follows from its contents: identifiers are derived, not drawn.
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://pypi.org/project/briefing/")


def packet(info: Mapping[str, str], standard: str, seed: str) -> bytes:
    """`info`: Title, Author, Subject, Keywords, Creator, Producer, CreationDate, ModDate (the last two ISO 8601), those that
    there are. `standard`: the label, such as "PDF/X-4". `seed`: what identifies the document."""
    label = f"<pdfxid:GTS_PDFXVersion>{standard}</pdfxid:GTS_PDFXVersion>" if standard == "PDF/X-4" else ""
    if standard.startswith("PDF/X-1a"):
        label = f"<pdfx:GTS_PDFXVersion>{standard}</pdfx:GTS_PDFXVersion>"
    identity = uuid.uuid5(NAMESPACE, seed)
    parts = [
        language("dc:title", info.get("Title", "")),
        listed("dc:creator", "Seq", info.get("Author", "")),
        language("dc:description", info.get("Subject", "")),
        element("pdf:Keywords", info.get("Keywords", "")),
        element("pdf:Producer", info.get("Producer", "")),
        "<pdf:Trapped>False</pdf:Trapped>",
        element("xmp:CreatorTool", info.get("Creator", "")),
        element("xmp:CreateDate", info.get("CreationDate", "")),
        element("xmp:ModifyDate", info.get("ModDate", "")),
        element("xmp:MetadataDate", info.get("ModDate", "")),
        f"<xmpMM:DocumentID>uuid:{identity}</xmpMM:DocumentID>",
        f"<xmpMM:InstanceID>uuid:{uuid.uuid5(identity, standard)}</xmpMM:InstanceID>",
        "<xmpMM:VersionID>1</xmpMM:VersionID><xmpMM:RenditionClass>default</xmpMM:RenditionClass>",
        "<dc:format>application/pdf</dc:format>",
        label,
    ]
    body = "\n".join(part for part in parts if part)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"'
        ' xmlns:pdfx="http://ns.adobe.com/pdfx/1.3/" xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/"'
        ' xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/">\n'
        f"{body}\n</rdf:Description></rdf:RDF></x:xmpmeta>\n"
        '<?xpacket end="w"?>'
    ).encode()


def iso_date(pdf_date: str) -> str:
    """D:20220513000000Z → 2022-05-13T00:00:00Z; "" for anything else."""
    digits = pdf_date.removeprefix("D:")[:14]
    if len(digits) != 14 or not digits.isdecimal():
        return ""
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}T{digits[8:10]}:{digits[10:12]}:{digits[12:]}Z"


def element(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>" if text else ""


def language(name: str, text: str) -> str:
    return f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt></{name}>' if text else ""


def listed(name: str, kind: str, text: str) -> str:
    return f"<{name}><rdf:{kind}><rdf:li>{escape(text)}</rdf:li></rdf:{kind}></{name}>" if text else ""
