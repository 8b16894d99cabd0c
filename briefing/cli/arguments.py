"""What several commands take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import click
from click.shell_completion import CompletionItem

from briefing.building import issue_names
from briefing.cli import output
from briefing.core.errors import BriefingError, ExitCode, InputError
from briefing.core.terminal import visible
from briefing.diagnostics.issue_findings import IssueFindings


def complete_issue(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    try:
        return [CompletionItem(name) for name in reversed(issue_names.names()) if name.startswith(incomplete)]
    except InputError:  # the command will say so
        return []


issues_argument = click.argument("issues", nargs=-1, metavar="[期号]...", shell_complete=complete_issue)


class Located(NamedTuple):
    """The folders that names mean, each once; of names that mean none what was found, for the reports that machines read, and the
    exit code of it."""

    folders: list[Path]
    unknown: list[IssueFindings]
    code: int


def located(names: Iterable[str | Path]) -> Located:
    """A name that means nothing is reported here, and stops none of the others."""
    found: dict[Path, None] = {}
    unknown: dict[str, IssueFindings] = {}
    code: int = ExitCode.OK
    for name in names:
        try:
            found[issue_names.locate(name)] = None
        except BriefingError as error:
            said = name if isinstance(name, str) else name.name
            if said not in unknown:
                output.report(error.diagnostics, {})
            unknown[said] = IssueFindings(said, error.diagnostics, str, failed=True)
            code = max(code, error.exit_code)
    return Located([*found], [*unknown.values()], code)


def apart(folders: Sequence[Path]) -> None:
    """Raises UsageError for folders of one name in different places: their outputs would have one place."""
    twice = [name for name, times in Counter(folder.name for folder in folders).items() if times > 1]
    if twice:
        message = f"有几个文件夹都叫 {visible(twice[0])}，成品会放在同一个地方；请分开制作，用 -o 放进不同的文件夹。"
        raise click.UsageError(message, click.get_current_context())
