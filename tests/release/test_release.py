"""What a release is made of: its version, what CHANGELOG.md tells of it, and a wheel that works where there is nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT

sys.path.insert(0, str(ROOT / "script"))

import changelog
import release

import briefing

OLD = "# 更新记录\n\n## 0.1.0（2026-01-02）\n\n- 旧的一条。\n"
PENDING = "# 更新记录\n\n## 0.2.0（未发布）\n\n- 已经写进去的一条。\n\n## 0.1.0（2026-01-02）\n\n- 旧的一条。\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "changelog.d").mkdir()
    (tmp_path / "changelog.d" / "README.md").write_text("# 怎样写\n", "utf-8")
    (tmp_path / "CHANGELOG.md").write_text(OLD, "utf-8")
    (tmp_path / "briefing").mkdir()
    (tmp_path / "briefing" / "__init__.py").write_text('"""Doc."""\n\n__version__ = "0.1.0"\n', "utf-8")
    return tmp_path


def fragment(root: Path, name: str, text: str) -> Path:
    path = root / "changelog.d" / f"{name}.md"
    path.write_text(text, "utf-8")
    return path


def test_fragments_of_this_checkout_can_be_released() -> None:
    assert changelog.faults(ROOT) == []
    assert release.version() == briefing.__version__
    assert changelog.section(ROOT, briefing.__version__)


@pytest.mark.parametrize(("before", "rest"), [(OLD, "\n"), (PENDING, "- 已经写进去的一条。\n\n")])
def test_fragments_become_a_section(root: Path, before: str, rest: str) -> None:
    (root / "CHANGELOG.md").write_text(before, "utf-8")
    fragment(root, "b", "- 后一条\n  的下一行。\n- 再一条。\n")
    fragment(root, "a", "- 前一条。")
    changelog.collect(root, "0.2.0", "2026-03-04")
    wanted = "# 更新记录\n\n## 0.2.0（2026-03-04）\n\n- 前一条。\n- 后一条\n  的下一行。\n- 再一条。\n" + rest
    assert (root / "CHANGELOG.md").read_text("utf-8") == wanted + "## 0.1.0（2026-01-02）\n\n- 旧的一条。\n"
    assert changelog.fragments(root) == [] and (root / "changelog.d" / "README.md").exists()
    assert changelog.section(root, "0.2.0").startswith("- 前一条。\n") and "旧的" not in changelog.section(root, "0.2.0")
    assert changelog.section(root, "0.1.0") == "- 旧的一条。\n"
    assert changelog.released(root, "0.2.0") and not changelog.released(root, "0.3.0")


def test_the_first_section_of_all(root: Path) -> None:
    (root / "CHANGELOG.md").write_text("# 更新记录\n\n", "utf-8")
    fragment(root, "a", "- 一条。\n")
    changelog.collect(root, "0.1.0", "2026-03-04")
    assert (root / "CHANGELOG.md").read_text("utf-8") == "# 更新记录\n\n## 0.1.0（2026-03-04）\n\n- 一条。\n"


@pytest.mark.parametrize(("text", "line"), [("", 1), ("一条。\n", 1), ("- 一条。\n下一行\n", 2), ("  - 一条\n", 1)])
def test_what_is_no_list_is_refused_and_nothing_is_touched(root: Path, text: str, line: int) -> None:
    path = fragment(root, "a", text)
    with pytest.raises(changelog.Unfit, match=rf"changelog\.d/a\.md:{line}: "):
        changelog.collect(root, "0.2.0", "2026-03-04")
    assert path.exists() and (root / "CHANGELOG.md").read_text("utf-8") == OLD


def test_a_release_has_something_to_tell_and_is_told_once(root: Path) -> None:
    with pytest.raises(changelog.Unfit, match="nothing to be told"):
        changelog.collect(root, "0.2.0", "2026-03-04")
    fragment(root, "a", "- 一条。\n")
    with pytest.raises(changelog.Unfit, match=r"has 0\.1\.0 already"):
        changelog.collect(root, "0.1.0", "2026-03-04")
    with pytest.raises(changelog.Unfit, match=r"no section 0\.3\.0"):
        changelog.section(root, "0.3.0")


def test_a_tag_and_the_version_are_one(root: Path) -> None:
    release.tag_fits("0.1.0", ["v0.1.0", "some-mark"], root)
    release.tag_fits("0.2.0", ["some-mark", "vacation"], root)
    with pytest.raises(release.Refused, match=r"HEAD is tagged v0\.2\.0"):
        release.tag_fits("0.1.0", ["v0.2.0"], root)
    with pytest.raises(release.Refused, match=r"does not tell of 0\.2\.0"):
        release.tag_fits("0.2.0", ["v0.2.0"], root)
    fragment(root, "a", "- 没有收进去的。\n")
    with pytest.raises(release.Refused, match=r"does not tell of 0\.1\.0"):
        release.tag_fits("0.1.0", ["v0.1.0"], root)


def test_preparing_writes_the_version(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(release, "ROOT", root)
    fragment(root, "a", "- 一条。\n")
    assert release.main(["prepare", "2.x"]) == 1 and "a version is as" in capsys.readouterr().err
    assert release.main(["prepare", "0.2.0rc1"]) == 0 and "git tag -a v0.2.0rc1" in capsys.readouterr().out
    assert release.version(root) == "0.2.0rc1" and changelog.released(root, "0.2.0rc1")
    assert release.main(["notes", "0.2.0rc1"]) == 0 and capsys.readouterr().out == "- 一条。\n"


def test_files_that_differ_or_are_missing_are_named(tmp_path: Path) -> None:
    for place, text in (("one", "1"), ("two", "2")):
        (tmp_path / place / "sub").mkdir(parents=True)
        (tmp_path / place / "same").write_text("same")
        (tmp_path / place / "sub" / "other").write_text(text)
        (tmp_path / place / f"only-{place}").write_text("")
    assert release.differences(tmp_path / "one", tmp_path / "two") == ["only-one", "only-two", "sub/other"]


@pytest.mark.slow
def test_the_wheel_holds_all_that_it_needs(tmp_path: Path) -> None:
    """As `make release`, which also has pip install it: the wheel of the files that git knows, alone on the path."""
    tree, site, office = tmp_path / "tree", tmp_path / "site", tmp_path / "office"
    known = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    for name in filter(None, known):
        if (ROOT / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            os.link(ROOT / name, tree / name)
    release.run([sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", tmp_path, "."], tree, release.bare())
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        archive.extractall(site)
    assert not [name for name in names if name.startswith("briefing/shipped") and name.endswith(".py")]
    wanted = {path.name for path in (ROOT / "fonts").glob("*.ttf")}
    wanted |= {"gb9704/house.yaml", "metrics.json", "requirements.txt", "house.md"}
    assert all(any(name.startswith("briefing/shipped/") and name.endswith(f"/{each}") for name in names) for each in wanted)
    office.mkdir()
    environ = release.bare() | {"PYTHONPATH": str(site), "BRIEFING_CACHE": str(tmp_path / "cache")}
    command = [sys.executable, "-P", "-m", "briefing"]
    assert "gb9704" in release.run([*command, "houses"], office, environ)
    options = ("--number", "18", "--date", "2022-05-20", "--city", "南京市", "--house", "gb9704")
    release.run([*command, "new", "--to", "work", *options], office, environ)
    for step in (["check"], ["build"], ["press", "--for", "print"], ["press", "--for", "archive"], ["prove"]):
        release.run([*command, *step, "18"], office / "work", environ, (0, 1))
    assert "字体" in release.run([*command, "doctor"], office, environ)
