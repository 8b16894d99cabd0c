"""Which windows there are, as far as a server can know: so that it may end with the last of them, if that is wished.

A window says when it comes, is hidden and goes. Hidden windows keep no stream, and are asked nothing; a stream that ends without
a word is a browser that died, or a page that is loading anew.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Literal

#: s without any window before the end: a page that is loaded anew comes back within.
ALONE = 8.0
#: s in which a window whose stream was cut off comes back, if it lives.
_SILENT = 30.0

State = Literal["here", "hidden", "gone"]


class Presence:
    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._windows: dict[str, float | None] = {}  # since when it is silent; None: it is there
        self._hidden: set[str] = set()
        self._alone: float | None = None  # since when; None: somebody is there, or nobody has been yet

    def said(self, window: str, state: State) -> None:
        """What a window says of itself."""
        self._hidden.discard(window)
        if state == "gone":
            self._windows.pop(window, None)
            self._count()
            return
        if state == "hidden":
            self._hidden.add(window)
        self._windows[window] = None
        self._alone = None

    def cut(self, window: str) -> None:
        """Its stream has ended."""
        if window in self._windows and window not in self._hidden:
            self._windows[window] = self._clock()

    @property
    def left(self) -> bool:
        """Whether there have been windows, and none has been for a while."""
        now = self._clock()
        for window in [name for name, since in self._windows.items() if since is not None and now - since > _SILENT]:
            del self._windows[window]
            self._count()
        return self._alone is not None and now - self._alone > ALONE

    def _count(self) -> None:
        if not self._windows and self._alone is None:
            self._alone = self._clock()
