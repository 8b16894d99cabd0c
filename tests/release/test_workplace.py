"""Where houses come from: the folder one works in, then what came with the program; and how such a folder is begun."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest
from conftest import ROOT

from briefing.building import ancestry, issue_names
from briefing.cli.app import main
from briefing.core import home
from briefing.core.errors import InputError
from briefing.files import world
from briefing.files.world import MAX_YAML, World
from briefing.house.load import house_names, load_house

SHIPPED = house_names(World(ROOT))
OWN = "extends: gb9704\ntitle: 某市信息专报\n"


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workplace that one stands in, without houses of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BRIEFING_HOME", raising=False)
    (tmp_path / "issues").mkdir()
    return tmp_path


def own(work: Path, name: str, text: str = OWN) -> Path:
    folder = work / "templates" / name
    folder.mkdir(parents=True)
    (folder / "house.yaml").write_text(text, "utf-8")
    return folder


def new(*arguments: str) -> int:
    return main(["new", "--number", "18", "--date", "2022-05-20", "--city", "南京市", *arguments])


def test_a_new_issue_says_how_word_files_come_in(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new() == 0
    assert "import -i 2022-18 南京.docx" in capsys.readouterr().out
    (work / "Makefile").write_text("", "utf-8")
    (work / "script").mkdir()
    (work / "script" / "setup").write_text("", "utf-8")
    assert main(["new", "--number", "19", "--date", "2022-05-27", "--city", "甲"]) == 0
    assert 'make import-19 FILES="南京.docx"' in capsys.readouterr().out


def test_houses_of_the_workplace_and_shipped_ones_are_one_list(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own(work, "某市信息专报")
    own(work, "xinxi-zhuanbao", OWN.replace("某市信息专报", "改过的"))
    (work / "templates" / "index.html").write_text("<p>of some other program", "utf-8")
    (work / "templates" / "admin").mkdir()
    assert house_names(World(work)) == tuple(sorted({*SHIPPED, "某市信息专报"}))
    assert load_house(World(work), "xinxi-zhuanbao").title == "改过的"
    assert load_house(World(work), "某市信息专报").chain == ("某市信息专报", "gb9704")
    assert main(["houses"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert "某市信息专报（自己的）" in said and "xinxi-zhuanbao（自己的，代替随程序附带的同名版式）" in said and "gb9704" in said


def test_a_house_counts_as_a_whole(work: Path) -> None:
    """Files of two houses of one name are never mixed."""
    folder = own(work, "gb9704")
    templates = World(work).templates
    assert templates.exists("gb9704/house.yaml") and not templates.exists("gb9704/parts.html.j2")
    assert templates.path("gb9704/parts.html.j2") == folder.resolve() / "parts.html.j2"
    assert templates.files("gb9704") == ["house.yaml"]
    names = templates.tree().files
    assert [name for name in names if name.startswith("gb9704/")] == ["gb9704/house.yaml"]
    assert "xinxi-zhuanbao/house.yaml" in names
    with pytest.raises(InputError) as refused:
        load_house(World(work), "gb9704")
    assert refused.value.diagnostics[0].code == "house-circular"


@pytest.mark.parametrize("inside", ["", "issues", "issues/2024-05"])
def test_one_may_stand_anywhere_in_a_workplace(work: Path, inside: str, monkeypatch: pytest.MonkeyPatch) -> None:
    own(work, "某市信息专报")
    (work / "issues" / "2024-05").mkdir()
    monkeypatch.chdir(work / inside)
    assert home.workplace().resolve() == work.resolve()
    assert "某市信息专报" in house_names(World(Path()))
    assert issue_names.shelf().resolve() == (work / "issues").resolve()


def test_who_stands_elsewhere_is_in_no_workplace(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies in folders further up, where others may write, is nothing to us; nor is a folder that is gone."""
    own(work, "某市信息专报")
    deep = work / "a" / "b"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    assert house_names(World(Path())) == SHIPPED and issue_names.shelf() == ROOT / "issues"
    shutil.rmtree(deep)
    assert house_names(World(ROOT)) == SHIPPED


