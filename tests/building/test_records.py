"""What stands beside the outputs may be gone, changed or spoilt; results may find no reader: the files are made all the same."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NoReturn

import pytest
from conftest import ROOT, Run
from lengths_support import REPORT, YAML, write

from briefing import check
from briefing.building import incident, plan, stylesheets
from briefing.building.many import build_many
from briefing.building.run import FailedIssue, build_issue
from briefing.core.errors import ExitCode, InputError, Severity, at_work, during
from briefing.delivery import file_set
from briefing.files.world import World
from briefing.storage import commit, manifest

NAME = "2022-17"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An issue with its outputs in build/, OFD among them. Not to be changed: `place` gives a copy."""
    folder = tmp_path_factory.mktemp("records")
    write(folder / "issues" / NAME, {"issue.yaml": YAML, "01.md": REPORT})
    build_issue(folder / "issues" / NAME, folder / "build", ("pdf", "docx", "ofd"))
    return folder


@pytest.fixture
def place(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "copy"))


def wrong_shapes(sound: dict[str, object]) -> Iterator[object]:
    """A manifest with one entry gone or of another type, for every entry; and what is none at all."""
    for key in sound:
        if key not in ("format", "houses", "inputs"):  # an older program wrote none of these two: all is made again
            yield {name: value for name, value in sound.items() if name != key}
        others: tuple[object, ...] = (None, [], "三", -1, {"x": 1})
        yield from ({**sound, key: other} for other in others if not fits(key, other))
    yield from ({**sound, "files": {name: {"sha256": ""}}} for name in ("../../x", "a/b", "", ".."))
    sections: tuple[object, ...] = ([], {"files": "x"}, {"options": {}, "files": ["../x"], "pages": 1, "standard": ""})
    for section in sections:
        yield from ({**sound, kind: section} for kind in ("print", "archive"))
    yield {**sound, "print": {"options": {"numbers": [1]}, "files": [], "pages": 1, "standard": ""}}
    yield from ([], None, "x", 3)


def fits(key: str, other: object) -> bool:
    """Whether `other` has the shape of the entry."""
    texts, mappings = ("issue", "title", "house", "key"), ("proof",)
    return (
        (key in texts and isinstance(other, str))
        or (key in mappings and isinstance(other, dict))
        or (key in ("fonts", "houses") and other == [])
    )


def test_a_manifest_of_another_shape_is_none(built: Path, tmp_path: Path) -> None:
    sound = json.loads((built / "build" / NAME / manifest.FILE).read_text("utf-8"))
    stands = manifest.load(built / "build" / NAME)
    assert stands is not None and json.loads(stands.encoded()) == sound
    for document in wrong_shapes(sound):
        (tmp_path / manifest.FILE).write_text(json.dumps(document))
        stood = manifest.read(tmp_path)
        assert stood.document is None and stood.damage, document
    for data in (b"", b"{", b"\xff\xfe", b"9" * 6000, b"[" * 100_000):
        (tmp_path / manifest.FILE).write_bytes(data)
        assert manifest.read(tmp_path).damage == "它不是 JSON"
    (tmp_path / manifest.FILE).unlink()
    assert manifest.read(tmp_path) == (None, "")
    (tmp_path / manifest.FILE).mkdir()
    assert manifest.read(tmp_path).damage


def test_a_damaged_manifest_means_a_rebuild_that_says_so(place: Path) -> None:
    path = place / "build" / NAME / manifest.FILE
    sound = path.read_bytes()
    document = json.loads(sound)
    path.write_text(json.dumps({**document, "print": []}))
    made = build_issue(place / "issues" / NAME, place / "build")
    assert made.changed and made.kept == ()
    assert [(item.code, item.severity) for item in made.diagnostics] == [("manifest-damaged", Severity.NOTE)]
    again = manifest.load(path.parent)
    assert again is not None and again.key == document["key"]


def test_a_folder_where_an_output_goes_is_kept_with_what_is_in_it(tmp_path: Path) -> None:
    write(tmp_path / NAME / manifest.FILE, {"mine.txt": "x"})
    commit.commit(tmp_path / NAME, {manifest.FILE: b"{}", "a.pdf": b"1"})
    assert (tmp_path / NAME / manifest.FILE).read_bytes() == b"{}"
    assert (tmp_path / NAME / "manifest.改动1.json" / "mine.txt").read_text() == "x"


