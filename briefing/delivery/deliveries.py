"""The sets of files that are made from a release for somebody: what the command line, the desk and the manifest know of each.

A new one is a row here and its module beside this one; `preflight/inspection.py` has how it is read back.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from briefing.core.records import dataclass

if TYPE_CHECKING:
    from briefing.delivery.file_set import Pressed


class Wishes(TypedDict, total=False):
    """What may be asked of a set, by the names of the command's options; see `print_set.Order`."""

    standard: str
    process: bool
    numbers: tuple[int, int] | None
    binding: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """`kind`: after `--for`, and what the manifest calls it; `files`, `receiver`, `about`: what, for whom, of what (Chinese).
    `make` builds the issue where it must be, then makes the set; it knows of those of the `Wishes` that are `wishes`."""

    kind: str
    files: str
    receiver: str
    about: str
    make: Callable[[Path, str | os.PathLike[str], Wishes, bool], Pressed]
    wishes: tuple[str, ...] = ()


def _print(source: Path, output: str | os.PathLike[str], wishes: Wishes, force: bool) -> Pressed:
    from briefing.delivery.print_set import Order, press_issue

    return press_issue(source, output, Order(**wishes), force=force)


def _archive(source: Path, output: str | os.PathLike[str], wishes: Wishes, force: bool) -> Pressed:
    from briefing.delivery.archive_set import archive_issue

    return archive_issue(source, output, force=force)


DELIVERIES = (
    Delivery(
        "print", "印刷文件", "印刷厂", "黑、套红两色的付印 PDF，照装订拼好的版，印刷通知单，全部装进一个 zip", _print,
        ("standard", "process", "numbers", "binding"),
    ),
    Delivery(
        "archive", "归档文件", "档案室",
        "PDF/A-2u 和 PDF/UA-1 的 PDF，照 DA/T 46 写的元数据（XML、JSON），和装着定稿、稿件、目录、校验值、自检报告的移交包",
        _archive,
    ),
)  # fmt: skip
BY_KIND = {delivery.kind: delivery for delivery in DELIVERIES}
