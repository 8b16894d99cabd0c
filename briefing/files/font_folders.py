"""Where optional fonts lie."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

#: Where systems keep the fonts that are installed besides, below each the folders that their packages use.
_FONT_FOLDERS = (
    "/usr/local/share/fonts", "/usr/share/fonts", "/Library/Fonts", "~/.local/share/fonts", "~/.fonts", "~/Library/Fonts",
)  # fmt: skip
_FONT_SUBFOLDERS = ("", "truetype/hanazono", "truetype/cns11643", "hanazono", "cns11643")


def optional_folders(fonts: Path, environ: Mapping[str, str] = os.environ) -> list[Path]:
    """Where optional fonts are looked for: `fonts/optional`, then the folders of $BRIEFING_FONTS, else those of the system."""
    chosen = environ.get("BRIEFING_FONTS")
    bases = [Path(base) for base in chosen.split(os.pathsep)] if chosen is not None else [Path(base) for base in _FONT_FOLDERS]
    with_home = [base.expanduser() if environ.get("HOME") else base for base in bases]
    return [fonts / "optional", *(base / sub for base in with_home for sub in _FONT_SUBFOLDERS)]
