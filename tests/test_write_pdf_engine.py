"""Starting the engine: the same bytes anywhere and however it was imported, and no font of the machine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import write_pdf_sample as sample

TESTS = Path(__file__).parent
_BUILD = """
import sys, hashlib
from pathlib import Path
import write_pdf_sample as sample
from briefing.world import World
from briefing.write.pdf import write_pdf
here = Path.cwd()
data = write_pdf(sample.composed(), World(here, here, sample.FONTS), here / "cache")
fonttools = any(name.startswith("fontTools") for name in sys.modules)
print(hashlib.sha256(data).hexdigest(), fonttools)
"""


def run(folder: Path, code: str = _BUILD, **environ: str) -> str:
    folder.mkdir(exist_ok=True)
    path = os.pathsep.join([str(TESTS.parent), str(TESTS)])
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


def test_same_bytes_in_another_place_zone_and_hash_seed(tmp_path: Path) -> None:
    one = run(tmp_path / "a", TZ="Asia/Shanghai", PYTHONHASHSEED="1", LC_ALL="C")
    two = run(tmp_path / "b", TZ="America/Los_Angeles", PYTHONHASHSEED="77", LC_ALL="C.UTF-8")
    assert one == two


def test_same_bytes_with_the_plain_import(tmp_path: Path) -> None:
    quick = run(tmp_path / "a")
    again = run(tmp_path / "a")  # now from the prepared declarations
    plain = run(tmp_path / "b", BRIEFING_PLAIN_IMPORT="1")
    assert quick == again
    assert quick.split()[0] == plain.split()[0]
    assert (quick.split()[1], plain.split()[1]) == ("False", "True")


def test_declarations_of_another_engine_are_not_used(tmp_path: Path) -> None:
    """After an upgrade the plain import serves, until `make declarations`."""
    other = "from briefing.write import declarations; declarations.SOURCE = declarations.ffi = None\n"
    assert run(tmp_path / "a", other + _BUILD) == run(tmp_path / "a")


def test_a_cache_that_cannot_be_written_costs_time_only(tmp_path: Path) -> None:
    code = _BUILD.replace('here / "cache"', 'here / "file" / "cache"')
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "file").write_text("not a folder")
    assert run(tmp_path / "a", code).split()[0] == run(tmp_path / "b").split()[0]


def test_stand_ins_give_way_to_the_real_fonttools(tmp_path: Path) -> None:
    code = """
from briefing.write.quickstart import import_weasyprint
import_weasyprint()
import sys
assert not any(name.startswith("fontTools") for name in sys.modules)
import weasyprint.pdf.fonts as users, weasyprint.text.fonts as texts
users.subset.Options()
import fontTools.ttLib
assert users.TTLibError is fontTools.ttLib.TTLibError
assert texts.woff2.decompress
import cffi
print(cffi.FFI.__module__)
"""
    assert run(tmp_path / "a", code) == "cffi.api"


def test_no_font_of_the_machine_is_seen(tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
import write_pdf_sample as sample
from briefing.write import engine
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
