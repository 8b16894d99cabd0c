"""A print file that somebody else made, or that somebody changed, held against what the trade asks of any."""

from __future__ import annotations

from pathlib import Path

from briefing.core import bounds
from briefing.core.errors import Diagnostic
from briefing.core.records import dataclass
from briefing.files.world import Root
from briefing.preflight.inspection import preflight_foreign


@dataclass(frozen=True, slots=True)
class CheckedPrint:
    """`pages` 0: the file cannot be read. `inks`: their names, black first."""

    name: str
    pages: int
    inks: tuple[str, ...]
    findings: tuple[Diagnostic, ...]


def check_print(path: Path) -> CheckedPrint:
    """Raises InputError for a file that is not there, is none, is too large or takes too long."""
    real = path.resolve()
    data = Root(real.parent).bytes(real.name, bounds.PREFLIGHT_BYTES)
    try:
        with bounds.bounded("检查 PDF ", bounds.PREFLIGHT_SECONDS + len(data) / bounds.MB):
            findings, pages, inks = preflight_foreign(path.name, data)
    except bounds.Exhausted as error:
        raise error.at(None, "里面画的东西太多，或是有意做坏的；请向做文件的人另要一份。") from None
    return CheckedPrint(path.name, pages, tuple(inks), tuple(findings))
