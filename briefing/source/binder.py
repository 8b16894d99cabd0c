"""Binds YAML nodes to declared fields: each value to its kind, each mistake to its place, all of them at
once."""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from briefing.core.errors import Findings, Severity, Span
from briefing.core.pattern import Pattern
from briefing.model import fields
from briefing.model.described import LocatedText
from briefing.model.fields import Field
from briefing.model.issue_parts import Contents, Filing, FilingStep, PrintWishes, Recipients
from briefing.model.text_lines import Break, Inline, Line, Text
from briefing.source import keys, shape, values, yaml_tree
from briefing.source.nodes import NodeReader

#: 报：省委；送：省政府: the first of them.
_RECIPIENTS = Pattern(r"(报|送|发|增发|抄送|主送)\s*[:：]\s*(.*?)[；;。\s]*(?=(?:报|送|发|增发|抄送|主送)\s*[:：]|$)")
#: A list as a Chinese input method types it.
_WIDE_LIST = Pattern(r"［([^［］]*)］|【([^【】]*[，,][^【】]*)】", "［", "【")
#: Values by key, each as its `Field` declares it: arguments of the dataclasses that declare them.
BoundValues = dict[str, Any]


class Binder(NodeReader):
    """Values by key. A key that is absent or wrong has no entry; what is wrong is in `findings`."""

    def __init__(self, findings: Findings) -> None:
        super().__init__(findings)
        #: Keys that unknown ones were probably meant to be: they are not missing as well.
        self.meant: set[str] = set()
        self._kinds: dict[str, Callable[[yaml_tree.Node, Field], object]] = {
            "text": self._text,
            "file": self._text,
            "texts": self._texts,
            "int": self._int,
            "year": self._year,
            "number": self._number,
            "date": self._date,
            "choice": self._choice,
            "line": self._line,
            "lines": self._lines,
            "contents": self._contents,
            "leaf": self._leaf,
            "recipients": self._recipients,
            "print": self._print,
            "archive": self._filing,
            "steps": self._steps,
        }

    def bind(self, node: yaml_tree.Mapping, known: Sequence[Field]) -> BoundValues:
        """The values of `node`'s entries. Kinds that have a structure of their own come back as nodes."""
        by_key = {item.key: item for item in known}
        bound: BoundValues = {}
        for entry in node.entries:
            declared = by_key.get(entry.key.text)
            if declared is None:
                self._unknown(entry.key, known)
                continue
            bind = self._kinds.get(declared.kind)
            value = bind(entry.value, declared) if bind else entry.value
            if value is not None:
                bound[declared.key] = value
        return bound

    def mapping(self, node: yaml_tree.Node, known: Sequence[Field], what: str) -> BoundValues | None:
        """As `bind`, for a node that must be a mapping; `what` names it in the message."""
        if isinstance(node, yaml_tree.Mapping):
            return self.bind(node, known)
        listed = "、".join(item.key for item in known)
        first = known[0]
        hint = f"例如另起一行，缩进写 {first.key}: {first.example}；冒号用英文的，后面空一格。"
        self.findings.add("value-shape", f"{_apart(what)}应当逐行写明 {listed}", node.span, hint)
        return None

    def strings(self, node: yaml_tree.Node, what: str) -> list[yaml_tree.Scalar]:
        """One string or a list of strings, as nodes; empty strings are left out."""
        return list(self.scalars(node, f"{_apart(what)}这里只能写文字", "文字里有冒号时请用引号括起来。"))

    def names(self, node: yaml_tree.Node, what: str, commas: bool = False) -> list[yaml_tree.Scalar]:
        """As `strings`, of names: those that full-width brackets or commas hold together are told. `commas`: some may."""
        found = self.strings(node, what)
        for item in found:
            if item.plain and item.listed and "，" in item.text and not commas:
                message = f"“{item.text[:20]}”里的逗号是全角的，会当成一项"
                place = item.span.shifted(item.text.index("，"), 1)
                hint = "是几项的，请用英文逗号隔开；就是一项的，请用引号括起来。"
                self.findings.add("typed-full-width", message, place, hint, Severity.WARNING)
            elif item.plain and not item.listed and (match := _WIDE_LIST.fullmatch(item.text)):
                parts = re.split("[，,、]", match[1] or match[2] or "")
                hint = f"请写成 [{', '.join(map(str.strip, parts))}]，用英文的方括号和逗号。"
                message = f"{_apart(what)}的方括号打成了全角，会照样印出来"
                self.findings.add("typed-full-width", message, item.span, hint, Severity.WARNING)
        return found

    def _unknown(self, key: yaml_tree.Scalar, known: Sequence[Field]) -> None:
        meant, hint = keys.meant(key.text, known)
        self.meant.add(meant)
        self.refuse(key, hint)

    def _scalar(self, node: yaml_tree.Node, field: Field) -> yaml_tree.Scalar | None:
        return self.single(node, f"{field.key} 只能写一个值", f"例如 {field.key}: {field.example}")

    def _text(self, node: yaml_tree.Node, field: Field) -> str | None:
        scalar = self._scalar(node, field)
        if scalar is not None and "\n" in scalar.text:
            self.findings.add("value-shape", f"{field.key} 只能写一行", [*rows_of(scalar)][1][1])
            return None
        if scalar is None:
            return None
        return LocatedText(*next(rows_of(scalar)))

    def _texts(self, node: yaml_tree.Node, field: Field) -> tuple[str, ...]:
        names = self.names(node, field.key, commas=field.kind == "recipients")  # 发: [各市、县文明办，省各有关部门]
        return tuple(LocatedText(text, span) for item in names for text, span in rows_of(item) if text)

    def _int(self, node: yaml_tree.Node, field: Field) -> int | None:
        counted = self._counted(node, field, lambda text: (values.count(text)[0], None, 0))
        return counted[0] if counted else None

    def _year(self, node: yaml_tree.Node, field: Field) -> int | None:
        counted = self._counted(node, field, lambda text: (values.year(text), None, 0))
        return counted[0] if counted else None

    def _number(self, node: yaml_tree.Node, field: Field) -> tuple[int, int, Span, int | None] | None:
        return self._counted(node, field, values.numbers)

    def _counted(
        self, node: yaml_tree.Node, field: Field, read: Callable[[str], tuple[int, int | None, int]]
    ) -> tuple[int, int, Span, int | None] | None:
        """First number, digits, place, last number of several."""
        scalar = self._scalar(node, field)
        if scalar is None or not scalar.text:
            return None
        try:
            value, until, digits = read(scalar.text)
        except values.UnreadableValue as problem:
            self.findings.add("value-number", f"{field.key}：{problem.reason}", scalar.span, problem.hint)
            return None
        if value < 1:
            self.findings.add("value-number", f"{field.key}：不能是 0", scalar.span, "没有这一项时请删去整行。")
            return None
        return value, digits, scalar.span, until

    def _date(self, node: yaml_tree.Node, field: Field) -> datetime.date | None:
        scalar = self._scalar(node, field)
        if scalar is None or not scalar.text:
            return None
        try:
            return values.date(scalar.text)
        except values.UnreadableValue as problem:
            self.findings.add("value-date", f"{field.key}：{problem.reason}", scalar.span, problem.hint)
            return None

    def _choice(self, node: yaml_tree.Node, field: Field) -> str | None:
        scalar = self._scalar(node, field)
        if scalar is None or not scalar.text:
            return None
        if scalar.text not in field.choices:
            allowed = "、".join(field.choices)
            meaning = f"可用的值：{allowed}。" if not all(map(str.isascii, field.choices)) else f"{field.text}。"
            self.findings.add("value-choice", f"{field.key} 不能是“{scalar.text}”", scalar.span, meaning)
            return None
        return scalar.text

    def _line(self, node: yaml_tree.Node, field: Field) -> Line | None:
        scalar = self._scalar(node, field)
        if scalar is None:
            return None
        items: list[Inline] = []
        for line in lines_of(scalar):
            if items:
                items.append(Break(line[0].span))
            items.extend(line)
        return tuple(items)

    def _lines(self, node: yaml_tree.Node, field: Field) -> tuple[Line, ...]:
        return tuple(line for item in self.strings(node, field.key) for line in lines_of(item))

    def _leaf(self, node: yaml_tree.Node, field: Field) -> str | None:
        scalar = self._scalar(node, field)
        if scalar is None:
            return None
        leaf = fields.LEAF_VALUES.get(scalar.text.strip().lower())
        if leaf is None:
            message = f"{field.key} 只能写 true 或 A3，这里是“{scalar.text}”"
            self.findings.add("value-choice", message, scalar.span, "横放的纸写 true；两倍宽的折页写 A3；不要的话删去这一行。")
        return leaf

    def _contents(self, node: yaml_tree.Node, field: Field) -> Contents | None:
        if isinstance(node, yaml_tree.Scalar):
            style = self._choice(node, dataclasses.replace(fields.CONTENTS[0], key=field.key))
            return Contents(style) if style else None
        bound = self.mapping(node, fields.CONTENTS, field.key)
        if bound is None:
            return None
        return Contents(bound.get("style", "plain"), bound.get("heading", ""), bound.get("place", "接排"))

    def _print(self, node: yaml_tree.Node, field: Field) -> PrintWishes | None:
        if isinstance(node, yaml_tree.Scalar) and not node.text:
            return None
        bound = self.mapping(node, fields.PRINT, field.key)
        return None if bound is None else PrintWishes(**bound, span=node.span)

    def _filing(self, node: yaml_tree.Node, field: Field) -> Filing | None:
        if isinstance(node, yaml_tree.Scalar) and not node.text:
            return None
        bound = self.mapping(node, fields.FILING, field.key)
        return None if bound is None else Filing(**bound, span=node.span)

    def _steps(self, node: yaml_tree.Node, field: Field) -> tuple[FilingStep, ...]:
        found: list[FilingStep] = []
        for item in node.items if isinstance(node, yaml_tree.Sequence) else (node,):
            if isinstance(item, yaml_tree.Scalar) and not item.text:
                continue
            if not isinstance(item, yaml_tree.Mapping):
                hint = f"例如 - {field.example}"
                self.findings.add("value-shape", f"{field.key} 的每一步要写明 action（做了什么）、who（谁做的）", item.span, hint)
                continue
            before = len(self.findings.errors)
            step = FilingStep(**self.bind(item, fields.FILING_STEP))
            missing = "action（做了什么）" if not step.action else "who（谁做的）" if not step.who else ""
            if missing and len(self.findings.errors) == before:
                self.findings.add("field-missing", f"办理过程的这一步缺少 {missing}", item.span)
            before_it = next((each for each in reversed(found) if each.date), None)
            if before_it and before_it.date and step.date and step.date < before_it.date:
                message = f"办理过程的“{step.action}”在 {step.date}，比前一步“{before_it.action}”（{before_it.date}）还早"
                self.findings.add("filing-order", message, item.span, "请核对日期，或把各步按先后写。", Severity.WARNING)
            found.append(step)
        return tuple(found)

    def _recipients(self, node: yaml_tree.Node, field: Field) -> tuple[Recipients, ...] | None:
        if isinstance(node, yaml_tree.Scalar) and not node.text:
            return ()
        if not isinstance(node, yaml_tree.Mapping):
            self.findings.add(
                "value-shape",
                f"{field.key} 应当逐行写明报、送、发各单位",
                node.span,
                _recipients_hint(node),
            )
            return None
        found = []
        for entry in node.entries:
            lines = self._texts(entry.value, field)
            if lines:
                found.append(Recipients(entry.key.text.rstrip(":："), lines, entry.key.span))
        return tuple(found)


