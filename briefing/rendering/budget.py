"""What a house's template may cost, counted while it runs: rounds of its loops, its calls, and the characters and items that its
operators and filters take up or make.

Jinja's sandbox lets calls and some operators be seen; loops, ~, lists and what is printed are made visible by rewriting the
parsed template (`counted`) before it is compiled. Results whose size can be foreseen are judged before they are made.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from jinja2 import nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import markup_join

from briefing.core import bounds

#: Counts up when `counted` rewrites otherwise: compiled templates of before are not used then.
VERSION = "counted-1"
#: Methods of `Budget` that a rewritten template calls, as attributes of its environment.
SEEN = ("rounds", "joined", "collected")

T = TypeVar("T")
_SIZED = (str, list, tuple, dict, range)


class Budget:
    """Of one rendering."""

    def __init__(self) -> None:
        self._steps = bounds.TEMPLATE_STEPS
        self._characters = bounds.TEMPLATE_CHARACTERS
        self._ranges = bounds.TEMPLATE_RANGES

    def step(self, characters: int = 0) -> None:
        self._steps -= 1
        self._characters -= characters
        bounds.check()
        if self._steps < 0:
            raise SecurityError(f"循环和调用太多，一共最多 {bounds.TEMPLATE_STEPS // 10_000} 万次")
        if self._characters < 0:
            raise _too_much()

    def take(self, value: object) -> None:
        """`value` was worked on, or made."""
        if isinstance(value, _SIZED):
            self._characters -= len(value)
            if self._characters < 0:
                raise _too_much()

    def will_make(self, length: int) -> None:
        """Judges what would have `length` characters or items, before it is there."""
        if length > bounds.TEMPLATE_VALUE:
            raise SecurityError(f"模板里的一段文字或一个列表太长，最多 {bounds.TEMPLATE_VALUE // 10_000} 万")
        self._characters -= length
        if self._characters < 0:
            raise _too_much()

    def printed(self, value: T) -> T:
        """Jinja's `finalize`: everything that {{ … }} prints passes here."""
        if isinstance(value, _SIZED):
            if not isinstance(value, str):
                raise SecurityError("这是一个列表，不能直接排出来，请用 join 或 for")
            self._characters -= len(value)
            if self._characters < 0:
                raise _too_much()
        return value

    def rounds(self, iterable: Iterable[T], characters: int = 0) -> Iterator[T]:
        """The same items; each is a step, in which `characters` of the template's own text are printed."""
        for item in iterable:
            self.step(characters)
            yield item

    def range(self, *arguments: int) -> range:
        """`range` whose lengths add up: nested loops over large ranges end too."""
        steps = range(*arguments)
        self._ranges -= len(steps)
        if self._ranges < 0:
            raise SecurityError(f"循环太多，一共最多 {bounds.TEMPLATE_RANGES} 次")
        return steps

    def joined(self, *parts: object) -> str:
        """a ~ b ~ c, its length known before."""
        texts = [part if isinstance(part, str) else str(part) for part in parts]
        self.will_make(sum(map(len, texts)))
        text: str = markup_join(texts)
        return text

    def collected(self, value: T) -> T:
        """A list, tuple or dictionary as the template writes it, whose contents may be such, too."""
        self.will_make(size(value))
        return value

    def filter(self, name: str, function: Callable[..., object]) -> Callable[..., object]:
        """The filter, paying for what goes in and what comes out."""

        @functools.wraps(function)
        def paying(*arguments: object, **named: object) -> object:
            self.step()
            # `join` walks through what it joins; a list, so that its length is known.
            if name == "join":
                arguments = tuple(list(one) if isinstance(one, Iterator) else one for one in arguments)
            for value in (*arguments, *named.values()):
                self.take(value)
            self.will_make(_foreseen(name, arguments, named))
            made = function(*arguments, **named)
            if isinstance(made, Iterator):
                return self.rounds(made)
            self.take(made)
            return made

        return paying


def size(value: object) -> int:
    """Characters of a text; items of a list with those of the lists in it, each as often as it stands there."""
    if isinstance(value, str):
        return len(value)
    known: dict[int, int] = {}

    def of(one: object, depth: int) -> int:
        if isinstance(one, dict):
            one = tuple(one.values())
        if not isinstance(one, list | tuple):
            return 1
        if id(one) not in known:
            known[id(one)] = 1 if depth > 100 else len(one) + sum(of(item, depth + 1) for item in one if isinstance(item, _DEEP))
        return known[id(one)]

    return of(value, 0)


_DEEP = (list, tuple, dict)


def number(value: T) -> T:
    """A result, refused where it is a number that nobody can read."""
    if isinstance(value, int) and value.bit_length() > bounds.TEMPLATE_BITS:
        raise SecurityError("模板里的数太大")
    return value


def _foreseen(name: str, arguments: tuple[object, ...], named: dict[str, object]) -> int:
    """How long the result of a filter can become, for those that make much of little. `arguments` begin with Jinja's own."""
    if name == "join":
        sequence = next((one for one in arguments if isinstance(one, list | tuple | range | str)), ())
        between = named.get("d", arguments[-1] if len(arguments) > 2 else "")
        widest = len(sequence) * len(str(between))
        return widest + (sum(len(item) if isinstance(item, str) else 20 for item in sequence) if widest >= 0 else 0)
    if name == "replace":
        words = [str(one) for one in (*arguments[1:], *named.values())]
        if len(words) >= 3:
            text, old, new = words[:3]
            return len(text) + text.count(old) * len(new)
    return 0


def _too_much() -> SecurityError:
    return SecurityError(f"模板处理的文字太多，一共最多 {bounds.TEMPLATE_CHARACTERS // 10_000} 万字符")


def counted(template: nodes.Template) -> nodes.Template:
    """The parsed template with its loops, ~, lists and dictionaries under the budget."""
    for loop in list(template.find_all(nodes.For)):
        own = sum(len(text.data) for part in loop.body for text in _texts(part))
        loop.iter = _paying("rounds", [loop.iter, nodes.Const(own)], loop.lineno)
    _rewritten(template)
    return template


def _texts(node: nodes.Node) -> Iterator[nodes.TemplateData]:
    if isinstance(node, nodes.TemplateData):
        yield node
    yield from node.find_all(nodes.TemplateData)


def _paying(method: str, arguments: Sequence[nodes.Node], line: int) -> nodes.Call:
    return nodes.Call(nodes.EnvironmentAttribute(method, lineno=line), list(arguments), [], None, None, lineno=line)


def _rewritten(node: nodes.Node) -> nodes.Node:
    for name, value in node.iter_fields():
        if isinstance(value, nodes.Node):
            setattr(node, name, _rewritten(value))
        elif isinstance(value, list):
            setattr(node, name, [_rewritten(item) if isinstance(item, nodes.Node) else item for item in value])
    if isinstance(node, nodes.Concat):
        return _paying("joined", node.nodes, node.lineno)
    holds = isinstance(node, nodes.List | nodes.Dict) or (isinstance(node, nodes.Tuple) and node.ctx == "load")
    if holds and not all(isinstance(item, nodes.Const) for item in node.iter_child_nodes()):
        return _paying("collected", [node], node.lineno)
    return node
