"""What a house asks of the folder of houses while it is bound, kept so that it is bound again only where the answers differ."""

from __future__ import annotations

from pathlib import Path

from briefing.core.errors import Diagnostic
from briefing.files.world import Root


class AskedTemplates:
    """`told`: whether each file that was asked for is there; None once texts were read, too."""

    def __init__(self, templates: Root) -> None:
        self._templates = templates
        self.told: dict[str, bool] | None = {}

    @property
    def folder(self) -> Path:
        return self._templates.folder

    def exists(self, path: str) -> bool:
        found = self._templates.exists(path)
        if self.told is not None:
            self.told[path] = found
        return found

    def text(self, path: str, limit: int) -> tuple[str, list[Diagnostic]]:
        self.told = None
        return self._templates.text(path, limit)
