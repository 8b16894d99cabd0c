"""The XMP packet of an archive PDF (ISO 19005-2 §6.6, ISO 14289-1 §5), in step with its Info dictionary."""

from __future__ import annotations

from collections.abc import Mapping

from briefing.press.xmp import described, listed, wrapped

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


_SPACES = {
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/", "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/", "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}  # fmt: skip


def packet(info: Mapping[str, str], languages: str, seed: str) -> bytes:
    """`info` as for `press.xmp.described`; `languages`: of the text, as in HTML; `seed`: what identifies the document."""
    parts = [
        "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
        *described(info, seed, "archive"),
        listed("dc:language", "Bag", languages),
    ]
    return wrapped(_SPACES, [_EXTENSION], parts)
