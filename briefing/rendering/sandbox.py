"""Jinja in a box: a house's template sees the issue and a few helpers, and nothing of the machine.

The sandbox keeps a template from the system: no private attributes, no modules, no files but the templates of
the house and of those it extends, no clock, no random. What it may cost is counted while it runs (`template_budget`),
and the clock of `briefing.core.bounds` stands behind that.
"""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from pathlib import Path
from traceback import walk_tb
from types import CodeType
from typing import Any, NoReturn, cast

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    Environment,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
    nodes,
)
from jinja2 import __version__ as jinja_version
from jinja2.bccache import Bucket
from jinja2.exceptions import SecurityError, TemplateError
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.runtime import Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing

from briefing.core import bounds
from briefing.core.code import Code
from briefing.core.errors import Diagnostic, InputError, Span
from briefing.files.cache import Shelf
from briefing.files.world import MAX_TEMPLATE, World
from briefing.rendering import budget, jinja_words
from briefing.rendering.budget import Budget
from briefing.rendering.unused_blocks import left_out
from briefing.rendering.xhtml import mark_places

FILTERS = (
    "count", "d", "default", "e", "escape", "first", "int", "join", "last", "length", "list", "lower", "map",
    "reject", "rejectattr", "replace", "reverse", "select", "selectattr", "sort", "string", "striptags",
    "trim", "unique", "upper",
)  # fmt: skip
#: What a template may ask of a text; `center`, `ljust`, `format` … make huge ones out of small.
_TEXT_METHODS = frozenset(
    {
        "endswith",
        "isdecimal",
        "lower",
        "removeprefix",
        "removesuffix",
        "split",
        "startswith",
        "strip",
        "upper",
    }
)
_DATE_PARTS = frozenset({"day", "month", "year"})


#: Compiled templates by key; compiling takes ten times as long as rendering. A build may keep it between
#: runs.
Compiled = MutableMapping[str, bytes]
_IN_PROCESS: dict[str, bytes] = {}
#: Keys of templates that this process found sound, and the shelf that says so.
_sound: set[tuple[str, Path | None]] = set()


def render(
    world: World,
    chain: tuple[str, ...],
    name: str,
    names: Mapping[str, object],
    compiled: Compiled | None = None,
) -> str:
    """The template `name` of the first house in `chain` that has it, rendered with `names`.

    Every start tag of the result carries its place in the template (`briefing.rendering.xhtml`). `compiled` holds
    bytecode, which runs: whatever hands it out must be sure who wrote it (`briefing.files.cache`). Raises InputError at the
    template's line.
    """
    environment = _environment(world, chain, names)
    store = _IN_PROCESS if compiled is None else compiled
    environment.bytecode_cache = _Bytecode(store)
    parts: list[str] = []
    size = 0
    try:
        with bounds.bounded("套用版式的模板", bounds.TEMPLATE_SECONDS):
            template = environment.get_template(name)
            _check_blocks(environment, world, chain, name, store)
            for part in template.generate():
                size += len(part)
                if size > bounds.TEMPLATE_OUTPUT:
                    raise SecurityError(f"排出的页面太大，超过 {bounds.TEMPLATE_OUTPUT // 10_000} 万字符")
                parts.append(part)
    except bounds.Exhausted as error:
        _report(error, world, chain, name)
    except InputError:
        raise
    except Exception as error:  # a template can raise anything; all of it is the template's fault
        _report(error, world, chain, name)
    finally:
        environment.dissolve()
    return "".join(parts)


def _check_blocks(environment: Environment, world: World, chain: tuple[str, ...], name: str, store: Compiled) -> None:
    """Raises InputError for what Jinja would leave out. Templates that were found sound are not looked at again."""
    digest = hashlib.sha256("\0".join((jinja_version, *chain)).encode())
    for house in chain:
        if world.templates.exists(f"{house}/{name}"):
            digest.update(world.templates.bytes(f"{house}/{name}", MAX_TEMPLATE))
    key = f"blocks-{digest.hexdigest()}"
    if (key, _shelf(store)) in _sound:
        return
    if key not in store:
        if found := tuple(left_out(environment, name, lambda file, line: _span(world, file, line))):
            raise InputError(*found)
        store[key] = b"sound"
    if shelf := _shelf(store):
        if len(_sound) >= _MOST_CODE:
            _sound.clear()
        _sound.add((key, shelf))


def _shelf(store: Compiled) -> Path | None:
    """Where what is put into the store lies for good."""
    return store.folder if isinstance(store, Shelf) else None