def test_a_home_that_is_set_is_the_only_one(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own(work, "某市信息专报")
    monkeypatch.setenv("BRIEFING_HOME", str(work))
    assert house_names(World(work)) == ("某市信息专报",)
    other = work / "elsewhere"
    own(other, "别的")
    monkeypatch.setenv("BRIEFING_HOME", str(other))
    assert house_names(World(work)) == ("别的",)


def test_outputs_depend_on_houses_of_the_workplace_and_on_nothing_else_there(work: Path) -> None:
    def key() -> str:
        return ancestry.trace({}, {}, ("某市信息专报", "gb9704")).key

    before = key()
    (work / "templates").mkdir()
    (work / "templates" / "base.html").write_text("of some other program", "utf-8")
    assert key() == before
    folder = own(work, "某市信息专报")
    with_house = key()
    assert with_house != before
    (folder / "bulletin.css").write_text("p { color: red }", "utf-8")
    assert key() != with_house


def test_nothing_outside_of_a_house_is_read(work: Path) -> None:
    secret = work / "secret.yaml"
    secret.write_text(OWN, "utf-8")
    (work / "templates" / "甲").mkdir(parents=True)
    (work / "templates" / "甲" / "house.yaml").symlink_to(secret)
    elsewhere = own(work / "elsewhere", "乙")
    (work / "templates" / "乙").symlink_to(elsewhere)
    templates = World(work).templates
    for name in ("甲", "乙"):
        with pytest.raises(InputError) as refused:
            templates.text(f"{name}/house.yaml", MAX_YAML)
        assert refused.value.diagnostics[0].code == "path-outside"
    assert not any(name.startswith("乙/") for name in templates.tree().files)


def test_houses_that_cannot_be_listed_are_not_taken_for_none(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own(work, "xinxi-zhuanbao")
    listed = os.listdir

    def refuse(folder: str | Path = ".") -> list[str]:
        if str(folder) == "templates":
            raise PermissionError(13, "Permission denied", str(folder))
        return listed(folder)

    monkeypatch.setattr(os, "listdir", refuse)
    with pytest.raises(InputError, match="文件夹打不开：templates（没有权限"):
        world.houses()


def test_without_any_house_that_is_said(work: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("BRIEFING_HOME", str(work / "nowhere"))
    assert main(["houses"]) == 3 and "里没有版式" in capsys.readouterr().err
    assert new() == 3 and "里没有版式" in capsys.readouterr().err


# --- new --to


def test_a_workplace_with_a_house_of_its_own(
    work: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new("--to", "我的 简报", "--own-house", "某市信息专报", "--house", "xinxi-zhuanbao") == 0
    said = capsys.readouterr().out
    assert "新建了 templates/某市信息专报、issues/2022-18、说明.md" in said
    assert "cd '我的 简报' && " in said and said.rstrip().endswith("build 2022-18")
    place = work / "我的 简报"
    assert "house: 某市信息专报\n" in (place / "issues" / "2022-18" / "issue.yaml").read_text("utf-8")
    assert "briefing build 2022-18" in (place / "说明.md").read_text("utf-8")
    monkeypatch.chdir(place)
    assert main(["check", "18"]) == 1, "placeholders are all that is wrong"
    assert set(re.findall(r"\[([\w-]+)\]", capsys.readouterr().err)) == {"placeholder"}


def test_what_a_workplace_has_stays(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (work / "说明.md").write_text("我们自己的说明", "utf-8")
    (work / "其他").mkdir()
    assert new("--to", ".") == 0
    said = capsys.readouterr().out
    assert "说明.md" not in said and "cd " not in said
    assert (work / "说明.md").read_text("utf-8") == "我们自己的说明"
    assert new("--to", ".") == 2 and "已经有了" in capsys.readouterr().err
    assert new("--to", ".", "--number", "19", "--own-house", "甲") == 0
    assert new("--to", ".", "--number", "20", "--own-house", "甲") == 2 and "--house 甲" in capsys.readouterr().err
    assert not (work / "issues" / "2022-20").exists()
    assert new("--to", ".", "--number", "20", "--house", "甲") == 0, "a house of the workplace is one to choose"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--to", "a", "--folder", "b"], "只写一个"),
        (["--own-house", "甲"], "--to"),
        (["--to", "a", "--own-house", "甲", "--from", "17"], "--from"),
        (["--to", "a", "--own-house", "../甲"], "不能叫"),
        (["--to", "a", "--own-house", ""], "不能叫"),
        (["--to", "a", "--own-house", "甲" * 200], "不能叫"),
        (["--to", "file"], "file"),
    ],
)
def test_what_cannot_be_a_workplace(work: Path, options: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    (work / "file").write_text("a file", "utf-8")
    code = main(["new", "--number", "18", "--date", "2022-05-20", *([] if "--from" in options else ["--city", "甲"]), *options])
    err = capsys.readouterr().err
    assert code in (2, 5) and said in err, err
    assert sorted(path.name for path in work.iterdir()) == ["file", "issues"]


def test_a_spoilt_program_says_how_it_is_mended(monkeypatch: pytest.MonkeyPatch) -> None:
    assert home.restoring("fonts") == f"git -C {ROOT} checkout -- fonts" and "make doctor" in home.complete()
    monkeypatch.setattr(home, "INSTALLED", True)
    assert "--force-reinstall" in home.restoring("fonts") and "briefing-*.whl" in home.complete()
    assert home.program_files() == ROOT / "briefing" / "shipped"
