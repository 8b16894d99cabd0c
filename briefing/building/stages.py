"""The stages of one issue in their order, each a function of the folder: read, render, typeset. Nothing is written."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable
from dataclasses import field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.building import ancestry, children
from briefing.building.issue_names import locate
from briefing.core import bounds
from briefing.core.errors import BriefingError, Diagnostic, Findings, InputError, MissingToolError, Severity, Span, during
from briefing.core.home import restore
from briefing.core.records import dataclass
from briefing.files import cache
from briefing.files.world import MAX_FONT, MAX_MARKDOWN, MAX_TEMPLATE, MAX_YAML, World
from briefing.fonts.metrics import Fonts, OptionalFaces, ShippedFaces
from briefing.house.bindings import ADVICE, binding_of
from briefing.house.own_fonts import HouseFonts
from briefing.house.style import HouseStyle
from briefing.model.bulletin import Issue
from briefing.model.described import LocatedText
from briefing.typeset.composed import Composed

if TYPE_CHECKING:
    from briefing.model.sheet import Sheet
    from briefing.source.remembered_reports import RememberedReports
    from briefing.typeset.remembered import Remembered

__all__ = [
    "Read", "check", "compose", "fonts_of", "left_out", "locate", "profile", "proofread", "read", "set_sheet", "sheet_of",
]  # fmt: skip

#: The house that brings the profiles for houses that stand on their own.
BASE_HOUSE = "gb9704"


@dataclass(frozen=True, slots=True)
class Read:
    """An issue with the house it is set in, warnings and notes so far, and the world it came from."""

    issue: Issue
    house: HouseStyle
    findings: Findings
    world: World
    _fonts: list[Fonts] = field(default_factory=list)

    def fonts(self) -> Fonts:
        """The faces of its house, looked up once: measuring a house's own takes a moment. Raises InputError for a wrong one."""
        if not self._fonts:
            self._fonts.append(fonts_of(self.house, self.world, self.findings))
        return self._fonts[0]


