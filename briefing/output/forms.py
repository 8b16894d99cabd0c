"""A drawing → a Form XObject (ISO 32000-1 §8.10) one unit wide and high. It holds another in pt, the page of the drawing's PDF
with all that the page needs: PDFium passes over text less than a hundredth of a unit wide."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING

import pydyf

from briefing.typeset.composed import Composed

if TYPE_CHECKING:
    import pikepdf

#: Width of the first stand-in, dots: no picture is one dot high and so wide (`pictures.model.MAX_RATIO`).
_STAND_IN = 6_000
#: Of a stream: reckoned anew; and PDF/A (ISO 19005-2 §6.2.8) has no pictures that viewers smooth.
_LEFT = (b"/Length", b"/Interpolate")
#: What a page may need; WeasyPrint names each kind, used or not.
_KINDS = ("/ColorSpace", "/ExtGState", "/Font", "/Pattern", "/Shading", "/XObject")


def form(data: bytes, pdf: pydyf.PDF) -> pydyf.Stream:
    """The form, a new object of `pdf`, a pydyf one."""
    made = pydyf.Stream()
    pdf.add_object(made)
    become_form(made, data, pdf)
    return made


def become_form(into: pydyf.Stream, data: bytes, pdf: pydyf.PDF) -> None:
    """Let `into`, a stream of `pdf`, be the form."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as document:
        page = document.pages[0]
        page.contents_coalesce()
        width, height = (float(edge) for edge in page.mediabox[2:4])
        copied = _Copied(pdf)
        named = pikepdf.Dictionary({kind: page.Resources[kind] for kind in _KINDS if page.Resources.get(kind)})
        inner = pydyf.Stream()
        _be_form(inner, page.Contents.read_bytes(), (width, height), copied.written(named))
        pdf.add_object(inner)
    scaled = f"{1 / width:.9f} 0 0 {1 / height:.9f} 0 0 cm /D Do".encode()
    _be_form(into, scaled, (1, 1), b"<</XObject<</D %s>>>>" % inner.reference)


def _be_form(into: pydyf.Stream, content: bytes, size: tuple[float, float], resources: bytes) -> None:
    into.stream = [zlib.compress(content)]
    into.extra = {
        "Type": "/XObject", "Subtype": "/Form", "Filter": "/FlateDecode",
        "BBox": f"[0 0 {size[0]:.4f} {size[1]:.4f}]", "Resources": resources,
    }  # fmt: skip


class StandIns:
    """Pictures that a layout engine places, one for each drawing, and that then become the drawings: both are one unit wide."""

    def __init__(self, composed: Composed) -> None:
        self._drawings = composed.drawings
        self._widths = {path: _STAND_IN + number for number, path in enumerate(composed.drawings)}

    def picture(self, path: str) -> bytes | None:
        """A PNG, one dot high, of a width that no other has; None for what is no drawing."""
        return _png(self._widths[path]) if path in self._widths else None

    def exchange(self, pdf: pydyf.PDF) -> None:
        """In the finished document, a pydyf one."""
        paths = {width: path for path, width in self._widths.items()}
        for item in list(pdf.objects):
            extra = getattr(item, "extra", {})
            if extra.get("Subtype") == "/Image" and extra.get("Height") == 1 and extra.get("Width") in paths:
                become_form(item, self._drawings[paths[extra["Width"]]].pdf, pdf)


def _png(width: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head, rows = struct.pack(">IIBBBBB", width, 1, 8, 0, 0, 0, 0), zlib.compress(bytes(1 + width))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


class _Copied:
    """Objects of one document in another, each once."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self._pdf = pdf
        self._known: dict[tuple[int, int], pydyf.Object] = {}

    def written(self, item: object) -> bytes:
        """`item` as it stands in another object."""
        import pikepdf

        if isinstance(item, pikepdf.Object) and item.is_indirect:
            return bytes(self._object(item).reference)
        return self._direct(item)

    def _direct(self, item: object) -> bytes:
        import pikepdf

        if isinstance(item, pikepdf.Dictionary):
            return b"<<%s>>" % b" ".join(b"%s %s" % entry for entry in self._entries(item))
        if isinstance(item, pikepdf.Array):
            return b"[%s]" % b" ".join(map(self.written, item))
        if isinstance(item, pikepdf.Object):
            return bytes(item.unparse(resolved=True))
        if item is None or isinstance(item, bool):
            return b"null" if item is None else str(item).lower().encode()
        return (str(item) if isinstance(item, int) else f"{item:f}").encode()

    def _entries(self, holder: pikepdf.Dictionary | pikepdf.Stream) -> list[tuple[bytes, bytes]]:
        import pikepdf

        return [(bytes(pikepdf.Name(key).unparse()), self.written(value)) for key, value in sorted(holder.items())]

    def _object(self, item: pikepdf.Object) -> pydyf.Object:
        """The copy of an indirect object; made before what it holds, which may hold it."""
        import pikepdf

        known = self._known.get(item.objgen)
        if known is not None:
            return known
        made = pydyf.Stream([item.read_raw_bytes()]) if isinstance(item, pikepdf.Stream) else _Plain()
        self._known[item.objgen] = made
        self._pdf.add_object(made)
        if isinstance(item, pikepdf.Stream):
            made.extra = {key.decode()[1:]: value for key, value in self._entries(item) if key not in _LEFT}
        else:
            made.text = self._direct(item)
        return made


class _Plain(pydyf.Object):  # type: ignore[misc]
    """An object that is no stream."""

    text = b""

    @property
    def data(self) -> bytes:
        return self.text
