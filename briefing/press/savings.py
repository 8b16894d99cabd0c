"""How many lines less would save a sheet of paper, how many more would cost none."""

from __future__ import annotations

import math
from collections.abc import Iterator

from briefing.core.errors import Diagnostic, Severity
from briefing.press.impose import Imposition
from briefing.typeset.composed import Composed
from briefing.typeset.spare_lines import room


def saving(composed: Composed, laid: Imposition) -> Iterator[Diagnostic]:
    """A note for a copy that is filled up with blank pages. Lines are the house's; titles and pictures take whole ones."""
    blanks, unit, count = laid.blanks, laid.binding.unit, len(composed.pages)
    if not blanks or any(page.leaf for page in composed.pages):
        return
    more = math.floor(room(composed, count + blanks)) + composed.longer
    fewer = math.ceil(-room(composed, count + blanks - unit)) - composed.longer if count + blanks > unit else 0
    parts = []
    if fewer > 0:
        parts.append(f"正文约少 {fewer} 行，就是 {count + blanks - unit} 页，每份省一张纸")
    if more > 0:
        parts.append(f"约再多 {more} 行，也不多用纸")
    if parts:
        where = "版记页之前" if laid.pages[-1] is not None else "最后"
        message = f"共 {count} 页，装订时在{where}补 {blanks} 页空白"
        yield Diagnostic("press-blank", message, hint="；".join(parts) + "。", severity=Severity.NOTE)
