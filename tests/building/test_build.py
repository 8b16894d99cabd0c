"""From a folder to files: what is made, when it is made again, and what an error leaves behind."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, Run
from test_architecture import HEAVY

import briefing as api
from briefing.building import ancestry, issue_names, plan
from briefing.core.errors import InputError, OutputError, UsageError


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_both_outputs_and_a_true_manifest(sample: Path, briefing: Run, tmp_path: Path) -> None:
    ran = briefing("build", "5")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[1:] == ["  build/2024-05/2024-05.pdf", "  build/2024-05/2024-05.docx"]
    folder = tmp_path / "build" / "2024-05"
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert set(manifest["files"]) == {"2024-05.pdf", "2024-05.docx"}
    for name, entry in manifest["files"].items():
        data = (folder / name).read_bytes()
        assert entry == {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
    assert manifest["sources"].keys() == {"issue.yaml", "01-甲.md"}
    assert {"briefing", "uharfbuzz", "python-docx", "harfbuzz"} <= manifest["versions"].keys()
    assert any(font["family"] == "Briefing Fangsong" for font in manifest["fonts"])
    assert ran.out.splitlines()[0] == f"2024-05：{manifest['pages']} 页"


def test_the_same_bytes_anywhere(sample: Path, briefing: Run, tmp_path: Path) -> None:
    """Other directory, time zone, locale, hash seed, one process or two, alone or after another issue."""
    other = tmp_path / "elsewhere" / "深"
    shutil.copytree(sample.parent, other / "issues")
    shutil.copytree(sample, other / "issues" / "2023-01")
    assert briefing("build", "5", TZ="Asia/Shanghai", PYTHONHASHSEED="1").code == 0
    ran = briefing(
        "build", "2023-01", "2024-05", "--jobs", "1", cwd=other,
        TZ="America/New_York", PYTHONHASHSEED="2", LC_ALL="C", BRIEFING_SEQUENTIAL="1",
    )  # fmt: skip
    assert ran.code in (1, 3), ran.err  # the copy's folder has another number
    assert digests(tmp_path / "build" / "2024-05") == digests(other / "build" / "2024-05")


#: A command, and then the names of all that was imported for it.
LOADED = "import sys; from briefing.cli import main; code = main(sys.argv[1:]); print(*sys.modules); sys.exit(code)"


def test_nothing_to_do(sample: Path, briefing: Run, tmp_path: Path) -> None:
    assert briefing("build", "5").code == 0
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "build").rglob("*")}
    ran = briefing("build", "5")
    assert ran.out.startswith("2024-05：没有变化") and ran.code == 0
    assert before == {path: path.stat().st_mtime_ns for path in (tmp_path / "build").rglob("*")}
    os.utime(sample / "01-甲.md")  # touched, not changed
    assert "没有变化" in briefing("build", "5").out
    done = subprocess.run(
        [sys.executable, "-c", LOADED, "build", "5"], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "没有变化" in done.stdout and not set(done.stdout.splitlines()[-1].split()) & HEAVY, done
    assert "没有变化" not in briefing("build", "5", "--force").out


@pytest.mark.parametrize("what", ["report", "yaml", "output gone", "output edited", "manifest", "epoch"])
def test_made_again_when_anything_changed(sample: Path, briefing: Run, tmp_path: Path, what: str) -> None:
    assert briefing("build", "5", "--format", "docx").code == 0
    output = tmp_path / "build" / "2024-05" / "2024-05.docx"
    environ = {}
    match what:
        case "report":
            (sample / "01-甲.md").write_text("# 乙\n\n正文换了一段文字。\n", encoding="utf-8")
        case "yaml":
            with (sample / "issue.yaml").open("a") as stream:
                stream.write("print_run: 300\n")
        case "output gone":
            output.unlink()
        case "output edited":
            output.write_bytes(b"edited")
        case "manifest":
            (output.parent / "manifest.json").write_text("{}")
        case "epoch":
            environ["SOURCE_DATE_EPOCH"] = "1700000000"
    ran = briefing("build", "5", "--format", "docx", **environ)
    assert ran.code == 0 and "没有变化" not in ran.out
    assert ("改动" in ran.err) == (what == "output edited")


def test_formats_of_the_same_sources_stand_together(sample: Path, briefing: Run, tmp_path: Path) -> None:
    folder = tmp_path / "build" / "2024-05"
    assert briefing("build", "5", "--format", "pdf").code == 0
    assert briefing("build", "5", "--format", "docx").code == 0
    assert set(json.loads((folder / "manifest.json").read_text("utf-8"))["files"]) == {"2024-05.pdf", "2024-05.docx"}
    assert "没有变化" in briefing("build", "5").out
    (sample / "01-甲.md").write_text("# 乙\n\n正文换了一段文字。\n", encoding="utf-8")
    assert briefing("build", "5", "--format", "docx").code == 0
    assert not (folder / "2024-05.pdf").exists(), "a PDF of the old sources beside the new DOCX"


def test_an_error_leaves_the_old_files(sample: Path, briefing: Run, tmp_path: Path) -> None:
    assert briefing("build", "5").code == 0
    before = digests(tmp_path / "build")
    (sample / "01-甲.md").write_text("# 甲\n\n![图](../secret.png)\n", encoding="utf-8")
    ran = briefing("build", "5")
    assert ran.code == 3 and "01-甲.md:3:" in ran.err and "原有文件没有改动" in ran.err
    assert digests(tmp_path / "build") == before


def test_one_failure_does_not_stop_the_others(sample: Path, briefing: Run, tmp_path: Path) -> None:
    bad = tmp_path / "issues" / "2024-04"
    bad.mkdir()
    (bad / "issue.yaml").write_text("house: gb9704\nnumbr: 4\n", encoding="utf-8")
    for jobs in ("1", "2"):
        ran = briefing("build", "--all", "--jobs", jobs, "--format", "docx", "--force")
        assert ran.code == 3 and "issue.yaml:2:1" in ran.err
        assert "2024-05" in ran.out and "Traceback" not in ran.err
    assert (tmp_path / "build" / "2024-05" / "2024-05.docx").is_file()


def test_output_that_cannot_be_written(sample: Path, briefing: Run, tmp_path: Path) -> None:
    (tmp_path / "build").write_text("a file where the folder should be")
    ran = briefing("build", "5")
    assert ran.code == 5 and "成品写不进" in ran.err
    assert (tmp_path / "build").read_text() == "a file where the folder should be"


def test_outputs_do_not_go_into_the_sources(sample: Path, briefing: Run) -> None:
    before = digests(sample)
    for output in ("issues", "issues/2024-05"):
        assert briefing("build", "5", "-o", output).code == 2
    assert digests(sample) == before


def test_the_api(sample: Path, tmp_path: Path) -> None:
    assert api.load(sample).number.value == 5
    assert [item for item in api.check(sample) if item.severity == "error"] == []
    built = api.build(sample, output=tmp_path / "out", formats=("docx",))
    assert built.changed and Path(built.files[0]).is_file()
    assert not api.build(sample, output=tmp_path / "out", formats=("docx",)).changed
    (sample / "issue.yaml").write_text("house: jiangsu-jingshen-wenming\n")
    with pytest.raises(InputError):
        api.build(sample, output=tmp_path / "out", formats=("docx",))
    (tmp_path / "file").touch()
    with pytest.raises(OutputError):
        api.build(sample, output=tmp_path / "file", formats=("docx",))
    with pytest.raises(UsageError):
        api.build(sample, output=tmp_path / "out", formats=("doc",))


def test_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("2022-17", "2023-9", "2023-10", "2023-017", "2023-增刊1"):
        (tmp_path / "issues" / name).mkdir(parents=True)
        (tmp_path / "issues" / name / "issue.yaml").touch()
    assert issue_names.names() == ["2022-17", "2023-9", "2023-10", "2023-017", "2023-增刊1"]
    for asked, found in {
        "17": "2023-017", "2022-17": "2022-17", "9": "2023-9", "10": "2023-10", "增刊1": "2023-增刊1",
        "第17期": "2023-017", "１７": "2023-017", "2022年第17期": "2022-17", "2022－17": "2022-17",
        "2023-17": "2023-017", "9期": "2023-9", "第十期": "2023-10", "2022年第十七期": "2022-17", "9.": "2023-9", "9、": "2023-9",
        "issues/2022-17": "2022-17", "issues/2022-17/issue.yaml": "2022-17", str(tmp_path / "issues/2023-9"): "2023-9",
    }.items():  # fmt: skip
        assert issue_names.locate(asked).name == found
    for asked in ("7", "2021-17", "nowhere/2022-17", "", "..", "issues"):
        with pytest.raises(UsageError) as caught:
            issue_names.locate(asked)
        assert caught.value.diagnostics[0].hint
    (tmp_path / "issues" / "2022-17" / "01.md").touch()
    for asked, hint in {
        "2022/17": "是不是 2022-17？", "issues/2022-17/01.md": "它在 2022-17 这一期里；命令里写整期：2022-17。",
        "9,10": "几期请分开写：2023-9 2023-10。", "9、10、2022-17": "几期请分开写：2023-9 2023-10 2022-17。",
        "9和10": "几期请分开写：", "9-11": "现有：",
        "第8期": "现有：", "2023-18": "是不是 2023-10？",
    }.items():  # fmt: skip
        with pytest.raises(UsageError) as caught:
            issue_names.locate(asked)
        assert caught.value.diagnostics[0].hint.startswith(hint), caught.value.diagnostics


def test_numbers_of_series(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An office with several bulletins names them after their numbers: the number is enough where it is one's alone."""
    monkeypatch.chdir(tmp_path)
    for name in ("2021-03-xinxi", "2022-03-cankao", "2022-08-信息", "2022-08-要情", "2023-8", "2022-20-21", "2022-x-05"):
        (tmp_path / "issues" / name).mkdir(parents=True)
        (tmp_path / "issues" / name / "issue.yaml").touch()
    found = {"3": "2022-03-cankao", "03": "2022-03-cankao", "2021-3": "2021-03-xinxi", "8": "2023-8", "20": "2022-20-21"}
    for asked, name in found.items():
        assert issue_names.locate(asked).name == name
    for asked, hint in {"2022-8": "这个期号有2种：2022-08-信息、2022-08-要情；请写全名。", "5": "现有：", "21": "现有："}.items():
        with pytest.raises(UsageError) as caught:
            issue_names.locate(asked)
        assert caught.value.diagnostics[0].hint.startswith(hint), caught.value.diagnostics


