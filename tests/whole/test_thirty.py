"""The thirty issues of `bench/thirty.py`, in all houses, are set and proved; their pages are those that somebody looked at."""

from __future__ import annotations

from pathlib import Path

import pytest
from painted_release import write_release

from bench import thirty_report
from bench.thirty import Planned, planned
from briefing.building import output_proof, stages
from briefing.files.world import World

ISSUES = list(planned())


def test_there_are_thirty_in_all_houses(tmp_path: Path) -> None:
    assert len({each.name for each in ISSUES}) == 30
    texts = []
    for each in ISSUES[-2:]:
        each.write(tmp_path / each.name)
        texts.append((tmp_path / each.name / "issue.yaml").read_text("utf-8"))
    assert [text.split("\n")[0] for text in texts] == ["house: gb9704", "house: yanjiu-cankao"]


@pytest.mark.slow
@pytest.mark.parametrize("issue", ISSUES, ids=[each.name for each in ISSUES])
def test_each_is_proved(issue: Planned, tmp_path: Path) -> None:
    folder = tmp_path / issue.name
    issue.write(folder)
    world = World(folder)
    read = stages.read(folder, world)
    composed = stages.compose(read)
    expected = output_proof.prepare(composed.sheet, composed.house, world.issue, composed.drawings)
    output_proof.ensure(expected, stages.fonts_of(composed.house, world), {"pdf": write_release(composed, world)})
    assert 2 <= len(composed.pages) <= 24


def test_the_same_seed_writes_the_same_files(tmp_path: Path) -> None:
    issue = next(each for each in ISSUES if each.name == "2022-204")
    issue.write(tmp_path / "one")
    issue.write(tmp_path / "two")
    one, two = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "two"))
    assert one == two


def test_the_report_shows_what_changed(tmp_path: Path) -> None:
    issue = next(each for each in ISSUES if each.name == "2022-202")
    issue.write(tmp_path / issue.name)
    world = World(tmp_path / issue.name)
    composed = stages.compose(stages.read(tmp_path / issue.name, world))
    pdf = write_release(composed, world)
    pairs = [
        thirty_report.Pair("2022-202", "一期", pdf, pdf, None, None),
        thirty_report.Pair("2022-203", "另一期", "错误：不认得", pdf, None, None),
    ]
    page = thirty_report.write_page(pairs, tmp_path / "report", "abc").read_text("utf-8")
    assert "做不出来：错误：不认得" in page and 'class="changed' not in page
    assert len(list((tmp_path / "report" / "pages").iterdir())) == 3 * len(composed.pages)
    docs = thirty_report.write_docs(pairs, tmp_path / "docs", "abc").read_text("utf-8")
    assert "images/thirty/2022-203.webp" in docs and (tmp_path / "docs" / "images" / "thirty" / "2022-203.webp").is_file()
