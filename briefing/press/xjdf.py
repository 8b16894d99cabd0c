"""The 印刷通知单 as XJDF 2.1 (CIP4): what a print shop's own system reads in place of its clerk.

A product as it is wanted (ProductList), then what is handed over and when, and how the imposed file lays it on paper. What XJDF
has no place for, and all else as it is worded for people, are its comments. Lengths are pt there, thickness µm.
`briefing/schema/ticket.xjdf.xsd` is the grammar of the part of XJDF that is used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote
from xml.etree import ElementTree

from briefing.house.papers import caliper, paper_of, weight
from briefing.house.style import PT_PER_MM
from briefing.output.palette import PROCESS

if TYPE_CHECKING:
    from briefing.press.ticket import Ticket

NAMESPACE = "http://www.CIP4.org/JDFSchema_2_0"
#: Ours of the inks → XJDF's.
_INKS = dict(zip(PROCESS, ("Cyan", "Magenta", "Yellow", "Black"), strict=True))
#: Fastening → BindingType, BindingOrder, and the element that says more with its attributes.
_BINDINGS: dict[str, tuple[str, str, str, dict[str, str]]] = {
    "fold staples": ("SaddleStitch", "Collecting", "SaddleStitching", {"StitchNumber": "2"}),
    "side staples": ("SideStitch", "Gathering", "SideStitching", {"StitchNumber": "2"}),
    "corner staple": ("CornerStitch", "Gathering", "", {}),
    "glue": ("SoftCover", "Gathering", "SoftCoverBinding", {"GlueProcedure": "Spine"}),
    "none": ("None", "None", "", {}),
}
#: What keeps the edge that the press holds, and what does not.
_WORKS = {"自翻版": "WorkAndTurn", "滚翻版": "WorkAndTumble"}
#: Dates of Chinese offices; a delivery by a day is one by its end.
_ZONE, _DAY_ENDS = "+08:00", "T23:59:59"
_COATINGS = {"涂布": "Coated", "不涂布": "None", "新闻": "None"}

Element = ElementTree.Element


def as_xjdf(ticket: Ticket, version: str) -> bytes:
    """UTF-8. `version`: of this program."""
    said = {"JobID": token(ticket.name), "Types": "Product", "Version": "2.1", "DescriptiveName": clean(ticket.title)}
    root = Element("XJDF", {"xmlns": NAMESPACE, **said})
    if ticket.date:
        created = _under(_under(root, "AuditPool"), "AuditCreated")
        at = f"{ticket.date}T00:00:00{_ZONE}"
        _under(created, "Header", AgentName="briefing", AgentVersion=version, DeviceID="briefing", Time=at)
    for row in _comments(ticket):
        _under(root, "Comment", Type="Instruction").text = clean(row)
    for usage, value in _identities(ticket):
        _under(root, "GeneralID", IDUsage=usage, IDValue=clean(value))
    _product(_under(root, "ProductList"), ticket)
    _sets(root, ticket)
    ElementTree.indent(root)
    data: bytes = ElementTree.tostring(root, "utf-8", xml_declaration=True)
    return data + b"\n"


def _comments(ticket: Ticket) -> Iterator[str]:
    """The rows of the ticket, each with its label."""
    whole: dict[str, str] = {}
    last = ""
    for name, text in ticket.rows:
        last = name or last
        whole[last] = whole.get(last, "") + text
    yield from (f"{name}：{text}" for name, text in whole.items())


def _identities(ticket: Ticket) -> Iterator[tuple[str, str]]:
    if ticket.secrecy:
        yield "Secrecy", ticket.secrecy
    if ticket.numbers:
        first, last = ticket.numbers.written
        yield "FirstCopyNumber", first
        yield "LastCopyNumber", last
        if ticket.numbers.spares:
            yield "FirstSpareNumber", ticket.numbers.spares.written[0]
            yield "LastSpareNumber", ticket.numbers.spares.written[1]


def _product(parent: Element, ticket: Ticket) -> None:
    amounts = {"Amount": str(ticket.copies)} if ticket.copies is not None else {}
    if ticket.copies is not None and ticket.spares:
        amounts["MaxAmount"] = str(ticket.copies + ticket.spares)
    product = _under(parent, "Product", ID="product", IsRoot="true", DescriptiveName=clean(ticket.title), **amounts)
    kind, order, element, more = _BINDINGS[ticket.bound.binding.fastening]
    if ticket.bound.binding.making == "nested" and kind == "None":
        order = "Collecting"
    side = {"BindingSide": "Left"} if kind != "None" else {}
    binding = _intent(product, "BindingIntent", BindingType=kind, BindingOrder=order, **side)
    if element:
        _under(binding, element, **more)
    colors = _intent(product, "ColorIntent")
    for surface, pages in (("Front", ticket.inks[::2]), ("Back", ticket.inks[1::2])):
        if used := _inks(ink for page in pages for ink in page):
            _under(colors, "SurfaceColor", Surface=surface, ColorsUsed=used)
    width, height = ticket.trim_mm
    _intent(
        product, "LayoutIntent", Pages=str(ticket.pages), Sides="TwoSidedHeadToHead" if ticket.duplex else "OneSided",
        FinishedDimensions=_pt(width, height, ticket.bound.thickness or 0.0),
        **({"Bleed": _pt(ticket.bleed_mm)} if ticket.bleed_mm else {}),
    )  # fmt: skip
    _intent(product, "MediaIntent", MediaType="Paper", MediaQuality=clean(ticket.paper), **_paper(ticket.paper))


def _sets(root: Element, ticket: Ticket) -> None:
    spots = dict.fromkeys(ink for page in ticket.inks for ink in page if ink not in _INKS)
    if spots:
        colors = _set(root, "Color")
        for ink in spots:
            _resource(colors, {"Separation": token(ink)}, "Color", ActualColorName=clean(ink))
    _plates(root, ticket)
    if ticket.contact or ticket.delivery:
        _contacts(_set(root, "Contact", "Input"), ticket)
    _resource(_set(root, "CustomerInfo", "Input"), {}, "CustomerInfo", CustomerJobName=clean(ticket.title))
    if ticket.delivery or ticket.deadline:
        _delivery(root, ticket)
    _layout(root, ticket)
    if ticket.deadline:
        _resource(_set(root, "NodeInfo", "Input"), {}, "NodeInfo", LastEnd=f"{ticket.deadline}{_DAY_ENDS}{_ZONE}")
    _files(root, ticket)


def _plates(root: Element, ticket: Ticket) -> None:
    """What each side of a sheet is printed in, a plate each."""
    plates = _set(root, "ColorantControl", "Input")
    for side, inks in ticket.plates():
        whole = bool(ticket.bound.imposition.flip)
        part = {"SheetName": f"S{side.sheet}"} | ({} if whole else {"Side": "Back" if side.back else "Front"})
        if inks:
            _resource(plates, part, "ColorantControl", ColorantParams=_inks(inks))


def _contacts(contacts: Element, ticket: Ticket) -> None:
    if ticket.contact:
        contact = _resource(contacts, {"ContactType": "Customer"}, "Contact")
        _under(contact, "ComChannel", ChannelType="Phone", Locator=clean(ticket.contact))
    if ticket.delivery:
        contact = _resource(contacts, {"ContactType": "Delivery"}, "Contact")
        _under(_under(contact, "Address"), "AddressLine").text = clean(ticket.delivery)


def _delivery(root: Element, ticket: Ticket) -> None:
    required = {"Required": f"{ticket.deadline}{_DAY_ENDS}{_ZONE}"} if ticket.deadline else {}
    drop = _resource(_set(root, "DeliveryParams", "Input"), {}, "DeliveryParams", **required)
    if ticket.copies is not None:
        _under(drop, "DropItem", Amount=str(ticket.copies + ticket.spares), ItemRef="product")


def _layout(root: Element, ticket: Ticket) -> None:
    """The sheets of the imposed file and the paper they take."""
    laid = ticket.bound.imposition
    one = not ticket.duplex or ticket.bound.binding.printed_sides == 1
    style = _WORKS.get(ticket.work, "Simplex" if one else "WorkAndBack")
    layouts = _set(root, "Layout", "Input")
    for sheet in sorted({side.sheet for side in laid.sides}):
        _resource(layouts, {"SheetName": f"S{sheet}"}, "Layout", PaperRef="sheet", WorkStyle=style)
    paper = _under(_set(root, "Media"), "Resource", ID="sheet")
    if ticket.paper_sheets is not None:
        waste = {"Waste": str(ticket.wasted_sheets)} if ticket.wasted_sheets is not None else {}
        _under(_under(paper, "AmountPool"), "PartAmount", Amount=str(ticket.paper_sheets), **waste)
    layout = ticket.bound.layout
    _under(
        paper, "Media", MediaType="Paper", MediaUnit="Sheet", MediaQuality=clean(ticket.paper), **_paper(ticket.paper),
        Dimension=_pt(layout.width, layout.height),
    )  # fmt: skip


def _files(root: Element, ticket: Ticket) -> None:
    runs = _set(root, "RunList", "Input")
    for file in ticket.files:
        if file.name.endswith(".pdf"):
            kind = file.name.removesuffix(".pdf").rpartition("-")[2]
            resource = _under(runs, "Resource", DescriptiveName=clean(file.purpose))
            _under(resource, "GeneralID", IDUsage="SHA-256", IDValue=file.sha256)
            _under(resource, "Part", Run=token(kind))
            named = {"URL": quote(file.name), "UserFileName": clean(file.name), "FileSize": str(file.bytes)}
            _under(_under(resource, "RunList"), "FileSpec", MimeType="application/pdf", **named)


def _paper(name: str) -> dict[str, str]:
    grams, thick, paper = weight(name), caliper(name), paper_of(name)
    said = {"Weight": f"{grams:g}"} if grams else {}
    said |= {"Thickness": f"{thick * 1000:g}"} if thick else {}
    return said | ({"Coating": _COATINGS[paper.surface]} if paper else {})


def _intent(product: Element, name: str, **attributes: str) -> Element:
    return _under(_under(product, "Intent", Name=name), name, **attributes)


def _set(root: Element, name: str, usage: str = "") -> Element:
    return _under(root, "ResourceSet", Name=name, **({"Usage": usage} if usage else {}))


def _resource(parent: Element, part: Mapping[str, str], name: str, **attributes: str) -> Element:
    resource = _under(parent, "Resource")
    if part:
        _under(resource, "Part", **part)
    return _under(resource, name, **attributes)


def _under(parent: Element, name: str, **attributes: str) -> Element:
    return ElementTree.SubElement(parent, name, attributes)


def _inks(names: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(token(_INKS.get(name, name)) for name in names))


def _pt(*lengths: float) -> str:
    return " ".join(f"{length * PT_PER_MM:.2f}" for length in lengths)


def token(text: str) -> str:
    """As an NMTOKEN of any edition of XML."""
    return re.sub(r"[^A-Za-z0-9._\-\u4e00-\u9fa5]", "_", text) or "_"


def clean(text: str) -> str:
    """Without what XML cannot have (XML 1.0 §2.2)."""
    return re.sub("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
