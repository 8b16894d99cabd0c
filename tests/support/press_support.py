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
from pikepdf import Array, Dictionary, Name

from briefing.files.world import MAX_FONT
from briefing.house.style import HouseStyle
from briefing.paint import paint
from briefing.paint.marks import Painted
from briefing.preflight.inspection import promises
from briefing.preflight.print_rules import Promise
from briefing.press.print_pdf import PROFILES, Printed, PrintJob, print_pdf

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
    found: Promise = promises([file], house(name), label, False, count, None)[file]
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


def draw(
    content: bytes, resources: Callable[[pikepdf.Page], None] = lambda page: None, page: int = 2
) -> Callable[[pikepdf.Pdf], None]:
    """An edit that draws `content` over a page, after `resources` has put what it needs into the page."""

    def edit(document: pikepdf.Pdf) -> None:
        target = document.pages[page - 1]
        resources(target)
        target.contents_add(document.make_stream(content))

    return edit


def picture(document: pikepdf.Pdf, size: tuple[int, int], space: pikepdf.Object, channels: int) -> pikepdf.Object:
    image = pikepdf.Stream(document, bytes([127]) * (size[0] * size[1] * channels))
    image.Type, image.Subtype, image.Width, image.Height = Name.XObject, Name.Image, *size
    image.ColorSpace, image.BitsPerComponent = space, 8
    return document.make_indirect(image)


def with_picture(size: tuple[int, int], space: pikepdf.Object, channels: int) -> Callable[[pikepdf.Pdf], None]:
    """One inch square on page 2."""

    def edit(document: pikepdf.Pdf) -> None:
        page = document.pages[1]
        page.Resources.XObject = Dictionary(Spoilt=picture(document, size, space, channels))
        page.contents_add(document.make_stream(b"q 72 0 0 72 100 100 cm /Spoilt Do Q"))

    return edit


def unembed(document: pikepdf.Pdf) -> None:
    font = next(iter(document.pages[1].Resources.Font.values()))
    del font.DescendantFonts[0].FontDescriptor["/FontFile2"]


def states(over: bool) -> Callable[[pikepdf.Page], None]:
    def put(page: pikepdf.Page) -> None:
        page.Resources.ExtGState["/Spoilt"] = Dictionary(OP=over, op=over, OPM=1)

    return put


def transparent(page: pikepdf.Page) -> None:
    page.Resources.ExtGState["/Spoilt"] = Dictionary(ca=0.5)


def drop(name: str) -> Callable[[pikepdf.Pdf], None]:
    def edit(document: pikepdf.Pdf) -> None:
        del document.pages[2][name]

    return edit


def retitle(document: pikepdf.Pdf) -> None:
    document.docinfo["/Title"] = "别的题名"


def no_intent(document: pikepdf.Pdf) -> None:
    del document.Root["/OutputIntents"]


def small_trim(document: pikepdf.Pdf) -> None:
    document.pages[3].TrimBox = Array([-20, 0, 600, 842])


def link(document: pikepdf.Pdf) -> None:
    document.pages[1].Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]))])