def test_the_key_sees_every_ingredient(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    root = Path(plan.__file__).resolve().parents[2]
    shutil.copytree(root / "templates", home / "templates")
    (home / "fonts").mkdir()
    (home / "fonts" / "metrics.json").write_text("{}")
    (home / "fonts" / "A.ttf").write_bytes(b"1")
    monkeypatch.setenv("BRIEFING_HOME", str(home))

    def key() -> str:
        return plan.plan(sample, tmp_path / "out").in_houses(("jiangsu-jingshen-wenming", "gb9704")).key

    keys = [key()]
    assert key() == keys[0]
    (sample / ".hidden").touch()
    (sample / "01-甲.md~").touch()
    (home / "templates/gb9704/words.yaml").write_text("# of the proofreader\n")
    (home / "templates/xinxi-zhuanbao/house.yaml").write_text("# of another house\n")
    assert key() == keys[0]
    for path in ("templates/gb9704/house.yaml", "templates/gb9704/bulletin.html.j2", "fonts/metrics.json", "fonts/A.ttf"):
        with (home / path).open("ab") as stream:
            stream.write(b"\n")
        keys.append(key())
    (sample / "new.md").touch()
    keys.append(key())
    monkeypatch.setattr(ancestry, "_running", {})  # another process, with
    monkeypatch.setattr(ancestry, "versions", lambda: {"weasyprint": "0"})
    keys.append(key())
    assert len(set(keys)) == len(keys)
