"""Days at the desk, at random, with kills at any moment: no sentence is lost, none is doubled, and the issue still reads."""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_forks import ForkedDesk, Forks
from desk_sessions import ISSUE, REPORTS, Session
from desk_support import shelf, soon
from slices import FUZZ, share

from briefing.building import stages
from briefing.desk.three_way import paragraphs

pytestmark = pytest.mark.slow

#: Many more with BRIEFING_FUZZ=1000000.
DAYS = 500 if FUZZ > 100_000 else share(60, 4)


#: Days of two desks on one folder, as on a network drive.
TWO = 100 if FUZZ > 100_000 else share(20, 2)


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


@pytest.mark.parametrize("seed", range(TWO))
def test_two_desks_on_one_folder_lose_nothing(seed: int, forks: Forks, tmp_path: Path) -> None:
    """Each writes in paragraphs of its own, and dies at any moment; what it was told is kept is there in the end, once."""
    dice = random.Random(seed)
    folder = shelf(tmp_path, ISSUE)
    path = folder / "issues" / ISSUE / REPORTS[0]
    desks = [ForkedDesk(folder, forks).enter(), ForkedDesk(folder, forks).enter()]
    known = [desk.texts(ISSUE)[REPORTS[0]] for desk in desks]
    said: list[str] = []
    try:
        for _ in range(dice.randrange(10, 20)):
            mine = dice.randrange(2)
            if dice.random() < 0.25:
                desks[mine].kill()
                desks[mine].restart()
                known[mine] = desks[mine].enter().texts(ISSUE)[REPORTS[0]]
                continue
            said.append(f"第{len(said)}号句。")
            parts = paragraphs(known[mine])
            at = dice.choice([1, 2] if mine else [4, 5])
            stripped = parts[at].rstrip("\n")
            parts[at] = stripped + said[-1] + parts[at][len(stripped) :]
            known[mine] = desks[mine].edit(ISSUE, REPORTS[0], "".join(parts), known[mine]).said["text"]
            time.sleep(dice.choice((0, 0, 0.1, 1.0)))
        for desk in desks:
            desk.kill()
        desks[0].restart()
        desks[0].enter().texts(ISSUE)

        def once() -> bool:
            return [path.read_text("utf-8").count(token) for token in said] == [1] * len(said)

        with contextlib.suppress(AssertionError):
            soon(once)
        assert once(), desks[0].texts(ISSUE)[REPORTS[0]]
    finally:
        for desk in desks:
            desk.stop()
