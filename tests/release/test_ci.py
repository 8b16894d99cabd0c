"""The workflow's steps over the histories that a repository lives through: the right files each time, red where it must be."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from ci_support import WORKFLOW, ZERO, Service, git, load, plant_environment
from conftest import ROOT, SAMPLE

NOBODY = 65534


@pytest.fixture
def service(tmp_path: Path) -> Service:
    return Service(tmp_path)


def begun(service: Service, *names: str) -> Service:
    """A repository whose first run was green."""
    service.begin({name: f"number: {number}\n" for number, name in enumerate(names or ("2022-17", "2022-18", "2022-19"), 1)})
    run = service.push()
    assert run.green and run.made == set(names or ("2022-17", "2022-18", "2022-19")), run.log
    return service


def with_office(folder: Path) -> str:
    """A search path on which there is a LibreOffice, of which nobody asks more."""
    stub = folder / "office" / "soffice"
    stub.parent.mkdir()
    stub.write_text("#!/bin/sh\nexit 1\n")
    stub.chmod(0o755)
    return f"{stub.parent}{os.pathsep}{os.environ['PATH']}"


def test_chinese_names_and_a_red_issue_among_good_ones(service: Service) -> None:
    service.path = with_office(service.folder)
    begun(service, "2022-17", "第18期", "2022 年 19")
    service.write("issues/第18期/01-南京.md", "# 南京\n")
    service.write("issues/2022 年 19/图 1.md", "broken\n")
    run = service.push()
    assert not run.green and run.made == {"第18期"} and run.tried == {"第18期", "2022 年 19"}
    assert "::error title=没有制作::2022 年 19：没有做出" in run.log and "| 第18期 | ✓ | 9/10 行、2/2 页 |" in run.summary
    service.write("README.md", "# 又改\n")
    assert not service.push().green, "a red issue is remembered until it is green"
    service.remove("issues/2022 年 19/图 1.md")
    run = service.push()
    assert run.green and run.made == {"第18期"}, "the last green run had the sources of 2022 年 19 as they are again"


slow = pytest.mark.slow


@slow
def test_first_push_makes_everything_and_an_idle_one_nothing(service: Service) -> None:
    begun(service)
    service.write("README.md", "# 另写\n")
    run = service.push()
    assert run.green and run.tried == set() and not run.made and "没有要制作的" in run.summary


FILES = ("03-淮 安.md", "'引号'.md", '"双".md', "-n.md", "回车\n名.md", "制表\t.md", "é.md", "a;b$c`d.md", "图 1.png")


@slow
@pytest.mark.parametrize("name", FILES)
def test_a_file_of_any_name(service: Service, name: str) -> None:
    begun(service)
    service.write(f"issues/2022-18/{name}", "改动\n")
    run = service.push()
    assert run.green and run.made == {"2022-18"}


@slow
@pytest.mark.parametrize("name", ["第18期", "2022-18 专刊", "--all", "-", "17", "'引'", "a;b$c`d", "期|号", "[1]", "ci"])
def test_an_issue_of_any_name(service: Service, name: str) -> None:
    begun(service, "2022-17", name)
    service.write(f"issues/{name}/01.md", "改动\n")
    run = service.push()
    assert run.green and run.made == {name}
    service.write(f"issues/{name}/01.md", "broken\n")
    assert not service.push().green


@slow
def test_deleted_renamed_and_moved(service: Service) -> None:
    begun(service)
    service.write("issues/2022-17/01-南京.md", "一篇稿件，足够长，改名以后还认得出来。\n" * 9)
    assert service.push().made == {"2022-17"}
    service.move("issues/2022-17/01-南京.md", "issues/2022-18/04-南京.md")
    assert service.push().made == {"2022-17", "2022-18"}, "the one it left, too"
    service.remove("issues/2022-18/04-南京.md")
    assert service.push().made == {"2022-18"}
    service.move("issues/2022-18", "issues/2022-20")
    assert service.push().made == {"2022-20"}
    service.remove("issues/2022-20")
    run = service.push()
    assert run.green and not run.made
    service.remove("issues")
    run = service.push()
    assert run.green and not run.made


@slow
def test_red_then_readme_only_then_mended(service: Service) -> None:
    begun(service)
    service.write("issues/2022-17/01.md", "broken\n")
    service.write("issues/2022-18/01.md", "好\n")
    run = service.push()
    assert not run.green and run.made == {"2022-18"}
    for _ in range(2):
        service.write("README.md", "# 再改\n" + os.urandom(4).hex())
        run = service.push()
        assert not run.green and run.tried == {"2022-17", "2022-18"}
    service.write("issues/2022-17/01.md", "好了\n")
    run = service.push()
    assert run.green and run.made == {"2022-17", "2022-18"}, "all that changed since the last green run"
    assert service.push().tried == set()


@slow
def test_cancelled_run_is_not_green(service: Service) -> None:
    begun(service)
    service.write("issues/2022-17/01.md", "halts\n")
    run = service.push(cancel=True)
    assert run.cancelled and not run.green
    service.write("README.md", "# 改\n")
    service.write("issues/2022-17/01.md", "好\n")
    service.write("issues/2022-17/02.md", "好\n")
    service.commit()
    service.write("README.md", "# 再改\n")
    run = service.push()
    assert run.green and run.made == {"2022-17"}


@slow
def test_rewritten_history(service: Service) -> None:
    begun(service)
    first = git(service.author, "rev-parse", "HEAD").strip()
    service.write("issues/2022-17/01.md", "甲\n")
    assert service.push().made == {"2022-17"}
    git(service.author, "reset", "-q", "--hard", first)
    service.write("issues/2022-18/01.md", "乙\n")
    run = service.push()
    assert run.green and run.made == {"2022-17", "2022-18"}, "17 went back to what it was"
    git(service.author, "checkout", "-q", "--orphan", "new")
    git(service.author, "commit", "-q", "-m", "从头")
    git(service.author, "branch", "-q", "-M", "main")
    assert service.push().tried == set(), "the same sources with another history"


@slow
@pytest.mark.parametrize("name", ["briefing/x.py", "templates/house/模板.xhtml", "fonts/新.ttf", "requirements.txt"])
def test_what_shapes_every_page(service: Service, name: str) -> None:
    begun(service)
    before = (service.author / name).read_text("utf-8") if (service.author / name).exists() else ""
    service.write(name, before + "# 改\n")
    assert service.push().made == {"2022-17", "2022-18", "2022-19"}
    service.write("tests/x.py", "")
    service.write("docs/x.md", "")
    assert service.push().tried == set()


@slow
def test_pull_request_from_a_fork_and_its_merge(service: Service) -> None:
    begun(service)
    git(service.author, "checkout", "-q", "-b", "work")
    service.write("issues/2022-18/01-南京.md", "甲\n")
    service.commit()
    git(service.author, "checkout", "-q", "main")
    service.write("issues/2022-17/01.md", "乙\n")
    assert service.push().made == {"2022-17"}
    git(service.author, "checkout", "-q", "work")
    run = service.propose()
    assert run.green and run.made == {"2022-18"}, "what it changes, not what main changed since"
    git(service.author, "reset", "-q", "--hard", "origin/main")
    git(service.author, "merge", "-q", "--no-ff", "-m", "合并", "work")
    run = service.push()
    assert run.green and run.made == {"2022-18"}, "a merge commit; the request's green is not main's"


@slow
def test_a_branch_begins_where_main_was_green(service: Service) -> None:
    begun(service)
    git(service.author, "checkout", "-q", "-b", "main-2")
    service.write("issues/2022-18/01.md", "甲\n")
    run = service.push("main-2")
    assert run.made == {"2022-18"}
    git(service.author, "checkout", "-q", "main")
    assert service.push().tried == set(), "main does not see what main-2 has saved"


@slow
def test_no_record_or_a_torn_one(service: Service) -> None:
    begun(service)
    service._caches.clear()
    assert service.push().made == {"2022-17", "2022-18", "2022-19"}
    for text in ("", "[]", '{"commit": 1}', "\0", '{"commit": "a", "issues": [1], "made": 2}'):
        for saved in service._caches["refs/heads/main"]:
            (saved[1] / "green.json").write_text(text)
        run = service.push()
        assert run.green and run.made == {"2022-17", "2022-18", "2022-19"}, text


@slow
def test_run_again_shows_the_same_files(service: Service) -> None:
    begun(service)
    service.write("issues/2022-18/01.md", "甲\n")
    assert service.push().made == {"2022-18"}
    assert service.run("refs/heads/main", "push").made == {"2022-18"}
    assert service.run("refs/heads/main", "workflow_dispatch").made == {"2022-17", "2022-18", "2022-19"}


@slow
@pytest.mark.parametrize("text", ["silent", "broken"])
def test_never_green_without_files(service: Service, text: str) -> None:
    begun(service)
    service.write("issues/2022-18/01.md", f"{text}\n")
    run = service.push()
    assert not run.green and not run.made and "2022-18：没有做出 build/2022-18/2022-18.pdf" in run.log


@slow
def test_files_of_before_do_not_count(service: Service) -> None:
    """A runner that keeps its folder."""
    begun(service)
    service.write("issues/2022-18/01.md", "silent\n")

    def leftovers(work: Path) -> None:
        for kind, head in (("pdf", b"%PDF-"), ("docx", b"PK\3\4")):
            path = work / "build" / "2022-18" / f"2022-18.{kind}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(head)

    service.before_steps = leftovers
    run = service.push()
    assert not run.green and "是以前的" in run.log


@slow
@pytest.mark.parametrize("name", ["20/01-甲.md", "2022/20/issue.yaml", "20/Issue.YAML", "20/issue.yml", "20/甲.MD"])
def test_what_looks_like_an_issue_and_is_none(service: Service, name: str) -> None:
    begun(service)
    service.write(f"issues/{name}", "甲\n")
    run = service.push()
    assert not run.green and "却没有 issue.yaml" in run.log
    service.remove(f"issues/{name}")
    service.write("issues/README.md", "说明\n")
    assert service.push().green


@slow
def test_the_proofreader_is_heard_and_stops_nothing(service: Service) -> None:
    begun(service)
    service.write("issues/2022-18/01.md", "remark\n")
    run = service.push()
    assert run.green and "::warning file=issues/2022-18" in run.log and "2022-18: remark" in run.summary


@slow
@pytest.mark.parametrize("program", ["git", "dirname"])
def test_failing_tools_are_red(service: Service, tmp_path: Path, program: str) -> None:
    begun(service)
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / program).write_text("#!/bin/sh\necho 'fatal: bad object' >&2\nexit 128\n")
    (tools / program).chmod(0o755)
    service.path = f"{tools}:{service.path}"
    service.write("issues/2022-18/01.md", "甲\n")
    run = service.push()
    assert not run.green and not run.made
    assert program != "git" or "git rev-parse 失败（128）" in run.log


@slow
def test_scripts_without_run_bit(service: Service) -> None:
    begun(service)
    for path in (service.author / "script").iterdir():
        path.chmod(0o644)
    service.write("issues/2022-18/01.md", "甲\n")
    run = service.push()
    assert run.green and run.made == {"2022-18"}


@slow
def test_a_link_to_an_issue_elsewhere(service: Service) -> None:
    begun(service)
    service.move("issues/2022-18", "elsewhere/18")
    (service.author / "issues" / "2022-18").symlink_to("../elsewhere/18")
    assert service.push().made == {"2022-18"}
    service.write("elsewhere/18/01.md", "改\n")
    assert service.push().made == {"2022-18"}


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Where any user may look."""
    folder = Path(tempfile.mkdtemp(prefix="briefing-ci-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@slow
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
@pytest.mark.parametrize("runs_as", [NOBODY, None])
def test_another_user_and_another_ones_checkout(open_folder: Path, runs_as: int | None) -> None:
    """A user who owns the checkout; root in a container, where somebody else owns it and git is wary."""
    if not shutil.which("python3", path="/usr/bin"):
        pytest.skip("no Python that every user can run")

    def give_away(work: Path) -> None:
        for path in (work, *work.rglob("*")):
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)

    service = Service(open_folder, python="/usr/bin/python3", uid=runs_as, before_steps=give_away)
    begun(service)
    service.write("issues/2022-18/01-南京.md", "甲\n")
    run = service.push()
    assert run.green and run.made == {"2022-18"}, run.log


@slow
def test_real_bulletins(service: Service) -> None:
    """The program itself, with a good issue, one that cannot be set, and one that is mended."""
    service.begin({}, real=True)
    for issue in ("2024-05", "第6期"):
        for name, text in SAMPLE.items():
            service.write(f"issues/{issue}/{name}", text)
    service.write("issues/第6期/issue.yaml", SAMPLE["issue.yaml"].replace("number: 5", "number: 六六十"))
    run = service.push()
    assert not run.green and run.made == {"2024-05"}
    assert "::error file=issues/第6期/issue.yaml,line=2" in run.log
    service.write("issues/第6期/issue.yaml", SAMPLE["issue.yaml"].replace("number: 5", "number: 6"))
    run = service.push()
    assert run.green and run.made == {"2024-05", "第6期"}
    service.write("issues/第6期/02-乙.md", SAMPLE["01-甲.md"])
    assert service.push().made == {"第6期"}


# --- what is not the service's


def test_office_is_asked_only_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ci = load("ci")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not ci.has_office()
    monkeypatch.setattr(ci, "REPORTS", tmp_path / "reports")
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    monkeypatch.chdir(tmp_path)
    ci.summarise("", {"2022-17": ""}, "", [])
    assert ci.NO_OFFICE in (tmp_path / "reports" / "summary.md").read_text("utf-8")
    monkeypatch.setenv("PATH", with_office(tmp_path))
    assert ci.has_office()


def test_changed_since_a_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    service = Service(tmp_path)
    service.begin({"2022-17": "a\n", "第18期": "b\n"})
    first = service.commit()
    service.write("issues/第18期/01-南京.md", "# 南京\n")
    service.commit()
    monkeypatch.chdir(service.author)
    ci = load("ci")
    assert ci.changed_since(first) == ["第18期"]
    assert ci.changed_since("HEAD") == []
    for unknown in ("", ZERO, "f" * 40, "--all", "没有"):
        assert ci.changed_since(unknown) == ["2022-17", "第18期"]
    done = subprocess.run(["sh", "script/changed-issues", first], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "第18期\n")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert ci.main(["build"]) == 1 and "git 不能运行" in capfd.readouterr().err


def test_samples_call_the_same_command() -> None:
    """The files for other services are whole YAML, and make what GitHub's makes."""
    github = yaml.safe_load(WORKFLOW.read_text("utf-8"))["jobs"]["issues"]["steps"]
    gitea = yaml.safe_load((ROOT / "docs/ci/gitea.yml").read_text("utf-8"))["jobs"]["issues"]["steps"]
    gitlab = yaml.safe_load((ROOT / "docs/ci/gitlab-ci.yml").read_text("utf-8"))["issues"]
    assert [step.get("run") for step in gitea] == [step.get("run") for step in github]
    assert [step.get("if") for step in gitea] == [step.get("if") for step in github]
    assert gitlab["script"][0].startswith("make ci ") and gitlab["artifacts"]["when"] == "always"
    ci = load("ci")
    green = [cache for cache in gitlab["cache"] if cache["paths"] == [str(ci.STATE.parent)]]
    assert len(green) == 1 and green[0]["when"] == "on_success"
    assert gitlab["artifacts"]["reports"]["codequality"] == str(ci.REPORTS / "code-quality.json")
    saved = [step["with"]["path"] for step in github if "cache/" in step.get("uses", "")]
    assert saved == [str(ci.STATE.parent)] * 2
    # GitHub's default for `run` has no pipefail: what stands before a pipe could fail in silence.
    assert not any("|" in step.get("run", "").replace("||", "") for step in github)


@slow
def test_gitlab_gets_its_report(tmp_path: Path) -> None:
    service = Service(tmp_path)
    service.begin({}, real=True)
    for name, text in SAMPLE.items():
        service.write(f"issues/2024-05/{name}", text.replace("进示范", "进,示范"))
    service.commit()
    plant_environment(service.author)
    script = yaml.safe_load((ROOT / "docs/ci/gitlab-ci.yml").read_text("utf-8"))["issues"]["script"][0]
    environ = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "GITLAB_CI": "true", "LANG": "C.UTF-8"}
    done = subprocess.run(["bash", "-e", "-c", script], cwd=service.author, env=environ, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    report = json.loads((service.author / ".cache/reports/code-quality.json").read_text("utf-8"))
    assert report and report[0]["location"]["path"] == "issues/2024-05/01-甲.md"
    assert len({item["fingerprint"] for item in report}) == len(report)
