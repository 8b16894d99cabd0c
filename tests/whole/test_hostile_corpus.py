"""The named corpus of hostile inputs, by the real command line: each ends in its finding, in time, in bounds; none in exit 70.

`make hostile` runs all of it and prints the worst; here is a slice for CI (`slices.py`).
"""

from __future__ import annotations

import re

import fuzzing
import pytest
from hostile_corpus import CASES
from hostile_running import MEGABYTES, SECONDS, Case, faults, run
from slices import share, some


def test_the_corpus_is_whole() -> None:
    """Every case has a name of its own, an expectation that a run can be held against, and no licence to be slow or large."""
    assert len(CASES) >= 250 and len({case.title for case in CASES}) == len(CASES)
    assert len({case.area for case in CASES}) >= 8
    for case in CASES:
        assert re.fullmatch(r"[01235]|[01235] ([^ ]+:\d+:\d+ )?[a-z][a-z0-9-]+", case.expected), case
        assert case.seconds <= SECONDS and case.megabytes <= MEGABYTES


@pytest.mark.slow
@pytest.mark.parametrize("case", some(CASES, parts=20), ids=lambda case: case.title)
def test_a_hostile_input_ends_in_its_finding(case: Case) -> None:
    assert not faults(case, run(case))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(share(400)))
def test_a_damaged_issue_house_or_word_file_is_taken_or_refused(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slice of `make fuzz`."""
    monkeypatch.setenv("BRIEFING_SEQUENTIAL", "1")
    _, said, _ = fuzzing.tried(seed)
    assert said in ("sound", "findings", "refused"), said
