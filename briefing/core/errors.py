"""What can go wrong, and how it is said.

BriefingError                 carries the exit code of its kind
 ├── UsageError          2    the command line makes no sense
 ├── InputError          3    the issue, a report, a house or a picture is wrong (carries all diagnostics)
 ├── MissingToolError    4    a font, library or program is not there
 ├── OutputError         5    the files could not be written
 └── InternalError      70    the engines disobeyed the composition: a bug of ours
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import NamedTuple

#: Characters of a message; more is no sentence.
MAX_MESSAGE = 500


class ExitCode(IntEnum):
    """Exit codes of the command line; documented in README and `--help`."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    INPUT = 3
    TOOL = 4
    OUTPUT = 5
    BUG = 70
    INTERRUPTED = 130


class Span(NamedTuple):
    """A place in a source file. Lines and columns count from 1, columns in characters, not bytes."""

    file: str
    line: int
    column: int
    length: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    def shifted(self, columns: int, length: int = 1) -> Span:
        """The span `columns` characters further right on the same line."""
        return Span(self.file, self.line, self.column + columns, length)


class Edit(NamedTuple):
    """Replace `old`, which stands at `span`, by `new`; nothing else changes."""

    span: Span
    old: str
    new: str


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: a stable code, what is wrong (Chinese), where, and what to do about it (Chinese).

    `fix` is there where only one edit can be meant. `passage` is the text that the finding is about, which tells it again when
    lines have moved; "" where there is none.
    """

    code: str
    message: str
    span: Span | None = None
    hint: str = ""
    severity: Severity = Severity.ERROR
    fix: Edit | None = None
    passage: str = ""

    def __post_init__(self) -> None:
        """What a message quotes may be as long as the file it comes from."""
        if len(self.message) > MAX_MESSAGE:
            object.__setattr__(self, "message", f"{self.message[: MAX_MESSAGE - 100]}…{self.message[-99:]}")

    def sort_key(self) -> tuple[str, int, int, str]:
        file, line, column = (self.span.file, self.span.line, self.span.column) if self.span else ("", 0, 0)
        return (file, line, column, self.code)


class BriefingError(Exception):
    """Root of the tree. `diagnostics` is never empty: each error can be shown the same way."""

    exit_code = ExitCode.BUG

    def __init__(self, *diagnostics: Diagnostic) -> None:
        self.diagnostics = tuple(sorted(diagnostics, key=Diagnostic.sort_key))
        super().__init__("; ".join(f"{d.span or ''} {d.message}".strip() for d in self.diagnostics))


class UsageError(BriefingError):
    exit_code = ExitCode.USAGE


class InputError(BriefingError):
    exit_code = ExitCode.INPUT


class MissingToolError(BriefingError):
    exit_code = ExitCode.TOOL


class OutputError(BriefingError):
    exit_code = ExitCode.OUTPUT


class InternalError(BriefingError):
    exit_code = ExitCode.BUG


@contextmanager
def during(work: str, file: str = "") -> Iterator[None]:
    """What is being done (Chinese, read on as …时程序出错), and to which file of the sources. What should not have happened then
    carries it to the outermost guard; the innermost says most."""
    try:
        yield
    except BriefingError:
        raise
    except Exception as error:
        if at_work(error) is None:
            error.__dict__[_AT_WORK] = (work, file)
        raise


def at_work(error: BaseException) -> tuple[str, str] | None:
    """What `during` says of an exception: the work, and the file or ""; None where nothing was said."""
    found: tuple[str, str] | None = error.__dict__.get(_AT_WORK)
    return found


_AT_WORK = "briefing_at_work"


class Findings:
    """Collects diagnostics so that an editor sees all of them at once, not the first only."""

    def __init__(self) -> None:
        self.items: list[Diagnostic] = []

    def add(
        self,
        code: str,
        message: str,
        span: Span | None = None,
        hint: str = "",
        severity: Severity = Severity.ERROR,
        fix: Edit | None = None,
    ) -> None:
        self.items.append(Diagnostic(code, message, span, hint, severity, fix))

    @property
    def errors(self) -> list[Diagnostic]:
        return [item for item in self.items if item.severity is Severity.ERROR]

    def raise_errors(self) -> None:
        """Raise InputError with everything found, if any of it is an error."""
        if self.errors:
            raise InputError(*self.items)


_REASONS = {
    errno.EACCES: "没有权限", errno.EPERM: "没有权限", errno.ENOENT: "不存在", errno.ENOTDIR: "不存在", errno.EIO: "磁盘读写出错",
    errno.EMFILE: "打开的文件太多", errno.ENFILE: "打开的文件太多", errno.EFBIG: "文件太大", errno.ESTALE: "网络磁盘断开了",
}  # fmt: skip


def why_unread(error: OSError) -> str:
    """Why the system did not let it be read, in Chinese for the common cases."""
    if error.errno is None:
        return type(error).__name__
    return _REASONS.get(error.errno) or os.strerror(error.errno)
