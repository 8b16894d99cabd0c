"""YAML as a tree of nodes that know their places: mappings, sequences and strings, nothing else.

Built from PyYAML's event stream, so that limits hold while reading and no anchor, alias, tag or merge key
is ever acted on. Every scalar is the text the author wrote: `012`, `no` and `12:30` stay as they are until
the model says what they mean.
"""

from __future__ import annotations

from collections.abc import Mapping as AbstractMapping
from collections.abc import Sequence as AbstractSequence
from typing import TYPE_CHECKING, Protocol, cast

from briefing.core import unseen
from briefing.core.code import Code
from briefing.core.errors import Diagnostic, Findings, InputError, Span
from briefing.core.records import dataclass
from briefing.source import folding, yaml_errors, yaml_slips
from briefing.source.yaml_errors import YamlMark

if TYPE_CHECKING:
    import yaml

#: issue.yaml needs four levels; deeper is a mistake or an attack.
MAX_DEPTH = 32
#: The largest real issue has about 200 values.
MAX_NODES = 20_000


@dataclass(frozen=True, slots=True)
class Scalar:
    """A string. `places` gives the span of each line of `text`; `span` is the first. `plain`: it stands in no quotation marks;
    `listed`: between brackets, as [a, b]."""

    text: str
    span: Span
    places: tuple[Span, ...] = ()
    plain: bool = False
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Entry:
    key: Scalar
    value: Node


@dataclass(frozen=True, slots=True)
class Mapping:
    entries: tuple[Entry, ...]
    span: Span

    def get(self, key: str) -> Node | None:
        return next((entry.value for entry in self.entries if entry.key.text == key), None)


Node = Scalar | Sequence | Mapping


def from_plain(value: object, span: Span) -> Node:
    """Nodes of a value that was loaded without positions (wording defaults of a house); all stand at
    `span`."""
    if isinstance(value, AbstractMapping):
        entries = (Entry(Scalar(str(key), span), from_plain(item, span)) for key, item in value.items())
        return Mapping(tuple(entries), span)
    if isinstance(value, AbstractSequence) and not isinstance(value, str):
        return Sequence(tuple(from_plain(item, span) for item in value), span)
    return Scalar("" if value is None else str(value), span)


def load(text: str, file: str, first_line: int = 1, remarks: list[Diagnostic] | None = None) -> Mapping:
    """The document's top mapping (empty for an empty document). `first_line` is the line `text` begins on; `remarks` gets what
    stops nothing.

    Raises InputError: a syntax error alone, or every other finding together.
    """
    import yaml

    lines = text.split("\n")
    builder = _Builder(file, lines, first_line)
    try:
        quick = yaml.__with_libyaml__ and "\t" not in text  # libyaml lets tabs pass
        if not (quick and _taken(yaml.CSafeLoader, text, builder)):
            builder = _Builder(file, lines, first_line)
            _take_all(yaml.SafeLoader, text, builder)
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError) as error:  # the last two: a code that is no character
        raise InputError(*builder.findings.items, yaml_errors.translate(error, lines, file, first_line)) from None
    builder.findings.raise_errors()
    if remarks is not None:
        remarks += builder.findings.items
    if isinstance(builder.root, Mapping):
        return builder.root
    start = Span(file, first_line, 1)
    if builder.root is None or (isinstance(builder.root, Scalar) and not builder.root.text):
        return Mapping((), start)
    raise InputError(yaml_errors.not_a_mapping(builder.root.span, lines, first_line))


def places(text: str, file: str) -> dict[str, Span]:
    """Where a file that has been read without errors has the value of each key, and of those within it (print.binding)."""
    found: dict[str, Span] = {}
    for entry in load(text, file).entries:
        found[entry.key.text] = entry.value.span
        if isinstance(entry.value, Mapping):
            found |= {f"{entry.key.text}.{inner.key.text}": inner.value.span for inner in entry.value.entries}
    return found


def _take_all(loader: type[yaml.SafeLoader] | type[yaml.CSafeLoader], text: str, builder: _Builder) -> None:
    import yaml

    # the marks of a block that ends the file are right only after a line end
    for event in yaml.parse(text + "\n", Loader=loader):
        builder.take(cast(_Event, event))


def _taken(loader: type[yaml.SafeLoader] | type[yaml.CSafeLoader], text: str, builder: _Builder) -> bool:
    """Whether `text` is free of syntax errors, with libyaml: eight times as fast, but its errors say less."""
    import yaml

    try:
        _take_all(loader, text, builder)
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError):
        return False
    return True


class _Open:
    """A collection whose end has not come yet; a mapping's keys and values alternate in `values`."""

    def __init__(self, span: Span, is_mapping: bool, flow: bool = False) -> None:
        self.span = span
        self.flow = flow
        self.values: list[Node] = []
        self.is_mapping = is_mapping


class _Event(Protocol):
    """What is asked of PyYAML's events: all have marks, and those of a kind the rest."""

    start_mark: YamlMark
    end_mark: YamlMark
    anchor: str | None
    tag: str | None
    flow_style: bool | None
    style: str | None
    value: str


