"""briefing build."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.building import incident, issue_names
from briefing.building.many import build_many
from briefing.building.output_formats import ALL_FORMATS, FORMATS
from briefing.building.plan import places
from briefing.building.run import Built, FailedIssue
from briefing.cli import findings_report, output
from briefing.cli.app import ours
from briefing.cli.arguments import apart, issues_argument, located
from briefing.cli.chinese import Command, OneOf
from briefing.cli.progress import Progress
from briefing.core.errors import BriefingError, ExitCode, exit_code
from briefing.core.terminal import visible
from briefing.diagnostics.issue_findings import IssueFindings
from briefing.storage import manifest, standing

if TYPE_CHECKING:
    from briefing.cli.build_summary import Summary


@click.command(
    "build",
    cls=Command,
    help="制作成品，放进 build/期号/：DOCX、PDF 和清单 manifest.json。要么全部换成新的，要么一个也不动。稿件没有变化就不重做。",
    examples=[
        ("briefing build 17", "制作第17期（有这一期的最近一年）"),
        ("briefing build 2022-17 --format pdf", "只要 PDF"),
        ("briefing build 2022-17 -o ~/简报", "放进 ~/简报/2022-17/"),
        ("briefing build --all --jobs 4", "制作所有各期，四期同时进行"),
        ("briefing build 17 --format ofd", "做一份 OFD，与 PDF 页页相同"),
        ("briefing build 17 --force", "没有变化也重做"),
        ("briefing build --changed-since origin/main", "只做与主分支不同的各期"),
        ("briefing build --all --explain", "说明哪几期为什么重做"),
        ("briefing build --all --summary 汇总", "另写一页汇总，有变化的页以前、现在各一张小图"),
        ("briefing build --all --findings junit", "结果给 CI 看"),
        ("briefing build 17 --office", "做好以后让 LibreOffice 排一遍 DOCX，与 PDF 比较"),
    ],
)
@issues_argument
@click.option("--all", "everything", is_flag=True, help="制作 issues/ 里的所有各期。")
@click.option("--changed-since", metavar="提交", help="只做 issues/ 里从 git 的这个提交以来改动过的，或者它们的版式改动过的。")
@click.option("-o", "--output", "folder", default="build", metavar="文件夹", help="成品放在哪里；默认 build。")
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=OneOf(ALL_FORMATS),
    metavar="|".join(ALL_FORMATS),
    help=f"只要这一种格式，可以写几次；默认 {' 和 '.join(map(str.upper, FORMATS))}。",
)
@click.option("--force", is_flag=True, help="没有变化也重做。")
@click.option("--explain", is_flag=True, help="说明各期为什么重做：哪篇稿件、版式的哪一项、哪个程序库换过。")
@click.option("--quiet", is_flag=True, help="只说没有做成的和要注意的。")
@click.option("--json", is_flag=True, help="每期一行 JSON，写到标准输出，给别的程序看。")
@click.option("--findings", "findings_style", type=OneOf(findings_report.STYLES), metavar="|".join(findings_report.STYLES),
    help="发现的问题另用这种格式写到标准输出，给 CI 看；其余的话写到标准错误。",
)  # fmt: skip
@click.option("--summary", metavar="文件夹", help="另写一页汇总 summary.md：做了哪几期，哪几页变了，以前、现在各一张小图。")
@click.option("--before", metavar="文件夹", help="与 --summary 同用：以前的成品在哪里；默认与这次制作之前的比。")
@click.option("--jobs", type=click.IntRange(1, 64), metavar="数目", help="几期同时制作；默认与处理器核数相同。")
@click.option("--dask", metavar="地址", help="在 Dask 集群上制作，如 tcp://10.0.0.5:8786（见 docs/scale.md）。")
@click.option("--office", is_flag=True, help="做好以后用 LibreOffice 排 DOCX，与 PDF 比较文字、各行和各页（见 prove --office）。")
def command(
    issues: tuple[str, ...],
    everything: bool,
    changed_since: str | None,
    folder: str,
    formats: tuple[str, ...],
    force: bool,
    explain: bool,
    quiet: bool,
    json: bool,
    findings_style: str | None,
    summary: str | None,
    before: str | None,
    dask: str | None,
    jobs: int | None,
    office: bool,
) -> int:
    shelved = issue_names.shelved() if everything else []
    wanted = _changed(changed_since) if changed_since is not None else shelved or issues
    if changed_since is not None and (issues or everything):
        raise click.UsageError("--changed-since 自己找要做的各期，不能再写期号或 --all。", click.get_current_context())
    if everything and issues:
        raise click.UsageError("--all 已经包括所有各期，不用再写期号。", click.get_current_context())
    if changed_since is not None and not wanted:
        output.say(f"从 {changed_since} 以来没有改动过的期。")
        return ExitCode.OK
    if not wanted:
        raise click.UsageError(
            "issues/ 里还没有稿件，请先运行 briefing new。" if everything else "请写期号，例如 briefing build 17；或用 --all。",
            click.get_current_context(),
        )
    if dask is not None and not dask.strip():
        raise click.UsageError("--dask 要写调度器的地址，如 tcp://10.0.0.5:8786。", click.get_current_context())
    if dask and jobs:
        raise click.UsageError("--jobs 是本机同时做几期，不能与 --dask 同用。", click.get_current_context())
    if office:
        from briefing.building import office_pages as libreoffice

        libreoffice.version()  # before anything is made: without it nothing can be compared
    if before is not None and not os.path.isdir(before):
        raise click.UsageError(f"--before 要写一个文件夹，这里没有：{visible(before)}", click.get_current_context())
    if before is not None and summary is None:
        raise click.UsageError("--before 要与 --summary 同用。", click.get_current_context())
    if json and findings_style:
        raise click.UsageError("--json 和 --findings 都写到标准输出，只能用一个。", click.get_current_context())
    left_out = issue_names.unreadable() if everything else []
    output.report(left_out, {})
    sources, unknown, code = located(wanted)
    if json:
        for issue in unknown:
            _said(code, {"state": "failed"}, issue)
    apart(sources)
    tell = _record if json else partial(_tell, explain=explain, quiet=quiet, say=output.note if findings_style else output.say)
    page = None if summary is None else _summary(summary, sources, folder, before)
    found: list[IssueFindings] = [*unknown]
    progress, outputs = Progress(len(sources), "制作"), places(sources, folder)
    if dask:
        from briefing.scaling.cluster import build_on

        results = build_on(dask, sources, folder, formats or FORMATS, force=force)
    else:
        results = build_many(sources, folder, formats or FORMATS, force=force, jobs=jobs or os.cpu_count() or 1)
    with contextlib.closing(results), progress:  # nobody builds on while it is said what stands
        for source, result in results:
            with progress.aside(failed=isinstance(result, FailedIssue)):
                told = tell(result, source, outputs[source])
                if office and isinstance(result, Built):
                    told = max(told, _measure(source, folder))
                if page is not None:
                    page.add(result, source)
            found.append(
                IssueFindings(result.name, result.diagnostics, output.repository_locator(source), isinstance(result, FailedIssue))
            )
            code = max(code, told)
    if findings_style:
        findings_report.tell(found, findings_style, "制作")
    if page is not None:
        output.note(f"汇总：{page.write()}")
    return max(code, exit_code(left_out))


def _summary(summary: str, sources: list[Path], folder: str, before: str | None) -> Summary:
    from briefing.cli.build_summary import Summary  # a build without it starts sooner

    return Summary(summary, sources, folder, before)


def _changed(revision: str) -> list[str]:
    from briefing.building.changed_since import changed_since

    return changed_since(revision)


def _measure(source: Path, folder: str) -> int:
    """What LibreOffice makes of the finished DOCX."""
    from briefing.building.output_proof import prove_issue  # a build without it starts sooner
    from briefing.cli.measuring import measure

    try:
        return measure(prove_issue(source, folder), source)
    except BriefingError as error:
        output.report(error.diagnostics, {})
        return error.exit_code


def _record(result: Built | FailedIssue, folder: Path, outputs: Path) -> int:
    """One line for a program: what became of the issue, and all that was found."""
    said: dict[str, object]
    if isinstance(result, FailedIssue):
        code: int = result.exit_code
        said = {"state": "failed"}
    else:
        code = exit_code(result.diagnostics)
        said = {
            "state": "made" if result.changed else "unchanged",
            "pages": result.pages,
            "files": result.files,
            "kept": result.kept,
            "reasons": result.reasons,
        }
    _said(code, said, IssueFindings(result.name, result.diagnostics, output.locator(folder)))
    return code


def _said(code: int, said: Mapping[str, object], issue: IssueFindings) -> None:
    from briefing.core.terminal import dump_json
    from briefing.diagnostics.terminal_text import records

    found = records(issue.diagnostics, issue.locate)
    output.data(f"{dump_json({'issue': issue.name, 'exit': code, **said, 'diagnostics': found}, indent=None)}\n")


def _tell(
    result: Built | FailedIssue, folder: Path, outputs: Path, *, explain: bool, quiet: bool, say: Callable[[str], None]
) -> int:
    if isinstance(result, FailedIssue):
        if result.crash and incident.debugging():
            output.note(result.crash)
        output.report(result.diagnostics, result.sources, folder)
        done = "没有做完" if standing.changed(outputs / manifest.FILE) else "没有制作"
        output.note(f"{result.name}：{done}，{standing.sentence(outputs / manifest.FILE)}")
        if result.exit_code == ExitCode.BUG:
            ours(result.diagnostics, f"制作 {result.name}")
        return result.exit_code
    output.report(result.diagnostics, result.sources or {}, folder)
    for name in result.kept:
        output.note(f"{result.name}：成品的位置上原有的不是上次做的那一份，已另存为 {name}。")
    if quiet:
        return exit_code(result.diagnostics)
    if result.changed:
        say(f"{result.name}：{result.pages} 页")
        if explain:
            for reason in result.reasons:
                say(f"  因为：{reason}")
        for path in result.files[:-1]:
            say(f"  {path}")
    else:
        say(f"{result.name}：没有变化（{result.files[0]}）")
    return exit_code(result.diagnostics)
