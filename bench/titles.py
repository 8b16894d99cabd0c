"""Where titles part, three ways: in the middle whatever stands there, by jieba's segmentation, by this project's word list.

    python bench/titles.py          # `pip install jieba` for its column

Fifty titles of our own (tests/typeset/data); a title is at fault if a line ends within a word, or begins with 的, 了 or a mark.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import accumulate, pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from briefing.building import stages  # noqa: E402
from briefing.files.world import World  # noqa: E402
from briefing.model.sheet import Region, Run, Sheet, SheetParagraph  # noqa: E402
from briefing.typeset import typeset  # noqa: E402
from briefing.typeset.composed import SetParagraph  # noqa: E402

DATA = ROOT / "tests" / "typeset" / "data"
WORDS = frozenset((DATA / "title_words.txt").read_text("utf-8").split())
Part = Callable[[str, int], list[str]]


def middle(title: str, lines: int) -> list[str]:
    return [] if lines < 2 else [title[: len(title) // 2], title[len(title) // 2 :]]


def by_jieba(title: str, lines: int) -> list[str]:
    import jieba

    ends = list(accumulate(len(word) for word in jieba.cut(title)))[:-1]
    if lines < 2 or not ends:
        return []
    end = min(ends, key=lambda place: abs(place - len(title) / 2))
    return [title[:end], title[end:]]


def ours() -> Part:
    world = World(ROOT / "issues" / "2022-17")
    house = stages.read(ROOT / "issues" / "2022-17", world).house
    fonts = stages.fonts_of(house, world)

    def part(title: str, lines: int = 0) -> list[str]:
        (block,) = typeset(Sheet((Region("body", (SheetParagraph("title", (Run(title),)),)),)), house, fonts).blocks
        assert isinstance(block, SetParagraph)
        return [block.text[line.start : line.end] for line in block.lines]

    return part


def at_fault(lines: list[str]) -> bool:
    pairs = [(before.rstrip("\u3000"), after.lstrip("\u3000")) for before, after in pairwise(lines)]
    return any(before[-1] + after[0] in WORDS or after[0] in "的了，。：、”》" for before, after in pairs)


def main() -> None:
    titles = (DATA / "titles.txt").read_text("utf-8").split("\n")[:-1]
    own = ours()
    counts = {title: len(own(title, 0)) for title in titles}
    ways: dict[str, Part] = {"middle": middle, "this project": own}
    try:
        import jieba

        jieba.setLogLevel("WARNING")
        ways["jieba"] = by_jieba
    except ImportError:
        pass
    print(f"{len(titles)} titles, {sum(count > 1 for count in counts.values())} of several lines")
    for name, part in ways.items():
        wrong = [title for title in titles if at_fault(part(title, counts[title]))]
        print(f"{name}: {len(wrong)} at fault", *wrong[:3], sep="\n    ")


if __name__ == "__main__":
    main()
