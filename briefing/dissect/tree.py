"""A value of the model or of the Sheet as lines: a node a line, what is in it indented. Nothing empty is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, get_args

from briefing.core.errors import Span
from briefing.dissect.selection import Selection
from briefing.model.blocks import Container

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def model(selection: Selection) -> Iterator[str]:
    """Nodes of the Issue; of a line, the least that hold it whole."""
    yield from _least(selection.source.issue, selection)


def sheet(selection: Selection) -> Iterator[str]:
    for region in selection.composed.sheet.regions:
        held = [block for block in region.blocks if selection.holds(block)]
        if held:
            yield f"Region {region.name}"
            for block in held:
                yield from _node(block, 1)
    if notes := [note for note in selection.composed.sheet.notes if selection.holds(note)]:
        yield "Notes"
        for note in notes:
            yield from _node(note, 1)


#: Kinds of nodes that hold others of the same rank: one of them is not shown whole for a line of one.
_BLOCKS = (
    "Issue", "Section", "Article", "Attachment", "ListBlock", "Quote", "Recipients", "Beside",
    *(kind.__name__ for kind in get_args(Container)),
)  # fmt: skip


def _least(value: object, selection: Selection, name: str = "") -> Iterator[str]:
    if not selection.holds(value):
        return
    whole = selection.at is None or type(value).__name__ not in _BLOCKS
    if is_dataclass(value) and not isinstance(value, type) and whole:
        yield from _node(value, 0, name)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _least(getattr(value, field.name), selection, field.name)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _least(item, selection, name)
    elif isinstance(value, str):
        yield f"{name}: {value}"


def _node(value: DataclassInstance, depth: int, name: str = "") -> Iterator[str]:
    indent = "  " * depth
    said: list[str] = [f"{name}:"] if name else []
    said.append(type(value).__name__)
    inner: list[tuple[str, object]] = []
    for field in fields(value):
        found = getattr(value, field.name)
        if found is None or found == field.default or (isinstance(found, tuple | list | dict | str) and not found):
            continue
        if isinstance(found, Span):
            said.append(str(found))
        elif is_dataclass(found) or (isinstance(found, tuple | list) and any(is_dataclass(item) for item in found)):
            inner.append((field.name, found))
        elif isinstance(found, tuple | list) and found and isinstance(found[0], tuple):
            inner += [(f"{field.name}[{number}]", row) for number, row in enumerate(found, 1)]
        else:
            said.append(_scalar(field.name, found))
    yield indent + "  ".join(said)
    for label, found in inner:
        for item in found if isinstance(found, tuple | list) else (found,):
            node = is_dataclass(item) and not isinstance(item, type)
            yield from _node(item, depth + 1, label) if node else (f"{indent}  {label}: {item}",)


def _scalar(name: str, value: object) -> str:
    if isinstance(value, frozenset | set):
        return "+".join(sorted(map(str, value)))
    if isinstance(value, str) and name in ("text", "kind", "style"):
        return f"“{value}”" if name == "text" else value
    return f"{name}={value}"
