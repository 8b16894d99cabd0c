"""The fonts that a house brings: files in `templates/<house>/fonts/`, called by any name they carry.

`house.yaml` names for each role a face or several in order. What it names is looked for among the shipped faces and in the
fonts folders of the house and its parents, the nearest first. A file that bears a role's name (fangsong.ttf, fangsong-bold.otf)
comes before all that is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import field
from functools import cached_property
from pathlib import PurePosixPath

from briefing.core.errors import Diagnostic, Findings, InputError, Severity, Span
from briefing.core.records import dataclass
from briefing.core.suggest import nearest
from briefing.files.world import MAX_FONT, World
from briefing.fonts.font_files import SUFFIXES, Named, UnusableFont, faces_in, measure, plain
from briefing.fonts.metrics import BOLD, REGULAR, Face, OwnFaces
from briefing.house.style import HouseStyle

FOLDER = "fonts"
#: From here on a face is heavy enough to set bold text.
_HEAVY = 600
_MANY = 12


@dataclass(slots=True)
class _File:
    path: str  # below templates/
    own: bool  # of the house itself, not of a parent
    faces: list[Named]
    used: bool = False

    @property
    def stem(self) -> str:
        return PurePosixPath(self.path).stem


@dataclass
class HouseFonts:
    """A house's fonts: what it brings, and which role asks for it. Findings go to `findings`."""

    house: HouseStyle
    world: World
    shipped: dict[str, str]  # family → key
    findings: Findings = field(default_factory=Findings)

    def resolve(self) -> OwnFaces:
        """Raises InputError where house.yaml names a face that is nowhere, or a file is broken."""
        chains: dict[str, list[str]] = {}
        faces: dict[tuple[str, int], Callable[[], Face]] = {}
        shipped = {plain(name): key for name, key in self.shipped.items()}
        for role, names in self.house.fonts.items():
            chain: list[str] = []
            for weight, named in self._by_role(role):
                key = f"own-{role}"
                faces[key, weight] = self._face(key, weight, *named)
                chain = [key]
            for place, name in enumerate(names):
                spans = self.house.font_spans.get(role, ())
                span = spans[place] if place < len(spans) else None
                if plain(name) in shipped:
                    chain.append(shipped[plain(name)])
                    continue
                found = self._called(name)
                if not found:
                    self._missing(name, span)
                    continue
                key = f"own-{role}-{place + 1}"
                regular, bold = _pair(found)
                faces[key, REGULAR] = self._face(key, REGULAR, *regular)
                if bold is not None:
                    faces[key, BOLD] = self._face(key, BOLD, *bold)
                chain.append(key)
            chains[role] = chain
        self.findings.raise_errors()
        for file in self.files:
            if file.own and not file.used:
                self._unused(file)
        return OwnFaces(chains, faces, frozenset(role for role in self.house.latin if self.house.owns_latin(role)))

    @cached_property
    def files(self) -> list[_File]:
        """Of the house first, then of its parents; a spoilt one is a finding."""
        found = []
        for name in self.house.chain:
            for file in self.world.templates.files(f"{name}/{FOLDER}"):
                if file.lower().endswith(SUFFIXES):
                    found.append(self._opened(f"{name}/{FOLDER}/{file}", name == self.house.chain[0]))
        return found

    def _opened(self, path: str, own: bool) -> _File:
        try:
            return _File(path, own, faces_in(self.world.templates.bytes(path, MAX_FONT)))
        except UnusableFont as problem:
            hint = "请换成 TTF、OTF 或 TTC 格式的字体文件；不用它就从 fonts 文件夹里拿走。"
            self.findings.add("house-font", f"字体文件 {path.rpartition('/')[2]} {problem}", self._span(path), hint)
            return _File(path, own, [])

    def _by_role(self, role: str) -> Iterator[tuple[int, tuple[_File, Named]]]:
        for weight, stem in ((REGULAR, role), (BOLD, f"{role}-bold")):
            file = next((file for file in self.files if file.faces and file.stem.lower() == stem), None)
            if file is not None:
                yield weight, (file, file.faces[0])

    def _called(self, name: str) -> list[tuple[_File, Named]]:
        """The faces that go by `name`, all of one file name, one full name or one family, in the nearest house that has any."""
        wanted = plain(name)
        folders = dict.fromkeys(file.path.partition("/")[0] for file in self.files)
        for folder in folders:
            here = [(file, face) for file in self.files if file.path.partition("/")[0] == folder for face in file.faces]
            by_file = [(file, face) for file, face in here if wanted in (plain(file.stem), plain(file.path.rpartition("/")[2]))]
            for found in (
                [(file, face) for file, face in here if wanted in face.families],
                [(file, face) for file, face in here if wanted in face.names],
                by_file[:1],
            ):
                if found:
                    return found
        return []

    def _face(self, key: str, weight: int, file: _File, named: Named) -> Callable[[], Face]:
        file.used = True

        def read() -> Face:
            try:
                data = self.world.templates.bytes(file.path, MAX_FONT)
                return measure(data, key, weight, named, "templates", file.path)
            except UnusableFont as problem:
                hint = "请换一份完好的文件。"
                message = f"字体文件 {file.path.rpartition('/')[2]} {problem}"
                raise InputError(Diagnostic("house-font", message, self._span(file.path), hint)) from problem

        return read

    def _missing(self, name: str, span: Span | None) -> None:
        shown = {face.shown: None for file in self.files for face in file.faces}
        known = [*shown, *self.shipped]
        near = nearest(name, known)
        hint = f"是不是“{near}”？" if near else f"现有：{'、'.join(known[:_MANY])}{'…' if len(known) > _MANY else ''}。"
        folder = f"templates/{self.house.chain[0]}/{FOLDER}/"
        self.findings.add("house-font", f"没有“{name}”这个字体", span, f"{hint}自己的字体文件放在 {folder}，文件名随意。")

    def _unused(self, file: _File) -> None:
        name = file.faces[0].shown
        self.findings.add(
            "house-font-unused",
            f"字体“{name}”没有用到",
            self._span(file.path),
            f"要用它，请在 house.yaml 里写，例如 fonts: {{biaosong: {name}}}；不用就从文件夹里拿走。",
            severity=Severity.WARNING,
        )

    def _span(self, path: str) -> Span:
        return Span(self.world.templates.name(path), 1, 1)


def _pair(found: list[tuple[_File, Named]]) -> tuple[tuple[_File, Named], tuple[_File, Named] | None]:
    """The regular and the bold one of the faces of one name."""
    regular = min(found, key=lambda each: abs(each[1].weight - REGULAR))
    heavier = [each for each in found if each[1].weight >= _HEAVY and each[1].weight > regular[1].weight]
    bold = min(heavier, key=lambda each: abs(each[1].weight - BOLD), default=None)
    if bold is None and regular[1].axis is not None and regular[1].axis[2] >= _HEAVY:
        bold = regular
    return regular, bold
