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

    def heard(self, said: Entries) -> None:
        """What the typesetter says; pages that it does not name are as they were."""
        if "pages" in said:
            changed = plain.by_name(said["pages"])
            self._pages = [changed.get(str(index)) or self._pages[index] for index in range(plain.whole(said["count"]))]
            self._faces = self._tokens(plain.by_name(said["faces"]))
            self._broken = []
            for window in list(self._windows):
                self._show(window)
        elif "broken" in said:
            self._broken = plain.mappings(said["broken"])
            self._tell("broken", self._broken)
        if "findings" in said:
            self._findings = plain.mappings(said["findings"])
            self._tell("findings", self._findings)

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
