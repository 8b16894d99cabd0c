"""What `briefing doctor --fonts` says: which face sets what in each house, where it lies, and what may be installed besides."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from pathlib import Path

from briefing.building import stages
from briefing.cli.examine import Examined, install_command
from briefing.core.errors import BriefingError, Diagnostic, Findings
from briefing.files.world import World
from briefing.fonts.metrics import LATIN, Face, Fonts
from briefing.house.load import house_names, load_house
from briefing.house.style import FontRole, HouseStyle
from briefing.typeset.stand_ins import ROLE_NAMES


def report() -> Iterator[Examined]:
    """A finding for each role of each house, and for each package of optional fonts."""
    world = World(Path())
    for name in house_names(world):
        findings = Findings()
        try:
            house = load_house(world, name)
            fonts = stages.fonts_of(house, world, findings)
            yield Examined(True, f"版式 {name}", house.title)
            yield from (finding for role in house.fonts for finding in _role(house, fonts, role))
        except BriefingError as error:
            yield from (_told(name, diagnostic, needed=True) for diagnostic in error.diagnostics)
        yield from (_told(name, diagnostic, needed=False) for diagnostic in findings.items)
    yield from optional(world)


def optional(world: World) -> Iterator[Examined]:
    """Each package of fonts for characters that no shipped face has."""
    faces = stages.optional_faces(world)
    for package in dict.fromkeys(each.package for each in faces.faces.values()):
        own = [each for each in faces.faces.values() if each.package == package]
        files = [each.face.origin.path for each in own if each.face.origin is not None]
        there = [str(path) for file in files if (path := world.optional_path(file)) is not None]
        ready = all(faces.installed(each) for each in own)
        count = len({code for each in own for code in _codes(each.face)})
        what = f"生僻字字体 {package}（{count} 个汉字，随附字体没有的字要用它）"
        if ready:
            detail = "、".join(there)
        else:
            another = len(there) == len(files)
            detail = f"版本与清单不同，没有采用：{'、'.join(there)}" if another else "没有，一般的稿件用不到"
        folder = world.fonts.folder / "optional"
        put = f"把 {'、'.join(files)} 放进 {folder}"  # Homebrew has no such package
        remedy = put if platform.system() == "Darwin" else f"{install_command(package, '')}；或{put}"
        yield Examined(ready, what, detail, remedy, needed=False)


def _role(house: HouseStyle, fonts: Fonts, role: FontRole) -> Iterator[Examined]:
    name = ROLE_NAMES[role]
    regular, bold = fonts.primary(role), fonts.primary(role, bold=True)
    others = [fonts.face(key) for key in fonts.chain(role)[1:]]
    rest = f"；缺的字依次用 {'、'.join(dict.fromkeys(face.shown for face in others))}" if others and role != LATIN else ""
    word = house.word_fonts.get(role, "")
    yield Examined(True, f"  {name}", f"{_shown(regular)}{rest}；Word 里写 {word}")
    if bold != regular:
        yield Examined(True, f"  {name}加粗", _shown(bold))


def _shown(face: Face) -> str:
    path = f"fonts/{face.file}" if face.origin is None else f"templates/{face.origin.path}"
    return f"{face.shown}（{path}）"


def _codes(face: Face) -> Iterator[int]:
    for first, past in zip(face.coverage[::2], face.coverage[1::2], strict=True):
        yield from range(first, past)


def _told(house: str, item: Diagnostic, needed: bool) -> Examined:
    place = f"{item.span.file}:{item.span.line}:{item.span.column} " if item.span else ""
    return Examined(False, f"版式 {house}", f"{place}{item.message}", item.hint, needed=needed)
