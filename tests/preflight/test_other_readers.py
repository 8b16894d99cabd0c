"""What other people's free tools say of a print file, and what our preflight says of it.

proof-pdf, which knows PDF/X-4, wants a Python that is not out yet, and veraPDF has no profile of PDF/X: what they would look at
(identity, boxes, colours, faces) is looked at by poppler, qpdf and Ghostscript here, each by rules and code of its own."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import press_support as support
import pytest
import spoilt_prints
from slices import some
from spoilt_prints import SPOILT, Spoilt

from briefing.core.errors import Severity
from briefing.preflight.page_facts import PROCESS
from briefing.preflight.plates import plates
from briefing.preflight.print_rules import preflight

TOOLS = ("pdfinfo", "pdffonts", "pdfimages", "qpdf", "gs")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not all(map(shutil.which, TOOLS)), reason="poppler, qpdf or Ghostscript is not installed"),
]


@dataclass(frozen=True)
class Seen:
    """What the tools found. `boxes`: of every page, by name; `sound`: qpdf and Ghostscript read it without a complaint."""

    info: Mapping[str, str]
    boxes: list[dict[str, tuple[float, ...]]]
    unembedded: list[str]
    pictures: list[tuple[str, float]]  # kind of colour, pixels an inch
    plates: dict[int, set[str]]
    sound: bool


def run(*command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, timeout=300)


def seen(data: bytes, folder: Path) -> Seen:
    folder.mkdir(exist_ok=True)
    (folder / "a.pdf").write_bytes(data)
    said = run("pdfinfo", "-box", "-l", "-1", "a.pdf", cwd=folder).stdout
    info = dict(line.split(":", 1) for line in said.splitlines() if ":" in line and not line.startswith("Page  "))
    boxes: list[dict[str, tuple[float, ...]]] = []
    for number, name, numbers in re.findall(r"^Page +(\d+) (\w+Box): +(.*)$", said, re.MULTILINE):
        boxes += [{} for _ in range(int(number) - len(boxes))]
        boxes[int(number) - 1][name] = tuple(map(float, numbers.split()))
    fonts = run("pdffonts", "a.pdf", cwd=folder).stdout.splitlines()[2:]
    listed = [line.split() for line in run("pdfimages", "-list", "a.pdf", cwd=folder).stdout.splitlines()[2:]]
    checked = run("qpdf", "--check", "a.pdf", cwd=folder)
    drawn = run("gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-dPDFSTOPONERROR", "-sDEVICE=nullpage", "a.pdf", cwd=folder)
    return Seen(
        {name: value.strip() for name, value in info.items()},
        boxes,
        [line for line in fonts if line.split()[-5] == "no"],
        [(row[5], min(float(row[-4]), float(row[-3]))) for row in listed],
        plates(data) or {},
        checked.returncode == 0 and drawn.returncode == 0 and not drawn.stdout.strip(),
    )


@pytest.mark.parametrize("standard", ["x-4", "x-1a"])
@pytest.mark.parametrize("process", [False, True])
def test_our_files_pass_every_reader(standard: str, process: bool, tmp_path: Path) -> None:
    made = support.press(support.job(standard=standard, process=process, marks="always"))
    inks = frozenset(PROCESS) if process else frozenset({"黑", "套红"})
    other = seen(made.data, tmp_path)
    assert other.sound and not other.unembedded and not other.pictures
    assert other.info["PDF version"] == ("1.6" if standard == "x-4" else "1.4") and other.info["Encrypted"] == "no"
    assert (other.info["JavaScript"], other.info["Form"], other.info["Pages"]) == ("no", "none", "8")
    assert all(plate <= inks and "黑" in plate for plate in other.plates.values()) and len(other.plates) == 8
    for page in other.boxes:
        trim, bleed, media = page["TrimBox"], page["BleedBox"], page["MediaBox"]
        assert [round(edge) for edge in (trim[2] - trim[0], trim[3] - trim[1])] == [595, 842]
        assert media[0] <= bleed[0] <= trim[0] and trim[2] <= bleed[2] <= media[2]
    if standard == "x-1a":  # poppler knows the older label
        assert other.info["PDF subtype"].startswith("PDF/X-1a")


@pytest.mark.parametrize("spoilt", some(SPOILT, parts=9), ids=lambda spoilt: f"{spoilt.rule} {spoilt.words}")
def test_what_another_reader_objects_to_is_found(spoilt: Spoilt, tmp_path: Path) -> None:
    """A face that is not there, RGB and coarse pictures, plates that nobody ordered, boxes: of each of the spoilt files."""
    data = support.edited(spoilt_prints.two_pages(spoilt.standard), spoilt.edit)
    promise = support.promise(standard=spoilt.standard, pages=2)
    said = preflight("a", data, promise)
    found = {item.code for item in said}
    other = seen(data, tmp_path)
    assert bool(other.unembedded) is any("没有嵌入" in item.message for item in said)
    assert any(kind == "rgb" for kind, _ in other.pictures) <= ("preflight-rgb" in found)
    assert any(ppi < 299 for _, ppi in other.pictures) <= ("preflight-resolution" in found)
    strange = {ink for plate in other.plates.values() for ink in plate} - {"黑", "套红"}
    assert bool(strange) <= bool(found & {"preflight-ink", "preflight-registration", "preflight-rgb"}), strange
    for page in other.boxes:
        trim, bleed, media = page["TrimBox"], page["BleedBox"], page["MediaBox"]
        inside = media[0] <= bleed[0] <= trim[0] and trim[2] <= bleed[2] <= media[2] and media[1] <= trim[1]
        assert inside or "preflight-box" in found
    assert (other.info["Encrypted"] == "no") and (other.info["Form"] == "none" or "preflight-active" in found)
    if int(other.info["Pages"]) != 2 or ("Page rot" in other.info and other.info["Page rot"] != "0"):
        assert found & {"preflight-pages", "preflight-box"}
    if not other.sound:
        assert any(item.severity is Severity.ERROR for item in said)
