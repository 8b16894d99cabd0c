"""What lies in a folder and is no file of it: links that lead out, pipes, devices, names in no encoding."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT
from read_support import ending

from briefing.building import plan, stages
from briefing.cli import main
from briefing.core.errors import BriefingError, InputError
from briefing.files.world import Root, World, argument
from briefing.storage import manifest

SECRET = "这是别人的秘密"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "secret.txt").write_text(SECRET, "utf-8")
    return folder


Put = Callable[[Path, Path], None]


def _chain(issue: Path, outside: Path) -> None:
    (issue / "second").symlink_to(outside / "secret.txt")
    (issue / "notes.txt").symlink_to("second")


def _deep(issue: Path, outside: Path) -> None:
    (issue / "附件").mkdir()
    (issue / "附件" / "notes.txt").symlink_to("../../../outside/secret.txt")


OUT: dict[str, Put] = {
    "to a file": lambda issue, outside: (issue / "notes.txt").symlink_to(outside / "secret.txt"),
    "to a system's file": lambda issue, outside: (issue / "notes.txt").symlink_to("/etc/passwd"),
    "to a file above": lambda issue, outside: (issue / "notes.txt").symlink_to("../../outside/secret.txt"),
    "to a folder": lambda issue, outside: (issue / "notes").symlink_to(outside),
    "to the folder above": lambda issue, outside: (issue / "notes").symlink_to(".."),
    "to a device": lambda issue, outside: (issue / "notes").symlink_to("/dev/zero"),
    "to a process": lambda issue, outside: (issue / "notes").symlink_to("/proc/self/environ"),
    "by way of another link": _chain,
    "from a folder within": _deep,
}


@pytest.mark.parametrize("put", OUT.values(), ids=OUT)
def test_links_that_lead_out(
    sample: Path, outside: Path, tmp_path: Path, put: Put, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Neither read nor counted among the sources: refused, with their place."""
    put(sample, outside)
    with ending():
        found = [item for item in stages.check(sample) if item.code == "path-outside"]
    assert found and all(item.severity == "error" and item.span and item.hint for item in found)
    for item in found:
        assert item.span and os.path.lexists(sample / item.span.file)
    with pytest.raises(InputError) as caught:
        plan.plan(sample, tmp_path / "build")
    assert {item.code for item in caught.value.diagnostics} == {"path-outside"}
    monkeypatch.chdir(tmp_path)
    assert main(["build", "5", "--format", "docx"]) == 3
    said = capfd.readouterr()
    assert "[path-outside]" in said.err and SECRET not in said.out + said.err
    assert not list((tmp_path / "build").glob("*/manifest.json"))


def _loop(issue: Path) -> None:
    (issue / "one").symlink_to("two")
    (issue / "two").symlink_to("one")


