"""The group of commands, and how every way of ending is said: one place for exit codes and unexpected errors."""

from __future__ import annotations

import importlib
import keyword
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from briefing import __version__
from briefing.cli import chinese, help_layout, unraisable
from briefing.cli.output import give_up, lost, note, ready_streams, report, trace
from briefing.core import bounds
from briefing.core.errors import BriefingError, Diagnostic, ExitCode, exit_code, exit_codes, of_the_system
from briefing.core.home import complete
from briefing.files import cache
from briefing.storage import standing

#: Command → what it is for. A command's module is imported when it is called, so that `--help` stays quick.
COMMANDS = {
    "build": "制作成品：DOCX 和 PDF",
    "check": "检查稿件，不制作",
    "press": "制作交给印刷厂的文件",
    "prove": "读回成品，逐字逐行核对",
    "verify": "核对交给档案室的包",
    "show": "列出各页上的每一样东西，不制作",
    "serve": "打开编辑台：在浏览器里写稿、看页面、出成品",
    "desktop": "在桌面上放一个编辑台的图标",
    "new": "新建一期",
    "import": "把 Word 等文件变成稿件",
    "houses": "列出可用的版式",
    "doctor": "检查这台电脑缺什么，怎么补",
    "explain": "解释一个诊断代码",
    "completion": "输出命令补全脚本",
}


class _Lazy(chinese.CommandGroup):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module = importlib.import_module(f"briefing.cli.{name}{'_' if keyword.iskeyword(name) else ''}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("命令"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from briefing.core.suggest import nearest

            near = nearest(args[0], COMMANDS)
            hint = f"是不是 {near}？" if near else f"可用的命令：{'、'.join(COMMANDS)}。"
            ctx.fail(f"没有 {args[0]} 这个命令。{hint}")
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Lazy,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help="把一个文件夹（issue.yaml 和几篇 Markdown 稿件）排成简报：可以修改的 DOCX 和可以付印的 PDF。",
    epilog=(f"期号写 2022-17，或只写 17（有这一期的最近一年），也可以写文件夹的路径。\n\n{exit_codes()}"),
    examples=[
        ("briefing new", "新建一期，逐项询问"),
        ("briefing build 17", "制作第17期"),
        ("briefing check 2022-17", "只检查，不制作"),
        ("briefing build --all", "制作所有各期"),
        ("briefing doctor", "制作不出来时，看看缺什么"),
    ],
)
@click.version_option(__version__, "-V", "--version", message="briefing %(version)s", help="显示版本。")
def group() -> None: ...


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code. Nothing is raised but by Python's own death."""
    ready_streams()
    chinese.install()
    help_layout.install()
    unraisable.install()
    bounds.limit_process()
    standing.begin()
    if _nowhere():
        note("当前所在的文件夹已经不在了，多半是刚被删去或移走。请换到别的文件夹（cd），再运行一次。")
        return ExitCode.USAGE
    code = _run(arguments)
    remarks = standing.remarks()
    report(remarks, {})
    code = max(code, exit_code(remarks))
    for complaint in cache.complaints.values():
        note(complaint)
    try:
        sys.stdout.flush()
    except OSError as error:
        give_up(error)
    if lost() and code in (ExitCode.OK, ExitCode.FINDINGS):
        note(f"结果没有写出来：{lost()}。{standing.sentence()}")
        return ExitCode.OUTPUT
    return code


def _nowhere() -> bool:
    """Whether the current folder was taken away: no relative path means anything then."""
    try:
        os.getcwd()
    except OSError:
        return True
    return False


def _run(arguments: Sequence[str] | None) -> int:
    try:
        result = group.main(arguments, prog_name="briefing", standalone_mode=False)
        return int(result) if isinstance(result, int) else ExitCode.OK
    except click.ClickException as error:
        return _usage(error)
    except (click.Abort, KeyboardInterrupt):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second ^C must not kill what is on its way out
        note("")
        note(f"已中断，{standing.sentence()}")
        return ExitCode.INTERRUPTED
    except SystemExit as ending:  # click's own way out, after completing a word
        return int(ending.code or 0)
    except BriefingError as error:
        return failed(error, "")
    except OSError as error:  # click's own help does not go through `say`
        if not _stdout_broken(error):
            return failed(error, "运行命令")
        return ExitCode.OK
    except Exception as error:
        return failed(error, "运行命令")


def _stdout_broken(error: OSError) -> bool:
    """Whether it was our results that could not be written; nothing more goes there then."""
    import traceback

    if not any(frame.name == "echo" for frame in traceback.extract_tb(error.__traceback__)):
        return False
    give_up(error)
    return True


def failed(error: BaseException, work: str, sources: Mapping[str, str] | None = None, folder: Path | None = None) -> int:
    """Say what went wrong, whatever it was, and return its exit code. `work`: what was being done."""
    from briefing.building import incident

    error = of_the_system(error, work) or error
    if isinstance(error, BriefingError):
        report(error.diagnostics, sources or {}, folder)
        if error.exit_code == ExitCode.BUG:
            ours(error.diagnostics, work)
        if error.exit_code == ExitCode.BUG or standing.changed() or (error.exit_code == ExitCode.OUTPUT and standing.watching()):
            note(standing.sentence())
        return error.exit_code
    if isinstance(error, ImportError) and not (error.name or "briefing").startswith("briefing"):
        hint = f"{complete()}。"
        report([Diagnostic("package-missing", f"运行环境里缺少程序库 {error.name}", hint=hint)], {})
        return ExitCode.TOOL
    if incident.debugging():
        import traceback

        trace("".join(traceback.format_exception(error)))
    report([incident.finding(error, work)], sources or {}, folder)
    note(standing.sentence())
    return ExitCode.BUG


def ours(diagnostics: Sequence[Diagnostic], work: str) -> None:
    """Where the report lies of findings that are this program's own fault."""
    from briefing.building import incident

    if any(item.code == incident.CODE for item in diagnostics):
        return
    path = incident.note(diagnostics, work)
    if path is not None:
        note(f"这是程序的错误。请把 {path} 发给维护者，其中没有稿件的文字。")


def _usage(error: click.ClickException) -> int:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        trace(error.format_message())  # the help, in several lines of our own
        return ExitCode.USAGE
    note(chinese.in_chinese(error))
    context = getattr(error, "ctx", None)
    if context is not None:
        note(f"用法见：{context.command_path} --help")
    return ExitCode.USAGE