class _Builder:
    """Turns events into nodes; `root` is the finished document."""

    def __init__(self, file: str, lines: list[str], first_line: int) -> None:
        self.findings = Findings()
        self.root: Node | None = None
        self._file = file
        self._lines = lines
        self._first = first_line
        self._stack: list[_Open] = []
        self._nodes = 0
        self._documents = 0

    def take(self, event: _Event) -> None:
        kind = type(event).__name__
        span = self._span(event.start_mark)
        if kind == "DocumentStartEvent":
            self._documents += 1
            if self._documents > 1:
                self._stop(
                    "yaml-documents",
                    "一个文件里只能有一份内容，这里又用 --- 开始了第二份",
                    span,
                    "请删去这一行。",
                )
        elif kind == "AliasEvent":
            self.findings.add("yaml-anchor", f"不能用 YAML 的引用 *{event.anchor}", span, "请把内容直接写出来。")
            self._add(Scalar("", span))
        elif kind in ("ScalarEvent", "MappingStartEvent", "SequenceStartEvent"):
            self._refuse_properties(event, span)
            if kind == "ScalarEvent":
                self._add(self._scalar(event))
            else:
                self._push(_Open(span, kind == "MappingStartEvent", bool(event.flow_style)))
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            self._add(self._close(self._stack.pop()), counted=False)

    def _refuse_properties(self, event: _Event, span: Span) -> None:
        if event.anchor:
            self.findings.add("yaml-anchor", f"不能用 YAML 的锚点 &{event.anchor}", span, "请把内容直接写出来。")
        if event.tag:
            self.findings.add("yaml-tag", f"不能用 YAML 的类型标记 {event.tag}", span, "请删去感叹号开头的标记。")

    def _push(self, opened: _Open) -> None:
        if len(self._stack) >= MAX_DEPTH:
            self._stop("yaml-depth", f"层次太深，最多 {MAX_DEPTH} 层", opened.span)
        self._stack.append(opened)

    def _add(self, node: Node, counted: bool = True) -> None:
        self._nodes += counted
        if self._nodes > MAX_NODES:
            self._stop("yaml-size", f"内容太多，最多 {MAX_NODES} 项", node.span)
        if self._stack:
            self._stack[-1].values.append(node)
        else:
            self.root = node

    def _close(self, opened: _Open) -> Node:
        if not opened.is_mapping:
            return Sequence(tuple(opened.values), opened.span)
        seen: dict[str, Span] = {}
        entries = []
        for key, value in zip(opened.values[0::2], opened.values[1::2], strict=True):
            if not isinstance(key, Scalar):
                self.findings.add("yaml-key", "冒号前面只能是一个名称", key.span)
            elif key.text == "<<":
                self.findings.add("yaml-merge", "不能用 YAML 的合并键 <<", key.span, "请把内容直接写出来。")
            elif key.text[:1] and key.text[:1] in yaml_slips.WIDE_SPACES:
                self.findings.items.append(yaml_slips.wide_indent(key.span))
            elif key.text in seen:
                first = seen[key.text]
                self.findings.add(
                    "yaml-duplicate",
                    f"“{key.text}”写了两次",
                    key.span,
                    f"第 {first.line} 行已经写过，请删去一处。",
                )
            else:
                seen[key.text] = key.span
                entries.append(Entry(key, value))
        return Mapping(tuple(entries), opened.span)

    def _scalar(self, event: _Event) -> Scalar:
        start, end = event.start_mark, event.end_mark
        if event.style in ("|", ">"):
            rows = folding.block_rows(self._lines, start.line + 1, end.line)
            text, kept = folding.literal(rows) if event.style == "|" else folding.folded(rows)
            places = tuple(Span(self._file, self._first + row.line, row.column + 1, len(row.text)) for row in kept)
            return Scalar(text, places[0] if places else self._span(start), places)
        if not event.style and start.line < len(self._lines):
            last = min(end.line, len(self._lines) - 1) if end.column else max(start.line, end.line - 1)
            if not self._lines[start.line][: start.column].strip() or last > start.line:
                slip = yaml_slips.in_scalar(self._lines, start.line, last, self._file, self._first)
                if slip is not None:
                    self.findings.items.append(slip)
        quoted = 1 if event.style in ("'", '"') else 0
        text = event.value
        if any("\ud800" <= char <= "\udfff" for char in text):
            self.findings.add(*yaml_errors.NO_CHARACTER[:2], self._span(start), yaml_errors.NO_CHARACTER[2])
            text = ""
        if start.line != end.line and "\\" not in text:
            # YAML folds a line end into a space; between Han characters there must be none.
            text = folding.rejoin(text, self._lines[start.line : end.line + 1])
        listed = bool(self._stack) and self._stack[-1].flow and not self._stack[-1].is_mapping
        plain = not event.style
        if plain and (slip := yaml_slips.cut_off(self._lines, end.line, end.column, self._file, self._first)):
            self.findings.items.append(slip)
        span = Span(self._file, self._first + start.line, start.column + 1 + quoted, max(1, len(text)))
        if quoted:
            self.findings.items.extend(unseen.escaped(text, span))
        return Scalar(text, span, (span, *self._following(start.line, end.line, text, span)), plain, listed)

    def _following(self, first: int, last: int, text: str, span: Span) -> list[Span]:
        """Where the lines of `text` after its first stand: a blank line of the source ends one, and so does a \\n in quotes,
        which moves nothing."""
        found = []
        for line in range(first + 1, min(last + 1, len(self._lines))):  # YAML counts U+2028 as a line end, too
            if not self._lines[line - 1].strip() and line - 1 > first:
                row = self._lines[line]
                blank = len(row) - len(row.lstrip())
                found.append(Span(self._file, self._first + line, blank + 1, max(1, len(row.strip()))))
        wanted = text.count("\n")
        return [*found[:wanted], *[found[-1] if found else span] * (wanted - len(found))]

    def _span(self, mark: YamlMark) -> Span:
        return Span(self._file, self._first + mark.line, mark.column + 1)

    def _stop(self, code: Code, message: str, span: Span, hint: str = "") -> None:
        raise InputError(*self.findings.items, Diagnostic(code, message, span, hint))
