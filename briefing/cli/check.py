"""briefing check."""

from __future__ import annotations

import click

from briefing.building import places, stages
from briefing.cli import output
from briefing.cli.arguments import issues_argument
from briefing.cli.chinese import Command
from briefing.errors import Diagnostic, ExitCode, Severity
from briefing.world import World


@click.command(
    "check",
    cls=Command,
    help="检查稿件和版式：缺项、错字段、缺字、排不下的标题。一次列出所有问题，每个都有文件、行、列。不制作成品。",
    examples=[
        ("briefing check 17", "检查第17期"),
        ("briefing check", "检查所有各期"),
        ("briefing check 17 --diagnostics json", "给程序看的结果"),
        ("briefing explain file-missing", "一条诊断是什么意思"),
    ],
)
@issues_argument
@click.option(
    "--diagnostics",
    type=click.Choice(["text", "json"]),
    default="text",
    metavar="text|json",
    help="给人看，还是给程序看（JSON，写到标准输出）。",
)
def command(issues: tuple[str, ...], diagnostics: str) -> int:
    names = issues or places.names()
    if not names:
        raise click.UsageError("issues/ 里还没有稿件，请先运行 briefing new。", click.get_current_context())
    folders = list(dict.fromkeys(places.locate(name) for name in names))
    everything: list[str] = []
    worst: int = ExitCode.OK
    for folder in folders:
        world = World(folder)
        found = stages.check(folder, world)
        if diagnostics == "json":
            from briefing import diagnose

            everything.append(diagnose.to_json(found, output.locator(folder)))
        else:
            output.report(found, world.sources, folder)
            output.say(f"{folder.name}：{_summary(found)}")
        worst = max(worst, _code(found))
    if diagnostics == "json":
        import json

        merged = [record for text in everything for record in json.loads(text)]
        output.say(json.dumps(merged, ensure_ascii=False, indent=2))
    return worst


def _code(found: list[Diagnostic]) -> int:
    severities = {item.severity for item in found}
    if Severity.ERROR in severities:
        return ExitCode.INPUT
    return ExitCode.FINDINGS if Severity.WARNING in severities else ExitCode.OK


def _summary(found: list[Diagnostic]) -> str:
    errors = sum(item.severity is Severity.ERROR for item in found)
    warnings = sum(item.severity is Severity.WARNING for item in found)
    parts = [f"{errors} 个错误"] * bool(errors) + [f"{warnings} 个警告"] * bool(warnings)
    return "、".join(parts) if parts else "没有问题"