def _apart(key: str) -> str:
    """A key as it stands before Chinese words."""
    return f"{key} " if key.isascii() else key


def _recipients_hint(node: yaml_tree.Node) -> str:
    first = node.items[0] if isinstance(node, yaml_tree.Sequence) and node.items else node
    said = _RECIPIENTS.match(first.text) if isinstance(first, yaml_tree.Scalar) else None
    example = f"{said[1]}: {said[2]}" if said else "发: 各设区市文明办"
    if isinstance(first, yaml_tree.Mapping) and first.entries:
        example = f"{first.entries[0].key.text}: [各单位]"
    return f"例如另起一行缩进写“{example}”：前面不用短横，冒号用英文的，后面空一格。"


def rows_of(scalar: yaml_tree.Scalar) -> Iterator[tuple[str, Span]]:
    """Each line of a scalar with its place. Blanks at its ends, which quotes keep, say nothing: a nameplate would stand off the
    middle by them."""
    rows = scalar.text.split("\n")
    for row, span in zip(rows, scalar.places or (scalar.span,) * len(rows), strict=True):
        yield row.strip(), span.shifted(len(row) - len(row.lstrip()))


def lines_of(scalar: yaml_tree.Scalar) -> list[Line]:
    """Each line of a scalar as an inline line; `|` in it forces a break, and m^2^ raises."""
    lines = [
        line for text, span in rows_of(scalar) if text and (line := shape.without_blank_lines(shape.broken(Text(text, span))))
    ]
    return [
        tuple(part for item in line for part in (shape.scripts(item) if isinstance(item, Text) else (item,))) for line in lines
    ]
