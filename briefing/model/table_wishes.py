"""What an author asks of one table beside its words, in braces at its caption: {head=2 widths=2,8,3 size=小五}."""

from __future__ import annotations

from typing import NamedTuple

from briefing.core.records import dataclass

#: Rows of a head.
MAX_HEADS = 5


class ColumnWidth(NamedTuple):
    """`amount` mm, or a part of what is left of the measure."""

    amount: float
    millimetres: bool = False

    def __str__(self) -> str:
        return f"{self.amount:g}{'mm' if self.millimetres else ''}"


@dataclass(frozen=True, slots=True)
class TableWishes:
    """`heads`: rows of the head; `widths`: one a column, or none; `size` of the type, pt, 0: as the house has it; `decimal`:
    numbers stand point under point; `total`: the last row is a sum, whatever its first word is."""

    heads: int = 1
    widths: tuple[ColumnWidth, ...] = ()
    size: float = 0.0
    decimal: bool = False
    total: bool = False

    def written(self, named: str = "") -> str:
        """As it stands between the braces, "" for nothing. `named`: what the size is called."""
        parts = [f"head={self.heads}"] if self.heads != 1 else []
        parts += [f"widths={','.join(map(str, self.widths))}"] if self.widths else []
        parts += [f"size={named or f'{self.size:g}pt'}"] if self.size else []
        parts += ["align=decimal"] if self.decimal else []
        parts += ["total"] if self.total else []
        return " ".join(parts)


NO_WISHES = TableWishes()