@pytest.mark.parametrize("change", ["gone", "edited", "folder"])
def test_another_set_gone_or_changed_does_not_stop_one(change: str, place: Path) -> None:
    folder = place / "build" / NAME
    other = folder / f"{NAME}.ofd"
    other.unlink()
    if change == "edited":
        other.write_bytes(b"mine")
    elif change == "folder":
        other.mkdir()

    def make(release: file_set.Release) -> file_set.FileSet:
        assert set(release.files) == {f"{NAME}.pdf", f"{NAME}.docx"} and release.gone == (f"{NAME}.ofd",)
        return file_set.FileSet({f"{NAME}-archive.xml": b"<a/>"}, manifest.DeliveredSet({}, (), "x", 1))

    done = file_set.deliver(place / "issues" / NAME, place / "build", "archive", lambda _: {}, (), make)
    assert [item.code for item in done.diagnostics] == ["delivery-gone"]
    listed = manifest.load(folder)
    assert listed is not None
    assert f"{NAME}.ofd" not in listed.files and listed.sets["archive"].files == (f"{NAME}-archive.xml",)
    if change == "edited":
        assert done.kept == (f"{NAME}.改动1.ofd",) and (folder / f"{NAME}.改动1.ofd").read_bytes() == b"mine"
    (folder / f"{NAME}-archive.xml").unlink()
    again = file_set.deliver(place / "issues" / NAME, place / "build", "archive", lambda _: {}, (), make_again)
    assert again.changed and (folder / f"{NAME}-archive.xml").exists()


def make_again(release: file_set.Release) -> file_set.FileSet:
    return file_set.FileSet({f"{NAME}-archive.xml": b"<b/>"}, manifest.DeliveredSet({}, (), "x", 1))


# --- names that are no UTF-8


def test_names_in_another_encoding_are_told_with_what_was_meant(tmp_path: Path) -> None:
    folder = write(tmp_path / NAME, {"issue.yaml": YAML, "01.md": REPORT})
    raw = os.fsencode(folder)
    for name in ("照片.jpg", "02-南京.md"):
        Path(os.fsdecode(raw + b"/" + name.encode("gbk"))).write_text(REPORT)
    found = [item for item in check(folder) if item.code == "file-name-encoding"]
    assert [(item.severity, name in item.message) for item, name in zip(found, ("02-南京.md", "照片.jpg"), strict=True)] == [
        (Severity.ERROR, True), (Severity.WARNING, True),
    ]  # fmt: skip
    json.dumps(plan.plan(folder, tmp_path / "build").sources, ensure_ascii=False).encode()
    with pytest.raises(InputError, match="UTF-8"):
        build_issue(folder, tmp_path / "build")
    assert not any(path.is_file() for path in (tmp_path / "build").rglob("*.pdf"))


# --- results that find no reader


@pytest.mark.parametrize(("redirect", "code"), [(">&-", 5), (">/dev/full", 5), (">&- 2>&- <&-", 5), ("2>&-", 0), ("| true", 0)])
def test_the_work_is_done_though_nobody_reads(redirect: str, code: int, tmp_path: Path) -> None:
    command = f"{shlex.quote(sys.executable)} -m briefing explain file-missing {redirect}; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert "internal" not in done.stderr and "Traceback" not in done.stderr
    assert ("结果没有写出来" in done.stderr) is (code == 5 and "2>&-" not in redirect)


