"""What the print shop receives, made from the marks of an issue's release and checked before it is put in place.

marks ─▶ print PDF ─┬▶ imposed PDF, proof, numbered run
      ─▶ coverage ──┼▶ ticket (PDF, DOCX, JSON)
                    └▶ preflight      everything ─▶ package
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import briefing
from briefing.building import children, drawings, output_proof, stages
from briefing.core import bounds
from briefing.core.errors import BriefingError, Diagnostic, Severity, UsageError
from briefing.core.plain import Plain
from briefing.core.records import dataclass
from briefing.delivery.file_set import FileSet, Pressed, Release, deliver, passed
from briefing.delivery.greys import drawings_turned_grey, turned_grey
from briefing.delivery.numbered_files import numbered_run
from briefing.files import cache
from briefing.files.world import MAX_FONT
from briefing.house.bindings import ADVICE, binding_of
from briefing.house.print_settings import STANDARDS
from briefing.house.style import PT_PER_MM
from briefing.model.described import LocatedText
from briefing.preflight.inspection import preflight_files, promises
from briefing.storage import manifest

if TYPE_CHECKING:
    from briefing.house.style import HouseStyle
    from briefing.model.sheet import Sheet
    from briefing.paint.marks import Painted
    from briefing.press.bound import Bound
    from briefing.press.copy_register import Register
    from briefing.press.impose import Imposition
    from briefing.press.print_pdf import Printed
    from briefing.press.ticket import Ticket
    from briefing.typeset.composed import Composed

#: What the manifest calls this set of files.
KIND = "print"
#: What a person is told of, in this order.
_SHOWN = ("-print.zip", "-print.pdf", "-imposed.pdf", "-numbered.pdf", "-booklets.pdf", "-register.pdf", "-ticket.pdf")


@dataclass(frozen=True, slots=True)
class Order:
    """How an issue is to be printed. `standard` and `binding` "" leave it to the issue or the house; `process`: the red in
    process inks; `numbers`: first and last 份号."""

    standard: str = ""
    process: bool = False
    numbers: tuple[int, int] | None = None
    binding: str = ""


def press_issue(
    source: Path, output: str | os.PathLike[str] = "build", order: Order | None = None, *, force: bool = False
) -> Pressed:
    """Build the issue where it must be, then make its print files beside it. Raises a BriefingError; the old files then
    stand untouched."""
    order = order or Order()
    _check(order)
    options = _options(order)
    return deliver(source, output, KIND, lambda _: options, _SHOWN, lambda release: _Press(release, order).run(), force=force)


class _Press:
    def __init__(self, release: Release, order: Order) -> None:
        self._release, self._order = release, order
        self._world, self._issue, self._house = release.world, release.issue, release.house
        self._standard = order.standard or self._house.printing.standard
        self._children: list[children.Worker[None, dict[str, bytes]]] = []
        self._bare = False  # the house's style sheet could not be set by itself

    def run(self) -> FileSet:
        try:
            return self._made()
        finally:
            for child in self._children:
                child.close()

    def _made(self) -> FileSet:
        from briefing.building.source_places import source_places
        from briefing.output.drawn_inks import DrawnInks
        from briefing.output.palette import palette
        from briefing.press.folio import last_unnumbered
        from briefing.press.imposed_pdf import SheetJob, apart_pdf, imposed_pdf, proof_pdf
        from briefing.press.print_package import package
        from briefing.press.print_pdf import PROFILES
        from briefing.press.savings import saving
        from briefing.press.xjdf import as_xjdf

        name, label = self._release.name, PROFILES[self._standard].name
        composed, painted = self._release.composed, self._decorated()
        count, alone = len(composed.pages), _colophon_alone(composed)
        leaves = _leaves(composed)
        apart = leaves.get("foldout", ())
        job = self._printed(painted)
        bleed = self._house.printing.bleed_mm if job.bleeds else 0.0
        bound = self._bound(self._house, count, alone, apart, bleed)
        laid = bound.imposition
        pictures = self._aside("画印刷用的图", lambda: self._pictures(job.data, laid))
        folded = self._printed(last_unnumbered(painted)) if alone and laid.blanks else job
        controlled = self._house.printing.control == "always"
        inks = tuple(frozenset(page) for page in job.inks) if controlled else None
        sheets = SheetJob(laid, bound.papers, bleed, bound.creep, name, self._face(), inks)
        imposed = imposed_pdf(folded.data, sheets)
        files = {
            f"{name}-print.pdf": ("付印文件，单页，按阅读次序", job.data),
            f"{name}-imposed.pdf": (f"拼版文件，{bound.binding.name}", imposed),
        }
        if apart:
            files[f"{name}-foldouts.pdf"] = ("折页，另张印刷，双面", apart_pdf(job.data, apart))
        run = None
        if self._order.numbers:
            run = numbered_run(
                self._issue, self._house, self._order.numbers, job.data, folded.data, imposed, sheets,
                lambda house: self._bound(house, count, alone, apart, bleed),
            )  # fmt: skip
            files |= {f"{name}{ending}": file for ending, file in run.files.items()}
        made = {file: data for file, (_, data) in files.items()}
        ticket = self._ticket(job, files, bound, leaves, run.register if run else None)
        made[f"{name}-ticket.json"] = ticket.as_json()
        made[f"{name}-ticket.xjdf"] = as_xjdf(ticket, briefing.__version__)
        pages = self._aside("排印刷通知单", lambda: self._set_pages(ticket))
        sides = {"imposed": len(laid.sides), **({"booklets": run.sides} if run else {})}
        total = run.total if run else 0
        wanted = promises(made, self._house, label, self._order.process, count, total, leaves, sides, bleed)
        told = passed(preflight_files({file: made[file] for file in wanted}, wanted, places=source_places(painted)))
        made[f"{name}-proof.pdf"] = proof_pdf(job.data)
        told += self._ticket_files(pages, made)
        made |= pictures.receive()
        made[f"{name}-print.zip"] = package(made, self._release.manifest.fonts)
        grey: list[Diagnostic] = []
        if self._house.printing.pictures == "grey":
            drawn = DrawnInks(painted.colors, palette(self._house, True if self._order.process else None))
            grey = [*turned_grey(self._issue, self._world.issue), *drawings_turned_grey(self._release.painted, drawn)]
        css = self._css_note(painted)
        counted = run.told if run else ()
        numbered = (run.total, run.sides) if run else (None, None)
        promised = manifest.DeliveredSet({}, (), label, count, sides["imposed"], bleed, leaves, *numbered)
        return FileSet(made, promised, (*bound.told, *saving(composed, laid), *job.told, *told, *counted, *grey, *css))

    def _decorated(self) -> Painted:
        """The pages, with the bands and grounds that a house's own style sheet draws under them."""
        from briefing.building.css_grounds import set_grounds, with_grounds

        painted = self._release.painted
        if not self._house.css:
            return painted
        with contextlib.closing(set_grounds(self._release.composed, self._world)) as child:
            try:
                grounds = child.receive()
            except (BriefingError, children.ChildCrash):
                self._bare = True
                return painted
        return with_grounds(painted, grounds, self._house.printing.bleed_mm * PT_PER_MM)

    def _css_note(self, painted: Painted) -> Iterator[Diagnostic]:
        """What of a house's own style sheet is printed otherwise than it is shown."""
        from briefing.output.drawn_inks import DrawnInks
        from briefing.output.palette import palette

        if not self._house.css:
            return
        inks = DrawnInks(painted.colors, palette(self._house, True if self._order.process else None))
        new = [drawing for name, drawing in painted.drawings.items() if name not in self._release.painted.drawings]
        pictured = sum(inks.separated(drawing) is None for drawing in new)
        message = (
            "版式的 bulletin.css 画的色带、底色照画进了付印文件，到纸边的画到裁切线外；它改的字和线的颜色没有，照 house.yaml"
        )
        severity = Severity.NOTE
        if self._bare:
            message, severity = "版式的 bulletin.css 单独排不出来，它画的色带、底色付印文件里没有", Severity.WARNING
        elif pictured:
            how = "灰色" if self._house.printing.pictures == "grey" else "四色"
            message += f"；其中 {pictured} 处是渐变，或用了版式 colors 以外的颜色，印成{how}的图片"
        hint = "要用版式的墨来印，颜色请用 house.yaml 里 colors 的颜色和它们的浅色，不用渐变。" if pictured else ""
        yield Diagnostic("press-css", message, hint=hint, severity=severity)

    def _bound(self, house: HouseStyle, count: int, alone: bool, apart: Collection[int], bleed: float) -> Bound:
        from briefing.press.bound import bound

        own = self._issue.printing.binding
        words = self._order.binding or str(own) or house.printing.binding
        span = own.span if isinstance(own, LocatedText) and not self._order.binding else None
        return bound(house, words, span, count, alone, apart, bleed)

    def _face(self) -> bytes:
        return self._world.fonts.bytes("BriefingHei-Regular.ttf", MAX_FONT)

    def _printed(self, painted: Painted) -> Printed:
        from briefing.press.print_pdf import PrintJob, print_pdf

        profile = stages.profile(self._house, self._world, self._house.printing.profile)
        line = f"{self._release.title}　{self._release.name}"
        job = PrintJob(self._house, self._standard, profile, line, True if self._order.process else None)
        return print_pdf(painted, self._world, self._release.fonts, job)

    def _ticket(
        self, job: Printed, files: dict[str, tuple[str, bytes]], bound: Bound, leaves: Mapping[str, list[int]],
        numbers: Register | None,
    ) -> Ticket:  # fmt: skip
        from briefing.press.ticket import ticket

        return ticket(
            self._issue, self._house, self._release.title, job.inks, self._standard, files,
            bound=bound, bleeds=job.bleeds, numbers=numbers, leaves=leaves,
        )  # fmt: skip

    def _aside(self, what: str, work: Callable[[], dict[str, bytes]]) -> children.Worker[None, dict[str, bytes]]:
        """Files of the set, being made by a child meanwhile."""
        cache.working()  # a temporary folder is the parent's, who clears it away
        child: children.Worker[None, dict[str, bytes]] = children.start(lambda: lambda _: work(), what)
        self._children.append(child)
        size = sum(map(len, self._world.issue.sources.values()))
        child.send(None, children.Allowance(bounds.seconds_for(size), bounds.STAGE_MB))
        return child

    def _pictures(self, printed: bytes, laid: Imposition) -> dict[str, bytes]:
        from briefing.press.dummy import contact_sheet, folding

        name, hei = self._release.name, self._face()
        return {f"{name}-folding.png": folding(laid, hei), f"{name}-pages.png": contact_sheet(printed, hei)}

    def _ticket_files(self, pages: children.Worker[None, dict[str, bytes]], made: dict[str, bytes]) -> tuple[Diagnostic, ...]:
        """Put the ticket among what is `made`. One that cannot be set is told of: it must not keep back what the shop prints."""
        try:
            made |= pages.receive()
        except BriefingError as error:
            name = f"{self._release.name}-ticket"
            hint = f"付印文件不受影响；各项要求也写在 {name}.json 里。版式自己的 ticket.html.j2 请照这里说的改。"
            first = Diagnostic("press-ticket", "印刷通知单排不出来，这次没有它", hint=hint, severity=Severity.WARNING)
            return first, *(replace(item, severity=Severity.WARNING) for item in error.diagnostics[:3])
        return ()

    def _set_pages(self, ticket: Ticket) -> dict[str, bytes]:
        """The ticket and, of a numbered run, the register to be signed."""
        from briefing.press.ticket_page import register_sheet, ticket_sheet

        shelf = cache.shelf("templates")
        found = self._set("ticket", ticket_sheet(ticket, self._house, self._world, shelf))
        if ticket.numbers:
            found |= self._set("register", register_sheet(ticket, self._house, self._world, shelf))
        return found

    def _set(self, name: str, sheet: Sheet) -> dict[str, bytes]:
        from briefing.output.docx.word_file import write_docx
        from briefing.output.pdf import write_pdf
        from briefing.paint import paint
        from briefing.typeset import typeset

        fonts = self._release.fonts
        sheet, drawn = drawings.drawn(sheet, self._house, self._world, fonts)
        composed = replace(typeset(sheet, self._house, fonts), drawings=drawn)
        outputs = {"pdf": write_pdf(paint(composed, fonts), self._world), "docx": write_docx(composed, self._world)}
        output_proof.ensure(output_proof.prepare(sheet, self._house, self._world.issue, drawn), fonts, outputs)
        return {f"{self._release.name}-{name}.{kind}": data for kind, data in outputs.items()}