def _socket(issue: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        here = os.open(issue, os.O_RDONLY)
        made.bind(f"/proc/self/fd/{here}/socket")  # a socket's own path may have 108 bytes
        os.close(here)


ODD: dict[str, tuple[str, Callable[[Path], object]]] = {
    "nowhere": ("file-special", lambda issue: (issue / "notes.txt").symlink_to("missing.txt")),
    "loop": ("file-special", _loop),
    "pipe": ("file-special", lambda issue: os.mkfifo(issue / "notes.md")),
    "pipe within": ("file-special", lambda issue: ((issue / "附件").mkdir(), os.mkfifo(issue / "附件" / "a"))),
    "socket": ("file-special", _socket),
    "GBK": ("file-name-encoding", lambda issue: Path(os.fsdecode(os.fsencode(issue) + b"/\xc3\xf7.txt")).write_text("a")),
}


@pytest.mark.parametrize(("code", "put"), ODD.values(), ids=ODD)
def test_what_is_no_file_is_told_and_not_read(
    sample: Path, tmp_path: Path, code: str, put: Callable[[Path], object], monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    sources = plan.plan(sample, tmp_path / "build").sources
    put(sample)
    monkeypatch.chdir(tmp_path)
    with ending():
        assert main(["check", "5"]) == 1
        told = capfd.readouterr().err
        assert main(["build", "5", "--format", "docx"]) == 1
    assert f"警告[{code}]" in told and f"警告[{code}]" in capfd.readouterr().err
    assert json.loads((tmp_path / "build" / "2024-05" / "manifest.json").read_text("utf-8"))["sources"] == sources


def test_depth_is_counted_from_the_folder(tmp_path: Path) -> None:
    """However deep the shelf itself lies."""
    deep = tmp_path.joinpath(*["a"] * 45)
    (deep / "附件").mkdir(parents=True)
    Path(os.fsdecode(os.fsencode(deep / "附件") + b"/\xc3\xf7.txt")).write_text("a")
    assert Root(deep).strange_names() == [b"\xc3\xf7.txt"]


def test_links_within_are_links_to_files(sample: Path, tmp_path: Path) -> None:
    (sample / "图").mkdir()
    (sample / "图" / "a.txt").write_text("a")
    (sample / "b.txt").symlink_to("图/a.txt")
    (sample / "again").symlink_to("图")
    (sample / "round").symlink_to(".")
    (sample / ".hidden").symlink_to("/etc/passwd")
    (sample / "backup~").symlink_to("/etc/passwd")
    assert stages.check(sample) == []
    found = plan.plan(sample, tmp_path / "build").sources
    assert set(found) == {"issue.yaml", "01-甲.md", "图/a.txt", "b.txt"} and found["b.txt"] == found["图/a.txt"]


def test_a_folder_with_everything_in_it(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefing.files.rooted.MAX_FILES", 20)
    for number in range(30):
        (sample / f"{number}.txt").touch()
    with pytest.raises(InputError) as caught:
        plan.plan(sample, tmp_path / "build")
    assert [item.code for item in caught.value.diagnostics] == ["folder-size"]


# --- houses and fonts


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home for templates that can be spoilt; the house `test` extends a real one."""
    folder = tmp_path / "home"
    (folder / "templates" / "test").mkdir(parents=True)
    (folder / "fonts").symlink_to(ROOT / "fonts")
    for source in (ROOT / "templates").iterdir():
        target = folder / "templates" / source.name
        target.mkdir()
        for path in source.iterdir():
            if path.is_file():
                (target / path.name).write_bytes(path.read_bytes())
    (folder / "templates" / "test" / "house.yaml").write_text("extends: jiangsu-jingshen-wenming\ntitle: 试验\n", "utf-8")
    monkeypatch.setenv("BRIEFING_HOME", str(folder))
    return folder


@pytest.mark.parametrize("name", ["house.yaml", "bulletin.html.j2", "bulletin.css", "words.yaml", "fonts", "fonts/kai.ttf"])
@pytest.mark.parametrize("kind", ["link", "pipe"])
def test_a_house_of_links(home: Path, sample: Path, outside: Path, name: str, kind: str) -> None:
    """No part of a house is taken from elsewhere, and none is silently left out for it."""
    (sample / "issue.yaml").write_text("house: test\nnumber: 5\ndate: 2024-03-08\n", "utf-8")
    path = home / "templates" / "test" / name
    path.unlink(missing_ok=True)
    path.parent.mkdir(exist_ok=True)
    if kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(outside if name == "fonts" else outside / "secret.txt")
    if (name, kind) == ("fonts", "pipe"):
        return  # a file of that name is no folder of fonts, and nothing asks for it
    with ending(), pytest.raises(BriefingError) as caught:
        from briefing.output.css.weasyprint_engine import font_configuration
        from briefing.output.css.whole_pdf import _font_folders

        world = World(sample)
        read = stages.read(sample, world)
        stages.proofread(read)
        composed = stages.compose(read)
        world.templates.closed("test/fonts")
        for file in composed.house.css:
            world.templates.bytes(file, 1 << 20)
        font_configuration(_font_folders(world), outside)
    assert {item.code for item in caught.value.diagnostics} <= {"path-outside", "file-missing", "file-special"}
    assert SECRET not in str(caught.value)


def test_shipped_fonts_that_lead_out(tmp_path: Path, outside: Path) -> None:
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "a.ttf").symlink_to(outside / "secret.txt")
    with pytest.raises(InputError):
        Root(tmp_path / "fonts", "fonts/").closed()


# --- what a user names himself


def test_an_argument_may_be_a_link_but_must_be_a_file(tmp_path: Path, outside: Path) -> None:
    (tmp_path / "link").symlink_to(outside / "secret.txt")
    assert argument(str(tmp_path / "link"), 100).decode() == SECRET
    os.mkfifo(tmp_path / "pipe")
    for name in ("pipe", "outside", "missing", "a\0b", "/dev/zero"):
        with ending(), pytest.raises(InputError):
            argument(str(tmp_path / name), 100)
    with pytest.raises(InputError) as caught:
        argument(str(tmp_path / "link"), 3)
    assert caught.value.diagnostics[0].code == "file-size"


@pytest.mark.parametrize("kind", ["pipe", "folder"])
def test_a_baseline_that_is_no_file(
    sample: Path, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (os.mkfifo if kind == "pipe" else os.mkdir)(tmp_path / "known.json")
    for more in ([], ["--write-baseline"]):
        with ending():
            assert main(["check", "5", "--baseline", "known.json", *more]) == 3
        assert "[file-special]" in capfd.readouterr().err


@pytest.mark.parametrize("name", ["../../../etc/passwd", "/etc/passwd", "..", "", "a/b"])
def test_a_manifest_that_names_files_elsewhere_is_none(tmp_path: Path, name: str) -> None:
    document = {"format": manifest.FORMAT, "key": "k", "files": {name: {"sha256": "0"}}}
    (tmp_path / manifest.FILE).write_text(json.dumps(document))
    assert manifest.load(tmp_path) is None
