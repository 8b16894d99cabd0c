"""What tests of the desk in a browser share: Chromium, and a window of it on a desk that runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import browser
import pytest
from desk_editor import ISSUE, Editor
from desk_support import RunningDesk, shelf

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser for a module."""
    playwright_api = pytest.importorskip("playwright.sync_api")
    with playwright_api.sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=browser.CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """The folder whose issues are on the shelf; a module that wants others in it has a fixture of its own."""
    return shelf(tmp_path, ISSUE)


@pytest.fixture
def editor(chromium: Browser, written: Path) -> Iterator[Editor]:
    """A window; in the end nothing may have gone wrong in it."""
    desk = RunningDesk(written)
    try:
        opened = Editor(chromium, desk).open()
        yield opened
        opened.context.close()
    finally:
        if desk.process.poll() is None:
            desk.stop()
    assert opened.complaints == []
