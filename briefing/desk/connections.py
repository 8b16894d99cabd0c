"""Connections on which nobody asks anything are not kept: there are so many and no more, and each could be held for ever by a
byte now and then, which takes the desk from whoever works at it."""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

#: s after which it is looked whether anything is asked; a connection goes at the second look at which nothing was.
LOOK = 10.0
_NOTHING_YET = object()


class WatchedConnection(H11Protocol):
    """uvicorn ends a connection that has been silent after a request, not one whose request never becomes whole. (0.54:
    `timeout_keep_alive` begins with an answer, and any byte ends it.)"""

    _look: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        self._leave()
        super().connection_lost(exc)

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        self._leave()  # it is another's connection now
        super().handle_websocket_upgrade(event)

    def _watch(self) -> None:
        self._look = self.loop.call_later(LOOK, self._looked, self._quiet)

    def _leave(self) -> None:
        if self._look is not None:
            self._look.cancel()
            self._look = None

    @property
    def _quiet(self) -> object:
        """What was asked last and has been answered, or that nothing was; None while something is being answered."""
        cycle: Any = self.cycle
        return _NOTHING_YET if cycle is None else cycle if cycle.response_complete else None

    def _looked(self, before: object) -> None:
        now = self._quiet
        if now is not None and now is before:
            self.transport.close()
        else:
            self._watch()
