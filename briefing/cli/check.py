"""briefing check."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from briefing.building import places
from briefing.building.checking import Checked, check_issue
from briefing.cli import output
from briefing.cli.arguments import issues_argument
from briefing.cli.chinese import Command
from briefing.errors import Diagnostic, ExitCode, Severity, UsageError

FORMATS = ("text", "json", "sarif", "github")
Known = Counter[tuple[str, str]]


@click.command(
    "check",
    cls=Command,
    help="检查稿件和版式，并像校对员一样通读：标点、数字、日期、序号、用词、名称、前后是否一致。一次列出所有问题，每个都有文件、行、列和改法。"
    "不制作成品；校对的意见不妨碍制作。",
    examples=[
        ("briefing check 17", "检查第17期"),
        ("briefing check", "检查所有各期"),
        ("briefing check 17 --fix", "有把握的直接改好，再列出其余的"),
        ("briefing check --baseline 旧意见.json --write-baseline", "把现有的意见记下来，以后不再提"),
        ("briefing check --baseline 旧意见.json", "只列新的"),
        ("briefing check 17 --format sarif", "给别的程序看的结果"),
        ("briefing explain word-confused", "一条诊断是什么意思"),
    ],
)
@issues_argument
@click.option(
    "--format",
    "style",
    type=click.Choice(FORMATS),
    default="text",
    metavar="|".join(FORMATS),
    help="给人看（text），还是给程序看：JSON、SARIF、GitHub 的标注；后三样写到标准输出。",
)
@click.option("--fix", is_flag=True, help="只有一种改法的，直接改在稿件里；其余的照常列出。")
@click.option("--baseline", metavar="文件", help="记着旧意见的文件；其中的不再列出，那一段改动过才重新列出。")
@click.option("--write-baseline", "writing", is_flag=True, help="把现有的校对意见记进 --baseline 的文件。")
def command(issues: tuple[str, ...], style: str, fix: bool, baseline: str | None, writing: bool) -> int:
    if writing and baseline is None:
        raise click.UsageError("请用 --baseline 写明记在哪个文件里。", click.get_current_context())
    names = issues or places.names()
    if not names:
        raise click.UsageError("issues/ 里还没有稿件，请先运行 briefing new。", click.get_current_context())
    folders = list(dict.fromkeys(places.locate(name) for name in names))
    known = {} if writing or baseline is None else _read(baseline)
    checked = {folder: check_issue(folder, known.get(folder.name), fix=fix) for folder in folders}
    if writing:
        assert baseline is not None
        return _write(baseline, checked)
    _show(checked, style)
    left_out = [] if issues else places.unreadable()
    output.report(left_out, {})
    return max(_code(left_out), *(_code(one.found) for one in checked.values()))


def _show(checked: dict[Path, Checked], style: str) -> None:
    if style == "text":
        for folder, one in checked.items():
            output.report(one.found, one.sources, folder)
            output.say(f"{folder.name}：{_summary(one)}")
        return
    found = [(item, output.locator(folder)) for folder, one in checked.items() for item in one.found]
    if style == "json":
        import json

        from briefing import diagnose

        said = [json.loads(diagnose.to_json(one.found, output.locator(folder))) for folder, one in checked.items()]
        output.data(json.dumps([record for records in said for record in records], ensure_ascii=False, indent=2))
        return
    from briefing import __version__, reporting

    text = reporting.to_sarif(found, __version__) if style == "sarif" else reporting.to_github(found)
    if text:
        output.data(text)


def _read(file: str) -> dict[str, Known]:
    from briefing.proofread import baseline

    return baseline.parse(_text(file), file) if Path(file).exists() else _missing(file)


def _missing(file: str) -> dict[str, Known]:
    hint = "第一次请加 --write-baseline。"
    raise UsageError(Diagnostic("no-baseline", f"没有这个基线文件：{file}", hint=hint))


def _text(file: str) -> str:
    from briefing.world import MAX_MARKDOWN, Root

    path = Path(file)
    return Root(path.parent).text(path.name, MAX_MARKDOWN)[0]


def _write(file: str, checked: dict[Path, Checked]) -> int:
    from briefing.building import sources
    from briefing.proofread import baseline
    from briefing.proofread.rules import CODES

    before = _text(file) if Path(file).exists() else ""
    if before:
        baseline.parse(before, file)
    text = baseline.render({folder.name: one.found for folder, one in checked.items()}, before)
    name = Path(file).name
    sources.place(Path(file).parent, {name: text.encode()}, over=[name])
    count = sum(item.code in CODES for one in checked.values() for item in one.found)
    output.say(f"{file}：记下 {count} 条意见，以后不再列出。")
    return ExitCode.OK


def _code(found: list[Diagnostic]) -> int:
    severities = {item.severity for item in found}
    if Severity.ERROR in severities:
        return ExitCode.INPUT
    return ExitCode.FINDINGS if Severity.WARNING in severities else ExitCode.OK


def _summary(one: Checked) -> str:
    errors = sum(item.severity is Severity.ERROR for item in one.found)
    warnings = sum(item.severity is Severity.WARNING for item in one.found)
    fixable = sum(item.fix is not None for item in one.found)
    parts = [f"改好 {len(one.fixed)} 处"] * bool(one.fixed)
    parts += [f"{errors} 个错误"] * bool(errors) + [f"{warnings} 个警告"] * bool(warnings)
    said = "、".join(parts) if parts else "没有问题"
    return f"{said}（{fixable} 处可以用 --fix 改好）" if fixable else said
