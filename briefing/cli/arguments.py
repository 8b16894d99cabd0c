"""What several commands take."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

from briefing.building import places


def complete_issue(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(name) for name in reversed(places.names()) if name.startswith(incomplete)]


issues_argument = click.argument("issues", nargs=-1, metavar="[期号]...", shell_complete=complete_issue)
