"""What a template writes and Jinja leaves out without a word: a block that no parent has, and text outside every block."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import NamedTuple

from jinja2 import Environment, TemplateNotFound, nodes

from briefing.core.errors import Diagnostic, Span
from briefing.core.suggest import nearest

#: Spans of a template's lines: file, line → place.
Place = Callable[[str, int], Span]


#: As many as houses may extend each other.
MAX_CHAIN = 8


class _Template(NamedTuple):
    file: str
    tree: nodes.Template
    parent: str  # the name in `extends`, "" for none


def left_out(environment: Environment, name: str, place: Place) -> Iterator[Diagnostic]:
    """Findings about the template `name` and those that it extends. One that cannot be found is for who renders it to tell."""
    chain: list[_Template] = []
    with suppress(TemplateNotFound):
        while name and len(chain) < MAX_CHAIN:
            chain.append(_read(environment, name))
            name = chain[-1].parent
    for number, template in enumerate(chain[:-1], 1):
        known = {block.name: None for above in chain[number:] for block in above.tree.find_all(nodes.Block)}
        yield from _unknown(template, known, place)
        yield from _outside(template, place)


def _read(environment: Environment, name: str) -> _Template:
    if environment.loader is None:
        raise TemplateNotFound(name)
    source, file, _ = environment.loader.get_source(environment, name)
    tree = environment.parse(source, name, file)
    extends = tree.find(nodes.Extends)
    parent = extends.template.value if extends is not None and isinstance(extends.template, nodes.Const) else ""
    return _Template(file or name, tree, str(parent))


def _unknown(template: _Template, known: dict[str, None], place: Place) -> Iterator[Diagnostic]:
    own = _called(template.tree)
    for block in _outermost(template.tree):
        if block.name in known or block.name in own:
            continue
        near = nearest(block.name, known)
        hint = f"是不是 {near}？" if near else f"可以重写的有：{'、'.join(known)}。"
        message = f"上一级模板里没有 {block.name} 这一块，写在里面的不会排出来"
        yield Diagnostic("template-block", message, place(template.file, block.lineno), hint)


def _outside(template: _Template, place: Place) -> Iterator[Diagnostic]:
    """The first of what would be printed if the template extended nothing."""
    for line in _printed(template.tree.body):
        message = "这里的内容不在任何一块（block）里，不会排出来"
        hint = "继承的模板只排各块里的内容；请把它移进 {% block … %} 和 {% endblock %} 之间。"
        yield Diagnostic("template-block", message, place(template.file, line), hint)
        return


def _printed(body: list[nodes.Node]) -> Iterator[int]:
    """The lines of what is printed."""
    for node in body:
        if isinstance(node, nodes.Output):
            for part in node.nodes:
                text = part.data if isinstance(part, nodes.TemplateData) else "{{"
                if text.strip():
                    yield part.lineno + text[: len(text) - len(text.lstrip())].count("\n")
        elif isinstance(node, nodes.If | nodes.For | nodes.With | nodes.Scope):
            yield from _printed([*node.body, *getattr(node, "elif_", ()), *getattr(node, "else_", ())])


def _outermost(tree: nodes.Template) -> Iterator[nodes.Block]:
    """Blocks that no other block holds: one inside a block that is printed is printed, whatever its name."""
    inner = {id(held) for block in tree.find_all(nodes.Block) for child in block.body for held in _blocks(child)}
    return (block for block in tree.find_all(nodes.Block) if id(block) not in inner)


def _blocks(node: nodes.Node) -> Iterator[nodes.Block]:
    if isinstance(node, nodes.Block):
        yield node
    yield from node.find_all(nodes.Block)


def _called(tree: nodes.Template) -> set[str]:
    """Blocks that the template itself asks for: {{ self.masthead() }}."""
    return {
        found.attr for found in tree.find_all(nodes.Getattr) if isinstance(found.node, nodes.Name) and found.node.name == "self"
    }
