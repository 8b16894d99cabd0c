"""A drawing → a Form XObject (ISO 32000-1 §8.10) one unit wide and high: the page of its PDF with all that the page needs."""

from __future__ import annotations

import io
from typing import Any

import pydyf

from briefing.composed import Drawing
from briefing.output.pdf.deflate import stream
from briefing.output.pdf.numbers import numbers

#: What a page may need; WeasyPrint names each kind, used or not.
_KINDS = ("/ColorSpace", "/ExtGState", "/Font", "/Pattern", "/Shading", "/XObject")


def form(drawing: Drawing, pdf: Any) -> Any:
    """The form, an object of `pdf`."""
    import pikepdf

    with pikepdf.open(io.BytesIO(drawing.pdf)) as document:
        page = document.pages[0]
        page.contents_coalesce()
        width, height = (float(edge) for edge in page.mediabox[2:4])
        copied = _Copied(pdf)
        named = pikepdf.Dictionary({kind: page.Resources[kind] for kind in _KINDS if page.Resources.get(kind)})
        made = stream(
            page.Contents.read_bytes(),
            {
                "Type": "/XObject", "Subtype": "/Form", "BBox": f"[0 0 {numbers(width, height)}]",
                "Matrix": f"[{1 / width:.9f} 0 0 {1 / height:.9f} 0 0]", "Resources": copied.written(named),
            },
        )  # fmt: skip
    pdf.add_object(made)
    return made


class _Copied:
    """Objects of one document in another, each once."""

    def __init__(self, pdf: Any) -> None:
        self._pdf = pdf
        self._known: dict[tuple[int, int], Any] = {}

    def written(self, item: Any) -> bytes:
        """`item` as it stands in another object."""
        import pikepdf

        if isinstance(item, pikepdf.Object) and item.is_indirect:
            return bytes(self._object(item).reference)
        return self._direct(item)

    def _direct(self, item: Any) -> bytes:
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

    def _entries(self, holder: Any) -> list[tuple[bytes, bytes]]:
        import pikepdf

        return [(bytes(pikepdf.Name(key).unparse()), self.written(value)) for key, value in sorted(holder.items())]

    def _object(self, item: Any) -> Any:
        """The copy of an indirect object; made before what it holds, which may hold it."""
        import pikepdf

        known = self._known.get(item.objgen)
        if known is not None:
            return known
        made: Any = pydyf.Stream([item.read_raw_bytes()]) if isinstance(item, pikepdf.Stream) else _Plain()
        self._known[item.objgen] = made
        self._pdf.add_object(made)
        if isinstance(item, pikepdf.Stream):
            made.extra = {key.decode()[1:]: value for key, value in self._entries(item) if key != b"/Length"}
        else:
            made.text = self._direct(item)
        return made


class _Plain(pydyf.Object):  # type: ignore[misc]
    """An object that is no stream."""

    text = b""

    @property
    def data(self) -> bytes:
        return self.text
