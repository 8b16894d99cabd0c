"""briefing houses."""

from __future__ import annotations

from pathlib import Path

import click

from briefing.cli import output
from briefing.cli.chinese import Command
from briefing.core.errors import BriefingError, ExitCode
from briefing.files.house_folders import HouseFolders


@click.command(
    "houses",
    cls=Command,
    help="列出可用的版式：名称（写进 issue.yaml 的 house）、说明、沿用自哪一个、版心。"
    "当前文件夹的 templates/ 里有的，用那里的；没有的，用随程序附带的。",
    examples=[("briefing houses", "列出所有版式"), ("briefing new --house gb9704", "用其中一个新建一期")],
)
def command() -> int:
    from briefing.files.world import World
    from briefing.house.load import load_house, some_houses

    world = World(Path())
    code: int = ExitCode.OK
    for name in some_houses(world):
        try:
            house = load_house(world, name)
        except BriefingError as error:
            output.report(error.diagnostics, world.sources)
            code = max(code, error.exit_code)
            continue
        parent = f"，沿用 {house.chain[1]}" if len(house.chain) > 1 else ""
        chars = f"每行 {house.grid.chars} 字" if house.grid.chars else "每行字数随版心"
        output.say(f"{name}{_whose(world.templates, name)}")
        output.say(f"  {house.title}{parent}；每页 {house.grid.lines} 行，{chars}")
    return code


def _whose(houses: HouseFolders, name: str) -> str:
    """Of a house in the workplace's own templates/."""
    if not houses.own(name):
        return ""
    return "（自己的，代替随程序附带的同名版式）" if houses.shadows(name) else "（自己的）"
