"""Reads an issue with the house it names."""

from __future__ import annotations

from briefing.files.world import World
from briefing.house.load import load_house
from briefing.house.style import HouseStyle
from briefing.model.bulletin import Issue
from briefing.source.issue import load_issue


def read_issue(world: World) -> tuple[Issue, HouseStyle]:
    issue, _ = load_issue(world, lambda name, span: load_house(world, name, span).defaults)
    return issue, load_house(world, issue.house)
