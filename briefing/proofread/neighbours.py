"""Other issues on the shelf, as far as an issue's own number, serial and date are judged by them.

Only their issue.yaml is read, and leniently: what is wrong in another issue is that issue's to say.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from pathlib import Path

from briefing.core.errors import BriefingError
from briefing.core.records import dataclass
from briefing.files import looking
from briefing.files.world import MAX_YAML, Root
from briefing.source import values, yaml_tree

FILE = "issue.yaml"
#: A shelf of forty years; a folder with more is no shelf.
_MOST = 2_000


@dataclass(frozen=True, slots=True)
class Neighbour:
    """What another issue says of itself; None or "" where it does not say. `volume`, `item`: 案卷号 and 件号."""

    name: str
    house: str
    number: int | None
    total: int | None
    date: datetime.date | None
    serial: str
    volume: int | None = None
    item: int | None = None


def neighbours(folder: Path, house: str, serial: str = "") -> tuple[Neighbour, ...]:
    """The other issues beside `folder` that are set in `house`, in name order; one that says no serial has `serial`, the
    house's. Raises OSError where the shelf cannot be listed; a folder on it that cannot be looked into is passed over."""
    shelf = folder.resolve().parent
    names = sorted(entry.name for entry in shelf.iterdir() if looking.is_file(entry / FILE))[:_MOST]
    found = (_read(shelf / name, serial) for name in names if name != folder.resolve().name)
    return tuple(other for other in found if other is not None and other.house == house)


def _read(folder: Path, serial: str) -> Neighbour | None:
    try:
        text, _ = Root(folder).text(FILE, MAX_YAML)
        node = yaml_tree.load(text, FILE)
    except BriefingError:
        return None
    said = _scalars(node)
    filed = _scalars(archive) if isinstance(archive := node.get("archive"), yaml_tree.Mapping) else {}
    return Neighbour(
        folder.name, said.get("house", ""), _last_number(said), _count(said, "total"), _date(said), said.get("serial", serial),
        _count(filed, "volume"), _count(filed, "item"),
    )  # fmt: skip


def _scalars(node: yaml_tree.Mapping) -> dict[str, str]:
    return {entry.key.text: entry.value.text for entry in node.entries if isinstance(entry.value, yaml_tree.Scalar)}


def _last_number(said: Mapping[str, str]) -> int | None:
    """Its own, the last of several that appeared as one."""
    try:
        first, until, _ = values.numbers(said["number"])
    except (KeyError, values.UnreadableValue):
        return None
    return first if until is None else until


def _count(said: Mapping[str, str], key: str) -> int | None:
    try:
        return values.count(said[key])[0]
    except (KeyError, values.UnreadableValue):
        return None


def _date(said: Mapping[str, str]) -> datetime.date | None:
    try:
        return values.date(said["date"])
    except (KeyError, values.UnreadableValue):
        return None


def year_of(name: str) -> int | None:
    """2022 of `2022-17`."""
    match = re.match(r"(\d{4})-", name)
    return int(match[1]) if match else None
