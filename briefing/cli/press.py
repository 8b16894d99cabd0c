"""briefing press."""

from __future__ import annotations

import contextlib
import datetime
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.building import issue_names, lanes
from briefing.building.plan import place
from briefing.cli import output
from briefing.cli.app import failed
from briefing.cli.arguments import apart, issues_argument, located
from briefing.cli.chinese import Command, OneOf
from briefing.cli.progress import Progress
from briefing.core.errors import Severity, exit_code
from briefing.delivery.deliveries import BY_KIND, DELIVERIES, Wishes
from briefing.delivery.overdue import overdue
from briefing.house.print_settings import STANDARDS
from briefing.storage import commit

if TYPE_CHECKING:
    from briefing.delivery.file_set import Pressed

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
    help=f"制作交给{'或'.join(each.receiver for each in DELIVERIES)}的一套文件。"
    f"{'；'.join(f'{each.kind}：{each.about}' for each in DELIVERIES)}。"
    f"先制作本期，再照 house.yaml 里 {'、'.join(BY_KIND)} 的各项转换，读回核对无误才放进 build/。",
    examples=[
        ("briefing press 17 --for print", "第17期的印刷文件"),
        ("briefing press 17 --for archive", "第17期的归档文件"),
        ("briefing press --all --for archive", "所有各期的归档文件"),
        ("briefing press 17 --for print --numbers 400", "另做一份编了份号 000001—000400 的"),
        ("briefing press 17 --for print --binding 胶装", "照胶装拼版；也可以写骑马订、平订、左上角一钉、对折不订、单张双面"),
        ("briefing press 17 --for print --standard x-1a", "印刷厂只收 PDF/X-1a"),
        ("briefing press --check 外来.pdf", "照印刷厂的各项要求检查别处做的 PDF，不改动它"),
    ],
)
@issues_argument
@click.option("--all", "everything", is_flag=True, help="制作 issues/ 里的所有各期。")
@click.option("--for", "purpose", type=OneOf([*BY_KIND]), metavar="|".join(BY_KIND),
              help=f"给谁：{'，'.join(f'{each.kind} {each.receiver}' for each in DELIVERIES)}。")  # fmt: skip
@click.option("-o", "--output", "folder", default="build", metavar="文件夹", help="成品放在哪里；默认 build。")
@click.option("--standard", type=OneOf(STANDARDS), metavar="x-4|x-1a", help="PDF/X-4 或 PDF/X-1a；默认照版式。")
@click.option("--process", is_flag=True, help="红色用四色印，不用专色。")
@click.option("--numbers", callback=_numbers, metavar="起-止", help="编份号：1-400，或只写份数。")
@click.option("--binding", metavar="装订", help="怎样装订；默认照 issue.yaml 和版式。")
@click.option("--force", is_flag=True, help="没有变化也重做。")
@click.option("--check", "checked", type=click.Path(path_type=Path), metavar="PDF文件",
              help="只检查这个要付印的 PDF，谁做的都可以；不写期号和 --for。")  # fmt: skip
def command(
    issues: tuple[str, ...],
    everything: bool,
    purpose: str | None,
    folder: str,
    standard: str | None,
    process: bool,
    numbers: tuple[int, int] | None,
    binding: str | None,
    force: bool,
    checked: Path | None,
) -> int:
    if checked is not None:
        if issues or everything or purpose or standard or process or numbers or binding or force:
            raise click.UsageError("--check 只检查一个 PDF 文件，不能再写期号和别的要求。", click.get_current_context())
        return _check(checked)
    if purpose is None:
        raise click.UsageError("请写明给谁：--for print（印刷厂）或 --for archive（档案室）。", click.get_current_context())
    delivery = BY_KIND[purpose]
    wishes: Wishes = {"standard": standard or "", "process": process, "numbers": numbers, "binding": binding or ""}
    wanted = issue_names.shelved() if everything else issues
    if everything and issues:
        raise click.UsageError("--all 已经包括所有各期，不用再写期号。", click.get_current_context())
    if not wanted:
        raise click.UsageError(
            "issues/ 里还没有稿件，请先运行 briefing new。" if everything else "请写期号，例如 briefing press 17 --for print。",
            click.get_current_context(),
        )
    if any(value and name not in delivery.wishes for name, value in wishes.items()):
        named = "、".join(f"--{name}" for name, value in wishes.items() if value and name not in delivery.wishes)
        takers = "、".join(each.kind for each in DELIVERIES if each.wishes)
        raise click.UsageError(f"{named} 只用于 --for {takers}。", click.get_current_context())
    kind = delivery.files
    sources, _, code = located(wanted)
    apart(sources)

    def make(source: Path) -> Pressed:
        return delivery.make(source, folder, wishes, force)

    for source in sources:
        commit.watch(place(source, folder), delivery.kind, kind)  # here, where somebody speaks of all of them in the end
    left_out = issue_names.unreadable() if everything else []
    output.report(left_out, {})
    code = max(code, exit_code(left_out))
    progress = Progress(len(sources), f"做{kind}")
    results = lanes.each(sources, make, kind)
    with contextlib.closing(results), progress:
        for source, result in results:
            with progress.aside():
                try:
                    code = max(code, _tell(result(), source, kind))
                    late = overdue(source, folder, datetime.date.today()) if purpose == "print" else None
                    if late:
                        output.report([late], {}, source)
                        code = max(code, exit_code([late]))
                except Exception as error:  # the other issues are still made
                    code = max(code, failed(error, f"做 {source.name} 的{kind}", {}, source))
    return code


def _check(path: Path) -> int:
    from briefing.delivery.print_check import check_print

    found = check_print(path)
    output.report(found.findings, {})
    wrong = [item for item in found.findings if item.severity is Severity.ERROR]
    verdict = f"发现 {len(wrong)} 处问题" if wrong else "没有发现问题"
    others = len(found.findings) - len(wrong)
    verdict += f"，{others} 处请留意" if others else ""
    extent = f"{found.pages} 页，用墨 {'、'.join(found.inks) or '无'}；" if found.pages else ""
    output.say(f"{found.name}：{extent}{verdict}")
    return exit_code(found.findings)


def _tell(result: Pressed, source: Path, kind: str) -> int:
    output.report(result.diagnostics, {}, source)
    for name in result.kept:
        output.note(f"{result.name}：成品的位置上原有的不是上次做的那一份，已另存为 {name}。")
    if result.changed:
        output.say(f"{result.name}：{result.pages} 页，{kind}")
        for path in result.files:
            output.say(f"  {path}")
    else:
        output.say(f"{result.name}：没有变化（{result.files[0]}）")
    return exit_code(result.diagnostics)
