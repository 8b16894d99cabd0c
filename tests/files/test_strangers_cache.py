"""A cache that strangers wrote: nothing of it runs, and the next build is right. A folder that is not ours alone is none."""

from __future__ import annotations

import marshal
import os
import pickle
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT, SAMPLE, Run
from slices import share

from briefing.cli import main
from briefing.core.errors import Severity
from briefing.files import cache
from briefing.files.world import World
from briefing.proofread import words

NOBODY = 65534
AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
KINDS = ("pickle", "marshal", "python", "bytecode of Jinja", "nothing", "half")


class _Betrays:
    def __init__(self, marker: Path) -> None:
        self._marker = marker

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self._marker),)


def poison(kind: str, marker: Path, before: bytes = b"") -> bytes:
    """Bytes that make the folder `marker` if anybody lets them."""
    source = f"import os\nos.mkdir({str(marker)!r})\nffi = None\n"
    if kind == "pickle":
        return pickle.dumps(_Betrays(marker))
    if kind == "marshal":
        return marshal.dumps(compile(source, "stranger", "exec"))
    if kind == "python":
        return source.encode()
    if kind == "bytecode of Jinja":  # as the loader of Jinja would take it, under the seal that nobody can make
        from jinja2.bccache import bc_magic

        return before[:32] + bc_magic + pickle.dumps("checksum", 2) + marshal.dumps(compile(source, "stranger", "exec"))
    return b"" if kind == "nothing" else before[: len(before) // 2]


@pytest.fixture
def place(tmp_path: Path) -> tuple[Path, Path]:
    """A cache and a home of its own, and where what was poisoned would show."""
    return tmp_path / "cache", tmp_path / "betrayed"


def files_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def made(briefing: Run, folder: Path, environ: dict[str, str]) -> dict[str, bytes]:
    """The outputs of a build, after a check, both of which must go well."""
    checked = briefing("check", "5", **environ)
    assert (checked.code, checked.err) == (0, ""), checked.err
    ran = briefing("build", "5", "--force", "--format", "pdf", **environ)
    assert (ran.code, ran.err) == (0, ""), ran.err
    return {path.name: path.read_bytes() for path in files_of(folder / "build")}


@pytest.fixture
def styled(sample: Path, tmp_path: Path) -> Path:
    """A home whose house is set by WeasyPrint, which keeps files in the cache, too; the sample is of that house."""
    given = tmp_path / "given"
    given.mkdir()
    shutil.copytree(ROOT / "templates", given / "templates")
    (given / "fonts").symlink_to(ROOT / "fonts")
    (given / "templates" / "own").mkdir()
    house = "extends: jiangsu-jingshen-wenming\ntitle: 自己的\npdf: weasyprint\n"
    (given / "templates" / "own" / "house.yaml").write_text(house, "utf-8")
    text = (sample / "issue.yaml").read_text("utf-8")
    (sample / "issue.yaml").write_text(text.replace("jiangsu-jingshen-wenming", "own"), "utf-8")
    return given


def test_a_poisoned_cache(briefing: Run, styled: Path, tmp_path: Path, place: tuple[Path, Path]) -> None:
    """All files at once, each with another poison, and those of earlier versions beside them."""
    folder, marker = place
    environ = {"BRIEFING_CACHE": str(folder), "HOME": str(tmp_path / "home"), "BRIEFING_HOME": str(styled)}
    expected = made(briefing, tmp_path, environ)
    found = files_of(folder)
    shelves = {path.parent.name.partition("-")[0] for path in found}
    assert shelves == {"cache", "fontconfig", "program", "templates", "texts", "words"}
    for number, path in enumerate(found):
        path.write_bytes(poison(KINDS[number % len(KINDS)], marker, path.read_bytes()))
    shelf = next(path for path in found if path.parent.name == "templates")
    shelf.with_suffix(".bin").write_bytes(poison("marshal", marker))
    assert made(briefing, tmp_path, environ) == expected
    assert not marker.exists()


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_every_file_of_a_cache_in_turn(briefing: Run, styled: Path, tmp_path: Path, place: tuple[Path, Path], kind: str) -> None:
    folder, marker = place
    environ = {"BRIEFING_CACHE": str(folder), "HOME": str(tmp_path / "home"), "BRIEFING_HOME": str(styled)}
    expected = made(briefing, tmp_path, environ)
    found = files_of(folder)
    assert len(found) > 5
    for path in found[: share(41)]:
        path.write_bytes(poison(kind, marker, path.read_bytes()))
        assert made(briefing, tmp_path, environ) == expected, path
        assert not marker.exists(), path


def test_nothing_is_kept_in_a_home_for_templates(
    home: Path, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a colleague hands over may hold a cache; it is neither read nor written."""
    given = tmp_path / "handed over"
    given.mkdir()
    for name in ("templates", "fonts"):
        (given / name).symlink_to(ROOT / name)
    old = given / ".cache" / "briefing" / "words"
    old.mkdir(parents=True)
    (old / "a.bin").write_bytes(poison("pickle", tmp_path / "betrayed"))
    monkeypatch.setenv("BRIEFING_HOME", str(given))
    monkeypatch.chdir(tmp_path)
    assert main(["check", "5"]) == 0
    assert files_of(given / ".cache") == [old / "a.bin"] and not (tmp_path / "betrayed").exists()
    assert (home / ".cache" / "briefing" / "words").is_dir()


# --- the folder


def refused(path: Path) -> str:
    found, complaint = cache.private(path)
    assert found is None and complaint.endswith("。")
    return complaint


def test_a_folder_of_ones_own(tmp_path: Path) -> None:
    before = os.umask(0o002)
    try:
        found, complaint = cache.private(tmp_path / "a" / "b" / "cache")
    finally:
        os.umask(before)
    assert found is not None and (found, complaint) == ((tmp_path / "a" / "b" / "cache").resolve(), "")
    for path in (found, found.parent, found.parent.parent):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700


@pytest.mark.parametrize("mode", [0o777, 0o775, 0o757, 0o1777])
def test_a_folder_that_others_write(tmp_path: Path, mode: int) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache").chmod(mode)
    assert "chmod 700" in refused(tmp_path / "cache")


def test_a_folder_under_one_that_others_write(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)  # otherwise nobody gets there
    reachable = all(step.stat().st_mode & 0o011 for step in tmp_path.parents)
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o777)
    found, _ = cache.private(tmp_path / "open" / "cache")
    assert (found is None) == reachable
    (tmp_path / "open").chmod(0o1777)  # like /tmp: nobody can take our folder away
    assert cache.private(tmp_path / "open" / "cache")[0] is not None


def test_no_folder_at_all(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "nowhere").symlink_to("missing")
    os.mkfifo(tmp_path / "pipe")
    for path in (*(tmp_path / name for name in ("file", "link", "nowhere", "pipe", "file/cache")), Path("/proc/cache")):
        refused(path)


@AS_ROOT
def test_a_folder_of_somebody_else(tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir(0o700)
    os.chown(tmp_path / "theirs", NOBODY, NOBODY)
    refused(tmp_path / "theirs")


def test_files_of_somebody_else_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "entry"
    cache.put(path, b"mine")
    assert cache.get(path) == b"mine" and stat.S_IMODE(path.stat().st_mode) == 0o600
    (tmp_path / "link").symlink_to("entry")
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "pipe", ".", "missing"):
        with pytest.raises(OSError):
            cache.get(tmp_path / name)
    path.chmod(0o622)
    with pytest.raises(OSError):
        cache.get(path)
    path.chmod(0o600)
    with pytest.raises(OSError):
        cache.get(path, limit=3)
    if os.geteuid() == 0:
        os.chown(path, NOBODY, NOBODY)
        with pytest.raises(OSError):
            cache.get(path)


# --- the seal


def test_entries_hold_for_their_key_their_shelf_and_their_user(tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
    shelf = cache.Shelf(tmp_path / "one", b"k" * 32)
    shelf["a"], shelf["b"] = b"first", b"second"
    assert (shelf["a"], shelf["b"], len(shelf)) == (b"first", b"second", 2)
    assert cache.Shelf(tmp_path / "one", b"x" * 32).get("a") is None
    first, second = sorted((tmp_path / "one").iterdir(), key=lambda path: path.read_bytes()[32:])
    shutil.copy(first, tmp_path / "other" / first.name)
    assert cache.Shelf(tmp_path / "other", b"k" * 32).get("a") is None
    second.write_bytes(first.read_bytes())
    assert shelf.get("b") is None
    for data in (b"", b"short", first.read_bytes()[:-1], first.read_bytes() + b" ", bytes(32) + b"first"):
        first.write_bytes(data)
        assert shelf.get("a") is None
    del shelf["a"]
    assert len(shelf) == 1


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("BRIEFING_CACHE", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(cache, "complaints", {})
    return tmp_path


def test_the_key_is_this_users_alone(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = cache._key()
    path = home / ".local" / "state" / "briefing" / "cache.key"
    assert key == path.read_bytes() == cache._key() and stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o640)  # somebody may have read it: another one
    renewed = cache._key()
    assert renewed not in (None, key) and stat.S_IMODE(path.stat().st_mode) == 0o600
    monkeypatch.setenv("XDG_STATE_HOME", str(home / ".cache"))  # beside what it seals
    assert cache._key() is None
    assert not isinstance(cache.shelf("templates"), cache.Shelf)


@pytest.mark.parametrize("chosen", ["/proc", "/dev/null", "/proc/self/mem/x"])
def test_a_place_that_is_none_is_done_without(home: Path, monkeypatch: pytest.MonkeyPatch, chosen: str) -> None:
    monkeypatch.setattr(cache, "wanted", lambda: Path(chosen))
    shelf = cache.shelf("templates")
    shelf["a"] = b"b"
    assert shelf["a"] == b"b" and not isinstance(shelf, cache.Shelf)


def test_without_a_home_nothing_is_kept_and_nothing_said(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/proc/nobody")
    assert cache.folder() is None and not cache.complaints
    assert cache.private(cache.working())[0] is not None


def test_one_calm_line_about_a_cache_that_is_not_used(
    home: Path, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "ca'che"
    folder.mkdir()
    folder.chmod(0o777)
    monkeypatch.setenv("BRIEFING_CACHE", str(folder))
    monkeypatch.chdir(tmp_path)
    assert main(["check", "5"]) == 0
    said = capfd.readouterr()
    assert said.out.endswith("没有问题\n")
    assert said.err.count("\n") == 1 and "别人也能改" in said.err and "chmod 700 '" in said.err
    assert not list(folder.iterdir())


def test_the_font_configuration_heals(home: Path) -> None:
    from briefing.output.css import weasyprint_engine

    place = cache.working(home / "cache")
    path = weasyprint_engine._written([ROOT / "fonts"], place)
    sound = path.read_bytes()
    for data in (b"", sound[:40], sound.replace(b"fonts</dir>", b"</dir>"), poison("python", home / "x")):
        path.write_bytes(data)
        assert weasyprint_engine._written([ROOT / "fonts"], place) == path and path.read_bytes() == sound
    path.unlink()
    path.symlink_to("/etc/passwd")
    assert weasyprint_engine._written([ROOT / "fonts"], place).read_bytes() == sound and not path.is_symlink()
    drawers = sound.split(b"<cachedir>")[1].split(b"<")[0].decode()
    assert Path(drawers).parent == place and stat.S_IMODE(Path(drawers).stat().st_mode) == 0o700


def test_words_come_back_as_they_were() -> None:
    kept: dict[str, bytes] = {}
    world = World(ROOT / "issues" / "2022-17")
    chain = ("jiangsu-jingshen-wenming", "gb9704")
    read = words.load_words(world, chain, kept)
    assert read.years and read.lists["wrong"]
    read = replace(read, levels={"a": None, "b": Severity.NOTE}, names={"名": ("各",)}, order={"列": ("甲", "乙")})
    assert words._unpacked(words._packed(read)) == read
    read = words.load_words(world, chain, kept)
    assert words.load_words(world, chain, kept) == read and len(kept) == 1
    (key,) = kept
    assert words.load_words(world, chain, {key: kept[key][:-9]}) == read
    for spoilt in (b"", b"{}", b"[]", b"null", b"[" * 100_000, b'{"lists": 1}', poison("pickle", Path("/proc/x"))):
        assert words._unpacked(spoilt) is None


# --- code that comes from nowhere else


def test_modules_beside_the_reports_are_not_imported(sample: Path, tmp_path: Path) -> None:
    """`python -m briefing` inside an issue's folder, in which somebody left a source/yaml_tree.py."""
    for name in ("yaml", "click", "jinja2", "markdown_it", "docx", "lxml", "weasyprint", "cffi", "sitecustomize"):
        (sample / f"{name}.py").write_bytes(poison("python", tmp_path / "betrayed"))
    environ = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    command = [sys.executable, "-m", "briefing", "build", ".", "-o", str(tmp_path / "out")]
    done = subprocess.run(command, cwd=sample, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "2024-05" / "2024-05.pdf").is_file() and not (tmp_path / "betrayed").exists()


def test_make_takes_no_module_from_the_current_folder() -> None:
    assert "BRIEFING := $(PYTHON) -P -m briefing\n" in (ROOT / "Makefile").read_text("utf-8")


def test_nobody_unpickles_files() -> None:
    """Pickles and marshalled code pass through pipes between processes of ours, and nowhere else."""
    for path in sorted((ROOT / "briefing").rglob("*.py")):
        name, text = path.relative_to(ROOT / "briefing").as_posix(), path.read_text("utf-8")
        if name != "building/children.py":
            assert not {"import pickle", "import marshal", "import shelve", "exec_module", " exec("} & {
                part for part in ("import pickle", "import marshal", "import shelve", "exec_module", " exec(") if part in text
            }, name


@AS_ROOT
@pytest.mark.slow
@pytest.mark.skipif(shutil.which("setpriv") is None, reason="setpriv is not installed")
@pytest.mark.parametrize("case", ["no home", "own home", "cache of root", "open cache"])
def test_another_user_over_a_checkout_that_is_not_his(tmp_path_factory: pytest.TempPathFactory, case: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory(prefix="strangers-", dir="/tmp") as name:
        folder = Path(name)
        folder.chmod(0o755)
        work = folder / "work"
        issue = work / "issues" / "2024-05"
        issue.mkdir(parents=True)
        for file, text in SAMPLE.items():
            (issue / file).write_text(text, "utf-8")
        (work / "home").mkdir()
        for path in (work, *work.rglob("*")):
            os.chown(path, NOBODY, NOBODY)
        open_cache = folder / "open"
        open_cache.mkdir()
        open_cache.chmod(0o777)
        (folder / "root").mkdir(0o755)
        (open_cache / "templates").mkdir()
        environ = {"PATH": os.environ["PATH"], "HOME": "/nonexistent" if case == "no home" else str(work / "home")}
        environ |= {
            "cache of root": {"BRIEFING_CACHE": str(folder / "root")},
            "open cache": {"BRIEFING_CACHE": str(open_cache)},
        }.get(case, {})
        drop = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
        if subprocess.run([*drop, sys.executable, "-c", ""], cwd=work, capture_output=True, check=False).returncode:
            pytest.skip("nobody may not read the interpreter")
        for command in (["check", "5"], ["build", "5"], ["build", "5", "--force"]):
            done = subprocess.run(
                [*drop, sys.executable, "-P", "-m", "briefing", *command],
                cwd=work, env=environ, capture_output=True, text=True, check=False,
            )  # fmt: skip
            assert done.returncode == 0, done.stderr
            assert done.stderr.count("\n") == (1 if "cache" in case else 0), done.stderr
        assert (work / "build" / "2024-05" / "2024-05.pdf").is_file()
        assert not list((folder / "root").iterdir()) and [path.name for path in open_cache.iterdir()] == ["templates"]
        assert (work / "home" / ".cache").exists() == (case == "own home")


@pytest.fixture(autouse=True)
def _own_complaints(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    monkeypatch.setattr(cache, "complaints", {})
    return lambda: None
