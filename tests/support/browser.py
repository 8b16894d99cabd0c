"""Headless Chromium, where there is one: what it makes of a page, asked in JavaScript or as a picture."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path

from json_answers import Json
from PIL import Image

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), "")
#: No command of a test takes longer.
_SECONDS = 120
_OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--disable-background-networking",
)  # fmt: skip
_ASKED = """<script>
const answer = async () => { await document.fonts.ready; %s };
addEventListener("load", async () => {
  let said;
  try { said = JSON.stringify(await answer()) } catch (error) { said = JSON.stringify({error: String(error)}) }
  const element = document.createElement("pre");
  element.id = "answer";
  element.textContent = said;
  document.body.replaceChildren(element);
});
</script>"""


def ask(page: str, script: str, folder: Path) -> Json:
    """What `script`, the body of a function, returns in the loaded page, its fonts ready."""
    address = _written(page + _ASKED % script, folder)
    dumped = _run(address, folder, "--dump-dom", "--virtual-time-budget=20000")
    found = re.search(r'<pre id="answer">(.*?)</pre>', dumped, re.DOTALL)
    assert found, dumped[-2000:]
    answer = json.loads(unescape(found[1]))
    assert not isinstance(answer, dict) or "error" not in answer, answer
    return answer


def picture(page: str, width: int, height: int, folder: Path, scale: float = 1) -> Image.Image:
    """The top `width` × `height` CSS pixels of a page."""
    file = folder / "screenshot.png"
    options = (f"--screenshot={file}", f"--window-size={width},{height}", f"--force-device-scale-factor={scale}")
    _run(_written(page, folder), folder, *options)
    return Image.open(io.BytesIO(file.read_bytes())).convert("RGB")


def _written(page: str, folder: Path) -> str:
    file = folder / "page.html"
    file.write_text(page, "utf-8")
    return file.as_uri()


def _run(address: str, folder: Path, *options: str) -> str:
    command = [CHROMIUM, *_OPTIONS, f"--user-data-dir={folder / 'profile'}", *options, address]
    return subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=True).stdout
