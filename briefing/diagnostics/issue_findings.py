"""All that was found in an issue, for the reports that machines read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from briefing.core.errors import Diagnostic

#: Names of spans → paths.
Locate = Callable[[str], str]


class IssueFindings(NamedTuple):
    """An issue by name, all that was found in it, and what turns the files of its spans into paths. `failed`: whether it was
    not made."""

    name: str
    diagnostics: Sequence[Diagnostic]
    locate: Locate
    failed: bool = False
