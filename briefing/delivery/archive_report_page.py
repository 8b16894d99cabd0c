"""The self-report as pages: a Sheet from the house's Jinja template, like every page of ours, and a PDF for the archive."""

from __future__ import annotations

from briefing.building import stages
from briefing.core.errors import Diagnostic, InputError, Span
from briefing.delivery.archive_report import SelfReport
from briefing.delivery.file_set import Release
from briefing.files import cache
from briefing.files.world import World
from briefing.house.style import HouseStyle
from briefing.model.sheet import Sheet

TEMPLATE = "selfcheck.html.j2"


def report_pdf(report: SelfReport, release: Release, intent: bytes) -> bytes:
    """PDF/A-2u, in the house of the `release`; `intent`: the profile of its colours. Raises a BriefingError where a house's own
    template cannot be set."""
    from briefing.output.pdf import write_pdf
    from briefing.output.pdf.profiles import ARCHIVE
    from briefing.paint import paint
    from briefing.typeset import typeset

    house, world, fonts = release.house, release.world, release.fonts
    composed = typeset(_sheet(report, house, world), house, fonts)
    return write_pdf(paint(composed, fonts), world, ARCHIVE, intent=intent)


def _sheet(report: SelfReport, house: HouseStyle, world: World) -> Sheet:
    from briefing.rendering.parse import parse_sheet
    from briefing.rendering.sandbox import render

    chain = house.chain if stages.BASE_HOUSE in house.chain else (*house.chain, stages.BASE_HOUSE)
    text = render(world, chain, TEMPLATE, {"report": report, "house": house}, cache.shelf("templates"))

    def pixels(path: str, span: Span | None) -> tuple[int, int]:
        raise InputError(Diagnostic("archive-report", f"自检报告里不能放图片：{path}", span))

    return parse_sheet(text, world.templates.name(f"{house.name}/{TEMPLATE}"), house, pixels)
