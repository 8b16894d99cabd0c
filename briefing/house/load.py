"""`templates/<house>/house.yaml` → HouseStyle: inheritance, then every value bound to its declared setting.

A house that `extends:` another states only what differs: mappings are merged key by key, anything else
replaces what the parent says, and `words` add up. All mistakes of a house are reported together, each at its
own file, line and column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache, partial, reduce
from typing import Any, NamedTuple

from briefing.core.errors import Diagnostic, Findings, InputError, Span
from briefing.core.home import restore
from briefing.core.suggest import nearest
from briefing.files.world import MAX_YAML, Root, World
from briefing.house import archive_binding, box_binding
from briefing.house.asked_templates import AskedTemplates
from briefing.house.figure_settings import FigureStyle
from briefing.house.fit import check_fit
from briefing.house.masthead_settings import MastheadStyle
from briefing.house.note_settings import NoteStyle
from briefing.house.setting_binder import SettingBinder
from briefing.house.style import FONT_ROLES, OWN, PAIRED, PDF_ENGINES, HouseStyle
from briefing.model.sheet import BOX_KINDS, DERIVED_INLINE, DERIVED_KINDS, INLINE_STYLES, PARAGRAPH_KINDS, SCRIPTS
from briefing.source import yaml_tree

#: An office, its group and the standard make three; more is a maze.
MAX_CHAIN = 8
RULES = ("red", "first", "inner", "last")
_NAME = re.compile(r"[\w-]+")


def house_names(world: World) -> tuple[str, ...]:
    """Names of all houses: the folders of templates/ that hold a house.yaml, in name order."""
    names = world.templates.candidates()
    return tuple(name for name in names if _NAME.fullmatch(name) and world.templates.exists(f"{name}/house.yaml"))


def some_houses(world: World) -> tuple[str, ...]:
    """`house_names`, for whoever cannot go on without any. Raises InputError."""
    names = house_names(world)
    if not names:
        raise InputError(Diagnostic("house-unknown", f"{world.templates.folder} 里没有版式", hint=f"{restore('templates')}。"))
    return names


def load_house(world: World, name: str, span: Span | None = None) -> HouseStyle:
    """The house `name`. `span` is where the issue names it. Raises InputError with everything that is
    wrong."""
    chain, nodes = _read_chain(world, name, span)
    known = _bound.get(chain)
    if known and known.of(nodes, world.templates):
        return known.house
    asked, findings = AskedTemplates(world.templates), Findings()
    house = _bind(SettingBinder(findings), reduce(partial(_merge, path=""), nodes), chain, asked)
    findings.raise_errors()
    assert house is not None
    if asked.told is not None:
        if len(_bound) >= _KEPT:
            _bound.clear()
        _bound[chain] = BoundHouse(house, nodes, asked.told)
    return house


class BoundHouse(NamedTuple):
    """A house with what it was bound from: what is written of it and of those it is made of, and which files were there."""

    house: HouseStyle
    nodes: tuple[yaml_tree.Mapping, ...]
    told: dict[str, bool]

    def of(self, nodes: tuple[yaml_tree.Mapping, ...], templates: Root) -> bool:
        """Whether it would be bound alike now."""
        same = all(one is other for one, other in zip(self.nodes, nodes, strict=True))  # as many as there are houses
        return same and all(templates.exists(path) is there for path, there in self.told.items())


#: A process that makes many issues binds a house once, as long as nothing changes.
_bound: dict[tuple[str, ...], BoundHouse] = {}
_KEPT = 16


def chain_of(world: World, name: str) -> tuple[str, ...]:
    """The house and those it is made of. Raises InputError."""
    return _read_chain(world, name, None)[0]


def _read_chain(world: World, name: str, span: Span | None) -> tuple[tuple[str, ...], tuple[yaml_tree.Mapping, ...]]:
    """The names of the houses, and what is written of each."""
    chain: list[str] = []
    nodes: list[yaml_tree.Mapping] = []
    while True:
        if not _NAME.fullmatch(name) or not world.templates.exists(f"{name}/house.yaml"):
            known = house_names(world)
            titles = _titles(world, known)
            near = nearest(name, known) or titles.get(nearest(name, titles), "")
            hint = f"是不是“{near}”？" if near else f"可用的版式：{'、'.join(known)}。"
            if not known:
                hint = f"{restore('templates')}。"
            raise InputError(Diagnostic("house-unknown", f"没有“{name}”这个版式", span, hint))
        if name in chain:
            path = " → ".join((*chain[chain.index(name) :], name))
            raise InputError(Diagnostic("house-circular", f"版式互相继承，没有尽头：{path}", span, "请删去其中一处 extends。"))
        if len(chain) == MAX_CHAIN:
            raise InputError(Diagnostic("house-circular", f"版式的继承超过 {MAX_CHAIN} 层", span))
        chain.append(name)
        file = f"{name}/house.yaml"
        text, _ = world.templates.text(file, MAX_YAML, span)
        node = _parsed(text, world.templates.name(file))
        nodes.append(node)
        parent = node.get("extends")
        if parent is None:
            return tuple(chain), tuple(nodes)
        if not isinstance(parent, yaml_tree.Scalar):
            raise InputError(Diagnostic("value-shape", "extends 只能写一个版式的名称", parent.span))
        name, span = parent.text, parent.span


@lru_cache(maxsize=32)
def _parsed(text: str, name: str) -> yaml_tree.Mapping:
    """A process that makes many issues parses a house once; nodes do not change."""
    return yaml_tree.load(text, name)


def _titles(world: World, names: tuple[str, ...]) -> dict[str, str]:
    """Title → house: people write what the bulletin is called."""
    found = {}
    for name in names:
        text, _ = world.templates.text(f"{name}/house.yaml", MAX_YAML)
        if title := re.search(r"^title:[ \t]*(.+?)[ \t]*$", text, re.MULTILINE):
            found[title[1].strip("\"'")] = name
    return found


def _merge(own: yaml_tree.Mapping, inherited: yaml_tree.Mapping, path: str) -> yaml_tree.Mapping:
    """`own` over `inherited`, mapping by mapping. `recipients` are one value: an office's list replaces its
    parent's."""
    entries = []
    theirs = {entry.key.text: entry for entry in inherited.entries}
    for entry in own.entries:
        other = theirs.pop(entry.key.text, None)
        value = entry.value
        if other is not None and entry.key.text != "recipients":
            if isinstance(value, yaml_tree.Mapping) and isinstance(other.value, yaml_tree.Mapping):
                value = _merge(value, other.value, f"{path}{entry.key.text}.")
            elif f"{path}{entry.key.text}" == "words" and isinstance(value, yaml_tree.Sequence):
                more = other.value.items if isinstance(other.value, yaml_tree.Sequence) else ()
                value = yaml_tree.Sequence((*more, *value.items), value.span)
        entries.append(yaml_tree.Entry(entry.key, value))
    return yaml_tree.Mapping((*entries, *theirs.values()), own.span)


