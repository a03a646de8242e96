"""The last touches to a drawn PDF: identifiers, one entry per attachment, small fonts."""

from __future__ import annotations

import io
from collections.abc import Sequence

from pikepdf import Array, ObjectStreamMode, Pdf

from app.documents.compact import compact_fonts
from app.documents.tags import complete_tags

_UNIVERSAL = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"\
 pdfuaid:part="1"/><rdf:Description rdf:about=""\
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"\
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"\
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>\
<rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of PDF/UA this file follows</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>\
</rdf:Description></rdf:RDF>"""


def finish(raw: bytes, languages: Sequence[str] = ()) -> bytes:
    """The same document with PDF/UA identifiers, whole tags, no double attachment, small fonts.

    ``languages`` has the tag of each page's language where a document has several. The result depends on ``raw`` alone; its identifier is a digest of its content.
    """
    out = io.BytesIO()
    with Pdf.open(io.BytesIO(raw)) as pdf:
        compact_fonts(pdf)
        complete_tags(pdf, languages)
        listed = pdf.Root.get("/AF")
        if isinstance(listed, Array):
            pdf.Root["/AF"] = _once(listed)
        if "/Metadata" in pdf.Root:
            described = pdf.Root["/Metadata"].read_bytes()
            pdf.Root["/Metadata"].write(described.replace(b"</rdf:RDF>", _UNIVERSAL))
        pdf.save(
            out,
            deterministic_id=True,
            fix_metadata_version=False,
            object_stream_mode=ObjectStreamMode.generate,
        )
    return out.getvalue()


def _once(files: Array) -> Array:
    """Each file specification once, in the order they stand."""
    seen = {file.objgen: file for file in files}
    return Array(seen.values())
