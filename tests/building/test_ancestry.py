"""Whether outputs are of the sources as they stand: so, not so, or nobody can tell; and what is said of each."""

from __future__ import annotations

import errno
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.building import ancestry
from briefing.building.ancestry import Age, freshness
from briefing.building.ancestry import Ancestry as Now
from briefing.building.plan import plan
from briefing.core.errors import OutputError, Severity
from briefing.files.world import Root
from briefing.storage import manifest
from briefing.storage.disk import standing

BUILD = Path("build/2024-05")


EMPTY = manifest.Manifest("2024-05", "", "a", 1, {}, [], {}, {}, {}, "key")


def of(sources: dict[str, str], key: str = "key") -> manifest.Manifest:
    return replace(EMPTY, key=key, sources=sources)


@pytest.mark.parametrize(
    ("previous", "damage", "now", "age", "said"),
    [
        (of({"a.md": "1"}), "", Now("key", {"a.md": "1"}, {}), Age.SAME, ""),
        (of({"a.md": "1"}), "", Now("other", {"a.md": "2"}, {}), Age.CHANGED, "改动过：a.md"),
        (of({"a.md": "1"}), "", Now("other", {"a.md": "1", "b.md": "1"}, {}), Age.CHANGED, "改动过：b.md"),
        (of({"a.md": "1", "b.md": "1"}), "", Now("other", {"a.md": "1"}, {}), Age.CHANGED, "改动过：b.md"),
        (of({"a.md": "1"}), "", Now("other", {"a.md": "1"}, {}), Age.CHANGED, "版式、字体、程序或运行环境"),
        (of({"a.md": "1"}), "", Now("other", {"a.md": ""}, {"a.md": "坏"}), Age.UNKNOWN, "a.md 读不出来（坏）"),
        (of({"a.md": "1"}), "", Now("other", {"a.md": "1"}, {"templates/x": "坏"}), Age.UNKNOWN, "templates/x 读不出来"),
        # what is known to have changed is said, whatever else is not known
        (of({"a.md": "1", "b.md": "1"}), "", Now("other", {"a.md": "", "b.md": "2"}, {"a.md": "坏"}), Age.CHANGED, "：b.md"),
        (of({"a.md": ""}), "", Now("key", {"a.md": ""}, {"a.md": "坏"}), Age.SAME, ""),
        (of({"a.md": ""}), "", Now("other", {"a.md": "1"}, {}), Age.UNKNOWN, "a.md 制作时没有读出来"),
        (of({"图/a.png": "1"}), "", Now("other", {}, {"图": "坏"}, ("图",)), Age.UNKNOWN, "图 读不出来（坏）"),
        (of({"a.md": "1"}), "", Now("other", {}, {"稿件文件夹": "坏"}, ("",)), Age.UNKNOWN, "稿件文件夹 读不出来"),
        (None, "", Now("key", {"a.md": "1"}, {}), Age.UNKNOWN, "没有清单 build/2024-05/manifest.json"),
        (None, "它不是 JSON", Now("key", {"a.md": "1"}, {}), Age.UNKNOWN, "不能用（它不是 JSON）"),
    ],
)  # fmt: skip
def test_three_answers(previous: manifest.Manifest | None, damage: str, now: Now, age: Age, said: str) -> None:
    found = freshness(previous, damage, now, BUILD)
    assert found.age is age
    assert said in found.said and bool(found.said) == (age is not Age.SAME)


_DIGESTS = st.dictionaries(st.sampled_from(["a.md", "b.md", "图/c.png"]), st.sampled_from(["", "1", "2"]))


@given(_DIGESTS, _DIGESTS)
def test_a_file_that_could_not_be_read_is_never_said_to_have_changed(then: dict[str, str], now: dict[str, str]) -> None:
    unread = {name: "没有权限" for name, digest in now.items() if not digest}
    found = freshness(of(then), "", Now("other", now, unread), BUILD)
    if found.age is Age.CHANGED and "改动过" in found.said:
        named = found.said.partition("：")[2].split("、")
        assert all(then.get(name) != now.get(name) and "" not in (then.get(name), now.get(name)) for name in named)
    if unread:
        assert found.age is not Age.SAME


def test_a_plan_knows_what_it_could_not_read(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = plan(sample, tmp_path / "build")
    folder = tmp_path / "build" / "2024-05"
    folder.mkdir(parents=True)
    data = of(whole.sources, whole.key).encoded()
    (folder / "manifest.json").write_bytes(data)
    assert plan(sample, tmp_path / "build").freshness.age is Age.SAME
    really = ancestry._sha256

    def refused(path: Path) -> str:
        if path.name == "01-甲.md":
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))
        return really(path)

    monkeypatch.setattr(ancestry, "_sha256", refused)
    doubtful = plan(sample, tmp_path / "build").freshness
    assert doubtful.age is Age.UNKNOWN and "01-甲.md 读不出来（磁盘读写出错）" in doubtful.said
    monkeypatch.undo()
    (sample / "01-甲.md").write_text("# 乙\n\n文。\n", "utf-8")
    assert plan(sample, tmp_path / "build").freshness.said == "稿件在成品做好之后改动过：01-甲.md"


def test_a_folder_that_nobody_may_look_into_is_told(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (sample / "图").mkdir()
    really = os.scandir

    def refused(path: Path) -> object:
        if os.fspath(path).endswith("图"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return really(path)

    monkeypatch.setattr(os, "scandir", refused)
    tree = Root(sample).tree()
    assert tree.unlisted == {"图": "没有权限"}
    (told,) = tree.findings
    assert (told.severity, told.message) == (Severity.WARNING, "文件夹打不开，里面的没有看：图（没有权限）")
    assert set(tree.files) == {"issue.yaml", "01-甲.md"}


def test_an_output_that_cannot_be_read_is_neither_gone_nor_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.ofd"
    path.write_bytes(b"1")
    listed = replace(EMPTY, files={"a.ofd": manifest.ListedFile.of(b"1"), "b.ofd": manifest.ListedFile("", 0)})
    assert manifest.standing(tmp_path, listed) == {"a.ofd": b"1"}
    assert standing(tmp_path / "b.ofd") is None

    def refused(self: Path) -> bytes:
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE), str(self))

    monkeypatch.setattr(Path, "read_bytes", refused)
    with pytest.raises(OutputError, match=r"成品读不出来：.*打开的文件太多"):
        manifest.standing(tmp_path, listed)
