"""The pages of an open issue as its windows have them, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from briefing.core import plain
from briefing.core.plain import Entries
from briefing.desk.news import Window


class IssuePages:
    """`windows`: whoever is to hear of it; `tokens`: what a browser asks for instead of the files of faces."""

    def __init__(self, windows: Collection[Window], tokens: Callable[[dict[str, str]], dict[str, str]]) -> None:
        self._windows, self._tokens = windows, tokens
        self._pages: list[str] = []
        self._faces: dict[str, str] = {}
        self._findings: Sequence[Entries] = []
        self._broken: Sequence[Entries] = []

    @property
    def none(self) -> bool:
        """Whether windows have nothing to look at."""
        return not self._pages

    def heard(self, said: Entries) -> None:
        """What the typesetter says; pages that it does not name are as they were."""
        if "pages" in said:
            self._broken = []
            self._take(said)
        elif "broken" in said:
            self._broken = plain.mappings(said["broken"])
            self._tell("broken", self._broken)
        if "findings" in said:
            self._findings = plain.mappings(said["findings"])
            self._tell("findings", self._findings)

    def earlier(self, said: Entries) -> None:
        """Pages of a text of before, while what stands cannot be set."""
        self._take(said)
        self._tell("broken", self._broken)

    def _take(self, said: Entries) -> None:
        changed = plain.by_name(said["pages"])
        self._pages = [changed.get(str(index)) or self._pages[index] for index in range(plain.whole(said["count"]))]
        self._faces = self._tokens(plain.by_name(said["faces"]))
        for window in list(self._windows):
            self._show(window)

    def begin(self, window: Window) -> None:
        """All of it, for a window that has nothing yet."""
        if self._pages:
            self._show(window)
            window.tell("findings", self._findings)
        if self._broken:
            window.tell("broken", self._broken)

    def _show(self, window: Window) -> None:
        window.tell("faces", self._faces)
        window.show(self._pages)

    def _tell(self, kind: str, said: object) -> None:
        for window in list(self._windows):
            window.tell(kind, said)
