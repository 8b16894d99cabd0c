"""Every two marks that meet, at every place of a bulletin, in every house: none is drawn into the other, and between none is a
hole, as seen in the finished PDF."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, product
from pathlib import Path

import pytest
from conftest import ROOT
from dense_issues import HOUSES
from inked_glyphs import Inked, inked
from painted_release import write_release
from slices import some

from briefing.building import stages
from briefing.files.world import World
from briefing.prove import prepare, prove

MARKS = [*"，。、；：？！“”‘’（）〔〕《》〈〉【】「」『』·～－％", "——", "……"]
PAIRS = [f"字{one}{other}文" for one, other in product(MARKS, repeat=2)]
TITLE = "改革——永远在路上"
#: White between the ink of two marks at most, and how far boxes that touch may seem to overlap, em. ’‘ take an em and a half as
#: all that face each other do, but in 黑体 are drawn a sixth of an em wide, far out.
HOLE, QUOTES, TOUCH = 1.0, 1.15, 0.01


def issue(folder: Path, house: str, pairs: list[str]) -> World:
    """`pairs` at all places of an issue: what is long enough holds all of them, titles and the like some each."""
    text, short = "".join(pairs), ["".join(pairs[at : at + 3]) for at in range(0, len(pairs), 3)]
    lines = iter(short)
    folder.mkdir()
    head = [f"house: {house}", "number: 5", "date: 2024-03-08", "nameplate: 甲市简报"]
    head += [f"special: {TITLE}{next(lines)}", f"sections: {TITLE}", f"offices: 甲办{pairs[0]}", "contents: pages"]
    head += [f'summary: ["{text}"]', f'recipients: {{报: ["{text}"], 发: ["{next(lines)}"]}}', f'editors: ["{pairs[1]}"]']
    (folder / "issue.yaml").write_text("\n".join(head) + "\n", "utf-8")
    rows = "\n".join(f"| {one} | **{other}** |" for one, other in pairwise(short))
    blocks = [
        text, f"**{text}**字*{text}*文[^1]", f"## 一、{short[0]}", f"### （一）{short[1]}", f"#### 1. {short[2]}",
        f"- {text}", f"1. {text}", f"表1　{short[3]}", f"| {short[4]} | {short[5]} |\n|---|---|\n{rows}", f"注：{text}",
        f"::: 框 {pairs[2]}\n{text}\n:::", f"> {text}", f"[^1]: {text}",
    ]  # fmt: skip
    front = f'---\ncontributor: "{pairs[3]}"\nlead: "{text}"\n---\n# {TITLE}\n\n'
    (folder / "01.md").write_text(front + "\n\n".join(blocks), "utf-8")
    for number, title in enumerate(short, 2):
        (folder / f"{number:02}.md").write_text(f"# {title}\n\n{TITLE}。\n", "utf-8")
    return World(folder, ROOT / "templates")


def neighbours(data: bytes) -> Iterator[tuple[Inked, Inked]]:
    """Marks that stand one beside the other on a line."""
    marks = frozenset("".join(MARKS))
    for one, other in pairwise(inked(data)):
        if {one.char, other.char} <= marks and (one.page, one.y) == (other.page, other.y) and other.left > one.left:
            yield one, other


def holds(folder: Path, house: str, pairs: list[str]) -> None:
    world = issue(folder, house, pairs)
    read = stages.read(folder, world)
    composed = stages.compose(read)
    data = write_release(composed, world)
    proof = prove(prepare(composed.sheet, read.house, world.issue, composed.drawings), read.fonts(), data)
    assert not proof.errors
    met = [(one, other, (other.left - one.right) / one.size) for one, other in neighbours(data)]
    assert len({f"{one.char}{other.char}" for one, other, _ in met}) > len(pairs) / 2
    joined = "—…"  # halves of one mark
    assert [each for each in met if each[2] < -TOUCH and not each[0].char == each[1].char in joined] == []
    if read.house.composition.squeeze_adjacent:  # else marks are an em wide each, as in the printed original
        assert [each for each in met if each[2] > (QUOTES if {each[0].char, each[1].char} == {*"’‘"} else HOLE)] == []


def test_marks_that_meet_at_every_place(tmp_path: Path) -> None:
    holds(tmp_path / "2024-05", "gb9704", PAIRS[::48])


@pytest.mark.slow
@pytest.mark.parametrize("house", HOUSES)
def test_every_two_marks_at_every_place_in_every_house(house: str, tmp_path: Path) -> None:
    for turn in some(range(12), 12, HOUSES.index(house)):
        holds(tmp_path / f"2024-{turn:02}", house, PAIRS[turn::12])
