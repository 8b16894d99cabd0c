"""briefing sets official Chinese bulletins (简报): a folder of YAML and Markdown becomes an editable DOCX and a paginated PDF.

    >>> import briefing
    >>> briefing.load("2022-17").number.value
    17
    >>> briefing.check("2022-17")
    []
    >>> briefing.build("2022-17", output="build").files
    ('build/2022-17/2022-17.pdf', 'build/2022-17/2022-17.docx', 'build/2022-17/manifest.json')

Each takes an issue's name (`2022-17`, or `17` for the newest year that has it) or the path of its folder. What is wrong is
raised as a `briefing.core.errors.BriefingError`, which carries every diagnostic.
"""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefing.building.run import Built
    from briefing.core.errors import Diagnostic
    from briefing.model.bulletin import Issue

__version__ = "0.1.0"
__all__ = ["build", "check", "load"]

Name = str | PathLike[str]


def load(issue: Name) -> Issue:
    """Read an issue. Raises InputError with everything that is wrong with it."""
    from briefing.building import stages

    return stages.read(stages.locate(issue)).issue


def check(issue: Name) -> list[Diagnostic]:
    """Everything to be said about an issue, errors first to last in source order; nothing is written or raised for errors."""
    from briefing.building import stages

    return stages.check(stages.locate(issue))


def build(issue: Name, output: Name = "build", formats: Sequence[str] = ("pdf", "docx"), *, force: bool = False) -> Built:
    """Make the outputs of one issue in `<output>/<issue>/`: all of them, or none and an error. There is "ofd", too.

    Raises InputError, MissingToolError, OutputError or InternalError.
    """
    from briefing.building.run import build_issue

    return build_issue(issue, output=output, formats=formats, force=force)
