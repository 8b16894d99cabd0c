"""The named corpus of hostile inputs: what each is, which command meets it, and what must come of it.

Made here rather than kept as files: most are large, and how they were made says what kind they stand for. The kinds that a
person can read lie in `tests/source/hostile/`, as folders.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor

from hostile_css import CSS
from hostile_imports import IMPORTS
from hostile_markdown import MARKDOWN
from hostile_running import Case, Ran, faults, run
from hostile_templates import TEMPLATES
from hostile_world import WORLD
from hostile_yaml import YAML

CASES: tuple[Case, ...] = (*YAML, *MARKDOWN, *TEMPLATES, *CSS, *IMPORTS, *WORLD)


def _table(found: list[tuple[Case, Ran, list[str]]], most: int = 12) -> str:
    """The slowest and the largest, and whatever is not as it must be."""
    slow = sorted(found, key=lambda one: -one[1].seconds)[:most]
    large = sorted(found, key=lambda one: -one[1].megabytes)[:most]
    lines = [f"{len(found)} inputs, {sum(1 for one in found if one[2])} not as expected", "", "slowest:"]
    lines += [f"{ran.seconds:7.1f} s {ran.megabytes:6.0f} MB  exit {ran.code}  {case.title}" for case, ran, _ in slow]
    lines += ["", "largest:"]
    lines += [f"{ran.seconds:7.1f} s {ran.megabytes:6.0f} MB  exit {ran.code}  {case.title}" for case, ran, _ in large]
    lines += [""] + [f"{case.title}: {'; '.join(wrong)}" for case, _, wrong in found if wrong]
    return "\n".join(lines)


def _numbered(number: int) -> Ran:
    """Cases hold functions, which do not cross to another process; their numbers do."""
    return run(CASES[number])


def main(words: list[str]) -> int:
    """`make hostile`: runs the cases whose title holds one of the words, or all, and prints the worst. 1 if any is wrong."""
    chosen = [case for case in CASES if not words or any(word in case.title for word in words)]
    found = []
    with ProcessPoolExecutor(os.cpu_count(), multiprocessing.get_context("fork")) as pool:
        for case, ran in zip(chosen, pool.map(_numbered, map(CASES.index, chosen)), strict=True):
            wrong = faults(case, ran)
            found.append((case, ran, wrong))
            said = "; ".join(wrong) or "ok"
            print(f"{ran.seconds:6.1f} s {ran.megabytes:6.0f} MB  {ran.code:3}  {case.title}  {said}", flush=True)
    print(f"\n{_table(found)}")
    return int(any(wrong for _, _, wrong in found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
