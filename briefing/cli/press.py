"""briefing press."""

from __future__ import annotations

import re

import click

from briefing.building import places
from briefing.cli import output
from briefing.cli.arguments import issues_argument
from briefing.cli.chinese import Command
from briefing.errors import ExitCode

_RANGE = re.compile(r"(\d{1,6})(?:[-—–](\d{1,6}))?")


def _numbers(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[int, int] | None:
    if value is None:
        return None
    match = _RANGE.fullmatch(value)
    if not match:
        raise click.BadParameter("请写成 1-400，或只写份数 400。", ctx, param)
    return (int(match[1]), int(match[2])) if match[2] else (1, int(match[1]))


@click.command(
    "press",
    cls=Command,
    help="制作交给印刷厂的一套文件：黑、套红两色的付印 PDF，骑马订拼版，印刷通知单，全部装进一个 zip。"
    "先制作本期，再照 house.yaml 里 print 的各项转成印刷文件，读回核对无误才放进 build/。",
    examples=[
        ("briefing press 17 --for print", "第17期的印刷文件"),
        ("briefing press 17 --for print --numbers 400", "另做一份编了份号 000001—000400 的"),
        ("briefing press 17 --for print --standard x-1a", "印刷厂只收 PDF/X-1a"),
    ],
)
@issues_argument
@click.option("--for", "purpose", type=click.Choice(["print"]), required=True, metavar="print", help="给谁：print 印刷厂。")
@click.option("-o", "--output", "folder", default="build", metavar="文件夹", help="成品放在哪里；默认 build。")
@click.option("--standard", type=click.Choice(["x-4", "x-1a"]), metavar="x-4|x-1a", help="PDF/X-4 或 PDF/X-1a；默认照版式。")
@click.option("--process", is_flag=True, help="红色用四色印，不用专色。")
@click.option("--numbers", callback=_numbers, metavar="起-止", help="编份号：1-400，或只写份数。")
@click.option("--force", is_flag=True, help="没有变化也重做。")
def command(
    issues: tuple[str, ...],
    purpose: str,
    folder: str,
    standard: str | None,
    process: bool,
    numbers: tuple[int, int] | None,
    force: bool,
) -> int:
    from briefing.building.pressing import Order, press_issue

    if not issues:
        raise click.UsageError("请写期号，例如 briefing press 17 --for print。", click.get_current_context())
    for source in dict.fromkeys(places.locate(name) for name in issues):
        result = press_issue(source, folder, Order(standard or "", process, numbers), force=force)
        output.report(result.diagnostics, {}, source)
        if not result.changed:
            output.say(f"{result.name}：没有变化（{result.files[0]}）")
            continue
        output.say(f"{result.name}：{result.pages} 页，印刷文件")
        for path in result.files:
            output.say(f"  {path}")
    return ExitCode.OK
