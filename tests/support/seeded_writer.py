"""What those have in common who write issues from a seed: stretches of Han, reports with the notes that they mark, a folder."""

from __future__ import annotations

import random
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path


class SeededWriter(ABC):
    """The same seed asks `pick` the same things in the same order: engines were held against issues of these very words."""

    #: Sentences without marks, of which stretches are taken.
    HAN: str

    def __init__(self, seed: int) -> None:
        self.pick = random.Random(seed)

    @abstractmethod
    def number(self) -> str: ...

    def han(self, least: int = 2, most: int = 12) -> str:
        length = self.pick.randint(least, most)
        start = self.pick.randrange(len(self.HAN) - length)
        return self.HAN[start : start + length]

    def noted(self, blocks: Sequence[str]) -> str:
        """A file of these blocks, with a note for each mark in them."""
        text = "\n\n".join(blocks)
        notes = [f"[^{i}]: {self.han(4, 30)}，{self.number()}%。" for i in (1, 2, 3) if f"[^{i}]" in text]
        return "\n\n".join([text, *notes]) + "\n"


def write_issue(folder: Path, house: str, more: str, count: int, report: Callable[[], str]) -> Path:
    """An issue of `count` reports as the folder `folder`, which must not be there yet. `more`: lines of issue.yaml."""
    folder.mkdir(parents=True)
    names = [f"0{number}-r.md" for number in range(1, 1 + count)]
    for name in names:
        (folder / name).write_text(report(), encoding="utf-8")
    sections = f"sections:\n  - name: 工作交流\n    reports: [{', '.join(names)}]\n"
    (folder / "issue.yaml").write_text(f"house: {house}\nnumber: 1\ndate: 2022-05-13\n{more}{sections}", encoding="utf-8")
    return folder
