"""One issue read, composed, typeset and painted: what the writers of pages are handed."""

from __future__ import annotations

from briefing.building import stages
from briefing.errors import during
from briefing.paint import paint
from briefing.painted import Painted


def painted(source: stages.Read) -> Painted:
    """The pages of an issue that has been read. Raises InputError as `stages.compose`."""
    composed = stages.compose(source)
    with during("画各页"):
        return paint(composed, source.fonts())
