"""manifest.json: what was made, of what, with what. Nothing in it depends on the clock, the machine's folders or its user."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import NamedTuple, TypeVar

from briefing.core import plain
from briefing.core.errors import Diagnostic
from briefing.core.plain import Entries, Plain
from briefing.core.records import dataclass
from briefing.storage import disk, remarks

FILE = "manifest.json"
FORMAT = 1
#: Ours have some ten kilobytes.
_LARGEST = 16 << 20
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file as it was written; `size` in bytes."""

    sha256: str
    size: int

    @classmethod
    def of(cls, data: bytes) -> ListedFile:
        return cls(hashlib.sha256(data).hexdigest(), len(data))


@dataclass(frozen=True, slots=True)
class DeliveredSet:
    """Files that were made from the release on request: by which `options`, and what they promise. `sides` of imposed sheets,
    `bleed` in mm, `leaves`: format → numbers of its pages; `copies` of a numbered run and `booklet_sides` of the sheets of one;
    None, {}: the set has nothing of the kind."""

    options: Entries
    files: tuple[str, ...]
    standard: str
    pages: int
    sides: int | None = None
    bleed: float | None = None
    leaves: Mapping[str, Sequence[int]] = field(default_factory=dict)
    copies: int | None = None
    booklet_sides: int | None = None

    @property
    def numbers(self) -> tuple[int, int] | None:
        """The first and last copy that is numbered."""
        found = self.options.get("numbers")
        if found is None:
            return None
        first, last = map(_count, plain.items(found))
        return first, last

    def written(self) -> Iterator[tuple[str, Plain]]:
        yield from (("options", self.options), ("files", self.files), ("standard", self.standard), ("pages", self.pages))
        if self.sides is not None:
            yield "sides", self.sides
        if self.bleed is not None:
            yield "bleed", self.bleed
        if self.leaves:
            yield "leaves", self.leaves
        if self.copies is not None:
            yield "copies", self.copies
        if self.booklet_sides is not None:
            yield "booklet_sides", self.booklet_sides


@dataclass(frozen=True, slots=True)
class Manifest:
    """What stands in a folder of outputs. `proof`: figures of reading them back; `office`: what a word processor makes of the
    DOCX; `sets` by their kinds; `remarks`: warnings and notes about the sources. An older program told neither `houses` nor
    `inputs`."""

    issue: str
    title: str
    house: str
    pages: int
    files: Mapping[str, ListedFile]
    fonts: Sequence[Mapping[str, str]]
    versions: Mapping[str, str]
    sources: Mapping[str, str]
    proof: Entries
    key: str
    houses: Sequence[str] = ()
    inputs: Mapping[str, str] = field(default_factory=dict)
    remarks: Sequence[Diagnostic] = ()
    office: Entries | None = None
    sets: Mapping[str, DeliveredSet] = field(default_factory=dict)

    def encoded(self) -> bytes:
        """UTF-8."""
        document: dict[str, Plain] = {
            "format": FORMAT,
            "issue": self.issue,
            "title": self.title,
            "house": self.house,
            "pages": self.pages,
            "files": {name: {"sha256": entry.sha256, "bytes": entry.size} for name, entry in self.files.items()},
            "fonts": self.fonts,
            "versions": dict(sorted(self.versions.items())),
            "sources": dict(sorted(self.sources.items())),
            "houses": self.houses,
            "inputs": dict(sorted(self.inputs.items())),
            "proof": self.proof,
            "key": self.key,
        }
        if self.remarks:
            document["remarks"] = remarks.written(self.remarks)
        if self.office is not None:
            document["office"] = self.office
        document |= {kind: dict(found.written()) for kind, found in self.sets.items()}
        return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()

    def after(self, previous: Manifest | None) -> Manifest:
        """With what stood in `previous` and holds of these outputs, too."""
        if previous is None:
            return self
        found = self
        if previous.office is not None and any(entry.sha256 == previous.office.get("docx") for entry in self.files.values()):
            found = replace(found, office=previous.office)  # of this very DOCX
        return replace(found, sets=previous.sets) if previous.key == self.key else found  # their files were carried over


class Stood(NamedTuple):
    """The manifest that stands in a folder: None if none can be used, and then why not (Chinese; "": there is none)."""

    document: Manifest | None
    damage: str = ""


def load(folder: Path) -> Manifest | None:
    """The manifest in a folder of outputs; None if there is none, or none that this version can use. Raises OutputError where it
    cannot be read."""
    return read(folder).document


def read(folder: Path) -> Stood:
    """Whoever reads a manifest may rely on its shape: one that somebody edited into another is as good as none. Raises
    OutputError where nobody can tell: what stands there would then be taken for somebody else's."""
    path = folder / FILE
    data = disk.standing(path) if disk.size(path) <= _LARGEST else None
    if data is None:
        return Stood(None, "它不是清单文件" if path.exists() else "")
    return understood(data)


