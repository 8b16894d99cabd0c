"""briefing show."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import click

from briefing.building import issue_names, stages
from briefing.cli import output
from briefing.cli.app import failed
from briefing.cli.arguments import complete_issue
from briefing.cli.chinese import Command, OneOf
from briefing.core.errors import exit_code
from briefing.dissect.selection import Selection
from briefing.dissect.views import VIEWS
from briefing.files.world import World
from briefing.paint.dump import SourceLine

_PLACE = re.compile(r"(?P<file>.+?)[:：](?P<line>[0-9]{1,9})(?:[:：][0-9]+)?")
_DEFAULT = "painted"


@click.command(
    "show",
    cls=Command,
    help="不制作，只列出一期做到某一步的样子：稿件里的一行读成了什么，在哪里断行、为什么，排在哪一页哪一处，各种成品里怎样写的。"
    "查一个字为什么排在那里时用。位置以磅计，从纸的左上角量起（lines、page 从版心量起）；painted 里文字的位置后面是"
    "每个字到下一个字的距离，16×27 是接连二十七个 16 磅。",
    examples=[
        ("briefing show 17", "第17期各页上画了什么，一样一行"),
        ("briefing show 17 --at 02-suzhou.md:5", "只看这个文件第5行排出来的字"),
        ("briefing show 17 --at 02-suzhou.md:5 --stage lines", "这一行在哪里断，还可以断在哪里，为什么"),
    ],
)
@click.argument("issue", metavar="期号", shell_complete=complete_issue)
@click.option(
    "--stage", type=OneOf(tuple(VIEWS)), default=_DEFAULT, metavar="步骤",
    help="看哪一步：" + "；".join(f"{name} {view.about}" for name, view in VIEWS.items()) + "。",
)  # fmt: skip
@click.option("--at", "place", metavar="文件:行", help="只列出来自稿件这一行的。")
def command(issue: str, stage: str, place: str | None) -> int:
    folder = issue_names.locate(issue)
    world = World(folder)
    try:
        selection = Selection(stages.read(folder, world))
        if place is not None:
            selection = replace(selection, at=_source_line(place, world.sources, folder))
        lines = list(VIEWS[stage].rows(selection))
    except click.ClickException:
        raise
    except Exception as error:
        return failed(error, f"列出 {folder.name} ", world.sources, folder)
    findings = selection.source.findings.items
    output.report(findings, world.sources, folder)
    for line in lines:
        output.file(f"{line}\n")
    if not lines:
        output.note(f"{place or folder.name} 没有排出字来（空行、只有标记的行、不印出来的内容都是这样）。")
    return exit_code(findings)


def _source_line(place: str, sources: Mapping[str, str], folder: Path) -> SourceLine:
    """What `--at` names: a file as the issue in `folder` calls it, or by its path."""
    context = click.get_current_context()
    found = _PLACE.fullmatch(place)
    if found is None:
        raise click.UsageError(f"--at 要写成“文件:行”，例如 --at 01-nanjing.md:3；现在是“{place}”。", context)
    wanted, line = found["file"].replace("\\", "/"), int(found["line"])
    locate = output.locator(folder)
    name = next((name for name in sources if wanted == name or Path(wanted).resolve() == Path(locate(name)).resolve()), None)
    if name is None:
        own = "、".join(sorted(name for name in sources if "/" not in name))
        raise click.UsageError(f"这一期没有用到 {wanted}；稿件有：{own}。", context)
    last = sources[name].count("\n") + (not sources[name].endswith("\n"))
    if not 1 <= line <= last:
        raise click.UsageError(f"{name} 没有第 {line} 行，一共 {last} 行。", context)
    return SourceLine(name, line)
