"""What a day in the browser was, to be explained when it ends wrong: what windows sent and were told, what the browser kept, what
the desk had on its disk. Lines of JSON in a file of the test's folder."""

from __future__ import annotations

import contextlib
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, Request, Response, WebSocket

#: Characters of a body or a frame.
_MOST = 6_000
_KEPT = """() => new Promise((resolve) => {
  const opening = indexedDB.open('briefing');
  opening.onerror = () => resolve('none');
  opening.onsuccess = () => {
    const all = opening.result.transaction('texts').objectStore('texts').getAll();
    all.onsuccess = () => resolve(JSON.stringify(all.result));
    all.onerror = () => resolve('none');
  };
})"""


class Record:
    def __init__(self, path: Path) -> None:
        self.path = path
        self._began = time.monotonic()

    def note(self, kind: str, **said: object) -> None:
        with self.path.open("a", encoding="utf-8") as stream:
            line = {"at": round(time.monotonic() - self._began, 3), "kind": kind, **said}
            stream.write(json.dumps(line, ensure_ascii=False) + "\n")

    def listen(self, context: BrowserContext) -> None:
        """Whatever windows of it say and hear from now on."""
        context.on("request", self._asked)
        context.on("response", self._answered)
        context.on("page", self._window)

    def end(self, context: BrowserContext, kept: Path, folder: Path) -> None:
        """What there is when it went wrong. `kept`: what the desk has beside the issue in `folder`."""
        for number, page in enumerate(context.pages):
            with contextlib.suppress(Exception):  # one that hangs tells nothing
                self.note("window", number=number, safety=page.inner_text(".safety", timeout=1000))
                self.note("window", number=number, text=page.inner_text(".cm-content", timeout=1000)[:_MOST])
                self.note("window", number=number, asked=page.locator("dialog[open]").all_inner_texts())
                self.note("browser", kept=page.evaluate(_KEPT))
        for path in [*sorted(folder.glob("*.md")), kept / "journal", kept / "heard"]:
            with contextlib.suppress(OSError):
                self.note("disk", path=path.name, text=path.read_text("utf-8", errors="replace"))

    def _window(self, page: Page) -> None:
        name = f"{id(page):x}"

        def listen(socket: WebSocket) -> None:
            socket.on("framereceived", lambda frame: self._heard(name, frame))
            socket.on("close", lambda _: self.note("cut", window=name))

        page.on("websocket", listen)

    def _heard(self, window: str, frame: str | bytes) -> None:
        text = frame if isinstance(frame, str) else frame.decode(errors="replace")
        if any(f'"kind": "{kind}"' in text for kind in ("text", "texts", "safety", "clash", "gone")):
            self.note("heard", window=window, frame=text[:_MOST])

    def _asked(self, request: Request) -> None:
        if request.method == "POST" and request.url.endswith(("/edit", "/taken", "/settle")):
            self.note("asked", where=request.url.rpartition("/")[2], id=id(request), body=(request.post_data or "")[:_MOST])

    def _answered(self, response: Response) -> None:
        request = response.request
        if request.method == "POST" and request.url.endswith(("/edit", "/taken", "/settle")):
            self.note("answered", where=request.url.rpartition("/")[2], id=id(request), status=response.status)