def understood(data: bytes) -> Stood:
    """A manifest's bytes."""
    try:
        found = plain.read(data)
    except (ValueError, RecursionError):
        return Stood(None, "它不是 JSON")
    if not isinstance(found, dict):
        return Stood(None, "其中的 内容 不对")
    if isinstance(found.get("format"), int) and found["format"] != FORMAT:
        return Stood(None, "它是另一个版本的程序写的")
    try:
        return Stood(_bound(found))
    except _MisshapenError as error:
        return Stood(None, f"其中的 {error} 不对")


def standing(folder: Path, document: Manifest | None) -> dict[str, bytes]:
    """The files that the manifest `document` lists and that stand in `folder` as they were written, with their contents. Raises
    OutputError for one that cannot be read."""
    found: dict[str, bytes] = {}
    for name, entry in document.files.items() if document else ():
        data = disk.standing(folder / name)
        if data is not None and hashlib.sha256(data).hexdigest() == entry.sha256:
            found[name] = data
    return found


def listed(files: Mapping[str, bytes]) -> dict[str, ListedFile]:
    return {name: ListedFile.of(data) for name, data in files.items()}


def completed(document: Manifest, previous: Manifest | None, files: Mapping[str, bytes]) -> bytes:
    """The manifest `document`, which was made elsewhere, where `previous` stood; `files` are those of the folder."""
    document = replace(document, files=listed(files), office=None, sets={})
    if previous is not None and previous.key == document.key:
        document = replace(document, versions={**previous.versions, **document.versions})
    return document.after(previous).encoded()


def with_office(previous: Manifest, docx: str, figures: Entries) -> bytes:
    """The manifest with what a word processor made of the DOCX whose SHA-256 is `docx`."""
    return replace(previous, office={**figures, "docx": docx}).encoded()


def with_set(previous: Manifest, kind: str, made: DeliveredSet, files: Mapping[str, bytes]) -> bytes:
    """The manifest with one more set of files, made from the same sources for a purpose."""
    return replace(previous, files=listed(files), sets={**previous.sets, kind: made}).encoded()


# --- reading


class _MisshapenError(Exception):
    """An entry is missing or not of its shape; says which."""


def _bound(found: Entries) -> Manifest:
    """Raises _MisshapenError."""

    def entry(key: str, shape: Callable[[Plain], _T]) -> _T:
        try:
            return shape(found[key])
        except (KeyError, TypeError, ValueError):
            raise _MisshapenError(key) from None

    def told(key: str, shape: Callable[[Plain], _T], otherwise: _T) -> _T:
        return entry(key, shape) if key in found else otherwise

    entry("format", _count)
    bound = Manifest(
        issue=entry("issue", plain.text),
        title=entry("title", plain.text),
        house=entry("house", plain.text),
        pages=entry("pages", _count),
        files=entry("files", _files),
        fonts=entry("fonts", lambda value: [plain.by_name(face) for face in plain.items(value)]),
        versions=entry("versions", plain.by_name),
        sources=entry("sources", plain.by_name),
        proof=entry("proof", plain.entries),
        key=entry("key", plain.text),
        houses=told("houses", plain.texts, []),
        inputs=told("inputs", plain.by_name, {}),
        remarks=told("remarks", remarks.understood, ()),
        office=entry("office", plain.entries) if "office" in found else None,
    )
    known = {"format", *Manifest.__dataclass_fields__}
    return replace(bound, sets={kind: entry(kind, _set) for kind in found if kind not in known})


def _count(value: Plain) -> int:
    if plain.whole(value) <= 0:
        raise ValueError("not a count")
    return plain.whole(value)


def _plain_name(value: Plain) -> str:
    """Of a file in this very folder."""
    name = plain.text(value)
    if not name or name in (".", "..") or set(name) & {"/", "\\", "\0"}:
        raise ValueError("not a name")
    return name


def _files(value: Plain) -> dict[str, ListedFile]:
    found = {}
    for name, entry in plain.entries(value).items():
        said = plain.entries(entry)
        size = said.get("bytes")
        found[_plain_name(name)] = ListedFile(plain.text(said["sha256"]), size if isinstance(size, int) else 0)
    return found


def _set(value: Plain) -> DeliveredSet:
    said = plain.entries(value)
    bleed = plain.number(said["bleed"]) if "bleed" in said else None
    leaves = plain.entries(said.get("leaves", {}))
    found = DeliveredSet(
        plain.entries(said["options"]),
        tuple(_plain_name(name) for name in plain.items(said["files"])),
        plain.text(said["standard"]),
        _count(said["pages"]),
        _count(said["sides"]) if "sides" in said else None,
        bleed,
        {leaf: [_count(number) for number in plain.items(numbers)] for leaf, numbers in leaves.items()},
        _count(said["copies"]) if "copies" in said else None,
        _count(said["booklet_sides"]) if "booklet_sides" in said else None,
    )
    if bleed is not None and bleed < 0:
        raise ValueError("a bleed outwards")
    found.numbers  # noqa: B018 - raises where they are none
    return found
