"""Which plates get ink, by Ghostscript's separations: an engine that has no part in writing or reading our files."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import unquote

RESOLUTION = 40  # dpi: enough to see whether there is ink
TIMEOUT = 300.0  # s
_PLATE = re.compile(r"plate-(\d+)\((.+)\)\.tif")
_NAMES = {"Cyan": "青", "Magenta": "品红", "Yellow": "黄", "Black": "黑"}


def available() -> bool:
    return shutil.which("gs") is not None


def plates(data: bytes) -> dict[int, set[str]] | None:
    """Page → names of the inks on it; None where Ghostscript is not installed or cannot read the file."""
    from PIL import Image

    if not available():
        return None
    found: dict[int, set[str]] = {}
    with tempfile.TemporaryDirectory(prefix="briefing-") as folder:
        file = Path(folder, "print.pdf")
        file.write_bytes(data)
        command = ["gs", "-q", "-dSAFER", "-dNOPAUSE", "-dBATCH", "-sDEVICE=tiffsep", f"-r{RESOLUTION}",
                   f"-sOutputFile={folder}/plate-%d.tif", str(file)]  # fmt: skip
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=TIMEOUT, stdin=subprocess.DEVNULL)
        except (OSError, subprocess.SubprocessError):
            return None
        for path in sorted(Path(folder).iterdir()):
            match = _PLATE.fullmatch(path.name)
            if match:
                name = unquote(match[2])
                inks = found.setdefault(int(match[1]), set())
                with Image.open(path) as plate:
                    if plate.convert("L").getextrema()[0] < 255:  # type: ignore[operator]
                        inks.add(_NAMES.get(name, name))
    return found
