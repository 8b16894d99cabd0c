"""briefing completion."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from briefing.cli import output
from briefing.cli.chinese import Command, OneOf


@click.command(
    "completion",
    cls=Command,
    help="输出命令补全脚本：以后按 Tab 键可以补全命令、选项、期号和诊断代码。",
    examples=[
        ("briefing completion bash >> ~/.bashrc", "bash"),
        ("briefing completion zsh >> ~/.zshrc", "zsh"),
        ("briefing completion fish > ~/.config/fish/completions/briefing.fish", "fish"),
    ],
)
@click.argument("shell", type=OneOf(["bash", "zsh", "fish"]), metavar="bash|zsh|fish")
def command(shell: str) -> int:
    from briefing.cli.app import group

    found = get_completion_class(shell)
    assert found is not None
    output.data(found(group, {}, "briefing", "_BRIEFING_COMPLETE").source() + "\n")
    return 0
