"""The release PDF, or the archive's, of composed pages: as a build makes it."""

from __future__ import annotations

from conftest import ROOT

from briefing.building import stages
from briefing.files.world import World
from briefing.fonts.metrics import Fonts
from briefing.output.pdf import write_pdf
from briefing.output.pdf.profiles import ARCHIVE
from briefing.paint import paint
from briefing.typeset.composed import Composed

SRGB = (ROOT / "templates/gb9704/sRGB.icc").read_bytes()


def write_release(composed: Composed, world: World, fonts: Fonts | None = None) -> bytes:
    return write_pdf(paint(composed, fonts or stages.fonts_of(composed.house, world)), world)


def write_archive(composed: Composed, world: World) -> bytes:
    return write_pdf(paint(composed, stages.fonts_of(composed.house, world)), world, ARCHIVE, intent=SRGB)
