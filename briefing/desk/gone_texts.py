"""What was in an issue or on the shelf and is not any more, whoever took it away: the saved states outlive files and folders, and
have their texts. Pictures are no part of them."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import NamedTuple

from briefing.core.errors import InputError
from briefing.desk.kept_folder import KEPT, kept_folder, no_link
from briefing.desk.manuscript import Manuscript
from briefing.desk.saved_states import SavedState, SavedStates
from briefing.source.folder import FILE
from briefing.storage import source_files

_PICTURE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)")


class GoneReport(NamedTuple):
    """`time` of the last state that has it, and its text there."""

    file: str
    text: str
    time: float


class GoneIssue(NamedTuple):
    """As the last state has it that has its issue.yaml."""

    name: str
    files: Mapping[str, bytes]
    time: float

    @property
    def settings(self) -> str:
        return _read(FILE, self.files[FILE]) or ""

    def pictures(self) -> list[str]:
        """What its texts show, and the states have not."""
        texts = (_read(name, data) or "" for name, data in self.files.items())
        return sorted({name for text in texts for name in _PICTURE.findall(text)})


def gone_reports(states: SavedStates, there: Collection[str]) -> list[GoneReport]:
    """Those of an issue that has the files `there`, the last one first."""
    last: dict[str, SavedState] = {}
    for state in states.all():
        last.update(dict.fromkeys(state.files, state))
    found = []
    for name in last.keys() - {*there, FILE}:
        data = states.text(last[name].files[name])
        text = _read(name, data) if data is not None else None
        if text is not None and text.strip():
            found.append((last[name].number, GoneReport(name, text, last[name].time)))
    return [report for _, report in sorted(found, reverse=True)]


def gone_issues(shelf: Path) -> list[GoneIssue]:
    """Those whose folders are not on the shelf, by name. What else lies among the folders of issues, of the desk's own or of
    others, is none; one that cannot be looked into is left out."""
    names: list[str] = []
    with contextlib.suppress(OSError):
        no_link(shelf / KEPT)
        with os.scandir(shelf / KEPT) as entries:
            names = sorted(
                each.name for each in entries if each.is_dir(follow_symlinks=False) and not os.path.lexists(shelf / each.name)
            )
    found = []
    for name in names:
        with contextlib.suppress(OSError):
            found.append(gone_issue(shelf, name))
    return [issue for issue in found if issue is not None]


def gone_issue(shelf: Path, name: str) -> GoneIssue | None:
    """None where no state has its issue.yaml. Raises OSError."""
    states = SavedStates(kept_folder(shelf, name))
    for state in reversed(states.all()):
        files = {file: data for file, digest in state.files.items() if (data := states.text(digest)) is not None}
        if FILE in files:
            return GoneIssue(name, files, state.time)
    return None


def bring_back(shelf: Path, issue: GoneIssue) -> None:
    """Its folder stands again, or nothing does. Raises OutputError."""
    source_files.create(shelf / issue.name, issue.files)


def _read(name: str, data: bytes) -> str | None:
    try:
        return Manuscript.read(name, data).text
    except InputError:
        return None
