"""Days at the desk, at random, with kills at any moment: no sentence is lost, none is doubled, and the issue still reads."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_forks import ForkedDesk, Forks
from desk_sessions import ISSUE, Session
from desk_support import shelf
from slices import FUZZ, share

from briefing.building import stages

pytestmark = pytest.mark.slow

#: Many more with BRIEFING_FUZZ=1000000.
DAYS = 500 if FUZZ > 100_000 else share(60, 4)


@pytest.fixture(scope="module")
def forks() -> Iterator[Forks]:
    forks = Forks()
    yield forks
    forks.close()


@pytest.mark.parametrize("seed", range(DAYS))
def test_a_day_loses_no_sentence_and_doubles_none(seed: int, forks: Forks, tmp_path: Path) -> None:
    dice = random.Random(seed)
    desk = ForkedDesk(shelf(tmp_path, ISSUE), forks).enter()
    try:
        session = Session(desk, dice)
        for _ in range(dice.randrange(12, 25)):
            session.act()
            time.sleep(dice.choice((0, 0, 0.05, 1.0)))
        session.check()
        assert stages.read(desk.shelf / ISSUE).issue.number.value == 17
    finally:
        desk.stop()
