"""The pages that the report of a proof shows."""

from __future__ import annotations

from briefing.building import stages
from briefing.building.output_proof import Proved
from briefing.building.stages import Read
from briefing.core.errors import BriefingError
from briefing.prove.page_pictures import ShownPage, ShownPages, pictured


def pages_of(proved: Proved) -> ShownPages:
    """Those of the PDF that stands there. If the marks of these sources make that very file, drawn from them, as text of its own
    faces; else (edited, outdated, set by another engine) pictures of what the file holds."""
    material = proved.material
    if material is None or material.pdf is None or not proved.proof.pages:
        return ShownPages()
    return _painted(material.read, material.pdf) or pictured(material.pdf)


def _painted(source: Read, pdf: bytes) -> ShownPages | None:
    """None: the marks make another file, or cannot be made here and now."""
    from briefing.output.faces import face_files
    from briefing.output.pdf import write_pdf
    from briefing.output.screen import data_urls, pages, style_sheet
    from briefing.paint import paint

    if source.house.styled:
        return None
    try:
        painted = paint(stages.compose(source), source.fonts())
        files = face_files(painted, source.world)
        if write_pdf(painted, source.world, files=files) != pdf:
            return None
    except BriefingError:  # a face that was there when the file was made
        return None
    boxes = (page.box for page in painted.pages)
    drawn = zip(boxes, pages(painted, source.world, files), strict=True)
    return ShownPages(
        [ShownPage(number, box.width, box.height, svg) for number, (box, svg) in enumerate(drawn, 1)],
        style_sheet(data_urls(painted, files)),
    )