class _Undefined(StrictUndefined):
    """Asking for what is not there is an error, said in Chinese."""

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        if self._undefined_obj is missing:
            return f"没有“{self._undefined_name}”这个名字"
        return f"{type(self._undefined_obj).__name__} 里没有“{self._undefined_name}”"


class _Context(Context):
    """Tells its environment that it is there."""

    def __init__(self, environment: _Environment, *arguments: Any, **named: Any) -> None:
        super().__init__(environment, *arguments, **named)
        environment.contexts.append(self)


def _over(*_: object) -> str:
    """What a macro does after its rendering."""
    raise RuntimeError


class _Environment(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset({"+", "*", "**", "%"})
    context_class = _Context

    def __init__(self, loader: BaseLoader) -> None:
        self.budget = Budget()
        self.contexts: list[Context] = []
        self._safe: dict[tuple[type, str], bool] = {}
        for name in budget.SEEN:  # what rewritten templates call
            setattr(self, name, getattr(self.budget, name))
        super().__init__(finalize=self.budget.printed, loader=loader, undefined=_Undefined, autoescape=True, extensions=[_Places])

    def dissolve(self) -> None:
        """After a rendering: parts the rings of templates, contexts and macros, which hold the whole issue, and which only the
        collector would find; that costs a third of the rendering."""
        for template in list(self.cache.values()) if self.cache is not None else ():
            template.root_render_func.__globals__.clear()
        for context in self.contexts:
            for macro in context.vars.values():
                if isinstance(macro, Macro):
                    macro._func = _over
            context.vars, context.parent, context.blocks = {}, {}, {}
        if self.cache is not None:
            self.cache.clear()
        self.contexts.clear()
        self.globals, self.extensions = {}, {}

    def _generate(self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False) -> str:
        return super()._generate(budget.counted(source), name, filename, defer_init)

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        if isinstance(obj, str):
            return attr in _TEXT_METHODS
        if isinstance(obj, datetime.date):
            return attr in _DATE_PARTS  # not today()
        key = type(obj), attr  # by which alone Jinja judges
        if key not in self._safe:
            self._safe[key] = super().is_safe_attribute(obj, attr, value)
        return self._safe[key]

    def unsafe_undefined(self, obj: object, attribute: str) -> NoReturn:
        raise SecurityError(f"模板里不能用 {type(obj).__name__} 的“{attribute}”")

    def wrap_str_format(self, value: object) -> None:
        if super().wrap_str_format(value) is not None:  # "{:>999999999}" makes a gigabyte
            raise SecurityError("模板里不能用 format，请用 say(…)")
        return

    def call(self, context: Context, obj: Callable[..., object], *arguments: object, **named: object) -> object:
        self.budget.step()
        if isinstance(obj, LoopContext) and arguments:  # a recursive loop goes on with something new
            arguments = (self.budget.rounds(cast("Iterable[object]", arguments[0])), *arguments[1:])
        self.budget.take(getattr(obj, "__self__", None))  # the text of a method
        made: object = super().call(context, obj, *arguments, **named)
        self.budget.take(made)
        return made

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        numbers = isinstance(left, int | float) and isinstance(right, int | float)
        if operator == "+" and not numbers:
            self.budget.will_make(budget.size(left) + budget.size(right))
        elif operator == "**":
            raise SecurityError("模板里不能用乘方（**）")
        elif not numbers:
            raise SecurityError(f"模板里只能对数字用“{operator}”")
        return budget.number(super().call_binop(context, operator, left, right))


class _Places(Extension):
    """Writes template places into start tags before Jinja reads the source."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return mark_places(source, filename or name or "")

    def parse(self, parser: Parser) -> nodes.Node:  # pragma: no cover - this extension has no tag
        raise NotImplementedError


#: Bytecode and the code that it is, by key and digest of the source: one issue after another is in the same house. At a desk
#: where a template is written each change makes another: so many are kept. Where they lie on a shelf it need not be read again.
_code: dict[tuple[str, str, Path | None], tuple[bytes, CodeType]] = {}
_MOST_CODE = 100


class _Bytecode(BytecodeCache):
    """Jinja checks the source's digest and Python's version; the key adds Jinja's own version, that of our counting and the
    template."""

    def __init__(self, store: Compiled) -> None:
        self._store = store

    def load_bytecode(self, bucket: Bucket) -> None:
        place = self._key(bucket), bucket.checksum, _shelf(self._store)
        known = _code.get(place)
        data = known[0] if known and place[2] else self._store.get(place[0])
        if data is None:
            return
        if known and known[0] == data:
            bucket.code = known[1]
            return
        bucket.bytecode_from_string(data)
        if bucket.code is not None:
            if len(_code) >= _MOST_CODE:
                _code.clear()
            _code[place] = data, bucket.code

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._store[self._key(bucket)] = bucket.bytecode_to_string()

    @staticmethod
    def _key(bucket: Bucket) -> str:
        return f"{jinja_version}-{budget.VERSION}-{bucket.key}"


class _Loader(BaseLoader):
    """`bulletin.html.j2` is looked up along the chain; `gb9704/bulletin.html.j2` names a house of the
    chain."""

    def __init__(self, world: World, chain: tuple[str, ...]) -> None:
        self._world = world
        self._chain = chain

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        house = template.partition("/")[0]
        paths = [template] if house in self._chain else [f"{name}/{template}" for name in self._chain]
        for path in paths:
            if self._world.templates.exists(path):
                text, _ = self._world.templates.text(path, MAX_TEMPLATE)
                return text, self._world.templates.name(path), lambda: True
        raise TemplateNotFound(template)


def _environment(world: World, chain: tuple[str, ...], names: Mapping[str, object]) -> _Environment:
    environment = _Environment(_Loader(world, chain))
    environment.filters = {name: environment.budget.filter(name, environment.filters[name]) for name in FILTERS}
    environment.globals = {"range": environment.budget.range, "namespace": environment.globals["namespace"], **names}
    return environment


def _report(error: Exception, world: World, chain: tuple[str, ...], name: str) -> NoReturn:
    """Raise InputError for what a template did, at its line."""
    label = world.templates.name("")
    file, line = f"{label}{chain[0]}/{name}", 1
    if isinstance(error, TemplateSyntaxError):
        file, line = error.filename or file, error.lineno
    else:
        passed = [  # Jinja maps compiled frames back to template lines
            (frame.f_code.co_filename, frame.f_code.co_name, number)
            for frame, number in walk_tb(error.__traceback__)
            if frame.f_code.co_filename.startswith(label)
        ]
        if passed:
            file, _, line = _closing(passed) if isinstance(error, RecursionError) else passed[-1]
    raise InputError(Diagnostic(*_explain(error, chain), span=_span(world, file, line), hint=_hint(error))) from None


def _closing(passed: list[tuple[str, str, int]]) -> tuple[str, str, int]:
    """What leads back to where it came from: where the depth ran out is chance, and may be a part that only was used."""
    counts = Counter(passed)
    first = max(counts, key=counts.__getitem__)  # of a ring, what was entered first: nothing in it comes more often
    return passed[passed.index(first, passed.index(first) + 1) - 1] if counts[first] > 1 else passed[-1]


def _span(world: World, file: str, line: int) -> Span:
    return Span(file, line, _column(world.templates.sources.get(file, ""), line))


def _explain(error: Exception, chain: tuple[str, ...]) -> tuple[Code, str]:
    """Code and message."""
    if isinstance(error, TemplateNotFound):
        return "template-missing", f"没有这个模板：{error.name}（可用的版式：{'、'.join(chain)}）"
    if isinstance(error, TemplateSyntaxError):
        return "template-syntax", f"模板语法有误：{jinja_words.in_chinese(error.message or '')}"
    if isinstance(error, UndefinedError):
        return "template-undefined", f"模板用到了不存在的内容：{error.message}"
    if isinstance(error, SecurityError):
        return "template-refused", error.message or "模板里不能这样写"
    if isinstance(error, bounds.Exhausted):
        return "template-refused", f"模板运行到这里，{error.what}"
    if isinstance(error, RecursionError | MemoryError):
        return "template-refused", "模板的嵌套或内容太多"
    message = error.message if isinstance(error, TemplateError) else str(error)
    return "template-failed", f"模板运行出错：{jinja_words.in_chinese(message or type(error).__name__)}"


def _hint(error: Exception) -> str:
    if isinstance(error, TemplateSyntaxError):
        return "请检查这一行的 {% … %} 与 {{ … }} 是否成对、拼写是否正确。"
    if isinstance(error, UndefinedError):
        return "可用的名字见 docs/house.md 的“模板里能用的名字”；没有内容的项目是空的，不必先判断是否存在。"
    return ""


def _column(source: str, line: int) -> int:
    """Where Jinja begins on the line; it does not say itself."""
    rows = source.split("\n")
    text = rows[line - 1] if 0 < line <= len(rows) else ""
    starts = [at for at in (text.find("{{"), text.find("{%")) if at >= 0]
    return (min(starts) if starts else len(text) - len(text.lstrip())) + 1
