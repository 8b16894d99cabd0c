"""When the last window has gone."""

from __future__ import annotations

from pathlib import Path

from briefing.desk.presence import ALONE, Presence
from briefing.desk.wishes import DeskWishes


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def presence() -> tuple[Presence, Clock]:
    clock = Clock()
    return Presence(clock), clock


def test_nobody_has_come_yet() -> None:
    there, clock = presence()
    clock.now += 10_000
    assert not there.left


def test_the_last_window_is_closed_and_does_not_come_back() -> None:
    there, clock = presence()
    there.said("one", "here")
    there.said("two", "here")
    there.said("one", "gone")
    clock.now += 10_000
    assert not there.left
    there.said("two", "gone")
    assert not there.left
    clock.now += ALONE + 1
    assert there.left


def test_a_page_that_is_loaded_anew_is_no_end() -> None:
    there, clock = presence()
    there.said("one", "here")
    there.said("one", "gone")
    clock.now += ALONE - 1
    there.said("two", "here")
    clock.now += 10_000
    assert not there.left


def test_a_hidden_window_is_there_however_long_it_is_silent() -> None:
    there, clock = presence()
    there.said("one", "here")
    there.said("one", "hidden")
    there.cut("one")
    clock.now += 10_000
    assert not there.left
    there.said("one", "gone")
    clock.now += ALONE + 1
    assert there.left


def test_a_window_whose_browser_died_is_waited_for_and_then_gone() -> None:
    there, clock = presence()
    there.said("one", "here")
    there.cut("one")
    clock.now += 20
    assert not there.left
    there.said("one", "here")
    clock.now += 100
    assert not there.left
    there.cut("one")
    clock.now += 31
    assert not there.left
    clock.now += ALONE + 1
    assert there.left


def test_a_wish_is_kept_beside_the_issues(tmp_path: Path) -> None:
    assert not DeskWishes(tmp_path).ends_with_window
    DeskWishes(tmp_path).keep(True)
    assert DeskWishes(tmp_path).ends_with_window
    (tmp_path / ".desk" / "wishes.json").write_text("[1, ", "utf-8")
    assert not DeskWishes(tmp_path).ends_with_window
    assert DeskWishes(tmp_path, ends_with_window=True).ends_with_window
