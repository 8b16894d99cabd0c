"""The proofreader against the corpus: it finds nearly all that is planted and hardly speaks of what is clean."""

from __future__ import annotations

import pytest

from bench import proofreading


@pytest.mark.parametrize(("part", "cases", "characters"), [("seen", 300, 10_000), ("held", 150, 5_000)])
def test_recall_and_false_alarms(part: str, cases: int, characters: int) -> None:
    result = proofreading.score(part)
    shown = proofreading.report(part, result, verbose=True)
    assert result.wanted.total() >= cases and result.characters >= characters
    assert result.recall >= 0.95, shown
    assert result.rate <= 1, shown


def test_a_finding_elsewhere_is_no_hit() -> None:
    """Guards the measure: the place counts, and not only the code."""
    from check_support import bench

    case = proofreading.Case("各地抓好落实。\n\n会议对工作作了布署。", ("word-wrong",), ("布署",))
    said, files = bench().read(case)
    assert [proofreading.hit(one, "word-wrong", "布署", files) for one in said] == [True]
    assert [proofreading.hit(one, "word-wrong", "各地", files) for one in said] == [False]
    assert [proofreading.hit(one, "word-confused", "布署", files) for one in said] == [False]
