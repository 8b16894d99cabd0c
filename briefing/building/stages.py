"""The stages of one issue in their order, each a function of the folder: read, compose, typeset. Nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from briefing.building import workers
from briefing.building.cache import Shelf
from briefing.building.places import locate
from briefing.composed import Composed
from briefing.errors import BriefingError, Diagnostic, Findings, InputError, MissingToolError, Span
from briefing.fonts import Fonts
from briefing.house import HouseStyle
from briefing.model import Issue
from briefing.world import MAX_FONT, World, cache_folder

__all__ = ["Read", "check", "compose", "fonts_of", "locate", "profile", "proofread", "read"]

#: The house that brings the profiles for houses that stand on their own.
BASE_HOUSE = "gb9704"


@dataclass(frozen=True, slots=True)
class Read:
    """An issue with the house it is set in, warnings and notes so far, and the world it came from."""

    issue: Issue
    house: HouseStyle
    findings: Findings
    world: World


def read(folder: Path, world: World | None = None) -> Read:
    """Raises InputError with everything that is wrong in the issue and its reports."""
    from briefing.house_load import load_house
    from briefing.read.issue import Defaults, load_issue

    world = world or World(folder)
    houses: dict[str, HouseStyle] = {}

    def defaults_of(name: str, span: Span | None) -> Defaults:
        houses[name] = load_house(world, name, span)
        return houses[name].defaults

    issue, notes = load_issue(world, defaults_of)
    findings = Findings()
    findings.items.extend(notes)
    return Read(issue, houses[issue.house], findings, world)


def compose(source: Read) -> Composed:
    """Raises InputError for a template's or house's mistake, and for what cannot be set (a character no face has)."""
    from briefing import compose as composing
    from briefing.typeset import typeset

    compiled = Shelf(cache_folder() / "templates")
    sheet = composing.compose(source.issue, source.house, source.world, compiled)
    source.findings.items.extend(composing.dropped(source.issue, source.house, source.world, sheet, compiled))
    source.findings.raise_errors()
    return typeset(sheet, source.house, fonts_of(source.house, source.world), source.findings)


def proofread(source: Read) -> list[Diagnostic]:
    """What a proofreader says of an issue that has been read. Raises InputError for a wrong words.yaml."""
    from briefing.proofread.engine import proofread as read_proof

    return read_proof(source.issue, source.house, source.world, Shelf(cache_folder() / "words"))


def check(folder: Path, world: World | None = None) -> list[Diagnostic]:
    """What a build would say, errors included, and what a proofreader says, in source order. A build that would fail tells so;
    what the proofreader says never stops one."""
    found: list[Diagnostic] = []
    try:
        source = read(folder, world)
    except BriefingError as error:
        return _sorted([*error.diagnostics])
    proofreader = workers.start(lambda: lambda _: proofread(source), "校对")
    proofreader.send(None)  # while it reads, the lines are set
    try:
        compose(source)
    except BriefingError as error:
        found = [*error.diagnostics]
    try:
        found += proofreader.receive()
    except InputError as error:
        found += error.diagnostics
        _read_words(source)
    finally:
        proofreader.close()
    return _sorted([*source.findings.items, *found])


def _read_words(source: Read) -> None:
    """Their text is to be shown with its errors, and it was another process that read it."""
    from briefing.proofread.words import FILE
    from briefing.world import MAX_YAML

    for name in source.house.chain:
        if source.world.templates.exists(f"{name}/{FILE}"):
            source.world.templates.text(f"{name}/{FILE}", MAX_YAML)


def _sorted(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    return sorted(dict.fromkeys(diagnostics), key=Diagnostic.sort_key)


def fonts_of(house: HouseStyle, world: World) -> Fonts:
    """The shipped faces, and those that the house or its parents put in place of them."""
    try:
        metrics = world.fonts.bytes("metrics.json", MAX_FONT)
    except BriefingError as error:
        raise MissingToolError(
            Diagnostic("fonts-missing", "找不到字体文件夹 fonts/", hint="请重新下载本项目，或运行 git checkout -- fonts。")
        ) from error
    return Fonts.from_json(metrics, _drop_ins(house, world))


def profile(house: HouseStyle, world: World, name: str) -> bytes:
    """An ICC profile of the house's, its parents' or the base house's. Raises InputError if none has it."""
    holders = [holder for holder in (*house.chain, BASE_HOUSE) if world.templates.exists(f"{holder}/{name}")]
    if not holders:
        raise InputError(Diagnostic("press-profile", f"找不到 ICC 文件 {name}", hint="请把 ICC 文件放进版式文件夹。"))
    return world.templates.bytes(f"{holders[0]}/{name}", MAX_FONT)


def _drop_ins(house: HouseStyle, world: World) -> Mapping[tuple[str, int], Callable[[], bytes]]:
    """`templates/<house>/fonts/fangsong.ttf` or `fangsong-bold.otf`: a licensed face by its role. The nearest wins."""
    found: dict[tuple[str, int], Callable[[], bytes]] = {}
    for name in reversed(house.chain):
        for role in house.fonts:
            for weight, suffix in ((400, ""), (700, "-bold")):
                for kind in ("ttf", "otf"):
                    path = f"{name}/fonts/{role}{suffix}.{kind}"
                    if world.templates.exists(path):
                        found[role, weight] = _reader(world, path)
    return found


def _reader(world: World, path: str) -> Callable[[], bytes]:
    return lambda: world.templates.bytes(path, MAX_FONT)
