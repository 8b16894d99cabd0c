"""Where titles part, three ways: in the middle whatever stands there, by jieba's segmentation, by this project.

    python bench/titles.py          # `pip install jieba` for its row; ARGS: files of marked titles, -v for what parts wrongly

Titles are marked (tests/typeset/data): | where an editor would end a line, ‖ where best. A line's end anywhere else is inside a
unit. Measured at the measure of titles, and at two narrower ones, where more has to part.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import accumulate, pairwise
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from briefing.building import stages  # noqa: E402
from briefing.core.errors import Findings  # noqa: E402
from briefing.files.world import World  # noqa: E402
from briefing.model.sheet import Run, SheetParagraph  # noqa: E402
from briefing.prove.title_breaks import Marked, judged  # noqa: E402
from briefing.typeset.context import Context  # noqa: E402
from briefing.typeset.paragraphs import TextBox, set_paragraph  # noqa: E402

DATA = ROOT / "tests" / "typeset" / "data"
ISSUE = ROOT / "issues" / "2022-08-xinxi"
#: Of the measure of titles.
SHARES = (1.0, 0.75, 0.55)
Ends = Callable[[str, float], list[int]]


class Score(NamedTuple):
    titles: int  # of several lines
    ends: int
    inside: int
    accepted: int  # titles all of whose ends an editor would take
    missed: int  # titles whose author's space is no line's end although something else is


def marked(path: Path) -> list[Marked]:
    return [Marked.of(line) for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]


def ours() -> Ends:
    world = World(ISSUE)
    house = stages.read(ISSUE, world).house
    context = Context(house, stages.fonts_of(house, world), Findings())

    def part(title: str, share: float) -> list[int]:
        block = set_paragraph(SheetParagraph("title", (Run(title),)), context, TextBox(0.0, context.measure * share))
        return [line.end for line in block.lines[:-1]]

    return part


def in_the_middle(own: Ends) -> Ends:
    def part(title: str, share: float) -> list[int]:
        lines = len(own(title, share)) + 1
        return [round(len(title) * number / lines) for number in range(1, lines)]

    return part


def by_jieba(own: Ends) -> Ends:
    import jieba

    jieba.setLogLevel("WARNING")

    def part(title: str, share: float) -> list[int]:
        lines = len(own(title, share)) + 1
        places = list(accumulate(len(word) for word in jieba.cut(title)))[:-1]
        wanted = [len(title) * number / lines for number in range(1, lines)]
        return sorted({min(places, key=lambda place: abs(place - each)) for each in wanted}) if places else []

    return part


def score(titles: list[Marked], part: Ends, share: float, verbose: bool = False) -> Score:
    found = [(title, part(title.text, share)) for title in titles]
    broken = [(title, ends) for title, ends in found if ends]
    wrong = [(title, ends) for title, ends in broken if judged(title, ends).inside]
    if verbose:
        for title, ends in wrong:
            lines = [title.text[a:b] for a, b in pairwise([0, *ends, len(title.text)])]
            print("    ", " / ".join(lines))
        for title, ends in broken:
            if judged(title, ends).missed:
                lines = [title.text[a:b] for a, b in pairwise([0, *ends, len(title.text)])]
                print("   ~ ", " / ".join(lines))
    return Score(
        len(broken),
        sum(len(ends) for _, ends in broken),
        sum(judged(title, ends).inside for title, ends in broken),
        len(broken) - len(wrong),
        sum(judged(title, ends).missed for title, ends in broken),
    )


def main() -> None:
    paths = [Path(arg) for arg in sys.argv[1:] if not arg.startswith("-")]
    own = ours()
    ways: dict[str, Ends] = {"middle": in_the_middle(own), "this project": own}
    try:
        import jieba  # noqa: F401

        ways["jieba"] = by_jieba(own)
    except ImportError:
        pass
    for path in paths or [DATA / "marked_titles.txt", DATA / "held_out_titles.txt"]:
        titles = marked(path)
        print(f"{path.name}: {len(titles)} titles")
        for name, part in ways.items():
            for share in SHARES:
                found = score(titles, part, share, "-v" in sys.argv and name == "this project")
                inside = f"{found.inside} of {found.ends} ends inside a unit ({found.inside / found.ends:.1%})"
                rest = f"{found.accepted / found.titles:.1%} accepted, {found.missed} miss the author's space"
                print(f"  {name}, {share:.0%} of the measure: {found.titles} of several lines, {inside}, {rest}")


if __name__ == "__main__":
    main()
