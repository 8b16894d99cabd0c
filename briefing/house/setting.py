"""How a field of house.yaml is declared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, field
from typing import TypeVar

T = TypeVar("T")


def setting(
    text: str,
    *,
    unit: str = "",
    default: T = MISSING,  # type: ignore[assignment]  # none: as `field` takes it
    choices: tuple[str, ...] = (),
    least: float | None = None,
    most: float | None = None,
    key: str = "",
    wrong: Callable[[str], tuple[str, str] | None] | None = None,
) -> T:
    """A field of house.yaml. `unit` is "pt", "mm" or "em": what the value is converted to; "" for plain
    values.

    `choices` lists the allowed words, `least` and `most` the smallest and the largest number, `key` the name
    in YAML where it is not the field's. `wrong`: why a text cannot be taken and what to write, None for one that can.
    """
    metadata = {"text": text, "unit": unit, "choices": choices, "least": least, "most": most, "key": key, "wrong": wrong}
    made: T = field(default=default, metadata=metadata)
    return made
