"""What several commands take."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

from briefing.building import issue_names
from briefing.core.errors import InputError


def complete_issue(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    try:
        return [CompletionItem(name) for name in reversed(issue_names.names()) if name.startswith(incomplete)]
    except InputError:  # the command will say so
        return []


issues_argument = click.argument("issues", nargs=-1, metavar="[期号]...", shell_complete=complete_issue)
