"""Starting the engine: the same bytes anywhere and however it was imported, and no font of the machine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import write_pdf_sample as sample

TESTS = Path(__file__).parents[1]
_BUILD = """
import sys, hashlib
from pathlib import Path
import write_pdf_sample as sample
from briefing.files.world import World
from briefing.output.css.whole_pdf import write_pdf
here = Path.cwd()
data = write_pdf(sample.composed(), World(here, here, sample.FONTS), here / "cache")
print(hashlib.sha256(data).hexdigest())
"""


def run(folder: Path, code: str = _BUILD, **environ: str) -> str:
    folder.mkdir(exist_ok=True)
    path = os.pathsep.join([str(TESTS.parent), str(TESTS / "support")])
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={"PYTHONPATH": path, "PATH": os.environ["PATH"], "HOME": str(folder), **environ},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    return result.stdout.strip()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> str:
    return run(tmp_path_factory.mktemp("engine"), TZ="Asia/Shanghai", PYTHONHASHSEED="1", LC_ALL="C")


def test_same_bytes_in_another_place_zone_and_hash_seed(tmp_path: Path, made: str) -> None:
    assert run(tmp_path / "b", TZ="America/Los_Angeles", PYTHONHASHSEED="77", LC_ALL="C.UTF-8") == made


def test_a_cache_that_cannot_be_written_costs_time_only(tmp_path: Path, made: str) -> None:
    code = _BUILD.replace('here / "cache"', 'here / "file" / "cache"')
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "file").write_text("not a folder")
    assert run(tmp_path / "a", code) == made


def test_no_font_of_the_machine_is_seen(tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
import write_pdf_sample as sample
from briefing.output.css import weasyprint_engine as engine
engine.start([sample.FONTS], Path.cwd() / "cache")
from weasyprint.text.ffi import ffi, fontconfig
fonts = fontconfig.FcConfigGetFonts(fontconfig.FcInitLoadConfigAndFonts(), fontconfig.FcSetSystem)
name = ffi.new("FcChar8 **")
files = set()
for index in range(fonts.nfont):
    fontconfig.FcPatternGetString(fonts.fonts[index], b"file", 0, name)
    files.add(Path(ffi.string(name[0]).decode()).name)
print(*sorted(files))
"""
    assert run(tmp_path / "a", code).split() == sorted(path.name for path in sample.FONTS.glob("*.ttf"))
