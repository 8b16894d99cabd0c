"""What windows are told: a stream of events for each, of which a slow one misses none that counts."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

#: Seconds after which a quiet stream shows that it lives.
_BEAT = 15.0
#: Events that wait for a window; one that is behind so far is ended, and begins anew.
_MOST = 500


class Window:
    """One stream. `pages` are those that its browser has."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.pages: list[str] = []
        self._events: asyncio.Queue[str | None] = asyncio.Queue()

    def tell(self, kind: str, said: object) -> None:
        if self._events.qsize() > _MOST:
            self.end()
            return
        self._events.put_nowait(f"event: {kind}\ndata: {json.dumps(said, ensure_ascii=False)}\n\n")

    def show(self, pages: list[str]) -> None:
        """The pages that are not as this window has them."""
        changed = {str(index): page for index, page in enumerate(pages) if self.pages[index : index + 1] != [page]}
        self.pages = list(pages)
        self.tell("pages", {"count": len(pages), "pages": changed})

    def end(self) -> None:
        self._events.put_nowait(None)

    async def stream(self) -> AsyncIterator[str]:
        yield "retry: 1000\n\n"
        while True:
            try:
                event = await asyncio.wait_for(self._events.get(), _BEAT)
            except TimeoutError:
                yield ": still here\n\n"
                continue
            if event is None:
                return
            yield event
