"""What every reader of a YAML file of ours asks of its nodes: keys that are known, one value, a list of them, entries. What does
not fit is a finding at its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from briefing.core.code import Code
from briefing.core.errors import Findings
from briefing.core.suggest import advice
from briefing.source import yaml_tree


class NodeReader:
    """`UNKNOWN`: the code of a key that is none; `LISTED`: what comes before those that are; `MANUAL`: where shapes are shown."""

    UNKNOWN: Code = "key-unknown"
    LISTED = "可用的项目"
    MANUAL = ""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings

    def known(self, node: yaml_tree.Mapping, keys: Iterable[str]) -> None:
        """Report entries of `node` whose key is none of `keys`."""
        keys = tuple(keys)
        for entry in node.entries:
            if entry.key.text not in keys:
                self.unknown(entry.key, keys)

    def unknown(self, key: yaml_tree.Scalar, known: Iterable[str], what: str = "个项目") -> None:
        self.refuse(key, advice(key.text, tuple(known), self.LISTED), what)

    def refuse(self, key: yaml_tree.Scalar, hint: str, what: str = "个项目") -> None:
        self.findings.add(self.UNKNOWN, f"没有“{key.text}”这{what}", key.span, hint)

    def shape(self, node: yaml_tree.Node, message: str, hint: str = "") -> None:
        self.findings.add("value-shape", message, node.span, hint or self.MANUAL)

    def single(self, node: yaml_tree.Node | None, message: str, hint: str = "") -> yaml_tree.Scalar | None:
        """A node that must be one value, if there is one."""
        if isinstance(node, yaml_tree.Scalar):
            return node
        if node is not None:
            self.shape(node, message, hint)
        return None

    def scalars(self, node: yaml_tree.Node, message: str, hint: str = "") -> Iterator[yaml_tree.Scalar]:
        """One value or a list of them; what is empty is left out."""
        for item in node.items if isinstance(node, yaml_tree.Sequence) else (node,):
            scalar = self.single(item, message, hint)
            if scalar is not None and scalar.text.strip():
                yield scalar

    def entries(self, node: yaml_tree.Node, message: str) -> Iterator[yaml_tree.Entry]:
        """Those of a mapping; a value left empty has none."""
        if isinstance(node, yaml_tree.Mapping):
            yield from node.entries
        elif not (isinstance(node, yaml_tree.Scalar) and not node.text):
            self.shape(node, message)
