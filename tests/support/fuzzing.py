"""`make fuzz`: damaged issues, houses and Word files by the thousand, in processes of their own. What comes of each is an output,
or findings with a place; never another exception, an endless wait or a dead process.

    python tests/support/fuzzing.py [number] [first seed]

A seed makes the same input on every machine, so that a line of the result is a test case.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import importing_generated
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from importing_support import SAMPLES
from test_fuzz import EXAMPLES, ROOT, damaged
from test_importing_hostile import mutated

from briefing import build, check
from briefing.core import bounds
from briefing.core.errors import BriefingError, InternalError
from briefing.importing import session

#: One input may take so much of the processor's time; the corpus has those that try.
SECONDS = 20.0
FOLDERS = (*(ROOT / "issues" / name for name in EXAMPLES), *sorted((ROOT / "tests" / "specimen").iterdir()))
#: Of pages that no house of ours has.
PAGES = (
    "page: {mirrored: true}",
    "page: {mirrored: true, binding: 12mm}",
    "page: {mirrored: true, width: 180mm, binding: 24mm}",
    "page: {width: 176mm, height: 250mm, top: 25mm, binding: 26mm, type_area_width: 130mm, type_area_height: 200mm}\n"
    + "grid: {lines: 18, chars: none}",
    "page: {mirrored: true, width: 297mm, height: 210mm, top: 30mm, binding: 40mm, type_area_width: 220mm,"
    + " type_area_height: 150mm}\ngrid: {lines: 14, chars: none}",
    "composition: {strategy: total-fit, level: strict, squeeze_marks: 0.5字}",
    "page_number: {format: '第 {n} 页 共 {total} 页', align: center}\ncolophon: {even_page: true}",
)
HOUSES = ("jiangsu-jingshen-wenming", "xinxi-zhuanbao", "gb9704")


def issue(chance: random.Random, folder: Path) -> str:
    """An example with damaged texts, checked (which sets its pages)."""
    target = folder / "2022-17"
    shutil.copytree(chance.choice(FOLDERS), target)
    for path in sorted(target.iterdir()):
        if path.suffix in (".md", ".yaml") and chance.random() < 0.5:
            path.write_bytes(damaged(path.read_bytes(), chance))
    return _said(check(target))


def house(chance: random.Random, folder: Path) -> str:
    """An example in a damaged house: its numbers, template, style sheet or words."""
    shutil.copytree(ROOT / "templates", folder / "home" / "templates")
    (folder / "home" / "fonts").symlink_to(ROOT / "fonts")
    target = folder / "2022-17"
    shutil.copytree(ROOT / "issues" / "2022-17", target)
    for name in HOUSES:
        for path in sorted((folder / "home" / "templates" / name).iterdir()):
            if path.suffix in (".yaml", ".j2", ".css") and chance.random() < 0.3:
                path.write_bytes(damaged(path.read_bytes(), chance))
    os.environ["BRIEFING_HOME"] = str(folder / "home")
    try:
        return _said(check(target))
    finally:
        del os.environ["BRIEFING_HOME"]


def word(chance: random.Random, folder: Path) -> str:
    """A Word file with spoilt parts, imported."""
    data = mutated(SAMPLES[chance.choice(sorted(SAMPLES))](), chance)
    return _said(session.draft(session.open_source(data, "a.docx"), "a").findings)


def made(chance: random.Random, folder: Path) -> str:
    """An issue of everything that may stand in one, damaged now and then, on pages of all kinds: built, that is, proved."""
    files = _generated(chance.randrange(1 << 30))
    target = folder / "2022-17"
    for name, data in files.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(damaged(data, chance) if path.suffix == ".md" and chance.random() < 0.2 else data)
    home, own = folder / "home", folder / "home" / "templates" / "own"
    shutil.copytree(ROOT / "templates", home / "templates")
    (home / "fonts").symlink_to(ROOT / "fonts")
    own.mkdir()
    yaml = (target / "issue.yaml").read_text("utf-8")
    parent = yaml.split("\n", 1)[0].removeprefix("house: ")
    (own / "house.yaml").write_text(f"extends: {parent}\ntitle: 自家\n{chance.choice(PAGES)}\n", "utf-8")
    (target / "issue.yaml").write_text(yaml.replace(parent, "own", 1), "utf-8")
    os.environ["BRIEFING_HOME"] = str(home)
    try:
        return _said(build(target, output=folder / "build").diagnostics)
    finally:
        del os.environ["BRIEFING_HOME"]


def _generated(number: int) -> dict[str, bytes]:
    """The same for the same number."""
    found: list[dict[str, bytes]] = []

    @seeded(number)
    @settings(max_examples=4, database=None, deadline=None, phases=(Phase.generate,), suppress_health_check=list(HealthCheck))
    @given(importing_generated.issue())
    def take(files: dict[str, bytes]) -> None:
        found.append(files)

    take()  # the first is the plainest there is
    return found[-1]


KINDS: tuple[Callable[[random.Random, Path], str], ...] = (issue, house, word, made)


def _said(findings: object) -> str:
    return "findings" if findings else "sound"


def tried(seed: int) -> tuple[str, str, float]:
    """Kind, what came of it (a word, or a traceback) and seconds."""
    chance, kind = random.Random(seed), KINDS[seed % len(KINDS)]
    began = time.process_time()
    with tempfile.TemporaryDirectory(prefix="fuzz-") as name:
        try:
            with bounds.bounded("fuzz", SECONDS):
                said = kind(chance, Path(name))
        except bounds.Exhausted as error:
            said = f"{error}" if error.work == "fuzz" else "refused"
        except InternalError:
            said = traceback.format_exc()
        except BriefingError as error:
            said = "refused" if all(item.message for item in error.diagnostics) else traceback.format_exc()
        except Exception:
            said = traceback.format_exc()
    return kind.__name__, said, time.process_time() - began


def lane(seeds: range, report: Path) -> None:
    """One process: a line of JSON for each seed."""
    os.environ |= {"BRIEFING_SEQUENTIAL": "1"}
    with report.open("w") as stream:
        for seed in seeds:
            stream.write(json.dumps([seed, *tried(seed)]) + "\n")
            stream.flush()


def main(count: int, first: int = 0) -> int:
    """Prints how many came to what, the slowest, and every failure. 1 if there is one."""
    lanes = os.cpu_count() or 1
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="fuzzing-") as name:
        reports = [Path(name, f"{number}.json") for number in range(lanes)]
        pids = []
        for number, report in enumerate(reports):
            pid = os.fork()
            if pid == 0:
                with contextlib.suppress(KeyboardInterrupt):
                    lane(range(first + number, first + count, lanes), report)
                os._exit(0)
            pids.append(pid)
        dead = [pid for pid in pids if os.waitpid(pid, 0)[1]]
        found = [json.loads(line) for report in reports for line in report.read_text().splitlines()]
    counts = Counter((kind, said if len(said) < 20 else "FAILED") for _, kind, said, _ in found)
    for (kind, said), number in sorted(counts.items()):
        print(f"{number:7} {kind}: {said}")
    worst = max(found, key=lambda one: one[3])
    rate = len(found) / (time.monotonic() - began)
    print(f"{len(found)} of {count} inputs, {rate:.1f} a second; the slowest took {worst[3]:.1f} s (seed {worst[0]})")
    failures = [one for one in found if len(one[2]) >= 20]
    for seed, kind, said, _ in failures[:20]:
        print(f"\n--- seed {seed}, {kind}\n{said}")
    return int(bool(failures or dead or len(found) < count))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3] or ["1000"])))
