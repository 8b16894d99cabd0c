"""Why an issue is made again, in words: which source, which setting of which house, which library (`build --explain`).

Of a YAML file it can say which entries changed, since the text that outputs were made from is kept in the cache by its digest;
without it, as on another machine, the file is named.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from briefing.building.ancestry import differing, digest
from briefing.building.plan import Plan
from briefing.core.errors import InputError
from briefing.files import cache, world

_SHELF = "texts"
#: So many entries of one file are named.
_NAMED = 5
_PROGRAM = {"briefing": "程序换过", "python": "Python 换过"}


class _Text(NamedTuple):
    """A file by the name that people know, its digest then and now, and where it lies."""

    name: str
    then: str
    now: str
    path: Path


def reasons(plan: Plan, force: bool = False) -> list[str]:
    """Why the outputs of `plan` are made; [] if they stand as they should and nobody insists."""
    if plan.up_to_date:
        return ["要求重做（--force）"] if force else []
    if plan.previous is None:
        return [f"原来的清单不能用：{plan.damage}" if plan.damage else "还没有做过"]
    if not plan.previous.inputs:
        return ["上次用的是旧版的程序，没有记下版式和字体"]
    found = [*_of_sources(plan, plan.previous.sources), *_of_inputs(plan.previous.inputs, plan.now.inputs)]
    return found or list(_of_outputs(plan))


def keep(plan: Plan) -> None:
    """Keep the texts whose entries may be asked for when they have changed."""
    shelf = cache.shelf(_SHELF)
    for value, path in _yaml(plan):
        if value and value not in shelf:
            with contextlib.suppress(OSError):
                data = path.read_bytes()
                if digest(path) == value:
                    shelf[value] = data


def _of_sources(plan: Plan, then: Mapping[str, str]) -> Iterator[str]:
    for name in differing({"": "", **then}, {"": "", **plan.sources}):
        yield _said(_Text(name, then.get(name, ""), plan.sources.get(name, ""), plan.source / name))


def _of_inputs(then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    for name in differing(then, now):
        before, after = then.get(name, ""), now.get(name, "")
        if name.startswith("templates/"):
            yield _said(_Text(name, before, after, world.houses().path(name.removeprefix("templates/"))))
        elif name.startswith("fonts/"):
            yield f"字体换过：{name}"
        elif name == "SOURCE_DATE_EPOCH":
            yield f"环境变量 {name} 换过"
        elif name in _PROGRAM:
            yield _PROGRAM[name] + (f"：{before} → {after}" if name == "python" else "")
        else:
            yield f"程序库 {name} 换过：{before or '没有'} → {after or '没有'}"


def _of_outputs(plan: Plan) -> Iterator[str]:
    for target in plan.targets:
        if target not in plan.listed:
            yield f"{target} 还没有做过"
        elif digest(plan.folder / target) != plan.listed[target].sha256:
            yield f"{target} 改动过" if (plan.folder / target).exists() else f"{target} 不在了"


def _said(text: _Text) -> str:
    if not text.then:
        return f"新增 {text.name}"
    if not text.now:
        return f"{text.name} 不在了"
    entries = _changed_entries(text) if text.name.endswith(".yaml") else []
    more = f"等 {len(entries)} 项" if len(entries) > _NAMED else ""
    return f"{text.name} 改动过" + (f"：{'、'.join(entries[:_NAMED])}{more}" if entries else "")


def _changed_entries(text: _Text) -> list[str]:
    """Entries of a YAML file that changed, came or went, as `styles.body.size`; [] where that is not known, or it was only a
    remark."""
    from briefing.source import yaml_tree

    try:
        now = text.path.read_bytes()
        before = cache.shelf(_SHELF)[text.then]
        pair = [dict(_leaves(yaml_tree.load(data.decode(), text.name))) for data in (before, now)]
    except (OSError, KeyError, UnicodeDecodeError, InputError):
        return []
    return [name for name in {**pair[0], **pair[1]} if pair[0].get(name) != pair[1].get(name)]


def _leaves(node: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Each value with the way to it; of a list its items are counted from one."""
    from briefing.source import yaml_tree

    match node:
        case yaml_tree.Mapping(entries=entries):
            for entry in entries:
                yield from _leaves(entry.value, f"{path}.{entry.key.text}" if path else entry.key.text)
        case yaml_tree.Sequence(items=items):
            for number, item in enumerate(items, 1):
                yield from _leaves(item, f"{path}[{number}]")
        case yaml_tree.Scalar(text=value):
            yield path, value


def _yaml(plan: Plan) -> Iterator[tuple[str, Path]]:
    """Digest and place of each."""
    houses = world.houses()
    named: Mapping[str, str] = plan.now.inputs
    for name, value in plan.sources.items():
        if name.endswith(".yaml"):
            yield value, plan.source / name
    for name, value in named.items():
        if name.startswith("templates/") and name.endswith(".yaml"):
            yield value, houses.path(name.removeprefix("templates/"))
