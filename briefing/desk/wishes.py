"""What people wish of the desk itself; kept beside the issues, with what the desk keeps of them."""

from __future__ import annotations

import json
from pathlib import Path

from briefing.core import plain, saving
from briefing.core.plain import Entries
from briefing.desk.kept_folder import kept_folder, no_link

_FILE = "wishes.json"


class DeskWishes:
    """`ends_with_window`: the server ends a while after its last window was closed."""

    def __init__(self, shelf: Path, *, ends_with_window: bool = False) -> None:
        self._path = kept_folder(shelf, _FILE)
        self.ends_with_window = ends_with_window or bool(self._kept().get("ends_with_window"))

    def keep(self, ends_with_window: bool) -> None:
        """From now on, and the next time. Raises OSError."""
        self.ends_with_window = ends_with_window
        no_link(self._path)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        saving.save(self._path, json.dumps({"ends_with_window": ends_with_window}).encode())

    def _kept(self) -> Entries:
        """Nothing where it cannot be read."""
        try:
            no_link(self._path)
            return plain.entries(plain.read(self._path.read_bytes()))
        except (OSError, ValueError, TypeError, RecursionError):
            return {}
