"""briefing prove."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

import click

from briefing.building import issue_names, lanes
from briefing.building.ancestry import Age
from briefing.building.output_proof import Proved, prove_issue
from briefing.building.plan import REPORT
from briefing.cli import output
from briefing.cli.app import failed
from briefing.cli.arguments import issues_argument, located
from briefing.cli.chinese import Command
from briefing.cli.measuring import measure
from briefing.cli.progress import Progress
from briefing.core.errors import Diagnostic, ExitCode, OutputError, Severity, exit_code
from briefing.core.terminal import shell
from briefing.storage import disk, standing

#: What `--report` without a file name means: beside the outputs.
_BESIDE = "\0"


@click.command(
    "prove",
    cls=Command,
    help="把做好的 PDF 和 DOCX 读回来，与稿件和版式逐字逐行核对：行在网格上、两边对齐、避头尾、没有孤字、"
    "字体嵌入、页码和目录正确、版记的位置、每个字恰好一次。问题指到稿件的行。制作时也总会核对。",
    examples=[
        ("briefing prove 17", "核对第17期"),
        ("briefing prove 17 --report", "另做一页可以看的报告，放在成品旁边"),
        ("briefing prove 17 --report 校验.html", "报告另存为 校验.html"),
        ("briefing prove 17 --office", "再让 LibreOffice 排一遍 DOCX，看各行是不是与 PDF 相同"),
        ("briefing prove", "核对所有各期"),
    ],
)
@issues_argument
@click.option("-o", "--output", "folder", default="build", metavar="文件夹", help="成品在哪里；默认 build。")
@click.option(
    "--report", "report_file", is_flag=False, flag_value=_BESIDE, metavar="[文件]",
    help="做一页 HTML：每一页的样子，文字可以选、可以查找，标出问题。不写文件名就放在成品旁边。",
)  # fmt: skip
@click.option("--office", is_flag=True, help="用 LibreOffice 排 DOCX，与 PDF 比较文字、各行和各页；结果记入 manifest.json。")
def command(issues: tuple[str, ...], folder: str, report_file: str | None, office: bool) -> int:
    names = issues or issue_names.shelved()
    if not names:
        raise click.UsageError("issues/ 里还没有稿件，请先运行 briefing new。", click.get_current_context())
    sources, _, worst = located(names)
    if len(sources) > 1 and report_file not in (None, _BESIDE):
        raise click.UsageError("几期不能写进同一个报告文件；请只写 --report。", click.get_current_context())
    prove = partial(_prove, folder=folder, report_file=report_file, office=office)
    progress = Progress(len(sources), "核对")
    results = ((source, partial(prove, source)) for source in sources) if office else lanes.each(sources, prove, "核对")
    with contextlib.closing(results), progress:
        for source, result in results:
            with progress.aside():
                try:
                    worst = max(worst, _said(result(), source, office))
                except Exception as error:  # the others are still proved
                    worst = max(worst, failed(error, f"核对 {source.name} ", {}, source))
    return worst


class _Result(NamedTuple):
    proved: Proved
    report: tuple[Path, str] | None


def _prove(source: Path, *, folder: str, report_file: str | None, office: bool) -> _Result:
    proved = prove_issue(source, folder)
    report = None if report_file is None else _report(proved, report_file)
    return _Result(proved if office else replace(proved, material=None), report)


def _said(result: _Result, source: Path, office: bool) -> int:
    """Exit code."""
    proved = result.proved
    _tell(proved, source)
    gone = ExitCode.FINDINGS if proved.missing else ExitCode.OK
    worst = max(gone, exit_code(proved.proof.diagnostics), _tell_pressed(proved))
    if result.report is not None:
        _write(*result.report)
    return max(worst, measure(proved, source)) if office else worst


def _tell(proved: Proved, source: Path) -> None:
    proof = proved.proof
    for name in proved.missing:
        output.note(f"{proved.name}：{name} 不在了，没有核对。请重新制作（briefing build {shell(proved.name)}）。")
    for name in proved.edited:
        output.note(f"{proved.name}：{name} 在制作以后被改动过。")
    if proved.freshness.age is Age.CHANGED:
        output.note(f"{proved.name}：{proved.freshness.said}。请重新制作（briefing build {shell(proved.name)}）。")
    elif proved.freshness.age is Age.UNKNOWN:
        output.note(f"{proved.name}：{proved.freshness.said}。")
    output.report(proof.diagnostics, proved.sources, source)
    extent = f"{proof.pages} 页 {proof.lines} 行，" if proof.pages else ""
    verdict = f"发现 {len(proof.findings)} 处问题" if proof.findings else "无误"
    output.say(f"{proved.name}：{extent}{proof.characters} 字，{'、'.join(proof.outputs)} {verdict}")


def _tell_pressed(proved: Proved) -> int:
    """The files for the print shop and the archive, where there are any."""
    if not proved.pressed:
        return ExitCode.OK
    output.report(proved.pressed_findings, {})
    wrong = [item for item in proved.pressed_findings if item.severity is Severity.ERROR]
    others = len(proved.pressed_findings) - len(wrong)
    verdict = f"发现 {len(wrong)} 处问题" if wrong else "印前检查没有错误" if others else "印前检查无误"
    verdict += f"，{others} 处请留意" if others else ""
    output.say(f"{proved.name}：{'、'.join(proved.pressed)} {verdict}")
    return exit_code(proved.pressed_findings)


def _report(proved: Proved, wanted: str) -> tuple[Path, str]:
    from briefing.building.proof_pages import pages_of
    from briefing.prove.report import report

    path = proved.folder / REPORT if wanted == _BESIDE else Path(wanted)
    return path, report(proved.proof, proved.name, pages_of(proved), proved.sources, proved.freshness.said)


def _write(path: Path, text: str) -> None:
    standing.watch([path], f"报告 {path} 已经写好")
    try:
        disk.replace(path, text.encode())
    except OSError as error:
        message = f"报告写不进去：{path}（{disk.reason(error)}）"
        raise OutputError(Diagnostic("output", message, hint="请用 --report 另选一个位置。")) from None
    output.say(f"  {path}")
