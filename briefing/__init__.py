"""briefing sets official Chinese bulletins (简报): a folder of YAML and Markdown becomes an editable DOCX and a paginated PDF.

    >>> import briefing
    >>> briefing.load("2022-17").number.value
    17
    >>> briefing.check("2022-17")
    []
    >>> briefing.build("2022-17", output="build").files
    ('build/2022-17/2022-17.pdf', 'build/2022-17/2022-17.docx', 'build/2022-17/manifest.json')

An issue is its name (`2022-17`, or `17` for the newest year that has it) in the `issues/` of the current folder, or the path of
its folder. What is wrong is raised as a `BriefingError`, which carries every diagnostic. Whatever is written is written as a
whole or not at all; functions that write may be called from several processes at once, which then take turns.

What is named in `__all__` stays as it is until the first number of the version changes, for 0.x the second. docs/api.md lists it.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from os import PathLike
from types import ModuleType
from typing import TYPE_CHECKING

from briefing.core.errors import (
    BriefingError,
    Diagnostic,
    Edit,
    ExitCode,
    InputError,
    InternalError,
    MissingToolError,
    OutputError,
    Severity,
    Span,
    UsageError,
)

if TYPE_CHECKING:
    from briefing.building.output_proof import Proved
    from briefing.building.run import Built
    from briefing.delivery.file_set import Pressed
    from briefing.importing.session import Draft
    from briefing.model.bulletin import Issue

__version__ = "0.1.0"
__all__ = [
    "BriefingError", "Built", "Diagnostic", "Draft", "Edit", "ExitCode", "InputError", "InternalError", "Issue",
    "MissingToolError", "OutputError", "Pressed", "Proved", "Severity", "Span", "UsageError", "archive", "build", "check",
    "import_", "load", "press", "prove",
]  # fmt: skip

Name = str | PathLike[str]
#: Types of results, by the modules that have them: imported when asked for, so that the command line starts quickly.
_RESULTS = {
    "Built": "briefing.building.run",
    "Draft": "briefing.importing.session",
    "Issue": "briefing.model.bulletin",
    "Pressed": "briefing.delivery.file_set",
    "Proved": "briefing.building.output_proof",
}


class _Interface(ModuleType):
    """Importing the package `briefing.press` would bind it in the place of the function; packages are found without that."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (isinstance(value, ModuleType) and name in __all__):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Interface


def __getattr__(name: str) -> object:
    if name not in _RESULTS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_RESULTS[name]), name)


def load(issue: Name) -> Issue:
    """Read an issue. Raises InputError with everything that is wrong with it, UsageError where there is no such issue."""
    from briefing.building import stages

    return stages.read(stages.locate(issue)).issue


def check(issue: Name) -> list[Diagnostic]:
    """Everything to be said about an issue, errors and what the proofreader has to say, in the order of the sources; nothing is
    written. Raises UsageError where there is no such issue; what is wrong with one is returned, not raised."""
    from briefing.building import stages

    return stages.check(stages.locate(issue))


def build(issue: Name, output: Name = "build", formats: str | Sequence[str] = ("pdf", "docx"), *, force: bool = False) -> Built:
    """Make the outputs of one issue in `<output>/<issue>/`: all of them, or none and an error. There is "ofd", too; one format
    may stand alone.

    Where they stand there already, of the same sources, nothing is made unless `force`. Raises UsageError, InputError,
    MissingToolError, OutputError or InternalError.
    """
    from briefing.building.run import build_issue

    return build_issue(issue, output=output, formats=(formats,) if isinstance(formats, str) else formats, force=force)


def press(
    issue: Name,
    output: Name = "build",
    *,
    standard: str = "",
    process: bool = False,
    numbers: tuple[int, int] | None = None,
    binding: str = "",
    force: bool = False,
) -> Pressed:
    """Make the files for the print shop, beside the outputs, which are built where they must be.

    `standard`: "x-4" or "x-1a", "" for what the house says; `process`: red in the four process inks instead of an ink of its own;
    `numbers`: the first and the last copy number (份号), at most 9999; `binding`: 骑马订, 胶装 …, "" for what the issue
    or the house says. Raises as `build`.
    """
    from briefing.building import stages
    from briefing.delivery import print_set

    order = print_set.Order(standard, process, numbers, binding)
    return print_set.press_issue(stages.locate(issue), output, order, force=force)


def archive(issue: Name, output: Name = "build", *, force: bool = False) -> Pressed:
    """Make the files for the archive (PDF/A-2u and metadata), beside the outputs, which are built where they must be. Raises as
    `build`."""
    from briefing.building import stages
    from briefing.delivery import archive_set

    return archive_set.archive_issue(stages.locate(issue), output, force=force)


def prove(issue: Name, output: Name = "build") -> Proved:
    """Read the outputs back and hold them against sources and house; what is found is in `.proof.findings`, with pages from 1 and
    lengths in points. Nothing is written. Raises UsageError where there is no such issue or nothing was made of it, InputError
    where its sources no longer read, OutputError where what was made cannot be read."""
    from briefing.building import output_proof, stages

    return output_proof.prove_issue(stages.locate(issue), output)


def import_(
    file: Name, issue: Name | None = None, *, title: str = "", refuse_changes: bool = False, replace: bool = False
) -> Draft:
    """A Word file (.docx, .doc, .wps), a web page or plain text as a report in Markdown; with `issue` it is put there, with its
    pictures, and named in issue.yaml.

    `title` instead of the file's own; `refuse_changes`: tracked changes are refused, not accepted; `replace`: a report of the
    same name is overwritten, else the new one gets a number. What could not come along is in `.findings`, what was put right in
    `.repairs`. Raises UsageError, InputError, MissingToolError (LibreOffice reads .doc and .wps) or OutputError.
    """
    from briefing.building import receiving, stages

    folder = None if issue is None else stages.locate(issue)
    return receiving.receive(file, folder, title=title, refuse_changes=refuse_changes, replace=replace)
