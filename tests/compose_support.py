"""Reads an issue with the house it names."""

from __future__ import annotations

from briefing.house import HouseStyle
from briefing.house_load import load_house
from briefing.model import Issue
from briefing.read.issue import load_issue
from briefing.world import World


def read_issue(world: World) -> tuple[Issue, HouseStyle]:
    issue, _ = load_issue(world, lambda name, span: load_house(world, name, span).defaults)
    return issue, load_house(world, issue.house)
