"""A delivery date that has gone by, as a reprint or a month typed wrong leaves it on the ticket. Whoever speaks to a person knows
which day it is."""

from __future__ import annotations

import contextlib
import datetime
import os
from pathlib import Path

from briefing.building import stages
from briefing.building.plan import place
from briefing.core import plain
from briefing.core.errors import BriefingError, Diagnostic, Severity


def overdue(source: Path, output: str | os.PathLike[str], today: datetime.date) -> Diagnostic | None:
    """What is to be said on the day `today` of the ticket that stands among the outputs of the issue `source`."""
    folder = place(source, output)
    try:
        said = plain.entries(plain.read((folder / f"{folder.name}-ticket.json").read_bytes())).get("deadline")
        deadline = datetime.date.fromisoformat(plain.text(said)) if said else today
    except (OSError, ValueError, TypeError):  # none, or nobody's: of a ticket that is not as it was made others speak
        return None
    if deadline >= today:
        return None
    span = None
    with contextlib.suppress(BriefingError):
        span = stages.setting_places(source).get("print.deadline")
    where = "这里的 deadline" if span else "issue.yaml 里 print 的 deadline"
    message = f"通知单上的交货日期 {deadline} 已经过去，今天是 {today}"
    return Diagnostic("print-deadline", message, span, f"要重印的，请改{where}；日期没有写错的不用管。", Severity.WARNING)