def _colophon_alone(composed: Composed) -> bool:
    """Whether the last page holds the 版记 and nothing else."""
    items = composed.pages[-1].items
    return bool(items) and all(composed.regions[item.index] == "colophon" for item in items)


def _leaves(composed: Composed) -> dict[str, list[int]]:
    """Numbers of the pages of other formats than the house's own, by format."""
    found: dict[str, list[int]] = {}
    for page in composed.pages:
        if page.leaf:
            found.setdefault(page.leaf, []).append(page.number)
    return found


def _check(order: Order) -> None:
    if order.standard and order.standard not in STANDARDS:
        raise UsageError(Diagnostic("format", f"没有这种标准：{order.standard}", hint=f"可以用 {'、'.join(STANDARDS)}。"))
    if order.binding and binding_of(order.binding) is None:
        message = f"不知道“{order.binding}”是怎样装订"
        raise UsageError(Diagnostic("press-binding", message, hint=ADVICE))
    if order.numbers:
        first, last = order.numbers
        if not 1 <= first <= last <= 999_999 or last - first >= bounds.PRESS_NUMBERS:
            raise UsageError(
                Diagnostic(
                    "press-numbers", f"份号不对：{first}-{last}", hint=f"请写成 1-400；一次最多 {bounds.PRESS_NUMBERS} 份。"
                )
            )


def _options(order: Order) -> dict[str, Plain]:
    options: dict[str, Plain] = asdict(order)
    options["numbers"] = list(order.numbers) if order.numbers else None
    return options
