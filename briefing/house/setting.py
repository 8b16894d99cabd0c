"""How a field of house.yaml is declared."""

from __future__ import annotations

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
    key: str = "",
) -> T:
    """A field of house.yaml. `unit` is "pt", "mm" or "em": what the value is converted to; "" for plain
    values.

    `choices` lists the allowed words, `least` the smallest number, `key` the name in YAML where it is not the
    field's.
    """
    metadata = {"text": text, "unit": unit, "choices": choices, "least": least, "key": key}
    made: T = field(default=default, metadata=metadata)
    return made
