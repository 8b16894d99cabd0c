"""Print files of the example issues, made once a run; and ways to spoil one."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import example_issues
import pikepdf
from made_once import made_once

from briefing.files.world import MAX_FONT
from briefing.house.style import HouseStyle
from briefing.paint import paint
from briefing.paint.marks import Painted
from briefing.preflight.inspection import promises
from briefing.preflight.promise import Promise
from briefing.press.bound import bound
from briefing.press.print_pdf import PROFILES, Printed, PrintJob, print_pdf
from briefing.press.ticket import Ticket, ticket

if TYPE_CHECKING:
    import pikepdf

NAME = "2022-17"


def house(name: str, **printing: Any) -> HouseStyle:
    style = example_issues.source(name).house
    return replace(style, printing=replace(style.printing, **printing))


def job(name: str = NAME, standard: str = "x-4", process: bool | None = None, **printing: Any) -> PrintJob:
    return of_house(house(name, **printing), standard, process)


def of_house(style: HouseStyle, standard: str = "x-4", process: bool | None = None) -> PrintJob:
    profile = example_issues.source(NAME).world.templates.bytes("gb9704/FOGRA39L_coated.icc", MAX_FONT)
    return PrintJob(style, standard, profile, "江苏精神文明建设简报", process)


def job_ticket(pages: int = 9, alone: bool = True, binding: str = "骑马订", secrecy: str = "", **changes: Any) -> Ticket:
    inks = [{"黑": 0.05, "套红": 0.1}, *[{"黑": 0.05}] * (pages - 1)]
    style = house(NAME, **changes)
    issue = example_issues.source(NAME).issue
    issue = replace(issue, masthead=replace(issue.masthead, secrecy=secrecy))
    return ticket(
        issue, style, "简报", inks, "x-4", {"a.pdf": ("付印", b"x")},
        bound=bound(style, binding, None, pages, alone), bleeds=False, numbers=None,
    )  # fmt: skip


def painted(name: str = NAME) -> Painted:
    return paint(example_issues.composed(name), example_issues.source(name).fonts())


def press(job: PrintJob, marks: Painted | None = None) -> Printed:
    """The job done to `marks`, those of the example issue if none are given."""
    source = example_issues.source(NAME)
    return print_pdf(marks or painted(), source.world, source.fonts(), job)


def printed(name: str = NAME, standard: str = "x-4") -> bytes:
    return _printed(name, standard)


@made_once
def _printed(name: str, standard: str) -> bytes:
    source = example_issues.source(name)
    return print_pdf(painted(name), source.world, source.fonts(), job(name, standard)).data


def promise(name: str = NAME, standard: str = "x-4", pages: int | None = None) -> Promise:
    count = pages or len(example_issues.composed(name).pages)
    file, label = f"{name}-print.pdf", PROFILES[standard].name
    found: Promise = promises([file], house(name), label, False, count)[file]
    return found


@contextmanager
def opened(data: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(data)) as document:
        yield document


def edited(data: bytes, edit: Callable[[pikepdf.Pdf], None], **save: Any) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as document:
        edit(document)
        buffer = io.BytesIO()
        document.save(buffer, **save)
    return buffer.getvalue()


def draw(content: bytes) -> Callable[[pikepdf.Pdf], None]:
    """An edit that draws `content` over page 2."""

    def edit(document: pikepdf.Pdf) -> None:
        document.pages[1].contents_add(document.make_stream(content))

    return edit
