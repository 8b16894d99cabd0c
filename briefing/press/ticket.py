"""印刷通知单: what the print shop must know of a job, as data; the page is set from it by `ticket.html.j2` of the house."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from briefing.house.style import HouseStyle
from briefing.model.bulletin import Issue
from briefing.output.palette import BLACK
from briefing.press.impose import padded
from briefing.press.print_pdf import PROFILES

#: Characters of one row of the ticket's table, some ten lines.
ROW = 300


@dataclass(frozen=True, slots=True)
class TicketFile:
    name: str
    purpose: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Ticket:
    """`inks`: for every page, ink → part covered. `sheets`: sheets of double size for one copy, printed on both sides."""

    name: str
    title: str
    date: str
    copies: int | None
    spares: int
    numbers: tuple[int, int] | None  # first and last 份号
    pages: int
    sheets: int
    alone: bool  # the last page holds the 版记 and nothing else
    paper: str
    binding: str
    trim_mm: tuple[float, float]
    bleed_mm: float  # 0: nothing reaches the edge
    creep_mm: float
    inks: tuple[Mapping[str, float], ...]
    duplex: bool
    standard: str
    condition: str
    delivery: str
    contact: str
    files: tuple[TicketFile, ...]

    @property
    def rows(self) -> list[tuple[str, str]]:
        """What the page says, in order; what nobody stated is left to be filled in by hand."""
        width, height = self.trim_mm
        blank = "＿" * 8
        copies = "＿＿＿份" if self.copies is None else f"{self.copies}份"
        spares = f"，另备{self.spares}份" if self.spares else ""
        numbers = f"；份号{self.numbers[0]:06d}—{self.numbers[1]:06d}" if self.numbers else ""
        total = "" if self.copies is None else f"，共{(self.copies + self.spares) * self.sheets}张"
        rows = [
            ("印件", f"{self.title}（{self.name}）"),
            ("印发日期", _in_words(self.date) or blank),
            ("印数", copies + spares + numbers),
            ("页数", f"{self.pages}页{self._blanks()}"),
            ("成品尺寸", f"{width:g}×{height:g}毫米，" + (f"出血{self.bleed_mm:g}毫米" if self.bleed_mm else "无出血")),
            ("纸张", self.paper),
            ("用纸", f"每份{self.sheets}张（{2 * width:g}×{height:g}毫米，对折）{total}"),
            ("墨色", self._inks()),
            ("印刷", "双面" if self.duplex else "单面"),
            ("装订", self.binding + (f"，最里一张内移{self.creep_mm:g}毫米" if self.creep_mm else "")),
            ("文件标准", f"{self.standard}，{self.condition}，黑色叠印"),
            ("交货", self.delivery or blank),
            ("联系人", self.contact or blank),
        ]
        return [row for name, text in rows for row in _rows(name, text)]

    def _blanks(self) -> str:
        blanks = self.sheets * 4 - self.pages
        if not blanks:
            return ""
        where = "在版记页之前，空白页和版记页都不编页码" if self.alone else "在正文和版记之后"
        return f"；拼版另有空白{blanks}页，{where}"

    def _inks(self) -> str:
        """Pages that take the same inks are one entry: 第1页：黑2.1%、套红3.4%；第2—8页：黑5.2—9.1%."""
        groups: list[tuple[list[int], tuple[str, ...]]] = []
        for number, page in enumerate(self.inks, 1):
            names = tuple(sorted(page, key=lambda name: name != BLACK))
            if groups and groups[-1][1] == names:
                groups[-1][0].append(number)
            else:
                groups.append(([number], names))
        return "；".join(self._group(numbers, names) for numbers, names in groups)

    def _group(self, numbers: list[int], names: tuple[str, ...]) -> str:
        pages = f"第{numbers[0]}页" if len(numbers) == 1 else f"第{numbers[0]}—{numbers[-1]}页"
        if not names:
            return f"{pages}：空白"
        parts = []
        for name in names:
            amounts = sorted({round(self.inks[number - 1][name] * 100, 1) for number in numbers})
            span = f"{amounts[0]:g}%" if len(amounts) == 1 else f"{amounts[0]:g}%—{amounts[-1]:g}%"
            parts.append(f"{name}{span}")
        return f"{pages}：{'、'.join(parts)}"

    def as_json(self) -> bytes:
        """UTF-8; amounts of ink are parts of the page (0–1), lengths mm."""
        data: dict[str, Any] = {
            "issue": self.name, "title": self.title, "date": self.date, "copies": self.copies, "spares": self.spares,
            "copy_numbers": [f"{number:06d}" for number in self.numbers] if self.numbers else None,
            "pages": self.pages, "blank_pages": self.sheets * 4 - self.pages,
            "blank_pages_before": "colophon" if self.alone else "end", "sheets_per_copy": self.sheets,
            "trim_mm": list(self.trim_mm), "bleed_mm": self.bleed_mm, "creep_mm": self.creep_mm, "paper": self.paper,
            "duplex": self.duplex, "binding": self.binding, "standard": self.standard, "condition": self.condition,
            "inks": [{"page": number, "coverage": dict(page)} for number, page in enumerate(self.inks, 1)],
            "delivery": self.delivery, "contact": self.contact,
            "files": [asdict(file) for file in self.files],
        }  # fmt: skip
        return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def _rows(name: str, text: str) -> list[tuple[str, str]]:
    """Rows do not part between pages: a long text takes several, each ending after a mark where it has one."""
    rows: list[tuple[str, str]] = []
    while len(text) > ROW:
        end = max(text.rfind(mark, ROW // 2, ROW) for mark in "；，、。 ") + 1 or ROW
        rows.append((name, text[:end]))
        name, text = "", text[end:]
    return [*rows, (name, text)]


def _in_words(date: str) -> str:
    """2022-05-13 → 2022年5月13日, as GB/T 9704 §7.3.5.4 writes dates."""
    return "{}年{}月{}日".format(*map(int, date.split("-"))) if date else ""


def ticket(
    issue: Issue,
    house: HouseStyle,
    title: str,
    inks: Sequence[Mapping[str, float]],
    standard: str,
    files: Mapping[str, tuple[str, bytes]],
    *,
    bleeds: bool,
    numbers: tuple[int, int] | None,
    alone: bool,
) -> Ticket:
    """`inks`: coverage page by page; `files`: name → (what it is for, contents)."""
    style, page = house.printing, house.page
    return Ticket(
        name=issue.name, title=title, date=issue.date.isoformat() if issue.date else "", copies=issue.colophon.print_run,
        spares=style.spares, numbers=numbers, pages=len(inks), sheets=len(padded(len(inks))) // 4, alone=alone, paper=style.paper,
        binding=style.binding, trim_mm=(page.width_mm, page.height_mm), bleed_mm=style.bleed_mm if bleeds else 0.0,
        creep_mm=style.creep_mm, inks=tuple(inks), duplex=len(inks) > 1, standard=PROFILES[standard].name,
        condition=style.condition, delivery=style.delivery, contact=style.contact,
        files=tuple(TicketFile(name, what, hashlib.sha256(data).hexdigest(), len(data)) for name, (what, data) in files.items()),
    )  # fmt: skip
