"""briefing import."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from briefing.building import places
from briefing.cli import output
from briefing.cli.chinese import Command
from briefing.errors import Diagnostic, ExitCode, InputError, Severity, UsageError
from briefing.importing import placing, session
from briefing.importing.session import Draft
from briefing.world import MB, Root

#: A report with forty photographs has 100 MB.
_MAX_FILE = 200 * MB
_STDIN = "-"


@click.command(
    "import",
    cls=Command,
    help="把各地送来的 Word 文件（也可以是 .doc、.wps、.rtf、.odt、.txt、网页）变成本期的稿件。字体、颜色、手工空格都不要，"
    "标题、列表、表格、图片、脚注都留下；半角标点、多余空格等改正后逐处列出。最后与原文逐字核对，缺了什么会说明。",
    examples=[
        ("briefing import 南京.docx 苏州.docx -i 17", "放进第17期，自动编号"),
        ("briefing import 南京.docx -i 17 --refuse-changes", "不接受原文里的修订"),
        ("briefing import 南京.docx -i 17 --force", "对方又发了一稿，换掉原来的"),
        ("briefing import 南京.doc --stdout", "只看结果，不写文件"),
        ("briefing import 2022-17.docx --new 2022-99", "本程序做的整期简报，还原成一个文件夹"),
    ],
)
@click.argument("files", nargs=-1, required=True, metavar="文件...", type=click.Path(allow_dash=True))
@click.option("-i", "--issue", metavar="期号", help="放进哪一期；在一期的文件夹里运行时可以不写。")
@click.option("--new", "new", metavar="期名", help="把整期简报还原成新的文件夹，如 2022-99；放在 issues 里。")
@click.option("--title", default="", metavar="标题", help="用这个标题，不用文件里的；只能有一个文件。")
@click.option("--refuse-changes", is_flag=True, help="拒绝原文里的修订；默认全部接受。")
@click.option("--force", is_flag=True, help="已有同名的稿件时覆盖；默认另编一号。")
@click.option("--stdout", "printing", is_flag=True, help="把稿件写到标准输出，不写文件。")
def command(
    files: tuple[str, ...], issue: str | None, new: str | None, title: str, refuse_changes: bool, force: bool, printing: bool
) -> int:
    context = click.get_current_context()
    if title and len(files) > 1:
        raise click.UsageError("--title 只能用于一个文件。", context)
    if sum((issue is not None, new is not None, printing)) > 1:
        raise click.UsageError("-i、--new、--stdout 只能写一样。", context)
    folder = None if printing else _folder(issue)
    taken: list[str] = []
    worst: int = ExitCode.OK
    for file in files:
        try:
            draft = _draft(file, folder, title, refuse_changes, force, tuple(taken))
        except InputError as error:
            output.report(error.diagnostics, {})
            worst = max(worst, error.exit_code)
            continue
        taken.append(draft.name)
        worst = max(worst, _deliver(draft, file, folder, force))
    return worst


def _folder(issue: str | None) -> Path:
    if issue is not None:
        return places.locate(issue)
    if Path(places.ISSUE_FILE).is_file():
        return Path.cwd()
    raise click.UsageError("请写明放进哪一期，例如 -i 17；只想看看结果请写 --stdout。", click.get_current_context())


def _draft(file: str, folder: Path | None, title: str, refuse: bool, force: bool, taken: tuple[str, ...]) -> Draft:
    data, name = _read(file)
    source = session.open_source(data, name, refuse_changes=refuse)
    wanted = placing.vacant(folder or Path("."), placing.stem(name), replace=force, taken=taken)
    return session.draft(source, wanted if folder else placing.stem(name), title=title)


def _read(file: str) -> tuple[bytes, str]:
    if file == _STDIN:
        return sys.stdin.buffer.read(_MAX_FILE + 1)[:_MAX_FILE], "stdin"
    path = Path(file)
    if not path.is_file():
        raise UsageError(Diagnostic("no-import", f"找不到文件：{file}", hint="请核对文件名；名字里有空格时用引号括起来。"))
    return Root(path.parent).bytes(path.name, _MAX_FILE), path.name


def _deliver(draft: Draft, file: str, folder: Path | None, force: bool) -> int:
    """Write or print the draft, and say what was done to it."""
    if folder is None:
        click.echo(draft.markdown, nl=False)
    else:
        files = {f"{draft.name}.md": draft.markdown.encode(), **draft.pictures}
        placing.place(folder, files, replace=force)
    for done in draft.repairs:
        output.note(f"{done.span}: {_visible(done.before)} → {_visible(done.after)}　…{done.around}…")
    output.report(draft.findings, draft.sources, folder)
    if folder is not None:
        output.say(f"{file} → {folder.name}/{draft.name}.md：{_summary(draft)}")
        _remind(folder, draft.name)
    severities = {finding.severity for finding in draft.findings}
    return ExitCode.FINDINGS if severities & {Severity.ERROR, Severity.WARNING} else ExitCode.OK


def _visible(text: str) -> str:
    """Quoted, spaces shown as ␣ and □."""
    return f"“{text.replace(' ', '␣').replace(chr(0x3000), '□').replace(chr(9), '⇥')}”" if text else "删去"


def _summary(draft: Draft) -> str:
    lost = sum(finding.code == "import-lost" for finding in draft.findings)
    said = [f"原文 {draft.counted} 字" + ("，一字未漏" if not lost else f"，有 {lost} 处没有导入")]
    said += [f"改正 {len(draft.repairs)} 处"] * bool(draft.repairs) + [f"图片 {len(draft.pictures)} 幅"] * bool(draft.pictures)
    return "，".join(said)


def _remind(folder: Path, name: str) -> None:
    """An issue that lists its reports does not take in one that it does not list."""
    text = (folder / places.ISSUE_FILE).read_text("utf-8", "replace")
    if "reports:" in text and f"{name}.md" not in text:
        output.note(f"请在 {places.ISSUE_FILE} 的 reports 里加上 {name}.md。")
