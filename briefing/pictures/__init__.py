"""Whatever file is called a picture → a *sound* picture: upright, 8 bits a channel, sRGB or grey, opaque, PNG or JPEG, complete,
without what a camera notes beside it. Made once, on reading, so that no output has to know more kinds than these two. Pure.

    picture.py    the result
    picture_kinds.py   which kind of file it is, by its contents; why the others are refused
    png.py        the structure of a PNG, to the last row of its pixels, without a decoder
    jpeg.py       the structure of a JPEG, and whether its scans are complete
    decoding.py   all other kinds, and whatever of these two is not sound yet, by Pillow
    svg.py        drawings: judged, and cleared of what is not seen (svg_tree.py, svg_style.py)
    colour.py     any mode and profile → sRGB or grey on white paper

A file that is sound already passes byte for byte. Pillow is imported for what needs it: a plain PNG does not.
"""

from __future__ import annotations

from briefing.core.errors import Diagnostic, InputError, Severity, Span
from briefing.pictures.picture import MAX_PIXELS, SoundPicture, UnusablePicture

__all__ = ["MAX_PIXELS", "SoundPicture", "findings_about", "sound"]


def sound(
    data: bytes, path: str, span: Span | None = None, inks: bytes | None = None, upright: bool = True, drawings: bool = False
) -> SoundPicture:
    """The picture in `data`, made sound. `inks`: the ICC profile of a CMYK picture that brings none; without it, by arithmetic.
    `upright`: as the camera noted; else as the pixels lie. `drawings`: SVG is welcome.

    Raises InputError at `span` for a file that is no picture, is of a kind that is not decoded, damaged or too large."""
    from briefing.pictures import picture_kinds, png

    try:
        if drawings and picture_kinds.kind_of(data) == "SVG":
            from briefing.pictures import svg

            return svg.sound(data, path, span)
        kind = picture_kinds.accepted(data)
        if kind == "PNG" and (found := png.sound(data)) is not None:
            return found
        from briefing.pictures import decoding

        return decoding.sound(data, kind, inks, upright)
    except UnusablePicture as error:
        raise InputError(Diagnostic(error.code, f"图片 {path} {error.message}", span, error.hint)) from None


def findings_about(picture: SoundPicture, path: str, span: Span | None) -> list[Diagnostic]:
    """What an editor is told of a picture that can be used, at the place that mentions it."""
    return [Diagnostic(note.code, f"图片 {path} {note.message}", span, note.hint, Severity.WARNING) for note in picture.notes]