KEYS = (
    "title", "extends", "page", "grid", "composition", "styles", "inline", "rules", "colors", "fonts",
    "word_fonts", "latin", "page_number", "colophon", "print", "archive", "word", "tables", "figures", "notes", "wording",
    "defaults", "words", "masthead_lines", "masthead", "pdf", "boxes", "boxed_editor_note", "columns", "item_rule",
)  # fmt: skip


def _required(names: Iterable[str], endings: tuple[str, ...], derived: Sequence[str]) -> list[str]:
    """Those of `names` that a house must describe."""
    return [name for name in names if name and name not in derived and not (endings and name.endswith(endings))]


def _bind(bind: SettingBinder, node: yaml_tree.Mapping, chain: tuple[str, ...], templates: AskedTemplates) -> HouseStyle | None:
    """None if anything is wrong; the findings then say what."""
    bind.known(node, KEYS)
    page = bind.page(bind.child(node, "page"))
    grid = bind.grid(bind.child(node, "grid"), page)
    bind.line = grid.pitch if grid else 1.0  # any: a wrong grid must not make every 行 wrong too
    colors = bind.palette(bind.child(node, "colors"))
    values: dict[str, Any] = {
        "title": bind.text(node, "title"),
        "page": page,
        "grid": grid,
        "composition": bind.composition(bind.child(node, "composition", optional=True)),
        "styles": bind.paragraphs(bind.child(node, "styles"), _required(PARAGRAPH_KINDS, (), DERIVED_KINDS)),
        "inline": bind.inlines(bind.child(node, "inline"), _required(INLINE_STYLES, SCRIPTS, DERIVED_INLINE)),
        "rules": bind.rules(bind.child(node, "rules"), RULES),
        "colors": colors,
        **bind.fonts(bind.child(node, "fonts"), FONT_ROLES),
        "word_fonts": bind.names(bind.child(node, "word_fonts"), FONT_ROLES),
        "latin": bind.choices(bind.child(node, "latin", optional=True), FONT_ROLES[:-1], (PAIRED, OWN)),
        "page_number": bind.page_number(bind.child(node, "page_number")),
        "colophon": bind.colophon(bind.child(node, "colophon", optional=True)),
        "printing": bind.printing(bind.child(node, "print", optional=True), templates, chain),
        "archive": archive_binding.archive(bind, bind.child(node, "archive", optional=True)),
        "word": bind.word(bind.child(node, "word", optional=True)),
        "tables": bind.tables(bind.child(node, "tables", optional=True)),
        "figures": bind.settings(FigureStyle, bind.child(node, "figures", optional=True)),
        "notes": bind.settings(NoteStyle, bind.child(node, "notes", optional=True)),
        "wording": bind.wording(bind.child(node, "wording"), templates, chain),
        "defaults": bind.child(node, "defaults", optional=True),
        "boxes": box_binding.boxes(bind, bind.child(node, "boxes", optional=True), tuple(BOX_KINDS)),
        "item_rule": bind.flag(node, "item_rule"),
        "boxed_editor_note": bind.flag(node, "boxed_editor_note"),
        "columns": box_binding.columns(bind, bind.child(node, "columns", optional=True)),
        "words": bind.words(node.get("words")),
        "masthead": bind.settings(MastheadStyle, bind.child(node, "masthead", optional=True)),
        "masthead_lines": bind.integer(node, "masthead_lines", 7),
        "pdf": bind.choice(node, "pdf", PDF_ENGINES),
    }
    if bind.findings.errors:
        return None
    css = tuple(f"{name}/bulletin.css" for name in reversed(chain) if templates.exists(f"{name}/bulletin.css"))
    house = HouseStyle(name=chain[0], chain=chain, css=css, **values)
    check_fit(house, node, bind.findings)
    return house
