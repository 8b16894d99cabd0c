"""briefing serve."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path

import click

from briefing.building import issue_names
from briefing.cli import output
from briefing.cli.chinese import Command
from briefing.core.errors import Diagnostic, ExitCode, MissingToolError

#: The password where nobody can be asked.
PASSWORD = "BRIEFING_DESK_PASSWORD"
_SHORTEST = 8


@click.command(
    "serve",
    cls=Command,
    help="打开编辑台：在浏览器里写稿、看页面、改错、收 Word 文件、出成品，不用别的命令。只有这台电脑能用；按 Ctrl+C 结束。",
    examples=[
        ("briefing serve", "打开编辑台"),
        ("briefing serve 17", "直接打开第17期"),
        ("briefing serve --host 192.168.1.20", "让同一网络里的别的电脑也能用，先设密码"),
    ],
)
@click.argument("issue", required=False, metavar="期号")
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="端口", help="固定用这个端口；默认随便取一个空着的。")
@click.option(
    "--host", default="", metavar="地址", help="让别的电脑也能用：这台电脑的地址。要设密码，而且没有加密，只在信得过的网络里用。"
)
@click.option("-o", "--output", "target", default="build", metavar="文件夹", help="成品放在哪里；默认 build。")
@click.option("--folder", metavar="文件夹", help="各期所在的文件夹；默认 issues。")
@click.option("--until-closed", is_flag=True, help="最后一个窗口关上以后，文字都保存好了，就自己结束。编辑台的首页上也能设。")
@click.option("--no-browser", is_flag=True, help="不打开浏览器，只显示网址。")
def command(
    issue: str | None, port: int, host: str, target: str, folder: str | None, until_closed: bool, no_browser: bool
) -> int:
    try:
        from briefing.desk.serving import LOOPBACK, Wanted, serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("starlette", "uvicorn", "anyio", "h11"):
            raise
        hint = "请运行 make desk，它会自动装上。"
        raise MissingToolError(Diagnostic("package-missing", "编辑台用的程序库还没有装", hint=hint)) from None
    shelf = Path(folder).resolve() if folder else issue_names.shelf().resolve()
    if issue is not None:
        found = issue_names.locate(issue)
        shelf, issue = found.parent, found.name
    password = _password() if host else ""
    if host:
        output.note("网络上的内容没有加密（没有 TLS）：同一网络里的人能看到密码和稿件，请只在信得过的网络里用。")
    wanted = Wanted(shelf, Path(target).resolve(), issue or "", host or LOOPBACK, port, password, not no_browser, until_closed)
    serve(wanted, _tell)
    return ExitCode.OK


def _tell(address: str) -> None:
    output.say(f"编辑台：{address}")
    output.note("按 Ctrl+C 结束。")


def _password() -> str:
    """Raises a usage error for one that is too short."""
    given = os.environ.get(PASSWORD, "")
    if not given and sys.stdin.isatty():
        given = getpass.getpass("请设一个密码，别的电脑打开时要写：")
    if len(given) < _SHORTEST:
        raise click.UsageError(
            f"让别的电脑使用要有密码，至少 {_SHORTEST} 个字；没有人可问时写在环境变量 {PASSWORD} 里。",
            click.get_current_context(),
        )
    return given
