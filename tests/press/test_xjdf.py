"""The ticket for the shop's own system: valid, and read back it says what the ticket says."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from typing import Any
from xml.etree import ElementTree

import press_support as support
import pytest
from conftest import ROOT
from lxml import etree

from briefing.press.copy_register import register
from briefing.press.ticket import Ticket
from briefing.press.xjdf import NAMESPACE, as_xjdf, clean, token

SCHEMA = ROOT / "briefing" / "schema" / "ticket.xjdf.xsd"
GRAMMAR = etree.XMLSchema(etree.parse(SCHEMA))

#: What is printed, as arguments of `job_ticket`.
TICKETS: dict[str, dict[str, Any]] = {
    "two inks, stapled": {
        "pages": 12, "waste": 3.0, "deadline_days": 3, "delivery": "传达室 & 门卫", "contact": "李四　025-1", "spares": 20,
    },
    "a sheet": {"pages": 1, "alone": False, "binding": "单张单面"},
    "a folded sheet": {"pages": 4, "alone": False},
    "glued, 16 pages a sheet": {"pages": 60, "alone": False, "binding": "胶装", "stock": "对开"},
    "stapled aside, of paper that nobody knows": {"binding": "平订", "paper": "好纸"},
    "a corner staple": {"pages": 7, "alone": False, "binding": "左上角一钉"},
    "one set of plates": {"pages": 8, "stock": "4开", "work": "自翻版"},
    "turned over its head": {"pages": 8, "stock": "auto", "work": "滚翻版"},
    "secret": {"secrecy": "秘密★1年"},
    "a contact alone": {"contact": "李四"},
    "a delivery alone": {"delivery": "门卫"},
}  # fmt: skip


@cache
def ticket(name: str) -> Ticket:
    return support.job_ticket(**TICKETS[name])


def tree(made: Ticket) -> bytes:
    data = as_xjdf(made, "0.1.0")
    GRAMMAR.assertValid(etree.fromstring(data))
    return data


@pytest.mark.parametrize("name", TICKETS)
def test_a_ticket_is_valid_xjdf(name: str) -> None:
    tree(ticket(name))


def test_the_grammar_refuses_what_is_not_of_it() -> None:
    data = tree(ticket("secret"))
    faults = {
        b'Version="2.1"': b'Version="9"', b"BindingType": b"BindingKind", b'"SaddleStitch"': b'"Glued"', b"WorkAndBack": b"Back",
        b'PaperRef="sheet"': b'PaperRef="none"', b'SHA-256" IDValue="': b'SHA-256" IDValue="x', b"<CustomerInfo": b"<Nobody",
    }  # fmt: skip
    for right, wrong in faults.items():
        spoilt = data.replace(right, wrong, 1)
        assert spoilt != data and not GRAMMAR.validate(etree.fromstring(spoilt)), wrong


class Shop:
    """A reader that knows XJDF and nothing of this program."""

    def __init__(self, data: bytes) -> None:
        self.root = ElementTree.fromstring(data)

    def all(self, path: str) -> list[ElementTree.Element]:
        return self.root.findall("/".join(f"{{{NAMESPACE}}}{step}" for step in path.split("/")))

    def intent(self, name: str) -> dict[str, str]:
        (found,) = self.all(f"ProductList/Product/Intent/{name}")
        return dict(found.attrib)

    def resources(self, name: str) -> list[tuple[dict[str, str], ElementTree.Element]]:
        found = []
        for group in self.all("ResourceSet"):
            for resource in group if group.get("Name") == name else ():
                part = resource.find(f"{{{NAMESPACE}}}Part")
                own = resource.find(f"{{{NAMESPACE}}}{name}")
                assert own is not None
                found.append((dict(part.attrib) if part is not None else {}, own))
        return found


def test_a_shop_reads_what_the_ticket_says() -> None:
    made = ticket("two inks, stapled")
    shop, said = Shop(tree(made)), json.loads(made.as_json())
    (product,) = shop.all("ProductList/Product")
    assert (product.get("Amount"), product.get("MaxAmount")) == ("400", "420")
    assert shop.intent("BindingIntent") == {"BindingType": "SaddleStitch", "BindingOrder": "Collecting", "BindingSide": "Left"}
    layout = shop.intent("LayoutIntent")
    width, height, thick = (float(part) / 72 * 25.4 for part in layout["FinishedDimensions"].split())
    assert [width, height] == pytest.approx(said["trim_mm"], abs=0.01) and thick == pytest.approx(said["thickness_mm"], abs=0.01)
    assert (layout["Pages"], layout["Sides"]) == ("12", "TwoSidedHeadToHead") and "Bleed" not in layout
    media = shop.intent("MediaIntent")
    assert (float(media["Weight"]), float(media["Thickness"]), media["Coating"]) == (80, 100, "None")
    colors = {
        color.get("Surface"): color.get("ColorsUsed") for color in shop.all("ProductList/Product/Intent/ColorIntent/SurfaceColor")
    }
    assert colors == {"Front": "Black 套红", "Back": "Black"}
    plates = {(part["SheetName"], part["Side"]): own.get("ColorantParams") for part, own in shop.resources("ColorantControl")}
    names = {"黑": "Black"}
    for plate in said["plates"]:
        key = f"S{plate['sheet']}", plate["side"].capitalize()
        assert plates.pop(key) == " ".join(names.get(ink, ink) for ink in plate["inks"])
    assert not plates
    ((_, node),) = shop.resources("NodeInfo")
    assert node.get("LastEnd") == f"{said['deadline']}T23:59:59+08:00"
    contacts = {part["ContactType"]: own for part, own in shop.resources("Contact")}
    assert contacts["Customer"][0].get("Locator") == "李四　025-1" and contacts["Delivery"][0][0].text == "传达室 & 门卫"
    ((_, paper),) = shop.resources("Media")
    edges = [float(edge) / 72 * 25.4 for edge in str(paper.get("Dimension")).split()]
    assert edges == pytest.approx(said["sheet_mm"], abs=0.01)
    (amount,) = shop.all("ResourceSet/Resource/AmountPool/PartAmount")
    assert (amount.get("Amount"), amount.get("Waste")) == (str(said["sheets"]), str(said["waste_sheets"]))
    assert len(shop.resources("Layout")) == 3
    files = {part["Run"]: own[0].get("URL") for part, own in shop.resources("RunList")}
    assert files == {"a": "a.pdf"}
    rows = {str(comment.text).partition("：")[0]: str(comment.text) for comment in shop.all("Comment")}
    assert set(rows) == {name for name, _ in made.rows if name} and "误差不超过2毫米" in rows["验收"]


@pytest.mark.parametrize(
    ("name", "binding", "style"),
    [
        ("a sheet", "None", "Simplex"), ("a folded sheet", "None", "WorkAndBack"),
        ("a corner staple", "CornerStitch", "WorkAndBack"), ("glued, 16 pages a sheet", "SoftCover", "WorkAndBack"),
        ("one set of plates", "SaddleStitch", "WorkAndTurn"),
        ("turned over its head", "SaddleStitch", "WorkAndTumble"),
        ("stapled aside, of paper that nobody knows", "SideStitch", "WorkAndBack"),
    ],
)  # fmt: skip
def test_bindings_and_ways_to_print(name: str, binding: str, style: str) -> None:
    shop = Shop(tree(ticket(name)))
    assert shop.intent("BindingIntent")["BindingType"] == binding
    assert {own.get("WorkStyle") for _, own in shop.resources("Layout")} == {style}


def test_numbers_of_copies_are_identities() -> None:
    made = replace(ticket("secret"), numbers=register(1, 400, 20, (), None))
    shop = Shop(tree(made))
    found = {each.get("IDUsage"): each.get("IDValue") for each in shop.all("GeneralID")}
    assert found == {
        "Secrecy": "秘密★1年", "FirstCopyNumber": "000001", "LastCopyNumber": "000400", "FirstSpareNumber": "000401",
        "LastSpareNumber": "000420",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["2022-17", "2022 第17期（增刊）", "𠮷", "", "PANTONE 485 C", "a\x00b\x0b", '<&>"'])
def test_any_text_is_well_formed(text: str) -> None:
    made = replace(ticket("a sheet"), name=text, title=text, delivery=text, contact=text, paper=text)
    root = etree.fromstring(tree(made))
    assert root.get("DescriptiveName") == clean(text) and root.get("JobID") == token(text)
