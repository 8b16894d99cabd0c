"""The release PDF → the archive's: PDF/A-2u (ISO 19005-2) and PDF/UA-1 (ISO 14289-1). The pages stay as they are.

A pure function of its arguments: no clock, no path.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from typing import Any

from briefing.archive import tree
from briefing.archive.facts import Piece
from briefing.errors import Diagnostic, InputError
from briefing.output.pdf import xmp
from briefing.output.pdf.xmp import iso_date
from briefing.press import pictures


def archive_pdf(release: bytes, pieces: Sequence[Piece], profile: bytes, press_profile: bytes, language: str) -> bytes:
    """`pieces`: what the blocks of the pages are; `profile`: the ICC profile of RGB, for the output intent; `press_profile`:
    that of pictures in CMYK; `language` such as zh-CN.

    Raises InternalError where the release is not tagged as the pieces say, InputError for a picture that cannot be decoded."""
    import pikepdf

    with pikepdf.open(io.BytesIO(release)) as document:
        held = tree.build(document, pieces)
        for number, page in enumerate(document.pages):
            page.obj.Tabs = pikepdf.Name.S
            _furniture(document, page, held[number])
            _plain_pictures(document, page, press_profile)
        _label(document, profile, language, hashlib.sha256(release).hexdigest())
        document.remove_unreferenced_resources()
        buffer = io.BytesIO()
        document.save(
            buffer,
            deterministic_id=True,
            fix_metadata_version=False,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            force_version="1.7",
        )
    return buffer.getvalue()


def _furniture(document: Any, page: Any, held: set[int]) -> None:
    """Marked content that the structure does not hold becomes an artifact (ISO 14289-1 §7.1, §7.8)."""
    import pikepdf
    from pikepdf import Dictionary, Name

    written: list[Any] = []
    changed = False
    for instruction in pikepdf.parse_content_stream(page):
        operands, operator = instruction.operands, str(instruction.operator)
        if operator == "BDC" and isinstance(operands[1], Dictionary):
            mcid = operands[1].get("/MCID")
            if mcid is not None and int(mcid) not in held:
                repeated = Dictionary(Type=Name.Pagination)
                written.append(pikepdf.ContentStreamInstruction([Name.Artifact, repeated], pikepdf.Operator("BDC")))
                changed = True
                continue
        written.append(instruction)
    if changed:
        page.Contents = document.make_stream(pikepdf.unparse_content_stream(written))


def _plain_pictures(document: Any, page: Any, press_profile: bytes) -> None:
    """ISO 19005-2 §6.2.8.1: no interpolation, no alternates; §6.2.4.3: no CMYK beside an intent of RGB."""
    drawn = page.get("/Resources", {}).get("/XObject", {})
    for key, item in list(drawn.items()):
        if item.get("/ColorSpace") == "/DeviceCMYK":
            try:
                drawn[key] = item = pictures.shown(document, item, press_profile)
            except pictures.Undecodable as error:
                hint = "请在看图软件里另存为 RGB 的 JPEG 或 PNG。"
                raise InputError(Diagnostic("archive-picture", f"图片转不成 RGB：{error}", hint=hint)) from error
        for picture in (item, item.get("/SMask")):
            for name in ("/Interpolate", "/Alternates", "/OPI"):
                if picture is not None and name in picture:
                    del picture[name]


def _label(document: Any, profile: bytes, language: str, seed: str) -> None:
    from pikepdf import Array, Dictionary, Name, Stream, String

    root = document.Root
    root.Lang = String(language)
    root.MarkInfo = Dictionary(Marked=True)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    stream = Stream(document, profile)
    stream.N, stream.Alternate = 3, Name.DeviceRGB
    intent = Dictionary(
        Type=Name.OutputIntent, S=Name.GTS_PDFA1, OutputConditionIdentifier=String("sRGB"), Info=String("sRGB IEC61966-2-1"),
        RegistryName=String("http://www.color.org"), DestOutputProfile=document.make_indirect(stream),
    )  # fmt: skip
    root.OutputIntents = Array([document.make_indirect(intent)])
    said = {name.lstrip("/"): str(value) for name, value in document.docinfo.items()}
    for name in ("CreationDate", "ModDate"):
        said[name] = iso_date(said.get(name, ""))
    metadata = Stream(document, xmp.readers(said, language, seed, archive=True))
    metadata.Type, metadata.Subtype = Name.Metadata, Name.XML
    # Uncompressed, so that the label can be read without a PDF library.
    root.Metadata = document.make_indirect(metadata)
