"""The ticket and the register of copies as Sheets: from the house's Jinja templates, like every page of ours."""

from __future__ import annotations

from collections.abc import MutableMapping

from briefing.core.errors import Diagnostic, InputError, Span
from briefing.files.world import World
from briefing.house.style import HouseStyle
from briefing.model.sheet import Sheet
from briefing.press.ticket import Ticket
from briefing.rendering.parse import parse_sheet
from briefing.rendering.sandbox import render

TEMPLATE, REGISTER = "ticket.html.j2", "register.html.j2"


def ticket_sheet(ticket: Ticket, house: HouseStyle, world: World, compiled: MutableMapping[str, bytes] | None = None) -> Sheet:
    """Raises InputError at a line of the template."""
    return _sheet(TEMPLATE, ticket, house, world, compiled)


def register_sheet(ticket: Ticket, house: HouseStyle, world: World, compiled: MutableMapping[str, bytes] | None = None) -> Sheet:
    """Of a numbered run. Raises as above."""
    return _sheet(REGISTER, ticket, house, world, compiled)


def _sheet(template: str, ticket: Ticket, house: HouseStyle, world: World, compiled: MutableMapping[str, bytes] | None) -> Sheet:
    text = render(world, house.chain, template, {"ticket": ticket, "house": house}, compiled)

    def pixels(path: str, span: Span | None) -> tuple[int, int]:
        raise InputError(Diagnostic("press-ticket", f"通知单里不能放图片：{path}", span))

    return parse_sheet(text, world.templates.name(f"{house.name}/{template}"), house, pixels)
