"""briefing verify."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from briefing.cli import output
from briefing.cli.app import failed
from briefing.cli.chinese import Command
from briefing.core.errors import ExitCode, Severity, exit_code

if TYPE_CHECKING:
    from briefing.delivery.verifying import Verified

_FORMS = {"zip": "移交包", "eep": "封装包", "folder": "文件夹"}


@click.command(
    "verify",
    cls=Command,
    help="把交给档案室的包读回来核对：校验值、目录、元数据和它们的格式，PDF/A 和 PDF/UA 的规则，元数据与 PDF 自己写的、"
    "首页上的字，档号和文件名。移交包（zip）、解开的文件夹、封装包（eep）都可以。不安全的包（会跑到包外的文件名、链接、"
    "解开太大、重名）不解开。签名和时间戳只看有没有，不验；请用本单位的签名软件验。",
    examples=[
        ("briefing verify build/2022-17/2022-17-archive.zip", "核对做好的移交包"),
        ("briefing verify 收到的包.zip 另一个.eep", "核对几个"),
        ("briefing verify 解开的文件夹", "核对解开的包"),
    ],
)
@click.argument("packages", nargs=-1, required=True, metavar="包...")
def command(packages: tuple[str, ...]) -> int:
    from briefing.delivery.verifying import verify

    worst: int = ExitCode.OK
    for package in dict.fromkeys(packages):
        try:
            worst = max(worst, _tell(verify(package)))
        except Exception as error:  # the other packages are still looked at
            worst = max(worst, failed(error, f"核对 {package} "))
    return worst


def _tell(verified: Verified) -> int:
    output.report(verified.found, {})
    number = f"档号 {verified.number}，" if verified.number else ""
    title = f"《{verified.title}》" if verified.title else ""
    output.say(f"{verified.name}：{_FORMS[verified.form]}{title}，{number}{verified.files} 个文件，{_size(verified.size)}")
    signed = f"已签名（未验）：{'、'.join(verified.signatures)}" if verified.signatures else "未签名"
    wrong = sum(item.severity is Severity.ERROR for item in verified.found)
    asked = sum(item.severity is Severity.WARNING for item in verified.found)
    counted = [f"{wrong} 处错误" if wrong else "", f"{asked} 处要看一看" if asked else ""]
    output.say(f"  {signed}；核对{'发现 ' + '，'.join(filter(None, counted)) if wrong or asked else '无误'}")
    return exit_code(verified.found)


def _size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{max(1, round(size / 1000))} KB"
