"""One key of a YAML mapping changed, added or taken away, the rest of the file to the letter as it was. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from briefing.core.errors import InputError
from briefing.core.plain import Plain
from briefing.source import write, yaml_tree
from briefing.source.folder import FILE

#: What stands after a value on its line.
_COMMENT = re.compile(r"\s+#[^\n]*$")


def entries(node: yaml_tree.Mapping) -> dict[str, Plain]:
    return {entry.key.text: plain(entry.value) for entry in node.entries}


def plain(node: yaml_tree.Node | None) -> Plain:
    """A node as strings, lists and mappings; None for none."""
    if node is None:
        return None
    if isinstance(node, yaml_tree.Mapping):
        return entries(node)
    if isinstance(node, yaml_tree.Sequence):
        return [plain(item) for item in node.items]
    return node.text


def changed(text: str, values: Mapping[str, object], order: Sequence[str] = ()) -> str | None:
    """`text` with `values`, None for a key to be taken away; a new key stands after those that precede it in `order`. None where
    the file is written in a way that this cannot keep."""
    for key, value in values.items():
        done = _one(text, key, value, order)
        if done is None:
            return None
        text = done
    return text


def _one(text: str, key: str, value: object, order: Sequence[str]) -> str | None:
    try:
        before = yaml_tree.load(text, FILE)
    except InputError:
        return None
    lines = text.split("\n")
    rows = {entry.key.text: entry.key.span.line - 1 for entry in before.entries}
    if any(entry.key.span.column != 1 for entry in before.entries):
        return None  # {a: 1, b: 2} over the whole file
    new = [] if value is None else write.yaml({key: value}).rstrip("\n").split("\n")
    if key in rows:
        first, last = rows[key], _end(lines, rows[key], sorted(rows.values()))
        remark = _COMMENT.search(lines[first]) if last == first + 1 and not _quoted(before.get(key)) else None
        if remark and len(new) == 1:
            new = [new[0] + remark[0]]
    else:
        preceding = [rows[name] for name in order[: order.index(key) if key in order else 0] if name in rows]
        first = last = _end(lines, max(preceding), sorted(rows.values())) if preceding else _top(lines, rows)
    written = "\n".join([*lines[:first], *new, *lines[last:]])
    if not written.endswith("\n"):
        written += "\n"
    return written if _only(before, written, key, value) else None


def _quoted(node: yaml_tree.Node | None) -> bool:
    """Whether a # may be part of the value."""
    return not isinstance(node, yaml_tree.Scalar) or "#" in node.text


def _top(lines: Sequence[str], rows: Mapping[str, int]) -> int:
    """Where the first key may stand: after remarks at the top."""
    return min(rows.values()) if rows else next((row for row, line in enumerate(lines) if not line.startswith("#")), len(lines))


def _end(lines: Sequence[str], row: int, keys: Sequence[int]) -> int:
    """Where what belongs to the key at `row` ends: before blank lines and remarks that the next key follows."""
    end = next((key for key in keys if key > row), len(lines))
    while end > row + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    return end


def _only(before: yaml_tree.Mapping, written: str, key: str, value: object) -> bool:
    """Whether nothing but `key` is another now."""
    try:
        after = yaml_tree.load(written, FILE)
    except InputError:
        return False
    stood, stands = ({name: found for name, found in entries(node).items() if name != key} for node in (before, after))
    return stood == stands and (plain(after.get(key)) is not None) == (value is not None)
