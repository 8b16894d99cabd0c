"""The pages that the report of a proof shows."""

from __future__ import annotations

from briefing.building.proving import Proved
from briefing.errors import BriefingError
from briefing.prove.shown import Shown, ShownPage, pictured


def pages_of(proved: Proved) -> Shown:
    """Those of the PDF that stands there: drawn from the marks that it was made from, as text of its own faces, where it is what
    these sources make; else, edited, outdated or styled by the house's own CSS, as pictures of what the file holds."""
    if proved.pdf is None or not proved.proof.pages:
        return Shown()
    return (_painted(proved) if proved.as_made else None) or pictured(proved.pdf)


def _painted(proved: Proved) -> Shown | None:
    """None: it cannot be painted here and now, or has become another."""
    from briefing.building.painting import painted
    from briefing.output.faces import face_files
    from briefing.output.screen import data_urls, pages, style_sheet

    world = proved.read.world
    try:
        marks = painted(proved.read)
        files = face_files(marks, world)
        drawn = pages(marks, world, files)
    except BriefingError:  # a face that was there when the file was made
        return None
    if len(drawn) != proved.proof.pages:
        return None
    boxes = (page.box for page in marks.pages)
    return Shown(
        [ShownPage(number, box.width, box.height, svg) for number, (box, svg) in enumerate(zip(boxes, drawn, strict=True), 1)],
        style_sheet(data_urls(marks, files)),
    )
