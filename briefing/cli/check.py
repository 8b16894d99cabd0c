"""briefing check."""

from __future__ import annotations

import contextlib
import os
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from functools import partial
from pathlib import Path

import click

from briefing.building import issue_names, lanes
from briefing.building.check_issue import Checked, check_issue
from briefing.cli import findings_report, output
from briefing.cli.app import failed
from briefing.cli.arguments import issues_argument, located
from briefing.cli.chinese import Command, OneOf
from briefing.cli.progress import Progress
from briefing.core import unseen
from briefing.core.errors import Diagnostic, ExitCode, Severity, UsageError, exit_code
from briefing.diagnostics.issue_findings import IssueFindings
from briefing.storage.commit import shown

FORMATS = ("text", "json", *findings_report.STYLES)
Known = Counter[tuple[str, str]]


@click.command(
    "check",
    cls=Command,
    help="检查稿件和版式，并像校对员一样通读：标点、数字、日期、序号、用词、名称、前后是否一致。一次列出所有问题，每个都有文件、行、列和改法。"
    "不制作成品；校对的意见不妨碍制作。",
    examples=[
        ("briefing check 17", "检查第17期"),
        ("briefing check", "检查所有各期"),
        ("briefing check 17 --fix", "有把握的直接改好，逐处列出，再列出其余的"),
        ("briefing check 17 --fix --dry-run", "只列出会改哪些，不写入"),
        ("briefing check 17 --undo", "退回上一次 --fix 的改动"),
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
    type=OneOf(FORMATS),
    default="text",
    metavar="|".join(FORMATS),
    help="给人看（text），还是给程序看：JSON、SARIF、GitHub 的标注、GitLab 的 Code Quality、JUnit；后五样写到标准输出。",
)
@click.option(
    "--fix", is_flag=True, help="只有一种改法的，直接改在稿件里，逐处列出；其余的照常列出。改之前的文件另存一份，可以退回。"
)
@click.option("--dry-run", "dry", is_flag=True, help="与 --fix 同用：照样列出，但不写入。")
@click.option("--undo", is_flag=True, help="把上一次 --fix 改动的文件退回原样。")
@click.option("--baseline", metavar="文件", help="记着旧意见的文件；其中的不再列出，那一段改动过才重新列出。")
@click.option("--write-baseline", "writing", is_flag=True, help="把现有的校对意见记进 --baseline 的文件。")
def command(issues: tuple[str, ...], style: str, fix: bool, dry: bool, undo: bool, baseline: str | None, writing: bool) -> int:
    context = click.get_current_context()
    if writing and baseline is None:
        raise click.UsageError("请用 --baseline 写明记在哪个文件里。", context)
    if dry and not fix:
        raise click.UsageError("--dry-run 要与 --fix 同用。", context)
    if undo and (fix or writing):
        raise click.UsageError("--undo 不能与 --fix、--write-baseline 同用。", context)
    names = issues or issue_names.shelved()
    if not names:
        raise click.UsageError("issues/ 里还没有稿件，请先运行 briefing new。", context)
    folders, unknown, broken = located(names)
    if undo:
        return max(broken, _undo(folders))
    known = {} if writing or baseline is None else _read(baseline)
    checked: dict[Path, Checked] = {}
    alone = fix and not dry  # what writes into sources is not left to processes that may be ended
    beside = alone or lanes.spare(len(folders))

    def check(folder: Path) -> Checked:
        return check_issue(folder, known.get(folder.name), fix=fix, write=not dry, beside=beside)

    progress = Progress(len(folders), "检查")
    results: Generator[tuple[Path, Callable[[], Checked]]] = (
        ((folder, partial(check, folder)) for folder in folders) if alone else lanes.each(folders, check, "检查")
    )
    with contextlib.closing(results), progress:
        for folder, result in results:
            with progress.aside():
                try:
                    checked[folder] = result()
                except Exception as error:  # the other issues are still checked
                    broken = max(broken, failed(error, f"检查 {folder.name} ", {}, folder))
    checked = {folder: checked[folder] for folder in folders if folder in checked}
    if broken:
        _show(checked, style, unknown)
        return max(broken, *(exit_code(one.found) for one in checked.values()), 0)
    if writing:
        assert baseline is not None
        return _write(baseline, checked)
    _show(checked, style)
    left_out = [] if issues else issue_names.unreadable()
    output.report(left_out, {})
    return max(exit_code(left_out), *(exit_code(one.found) for one in checked.values()))


def _undo(folders: list[Path]) -> int:
    from briefing.storage import undo_records

    if len(folders) > 1:
        raise click.UsageError("--undo 一次退回一期，请写明期号。", click.get_current_context())
    for folder in folders:
        output.say(f"{folder.name}：已退回 {'、'.join(undo_records.undo(folder))}。")
    return ExitCode.OK


def _show(checked: dict[Path, Checked], style: str, unknown: Sequence[IssueFindings] = ()) -> None:
    """`unknown`: names that mean no issue, which were told of already, for the reports that list what was asked for."""
    tell = output.say if style == "text" else output.note
    for folder, one in checked.items():
        for line in _changes(folder, one):
            tell(line)
    if style == "text":
        for folder, one in checked.items():
            output.report(one.found, one.sources, folder)
            output.say(f"{folder.name}：{_summary(one)}")
        return
    if style == "json":
        from briefing.core.terminal import dump_json
        from briefing.diagnostics import terminal_text

        issues = [*unknown, *(IssueFindings(folder.name, one.found, output.locator(folder)) for folder, one in checked.items())]
        said = [record for issue in issues for record in terminal_text.records(issue.diagnostics, issue.locate)]
        output.data(f"{dump_json(said)}\n")
        return
    placed = [IssueFindings(folder.name, one.found, output.repository_locator(folder)) for folder, one in checked.items()]
    findings_report.tell([*unknown, *placed], style, "检查")


def _changes(folder: Path, one: Checked) -> Iterator[str]:
    """Each change with its place in the file as it was, and the way back."""
    if not one.fixed:
        return
    locate = output.locator(folder)
    for edit in one.fixed:
        place = f"{locate(edit.span.file)}:{edit.span.line}:{edit.span.column}"
        old, new = (f"“{_visible(text)}”" for text in (edit.old, edit.new))
        yield f"{place}: {old} → {new}" if edit.new else f"{place}: 删去{old}"
    if one.kept is None:
        yield f"{folder.name}：以上 {len(one.fixed)} 处没有写入，去掉 --dry-run 才改。"
    else:
        yield f"{folder.name}：改之前的文件在 {shown(one.kept / 'files')}；要退回，请运行 briefing check {folder.name} --undo"


def _visible(text: str) -> str:
    """`text` with the names of characters that cannot be seen."""
    return "".join(char if char.isprintable() and char != " " else f"〈{unseen.named(char)}〉" for char in text)


def _read(file: str) -> dict[str, Known]:
    from briefing.proofread import baseline

    return baseline.parse(_text(file), file) if os.path.lexists(file) else _missing(file)


def _missing(file: str) -> dict[str, Known]:
    hint = "第一次请加 --write-baseline。"
    raise UsageError(Diagnostic("no-baseline", f"没有这个基线文件：{file}", hint=hint))


def _text(file: str) -> str:
    from briefing.core import decode
    from briefing.files.world import MAX_MARKDOWN, argument

    return decode.decode(argument(file, MAX_MARKDOWN), file)[0]


def _write(file: str, checked: dict[Path, Checked]) -> int:
    from briefing.proofread import baseline
    from briefing.proofread.rules import CODES
    from briefing.storage import source_files

    before = _text(file) if os.path.lexists(file) else ""
    if before:
        baseline.parse(before, file)
    text = baseline.render({folder.name: one.found for folder, one in checked.items()}, before)
    name = Path(file).name
    source_files.place(Path(file).parent, {name: text.encode()}, over=[name])
    count = sum(item.code in CODES for one in checked.values() for item in one.found)
    output.say(f"{file}：记下 {count} 条意见，以后不再列出。")
    return ExitCode.OK


def _summary(one: Checked) -> str:
    errors = sum(item.severity is Severity.ERROR for item in one.found)
    warnings = sum(item.severity is Severity.WARNING for item in one.found)
    fixable = sum(item.fix is not None for item in one.found)
    parts = [f"{'改好' if one.kept else '可以改好'} {len(one.fixed)} 处"] * bool(one.fixed)
    parts += [f"{errors} 个错误"] * bool(errors) + [f"{warnings} 个警告"] * bool(warnings)
    said = "、".join(parts) if parts else "没有问题"
    said = f"{said}（{fixable} 处可以用 --fix 改好）" if fixable else said
    return said if one.proofread else f"{said}；错误改好以后才能校对，请再检查一次"
