"""What can go wrong, how it is said, and what a command ends with.

BriefingError                 carries the exit code of its kind (ExitCode says what each means)
 ├── UsageError          2    the command line makes no sense
 ├── InputError          3    the issue, a report, a house or a picture is wrong (carries all diagnostics)
 ├── MissingToolError    4    a font, library or program is not there
 ├── OutputError         5    the outputs could not be written, or those that stand not be read
 └── InternalError      70    the engines disobeyed the composition: a bug of ours

A command that did its work ends with `exit_code` of what it told; one that did it for several issues, with the largest.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import IntEnum, StrEnum
from typing import NamedTuple

from briefing.core.code import Code
from briefing.core.records import dataclass

#: Characters of a message; more is no sentence.
MAX_MESSAGE = 500


class ExitCode(IntEnum):
    """Exit codes of the command line, the graver the larger. README and `--help` say `meaning` of each."""

    OK = 0, "完成"
    FINDINGS = 1, "完成，有警告"
    USAGE = 2, "命令写得不对"
    INPUT = 3, "稿件、版式或成品有错"
    TOOL = 4, "缺少字体、软件"
    OUTPUT = 5, "成品写不进去或读不出来"
    BUG = 70, "程序出错"
    INTERRUPTED = 130, "被中断"

    meaning: str

    def __new__(cls, value: int, meaning: str) -> ExitCode:
        code = int.__new__(cls, value)
        code._value_ = value
        code.meaning = meaning
        return code


def exit_codes() -> str:
    """All of them, as README and `--help` say it."""
    return f"退出码：{'；'.join(f'{code.value} {code.meaning}' for code in ExitCode)}。"


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

    code: Code
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


def exit_code(told: Iterable[Diagnostic]) -> ExitCode:
    """What a command ends with that did its work and told this of it: an error is one in every command, a note nothing."""
    severities = {item.severity for item in told}
    if Severity.ERROR in severities:
        return ExitCode.INPUT
    return ExitCode.FINDINGS if Severity.WARNING in severities else ExitCode.OK


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
        code: Code,
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
    errno.ETIMEDOUT: "网络磁盘没有回答", errno.ENOSPC: "磁盘已满", errno.EDQUOT: "磁盘配额已用完", errno.EROFS: "磁盘是只读的",
    errno.ENOMEM: "内存不够", errno.ELOOP: "链接绕成了圈", errno.ENAMETOOLONG: "名字太长", errno.EBUSY: "正被别的程序占用",
    errno.ENODEV: "设备不在了", errno.ENXIO: "设备不在了", errno.ENOTCONN: "网络磁盘断开了", errno.EHOSTDOWN: "网络磁盘断开了",
    errno.EAGAIN: "开着的程序太多，系统没有余地",
}  # fmt: skip
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}


def why_unread(error: OSError) -> str:
    """Why the system did not let it be read, in Chinese for the common cases."""
    if error.errno is None:
        return type(error).__name__
    return _REASONS.get(error.errno) or os.strerror(error.errno)


def of_the_system(error: BaseException, work: str) -> BriefingError | None:
    """What the disk, the rights to it or the system's limits refused where nobody looked out for it, as a finding; None for
    anything else. A file that is missing is none: who asks for one without looking has made a mistake. `work`: as in `during`."""
    doing, _ = at_work(error) or (work, "")
    if isinstance(error, RuntimeError) and isinstance(error.__context__, OSError) and error.__context__.errno == errno.ELOOP:
        error = error.__context__  # Path.resolve says so where links lead in a circle
    if not isinstance(error, OSError) or error.errno not in _REASONS or error.errno in (errno.ENOENT, errno.ENOTDIR):
        return None
    names = [os.fsdecode(name) for name in (error.filename, error.filename2) if isinstance(name, (str, bytes))]
    what = f"{'、'.join(names)} 打不开或写不进" if names else "系统没有答应"
    said = Diagnostic("system-refused", f"{doing}时，{what}：{why_unread(error)}", hint="请改好权限，或检查磁盘，再运行一次。")
    return OutputError(said) if error.errno in _NO_ROOM else InputError(said)
