"""What pikepdf gives for an entry that may be missing: a dictionary of the file, or an empty one of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import pikepdf

Container: TypeAlias = "pikepdf.Object | dict[str, pikepdf.Object]"
