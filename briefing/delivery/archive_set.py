"""What the archive receives: the release PDF as PDF/A-2u and PDF/UA-1, the OFD where one was made, and their metadata."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from briefing.building import plan as planning
from briefing.building import stages
from briefing.core.errors import Diagnostic, Severity
from briefing.core.plain import Entries
from briefing.delivery.file_set import FileSet, Pressed, Promised, Release, deliver, passed
from briefing.house.style import PT_PER_MM, HouseStyle

#: What the manifest calls this set of files.
KIND = "archive"
PROFILE = "sRGB.icc"
_SHOWN = ("-archive.pdf", "-archive.xml", "-archive.json")


def archive_issue(source: Path, output: str | os.PathLike[str] = "build", *, force: bool = False) -> Pressed:
    """Build the issue where it must be, then make its archive files beside it. Raises a BriefingError; the old files then stand
    untouched."""
    return deliver(source, output, KIND, _options, _SHOWN, _make, force=force)


def _options(plan: planning.Plan) -> Entries:
    """The OFD, which is made on request, is described where there is one."""
    ofd = plan.listed.get(f"{plan.name}.ofd")
    return {"ofd": ofd.sha256 if ofd else ""}


def _make(release: Release) -> FileSet:
    from briefing.delivery.archive_metadata import metadata
    from briefing.output.pdf import write_pdf
    from briefing.output.pdf.profiles import ARCHIVE
    from briefing.preflight.archive_rules import preflight

    name = release.name
    count = len(release.composed.pages)
    profile = stages.profile(release.house, release.world, PROFILE)
    data = write_pdf(release.painted, release.world, ARCHIVE, intent=profile)
    told = passed([*preflight(f"{name}-archive.pdf", data, count), *stamp_room(f"{name}-archive.pdf", data, release.house)])
    kept = {f"{name}-archive.pdf": data}
    ofd = release.files.get(f"{name}.ofd")
    described = metadata(release.issue, release.house, release.title, count, kept | ({f"{name}.ofd": ofd} if ofd else {}))
    files = {**kept, f"{name}-archive.xml": described.as_xml(), f"{name}-archive.json": described.as_json()}
    return FileSet(files, Promised("PDF/A-2u, PDF/UA-1", count), told)


def stamp_room(name: str, data: bytes, house: HouseStyle) -> Iterator[Diagnostic]:
    """Whether something stands where the house wants its 归档章 on the first page: a warning, for the stamp is put on by hand."""
    from briefing.prove.pdf_pages import read_pdf

    style, page = house.archive, house.page
    if style.stamp == "none":
        return
    width, top = style.stamp_width_mm * PT_PER_MM, style.stamp_top_mm * PT_PER_MM
    bottom = top + style.stamp_height_mm * PT_PER_MM
    binding, measure = page.binding_mm * PT_PER_MM, page.measure
    left = binding + ((measure - width) / 2 if style.stamp == "center" else measure - width)
    first = read_pdf(data).pages[0]
    inside = [
        glyph.char
        for glyph in first.glyphs
        if not glyph.char.isspace()
        and glyph.right > left and glyph.x < left + width
        and glyph.y > top and glyph.y - glyph.size < bottom
    ]  # fmt: skip
    if inside:
        message = f"{name}：第1页留给归档章的地方有字：{''.join(inside[:20])}"
        yield Diagnostic(
            "archive-stamp", message, hint="请改 house.yaml 里 archive 的 stamp、stamp_top。", severity=Severity.WARNING
        )
