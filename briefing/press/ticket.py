"""印刷通知单: what the print shop must know of a job, as data; `ticket_rows` words it for `ticket.html.j2` of the house."""

from __future__ import annotations

import datetime
import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from briefing.core.plain import Plain
from briefing.core.records import dataclass
from briefing.house.leaves import on_leaf
from briefing.house.style import HouseStyle
from briefing.model.bulletin import Issue
from briefing.press.bound import Bound
from briefing.press.copy_register import Register
from briefing.press.impose import Side
from briefing.press.print_pdf import PROFILES


@dataclass(frozen=True, slots=True)
class TicketFile:
    name: str
    purpose: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Ticket:
    """`inks`: for every page, ink → part covered. `bound`: how a copy is made of sheets. `deadline`: an ISO date or "".
    `waste`: per cent, None where nobody said."""

    name: str
    title: str
    date: str
    secrecy: str
    copies: int | None
    spares: int
    waste: float | None
    numbers: Register | None  # of a numbered run
    pages: int
    bound: Bound
    paper: str
    trim_mm: tuple[float, float]
    bleed_mm: float  # 0: nothing reaches the edge
    inks: tuple[Mapping[str, float], ...]
    duplex: bool
    work: str
    standard: str
    condition: str
    deadline: str
    delivery: str
    contact: str
    files: tuple[TicketFile, ...]
    turned: tuple[int, ...] = ()  # pages that lie on their side
    apart: tuple[int, ...] = ()  # pages of fold-outs, sheets of their own, twice as wide
    unfolded_mm: tuple[float, float] = (0.0, 0.0)

    @property
    def rows(self) -> list[tuple[str, str]]:
        """What the page says, in order."""
        from briefing.press.ticket_rows import rows

        return rows(self)

    @property
    def paper_sheets(self) -> int | None:
        """Of the whole run with its spares, without 放损; None where the run is not stated."""
        return None if self.copies is None else math.ceil((self.copies + self.spares) * self.bound.imposition.sheets_per_copy)

    @property
    def wasted_sheets(self) -> int | None:
        sheets = self.paper_sheets
        return None if sheets is None or self.waste is None else math.ceil(sheets * self.waste / 100)

    def plates(self) -> list[tuple[Side, list[str]]]:
        """For every side of a sheet, the inks that its pages take: a plate each."""
        found = []
        for side in self.bound.imposition.sides:
            used = {ink for number in side.pages for ink in self.inks[number - 1]}
            found.append((side, [ink for ink in dict.fromkeys(ink for page in self.inks for ink in page) if ink in used]))
        return found

    def as_json(self) -> bytes:
        """UTF-8; amounts of ink are parts of the page (0–1), lengths mm."""
        laid, layout = self.bound.imposition, self.bound.layout
        per_copy = laid.sheets_per_copy
        data: dict[str, Plain] = {
            "issue": self.name, "title": self.title, "date": self.date, "copies": self.copies, "spares": self.spares,
            "copy_numbers": self.numbers.written if self.numbers else None,
            "spare_numbers": self.numbers.spares.written if self.numbers and self.numbers.spares else None,
            "pages": self.pages, "blank_pages": laid.blanks,
            "blank_pages_before": "colophon" if self.bound.alone else "end",
            "sheets_per_copy": int(per_copy) if per_copy == int(per_copy) else per_copy,
            "trim_mm": list(self.trim_mm), "bleed_mm": self.bleed_mm, "creep_mm": self.bound.creep, "paper": self.paper,
            "duplex": self.duplex, "binding": self.bound.words or laid.binding.name, "binding_method": laid.binding.name,
            "sheet_mm": [round(layout.width, 2), round(layout.height, 2)], "sheet": layout.stock or None, "work": self.work,
            "sections": list(laid.sections), "thickness_mm": self.bound.thickness,
            "plates": [
                {"sheet": side.sheet, "side": "back" if side.back else "front", "inks": inks} for side, inks in self.plates()
            ],
            "waste_percent": self.waste, "sheets": self.paper_sheets, "waste_sheets": self.wasted_sheets,
            "standard": self.standard, "condition": self.condition,
            "inks": [{"page": number, "coverage": dict(page)} for number, page in enumerate(self.inks, 1)],
            "deadline": self.deadline or None, "delivery": self.delivery, "contact": self.contact,
            "files": [asdict(file) for file in self.files],
        }  # fmt: skip
        if self.secrecy:
            data["secrecy"] = self.secrecy
        if self.turned:
            data["turned_pages"] = list(self.turned)
        if self.apart:
            data["foldout_pages"], data["foldout_mm"] = list(self.apart), list(self.unfolded_mm)
        return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def ticket(
    issue: Issue,
    house: HouseStyle,
    title: str,
    inks: Sequence[Mapping[str, float]],
    standard: str,
    files: Mapping[str, tuple[str, bytes]],
    *,
    bound: Bound,
    bleeds: bool,
    numbers: Register | None,
    leaves: Mapping[str, Sequence[int]] | None = None,
) -> Ticket:
    """`inks`: coverage page by page; `files`: name → (what it is for, contents); `leaves`: pages of other formats, by format."""
    leaves, wishes = leaves or {}, issue.printing
    apart, unfolded = tuple(leaves.get("foldout", ())), on_leaf(house, "foldout").page
    style, page = house.printing, house.page
    return Ticket(
        name=issue.name, title=title, date=issue.date.isoformat() if issue.date else "", secrecy=str(issue.masthead.secrecy),
        copies=issue.colophon.print_run, spares=style.spares, waste=style.waste, numbers=numbers, pages=len(inks), bound=bound,
        paper=style.paper, trim_mm=(page.width_mm, page.height_mm), bleed_mm=style.bleed_mm if bleeds else 0.0,
        inks=tuple(inks), duplex=len(inks) > 1 and bound.binding.printed_sides == 2,
        work=style.work if bound.imposition.flip else "正反版",
        standard=PROFILES[standard].name, condition=style.condition, deadline=_deadline(issue, style.deadline_days),
        delivery=str(wishes.delivery) or style.delivery, contact=str(wishes.contact) or style.contact,
        files=tuple(TicketFile(name, what, hashlib.sha256(data).hexdigest(), len(data)) for name, (what, data) in files.items()),
        turned=tuple(leaves.get("wide", ())), apart=apart, unfolded_mm=(unfolded.width_mm, unfolded.height_mm),
    )  # fmt: skip


def _deadline(issue: Issue, days: int | None) -> str:
    """The issue's own date, or so many days after it is dated. A year that has no such day has no deadline."""
    if issue.printing.deadline:
        return issue.printing.deadline.isoformat()
    if issue.date is None or days is None:
        return ""
    try:
        return (issue.date + datetime.timedelta(days=days)).isoformat()
    except OverflowError:
        return ""
