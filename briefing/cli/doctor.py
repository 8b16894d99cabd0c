"""briefing doctor."""

from __future__ import annotations

import click

from briefing.cli import output
from briefing.cli.chinese import Command
from briefing.core.errors import ExitCode


@click.command(
    "doctor",
    cls=Command,
    help="检查这台电脑能不能制作成品：Python、程序库、系统库、字体、版式、输出文件夹。缺什么，就给出补上它的命令。",
    examples=[
        ("briefing doctor", "检查一遍"),
        ("briefing doctor --fonts", "每套版式的字由哪个字体排，缺字时用什么"),
        ("briefing doctor -o ~/简报", "同时看看 ~/简报 能不能写"),
    ],
)
@click.option("-o", "--output", "folder", default="build", metavar="文件夹", help="要检查的输出文件夹；默认 build。")
@click.option("--fonts", is_flag=True, help="只看字体：每套版式各种字由哪个字体文件排，还可以装哪些。")
def command(folder: str, fonts: bool) -> int:
    from briefing.cli.examine import examine
    from briefing.cli.font_report import report

    code: int = ExitCode.OK
    for finding in report() if fonts else examine(folder):
        if finding.ok:
            sign = "✓"
        elif finding.needed:
            sign, code = "✗", ExitCode.TOOL
        else:
            sign = "○"
        output.say(f"{sign} {finding.what}：{finding.detail}")
        if not finding.ok:
            output.say(f"    {finding.remedy}")
    output.say("一切就绪。" if code == ExitCode.OK else "请先补上带 ✗ 的各项，再运行 briefing doctor。")
    return code
