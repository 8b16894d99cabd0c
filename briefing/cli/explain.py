"""briefing explain."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

from briefing.cli import output
from briefing.cli.chinese import Command


def _complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from briefing.diagnostics.codes import codes

    return [CompletionItem(code, help=entry.title) for code, entry in codes().items() if code.startswith(incomplete)]


@click.command(
    "explain",
    cls=Command,
    help="解释一个诊断代码：什么情况下出现，怎么改。不写代码就列出全部。",
    examples=[("briefing explain file-missing", "解释一个代码"), ("briefing explain", "列出全部代码")],
)
@click.argument("code", required=False, metavar="[代码]", shell_complete=_complete)
def command(code: str | None) -> int:
    from briefing.diagnostics.codes import codes

    known = codes()
    if code is None:
        width = max(map(len, known))
        for name, entry in known.items():
            output.say(f"{name:<{width}}  {entry.title}")
        return 0
    name = code.strip("[]").lower()
    if name not in known:
        from briefing.core.suggest import similar

        near = similar(name, known, 3)
        hint = f"是不是 {'、'.join(near)}？" if near else "运行 briefing explain 可以看到全部代码。"
        raise click.UsageError(f"没有 {code} 这个诊断代码。{hint}", click.get_current_context())
    entry = known[name]
    shown = [("错", text) for text in entry.wrong] + [("对", text) for text in entry.right]
    examples = "".join(f"\n{kind}：{_indented(text)}" for kind, text in shown)
    said = f"{name}：{entry.title}\n\n{entry.why}\n{examples}{chr(10) if examples else ''}\n怎么改：{entry.remedy}"
    for line in said.split("\n"):
        output.say(line)
    return 0


def _indented(text: str) -> str:
    """On the same line, or below it where it has several."""
    return "\n    " + text.replace("\n", "\n    ").replace("\n    \n", "\n\n") if "\n" in text else text
