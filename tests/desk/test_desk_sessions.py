"""Days at the desk, at random: two windows and another program write, the server is killed at any moment, windows send again what
was not acknowledged. Every sentence is one of a kind: in the end each is there, once, and the issue still reads."""

from __future__ import annotations

import contextlib
import os
import random
import re
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from desk_support import RunningDesk, shelf, soon
from slices import share

from briefing.building import stages
from briefing.desk.three_way import paragraphs

pytestmark = pytest.mark.slow
ISSUE = "2022-17"
REPORTS = ("01-nanjing.md", "02-suzhou.md")
TOKEN = re.compile(r"第\d+号句。")


class Session:
    def __init__(self, desk: RunningDesk, dice: random.Random) -> None:
        self.desk, self.dice = desk, dice
        self.count = 0
        self.said: dict[str, list[str]] = {report: [] for report in REPORTS}
        self.known = {window: desk.texts(ISSUE) for window in ("one", "two")}
        self.news = desk.news(ISSUE)

    def added(self, report: str, text: str) -> str:
        """`text` with one more sentence at the end of some paragraph of it."""
        self.count += 1
        token = f"第{self.count}号句。"
        parts = paragraphs(text)
        at = self.dice.choice([index for index, part in enumerate(parts) if index and "<!--" not in part])
        bare = parts[at].rstrip("\n")
        parts[at] = bare + token + parts[at][len(bare) :]
        self.said[report].append(token)
        return "".join(parts)

    def type(self, window: str, *, killed: bool = False) -> None:
        report = self.dice.choice(REPORTS)
        was = self.known[window][report]
        text = self.added(report, was)
        if killed:
            threading.Timer(self.dice.random() * 0.03, self.desk.process.kill).start()
            with contextlib.suppress(OSError, AssertionError, Exception):
                self.desk.edit(ISSUE, report, text, was, window)
            self.restart()
        self.send(window, report, text, was)

    def send(self, window: str, report: str, text: str, was: str) -> None:
        answer = self.desk.edit(ISSUE, report, text, was, window).said
        if "clash" in answer:
            settled = both(answer["clash"]["chunks"])
            self.send(window, report, settled, answer["text"])
            return
        self.known[window][report] = answer["text"]

    def elsewhere(self) -> None:
        """Another program saves a file that it read when all was saved, while something new is on the desk."""
        report = self.dice.choice(REPORTS)
        path = self.desk.shelf / ISSUE / report
        soon(lambda: self.desk.texts(ISSUE)[report] == path.read_text("utf-8"))
        time.sleep(0.6)  # it has been looked at
        read = path.read_text("utf-8")
        if self.dice.random() < 0.5:
            self.type("one")
        written = self.added(report, read)
        aside = path.with_name(".aside")
        aside.write_text(written, "utf-8")
        if path.read_text("utf-8") != read:
            self.said[report].pop()
            aside.unlink()
            return
        os.replace(aside, path)
        token = self.said[report][-1]
        soon(lambda: self.settle() or token in self.desk.texts(ISSUE)[report])

    def settle(self) -> bool:
        """Whatever is for people to decide."""
        waiting = [said for kind, said in self.news.heard if kind == "clash"]
        self.news.heard[:] = [entry for entry in self.news.heard if entry[0] != "clash"]
        for clash in waiting:
            self.desk.post(f"/api/issue/{ISSUE}/settle", {"file": clash["file"], "text": both(clash["chunks"])})
        return False

    def restart(self) -> None:
        self.desk.kill()
        self.desk.restart()
        self.desk.enter()
        self.news = self.desk.news(ISSUE)
        time.sleep(0.1)
        self.settle()

    def check(self) -> None:
        """Each sentence, once, in the text and in its file."""
        self.settle()
        texts = self.desk.texts(ISSUE)
        for report in REPORTS:
            assert sorted(TOKEN.findall(texts[report])) == sorted(self.said[report]), report
            path = Path(self.desk.shelf / ISSUE / report)
            soon(lambda: self.settle() or path.read_text("utf-8") == texts[report])  # noqa: B023


def both(chunks: Sequence[dict[str, str]]) -> str:
    """As somebody settles who wants every sentence."""
    parts = []
    for chunk in chunks:
        if not chunk["clash"]:
            parts.append(chunk["theirs"] if chunk["mine"] == chunk["base"] else chunk["mine"])
            continue
        mine, theirs = paragraphs(chunk["mine"]), paragraphs(chunk["theirs"])
        assert len(mine) == len(theirs)
        for here, there in zip(mine, theirs, strict=True):
            bare = here.rstrip("\n")
            more = [token for token in TOKEN.findall(there) if token not in here]
            parts.append(bare + "".join(more) + here[len(bare) :])
    return "".join(parts)


@pytest.mark.parametrize("seed", range(share(30, 2)))
def test_a_day_loses_no_sentence_and_doubles_none(seed: int, tmp_path: Path) -> None:
    dice = random.Random(seed)
    desk = RunningDesk(shelf(tmp_path, ISSUE)).enter()
    session = Session(desk, dice)
    try:
        for _ in range(dice.randrange(12, 25)):
            deed = dice.random()
            if deed < 0.68:
                session.type(dice.choice(("one", "two")))
            elif deed < 0.8:
                session.type(dice.choice(("one", "two")), killed=True)
            elif deed < 0.88:
                session.restart()
            else:
                session.elsewhere()
            time.sleep(dice.choice((0, 0, 0.05, 1.0)))
        session.check()
        assert stages.read(desk.shelf / ISSUE).issue.number.value == 17
    finally:
        if desk.process.poll() is None:
            desk.stop()
