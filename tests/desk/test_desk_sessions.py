"""Days at the desk, at random: two windows and another program write, the server is killed at any moment, windows send again what
was not acknowledged. Every sentence is one of a kind: in the end each is there, once, and the issue still reads."""

from __future__ import annotations

import contextlib
import os
import random
import re
import threading
import time
from collections.abc import Collection, Sequence
from pathlib import Path

import pytest
from desk_support import RunningDesk, shelf, soon
from slices import FUZZ, share

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
        self.dropped: dict[str, str] = {}
        self.order: list[str] = []
        self.gone: set[str] = set()

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
            settled = both(answer["clash"]["chunks"], self.gone)
            self.send(window, report, settled, answer["text"])
            return
        self.known[window][report] = answer["text"]

    def undo(self, window: str) -> None:
        """The sentence that was written last in a report is taken out again."""
        report = self.dice.choice(REPORTS)
        was = self.known[window][report]
        there = [token for token in self.said[report] if token in was]
        if there:
            self.said[report].remove(there[-1])
            self.gone.add(there[-1])
            self.send(window, report, was.replace(there[-1], ""), was)

    def reorder(self) -> None:
        sections = self.desk.get(f"/api/issue/{ISSUE}").said["outline"]["sections"]
        names = [report["file"] for report in sections[0]["reports"]]
        self.dice.shuffle(names)
        order = {"sections": [{"name": sections[0]["name"], "numbering": "", "reports": names}], "attachments": []}
        if self.desk.post(f"/api/issue/{ISSUE}/order", order).status == 200:
            self.order = names

    def drop(self) -> None:
        """A file that somebody sent, taken in, with a sentence of its own."""
        self.count += 1
        token = f"第{self.count}号句。"
        sent = f"来稿{self.count}\n\n一是收到的材料{token}\n".encode()
        upload = f"/api/issue/{ISSUE}/upload?name=file{self.count}.txt"
        batch = self.desk.send(upload, sent).said["batch"]
        self.desk.post(f"/api/issue/{ISSUE}/drafts", {"batch": batch})
        taken = {"batch": batch, "chosen": [0], "replacing": [], "undone": {}}
        answer = self.desk.post(f"/api/issue/{ISSUE}/accept", taken)
        if answer.status == 200:
            self.dropped[answer.said["added"][0]] = token
            self.order = [*self.order, *answer.said["added"]] if self.order else []

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
            self.desk.post(f"/api/issue/{ISSUE}/settle", {"file": clash["file"], "text": both(clash["chunks"], self.gone)})
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
        for name, token in self.dropped.items():
            assert texts[name].count(token) == 1
        if self.order:
            sections = self.desk.get(f"/api/issue/{ISSUE}").said["outline"]["sections"]
            assert [report["file"] for report in sections[0]["reports"]] == self.order


def both(chunks: Sequence[dict[str, str]], gone: Collection[str] = ()) -> str:
    """As somebody settles who wants every sentence but those that were taken out."""
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
    settled = "".join(parts)
    for token in gone:
        settled = settled.replace(token, "")
    return settled


#: Many more with BRIEFING_FUZZ=1000000.
DAYS = 500 if FUZZ > 100_000 else share(30, 2)


@pytest.mark.parametrize("seed", range(DAYS))
def test_a_day_loses_no_sentence_and_doubles_none(seed: int, tmp_path: Path) -> None:
    dice = random.Random(seed)
    desk = RunningDesk(shelf(tmp_path, ISSUE)).enter()
    session = Session(desk, dice)
    try:
        for _ in range(dice.randrange(12, 25)):
            deed = dice.random()
            if deed < 0.08:
                session.reorder()
            elif deed < 0.12:
                session.drop()
            elif deed < 0.18:
                session.undo(dice.choice(("one", "two")))
            elif deed < 0.68:
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
