"""What windows are told: events for each, of which a slow one misses none that counts; over a web socket, or as a stream."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import NamedTuple

#: Seconds after which a quiet window is shown that the desk lives.
_BEAT = 15.0
#: Events that wait for a window; one that is behind so far is ended, and begins anew.
_MOST = 500


class Event(NamedTuple):
    """`said`: JSON."""

    kind: str
    said: str


BEAT = Event("beat", "null")


class Window:
    """One stream. `pages` are those that its browser has."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.pages: list[str] = []
        self._events: asyncio.Queue[Event | None] = asyncio.Queue()

    def tell(self, kind: str, said: object) -> None:
        if self._events.qsize() > _MOST:
            self.end()
            return
        self._events.put_nowait(Event(kind, json.dumps(said, ensure_ascii=False)))

    def show(self, pages: list[str]) -> None:
        """The pages that are not as this window has them."""
        changed = {str(index): page for index, page in enumerate(pages) if self.pages[index : index + 1] != [page]}
        self.pages = list(pages)
        self.tell("pages", {"count": len(pages), "pages": changed})

    def end(self) -> None:
        self._events.put_nowait(None)

    async def events(self) -> AsyncIterator[Event]:
        while True:
            try:
                event = await asyncio.wait_for(self._events.get(), _BEAT)
            except TimeoutError:
                event = BEAT
            if event is None:
                return
            yield event


async def as_messages(window: Window) -> AsyncIterator[str]:
    """Of a web socket."""
    async for kind, said in window.events():
        yield f'{{"kind": {json.dumps(kind)}, "said": {said}}}'


async def as_event_stream(window: Window) -> AsyncIterator[str]:
    yield "retry: 1000\n\n"
    async for kind, said in window.events():
        yield f"event: {kind}\ndata: {said}\n\n"
