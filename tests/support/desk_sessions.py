"""A session at the desk, at random: two windows and another program write, files are dropped in, reports change places, the
server is killed at any moment, windows send again what was not acknowledged.

Every sentence is one of a kind. In the end each is there, once; and without them the reports are what they were, to the letter.
"""

from __future__ import annotations

import contextlib
import fcntl
import http.client
import os
import random
import re
import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from desk_support import Answer, RunningDesk, soon

from briefing.desk.three_way import paragraphs

ISSUE = "2022-17"
REPORTS = ("01-nanjing.md", "02-suzhou.md")
WINDOWS = ("one", "two")
TOKEN = re.compile(r"第\d+号句。")
#: What is said of a desk that died over a request.
_DEAD = (OSError, http.client.HTTPException)

_Made = TypeVar("_Made")


class Session:
    def __init__(self, desk: RunningDesk, dice: random.Random) -> None:
        self.desk, self.dice = desk, dice
        self.count = self.sent = 0
        self.before = desk.texts(ISSUE)
        #: Window → report → its text, which the server had.
        self.known = {window: dict(self.before) for window in WINDOWS}
        self.said: dict[str, list[str]] = {report: [] for report in REPORTS}
        self.gone: set[str] = set()
        #: Sentences of files that were being taken in when the desk died: there once, or not at all.
        self.sending: set[str] = set()
        self.taken: set[str] = set()
        self.orders: list[list[str]] = []
        self._striking: threading.Timer | None = None
        self._listen()

    # --- what happens

    def type(self) -> None:
        window, report = self.dice.choice(WINDOWS), self.dice.choice(REPORTS)
        was = self.known[window][report]
        self._send(window, report, self._longer(report, was), was)

    def paste(self) -> None:
        """Some paragraphs at once, between two others."""
        window, report = self.dice.choice(WINDOWS), self.dice.choice(REPORTS)
        was = self.known[window][report]
        come = [self._token() for _ in range(self.dice.randrange(1, 5))]
        self.said[report] += come
        parts = paragraphs(was)
        at = self.dice.randrange(2, len(parts))
        self._send(window, report, "".join([*parts[:at], *(f"{each}\n\n" for each in come), *parts[at:]]), was)

    def undo(self) -> None:
        """The sentence that was written last in a report is taken out again."""
        window, report = self.dice.choice(WINDOWS), self.dice.choice(REPORTS)
        was = self.known[window][report]
        there = [token for token in self.said[report] if token in was]
        if there:
            self.said[report].remove(there[-1])
            self.gone.add(there[-1])
            self._send(window, report, was.replace(there[-1], ""), was)

    def reorder(self) -> None:
        names = self._reports()
        self.dice.shuffle(names)
        sections = self._outline()
        order = {"sections": [{"name": sections[0]["name"], "numbering": "", "reports": names}], "attachments": []}
        asked = self._posted("order", order)
        if asked and asked.status == 200:
            self.orders = [names]
        elif self.orders:  # else it is not known what stood before
            self.orders.append(names)

    def drop(self) -> None:
        """A file that somebody sent, taken in, with a sentence of its own."""
        token = self._token()
        sent = f"来稿{self.count}\n\n一是收到的材料{token}\n".encode()
        upload = f"/api/issue/{ISSUE}/upload?name=file{self.count}.txt"
        try:
            batch = self.desk.send(upload, sent).said["batch"]
            self.desk.post(f"/api/issue/{ISSUE}/drafts", {"batch": batch})
        except _DEAD:
            self.restart()
            return
        asked = self._posted("accept", {"batch": batch, "chosen": [0], "replacing": [], "undone": {}})
        self.orders = []
        if asked and asked.status == 200:
            self.taken.add(token)
        else:
            self.sending.add(token)

    def elsewhere(self) -> None:
        """Another program saves a file that it read when all was saved, while something new may be on the desk."""
        report = self.dice.choice(REPORTS)
        path = self.desk.shelf / ISSUE / report
        soon(lambda: self._texts()[report] == path.read_text("utf-8"))
        time.sleep(0.5)  # it has been looked at
        read = path.read_text("utf-8")
        if self.dice.random() < 0.5:
            self.type()
        written = self._longer(report, read)
        token = self.said[report][-1]
        aside = path.with_name(".aside")
        aside.write_text(written, "utf-8")
        with alone(path.parent):
            mine = path.read_text("utf-8") == read
            if mine:
                os.replace(aside, path)
        if mine:
            soon(lambda: token in self._texts()[report])
        else:  # it would have been told that the file has changed
            self.said[report].remove(token)
            aside.unlink()

    def strike(self) -> None:
        """The server will be killed in a moment: over a request, while it saves, while it looks at the disk."""
        self._over()
        seconds = self.dice.choice((0.02, 0.1, 1.2)) * self.dice.random()
        self._striking = threading.Timer(seconds, self.desk.strike)
        self._striking.start()

    def restart(self) -> None:
        if self._striking is not None:
            self._striking.cancel()
            self._striking = None
        self.desk.kill()
        self.desk.restart()
        self.desk.enter()
        self._listen()
        time.sleep(0.02)
        self.settle()

    def act(self) -> None:
        """One of these."""
        deeds = ((self.reorder, 8), (self.drop, 3), (self.undo, 6), (self.type, 40), (self.paste, 10), (self.strike, 18),
                 (self.restart, 4), (self.elsewhere, 11))  # fmt: skip
        self.dice.choices([deed for deed, _ in deeds], [weight for _, weight in deeds])[0]()

    # --- what comes of it

    def settle(self) -> None:
        """Whatever is for people to decide."""
        waiting = [said for kind, said in self.news.heard if kind == "clash"]
        self.news.heard[:] = [entry for entry in self.news.heard if entry[0] != "clash"]
        for clash in waiting:
            answer = self._posted("settle", {"file": clash["file"], "text": both(clash["chunks"], self.gone)})
            if answer is None:
                return  # it is asked again

    def check(self) -> None:
        """Each sentence once, in the text and in its file; all else as it was."""
        self._over()
        for window in WINDOWS:  # what was not acknowledged is sent again
            for report in REPORTS:
                was = self.known[window][report]
                self._send(window, report, was, was)
        texts = self._texts()
        for report in REPORTS:
            path = Path(self.desk.shelf / ISSUE / report)
            soon(lambda: self._texts()[report] == path.read_text("utf-8"))  # noqa: B023
            texts = self._texts()
            assert sorted(TOKEN.findall(texts[report])) == sorted(self.said[report]), report
            assert bare(texts[report]) == bare(self.before[report])
        everything = "".join(texts.values())
        for token in self.taken:
            assert everything.count(token) == 1, token
        for token in self.sending:
            assert everything.count(token) <= 1, token
        order = self._reports()
        assert not self.orders or order in self.orders
        assert {name for name, text in texts.items() if TOKEN.search(text)} <= {*order, *REPORTS}

    def _token(self) -> str:
        self.count += 1
        return f"第{self.count}号句。"

    def _longer(self, report: str, text: str) -> str:
        """`text` with one more sentence at the end of some paragraph of it."""
        token = self._token()
        parts = paragraphs(text)
        at = self.dice.choice([index for index, part in enumerate(parts) if index and "<!--" not in part])
        stripped = parts[at].rstrip("\n")
        parts[at] = stripped + token + parts[at][len(stripped) :]
        self.said[report].append(token)
        return "".join(parts)

    def _send(self, window: str, report: str, text: str, was: str) -> None:
        """As a window does: until it is acknowledged, and with what people decided."""
        self.sent += 1
        number = self.sent  # the same edit, however often it is sent
        answer = self._sure(lambda: self.desk.edit(ISSUE, report, text, was, window, number)).said
        if "clash" in answer:
            settled = both(answer["clash"]["chunks"], self.gone)
            self._send(window, report, settled, answer["text"])
            return
        self.known[window][report] = answer["text"]

    def _sure(self, ask: Callable[[], _Made]) -> _Made:
        """Asked again of the next desk where one died over it."""
        while True:
            self.settle()
            try:
                return ask()
            except (*_DEAD, ValueError):  # an answer may have been cut off
                self.restart()

    def _posted(self, where: str, body: object) -> Answer | None:
        """None where the desk died over it."""
        try:
            return self.desk.post(f"/api/issue/{ISSUE}/{where}", body)
        except _DEAD:
            self.restart()
            return None

    def _texts(self) -> dict[str, str]:
        return self._sure(lambda: self.desk.texts(ISSUE))

    def _outline(self) -> list[dict[str, list[dict[str, str]]]]:
        return self._sure(lambda: self.desk.get(f"/api/issue/{ISSUE}").said["outline"]["sections"])

    def _reports(self) -> list[str]:
        return [report["file"] for report in self._outline()[0]["reports"]]

    def _over(self) -> None:
        """A blow that is on its way has fallen."""
        if self._striking is not None:
            self._striking.join()
            self.restart()

    def _listen(self) -> None:
        while True:
            with contextlib.suppress(*_DEAD):
                self.news = self.desk.news(ISSUE)
                return
            self.desk.kill()
            self.desk.restart()
            self.desk.enter()


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nobody writes sources in it meanwhile: what a program cannot see coming is no fault of the desk's."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def bare(text: str) -> list[str]:
    """The paragraphs without what was written at the desk."""
    return [kept for part in paragraphs(text) if (kept := TOKEN.sub("", part).strip())]


