"""How much of what is wrong the proofreader finds, and how often it speaks without cause, on the corpus of tests/corpus.

    python bench/proofreading.py              # every part of the corpus: seen, and held where it is there
    python bench/proofreading.py -s seen -v   # one part, with every miss and every false alarm

A finding counts if its code is right and it begins in the place that the case names. In clean
text every finding is a false alarm.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from briefing.core.errors import Diagnostic  # noqa: E402
from briefing.files.world import World  # noqa: E402
from briefing.house.load import load_house  # noqa: E402
from briefing.proofread import neighbours  # noqa: E402
from briefing.proofread.proofreader import findings, galley  # noqa: E402
from briefing.proofread.words import load_words  # noqa: E402
from briefing.source import yaml_tree  # noqa: E402
from briefing.source.issue import load_issue  # noqa: E402

CORPUS = ROOT / "tests" / "corpus"
HOUSE = "corpus"
_HOUSES = ("gb9704", "jiangsu-jingshen-wenming")
_EXCUSE = "<!-- check: excuse "
_OURS = "<!-- 校对：不查 "


@dataclass(frozen=True)
class Case:
    """`text`: a report's body, or with a head between two --- all of it."""

    text: str
    codes: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    issue: dict[str, Any] = field(default_factory=dict)


def cases(path: Path) -> list[Case]:
    found = []
    for entry in yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader):
        at = entry.get("at", [])
        places = tuple(at if isinstance(at, list) else [at])
        text = entry["text"].replace(_EXCUSE, _OURS)
        places = tuple(str(place).replace(_EXCUSE, _OURS) for place in places)
        found.append(Case(text, tuple(entry.get("codes", ())), places, entry.get("issue", {})))
    return found


def parts(names: Sequence[str] = ()) -> list[str]:
    """Names of the corpus's parts that are there: seen, held."""
    there = sorted((path.stem.removeprefix("planted-") for path in CORPUS.glob("planted-*.yaml")), reverse=True)
    return [name for name in there if not names or name in names]


