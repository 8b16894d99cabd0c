"""The XMP packet of an archive PDF (ISO 19005-2 §6.6, ISO 14289-1 §5), in step with its Info dictionary."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from briefing.press.xmp import NAMESPACE, element, language, listed

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


def packet(info: Mapping[str, str], languages: str, seed: str) -> bytes:
    """`info` as for `press.xmp.packet`; `languages`: of the text, as in HTML; `seed`: what identifies the document."""
    identity = uuid.uuid5(NAMESPACE, seed)
    parts = [
        "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
        language("dc:title", info.get("Title", "")),
        listed("dc:creator", "Seq", info.get("Author", "")),
        language("dc:description", info.get("Subject", "")),
        listed("dc:language", "Bag", languages),
        "<dc:format>application/pdf</dc:format>",
        element("pdf:Keywords", info.get("Keywords", "")),
        element("pdf:Producer", info.get("Producer", "")),
        element("xmp:CreatorTool", info.get("Creator", "")),
        element("xmp:CreateDate", info.get("CreationDate", "")),
        element("xmp:ModifyDate", info.get("ModDate", "")),
        element("xmp:MetadataDate", info.get("ModDate", "")),
        f"<xmpMM:DocumentID>uuid:{identity}</xmpMM:DocumentID>",
        f"<xmpMM:InstanceID>uuid:{uuid.uuid5(identity, 'archive')}</xmpMM:InstanceID>",
    ]
    spaces = {
        "dc": "http://purl.org/dc/elements/1.1/", "pdf": "http://ns.adobe.com/pdf/1.3/", "xmp": "http://ns.adobe.com/xap/1.0/",
        "xmpMM": "http://ns.adobe.com/xap/1.0/mm/", "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
        "pdfuaid": "http://www.aiim.org/pdfua/ns/id/", "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
        "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#", "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
    }  # fmt: skip
    names = "".join(f' xmlns:{prefix}="{name}"' for prefix, name in spaces.items())
    body = "\n".join(part for part in parts if part)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        f'<rdf:Description rdf:about=""{names}>\n{_EXTENSION}\n</rdf:Description>\n'
        f'<rdf:Description rdf:about=""{names}>\n{body}\n</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>'
    ).encode()
