"""An issue that cannot be set as it stands shows pages of before, also at a desk that has not seen any."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from desk_support import RunningDesk, shelf, soon
from json_answers import Json

from briefing.desk.earlier_pages import EarlierPages
from briefing.desk.issue_pages import IssuePages
from briefing.desk.live_pages import Told
from briefing.desk.news import Window
from briefing.desk.saved_states import SavedStates

FILE = "01-甲.md"
BROKEN = [{"message": "排不出来"}]


class Typesetter:
    """Sets texts without "坏"; of what waits only the newest is set, as by the real one."""

    def __init__(self) -> None:
        self.waiting: tuple[Mapping[str, str], Told] | None = None
        self.tried: list[str] = []

    def ask(self, texts: Mapping[str, str], told: Told) -> None:
        self.waiting = texts, told

    def set(self) -> None:
        assert self.waiting is not None
        (texts, told), self.waiting = self.waiting, None
        self.tried.append(texts[FILE])
        if "坏" in texts[FILE]:
            told({"broken": BROKEN})
            told({"findings": BROKEN})
        else:
            told({"count": 1, "pages": {"0": texts[FILE]}, "faces": {}})
            told({"findings": []})

    def all(self) -> None:
        while self.waiting:
            self.set()


class Issue:
    """With these states behind it, the last of which is how it stands."""

    def __init__(self, folder: Path, *states: str) -> None:
        self.typesetter = Typesetter()
        self.window = Window("one")
        self.told: list[tuple[str, Json]] = []
        self.window.tell = lambda kind, said: self.told.append((kind, said))  # type: ignore[method-assign]
        kept = SavedStates(folder)
        for number, state in enumerate(states):
            kept.keep({FILE: state.encode()}, f"第{number}次")
        self.pages = EarlierPages(IssuePages({self.window}, lambda faces: faces), kept, self.typesetter.ask)
        self.type(states[-1])

    def type(self, text: str) -> None:
        self.typesetter.ask({FILE: text}, self.pages.heard)

    def last(self, kind: str) -> Json:
        return next((said for told, said in reversed(self.told) if told == kind), None)


@pytest.mark.parametrize(
    ("states", "shown"),
    [
        (("好", "坏"), "好"),
        (("好一", "好二", "坏一", "坏二", "坏三"), "好二"),
        (("好", "坏" * 3, "坏", "坏" * 3, "坏"), "好"),
        (("好", *(f"坏{number}" for number in range(30))), "好"),
        (("坏一", "坏二"), None),
    ],
)
def test_a_new_desk_shows_the_newest_that_can_be_set(tmp_path: Path, states: tuple[str, ...], shown: str | None) -> None:
    issue = Issue(tmp_path, *states)
    issue.typesetter.all()
    pages = issue.last("pages")
    assert (pages and pages["pages"]["0"]) == shown
    assert issue.told[-1][0] in ("broken", "findings") and issue.last("broken") == issue.last("findings") == BROKEN
    if shown:
        assert [kind for kind, _ in issue.told][-2:] == ["pages", "broken"]  # greyed, and it is said where


@pytest.mark.slow
def test_weeks_of_broken_states_are_not_all_tried(tmp_path: Path) -> None:
    issue = Issue(tmp_path, *(f"好{number}" for number in range(5)), *(f"坏{number}" for number in range(100)))
    issue.typesetter.all()
    assert len(issue.typesetter.tried) < 20


def test_whoever_types_meanwhile_comes_first(tmp_path: Path) -> None:
    issue = Issue(tmp_path, "好", "坏一", "坏二", "坏三")
    issue.typesetter.set()  # as it stands
    issue.typesetter.set()  # the same, from the states
    issue.type("坏四")  # in place of the next that was to be tried
    issue.typesetter.all()
    assert issue.typesetter.tried == ["坏三", "坏三", "坏四", "坏二", "坏一", "好"]
    assert issue.last("pages")["pages"]["0"] == "好"
    issue.type("好了")
    issue.typesetter.all()
    assert issue.told[-2:] == [("pages", {"count": 1, "pages": {"0": "好了"}}), ("findings", [])]
    issue.type("又坏")
    issue.typesetter.all()
    assert issue.typesetter.tried[-1] == "又坏"  # there are pages


@pytest.mark.slow
@pytest.mark.parametrize("file", ["01-nanjing.md", "issue.yaml"])
def test_a_desk_that_begins_with_a_broken_text(tmp_path: Path, file: str) -> None:
    desk = RunningDesk(shelf(tmp_path, "2022-17")).enter()
    try:
        _broken_while_away(desk, file)
    finally:
        desk.stop()


def _broken_while_away(desk: RunningDesk, file: str) -> None:
    news = desk.news("2022-17")
    assert news.last("pages")["count"] == 8
    text = desk.texts("2022-17")[file]
    desk.edit("2022-17", file, text.replace("\n", "\n<b>\n", 1), text)
    news.last("broken", bool)
    soon(lambda: "<b>" in (desk.shelf / "2022-17" / file).read_text("utf-8"))
    desk.kill()
    (desk.shelf / "2022-17" / "03-zhenjiang.md").unlink()  # what has gone since comes from the state, too
    (desk.shelf / "2022-17" / "04-别人.md").write_text("<b>别人放进来的", "utf-8")  # and what has come is not in it
    desk.restart()
    news = desk.enter().news("2022-17")
    assert len(news.last("pages")["pages"]) == 8
    soon(lambda: [kind for kind, _ in news.heard if kind in ("pages", "broken")][-1] == "broken")
    assert file in {each["span"]["file"] for each in news.last("broken")}