def read(folder: Path, world: World | None = None, reports: RememberedReports | None = None) -> Read:
    """`reports`: what was read before in this process. Raises InputError with everything that is wrong in the issue and its
    reports."""
    from briefing.building.said_once import said_once
    from briefing.house.load import load_house
    from briefing.source.issue import Defaults, load_issue

    world = world or World(folder)
    houses: dict[str, HouseStyle] = {}

    def defaults_of(name: str, span: Span | None) -> Defaults:
        with during(f"读版式 {name} "):
            houses[name] = load_house(world, name, span)
        return houses[name].defaults

    with during("读 issue.yaml "), bounds.bounded("读稿件", bounds.seconds_for(_volume(world) // 3), bounds.READING_MB):
        issue, notes = load_issue(world, defaults_of, reports)
    findings = Findings()
    findings.items.extend(notes)
    findings.items.extend(world.issue.tree().findings)
    asked = issue.printing.binding
    if asked and binding_of(asked) is None:  # its print files could not be made, which nobody should learn on the last day
        place = asked.span if isinstance(asked, LocatedText) else issue.printing.span
        findings.add("press-binding", f"不知道“{asked}”是怎样装订", place, ADVICE, Severity.WARNING)
    issue = said_once(issue, houses[issue.house].wording, findings)
    return Read(issue, houses[issue.house], findings, world)


def _volume(world: World) -> int:
    """Bytes of the reports in the folder: how much reading it is going to be, at most."""
    with contextlib.suppress(OSError, BriefingError):
        return sum(min(MAX_MARKDOWN, (world.issue.folder / name).stat().st_size) for name in world.issue.names(".md"))
    return 0


def compose(source: Read, remembered: Remembered | None = None) -> Composed:
    """`remembered`: what was set before in this process. Raises InputError for a template's or house's mistake, and for what
    cannot be set (a character no face has)."""
    sheet = sheet_of(source)
    source.findings.items.extend(left_out(source, sheet))
    return set_sheet(source, sheet, remembered)


def sheet_of(source: Read) -> Sheet:
    """Raises InputError for a template's mistake."""
    from briefing.rendering import issue_to_sheet

    with during(f"套用版式 {source.house.name} 的模板"):
        return issue_to_sheet.render_sheet(source.issue, source.house, source.world, cache.shelf("templates"))


def left_out(source: Read, sheet: Sheet) -> list[Diagnostic]:
    """What the issue says and its `sheet` does not; as much work as the sheet. Raises InputError for a template's mistake."""
    from briefing.rendering import issue_to_sheet

    with during(f"套用版式 {source.house.name} 的模板"):
        compiled, places = cache.shelf("templates"), partial(_places, source.world)
        return issue_to_sheet.dropped(source.issue, source.house, source.world, sheet, compiled, places)


def set_sheet(source: Read, sheet: Sheet, remembered: Remembered | None = None) -> Composed:
    """Its lines and pages. Raises InputError as `compose`, and for errors that have been found so far."""
    from briefing.building import drawings
    from briefing.typeset import typeset

    source.findings.raise_errors()
    sheet, drawn = drawings.drawn(sheet, source.house, source.world, source.fonts())
    seconds = bounds.seconds_for(sum(map(len, source.world.issue.sources.values())))
    with during("排行、分页"), bounds.bounded("排行、分页", seconds):
        composed = typeset(sheet, source.house, source.fonts(), source.findings, remembered)
    composed = replace(composed, drawings=drawn)
    if source.house.word.embed_fonts != "none":
        from briefing.output.docx.embedded_faces import refusals

        source.findings.items.extend(refusals(composed, source.world))
    return composed


def setting_places(source: Path) -> dict[str, Span]:
    """Where the issue.yaml of an issue that has been built says what, by key; `print.deadline` for what stands within another."""
    world = World(source)
    world.issue.text("issue.yaml", MAX_YAML)
    return _places(world)


def _places(world: World) -> dict[str, Span]:
    from briefing.source import yaml_tree

    name = world.issue.name("issue.yaml")
    return yaml_tree.places(world.issue.sources.get(name, ""), name)


def proofread(source: Read, between: Callable[[], None] = lambda: None) -> list[Diagnostic]:
    """What a proofreader says of an issue that has been read; `between`: called before each rule, and may raise. Raises
    InputError for a wrong words.yaml."""
    from briefing.proofread.proofreader import proofread as read_proof

    with during("校对"):
        return read_proof(source.issue, source.house, source.world, cache.shelf("words"), between)


def check(folder: Path, world: World | None = None) -> list[Diagnostic]:
    """What a build would say, errors included, and what a proofreader says, in source order. A build that would fail tells so;
    what the proofreader says never stops one."""
    return judged(folder, world)[0]


def judged(folder: Path, world: World | None = None, beside: bool = True) -> tuple[list[Diagnostic], bool]:
    """As `check`, and whether the issue reads: one that does not is not proofread. `beside`: whether a processor is free for the
    proofreader; where all are at work a process of its own would only cost."""
    found: list[Diagnostic] = []
    world = world or World(folder)
    try:
        source = read(folder, world)
    except BriefingError as error:
        said = set(map(_file, error.diagnostics))
        strange = (item for item in world.issue.tree().findings if item.severity is Severity.ERROR or _file(item) not in said)
        return _sorted([*error.diagnostics, *strange]), False
    begin: Callable[..., children.Worker[None, list[Diagnostic]]] = children.start if beside else children.Inline
    proofreader = begin(lambda: lambda _: proofread(source), "校对")
    size = sum(map(len, world.issue.sources.values()))
    proofreader.send(None, children.Allowance(2 * bounds.seconds_for(size), bounds.STAGE_MB))  # while it reads, the lines are set
    try:
        check_css(source, compose(source))
    except BriefingError as error:
        found = [*error.diagnostics]
    try:
        found += proofreader.receive()
    except InputError as error:
        found += error.diagnostics
        _read_words(source)
    finally:
        proofreader.close()
    return _sorted([*source.findings.items, *found]), True


def _file(item: Diagnostic) -> str:
    return item.span.file if item.span else ""


def check_css(source: Read, composed: Composed) -> None:
    """What a build would say of a style sheet of the house's own: that the engine does not understand it, or that the pages are
    not as composed with it. Asked in a process of its own, for the engine is heavy, and once: the answer "right" holds until
    something changes. Raises InputError."""
    if not source.house.css:
        return
    world = source.world
    sheets = [(path, world.templates.text(path, MAX_TEMPLATE)[0]) for path in source.house.css]
    shelf = cache.shelf("css")
    key = json.dumps([ancestry.versions(), sheets, world.issue.digests, world.templates.digests])
    if key in shelf:
        return

    from briefing.building.stylesheets import find
    from briefing.prove import prepare, prove

    expected, metrics = prepare(composed.sheet, composed.house, world.issue, composed.drawings), fonts_of(composed.house, world)
    try:
        found = find(sheets, composed, world, lambda data: not prove(expected, metrics, data).errors, spoilt=False)
    except MissingToolError:
        return  # a build will say so
    if found is not None:
        raise InputError(found)
    shelf[key] = b""


def _read_words(source: Read) -> None:
    """Their text is to be shown with its errors, and it was another process that read it."""
    from briefing.files.world import WORDS_FILE

    for name in source.house.chain:
        if source.world.templates.exists(f"{name}/{WORDS_FILE}"):
            source.world.templates.text(f"{name}/{WORDS_FILE}", MAX_YAML)


def _sorted(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    return sorted(dict.fromkeys(diagnostics), key=Diagnostic.sort_key)


def fonts_of(house: HouseStyle, world: World, findings: Findings | None = None) -> Fonts:
    """The shipped faces, those that the house or its parents bring, and those installed besides. What is odd about the house's
    goes to `findings`; raises InputError for what it names and does not have."""
    try:
        metrics = _shipped_faces(world)
    except BriefingError as error:
        raise MissingToolError(Diagnostic("fonts-missing", "找不到字体文件夹 fonts/", hint=f"{restore('fonts')}。")) from error
    brought = HouseFonts(house, world, metrics.names)
    own = brought.resolve()
    if findings is not None:
        findings.items.extend(brought.findings.items)
    return Fonts(metrics, own, optional_faces(world))


#: The last `metrics.json` that was read, by its place, size and time.
_metrics: dict[tuple[str, int, int], ShippedFaces] = {}


def _shipped_faces(world: World) -> ShippedFaces:
    path = world.fonts.located("metrics.json")
    status = path.stat()
    key = str(path), status.st_size, status.st_mtime_ns
    if key not in _metrics:
        read = ShippedFaces(json.loads(world.fonts.bytes("metrics.json", MAX_FONT)))
        _metrics.clear()
        _metrics[key] = read
    return _metrics[key]


def optional_faces(world: World) -> OptionalFaces:
    """What may be installed besides; nothing is read before it is asked for."""

    def digest(file: str) -> str | None:
        data = world.optional_font(file)
        return None if data is None else hashlib.sha256(data).hexdigest()

    return OptionalFaces(lambda: json.loads(world.fonts.bytes("optional.json", MAX_FONT)), digest)


def profile(house: HouseStyle, world: World, name: str) -> bytes:
    """An ICC profile of the house's, its parents' or the base house's. Raises InputError if none has it."""
    holders = [holder for holder in (*house.chain, BASE_HOUSE) if world.templates.exists(f"{holder}/{name}")]
    if not holders:
        raise InputError(Diagnostic("press-profile", f"找不到 ICC 文件 {name}", hint="请把 ICC 文件放进版式文件夹。"))
    return world.templates.bytes(f"{holders[0]}/{name}", MAX_FONT)