class CaseReader:
    """Proofreads cases, each as an issue of its own with the corpus's house."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._templates = folder / "templates"
        for name in _HOUSES:
            (self._templates / name).mkdir(parents=True)
            for file in (ROOT / "templates" / name).glob("*.yaml"):
                shutil.copy(file, self._templates / name)
        shutil.copytree(CORPUS / "house", self._templates / HOUSE)
        world = World(folder, self._templates)
        self._house = load_house(world, HOUSE)
        self._words = load_words(world, self._house.chain)
        self._count = 0

    def read(self, case: Case) -> tuple[list[Diagnostic], dict[str, str]]:
        """What is said about a case, and its files."""
        self._count += 1
        shelf = self._folder / str(self._count)
        issue = {"house": HOUSE, "number": 17, "date": "2022-05-13", **case.issue}
        extra = {key: issue.pop(key, None) for key in ("title", "contents_title", "siblings", "previous", "attachments")}
        folder = shelf / f"{str(issue['date'])[:4]}-{issue['number']}"
        folder.mkdir(parents=True)
        files = dict(self._reports(case, extra))
        lines = [f"{key}: {value}" for key, value in issue.items()]
        lines.append(f"reports: [{', '.join(name for name in files if not name.startswith('fujian'))}]")
        if extra["attachments"]:
            lines.append(f"attachments: [{', '.join(name for name in files if name.startswith('fujian'))}]")
        files["issue.yaml"] = "\n".join(lines) + "\n"
        for name, text in files.items():
            (folder / name).write_text(text, "utf-8")
        if extra["previous"]:
            self._previous(shelf, folder.name, extra["previous"])
        world = World(folder, self._templates)
        read, _ = load_issue(world, lambda name, span: self._house.defaults)
        keys = yaml_tree.places(files["issue.yaml"], "issue.yaml")
        proof = galley(read, self._words, neighbours.neighbours(folder, HOUSE), keys)
        return findings(proof, world.issue.sources), files

    @staticmethod
    def _reports(case: Case, extra: dict[str, Any]) -> Iterator[tuple[str, str]]:
        title = extra["title"] or "各地推进重点工作"
        head = f'---\ncontents_title: "{extra["contents_title"]}"\n---\n' if extra["contents_title"] else ""
        yield "01.md", case.text if case.text.startswith("---\n") else f"{head}# {title}\n\n{case.text}\n"
        for number, sibling in enumerate(extra["siblings"] or (), 2):
            yield f"{number:02d}.md", f"# 各地推进重点工作\n\n{sibling}\n"
        for number, name in enumerate(extra["attachments"] or (), 1):
            yield f"fujian{number}.md", f"# {name}\n\n按照上述要求执行。\n"

    @staticmethod
    def _previous(shelf: Path, name: str, previous: dict[str, Any]) -> None:
        before = f"{str(previous.get('date', name))[:4]}-{previous.get('number', 0)}"
        folder = shelf / (f"{before}-bis" if before == name else before)
        folder.mkdir(parents=True)
        lines = [f"house: {HOUSE}", *(f"{key}: {value}" for key, value in previous.items())]
        (folder / "issue.yaml").write_text("\n".join(lines) + "\n", "utf-8")


def hit(said: Diagnostic, code: str, place: str, files: dict[str, str]) -> bool:
    """Whether a finding is of this code and begins in `place`, both its ends included."""
    if said.code != code or said.span is None:
        return False
    text = files.get(said.span.file, "")
    lines = text.split("\n")
    offset = sum(len(line) + 1 for line in lines[: said.span.line - 1]) + said.span.column - 1
    start = text.find(place)
    while start >= 0:
        if start <= offset <= start + len(place):
            return True
        start = text.find(place, start + 1)
    return False


@dataclass
class Score:
    """`wanted` and `found` by code; `alarms` in clean text of `characters`; `beside`: codes said of planted cases unasked."""

    wanted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    characters: int = 0

    @property
    def recall(self) -> float:
        return self.found.total() / max(1, self.wanted.total())

    @property
    def rate(self) -> float:
        """False alarms per 1,000 characters of clean text."""
        return 1000 * len(self.alarms) / max(1, self.characters)


def score(part: str) -> Score:
    result = Score()
    with tempfile.TemporaryDirectory(prefix="briefing-") as name:
        bench = CaseReader(Path(name))
        for case in cases(CORPUS / f"planted-{part}.yaml"):
            said, files = bench.read(case)
            for index, code in enumerate(case.codes):
                place = case.places[min(index, len(case.places) - 1)]
                result.wanted[code] += 1
                if any(hit(one, code, place, files) for one in said):
                    result.found[code] += 1
                else:
                    result.misses.append(f"{code}: {place!r} in {case.text[:90]!r}")
            result.beside += [f"{one.code}: {one.message} — {case.text[:90]!r}" for one in said if one.code not in case.codes]
        for case in cases(CORPUS / f"clean-{part}.yaml"):
            said, _ = bench.read(case)
            result.characters += sum(not char.isspace() for char in case.text)
            result.alarms += [f"{one.code}: {one.message} — {case.text[:90]!r}" for one in said]
    return result


def report(part: str, result: Score, verbose: bool) -> str:
    lines = [
        (
            f"{part}: recall {result.found.total()}/{result.wanted.total()} = {result.recall:.1%}; "
            f"false alarms {len(result.alarms)} in {result.characters:,} characters = {result.rate:.2f} per 1,000"
        )
    ]
    for code in sorted(result.wanted):
        mark = "" if result.found[code] == result.wanted[code] else "  ←"
        lines.append(f"  {code:<22}{result.found[code]:>3} / {result.wanted[code]}{mark}")
    if verbose:
        for title, entries in (("missed", result.misses), ("false alarms", result.alarms), ("beside planted", result.beside)):
            lines += [f"  {title}:", *(f"    {entry}" for entry in entries)]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-s", "--suffix", action="append", default=[], help="a part of the corpus: seen, held")
    parser.add_argument("-v", "--verbose", action="store_true", help="list misses and false alarms")
    chosen = parser.parse_args(arguments)
    for part in parts(chosen.suffix):
        print(report(part, score(part), chosen.verbose))
    return 0


if __name__ == "__main__":
    sys.exit(main())
