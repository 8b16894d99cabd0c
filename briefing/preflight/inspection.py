"""Preflight of what leaves the house: of files about to be put in place, and of those that stand in an issue's folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from briefing.core.errors import Diagnostic, InputError, Severity
from briefing.house.leaves import on_leaf
from briefing.house.style import HouseStyle
from briefing.storage.manifest import DeliveredSet

if TYPE_CHECKING:
    from briefing.preflight.promise import Promise, SourcePlaces


def promises(
    files: Iterable[str], house: HouseStyle, label: str, process: bool, pages: int, copies: int = 0,
    leaves: Mapping[str, Sequence[int]] | None = None, sides: Mapping[str, int] | None = None, bleed: float = 0.0,
) -> dict[str, Promise]:  # fmt: skip
    """What each of the print files (by name) promises: its label, number of pages and inks. `copies` of a numbered run; `leaves`:
    pages of other formats than the house's own, by format; `sides` of the sheets of a copy, in files "imposed" and "booklets",
    None: those of A4 pages in pairs on A3; `bleed`: mm."""
    from briefing.preflight.page_facts import BLACK, PROCESS
    from briefing.preflight.promise import Promise
    from briefing.press.impose import padded

    style = house.printing
    in_process = process or style.red == "process"
    four = in_process or style.pictures == "cmyk"
    inks = frozenset({BLACK, *(PROCESS if four else ()), *(() if in_process else (style.ink_name,))})
    leaves = leaves or {}
    apart = leaves.get("foldout", ())
    sides = sides or {"imposed": len(padded(pages, apart=apart)) // 2}
    counts = {"print": pages, "imposed": sides["imposed"], "foldouts": len(apart)}
    sizes = frozenset((page.width_mm, page.height_mm) for page in (on_leaf(house, leaf).page for leaf in ("", *leaves)))
    formats = {"print": sizes, "numbered": sizes} if leaves else {}
    if copies:
        counts |= {"numbered": pages * copies, "booklets": sides.get("booklets", 0) * copies}
    found = {}
    for file in files:
        kind = file.removesuffix(".pdf").rpartition("-")[2]
        if file.endswith(".pdf") and kind in counts:
            own = formats.get(kind, frozenset())
            run = copies if kind in ("numbered", "booklets") else 0
            sheets = kind in ("imposed", "booklets")
            promise = Promise(label, counts[kind], inks, style.most_ink, style.resolution, own, bleed, copies=run, imposed=sheets)
            found[file] = promise
    return found


def preflight_files(
    files: Mapping[str, bytes], promised: Mapping[str, Promise], *, places: SourcePlaces | None = None, separations: bool = False
) -> list[Diagnostic]:
    """Everything that is wrong with them. `places`: of the print file's pages, which those of the other files are made from;
    `separations`: also by Ghostscript, where it is installed."""
    from briefing.preflight.print_rules import preflight, preflight_plates

    found: list[Diagnostic] = []
    told: set[str] = set()
    for name in sorted(promised, key=lambda name: not name.endswith("-print.pdf")):
        first = name.endswith("-print.pdf")
        new = preflight(name, files[name], promised[name], places if first else None)
        # What is remarked of a page is the same wherever it is placed.
        found += [item for item in new if item.severity is Severity.ERROR or item.code not in told]
        told |= {item.code for item in new if first}
        if separations and first:
            found += preflight_plates(name, files[name], promised[name], places)
    return found


def preflight_foreign(name: str, data: bytes) -> tuple[list[Diagnostic], int, list[str]]:
    """A PDF that somebody else made, called `name`, by what the trade asks of any: what is wrong, and where it can be read its
    number of pages and the names of its inks."""
    from briefing.preflight.page_facts import inks_of
    from briefing.preflight.print_rules import judged, unreadable
    from briefing.preflight.promise import Promise, diagnosed
    from briefing.preflight.survey import survey
    from briefing.preflight.unreadable import UnreadablePrint

    try:
        facts = survey(data)
    except UnreadablePrint as error:
        return [diagnosed(name, unreadable(error))], 0, []
    found = judged(name, facts, Promise("", None, None, blanks=False))
    return found, len(facts.pages), list(dict.fromkeys(ink for page in facts.pages for ink in inks_of(page)))


Preflighted = tuple[tuple[str, ...], tuple[Diagnostic, ...]]


def preflight_sets(
    files: Mapping[str, bytes], sets: Mapping[str, DeliveredSet], house: HouseStyle, places: SourcePlaces | None = None
) -> Preflighted:
    """The sets of a manifest, by kind, that stand with the outputs: names of their files that are read back, and what is wrong.
    `files`: what stands there; `places`: of the issue's pages, where they are those of the sources as they are now."""
    names: list[str] = []
    found: list[Diagnostic] = []
    for kind, preflight in _SETS.items():
        if kind in sets and sets[kind].files:
            looked_at, wrong = preflight(files, sets[kind], house, places)
            names += looked_at
            found += wrong
    return tuple(names), tuple(found)


def preflight_archive(
    files: Mapping[str, bytes], made: DeliveredSet, house: HouseStyle, places: SourcePlaces | None = None
) -> Preflighted:
    """Its PDF and its package."""
    from briefing.preflight.archive_rules import preflight
    from briefing.preflight.package_documents import judgement

    found = _missing(files, made.files)
    packages, documents = (
        tuple(name for name in made.files if name.endswith(endings)) for endings in ((".zip", ".eep"), (".pdf",))
    )
    judged = {}
    for name in documents:
        if name in files:
            looked = judged[judgement(files[name], made.pages)] = preflight(name, files[name], made.pages)
            found += looked
    for name in packages:
        if name in files:
            found += _package(name, files[name], judged)
    return (*packages, *documents), tuple(found)


def _package(name: str, data: bytes, judged: dict[str, list[Diagnostic]]) -> Sequence[Diagnostic]:
    from briefing.preflight.package_reader import opened
    from briefing.preflight.package_rules import examine

    try:
        return examine(opened(name, data), judged).found
    except InputError as error:
        return error.diagnostics


def preflight_print(
    files: Mapping[str, bytes], made: DeliveredSet, house: HouseStyle, places: SourcePlaces | None = None
) -> Preflighted:
    first, last = made.numbers or (1, 0)
    copies = last - first + 1 if made.copies is None else made.copies
    sides = None if made.sides is None else {"imposed": made.sides, "booklets": made.booklet_sides or 0}
    promised = promises(
        made.files, house, made.standard, bool(made.options.get("process")), made.pages, copies, made.leaves, sides,
        made.bleed or 0.0,
    )  # fmt: skip
    found = _missing(files, made.files)
    there = {name: promise for name, promise in promised.items() if name in files}
    found += preflight_files(files, there, places=places, separations=True)
    return tuple(promised), tuple(found)


#: How each set of files is read back, in the order in which findings are told.
_SETS: dict[str, Callable[[Mapping[str, bytes], DeliveredSet, HouseStyle, SourcePlaces | None], Preflighted]] = {
    "print": preflight_print,
    "archive": preflight_archive,
}


def _missing(files: Mapping[str, bytes], names: Iterable[str]) -> list[Diagnostic]:
    message = "{}：manifest.json 里有，文件夹里没有"
    return [Diagnostic("preflight-missing", message.format(name)) for name in names if name not in files]
