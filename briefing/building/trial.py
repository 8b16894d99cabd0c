"""Imported reports, composed before they are put in place: what would stop a build is said while the Word file is at hand."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Sequence
from pathlib import Path

from briefing.building import issue_names, stages
from briefing.core.errors import BriefingError, Diagnostic, Findings, Span
from briefing.files.world import World
from briefing.importing.session import Draft
from briefing.source import yaml_tree
from briefing.source.write import origins
from briefing.source.write import yaml as written

_HINT = "这样排不出来；请改正原文再导入，或在稿件里改。"


def compose_drafts(drafts: Sequence[Draft], issue: Path | None) -> None:
    """Read, compose and typeset `drafts` in the house of `issue` (the base house for None). Errors that nobody has told yet go
    to their draft's findings, with their place in the file that it came from."""
    house = _house(issue)
    if not _errors(drafts, house):
        return
    for draft in drafts:  # one by one: an error while reading one hides what would be said of the others' pages
        _tell(draft, _errors([draft], house))


def _errors(drafts: Sequence[Draft], house: str) -> list[Diagnostic]:
    findings = Findings()
    with tempfile.TemporaryDirectory(prefix="briefing-") as name:
        folder = Path(name) / "trial"
        folder.mkdir()
        reports = [f"{draft.name}.md" for draft in drafts]
        settings = {"house": house, "number": 1, "date": datetime.date(2022, 1, 1), "reports": reports}
        (folder / issue_names.ISSUE_FILE).write_text(written(settings), "utf-8")
        for draft in drafts:
            (folder / f"{draft.name}.md").write_text(draft.markdown, "utf-8")
            for path, data in draft.pictures.items():
                (folder / path).write_bytes(data)
        try:
            stages.compose(stages.read(folder, World(folder)))
        except BriefingError as error:
            findings.items.extend(error.diagnostics)
    return findings.errors


def _house(issue: Path | None) -> str:
    """The name of the house in which the issue is set, as far as that can be told."""
    if issue is None:
        return stages.BASE_HOUSE
    try:
        node = yaml_tree.load((issue / issue_names.ISSUE_FILE).read_text("utf-8"), issue_names.ISSUE_FILE).get("house")
    except (BriefingError, OSError, UnicodeDecodeError):
        return stages.BASE_HOUSE
    return node.text if isinstance(node, yaml_tree.Scalar) and node.text else stages.BASE_HOUSE


def _tell(draft: Draft, errors: Sequence[Diagnostic]) -> None:
    path = f"{draft.name}.md"
    known = {(found.code, found.span.line) for found in draft.findings if found.span is not None and found.span.file == path}
    lines = origins(draft.article)
    for error in errors:
        if error.span is None or error.span.file != path or (error.code, error.span.line) in known:
            continue  # the issue's own matter, or said already
        source = lines[min(error.span.line, len(lines)) - 1]
        hint = f"{error.hint}（稿件 {path} 第 {error.span.line} 行）" if error.hint else _HINT
        draft.findings.append(Diagnostic(error.code, error.message, Span(source.file, source.line, 1), hint, error.severity))
