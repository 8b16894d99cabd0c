"""What stands of many issues is found out by several processes, and told in the order in which it was asked for. Run in a process
of its own, since the test runner has threads."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = f"""
import json, os, signal, sys
from pathlib import Path
sys.path.insert(0, {str(ROOT)!r})
from briefing.building import many
from briefing.building.run import Built
from briefing.storage import standing

here, death, jobs = os.getpid(), sys.argv[1], int(sys.argv[2])

def unchanged(folder, place, formats, known):
    if folder.name == death and os.getpid() != here:
        os.kill(os.getpid(), signal.SIGKILL)
    if int(folder.name) % 7 == 0:
        standing.remark("recovered", folder.name)
    return Built(folder.name, (str(os.getpid() == here),), 1, False) if int(folder.name) % 3 else None

many.unchanged, many._SHARE, os.cpu_count = unchanged, 3, lambda: 3
standing.remark("recovered", "before")
places = [(Path("issues", str(number)), Path("build", str(number))) for number in range(40)]
found = list(many.looked_at(places, ("pdf",), jobs))
said = sorted(item.message for item in standing.remarks())
print(json.dumps([[item and item.name for item in found], said, [item.files[0] for item in found if item]]))
"""


@pytest.mark.parametrize(
    ("death", "jobs", "environ", "elsewhere"),
    [("", "3", {}, True), ("17", "3", {}, True), ("", "1", {}, False), ("", "3", {"BRIEFING_SEQUENTIAL": "1"}, False)],
)
def test_many_are_looked_at_by_several(death: str, jobs: str, environ: dict[str, str], elsewhere: bool) -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-c", CODE, death, jobs], env=environ, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    found, said, here = json.loads(done.stdout)
    assert found == [str(number) if number % 3 else None for number in range(40)]
    assert said == sorted(["before", *(str(number) for number in range(0, 40, 7))])
    assert ("False" in here) is elsewhere
    assert death in ("", *(name for name, is_here in zip(filter(None, found), here, strict=True) if is_here == "True"))
