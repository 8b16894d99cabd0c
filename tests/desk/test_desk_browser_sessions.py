"""Days at the desk in a real browser, at random: the server and the browser are killed at any moment. What was typed up to a
second before is there, once, and the rest of the reports as it was."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import browser
import pytest
from desk_editor import ISSUE, Editor, until
from desk_record import Record
from desk_sessions import REPORTS, TOKEN, alone, bare
from desk_support import RunningDesk, shelf, soon
from slices import FUZZ, share

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, Playwright

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not browser.CHROMIUM, reason="no Chromium")]

#: Many more with BRIEFING_FUZZ=1000000.
DAYS = 100 if FUZZ > 100_000 else share(6, 1)
#: What may be lost when both die at once, s.
_SECOND = 1.0


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    playwright_api = pytest.importorskip("playwright.sync_api")
    with playwright_api.sync_playwright() as started:
        yield started


class Day:
    def __init__(self, playwright: Playwright, folder: Path, dice: random.Random) -> None:
        self.playwright, self.folder, self.dice = playwright, folder, dice
        self.desk = RunningDesk(shelf(folder, ISSUE))
        self.before = {name: (self.desk.shelf / ISSUE / name).read_text("utf-8") for name in REPORTS}
        self.record = Record(folder / "record.jsonl")
        self.count = 0
        self.typed: dict[str, tuple[str, float]] = {}  # sentence → its report, and when
        self.unsure: dict[str, str] = {}
        self.context: BrowserContext
        self.page: Page
        self.enter()

    def enter(self) -> None:
        """A browser, where there is none, and its window; whoever starts a desk again has a new key."""
        if not hasattr(self, "context"):
            self.context = self.playwright.chromium.launch_persistent_context(
                str(self.folder / "profile"), executable_path=browser.CHROMIUM, args=["--no-sandbox"], locale="zh-CN",
                viewport={"width": 1366, "height": 768},
            )  # fmt: skip
            self.record.listen(self.context)
            self.context.add_init_script("try { localStorage.setItem('briefing tour', '1') } catch {}")
        self.page = self.context.new_page()
        self.page.goto(f"{self.desk.origin}/enter#key={self.desk.key}&issue={ISSUE}")
        Editor.ready(self.page)

    def type(self) -> None:
        report = self.line()
        for _ in range(self.dice.randrange(1, 4)):
            self.page.keyboard.insert_text(token := self.token())
            self.typed[token] = report, time.monotonic()
            self.record.note("typed", token=token, report=report)
            self.page.wait_for_timeout(self.dice.choice((0, 30, 200)))

    def undo(self) -> None:
        report = self.line()
        self.page.wait_for_timeout(900)  # what was typed before is undone apart
        self.page.keyboard.insert_text(token := self.token())
        self.page.wait_for_timeout(self.dice.choice((0, 30, 600)))
        self.page.keyboard.press("Control+z")
        self.unsure[token] = report  # gone, unless something dies within the second

    def line(self) -> str:
        """The caret at the end of some paragraph of a report; which."""
        report = self.dice.choice(REPORTS)
        self.page.locator(f'[data-file="{report}"]').click()
        assert self.page.get_attribute(f'[data-file="{report}"]', "aria-current") == "true"
        number = self.dice.randrange(1, 4)  # the End key goes to the end of the line on the screen, into the middle of a sentence
        self.page.evaluate(
            """(number) => {
              const lines = document.querySelectorAll('.cm-line.text');
              document.querySelector('.cm-content').focus();
              getSelection().selectAllChildren(lines[Math.min(number, lines.length - 1)]);
              getSelection().collapseToEnd();
            }""",
            number,
        )
        self.page.wait_for_timeout(60)
        return report

    def token(self) -> str:
        self.count += 1
        return f"第{self.count}号句。"

    def elsewhere(self) -> None:
        """Another program writes a report that is saved."""
        report = self.dice.choice(REPORTS)
        self.page.wait_for_selector(".safety.saved")
        path = self.desk.shelf / ISSUE / report
        token = self.token()
        aside = path.with_name(".aside")
        with alone(path.parent):  # another window may not have sent all that it has
            aside.write_text(path.read_text("utf-8").rstrip("\n") + token + "\n", "utf-8")
            os.replace(aside, path)
        self.typed[token] = report, time.monotonic()
        self.page.wait_for_timeout(1000)

    def freeze(self) -> None:
        """The server does not get on for a moment: another program has the machine, a disk hangs."""
        os.kill(self.desk.process.pid, signal.SIGSTOP)
        self.type()
        self.page.wait_for_timeout(self.dice.randrange(200, 2000))
        os.kill(self.desk.process.pid, signal.SIGCONT)

    def kill_server(self) -> None:
        self.desk.kill()
        if self.dice.random() < 0.7:
            with contextlib.suppress(AssertionError):
                self.page.keyboard.insert_text("")
                self.type()
        if self.dice.random() < 0.3:
            self.page.wait_for_timeout(1000)
            self.kill_browser(restart=False)
        self.desk.restart()
        self.enter()

    def kill_browser(self, *, restart: bool = True) -> None:
        now = time.monotonic()
        for entry in Path("/proc").iterdir():
            with contextlib.suppress(OSError):
                if (
                    entry.name.isdecimal()
                    and f"--user-data-dir={self.folder / 'profile'}".encode() in (entry / "cmdline").read_bytes()
                ):
                    os.kill(int(entry.name), signal.SIGKILL)
        for token in [token for token, (_, when) in self.typed.items() if when > now - _SECOND]:
            self.unsure[token] = self.typed.pop(token)[0]
        with contextlib.suppress(Exception):
            self.context.close()
        del self.context
        if restart:
            self.enter()

    def settle(self) -> None:
        """In whichever window people are asked about a paragraph: every sentence of both."""
        for page in self.context.pages:
            for _ in range(5):
                if not page.locator("section.clash").count():
                    break
                for section in page.locator("section.clash").all():
                    mine, theirs = section.locator(".side p").all_inner_texts()
                    section.locator("textarea").fill(mine + "".join(each for each in TOKEN.findall(theirs) if each not in mine))
                page.get_by_role("button", name="就这样").click()
                page.wait_for_timeout(500)

    def check(self) -> None:
        self.settle()
        self.page.bring_to_front()
        until(self.page, "document.querySelector('.safety').className === 'safety saved'")

        def wrong() -> list[str]:
            texts = {name: (self.desk.shelf / ISSUE / name).read_text("utf-8") for name in REPORTS}
            return [token for token, (report, _) in self.typed.items() if texts[report].count(token) != 1]

        with contextlib.suppress(AssertionError):
            soon(lambda: not wrong())
        assert wrong() == []
        for name in REPORTS:
            text = (self.desk.shelf / ISSUE / name).read_text("utf-8")
            assert bare(text) == bare(self.before[name])
            assert set(TOKEN.findall(text)) <= {*self.typed, *self.unsure}
            assert all(text.count(token) <= 1 for token in self.unsure)


@pytest.mark.parametrize("seed", range(DAYS))
def test_a_day_in_the_browser_loses_no_more_than_a_second(seed: int, playwright: Playwright, tmp_path: Path) -> None:
    dice = random.Random(seed)
    day = Day(playwright, tmp_path, dice)
    try:
        for _ in range(dice.randrange(6, 11)):
            day.settle()
            deeds = [
                (day.type, 5), (day.undo, 1), (day.elsewhere, 2), (day.freeze, 1), (day.kill_server, 2), (day.kill_browser, 1),
            ]  # fmt: skip
            deed = dice.choices([deed for deed, _ in deeds], [weight for _, weight in deeds])[0]
            day.record.note("deed", name=deed.__name__)
            deed()
        day.check()
        day.context.close()
    except BaseException:
        kept = day.desk.shelf / ".desk" / ISSUE
        day.record.note("typed", typed={token: report for token, (report, _) in day.typed.items()}, unsure=day.unsure)
        day.record.end(day.context, kept, day.desk.shelf / ISSUE)
        raise
    finally:
        if day.desk.process.poll() is None:
            day.desk.stop()