def both(chunks: Sequence[dict[str, str]], gone: Collection[str] = ()) -> str:
    """As somebody settles who wants every sentence but those that were taken out."""
    settled = "".join(_settled(chunk) for chunk in chunks)
    for token in gone:
        settled = settled.replace(token, "")
    return settled


def _settled(chunk: dict[str, str]) -> str:
    if chunk["made"] is not None:
        return chunk["made"]
    if not chunk["clash"]:
        return chunk["theirs"] if chunk["mine"] == chunk["base"] else chunk["mine"]
    parts = paragraphs(chunk["mine"])
    at = 0  # behind the last paragraph that both sides have
    for other in paragraphs(chunk["theirs"]):
        tokens = TOKEN.findall(other)
        missing = [token for token in tokens if token not in chunk["mine"]]
        words = TOKEN.sub("", other).strip()
        there = [index for index, part in enumerate(parts) if _same(part, words, tokens)]
        if there:
            at = there[0] + 1
            stripped = parts[at - 1].rstrip("\n")
            parts[at - 1] = stripped + "".join(missing) + parts[at - 1][len(stripped) :]
        elif missing:  # a paragraph that was pasted
            parts.insert(at, "".join(missing) + "\n\n")
            at += 1
    return "".join(part if part.endswith("\n") or index + 1 == len(parts) else f"{part}\n\n" for index, part in enumerate(parts))


def _same(part: str, words: str, tokens: Sequence[str]) -> bool:
    """Whether it is the paragraph that has these words, or was pasted with one of these sentences."""
    bare_part = TOKEN.sub("", part).strip()
    return bare_part == words and (bool(words) or any(token in part for token in tokens))
