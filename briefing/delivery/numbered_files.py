"""The numbered run: every copy with its 份号, as single pages and on sheets, and the register of who gets which."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.core.errors import Diagnostic, InputError, Severity
from briefing.core.records import dataclass
from briefing.house.style import HouseStyle
from briefing.model.bulletin import Issue

if TYPE_CHECKING:
    from briefing.press.bound import Bound
    from briefing.press.copy_register import Register
    from briefing.press.imposed_pdf import SheetJob


@dataclass(frozen=True, slots=True)
class NumberedRun:
    """`files`: name's ending → what it is and its bytes. `sides` of one copy on sheets."""

    register: Register
    files: dict[str, tuple[str, bytes]]
    sides: int
    told: tuple[Diagnostic, ...]

    @property
    def total(self) -> int:
        return self.register.last - self.register.first + 1


def numbered_run(
    issue: Issue, house: HouseStyle, numbers: tuple[int, int], printed: bytes, folded: bytes, imposed: bytes, job: SheetJob,
    bind: Callable[[HouseStyle], Bound],
) -> NumberedRun:  # fmt: skip
    """`printed`: single pages; `folded`: those that go on sheets, which `imposed` has as `job` says; `bind`: how a house's
    printing has copies bound. Raises InputError where the issue bears a number already, or shares out more than there are."""
    from briefing.press.copies import booklets, numbered, place_of
    from briefing.press.copy_register import register
    from briefing.press.imposed_pdf import imposed_pdf

    if issue.masthead.copy_number:
        hint = "请删去 issue.yaml 里的 copy_number，或不用 --numbers。"
        raise InputError(Diagnostic("press-numbers", "稿件里已经写了份号，不能再编", issue.span, hint))
    wishes, style = issue.printing, house.printing
    if numbers[1] + style.spares > LAST:
        message = f"份号编到 {numbers[1]}，再加 {style.spares} 份备份，超过了六位"
        raise InputError(Diagnostic("press-numbers", message, hint="请把 --numbers 改小一些。"))
    made = register(*numbers, style.spares, wishes.shares, wishes.span)
    if job.imposition.flip:  # plates that print two copies at once cannot number them
        bound = bind(replace(house, printing=replace(style, work="正反版")))
        job = replace(job, imposition=bound.imposition, papers=bound.papers, creep=bound.creep)
        imposed = imposed_pdf(folded, job)
    place, copies = place_of(house), made.copies
    files = {
        "-numbered.pdf": ("编了份号的全部份数，单页", numbered(printed, copies, place, job.face)),
        "-booklets.pdf": (
            f"编了份号的全部份数，拼好版，{job.imposition.binding.name}",
            booklets(imposed, job, copies, place, job.face),
        ),
        "-register.csv": ("份号登记表，一份一行", made.as_csv()),
        "-register.json": ("份号登记", made.as_json(issue.name, str(issue.masthead.secrecy))),
    }
    return NumberedRun(made, files, len(job.imposition.sides), tuple(_run_told(issue, numbers)))


#: GB/T 9704-2012 §7.2.1: six digits.
LAST = 999_999


def _run_told(issue: Issue, numbers: tuple[int, int]) -> list[Diagnostic]:
    asked, given = issue.colophon.print_run, numbers[1] - numbers[0] + 1
    if asked is None or asked == given:
        return []
    message = f"编了 {given} 个份号（备份另编），印数是 {asked} 份"
    hint = f"要每份都有份号，请用 --numbers {numbers[0]}-{numbers[0] + asked - 1}。"
    return [Diagnostic("press-run", message, hint=hint, severity=Severity.NOTE)]