@pytest.mark.slow
def test_files_are_made_with_a_closed_stdout(place: Path) -> None:
    shutil.rmtree(place / "build")
    command = f"{shlex.quote(sys.executable)} -m briefing build issues/{NAME} >&-"
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(["bash", "-c", command], cwd=place, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 5 and len(list((place / "build" / NAME).iterdir())) == 3


def test_explain_without_docstrings() -> None:
    command = [sys.executable, "-OO", "-m", "briefing", "explain", "word-confused"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "改" in done.stdout and "错：" in done.stdout


# --- the outermost guard


def test_the_innermost_work_says_what_was_at_hand() -> None:
    with pytest.raises(KeyError) as caught, during("读 issue.yaml "), during("读第2篇 02.md ", "02.md"):
        raise KeyError("x")
    assert at_work(caught.value) == ("读第2篇 02.md ", "02.md")
    with pytest.raises(InputError) as told, during("读"):
        raise InputError
    assert at_work(told.value) is None


def test_what_nobody_foresaw_is_a_finding_of_its_issue(place: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whether it happens here or in the engine's process; the other issues are built."""
    monkeypatch.setenv("BRIEFING_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("BRIEFING_DEBUG", raising=False)
    second = Path(shutil.copytree(place / "issues" / NAME, place / "issues" / "2022-18"))

    def broken(root: object, path: str, *more: object) -> NoReturn:
        raise LookupError(f"机密{path}")

    monkeypatch.setattr("briefing.source.remembered_reports.read_report", broken)
    results = [result for _, result in build_many([place / "issues" / NAME, second], place / "new", ("pdf",))]
    assert [type(one) for one in results] == [FailedIssue, FailedIssue]
    for one in results:
        assert isinstance(one, FailedIssue) and one.exit_code == ExitCode.BUG
        (item,) = one.diagnostics
        assert (item.code, str(item.span)) == ("internal", "01.md:1:1") and "读第1篇 01.md" in item.message
    (report,) = (tmp_path / "cache" / incident.FOLDER).iterdir()
    assert "LookupError" in report.read_text("utf-8") and "机密" not in report.read_text("utf-8")


def test_a_crash_in_another_process_keeps_its_work_and_places() -> None:
    program = (
        "from briefing.building import children, incident\n"
        "from briefing.core.errors import during\n"
        "def work(n):\n    with during('写 PDF '):\n        return 1 // n\n"
        "w = children.start(lambda: work, '排版')\nw.send(0)\n"
        "try:\n    w.receive()\n"
        "except children.ChildCrash as error:\n"
        "    print(incident.finding(error, '').message); print(*error.frames)\n"
        "w.close()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "写 PDF 时程序出错" in done.stdout and "ZeroDivisionError" in done.stdout


# --- a house's style sheet


def judge(bad: Sequence[str]) -> Callable[[stylesheets.Sheets], bool]:
    """Pages are wrong where one of `bad` stands in a style sheet."""
    return lambda sheets: not any(rule in text for _, text in sheets for rule in bad)


@pytest.mark.parametrize(
    ("bad", "place"),
    [
        (["columns"], "templates/mine/bulletin.css:4:1"), (["h1"], "templates/mine/bulletin.css:2:1"), (["p{}"], None),
        (["@page"], "templates/base/bulletin.css:1:1"), (["columns", "@page"], "templates/base/bulletin.css:1:1"),
    ],
)  # fmt: skip
def test_the_first_rule_that_spoils_the_pages_is_found(bad: list[str], place: str | None) -> None:
    sheets = [
        ("base/bulletin.css", "@page{margin:0}\n"),
        ("mine/bulletin.css", "/* 一 */\nh1{color:#E60012}\n\nsection{columns:2}\ni{}\n"),
    ]
    trials = Judged(judge(bad))
    found = None if trials.right(sheets) else stylesheets.culprit(sheets, World(ROOT), trials)
    assert (str(found.span) if found else None) == place
    assert stylesheets.culprit(sheets, World(ROOT), Judged(lambda _: False)) is None
    assert stylesheets.culprit(sheets, World(ROOT), Judged(lambda _: True)) is None, "a busy machine is no style sheet's fault"


class Judged(stylesheets.Trials):
    """Trials that set no page."""

    def __init__(self, right: Callable[[stylesheets.Sheets], bool], over: bool = False) -> None:
        self._right, self.endless, self._left = right, False, 0.0 if over else 1.0

    def right(self, sheets: stylesheets.Sheets) -> bool:
        return self._right(sheets)


def test_when_the_time_is_over_what_is_left_is_told() -> None:
    sheets = [("mine/bulletin.css", "a{}\nb{}\nc{}\n")]
    found = stylesheets.culprit(sheets, World(ROOT), Judged(lambda some: not some, over=True))
    assert found is not None and str(found.span) == "templates/mine/bulletin.css:1:1" and "到第 3 行" in found.message


@pytest.mark.slow
@pytest.mark.parametrize(
    ("css", "code", "place", "checked"),
    [
        ("p{color:#000}\n", 0, "", 0), ("a{" * 100_000, 3, "1:1", 3), (f"p{{width:{'calc(' * 500}1pt", 3, "1:1", 3),
        ("/* x */\nh1{color:#E60012}\n\nsection.body{columns: 2}\n", 3, "4:1", 3),
        ("i{}\n.k-body{break-before:page}\n", 3, "2:1", 3),
        ("p{margin-left:5mm}", 3, "1:1", 3), ("p{display:none}", 3, "1:1", 3), ("p{colour:red}", 3, "1:3", 3),
    ],
)  # fmt: skip
def test_a_style_sheet_that_moves_the_pages_is_named(
    css: str, code: int, place: str, checked: int, tmp_path: Path, briefing: Run
) -> None:
    home = tmp_path / "home"
    shutil.copytree(ROOT / "templates" / "gb9704", home / "templates" / "gb9704")
    (home / "fonts").symlink_to(ROOT / "fonts")
    write(home / "templates" / "mine", {"house.yaml": "title: 试\nextends: gb9704\n", "bulletin.css": css})
    write(tmp_path / "issues" / NAME, {"issue.yaml": YAML.replace("gb9704", "mine"), "01.md": "# 题\n\n" + "正文一段话。" * 60})
    done = briefing("build", NAME, BRIEFING_HOME=str(home))
    assert done.code == code and (not place or f"bulletin.css:{place}: " in done.err), done.err
    assert "01.md" not in done.err
    assert briefing("check", NAME, BRIEFING_HOME=str(home)).code == checked
