"""XMP packets, in step with the Info dictionary of their files (ISO 16684-1).

Everything about a file follows from its contents: identifiers are derived, not drawn.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from html import escape

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://pypi.org/project/briefing/")


_SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/", "pdf": "http://ns.adobe.com/pdf/1.3/", "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
}  # fmt: skip
_PRINT_SPACES = {"pdfx": "http://ns.adobe.com/pdfx/1.3/", "pdfxid": "http://www.npes.org/pdfx/ns/id/"}
_READER_SPACES = {
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/", "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/", "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}  # fmt: skip
#: ISO 19005-2 §6.6.2.3 wants every schema that XMP does not predefine to be described; PDF/UA's is one.
_EXTENSION = (
    '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    "<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    '<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    "<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    "<pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>"
    "</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>"
)


def readers(info: Mapping[str, str], language: str, seed: str, *, archive: bool) -> bytes:
    """Of a file for readers, PDF/UA-1 (ISO 14289-1 §5), for an archive PDF/A-2u as well (ISO 19005-2 §6.6). `info`: as for
    `described`; `language`: as in HTML; `seed`: what identifies the document."""
    parts = [
        "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>" if archive else "",
        "<pdfuaid:part>1</pdfuaid:part>",
        *described(info, seed, "archive" if archive else "release"),
        listed("dc:language", "Bag", language),
    ]
    return wrapped(_READER_SPACES, [_EXTENSION] if archive else [], parts)


def printing(info: Mapping[str, str], standard: str, seed: str) -> bytes:
    """Of a file for the press (ISO 15930). `standard`: the label, such as "PDF/X-4"; the others as above."""
    label = f"<pdfxid:GTS_PDFXVersion>{standard}</pdfxid:GTS_PDFXVersion>" if standard == "PDF/X-4" else ""
    if standard.startswith("PDF/X-1a"):
        label = f"<pdfx:GTS_PDFXVersion>{standard}</pdfx:GTS_PDFXVersion>"
    parts = [
        *described(info, seed, standard),
        "<pdf:Trapped>False</pdf:Trapped>",
        "<xmpMM:VersionID>1</xmpMM:VersionID><xmpMM:RenditionClass>default</xmpMM:RenditionClass>",
        label,
    ]
    return wrapped(_PRINT_SPACES, parts)


def described(info: Mapping[str, str], seed: str, instance: str) -> list[str]:
    """`info`: Title, Author, Subject, Keywords, Creator, Producer, CreationDate, ModDate (the last two ISO 8601), those that
    there are. `instance`: which rendering of the document it is."""
    identity = uuid.uuid5(NAMESPACE, seed)
    return [
        _language("dc:title", info.get("Title", "")),
        listed("dc:creator", "Seq", info.get("Author", "")),
        _language("dc:description", info.get("Subject", "")),
        "<dc:format>application/pdf</dc:format>",
        _element("pdf:Keywords", info.get("Keywords", "")),
        _element("pdf:Producer", info.get("Producer", "")),
        _element("xmp:CreatorTool", info.get("Creator", "")),
        _element("xmp:CreateDate", info.get("CreationDate", "")),
        _element("xmp:ModifyDate", info.get("ModDate", "")),
        _element("xmp:MetadataDate", info.get("ModDate", "")),
        f"<xmpMM:DocumentID>uuid:{identity}</xmpMM:DocumentID>",
        f"<xmpMM:InstanceID>uuid:{uuid.uuid5(identity, instance)}</xmpMM:InstanceID>",
    ]


def wrapped(spaces: Mapping[str, str], *descriptions: Iterable[str]) -> bytes:
    """The packet of these properties; `spaces`: prefix → name of what `described` does not use."""
    names = "".join(f' xmlns:{prefix}="{name}"' for prefix, name in {**_SPACES, **spaces}.items())
    bodies = ("\n".join(part for part in parts if part) for parts in descriptions if parts)
    about = "".join(f'<rdf:Description rdf:about=""{names}>\n{body}\n</rdf:Description>\n' for body in bodies)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        f'{about}</rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>'
    ).encode()


def as_records(packet: bytes, modified: str) -> bytes:
    """A packet of ours that calls its file PDF/VT-1, too (ISO 16612-2 §6.2). `modified`: when the file was, ISO 8601."""
    said = (
        '<rdf:Description rdf:about="" xmlns:pdfvtid="http://www.npes.org/pdfvt/ns/id/">\n'
        "<pdfvtid:GTS_PDFVTVersion>PDF/VT-1</pdfvtid:GTS_PDFVTVersion>\n"
        f"<pdfvtid:GTS_PDFVTModDate>{escape(modified)}</pdfvtid:GTS_PDFVTModDate>\n</rdf:Description>\n"
    )
    return packet.replace(b"</rdf:RDF>", said.encode() + b"</rdf:RDF>")


def iso_date(pdf_date: str) -> str:
    """D:20220513000000Z → 2022-05-13T00:00:00Z; "" for anything else."""
    digits = pdf_date.removeprefix("D:")[:14]
    if len(digits) != 14 or not digits.isdecimal():
        return ""
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}T{digits[8:10]}:{digits[10:12]}:{digits[12:]}Z"


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>" if text else ""


def _language(name: str, text: str) -> str:
    return f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt></{name}>' if text else ""


def listed(name: str, kind: str, text: str) -> str:
    return f"<{name}><rdf:{kind}><rdf:li>{escape(text)}</rdf:li></rdf:{kind}></{name}>" if text else ""
