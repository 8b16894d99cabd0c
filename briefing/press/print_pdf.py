"""The marks of an issue → the print shop's PDF, PDF/X-4 (ISO 15930-7) or PDF/X-1a:2003 (ISO 15930-4), in the house's inks."""

from __future__ import annotations

from briefing.core.errors import Diagnostic
from briefing.core.records import dataclass
from briefing.files.world import World
from briefing.fonts.metrics import Fonts
from briefing.house.style import PT_PER_MM, HouseStyle
from briefing.output.drawn_inks import DrawnInks
from briefing.output.faces import face_files
from briefing.output.palette import palette
from briefing.output.pdf import write_pdf
from briefing.output.pdf.inks import PressInks
from briefing.output.pdf.print_parts import Press
from briefing.output.pdf.profiles import X1A, X4
from briefing.output.separations import Separations
from briefing.paint.marks import Painted
from briefing.press.bleed import bled
from briefing.press.ink_coverage import coverage
from briefing.press.paper_and_ink import contradictions
from briefing.press.printable import ensure_condition, ensure_printable
from briefing.press.printer_marks import marked

PROFILES = {"x-4": X4, "x-1a": X1A}


@dataclass(frozen=True, slots=True)
class PrintJob:
    """How an issue is to be printed. `standard`: a key of PROFILES; `profile`: the ICC file of the press; `line` stands outside
    the trimmed sheet where marks are drawn; `process` as for `palette`."""

    house: HouseStyle
    standard: str
    profile: bytes
    line: str
    process: bool | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """The file; of each page, ink → part of it that is covered; whether anything bleeds; what could not."""

    data: bytes
    inks: list[dict[str, float]]
    bleeds: bool
    told: tuple[Diagnostic, ...] = ()


def print_pdf(painted: Painted, world: World, fonts: Fonts, job: PrintJob) -> Printed:
    """Raises InputError for a colour that the job's inks do not print, and for an ICC file of something else."""
    style, inks = job.house.printing, palette(job.house, job.process)
    ensure_condition(job.profile, style.profile)
    ensure_printable(painted, inks, style)
    pictures = Separations(job.profile if style.pictures == "cmyk" else None, style.most_ink)
    drawn = DrawnInks(painted.colors, inks)
    press = Press(PressInks(inks), style.condition, job.profile, pictures, drawn)
    files = face_files(painted, world)
    covered = coverage(painted, files, world, inks, pictures, drawn)
    wider = bled(painted, style.bleed_mm * PT_PER_MM)
    sheets = marked(wider.painted, style, inks, covered, job.line, fonts, wider.reaches)
    data = write_pdf(sheets, world, PROFILES[job.standard], press=press, files=files if sheets is painted else None)
    return Printed(data, covered, wider.reaches, (*wider.told, *contradictions(style, covered)))
