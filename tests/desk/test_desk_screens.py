"""Every screen of the desk in every size that people have it: 100 to 200 % of a laptop's and a large screen, a telephone, dark,
the system's own colours. Nothing is cut off, nothing lies on something else, no page is wider than its window, and axe has
nothing serious to say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import browser
import pytest
from conftest import ROOT
from desk_editor import ISSUE, Editor
from desk_screens import FIRST, JUDGE, SCREENS
from desk_support import RunningDesk, shelf
from slices import share

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not browser.CHROMIUM, reason="no Chromium")]

AXE = ROOT / "desk" / "node_modules" / "axe-core" / "axe.min.js"
#: They make something, for seconds.
DEAR = ("付印前", "核对")


class View(NamedTuple):
    """A window of so many pixels, each `zoom` of the screen's."""

    width: int
    height: int
    zoom: float = 1
    scheme: str = "light"
    forced: str = "none"


def zoomed(width: int, height: int, percent: int, scheme: str = "light") -> View:
    return View(width * 100 // percent, height * 100 // percent, percent / 100, scheme)


VIEWS = {
    "laptop 200": zoomed(1366, 768, 200), "telephone": View(390, 844, 2), "laptop 100": zoomed(1366, 768, 100),
    "laptop 150 dark": zoomed(1366, 768, 150, "dark"), "system colours": View(1366, 768, forced="active"),
    "laptop 125": zoomed(1366, 768, 125), "laptop 175": zoomed(1366, 768, 175), "large 100": zoomed(1920, 1080, 100),
    "large 150": zoomed(1920, 1080, 150), "large 200 dark": zoomed(1920, 1080, 200, "dark"),
    "telephone dark": View(390, 844, 2, "dark"),
}  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    running = RunningDesk(shelf(tmp_path_factory.mktemp("screens"), ISSUE))
    yield running
    running.stop()


@pytest.mark.parametrize("name", list(VIEWS)[: share(len(VIEWS), 2)])
def test_every_screen_in_every_window(chromium: Browser, desk: RunningDesk, name: str, tmp_path: Path) -> None:
    view = VIEWS[name]
    options = {"viewport": {"width": view.width, "height": view.height}, "device_scale_factor": view.zoom}
    editor = Editor(
        chromium, desk, **options, color_scheme=view.scheme, forced_colors=view.forced, reduced_motion="reduce"
    ).open()
    page = editor.page
    page.context.new_cdp_session(page).send("Page.setBypassCSP", {"enabled": True})
    screens = [each for each in SCREENS if each not in DEAR or name in ("laptop 100", "laptop 200", "telephone")]
    found: dict[str, list[str]] = {}
    for screen in screens:
        SCREENS[screen](page, tmp_path)
        _look(page, screen, found)
        if screen == "表格":
            page.keyboard.press("Control+z")
    page.goto(desk.origin)
    for screen, come in FIRST.items():
        come(page, tmp_path)
        _look(page, screen, found)
    editor.context.close()
    assert found == {}
    assert editor.complaints == []


def _look(page: Page, screen: str, found: dict[str, list[str]]) -> None:
    page.wait_for_timeout(300)
    faults = page.evaluate(JUDGE)
    if AXE.exists():
        page.evaluate(AXE.read_text("utf-8"))
        for each in page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]:
            if each["impact"] in ("serious", "critical"):
                faults += [f"{each['id']}: {node['html'][:120]}" for node in each["nodes"]]
    if faults:
        found[screen] = faults
    for _ in range(3):
        page.keyboard.press("Escape")
        page.wait_for_timeout(60)
