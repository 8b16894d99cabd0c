"""Plain values, as JSON and YAML hold them, and reading them: what comes from a file or another process has any shape at all."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias, cast

Plain: TypeAlias = "bool | int | float | str | Sequence[Plain] | Mapping[str, Plain] | None"
Entries: TypeAlias = Mapping[str, Plain]


def read(data: str | bytes) -> Plain:
    """Of JSON. Raises ValueError, RecursionError."""
    found: Plain = json.loads(data)
    return found


def leaves(value: Plain, name: str = "") -> Iterator[tuple[str, Plain]]:
    """What is neither a list nor a mapping, in order, each with the name that it has in the innermost mapping."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from leaves(item, key)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from leaves(item, name)
    else:
        yield name, value


def entries(value: object) -> Entries:
    """Raises TypeError for what is no mapping, as the others do for what is not of their kind."""
    if not isinstance(value, Mapping):
        raise TypeError(f"{type(value).__name__} is no mapping")
    return value


def items(value: object) -> Sequence[Plain]:
    if not isinstance(value, list | tuple):
        raise TypeError(f"{type(value).__name__} is no list")
    return value


def text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} is no text")
    return value


def texts(value: object) -> list[str]:
    return [text(item) for item in items(value)]


def mappings(value: object) -> list[Entries]:
    return [entries(item) for item in items(value)]


def number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{type(value).__name__} is no number")
    return value


def whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{type(value).__name__} is no whole number")
    return value


def by_name(value: object) -> dict[str, str]:
    """A mapping of texts."""
    found = entries(value)
    for item in found.values():
        if not isinstance(item, str):
            raise TypeError(f"{type(item).__name__} is no text")
    return cast("dict[str, str]", dict(found))
