"""Values of house.yaml that need no declaration: names, numbers, lists of words, mappings of them; collects what does not fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from briefing.core.errors import Span
from briefing.source import yaml_tree
from briefing.source.nodes import NodeReader

BOOLEANS = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}


class HouseFontNames(TypedDict):
    """By role: what a house calls its faces, and where."""

    fonts: dict[str, tuple[str, ...]]
    font_spans: dict[str, tuple[Span, ...]]


class PlainSettings(NodeReader):
    """What is wrong goes to `findings`; the value then is a usual one, and the caller must not use the result."""

    def child(self, node: yaml_tree.Mapping, key: str, optional: bool = False) -> yaml_tree.Mapping:
        """The mapping under `key`; an empty one stands in when it is missing or something else."""
        value = node.get(key)
        if isinstance(value, yaml_tree.Mapping):
            return value
        if value is not None and not (isinstance(value, yaml_tree.Scalar) and not value.text):
            self.misshapen(value, key)
        elif not optional:
            self.findings.add("house-missing", f"缺少 {key}", node.span, "请补上，或用 extends 继承一个完整的版式。")
        return yaml_tree.Mapping((), value.span if value else node.span)

    def text(self, node: yaml_tree.Mapping, key: str) -> str:
        value = node.get(key)
        if isinstance(value, yaml_tree.Scalar) and value.text:
            return value.text
        self.findings.add("house-missing", f"缺少 {key}", value.span if value else node.span)
        return ""

    def integer(self, node: yaml_tree.Mapping, key: str, default: int) -> int:
        value = node.get(key)
        if value is None:
            return default
        if isinstance(value, yaml_tree.Scalar) and value.text.isdecimal() and 0 < int(value.text[:4]) <= 999:
            return int(value.text)
        self.findings.add("house-value", f"{key} 要写 1 至 999 的整数", value.span)
        return default

    def flag(self, node: yaml_tree.Mapping, key: str) -> bool:
        """False where nothing is said."""
        value = node.get(key)
        if value is None:
            return False
        if isinstance(value, yaml_tree.Scalar) and value.text.lower() in BOOLEANS:
            return BOOLEANS[value.text.lower()]
        self.findings.add("house-value", f"{key} 应为 true 或 false", value.span, "请写 true 或 false。")
        return False

    def choice(self, node: yaml_tree.Mapping, key: str, choices: Sequence[str]) -> str:
        """One of `choices`, the first where nothing is said."""
        value = node.get(key)
        if value is None:
            return choices[0]
        if isinstance(value, yaml_tree.Scalar) and value.text in choices:
            return value.text
        self.findings.add("house-value", f"{key} 只能是 {'、'.join(choices)} 之一", value.span)
        return choices[0]

    def choices(self, node: yaml_tree.Mapping, keys: Sequence[str], choices: Sequence[str]) -> dict[str, str]:
        """One of `choices` for each of `keys` that is there."""
        self.known(node, keys)
        return {key: self.choice(node, key, choices) for key in keys if node.get(key) is not None}

    def strings(self, node: yaml_tree.Mapping) -> dict[str, str]:
        """Free keys, one string each."""
        found = {}
        for entry in node.entries:
            if isinstance(entry.value, yaml_tree.Scalar):
                found[entry.key.text] = entry.value.text
            else:
                self.misshapen(entry.value, entry.key.text, "只能写文字")
        return found

    def names(self, node: yaml_tree.Mapping, keys: Sequence[str]) -> dict[str, str]:
        """Exactly `keys`, one string each."""
        self.known(node, keys)
        found = self.strings(node)
        for key in keys:
            if not found.get(key):
                self.findings.add("house-missing", f"缺少 {key}", node.span)
        return found

    def fonts(self, node: yaml_tree.Mapping, roles: Sequence[str]) -> HouseFontNames:
        """Each of `roles` with a name or a list of names, and where they stand."""
        self.known(node, roles)
        names: dict[str, tuple[str, ...]] = {}
        spans: dict[str, tuple[Span, ...]] = {}
        for role in roles:
            value = node.get(role)
            if value is None:
                self.findings.add("house-missing", f"缺少 {role}", node.span)
                continue
            items = value.items if isinstance(value, yaml_tree.Sequence) else (value,)
            texts = [item for item in items if isinstance(item, yaml_tree.Scalar) and item.text]
            if len(texts) != len(items) or not texts:
                self.misshapen(value, role, "要写字体名，或一列字体名")
            names[role] = tuple(item.text for item in texts)
            spans[role] = tuple(item.span for item in texts)
        return {"fonts": names, "font_spans": spans}

    def words(self, node: yaml_tree.Node | None) -> tuple[str, ...]:
        if node is None:
            return ()
        items = node.items if isinstance(node, yaml_tree.Sequence) else (node,)
        texts = [item.text for item in items if isinstance(item, yaml_tree.Scalar)]
        if len(texts) != len(items):
            self.misshapen(node, "words", "要写成一列词语")
        return tuple(dict.fromkeys(texts))

    def parts(
        self, node: yaml_tree.Mapping, names: Sequence[str], others: Sequence[str] = ()
    ) -> list[tuple[str, yaml_tree.Mapping]]:
        """The mapping of each of `names`, all of which must be there, and of `others`, which may; and nothing else."""
        self.known(node, (*names, *others))
        found = []
        for name in (*names, *(name for name in others if node.get(name) is not None)):
            value = node.get(name)
            if isinstance(value, yaml_tree.Mapping):
                found.append((name, value))
            elif value is None:
                self.findings.add("house-missing", f"缺少 {name}", node.span)
            else:
                self.misshapen(value, name)
        return found

    def misshapen(self, node: yaml_tree.Node, key: str, what: str = "要分项写明") -> None:
        self.shape(node, f"{key} {what}")
