"""Reports that were read before, for a process that reads the same issue again and again: only what changed is read anew.

Only a report is kept of which there is nothing to say, and that names no picture: what is said of one, and whether it reads at
all, depends on other files, too.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from briefing.core.errors import Findings, InputError, Span
from briefing.files.world import MAX_MARKDOWN, Root
from briefing.model import walk
from briefing.model.bulletin import Article
from briefing.source.markdown import read_report

#: Reports kept; those of all issues that are open together have no more.
_MOST = 2_000


class RememberedReports:
    def __init__(self) -> None:
        self._read: dict[tuple[Path, str, bool], tuple[str, Article]] = {}

    def read(self, root: Root, path: str, span: Span | None, brief: bool) -> tuple[Article | None, Findings]:
        """As `read_report`."""
        key = root.folder, path, brief
        if key in self._read:
            stood, article = self._read[key]
            with contextlib.suppress(InputError):  # which is told where it is read anew
                if root.text(path, MAX_MARKDOWN, span) == (stood, []):
                    return article, Findings()
        found, findings = read_report(root, path, span, brief)
        self._read.pop(key, None)
        if found is not None and not findings.items and not any(walk.figures([found])):
            if len(self._read) >= _MOST:
                self._read.clear()
            self._read[key] = root.sources[root.name(path)], found
        return found, findings
